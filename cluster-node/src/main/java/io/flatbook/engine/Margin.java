package io.flatbook.engine;

/**
 * Equity and margin requirements at mark, of accounts as they are or as they would be after a change of one position.
 * All results are in minor units; requirements round up.
 */
public final class Margin
{
    Margin()
    {
    }

    /**
     * Collateral plus what all positions gained at mark.
     *
     * @param account whose.
     * @return equity, may be negative.
     */
    public long equity(final Account account)
    {
        long equity = account.collateral();
        for (int i = 0; i < account.legCount(); i++)
        {
            equity += account.leg(i).unrealizedPnl();
        }
        return equity;
    }

    /**
     * Sum of the initial margin of all positions.
     *
     * @param account whose.
     * @return the requirement.
     */
    public long initialMargin(final Account account)
    {
        long sum = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            sum += initialMargin(leg.instrument(), leg.quantityLots());
        }
        return sum;
    }

    /**
     * Sum of the maintenance margin of all positions.
     *
     * @param account whose.
     * @return the requirement.
     */
    public long maintenanceMargin(final Account account)
    {
        long sum = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            sum += maintenanceMargin(leg.instrument(), leg.quantityLots());
        }
        return sum;
    }

    /**
     * Initial margin of a quantity at mark.
     *
     * @param instrument   with a mark.
     * @param quantityLots signed.
     * @return the requirement.
     */
    public long initialMargin(final Instrument instrument, final long quantityLots)
    {
        final long value = instrument.value(quantityLots, instrument.markTicks());
        if (!instrument.isOption())
        {
            return instrument.tiers().initial(Math.abs(value));
        }
        return quantityLots >= 0 ? value : instrument.units().optionInitial(
            -quantityLots, instrument.underlying().markTicks(), instrument.markTicks(), instrument.definition());
    }

    /**
     * Maintenance margin of a quantity at mark.
     *
     * @param instrument   with a mark.
     * @param quantityLots signed.
     * @return the requirement.
     */
    public long maintenanceMargin(final Instrument instrument, final long quantityLots)
    {
        final long value = instrument.value(quantityLots, instrument.markTicks());
        if (!instrument.isOption())
        {
            return instrument.tiers().maintenance(Math.abs(value));
        }
        return quantityLots >= 0 ? value : instrument.units().optionMaintenance(
            -quantityLots, instrument.underlying().markTicks(), instrument.markTicks(), instrument.definition());
    }

    /** Weight of a leg in the sharing of a deficit: maintenance margin; a long option counts 0. */
    long deficitWeight(final Instrument instrument, final long quantityLots)
    {
        return instrument.isOption() && quantityLots > 0 ? 0 : maintenanceMargin(instrument, quantityLots);
    }

    /** Equity after a change of one position and of collateral. */
    long equityAfter(
        final Account account, final Instrument instrument, final PositionChange change, final long collateral)
    {
        long equity = collateral;
        if (0 != change.quantityLots())
        {
            equity += instrument.value(change.quantityLots(), instrument.markTicks()) - change.cost();
        }
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            if (leg.instrument() != instrument)
            {
                equity += leg.unrealizedPnl();
            }
        }
        return equity;
    }

    /** Initial margin after a change of one position. */
    long initialAfter(final Account account, final Instrument instrument, final long quantityLots)
    {
        final Position leg = account.leg(instrument);
        final long before = null == leg ? 0 : initialMargin(instrument, leg.quantityLots());
        return initialMargin(account) - before + initialMargin(instrument, quantityLots);
    }
}
