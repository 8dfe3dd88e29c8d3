package io.flatbook.engine.book;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;

/**
 * The smallest unit that holds collateral and positions and is margined. Amounts are in minor units of its asset.
 */
public final class Account extends AccountLegs
{
    private final long id;
    private final long serial;
    private final int venue;
    private final Owner owner;
    private final Asset asset;
    private final long identity;
    private final ChangedAccounts changes;
    private OwnerAccounts ownerAccounts;
    private PendingRun pendingRun;
    private AccountStatus status = AccountStatus.HEALTHY;
    private AccountMode mode = AccountMode.NORMAL;
    private long collateral;
    private long orderHold;
    private long deadlineMs;
    private long debt;
    private boolean keptByDoubt;
    private boolean pledged;
    private boolean touched;
    private boolean noted;

    Account(
        final StateHash hash, final ChangedAccounts changes, final long id, final long serial, final Owner owner,
        final Asset asset)
    {
        super(hash);
        this.changes = changes;
        this.id = id;
        this.serial = serial;
        this.owner = owner;
        this.asset = asset;
        venue = owner.venue();
        identity = StateHash.digest(3, id, owner.id(), venue, asset.id());
        rehash();
    }

    @Override
    public long id()
    {
        return id;
    }

    /** Number among all accounts ever opened; an id that is opened again gets another one. */
    public long serial()
    {
        return serial;
    }

    /** Beneficial owner. */
    public Owner owner()
    {
        return owner;
    }

    /** The owner's accounts in the same asset, this one among them. */
    public OwnerAccounts ownerAccounts()
    {
        return ownerAccounts;
    }

    /** Asset in which it is margined. */
    public Asset asset()
    {
        return asset;
    }

    /** Venue whose gateways may touch it. */
    public int venue()
    {
        return venue;
    }

    /** Margin status. */
    public AccountStatus status()
    {
        return status;
    }

    /** What risk lets it do. */
    public AccountMode mode()
    {
        return mode;
    }

    /** Collateral; may be negative while equity is not. */
    public long collateral()
    {
        return collateral;
    }

    /** Margin that the exchange reserves for open orders. */
    public long orderHold()
    {
        return orderHold;
    }

    /** End of the liquidation in engine time, or 0 for none. */
    public long deadlineMs()
    {
        return deadlineMs;
    }

    /** What fund, strangers, haircut and house gave it while positions stayed (RUN-9), at or above 0. */
    public long debt()
    {
        return debt;
    }

    /** Whether at its last evaluation only doubt kept it from a worse status (STAT-2). */
    public boolean keptByDoubt()
    {
        return keptByDoubt;
    }

    /** Whether it answers for a distressed account of its owner (RUN-3). */
    public boolean pledged()
    {
        return pledged;
    }

    /** Whether it is LIQUIDATING or DEFAULTED, or only doubt keeps it from that (RUN-3). */
    public boolean distressed()
    {
        return AccountStatus.LIQUIDATING == status || AccountStatus.DEFAULTED == status || keptByDoubt;
    }

    /** Whether an account of its owner is distressed; the owner is looked at only while anybody of the asset is. */
    public boolean ownerDistressed()
    {
        return asset.hasDistressed() && ownerAccounts.distressed() > 0;
    }

    /** Sets the position in an instrument, whose index is given or below 0 if there is none: opens or closes it. */
    void position(final Instrument instrument, final int leg, final long quantityLots, final long cost)
    {
        changes.changed(this);
        if (leg >= 0)
        {
            setLeg(instrument, leg, quantityLots, cost);
            if (0 == quantityLots)
            {
                close(leg);
            }
        }
        else if (0 != quantityLots)
        {
            open(instrument, quantityLots, cost);
        }
    }

    private void open(final Instrument instrument, final long quantityLots, final long cost)
    {
        final Position leg = new Position(this, instrument);
        addLeg(leg);
        instrument.positions().add(leg);
        if (AccountStatus.LIQUIDATING == status)
        {
            instrument.liquidating().put(id, leg);
        }
        setLeg(instrument, legIndex(instrument), quantityLots, cost);
    }

