package io.flatbook.ops.replay;

import io.flatbook.engine.CommandGate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps all that a replay tells.
 */
final class RecordedReplay implements ReplayListener
{
    private final List<AppliedCommand> applied = new ArrayList<>();
    private final List<Long> resent = new ArrayList<>();
    private final Map<Long, Long> replicaHashes = new TreeMap<>();
    private final Map<Long, Long> publishedHashes = new TreeMap<>();

    List<AppliedCommand> applied()
    {
        return applied;
    }

    List<AppliedCommand> appliedOf(final String principal)
    {
        return applied.stream().filter((command) -> principal.equals(command.principal())).toList();
    }

    /** Ids of commands that came once more. */
    List<Long> resent()
    {
        return resent;
    }

    /** Replica hash after every entry, by position. */
    Map<Long, Long> replicaHashes()
    {
        return replicaHashes;
    }

    /** Those that nodes publish. */
    Map<Long, Long> publishedHashes()
    {
        return publishedHashes;
    }

    @Override
    public void onApplied(final AppliedCommand command)
    {
        applied.add(command);
    }

    @Override
    public void onNotApplied(
        final long logPosition,
        final String principal,
        final long commandId,
        final long commandHash,
        final CommandGate.Admission admission)
    {
        resent.add(commandId);
    }

    @Override
    public void onEntry(
        final EntryKind kind,
        final long logPosition,
        final long timestampMs,
        final long engineTimeMs,
        final long stateHash,
        final long replicaHash)
    {
        replicaHashes.put(logPosition, replicaHash);
    }

    @Override
    public void onReplicaHash(final long logPosition, final long replicaHash)
    {
        publishedHashes.put(logPosition, replicaHash);
    }
}
