package io.flatbook.proving.simulate;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import io.flatbook.ops.replay.EntryKind;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.NodeDirectory;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayResult;
import io.flatbook.twin.Swarm;

/**
 * Replays a copy of the log that need not begin at its beginning, from the oldest snapshot that it reaches back to: at
 * each position it must have the hash that nodes told of.
 */
final class CopyAudit implements ReplayListener
{
    private final String name;
    private final Map<Long, Long> hashes;
    private final Consumer<String> violations;
    private final Counts counts;
    private long lastPosition;

    private CopyAudit(
        final String name, final Map<Long, Long> hashes, final Consumer<String> violations, final Counts counts)
    {
        this.name = name;
        this.hashes = hashes;
        this.violations = violations;
        this.counts = counts;
    }

    /**
     * Replays and compares.
     *
     * @param directory of a node that was killed, or of a copy.
     * @param name      of what it holds, as counted.
     * @return position of the last entry.
     */
    static long of(
        final Path directory,
        final String name,
        final Map<Long, Long> hashes,
        final Consumer<String> violations,
        final Counts counts)
    {
        final CopyAudit audit = new CopyAudit(name, hashes, violations, counts);
        try (NodeDirectory opened = NodeDirectory.open(directory))
        {
            counts.add(name + " without its beginning", 0 < opened.logStartPosition() ? 1 : 0);
        }
        final ReplayResult result = LogReplay.of(directory).limits(Swarm.limits()).verifying().run(audit);
        counts.add(name + " replayed");
        if (!result.isConserved())
        {
            violations.accept(name + ": money or quantities are not conserved");
        }
        return audit.lastPosition;
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
        lastPosition = logPosition;
        final Long told = hashes.get(logPosition);
        if (null != told)
        {
            counts.add(name + " compared at positions");
            if (told != replicaHash)
            {
                violations.accept(String.format("%s: nodes had %016x at position %d, its replay has %016x", name, told,
                    logPosition, replicaHash));
            }
        }
    }

    @Override
    public void onFinding(final String finding)
    {
        violations.accept(name + ": " + finding);
    }
}
