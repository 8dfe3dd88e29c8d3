package io.flatbook.engine;

/**
 * Per position of an account, the value at which its close leaves the account with nothing: mark value less the leg's
 * share of the equity by maintenance margin (by absolute value where all are 0).
 */
public final class BankruptcyPrices
{
    private final Account account;
    private final long[] bankruptcyValues;

    BankruptcyPrices(final Account account, final Margin margin)
    {
        this.account = account;
        bankruptcyValues = new long[account.legCount()];
        final long equity = margin.equity(account);
        final long[] weights = new long[account.legCount()];
        for (int i = 0; i < weights.length; i++)
        {
            weights[i] = margin.maintenanceMargin(account.leg(i).instrument(), account.leg(i).quantityLots());
        }
        if (0 == Shares.sum(weights))
        {
            for (int i = 0; i < weights.length; i++)
            {
                weights[i] = Math.abs(account.leg(i).value());
            }
        }
        final long[] shares = Shares.cumulative(Math.max(0, equity), weights);
        for (int i = 0; i < shares.length; i++)
        {
            bankruptcyValues[i] = account.leg(i).value() - shares[i];
        }
    }

    /** Number of positions. */
    public int count()
    {
        return bankruptcyValues.length;
    }

    /** Instrument of position {@code i} (from 0). */
    public int instrumentId(final int i)
    {
        return account.leg(i).instrument().id();
    }

    /** Signed quantity of position {@code i}, lots. */
    public long quantityLots(final int i)
    {
        return account.leg(i).quantityLots();
    }

    /** Bankruptcy value of position {@code i}, minor units. */
    public long value(final int i)
    {
        return bankruptcyValues[i];
    }

    /** Bankruptcy value of a position of the account. */
    long value(final Position position)
    {
        for (int i = 0; i < bankruptcyValues.length; i++)
        {
            if (account.leg(i) == position)
            {
                return bankruptcyValues[i];
            }
        }
        throw new IllegalArgumentException("no such position");
    }

    /**
     * Bankruptcy price of position {@code i}, rounded against the account: a long's up, a short's down.
     *
     * @param i from 0.
     * @return ticks, or {@link ClearingEngine#NULL_LONG} where no price within the instrument's bounds has that value.
     */
    public long priceTicks(final int i)
    {
        final Position leg = account.leg(i);
        final InstrumentUnits units = leg.instrument().units();
        final boolean isLong = leg.quantityLots() > 0;
        final long lots = Math.abs(leg.quantityLots());
        final long magnitude = isLong != units.inverse() ? bankruptcyValues[i] : -bankruptcyValues[i];
        if (magnitude <= 0)
        {
            return ClearingEngine.NULL_LONG;
        }
        final long above = units.inverse() ? lots : magnitude;
        final long factor = units.inverse() ? units.unit() : 1;
        final long below = units.inverse() ? magnitude : lots * units.unit();
        final long ticks = isLong ? FixedPoint.multiplyDivideCeil(above, factor, below) :
            FixedPoint.multiplyDivideFloor(above, factor, below);
        return leg.instrument().inBounds(ticks) ? ticks : ClearingEngine.NULL_LONG;
    }
}
