package io.flatbook.cluster;

import io.aeron.cluster.service.Cluster;

/**
 * The timer of the ticks, at which deadlines are looked at: each tick has the next one scheduled.
 *
 * <p>Aeron asks its consensus module for a timer by one attempt, which fails at the end of each term of the stream
 * between them, once in 2,048 timers. Left to the next entry of the log, a cluster without traffic would have none, and
 * no deadline would come any more. The attempt right after it goes into the next term.
 */
final class TickTimer
{
    private static final long ID = 1;
    private static final int ATTEMPTS = 3;

    private boolean isScheduled;

    /** Whether a timer is this one; if so, it is over. */
    boolean ends(final long correlationId)
    {
        if (ID != correlationId)
        {
            return false;
        }
        isScheduled = false;
        return true;
    }

    /** What was scheduled may be lost with a leader: it is scheduled anew. */
    void forget()
    {
        isScheduled = false;
    }

    /** Has the next tick scheduled if it is not. Only inside callbacks of the log. */
    void schedule(final Cluster cluster, final long tickMs)
    {
        for (int i = 0; i < ATTEMPTS && !isScheduled; i++)
        {
            isScheduled = cluster.scheduleTimer(ID, cluster.time() + tickMs);
        }
    }
}
