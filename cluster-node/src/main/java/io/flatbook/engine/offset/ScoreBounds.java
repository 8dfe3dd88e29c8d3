package io.flatbook.engine.offset;

import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentUnits;
import io.flatbook.sbe.Side;

/**
 * Bounds of the scores of positions whose keys lie in ranges, at the present mark (POL-1).
 *
 * <p>Why they are sound. A score does not fall if roe or leverage rises, roundings included. Per lot, with W the size
 * of the value at mark, e the entry and k the equity without the position: roe is {@code W / e - 1} where a position is
 * worth something (linear long, inverse short) and {@code 1 - W / e} where it owes, or the same in ticks if prices can
 * be below 1 tick; leverage is {@code W / (k + W)} or {@code W / (k - W)}. So roe is monotone in e and leverage falls
 * in k, and an edge of the ranges bounds each. Every division is rounded as that of a score: what is rounded down does
 * not fall if its argument rises, so that the bounds of a range of one are its score, and positions that are equal need
 * not be looked at one by one. W is exact for linear instruments; for inverse ones, whose values are rounded to whole
 * units, it is a range, and leverage is monotone in W as well.
 */
final class ScoreBounds
{
    private static final long ONE = 1L << QueueKey.SHIFT;

    // A roe is saturated to 64 bits.
    private static final long ROE_MIN = Long.MIN_VALUE;

    private boolean isWorth;
    private boolean isByCost;
    private long unit;
    private long signed;
    private long worthLow;
    private long worthHigh;
    private long spread;
    private long entryLow;
    private long entryHigh;
    private long equityLow;
    private long equityHigh;

    /** Whether roe is measured by the cost, not in ticks. */
    static boolean isByCost(final Instrument instrument)
    {
        return instrument.units().inverse() || instrument.units().minTicks() >= 1;
    }

    /** Bounds for one side of an instrument at its present mark, with so many 256ths of the doubt about equity. */
    ScoreBounds at(final Instrument instrument, final Side side, final long ofDoubt)
    {
        spread = ofDoubt;
        final InstrumentUnits units = instrument.units();
        isWorth = Side.LONG == side != units.inverse();
        isByCost = isByCost(instrument);
        unit = units.unit();
        if (units.inverse())
        {
            worthHigh = FixedPoint.multiplyDivideCeil(unit, ONE, instrument.markTicks());
            worthLow = Math.max(0, FixedPoint.multiplyDivideFloor(unit, ONE, instrument.markTicks()) - ONE);
        }
        else
        {
            signed = FixedPoint.multiplySaturated(instrument.markTicks() * unit, ONE);
            worthHigh = Math.abs(signed);
            worthLow = worthHigh;
        }
        return this;
    }

    /** Looks at all positions below a node. */
    ScoreBounds of(final OffsetNode node)
    {
        entryLow = node.entryLow;
        entryHigh = node.entryHigh;
        equityLow = between(node.equityLow, node.doubtedLow);
        equityHigh = between(node.equityHigh, node.doubtedHigh);
        return this;
    }

    /** Looks at one position of a leaf. */
    ScoreBounds of(final OffsetNode leaf, final int i)
    {
        final long equity = leaf.key(i, QueueKey.EQUITY);
        final long rounded = QueueKey.roundedUp(equity);
        final long doubt = leaf.key(i, QueueKey.DOUBT);
        entryLow = leaf.key(i, QueueKey.ENTRY_LOW);
        entryHigh = leaf.key(i, QueueKey.ENTRY_HIGH);
        equityLow = between(equity, QueueKey.less(equity, doubt));
        equityHigh = between(rounded, QueueKey.less(rounded, -doubt));
        return this;
    }

    // On the way from what is so without doubt to what is so with all of it, rounded away from the former.
    private long between(final long without, final long with)
    {
        final long way = Math.abs(with - without);
        if (0 == spread || with == without)
        {
            return without;
        }
        if (way < 0 || (with < without) != (with - without < 0) || QueueKey.MIN == with || QueueKey.MAX == with)
        {
            return with;
        }
        final long part = ReferenceMarks.partOf(way, spread);
        return with < without ? without - part : without + part;
    }

    /** At or above every score looked at. */
    long most()
    {
        return Score.score(mostRoe(), mostLeverage());
    }

    /** At or below every score looked at. */
    long least()
    {
        return Score.score(leastRoe(), leastLeverage());
    }

