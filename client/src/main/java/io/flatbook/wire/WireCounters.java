package io.flatbook.wire;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What was sealed, opened and refused with the keys of one ring since the wire was put up. Read by any thread.
 */
public final class WireCounters
{
    private static final Refusal[] REFUSALS = Refusal.values();
    private static final int SEALED = REFUSALS.length;
    private static final int OPENED = REFUSALS.length + 1;
    private static final int LENGTH = REFUSALS.length + 2;

    private static final long RECENT_MS = 60_000;

    private final AtomicLongArray counts = new AtomicLongArray(LENGTH);
    private final AtomicLongArray timesMs = new AtomicLongArray(REFUSALS.length);

    WireCounters()
    {
    }

    /**
     * @param reason of refusal.
     * @return datagrams refused for it.
     */
    public long refused(final Refusal reason)
    {
        return counts.get(reason.ordinal());
    }

    /**
     * @param reason of refusal.
     * @return whether a datagram was refused for it in the last minute, as far as whoever reaches a port can make it.
     */
    public boolean isRecent(final Refusal reason)
    {
        return refused(reason) > 0 && System.currentTimeMillis() - timesMs.get(reason.ordinal()) <= RECENT_MS;
    }

    /**
     * @return datagrams refused for any reason.
     */
    public long refused()
    {
        long sum = 0;
        for (final Refusal reason : REFUSALS)
        {
            sum += refused(reason);
        }
        return sum;
    }

    /**
     * @return datagrams sealed.
     */
    public long sealed()
    {
        return counts.get(SEALED);
    }

    /**
     * @return datagrams that were genuine.
     */
    public long opened()
    {
        return counts.get(OPENED);
    }

    void onRefused(final Refusal reason)
    {
        timesMs.lazySet(reason.ordinal(), System.currentTimeMillis());
        counts.getAndIncrement(reason.ordinal());
    }

    void onSealed()
    {
        counts.getAndIncrement(SEALED);
    }

    void onOpened()
    {
        counts.getAndIncrement(OPENED);
    }
}
