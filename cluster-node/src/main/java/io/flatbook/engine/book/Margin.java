package io.flatbook.engine.book;

/**
 * Equity, margin requirements and doubt at mark, of accounts as they are or as they would be after a change of one
 * position. All results are in minor units; requirements round up.
 */
public final class Margin
{
    private static final long DOUBT_REQUIREMENTS_MAX = 3;

    private final EngineClock clock;

    /**
     * Margin as of an engine's time.
     *
     * @param clock that decides which marks are stale.
     */
    public Margin(final EngineClock clock)
    {
        this.clock = clock;
    }

    /**
     * Collateral plus what all positions gained at mark (BOOK-3).
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
     * Initial margin of a quantity at mark (MAR-1 to MAR-4).
     *
     * @param instrument   with a mark.
     * @param quantityLots signed.
     * @return the requirement.
     */
    public long initialMargin(final Instrument instrument, final long quantityLots)
    {
        final MarginTerms terms = instrument.marginTerms();
        if (terms.isBounded())
        {
            return boundedMargin(instrument, quantityLots);
        }
        final long value = instrument.markValue(quantityLots);
        if (!instrument.isOption())
        {
            return initialMargin(terms, quantityLots, value);
        }
        final long byModel = quantityLots >= 0 ? value : instrument.units().optionInitial(-quantityLots,
            instrument.underlying().markTicks(), instrument.markTicks(), instrument.definition());
        return Math.max(byModel, terms.initialPerLot() * Math.abs(quantityLots));
    }

    /** Initial margin of a quantity that has a value, by tiers. */
    static long initialMargin(final MarginTerms terms, final long quantityLots, final long value)
    {
        return Math.max(
            terms.tiers().initial(Math.abs(value)), terms.initialPerLot() * Math.abs(quantityLots));
    }

    /**
     * Maintenance margin of a quantity at mark (MAR-1 to MAR-4).
     *
     * @param instrument   with a mark.
     * @param quantityLots signed.
     * @return the requirement.
     */
    public long maintenanceMargin(final Instrument instrument, final long quantityLots)
    {
        final MarginTerms terms = instrument.marginTerms();
        if (terms.isBounded())
        {
            return boundedMargin(instrument, quantityLots);
        }
        final long value = instrument.markValue(quantityLots);
        final long byModel = !instrument.isOption() ? terms.tiers().maintenance(Math.abs(value)) :
            quantityLots >= 0 ? value : instrument.units().optionMaintenance(-quantityLots,
                instrument.underlying().markTicks(), instrument.markTicks(), instrument.definition());
        return Math.max(byModel, terms.maintenancePerLot() * Math.abs(quantityLots));
    }

    // MAR-3: what a contract that can only end between its bounds can still lose.
    private static long boundedMargin(final Instrument instrument, final long quantityLots)
    {
        final InstrumentUnits units = instrument.units();
        return quantityLots >= 0 ?
            instrument.markValue(quantityLots) - instrument.value(quantityLots, units.minTicks()) :
            instrument.value(-quantityLots, units.maxTicks()) - instrument.markValue(-quantityLots);
    }

    /** Weight of a leg in the sharing of a deficit (RUN-7): maintenance margin; a long option and BOUNDED count 0. */
    public long deficitWeight(final Instrument instrument, final long quantityLots)
    {
        return instrument.isOption() && quantityLots > 0 || instrument.marginTerms().isBounded() ?
            0 : maintenanceMargin(instrument, quantityLots);
    }

    /**
     * How much better an account could stand than its accepted marks show (STAT-2).
     *
     * @param account whose.
     * @return sum over its unpriced positions, at or above 0.
     */
    public long doubt(final Account account)
    {
        long sum = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            if (leg.instrument().unpriced(clock.timeMs()))
            {
                sum += doubt(leg);
            }
        }
        return sum;
    }

    private long doubt(final Position leg)
    {
        final Instrument instrument = leg.instrument();
        final long value = leg.value();
        final long absoluteValue = Math.abs(value);
        final long doubt;
        if (instrument.suspect())
        {
            doubt = heldDoubt(leg, value);
        }
        else
        {
            doubt = instrument.isOption() ? absoluteValue :
                FixedPoint.multiplyDivideFloor(absoluteValue, instrument.protection().doubtPpm(), FixedPoint.PPM);
        }
        final long most = FixedPoint.multiplySaturated(
            DOUBT_REQUIREMENTS_MAX, initialMargin(instrument, leg.quantityLots()));
        return Math.min(Math.min(doubt, absoluteValue), most);
    }

    // A held mark can lie anywhere, so that the value at it is compared before it is computed in 64 bits.
    private static long heldDoubt(final Position leg, final long value)
    {
        final Instrument instrument = leg.instrument();
        final InstrumentUnits units = instrument.units();
        if (units.inverse())
        {
            return Math.max(0, instrument.value(leg.quantityLots(), Math.max(1, instrument.heldTicks())) - value);
        }
        final WideSum move = new WideSum().add(instrument.heldTicks()).subtract(instrument.markTicks());
        return Math.max(0, FixedPoint.multiplySaturated(
            leg.quantityLots() * units.unit(), move.atMost(Instrument.VALUE_MAX)));
    }

    /** Whether all positions of an account are priced (MARK-4). */
    public boolean allPriced(final Account account)
    {
        for (int i = 0; i < account.legCount(); i++)
        {
            if (account.leg(i).instrument().unpriced(clock.timeMs()))
            {
                return false;
            }
        }
        return true;
    }

    /** Equity after a change of one position and of collateral. */
    public long equityAfter(
        final Account account, final Instrument instrument, final PositionChange change, final long collateral)
    {
        long equity = collateral;
        if (0 != change.quantityLots())
        {
            equity += instrument.markValue(change.quantityLots()) - change.cost();
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
    public long initialAfter(final Account account, final Instrument instrument, final long quantityLots)
    {
        final Position leg = account.leg(instrument);
        final long before = null == leg ? 0 : initialMargin(instrument, leg.quantityLots());
        return initialMargin(account) - before + initialOf(instrument, quantityLots);
    }

    /** Maintenance margin after a change of one position. */
    public long maintenanceAfter(final Account account, final Instrument instrument, final long quantityLots)
    {
        final Position leg = account.leg(instrument);
        final long before = null == leg ? 0 : maintenanceMargin(instrument, leg.quantityLots());
        return maintenanceMargin(account) - before +
            (0 == quantityLots ? 0 : maintenanceMargin(instrument, quantityLots));
    }

    private long initialOf(final Instrument instrument, final long quantityLots)
    {
        return 0 == quantityLots ? 0 : initialMargin(instrument, quantityLots);
    }
}
