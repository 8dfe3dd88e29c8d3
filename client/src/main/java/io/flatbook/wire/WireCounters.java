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

    private final AtomicLongArray counts = new AtomicLongArray(LENGTH);

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
