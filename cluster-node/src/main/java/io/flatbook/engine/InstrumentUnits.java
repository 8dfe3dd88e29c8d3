package io.flatbook.engine;

/**
 * What follows from a definition: value per lot and tick, price and position bounds, option terms. Everything is an
 * exact integer or the definition is refused.
 */
public final class InstrumentUnits
{
    private final boolean inverse;
    private final long unit;
    private final long minTicks;
    private final long maxTicks;
    private final long maxPositionLots;
    private final long strikeTicks;
    private final long strikeUnit;
    private final boolean call;

    InstrumentUnits(
        final boolean inverse, final long unit, final long minTicks, final long maxTicks, final long maxPositionLots,
        final long strikeTicks, final long strikeUnit, final boolean call)
    {
        this.inverse = inverse;
        this.unit = unit;
        this.minTicks = minTicks;
        this.maxTicks = maxTicks;
        this.maxPositionLots = maxPositionLots;
        this.strikeTicks = strikeTicks;
        this.strikeUnit = strikeUnit;
        this.call = call;
    }

    /** Whether the value is inverse in the price. */
    public boolean inverse()
    {
        return inverse;
    }

    /** Tick value of a linear instrument (one lot moving one tick), or the inverse unit; minor units. */
    public long unit()
    {
        return unit;
    }

    /** Lowest price. */
    public long minTicks()
    {
        return minTicks;
    }

    /** Highest price. */
    public long maxTicks()
    {
        return maxTicks;
    }

    /** Largest position that cannot overflow, or the smaller one that was defined. */
    public long maxPositionLots()
    {
        return maxPositionLots;
    }

    /** Strike of an option in ticks of the underlying, or 0. */
    public long strikeTicks()
    {
        return strikeTicks;
    }

    /** Value of one lot of an option when the underlying moves one tick, or 0; minor units. */
    public long strikeUnit()
    {
        return strikeUnit;
    }

    long value(final long lots, final long ticks)
    {
        return inverse ? -FixedPoint.multiplyDivideTowardZero(lots, unit, ticks) : lots * ticks * unit;
    }

    /** Value of a quantity at settlement; for an option the price is the underlying's. */
    long settlementValue(final long lots, final long ticks)
    {
        return 0 == strikeUnit ? value(lots, ticks) : lots * intrinsicTicks(ticks) * strikeUnit;
    }

    private long intrinsicTicks(final long underlyingTicks)
    {
        return Math.max(0, call ? underlyingTicks - strikeTicks : strikeTicks - underlyingTicks);
    }

    /** Initial margin of short lots of an option, rounded up once; the maintenance margin is its floor. */
    long optionInitial(
        final long shortLots, final long underlyingTicks, final long optionTicks, final InstrumentDefinition terms)
    {
        final long outOfTheMoney =
            Math.max(0, call ? strikeTicks - underlyingTicks : underlyingTicks - strikeTicks);
        final long charge = Math.max(
            terms.optionInitialPpm * underlyingTicks - FixedPoint.PPM * outOfTheMoney,
            terms.optionInitialFloorPpm * (call ? underlyingTicks : strikeTicks));
        final long initial =
            FixedPoint.multiplyDivideCeil(shortLots * strikeUnit, charge, FixedPoint.PPM) +
            value(shortLots, optionTicks);
        return Math.max(initial, optionMaintenance(shortLots, underlyingTicks, optionTicks, terms));
    }

    /** Maintenance margin of short lots of an option, rounded up once. */
    long optionMaintenance(
        final long shortLots, final long underlyingTicks, final long optionTicks, final InstrumentDefinition terms)
    {
        final long ofUnderlying = FixedPoint.multiplyDivideCeil(
            shortLots * strikeUnit, terms.optionMaintenancePpm * underlyingTicks, FixedPoint.PPM);
        final long premium = value(shortLots, optionTicks);
        final long charge = call ? ofUnderlying : Math.max(ofUnderlying,
            FixedPoint.multiplyDivideCeil(premium, terms.optionMaintenancePpm, FixedPoint.PPM));
        return charge + premium;
    }

    long digest()
    {
        long h = StateHash.mix(inverse ? 1 : 0, unit);
        h = StateHash.mix(h, minTicks);
        h = StateHash.mix(h, maxTicks);
        h = StateHash.mix(h, maxPositionLots);
        h = StateHash.mix(h, strikeTicks);
        return StateHash.mix(h, strikeUnit * 2 + (call ? 1 : 0));
    }
}
