package io.flatbook.engine.book;

/**
 * What a position becomes by a trade, and what moves into collateral (BOOK-1): a reduction moves its share of cost out
 * of cost, and the value closed less that share into collateral. Reused from change to change.
 */
public final class PositionChange
{
    private long quantityLots;
    private long cost;
    private long realizedPnl;
    private long closedLots;
    private long valueClosed;

    /** A change of nothing. */
    public PositionChange()
    {
    }

    /** A trade of signed lots at a price; the position is null if there is none. */
    public PositionChange trade(
        final Position position, final Instrument instrument, final long deltaLots, final long ticks)
    {
        return null == position ? trade(0, 0, instrument, deltaLots, ticks) :
            trade(position.quantityLots(), position.cost(), instrument, deltaLots, ticks);
    }

    /** A trade of signed lots at a price, for whoever has these lots and this cost. */
    public PositionChange trade(
        final long before, final long beforeCost, final Instrument instrument, final long deltaLots, final long ticks)
    {
        final long value = instrument.value(deltaLots, ticks);
        if (0 == before || (before ^ deltaLots) >= 0)
        {
            return open(before + deltaLots, beforeCost + value);
        }
        final boolean crossing = Math.abs(deltaLots) > Math.abs(before);
        final long closedValue = crossing ? instrument.value(before, ticks) : -value;
        return reduce(before, beforeCost, deltaLots, closedValue, value + closedValue);
    }

    /** A transfer of signed lots that bring their own cost; the position is null if there is none. */
    public PositionChange transfer(final Position position, final long deltaLots, final long deltaCost)
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

    /** Closes lots at mark: the side gets its own change of mark value (NUM-3). */
    public PositionChange closeAtMark(final Position position, final long lots)
    {
        return closeAtMark(position.instrument(), position.quantityLots(), position.cost(), lots);
    }

    /** Closes lots of a position that has these lots and this cost at mark. */
    public PositionChange closeAtMark(
        final Instrument instrument, final long before, final long beforeCost, final long lots)
    {
        final long deltaLots = before > 0 ? -lots : lots;
        final long closedValue = instrument.markValue(before) -
            (lots == Math.abs(before) ? 0 : instrument.markValue(before + deltaLots));
        return reduce(before, beforeCost, deltaLots, closedValue, 0);
    }

    /** Closes all lots at a settlement value. */
    public PositionChange settle(final Position position, final long settlementValue)
    {
        return reduce(position.quantityLots(), position.cost(), -position.quantityLots(), settlementValue, 0);
    }

    /** Moves all profit and loss at mark into collateral; the lots stay (MARK-6). */
    public PositionChange settleVariation(final Position position)
    {
        open(position.quantityLots(), position.value());
        realizedPnl = position.unrealizedPnl();
        return this;
    }

    private PositionChange open(final long newQuantityLots, final long newCost)
    {
        quantityLots = newQuantityLots;
        cost = newCost;
        realizedPnl = 0;
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
        valueClosed = closedValue;
        return this;
    }

    /** By how many the positions of the instrument become more: 1, 0 or -1. */
    public int positionsOpened(final boolean hadPosition)
    {
        return (0 == quantityLots ? 0 : 1) - (hadPosition ? 1 : 0);
    }

    /** Signed lots afterwards. */
    public long quantityLots()
    {
        return quantityLots;
    }

    /** Cost afterwards, minor units. */
    public long cost()
    {
        return cost;
    }

    /** What moves into collateral, minor units. */
    public long realizedPnl()
    {
        return realizedPnl;
    }

    /** Lots closed, at or above 0. */
    public long closedLots()
    {
        return closedLots;
    }

    /** Signed value at which the closed lots were closed, minor units. */
    public long valueClosed()
    {
        return valueClosed;
    }
}
