package io.flatbook.engine.book;

import java.util.Arrays;

/**
 * The positions of an account in order of instrument id.
 *
 * <p>The ids of their instruments lie beside them in an array of their own, one cache line for up to sixteen: a search
 * reads neither a position nor an instrument but the one that it finds. Both arrays change in the same places, here
 * only, and an instrument keeps its id.
 */
public abstract class AccountLegs extends Hashed
{
    private static final Position[] NO_LEGS = {};
    private static final int[] NO_INSTRUMENTS = {};
    // So many neighbors are read one after the other.
    private static final int SCANNED_MAX = 8;

    private Position[] legs = NO_LEGS;
    private int[] instrumentIds = NO_INSTRUMENTS;
    private int legCount;

    AccountLegs(final StateHash hash)
    {
        super(hash);
    }

    /** Number of positions. */
    public final int legCount()
    {
        return legCount;
    }

    /** Position {@code i} (from 0) in order of instrument id. */
    public final Position leg(final int i)
    {
        return legs[i];
    }

    /**
     * The position in an instrument.
     *
     * @param instrument of the position.
     * @return the position or null.
     */
    public final Position leg(final Instrument instrument)
    {
        final int i = legIndex(instrument);
        return i >= 0 ? legs[i] : null;
    }

    /** Index of the position in an instrument, or below 0 if there is none: -1 less the index that it would get. */
    public final int legIndex(final Instrument instrument)
    {
        final int instrumentId = instrument.id();
        int low = 0;
        int high = legCount;
        while (high - low > SCANNED_MAX)
        {
            final int middle = (low + high) >>> 1;
            if (instrumentIds[middle] < instrumentId)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        while (low < high && instrumentIds[low] < instrumentId)
        {
            low++;
        }
        return low < legCount && instrumentIds[low] == instrumentId ? low : -low - 1;
    }

    final void addLeg(final Position leg)
    {
        final int at = -legIndex(leg.instrument()) - 1;
        if (legCount == legs.length)
        {
            legs = Arrays.copyOf(legs, Math.max(2, legCount * 2));
            instrumentIds = Arrays.copyOf(instrumentIds, legs.length);
        }
        System.arraycopy(legs, at, legs, at + 1, legCount - at);
        System.arraycopy(instrumentIds, at, instrumentIds, at + 1, legCount - at);
        legs[at] = leg;
        instrumentIds[at] = leg.instrument().id();
        legCount++;
    }

    final void removeLeg(final Position leg)
    {
        final int at = legIndex(leg.instrument());
        legCount--;
        System.arraycopy(legs, at + 1, legs, at, legCount - at);
        System.arraycopy(instrumentIds, at + 1, instrumentIds, at, legCount - at);
        legs[legCount] = null;
    }
}
