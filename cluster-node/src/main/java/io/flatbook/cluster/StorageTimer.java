package io.flatbook.cluster;

import io.aeron.cluster.service.Cluster;
import io.flatbook.engine.StorageState;

/**
 * The timer by which the leader has new business stopped and taken again: only the leader decides, and only the
 * timer's entry in the log changes anything, on all replicas alike.
 *
 * <p>Each change has a timer id of its own, made from the number of changes before it. The consensus module of a
 * follower counts the timers that it finds in the log without having scheduled them, and swallows as many of that id
 * once its service asks for them; and a late timer from a former leader is recognized by its number.
 */
final class StorageTimer
{
    private static final long LOW = 2;
    private static final long SUFFICIENT = 3;
    private static final int NUMBER_SHIFT = 2;

    private long askedId;

    /** A request may be lost with a leader: it is made again. */
    void forget()
    {
        askedId = 0;
    }

    /**
     * Asks for a change if the log does not have what the node finds. Only inside callbacks of the log.
     *
     * @param signals what the node finds.
     */
    void ask(final Cluster cluster, final StorageState condition, final NodeSignals signals)
    {
        final boolean other = !condition.isStorageLow();
        if (signals.findsStorage(other) && Cluster.Role.LEADER == cluster.role())
        {
            final long id = id(condition.storageChanges(), other);
            if (id != askedId && cluster.scheduleTimer(id, cluster.time()))
            {
                askedId = id;
            }
        }
    }

    /** Changes what the log has, if this is the timer of the next change. */
    void onTimer(final long correlationId, final StorageState condition)
    {
        final long changes = condition.storageChanges();
        if (id(changes, true) == correlationId || id(changes, false) == correlationId)
        {
            condition.storageLow(id(changes, true) == correlationId);
        }
    }

    static long id(final long changes, final boolean isLow)
    {
        return changes << NUMBER_SHIFT | (isLow ? LOW : SUFFICIENT);
    }
}
