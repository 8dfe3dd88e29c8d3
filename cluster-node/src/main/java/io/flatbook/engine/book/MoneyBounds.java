package io.flatbook.engine.book;

import java.util.function.Function;

/**
 * Bounds that keep every sum of an account, and every balance of an asset, within 64 bits. With at most 2^62 of
 * collateral, and positions and costs of at most 2^60 each, an equity is at most 2^62 + 2^61 in size; less a
 * requirement of at most 2^60 it still fits.
 *
 * <p>Contract: NUM-4.
 */
public final class MoneyBounds
{
    /** Most that a collateral is in size, and that an order hold, a debt, an insurance fund or fees can be. */
    public static final long BALANCE_MAX = 1L << 62;

    private static final long COST_MAX = 1L << 55;
    private static final long POSITIONS_MAX = 1L << 60;
    // So many positions of at most 2^55 each always fit.
    private static final int POSITIONS_FREE = 32;

    private MoneyBounds()
    {
    }

    /** Whether a balance is within its bound once an amount is added. */
    public static boolean fits(final long balance, final long minorUnits)
    {
        final long after = balance + minorUnits;
        final boolean wraps = ((balance ^ after) & (minorUnits ^ after)) < 0;
        return !wraps && after <= BALANCE_MAX && after >= -BALANCE_MAX;
    }

    /** Whether the positions of an account keep to their bound once one is changed. */
    public static boolean positionsFit(
        final Account account, final Instrument instrument, final PositionChange change)
    {
        if (Math.abs(change.cost()) > COST_MAX)
        {
            return false;
        }
        if (account.legCount() < POSITIONS_FREE)
        {
            return true;
        }
        long sum = extent(instrument.units(), change.quantityLots(), change.cost());
        for (int i = 0; i < account.legCount() && sum <= POSITIONS_MAX; i++)
        {
            final Instrument other = account.leg(i).instrument();
            sum += other == instrument ? 0 : extent(other.units(), account.legLots(i), account.legCost(i));
        }
        return sum <= POSITIONS_MAX;
    }

    /** Whether the positions of an account keep to their bound once instruments have other units. */
    public static boolean positionsFit(final Account account, final Function<Instrument, InstrumentUnits> unitsOf)
    {
        long sum = 0;
        for (int i = 0; account.legCount() > POSITIONS_FREE && i < account.legCount() && sum <= POSITIONS_MAX; i++)
        {
            sum += extent(unitsOf.apply(account.leg(i).instrument()), account.legLots(i), account.legCost(i));
        }
        return sum <= POSITIONS_MAX;
    }

    private static long extent(final InstrumentUnits units, final long quantityLots, final long cost)
    {
        return Math.max(Math.abs(quantityLots) * units.extentPerLot(), Math.abs(cost));
    }
}