    /** Whether every score looked at is below another. */
    boolean isBelow(final long score)
    {
        final long roe = mostRoe();
        return roe < 0 && score >= 0 || Score.isBelow(roe, mostLeverage(), score);
    }

    /** Whether every score looked at is above another. */
    boolean isAbove(final long score)
    {
        final long roe = leastRoe();
        return Long.MAX_VALUE != score && (roe >= 0 || score < 0) && !Score.isBelow(roe, leastLeverage(), score + 1);
    }

    /** At or below the equity per lot, in 256ths, of all that is looked at. */
    long leastEquity()
    {
        return Math.min(equityWith(equityLow, worthHigh), equityWith(equityLow, worthLow));
    }

    private long mostRoe()
    {
        if (!isByCost)
        {
            final long gain = isWorth ? QueueKey.less(signed, entryLow) : QueueKey.less(entryHigh, signed);
            return QueueKey.MIN == entryLow || QueueKey.MAX == entryHigh || QueueKey.MAX == gain ? QueueKey.MAX :
                FixedPoint.multiplyDivideFloor(gain, FixedPoint.PPM, unit * ONE);
        }
        if (isWorth)
        {
            final long ratio = entryLow <= 0 ? QueueKey.MAX : ratioFloor(worthHigh, entryLow);
            return QueueKey.MAX == ratio ? QueueKey.MAX : ratio - FixedPoint.PPM;
        }
        return FixedPoint.PPM - (QueueKey.MAX == entryHigh ? 0 : ratioCeil(worthLow, entryHigh));
    }

    private long leastRoe()
    {
        if (!isByCost)
        {
            final long gain = isWorth ? QueueKey.less(signed, entryHigh) : QueueKey.less(entryLow, signed);
            return QueueKey.MIN == entryLow || QueueKey.MAX == entryHigh || QueueKey.MIN == gain ? ROE_MIN :
                FixedPoint.multiplyDivideFloor(gain, FixedPoint.PPM, unit * ONE);
        }
        if (isWorth)
        {
            return leastRatio(worthLow, entryHigh) - FixedPoint.PPM;
        }
        final long ratio = entryLow <= 0 ? QueueKey.MAX : ratioCeil(worthHigh, entryLow);
        return QueueKey.MAX == ratio ? ROE_MIN : FixedPoint.PPM - ratio;
    }

    private static long ratioCeil(final long worth, final long entry)
    {
        return FixedPoint.multiplyDivideCeil(worth, FixedPoint.PPM, entry);
    }

    private static long ratioFloor(final long worth, final long entry)
    {
        return FixedPoint.multiplyDivideFloor(worth, FixedPoint.PPM, entry);
    }

    // The highest entry or equity stands for those that do not fit, whose ratio may be any lower one.
    private static long leastRatio(final long worth, final long highest)
    {
        return QueueKey.MAX == highest ? 0 : ratioFloor(worth, highest);
    }

    private long mostLeverage()
    {
        final long withHigh = equityWith(equityLow, worthHigh);
        final long withLow = equityWith(equityLow, worthLow);
        if (withHigh <= 0 || withLow <= 0)
        {
            return Score.LEVERAGE_MAX;
        }
        final long high = ratioFloor(worthHigh, withHigh);
        return clamp(worthHigh == worthLow ? high : Math.max(high, ratioFloor(worthLow, withLow)));
    }

    private long leastLeverage()
    {
        if (QueueKey.MAX == equityHigh)
        {
            return 1;
        }
        final long withHigh = equityWith(equityHigh, worthHigh);
        final long withLow = equityWith(equityHigh, worthLow);
        final long high = leastLeverage(worthHigh, withHigh);
        return clamp(worthHigh == worthLow ? high : Math.min(high, leastLeverage(worthLow, withLow)));
    }

    private static long leastLeverage(final long worth, final long equity)
    {
        return equity <= 0 ? Score.LEVERAGE_MAX : leastRatio(worth, equity);
    }

    private long equityWith(final long equity, final long worth)
    {
        if (!isByCost)
        {
            return isWorth ? QueueKey.less(equity, -signed) : QueueKey.less(equity, signed);
        }
        return isWorth ? QueueKey.less(equity, -worth) : QueueKey.less(equity, worth);
    }

    private static long clamp(final long leverage)
    {
        return Math.min(Score.LEVERAGE_MAX, Math.max(1, leverage));
    }
}
