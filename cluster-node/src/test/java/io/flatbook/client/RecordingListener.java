package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeRegisteredDecoder;
import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/** Records every call. */
final class RecordingListener implements ClientListener
{
    final List<Long> accepted = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    final List<Long> events = new ArrayList<>();
    final List<Integer> eventTemplates = new ArrayList<>();
    final List<ConnectionState> states = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    long tradesSeen;

    @Override
    public void onOutcome(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
        if (RejectReason.NONE == reason)
        {
            accepted.add(commandId);
        }
        else
        {
            refused.add(commandId + " " + reason);
        }
    }

    @Override
    public void onOutcomeUnknown(final long commandId)
    {
        notes.add("unknown " + commandId);
    }

    @Override
    public void onEvent(
        final int templateId,
        final long eventSequence,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        eventTemplates.add(templateId);
        events.add(eventSequence);
    }

    @Override
    public void onTradeRegistered(final TradeRegisteredDecoder event)
    {
        tradesSeen++;
    }

    @Override
    public void onEventsGone(final long fromSequence, final long retainedFromSequence)
    {
        notes.add("gone " + fromSequence + " to " + retainedFromSequence);
    }

    @Override
    public void onFenced(final long lastCommandId)
    {
        notes.add("fenced " + lastCommandId);
    }

    @Override
    public void onConnectionState(final ConnectionState state)
    {
        states.add(state);
    }
}
