package io.flatbook.engine.book;

/**
 * The marks of one instrument, the mover, between which one position cannot change the status of its account: those of
 * its own instrument, or of the underlying of a short option. {@link TriggerIndex} says why.
 *
 * <p>The range also bounds what its position costs the account. Equity less a requirement, or a requirement less
 * equity, changes by at most the change of the position's value, and by the rate of the requirement of it where the two
 * move apart. A requirement is a rounded-up function of the value whose slope is at most the rate of the highest tier,
 * so that the rounded-up product bounds it to the last unit.
 */
final class TriggerRange
{
    /** Low edge of a range that every mark leaves. */
    static final long ALWAYS = Long.MAX_VALUE;

    /** Low edge of a range that no falling mark leaves. */
    static final long NO_LOW = Long.MIN_VALUE;

    /** High edge of a range that no rising mark leaves. */
    static final long NO_HIGH = Long.MAX_VALUE;

    // Beyond any price: a distance that is added to a mark cannot overflow.
    private static final long DISTANCE_MAX = 4 * Instrument.VALUE_MAX;

    // The requirement of a short option moves by up to its rate plus what it is out of the money, each at most 1.
    private static final int UNDERLYING_SLOPE = 2;

    private static final int WEIGHT_SHIFT = 8;

    private final Position position;
    private final Instrument mover;
    private final TriggerHeap lows;
    private final TriggerHeap highs;
    private boolean armed;
    private long lowTicks = NO_LOW;
    private long highTicks = NO_HIGH;
    private int lowSlot = TriggerHeap.NOWHERE;
    private int highSlot = TriggerHeap.NOWHERE;

    TriggerRange(final Position position, final Instrument mover, final TriggerHeap lows, final TriggerHeap highs)
    {
        this.position = position;
        this.mover = mover;
        this.lows = lows;
        this.highs = highs;
    }

    Position position()
    {
        return position;
    }

    /** Whether the present mark lies in it and a mark that leaves it is noticed. */
    boolean holds()
    {
        return armed && lowTicks <= mover.markTicks() && mover.markTicks() <= highTicks;
    }

    long edgeTicks(final boolean isLow)
    {
        return isLow ? lowTicks : highTicks;
    }

    int slot(final boolean isLow)
    {
        return isLow ? lowSlot : highSlot;
    }

    void slot(final boolean isLow, final int slot)
    {
        if (isLow)
        {
            lowSlot = slot;
        }
        else
        {
            highSlot = slot;
        }
    }

    /** Sets the edges; one beyond the price bounds is left out, as no mark can pass it. Whether anything changed. */
    boolean arm(final long low, final long high)
    {
        final long newLow = low <= mover.units().minTicks() ? NO_LOW : low;
        final long newHigh = high >= mover.units().maxTicks() ? NO_HIGH : high;
        if (armed && newLow == lowTicks && newHigh == highTicks)
        {
            return false;
        }
        armed = true;
        lowTicks = newLow;
        highTicks = newHigh;
        lows.place(this, NO_LOW != lowTicks);
        highs.place(this, NO_HIGH != highTicks);
        return true;
    }

    /** A mark has left it: it holds no more until it is armed again. */
    void left()
    {
        armed = false;
    }

    /** Takes it off the index. */
    void disarm()
    {
        armed = false;
        lows.place(this, false);
        highs.place(this, false);
    }

    /** A size by which accounts share their slack among ranges, so that all go equally far in proportion. */
    long weight()
    {
        final long value = isOwn() ? position.value() : perUnderlyingTick() * mover.markTicks();
        return (Math.abs(value) >> WEIGHT_SHIFT) + 1;
    }

    /** Whether the mover is the instrument itself; the underlying of an option otherwise. */
    boolean isOwn()
    {
        return mover == position.instrument();
    }

    /** What the account loses at most while a falling mark stays in the range, minor units. */
    long lossLow()
    {
        return NO_LOW == lowTicks ? loss(Math.min(mover.markTicks(), mover.units().minTicks())) : loss(lowTicks);
    }

    /** What the account loses at most while a rising mark stays in the range, minor units. */
    long lossHigh()
    {
        return NO_HIGH == highTicks ? loss(Math.max(mover.markTicks(), mover.units().maxTicks())) : loss(highTicks);
    }

    /** The mark in the range at which its position adds least to what its account can lose. */
    long adverseTicks()
    {
        final InstrumentUnits units = mover.units();
        final boolean isBounded = mover.marginTerms().isBounded();
        if (position.isLong())
        {
            return isBounded || NO_LOW == lowTicks ? units.minTicks() : lowTicks;
        }
        return isBounded || NO_HIGH == highTicks ? units.maxTicks() : highTicks;
    }

    private long loss(final long ticks)
    {
        if (!isOwn())
        {
            return perUnderlyingTick() * Math.abs(ticks - mover.markTicks());
        }
        final long move = Math.abs(mover.value(position.quantityLots(), ticks) - position.value());
        final long slopePpm = slopePpm();
        return 0 == slopePpm ? move : move + FixedPoint.multiplyDivideCeil(move, slopePpm, FixedPoint.PPM);
    }

    /** The lowest mark to which a fall costs at most an amount, at or above 0. */
    long lowTicks(final long loss)
    {
        final long move = move(loss);
        if (isOwn() && mover.units().inverse())
        {
            // The lowest mark at which the inverse value, rounded toward zero, is not above its present size and move.
            return 1 + FixedPoint.multiplyDivideFloor(
                lots(), mover.units().unit(), Math.abs(position.value()) + move + 1);
        }
        return mover.markTicks() - distance(move);
    }

    /** The highest mark to which a rise costs at most an amount, at or above 0. */
    long highTicks(final long loss)
    {
        final long move = move(loss);
        if (isOwn() && mover.units().inverse())
        {
            // The highest mark at which the inverse value, rounded toward zero, is not below its present size less
            // move.
            final long least = Math.abs(position.value()) - move;
            return least <= 0 ? NO_HIGH : FixedPoint.multiplyDivideFloor(lots(), mover.units().unit(), least);
        }
        return mover.markTicks() + distance(move);
    }

    private long move(final long loss)
    {
        final long most = Math.min(loss, DISTANCE_MAX);
        return isOwn() ? FixedPoint.multiplyDivideFloor(most, FixedPoint.PPM, FixedPoint.PPM + slopePpm()) : most;
    }

    private long distance(final long move)
    {
        return move / (isOwn() ? lots() * mover.units().unit() : perUnderlyingTick());
    }

    private long lots()
    {
        return Math.abs(position.quantityLots());
    }

    private long perUnderlyingTick()
    {
        return UNDERLYING_SLOPE * lots() * position.instrument().units().strikeUnit();
    }

    // By how much a requirement can move against the value. That of a holding that is worth something moves with it.
    private long slopePpm()
    {
        final MarginTerms terms = mover.marginTerms();
        final boolean isLong = position.isLong();
        if (terms.isBounded() || mover.isOption() && isLong)
        {
            return 0;
        }
        if (mover.isOption())
        {
            return mover.definition().optionMaintenancePpm;
        }
        final boolean isWorth = mover.units().inverse() ? !isLong : isLong && mover.units().minTicks() >= 0;
        return isWorth ? 0 : terms.tiers().initialPpm(terms.tiers().count() - 1);
    }
}
