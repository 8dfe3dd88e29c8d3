package io.flatbook.client;

import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.EventHeaderDecoder;
import io.flatbook.sbe.EventsGoneDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.QueryRefusedDecoder;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Dispatches the messages of the cluster, alone or in bundles, by kind: outcome, session report, answer, event.
 * Messages of another schema and templates that this version does not know are ignored.
 */
final class EgressAdapter
{
    /** Receives messages by kind; flyweights and buffers are valid during the call. */
    interface Receiver
    {
        void onOutcome(CommandOutcomeDecoder outcome);

        void onSessionReport(SessionReportDecoder report);

        void onQueryRefused(QueryRefusedDecoder refusal);

        void onEventsGone(long retainedFrom);

        void onAnswer(long correlationId, DirectBuffer buffer, int offset, int length);

        void onEvent(
            int templateId, long sequence, long previousSequence, DirectBuffer buffer, int offset, int length);
    }

    private static final int EVENT_FIRST = 101;
    private static final int EVENT_LAST = 199;
    private static final int REPORT_FIRST = 251;
    private static final int REPORT_LAST = 299;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EventHeaderDecoder eventHeader = new EventHeaderDecoder();
    private final CommandOutcomeDecoder outcome = new CommandOutcomeDecoder();
    private final SessionReportDecoder sessionReport = new SessionReportDecoder();
    private final QueryRefusedDecoder queryRefused = new QueryRefusedDecoder();
    private final EventsGoneDecoder eventsGone = new EventsGoneDecoder();
    private final BundleReader bundles = new BundleReader(this::onOne);
    private final Receiver receiver;

    EgressAdapter(final Receiver receiver)
    {
        this.receiver = receiver;
    }

    void onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        bundles.read(buffer, offset, length);
    }

    private void onOne(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < Wire.HEADER_LENGTH ||
            MessageHeaderDecoder.SCHEMA_ID != header.wrap(buffer, offset).schemaId())
        {
            return;
        }
        final int templateId = header.templateId();
        if (EVENT_FIRST <= templateId && templateId <= EVENT_LAST)
        {
            // Every event starts with its header.
            eventHeader.wrap(buffer, offset + Wire.HEADER_LENGTH);
            receiver.onEvent(
                templateId, eventHeader.eventSequence(), eventHeader.previousSequence(), buffer, offset, length);
        }
        else if (REPORT_FIRST <= templateId && templateId <= REPORT_LAST)
        {
            onReport(templateId, buffer, offset, length);
        }
    }

    private void onReport(final int templateId, final DirectBuffer buffer, final int offset, final int length)
    {
        switch (templateId)
        {
            case CommandOutcomeDecoder.TEMPLATE_ID ->
                receiver.onOutcome(outcome.wrapAndApplyHeader(buffer, offset, header));

            case SessionReportDecoder.TEMPLATE_ID ->
                receiver.onSessionReport(sessionReport.wrapAndApplyHeader(buffer, offset, header));

            case QueryRefusedDecoder.TEMPLATE_ID ->
                receiver.onQueryRefused(queryRefused.wrapAndApplyHeader(buffer, offset, header));

            case EventsGoneDecoder.TEMPLATE_ID ->
                receiver.onEventsGone(eventsGone.wrapAndApplyHeader(buffer, offset, header).retainedFrom());

            default ->
            {
                // Every answer starts with the correlation id.
                final long correlationId = buffer.getLong(offset + Wire.HEADER_LENGTH, ByteOrder.LITTLE_ENDIAN);
                receiver.onAnswer(correlationId, buffer, offset, length);
            }
        }
    }
}
