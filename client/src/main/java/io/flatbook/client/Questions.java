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

    Questions(final CommandStream.Sender sender)
    {
        this.sender = sender;
    }

    /** Asks for events. @return whether it was sent. */
    boolean events(final long from, final long correlationId)
    {
        return send(eventsQuery.wrapAndApplyHeader(buffer, 0, header)
            .correlationId(correlationId).from(from).encodedLength());
    }

    /** Asks for the recorded outcome of a command. @return whether it was sent. */
    boolean outcome(final long id, final long correlationId)
    {
        return send(outcomeQuery.wrapAndApplyHeader(buffer, 0, header)
            .correlationId(correlationId).commandId(id).encodedLength());
    }

    private boolean send(final int encodedLength)
    {
        return sender.send(buffer, 0, Wire.HEADER_LENGTH + encodedLength);
    }
}
