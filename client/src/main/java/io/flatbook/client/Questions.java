package io.flatbook.client;

import io.flatbook.sbe.CommandOutcomeQueryEncoder;
import io.flatbook.sbe.EventsQueryEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Questions that the client itself asks, apart from those of its caller: for events and for recorded outcomes.
 */
final class Questions
{
    private final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[128]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EventsQueryEncoder eventsQuery = new EventsQueryEncoder();
    private final CommandOutcomeQueryEncoder outcomeQuery = new CommandOutcomeQueryEncoder();
    private final CommandStream.Sender sender;
    private long eventsCorrelationId;

    Questions(final CommandStream.Sender sender)
    {
        this.sender = sender;
    }

    /** Whether it is the correlation id of the last question for events. */
    boolean isForEvents(final long correlationId)
    {
        return correlationId == eventsCorrelationId;
    }

    /** Asks for the events that the chain wants now. @return number of questions sent. */
    int askForEvents(final EventChain chain, final PendingQueries queries)
    {
        final long from = chain.wanted();
        if (0 < from)
        {
            eventsCorrelationId = queries.nextCorrelationId();
            if (events(from, eventsCorrelationId))
            {
                chain.asked();
                return 1;
            }
        }
        return 0;
    }

    /** Asks for the recorded outcomes that are wanted now. @return number of questions sent. */
    int askForOutcomes(
        final OutcomeBoard outcomes, final CommandStream stream, final PendingQueries queries, final long nowNs)
    {
        int workCount = 0;
        if (outcomes.isQuestionDue(nowNs))
        {
            outcomes.questionSent(outcome(outcomes.askedId(), outcomes.askedCorrelationId()), nowNs);
            workCount++;
        }
        final long id = stream.takeOutcomeToAsk();
        if (0 < id)
        {
            // When this one is lost, the next session report settles it.
            outcome(id, queries.nextCorrelationId());
            workCount++;
        }
        return workCount;
    }

    private boolean events(final long from, final long correlationId)
    {
        return send(eventsQuery.wrapAndApplyHeader(buffer, 0, header)
            .correlationId(correlationId).from(from).encodedLength());
    }

    private boolean outcome(final long id, final long correlationId)
    {
        return send(outcomeQuery.wrapAndApplyHeader(buffer, 0, header)
            .correlationId(correlationId).commandId(id).encodedLength());
    }

    private boolean send(final int encodedLength)
    {
        return sender.send(buffer, 0, Wire.HEADER_LENGTH + encodedLength);
    }
}
