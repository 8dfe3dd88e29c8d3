package io.flatbook.node;

import java.util.concurrent.TimeUnit;

/**
 * When the next snapshot is due: by the age of the newest one, or by the length of the log since. Pure: time is given,
 * in nanoseconds of a clock that never goes back.
 *
 * <p>All nodes keep the schedule, so that one that becomes leader goes on with it; only the leader acts on it.
 */
final class SnapshotSchedule
{
    /** A request that led to no snapshot in this time is made again. */
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final long intervalNs;
    private final long logLength;
    private long newestPosition = -1;
    private long takenNs;
    private long requestedNs;
    private boolean isRequested;

    /**
     * @param intervalMs age of the newest snapshot at which the next is due; 0: never.
     * @param logLength  bytes of log since the newest snapshot at which the next is due; 0: never.
     * @param nowNs      time of the start; without a snapshot the age counts from here.
     */
    SnapshotSchedule(final long intervalMs, final long logLength, final long nowNs)
    {
        intervalNs = TimeUnit.MILLISECONDS.toNanos(intervalMs);
        this.logLength = logLength;
        takenNs = nowNs;
    }

    /**
     * The newest snapshot is another one.
     *
     * @param position of it; -1 if there is none.
     * @param ageMs    of it now. A value outside 0 and the age at which the next is due counts as the nearer bound,
     *                 so that a wall clock that is wrong does no more than one snapshot's harm.
     * @param nowNs    time now.
     */
    void newest(final long position, final long ageMs, final long nowNs)
    {
        newestPosition = position;
        isRequested = false;
        if (position >= 0)
        {
            final long ageNs = TimeUnit.MILLISECONDS.toNanos(Math.max(0, ageMs));
            takenNs = nowNs - (0 == intervalNs ? ageNs : Math.min(ageNs, intervalNs));
        }
    }

    /**
     * @param commitPosition of the log.
     * @param nowNs          time now.
     * @return whether a snapshot is to be asked for now.
     */
    boolean isDue(final long commitPosition, final long nowNs)
    {
        if (isRequested && nowNs - requestedNs < PATIENCE_NS || commitPosition <= newestPosition)
        {
            return false;
        }
        final boolean isOld = intervalNs > 0 && nowNs - takenNs >= intervalNs;
        return isOld || logLength > 0 && commitPosition - Math.max(0, newestPosition) >= logLength;
    }

    void requested(final long nowNs)
    {
        isRequested = true;
        requestedNs = nowNs;
    }
}
