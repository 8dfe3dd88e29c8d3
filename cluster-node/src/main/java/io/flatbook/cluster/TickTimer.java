package io.flatbook.cluster;

import io.aeron.cluster.service.Cluster;

/**
 * The timer of the ticks, at which deadlines are checked: each tick schedules the next one.
 *
 * <p>Each has an id of its own, made of the log position at which it is scheduled, the same on all nodes. Aeron's
 * consensus module counts the timers of an id that it finds in the log without having them, and swallows as many of
 * that id once the service asks for them. If a node asked less often than the log had ticks, a timer under one id for
 * all could be swallowed when the node leads, and no tick would come for the whole term.
 *
 * <p>A tick with another id than the scheduled one comes from a former leader, or this node asked late: it replaces the
 * scheduled one, so that there is one at a time.
 *
 * <p>Aeron asks its consensus module for a timer by one attempt, which fails at the end of each term of the stream
 * between them, once in 2,048 timers. If the next attempt were left to the next entry of the log, a cluster without
 * traffic would have no more ticks and miss its deadlines. An attempt right after the failed one goes into the next
 * term.
 */
final class TickTimer
{
    // Log positions are multiples of 32; timers of storage have 2 or 3 here.
    private static final long KIND = 1;
    private static final long KIND_MASK = 3;
    private static final long NONE = 0;
    private static final int ATTEMPTS = 3;

    private long scheduledId = NONE;

    /** Whether a timer is a tick; if so, it is over. */
    boolean ends(final Cluster cluster, final long correlationId)
    {
        if (KIND != (correlationId & KIND_MASK))
        {
            return false;
        }
        scheduledId = scheduledId == correlationId ? NONE : scheduledId;
        forget(cluster);
        return true;
    }

    /** A timer may be lost with a leader: it is scheduled again. Only inside callbacks of the log. */
    void forget(final Cluster cluster)
    {
        if (NONE != scheduledId)
        {
            // If that fails, it comes once more, in the place of another.
            cluster.cancelTimer(scheduledId);
            scheduledId = NONE;
        }
    }

    /** Has the next tick scheduled if it is not. Only inside callbacks of the log. */
    void schedule(final Cluster cluster, final long tickMs)
    {
        final long id = cluster.logPosition() | KIND;
        for (int i = 0; i < ATTEMPTS && NONE == scheduledId; i++)
        {
            scheduledId = cluster.scheduleTimer(id, cluster.time() + tickMs) ? id : NONE;
        }
    }
}
