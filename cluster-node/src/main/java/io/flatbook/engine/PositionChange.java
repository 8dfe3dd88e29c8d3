package io.flatbook.engine;

/**
 * What a position becomes by a trade, and what moves into collateral (book-keeping identity: a reduction moves its
 * share of cost out of cost and the value closed less that share into collateral).
 */
final class PositionChange
{
    private long quantityLots;
    private long cost;
    private long realizedPnl;
    private boolean enlarged;
    private long closedLots;
    private long valueClosed;

    /** A trade of signed lots at a price. */
    PositionChange trade(final Position position, final Instrument instrument, final long deltaLots, final long ticks)
    {
        final long before = null == position ? 0 : position.quantityLots();
        final long beforeCost = null == position ? 0 : position.cost();
        final long value = instrument.value(deltaLots, ticks);
        if (0 == before || (before ^ deltaLots) >= 0)
        {
            return open(before + deltaLots, beforeCost + value);
        }
        final boolean crossing = Math.abs(deltaLots) > Math.abs(before);
        final long closedValue = crossing ? instrument.value(before, ticks) : -value;
        return reduce(before, beforeCost, deltaLots, closedValue, value + closedValue);
    }

    /** A transfer of signed lots that bring their own cost. */
    PositionChange transfer(final Position position, final long deltaLots, final long deltaCost)
    {
        final long before = null == position ? 0 : position.quantityLots();
        final long beforeCost = null == position ? 0 : position.cost();
        if (0 == before || (before ^ deltaLots) >= 0)
        {
            return open(before + deltaLots, beforeCost + deltaCost);
        }
        final long netted = Math.min(Math.abs(deltaLots), Math.abs(before));
        final long closedValue =
            -FixedPoint.multiplyDivideTowardZero(deltaCost, netted, Math.abs(deltaLots));
        return reduce(before, beforeCost, deltaLots, closedValue, deltaCost + closedValue);
    }

    /** Closes lots at mark: the side gets its own change of mark value. */
    PositionChange closeAtMark(final Position position, final long lots)
    {
        final Instrument instrument = position.instrument();
        final long before = position.quantityLots();
        final long deltaLots = before > 0 ? -lots : lots;
        final long closedValue = position.value() - (lots == Math.abs(before) ? 0 :
            instrument.value(before + deltaLots, instrument.markTicks()));
        return reduce(before, position.cost(), deltaLots, closedValue, 0);
    }

    /** Closes all lots at a settlement value. */
    PositionChange settle(final Position position, final long settlementValue)
    {
        return reduce(position.quantityLots(), position.cost(), -position.quantityLots(), settlementValue, 0);
    }

    private PositionChange open(final long newQuantityLots, final long newCost)
    {
        quantityLots = newQuantityLots;
        cost = newCost;
        realizedPnl = 0;
        enlarged = true;
        closedLots = 0;
        valueClosed = 0;
        return this;
    }

    private PositionChange reduce(
        final long before, final long beforeCost, final long deltaLots, final long closedValue, final long restCost)
    {
        final boolean crossing = Math.abs(deltaLots) > Math.abs(before);
        closedLots = crossing ? Math.abs(before) : Math.abs(deltaLots);
        final long costClosed = closedLots == Math.abs(before) ? beforeCost :
            FixedPoint.multiplyDivideTowardZero(beforeCost, closedLots, Math.abs(before));
        quantityLots = before + deltaLots;
        cost = crossing ? restCost : beforeCost - costClosed;
        realizedPnl = closedValue - costClosed;
        enlarged = crossing;
        valueClosed = closedValue;
        return this;
    }

    /** By how many the positions of the instrument become more: 1, 0 or -1. */
    int positionsOpened(final Position before)
    {
        return (0 == quantityLots ? 0 : 1) - (null == before ? 0 : 1);
    }

    long quantityLots()
    {
        return quantityLots;
    }

    long cost()
    {
        return cost;
    }

    long realizedPnl()
    {
        return realizedPnl;
    }

    /** Whether it leaves a larger position or one of the other sign. */
    boolean enlarged()
    {
        return enlarged;
    }

    long closedLots()
    {
        return closedLots;
    }

    /** Signed value at which the closed lots were closed. */
    long valueClosed()
    {
        return valueClosed;
    }
}
