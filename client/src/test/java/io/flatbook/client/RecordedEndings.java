package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

import java.util.ArrayList;
import java.util.List;

/** Writes down how commands end, one line each. */
final class RecordedEndings implements Endings
{
    private final List<String> lines = new ArrayList<>();

    @Override
    public void onAnswered(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
        lines.add(commandId + " " + reason);
    }

    @Override
    public void onUnknown(final long commandId)
    {
        lines.add(commandId + " unknown");
    }

    @Override
    public void onFenced(final long lastCommandId)
    {
        lines.add("fenced at " + lastCommandId);
    }

    @Override
    public void onAcknowledgedLost(final long lastCommandId, final long lastAppliedId)
    {
        lines.add("lost " + (lastCommandId + 1) + " to " + lastAppliedId);
    }

    List<String> take()
    {
        final List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
