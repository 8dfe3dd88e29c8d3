package io.flatbook.engine.book;

import io.flatbook.sbe.RejectField;

import java.util.Arrays;

/**
 * Margin tiers in ascending order of floor. The requirement is continuous in the notional: above a floor, only the part
 * above it is charged at the tier's rate.
 */
public final class MarginTiers
{
    /** No tiers: the instrument is margined otherwise. */
    public static final MarginTiers NONE = of(new long[0], new long[0], new long[0], 0);

    // Times a rate of at most 10^6, and the rest of less than 10^6 twice, this stays within 64 bits.
    private static final long SMALL = 1L << 43;

    private final long[] floor;
    private final long[] initialPpm;
    private final long[] maintenancePpm;
    // What the tiers below charge up to the floor, times 10^6, as quotient and remainder by 10^6.
    private final long[] initialBase;
    private final long[] initialBaseRest;
    private final long[] maintenanceBase;
    private final long[] maintenanceBaseRest;

    private MarginTiers(final long[] floor, final long[] initialPpm, final long[] maintenancePpm)
    {
        this.floor = floor;
        this.initialPpm = initialPpm;
        this.maintenancePpm = maintenancePpm;
        final int count = floor.length;
        initialBase = new long[count];
        initialBaseRest = new long[count];
        maintenanceBase = new long[count];
        maintenanceBaseRest = new long[count];
        for (int k = 1; k < count; k++)
        {
            accumulate(k, initialPpm, initialBase, initialBaseRest);
            accumulate(k, maintenancePpm, maintenanceBase, maintenanceBaseRest);
        }
    }

    private void accumulate(final int k, final long[] ratePpm, final long[] base, final long[] rest)
    {
        final long width = floor[k] - floor[k - 1];
        final long whole = FixedPoint.multiplyDivideFloor(width, ratePpm[k - 1], FixedPoint.PPM);
        final long sum = rest[k - 1] + (width * ratePpm[k - 1] - whole * FixedPoint.PPM);
        base[k] = base[k - 1] + whole + sum / FixedPoint.PPM;
        rest[k] = sum % FixedPoint.PPM;
    }

    /**
     * Tiers from arrays; nothing is validated here, the engine does it.
     *
     * @param floor          notional from which each tier's rates hold, minor units.
     * @param initialPpm     initial margin rates.
     * @param maintenancePpm maintenance margin rates.
     * @param count          number of tiers.
     * @return the tiers.
     */
    public static MarginTiers of(
        final long[] floor, final long[] initialPpm, final long[] maintenancePpm, final int count)
    {
        return new MarginTiers(
            Arrays.copyOf(floor, count), Arrays.copyOf(initialPpm, count), Arrays.copyOf(maintenancePpm, count));
    }

    /** Number of tiers. */
    public int count()
    {
        return floor.length;
    }

    /** Notional from which tier {@code k} (from 0) holds, minor units. */
    public long floor(final int k)
    {
        return floor[k];
    }

    /** Initial margin rate of tier {@code k} (from 0). */
    public long initialPpm(final int k)
    {
        return initialPpm[k];
    }

    /** Maintenance margin rate of tier {@code k} (from 0). */
    public long maintenancePpm(final int k)
    {
        return maintenancePpm[k];
    }

    /**
     * Initial margin of a notional, rounded up.
     *
     * @param notional at or above 0, minor units.
     * @return the requirement, minor units.
     */
    public long initial(final long notional)
    {
        return requirement(notional, initialPpm, initialBase, initialBaseRest);
    }

    /**
     * Maintenance margin of a notional, rounded up.
     *
     * @param notional at or above 0, minor units.
     * @return the requirement, minor units.
     */
    public long maintenance(final long notional)
    {
        return requirement(notional, maintenancePpm, maintenanceBase, maintenanceBaseRest);
    }

    private long requirement(final long notional, final long[] ratePpm, final long[] base, final long[] rest)
    {
        int k = floor.length - 1;
        while (k > 0 && floor[k] > notional)
        {
            k--;
        }
        final long above = notional - floor[k];
        final long charged = above < SMALL ?
            (above * ratePpm[k] + rest[k] + FixedPoint.PPM - 1) / FixedPoint.PPM :
            FixedPoint.multiplyAddDivideCeil(above, ratePpm[k], rest[k], FixedPoint.PPM);
        return base[k] + charged;
    }

    /** The field with a value out of range whatever the other tiers, or NONE. */
    RejectField invalidField()
    {
        for (int k = 0; k < floor.length; k++)
        {
            if (floor[k] < 0)
            {
                return RejectField.FLOOR;
            }
            if (initialPpm[k] < 0 || initialPpm[k] > FixedPoint.PPM)
            {
                return RejectField.INITIAL;
            }
            if (maintenancePpm[k] < 0 || maintenancePpm[k] > FixedPoint.PPM)
            {
                return RejectField.MAINTENANCE;
            }
        }
        return RejectField.NONE;
    }

    /** Whether floors ascend from 0 and rates do not fall, with initial at or above maintenance. */
    boolean valid(final int tiersMax)
    {
        if (0 == floor.length || floor.length > tiersMax || 0 != floor[0])
        {
            return false;
        }
        for (int k = 0; k < floor.length; k++)
        {
            final boolean rates = maintenancePpm[k] >= 0 && initialPpm[k] >= maintenancePpm[k] &&
                initialPpm[k] <= FixedPoint.PPM;
            final boolean rising = 0 == k || floor[k] > floor[k - 1] && initialPpm[k] >= initialPpm[k - 1] &&
                maintenancePpm[k] >= maintenancePpm[k - 1];
            if (!rates || !rising || floor[k] > Instrument.VALUE_MAX)
            {
                return false;
            }
        }
        return true;
    }

    long digest()
    {
        long h = floor.length;
        for (int k = 0; k < floor.length; k++)
        {
            h = StateHash.mix(StateHash.mix(StateHash.mix(h, floor[k]), initialPpm[k]), maintenancePpm[k]);
        }
        return h;
    }
}
