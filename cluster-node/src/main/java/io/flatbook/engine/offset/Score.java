package io.flatbook.engine.offset;

import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentUnits;

/**
 * Queue score of a position: by profit and leverage, the exchange convention (POL-1).
 *
 * @param unrealizedPnl value at mark less cost, minor units.
 * @param equity        equity of the account, minor units.
 * @param roe           profit in ppm of the absolute cost, rounded down; in ppm of one tick's value if prices can be
 *                      below 1 tick.
 * @param leverage      absolute value in ppm of the equity, 1 to 10^12; 10^12 if equity is not above 0.
 * @param score         {@code roe * leverage} if roe is at or above 0, else {@code roe * 10^12 / leverage} rounded
 *                      down; saturated to 64 bits.
 */
public record Score(long unrealizedPnl, long equity, long roe, long leverage, long score)
{
    static final long LEVERAGE_MAX = 1_000_000_000_000L;

    static Score of(final Instrument instrument, final long quantityLots, final long cost, final long equity)
    {
        final long value = instrument.markValue(quantityLots);
        final long pnl = value - cost;
        final InstrumentUnits units = instrument.units();
        final long base = !units.inverse() && units.minTicks() < 1 ?
            Math.abs(quantityLots) * units.unit() : Math.max(1, Math.abs(cost));
        final long roe = FixedPoint.multiplyDivideFloor(pnl, FixedPoint.PPM, base);
        final long leverage = equity <= 0 ? LEVERAGE_MAX : Math.min(LEVERAGE_MAX, Math.max(1,
            FixedPoint.multiplyDivideFloor(Math.abs(value), FixedPoint.PPM, equity)));
        return new Score(pnl, equity, roe, leverage, score(roe, leverage));
    }

    /** Does not fall if one of them rises. */
    static long score(final long roe, final long leverage)
    {
        if (roe >= 0)
        {
            return FixedPoint.multiplySaturated(roe, leverage);
        }
        // No leverage is above the most: what is saturated stays so.
        return Long.MIN_VALUE == roe ? roe : FixedPoint.multiplyDivideFloor(roe, LEVERAGE_MAX, leverage);
    }

    /** Whether {@link #score(long, long)} of the two is below another score; without a division. */
    static boolean isBelow(final long roe, final long leverage, final long other)
    {
        if (roe >= 0)
        {
            return FixedPoint.multiplySaturated(roe, leverage) < other;
        }
        return other >= 0 || Long.MIN_VALUE != other &&
            FixedPoint.compareProducts(roe, LEVERAGE_MAX, other, leverage) < 0;
    }
}
