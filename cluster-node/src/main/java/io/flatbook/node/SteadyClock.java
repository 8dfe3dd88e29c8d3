package io.flatbook.node;

import io.aeron.cluster.service.ClusterClock;
import org.agrona.concurrent.EpochClock;

/**
 * The wall clock at the start of the process, continued by a clock that nobody sets.
 *
 * <p>The parts of a node report in wall time that they live, and members judge each other's silence by it. A
 * wall clock that is set forward by more than their patience would end every node at once; one that is set back would
 * leave the death of a leader unseen for as long. A node takes a new wall time when it starts again.
 */
final class SteadyClock implements EpochClock, ClusterClock
{
    /** One for all nodes of the process and all their parts: those compare what they read. */
    static final SteadyClock INSTANCE = new SteadyClock();

    private static final long NS_PER_MS = 1_000_000;

    private final long startMs = System.currentTimeMillis();
    private final long startNs = System.nanoTime();

    private SteadyClock()
    {
    }

    /** Milliseconds since the epoch; never fewer than before. */
    @Override
    public long time()
    {
        return startMs + (System.nanoTime() - startNs) / NS_PER_MS;
    }
}
