package io.flatbook.client;

import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.QueryRefusedDecoder;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.DirectBuffer;

/** Hands outcomes to a board and events to a dispatcher, as the agent does. */
record AdapterReceiver(OutcomeBoard board, CommandStream stream, EventDispatcher dispatcher)
    implements EgressAdapter.Receiver
{
    @Override
    public void onOutcome(final CommandOutcomeDecoder outcome)
    {
        board.onOutcome(outcome, stream, 0);
    }

    @Override
    public void onSessionReport(final SessionReportDecoder report)
    {
        throw new AssertionError("not expected");
    }

    @Override
    public void onQueryRefused(final QueryRefusedDecoder refusal)
    {
        throw new AssertionError("not expected");
    }

    @Override
    public void onEventsGone(final long retainedFrom)
    {
        throw new AssertionError("not expected");
    }

    @Override
    public void onAnswer(final long correlationId, final DirectBuffer buffer, final int offset, final int length)
    {
        throw new AssertionError("not expected");
    }

    @Override
    public void onEvent(
        final int templateId,
        final long sequence,
        final long previousSequence,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        dispatcher.dispatch(templateId, sequence, buffer, offset, length);
    }
}
