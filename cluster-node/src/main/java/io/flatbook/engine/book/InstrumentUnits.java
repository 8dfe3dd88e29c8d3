package io.flatbook.engine.book;

/**
 * What follows from a definition and its price bounds (NUM-3, NUM-4): value per lot and tick, the largest position,
 * option terms. Everything is an exact integer or the definition is refused.
 *
 * <p>Contract: NUM-2.
 */
public final class InstrumentUnits
{
    private final boolean inverse;
    private final long unit;
    private final long minTicks;
    private final long maxTicks;
    private final long largestPositionLots;
    private final long extentPerLot;
    private final long strikeTicks;
    private final long strikeUnit;
    private final boolean call;

    InstrumentUnits(
        final boolean inverse, final long unit, final long minTicks, final long maxTicks,
        final long largestPositionLots, final long strikeTicks, final long strikeUnit, final boolean call)
    {
        this.inverse = inverse;
        this.unit = unit;
        this.minTicks = minTicks;
        this.maxTicks = maxTicks;
        this.largestPositionLots = largestPositionLots;
        extentPerLot = FixedPoint.divideCeil(Instrument.VALUE_MAX, largestPositionLots);
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

    /** Largest position that NUM-4 allows within the price bounds, lots. */
    public long largestPositionLots()
    {
        return largestPositionLots;
    }

    /** At or above what one lot can be worth or require, minor units. */
    long extentPerLot()
    {
        return extentPerLot;
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

    /** Value of a quantity at a price, minor units, saturated to 63 bits if it does not fit. */
    public long saturatedValueAt(final long lots, final long ticks)
    {
        return inverse ? value(lots, ticks) : Math.max(-Long.MAX_VALUE, FixedPoint.multiplySaturated(
            FixedPoint.multiplySaturated(lots, ticks), unit));
    }

    /** These units with a largest position that is not below one that is open (NUM-4). */
    public InstrumentUnits atLeast(final long openLots)
    {
        return openLots <= largestPositionLots ? this : new InstrumentUnits(
            inverse, unit, minTicks, maxTicks, openLots, strikeTicks, strikeUnit, call);
    }

    long value(final long lots, final long ticks)
    {
        return inverse ? -FixedPoint.multiplyDivideTowardZero(lots, unit, ticks) : lots * ticks * unit;
    }

    /**
     * Value of a quantity at settlement (MAR-4).
     *
     * @param lots  signed quantity.
     * @param ticks price; for an option the underlying's.
     * @return signed value, minor units.
     */
    public long settlementValue(final long lots, final long ticks)
    {
        return 0 == strikeUnit ? value(lots, ticks) : lots * intrinsicTicks(ticks) * strikeUnit;
    }

    private long intrinsicTicks(final long underlyingTicks)
    {
        return Math.max(0, call ? underlyingTicks - strikeTicks : strikeTicks - underlyingTicks);
    }

    /** Initial margin of short lots of an option (MAR-4), rounded up once; the maintenance margin is its floor. */
    long optionInitial(
        final long shortLots, final long underlyingTicks, final long optionTicks, final InstrumentDefinition terms)
    {
        final long outOfTheMoneyTicks =
            Math.max(0, call ? strikeTicks - underlyingTicks : underlyingTicks - strikeTicks);
        final long ofUnderlying = shortLots * strikeUnit * Math.abs(underlyingTicks);
        final long floorOf = call ? ofUnderlying : shortLots * strikeUnit * strikeTicks;
        // What is out of the money is a whole amount: taking it off after rounding is rounding once.
        final long initial = Math.max(
            FixedPoint.multiplyDivideCeil(ofUnderlying, terms.optionInitialPpm, FixedPoint.PPM) -
                shortLots * strikeUnit * outOfTheMoneyTicks,
            FixedPoint.multiplyDivideCeil(floorOf, terms.optionInitialFloorPpm, FixedPoint.PPM));
        return Math.max(initial, optionMaintenance(shortLots, underlyingTicks, optionTicks, terms));
    }

    /** Maintenance margin of short lots of an option (MAR-4), rounded up once. */
    long optionMaintenance(
        final long shortLots, final long underlyingTicks, final long optionTicks, final InstrumentDefinition terms)
    {
        final long ofUnderlying = FixedPoint.multiplyDivideCeil(
            shortLots * strikeUnit * Math.abs(underlyingTicks), terms.optionMaintenancePpm, FixedPoint.PPM);
        return call ? ofUnderlying : Math.max(ofUnderlying, FixedPoint.multiplyDivideCeil(
            value(shortLots, optionTicks), terms.optionMaintenancePpm, FixedPoint.PPM));
    }

    long digest()
    {
        final long h = StateHash.digest(24, inverse ? 1 : 0, unit, minTicks, maxTicks);
        return StateHash.digest(h, largestPositionLots, strikeTicks, strikeUnit, call ? 1 : 0);
    }
}
