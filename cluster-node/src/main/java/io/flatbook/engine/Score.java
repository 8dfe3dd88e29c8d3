package io.flatbook.engine;

/**
 * Queue score of a position: by profit and leverage, the exchange convention.
 *
 * @param unrealizedPnl value at mark less cost, minor units.
 * @param equity        equity of the account, minor units.
 * @param roe           profit in ppm of the absolute cost, rounded down.
 * @param leverage      absolute value in ppm of the equity, 1 to 10^12; 10^12 where equity is not above 0.
 * @param score         {@code roe * leverage} where roe is at or above 0, else {@code roe * 10^12 / leverage} rounded
 *                      down; saturated to 64 bits.
 */
public record Score(long unrealizedPnl, long equity, long roe, long leverage, long score)
{
    static final long LEVERAGE_MAX = 1_000_000_000_000L;

    static Score of(final Position position, final long equity)
    {
        final long pnl = position.unrealizedPnl();
        final long roe = FixedPoint.multiplyDivideFloor(pnl, FixedPoint.PPM, Math.max(1, Math.abs(position.cost())));
        final long leverage = equity <= 0 ? LEVERAGE_MAX : Math.min(LEVERAGE_MAX, Math.max(1,
            FixedPoint.multiplyDivideFloor(Math.abs(position.value()), FixedPoint.PPM, equity)));
        final long score = roe >= 0 ? FixedPoint.multiplySaturated(roe, leverage) :
            FixedPoint.multiplyDivideFloor(roe, LEVERAGE_MAX, leverage);
        return new Score(pnl, equity, roe, leverage, score);
    }
}
