package io.flatbook.engine.book;

/**
 * Per position of an account, the value at which its close leaves the account with nothing: mark value less the leg's
 * share of the equity by maintenance margin (by absolute value if all are 0).
 */
public final class BankruptcyPrices
{
    private final Account account;
    private final long[] bankruptcyValues;

    /** Bankruptcy values of an account's positions as they are. */
    public BankruptcyPrices(final Account account, final Margin margin)
    {
        this.account = account;
        bankruptcyValues = new long[account.legCount()];
        final long equity = margin.equity(account);
        final long[] weights = new long[account.legCount()];
        for (int i = 0; i < weights.length; i++)
        {
            weights[i] = margin.maintenanceMargin(account.leg(i).instrument(), account.leg(i).quantityLots());
        }
        weigh(account, weights);
        // Cumulative shares of the equity, which doubt may let be below 0; the weights of 256 legs fit 63 bits.
        final long inAll = Shares.sum(weights).low();
        long soFar = 0;
        long given = 0;
        for (int i = 0; i < weights.length; i++)
        {
            soFar += weights[i];
            final long together = 0 == inAll ? 0 : FixedPoint.multiplyDivideFloor(equity, soFar, inAll);
            bankruptcyValues[i] = account.leg(i).value() - (together - given);
            given = together;
        }
    }

    // STAT-3: by absolute value if no leg has a requirement, by lots if none has a value.
    private static void weigh(final Account account, final long[] weights)
    {
        for (int attempt = 0; attempt < 2 && Shares.sum(weights).isZero(); attempt++)
        {
            for (int i = 0; i < weights.length; i++)
            {
                final Position leg = account.leg(i);
                weights[i] = Math.abs(0 == attempt ? leg.value() : leg.quantityLots());
            }
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

    /**
     * Bankruptcy price of position {@code i}, rounded against the account: a long's up, a short's down.
     *
     * @param i from 0.
     * @return ticks, or {@link Absent#LONG} if no price within the instrument's bounds has that value.
     */
    public long priceTicks(final int i)
    {
        final Position leg = account.leg(i);
        final InstrumentUnits units = leg.instrument().units();
        final long ticks = units.inverse() ? inverseTicks(leg, bankruptcyValues[i]) :
            leg.isLong() ? FixedPoint.divideCeil(bankruptcyValues[i], leg.quantityLots() * units.unit()) :
            Math.floorDiv(-bankruptcyValues[i], -leg.quantityLots() * units.unit());
        return leg.instrument().inBounds(ticks) ? ticks : Absent.LONG;
    }

    // The value of an inverse long is negative, that of a short positive; another sign is no price's.
    private static long inverseTicks(final Position leg, final long bankruptcyValue)
    {
        final long inverseValue = leg.isLong() ? -bankruptcyValue : bankruptcyValue;
        if (inverseValue <= 0)
        {
            return Absent.LONG;
        }
        final long lots = Math.abs(leg.quantityLots());
        final long unit = leg.instrument().units().unit();
        return leg.isLong() ? FixedPoint.multiplyDivideCeil(lots, unit, inverseValue) :
            FixedPoint.multiplyDivideFloor(lots, unit, inverseValue);
    }
}