    private void close(final int i)
    {
        final Position leg = leg(i);
        changes.closed(leg);
        leg.instrument().positions().remove(leg);
        if (AccountStatus.LIQUIDATING == status)
        {
            leg.instrument().liquidating().remove(id);
        }
        removeLeg(i);
    }

    /** Its default run that is due or waits, or null; {@link PendingRuns} keeps it. */
    PendingRun pendingRun()
    {
        return pendingRun;
    }

    void pendingRun(final PendingRun run)
    {
        pendingRun = run;
    }

    void ownerAccounts(final OwnerAccounts accounts)
    {
        ownerAccounts = accounts;
    }

    /** Whether collateral is within its bound once an amount is added (NUM-4). */
    public boolean fits(final long minorUnits)
    {
        return MoneyBounds.fits(collateral, minorUnits);
    }

    void addCollateral(final long minorUnits)
    {
        if (0 != minorUnits)
        {
            collateral += minorUnits;
            changes.changed(this);
            addCushion(minorUnits);
            asset.collateral().add(minorUnits);
            rehash();
        }
    }

    void orderHold(final long minorUnits)
    {
        orderHold = minorUnits;
        rehash();
    }

    void mode(final AccountMode newMode)
    {
        mode = newMode;
        rehash();
    }

    /** Sets the margin status and whether only doubt keeps it from a worse one; indexes and counters follow. */
    void status(final AccountStatus newStatus, final boolean newKeptByDoubt)
    {
        final boolean wasDistressed = distressed();
        final boolean wasMarginCall = AccountStatus.MARGIN_CALL == status;
        final boolean wasLiquidating = AccountStatus.LIQUIDATING == status;
        status = newStatus;
        keptByDoubt = newKeptByDoubt;
        ownerAccounts.countDistressed((distressed() ? 1 : 0) - (wasDistressed ? 1 : 0));
        ownerAccounts.countMarginCalls((AccountStatus.MARGIN_CALL == status ? 1 : 0) - (wasMarginCall ? 1 : 0));
        if (wasLiquidating != (AccountStatus.LIQUIDATING == status))
        {
            indexLiquidating(!wasLiquidating);
        }
        rehash();
    }

    private void indexLiquidating(final boolean isLiquidating)
    {
        if (isLiquidating)
        {
            asset.liquidating().put(id, this);
        }
        else
        {
            asset.liquidating().remove(id);
        }
        for (int i = 0; i < legCount(); i++)
        {
            if (isLiquidating)
            {
                leg(i).instrument().liquidating().put(id, leg(i));
            }
            else
            {
                leg(i).instrument().liquidating().remove(id);
            }
        }
    }

    void deadlineMs(final long newDeadlineMs)
    {
        deadlineMs = newDeadlineMs;
        rehash();
    }

    void debt(final long minorUnits)
    {
        if (minorUnits != debt)
        {
            debt = minorUnits;
            rehash();
        }
    }

    void pledged(final boolean isPledged)
    {
        pledged = isPledged;
        rehash();
    }

    /** Measures the cushion of an account whose positions all have ranges that hold; not with options. */
    void measureCushion()
    {
        measureCushion(collateral);
    }

    boolean touched()
    {
        return touched;
    }

    void touched(final boolean isTouched)
    {
        touched = isTouched;
    }

    boolean noted()
    {
        return noted;
    }

    void noted(final boolean isNoted)
    {
        noted = isNoted;
    }

    void remove()
    {
        unhash();
    }

    @Override
    protected long bookDigest()
    {
        final long flags = status.value() * 64L + mode.value() * 4L + (keptByDoubt ? 2 : 0) + (pledged ? 1 : 0);
        return StateHash.digest(identity, flags, collateral, orderHold, debt);
    }

    @Override
    protected long replicaDigest()
    {
        return StateHash.digest(103, id, deadlineMs, serial, 0);
    }
}
