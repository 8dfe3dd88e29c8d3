package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;

import java.util.ArrayList;
import java.util.List;

/**
 * What one default run of a round does, complete, before any of it is applied. Money in minor units.
 *
 * <p>Contract: RUN-0.
 */
public final class RunPlan
{
    /**
     * A leg at the freeze.
     *
     * @param instrument   of the leg.
     * @param quantityLots signed lots held.
     * @param lotsToClose  lots that the run closes, at or above 0; 0: the leg stays.
     * @param cost         of the lots held.
     * @param markTicks    frozen mark.
     */
    public record Leg(Instrument instrument, long quantityLots, long lotsToClose, long cost, long markTicks)
    {
    }

    /**
     * What an own account gives (RUN-4).
     *
     * @param account that answers.
     * @param minorUnits  above 0.
     */
    public record Collection(Account account, long minorUnits)
    {
    }

    final DueRun due;
    final Account account;
    final List<Leg> legs = new ArrayList<>();
    final long[] remainingLots;
    final List<PlannedOffset> ownAndDefaulters = new ArrayList<>();
    final List<Collection> collections = new ArrayList<>();
    final List<PlannedOffset> offsets = new ArrayList<>();
    long equity;
    long kept;
    long notional;
    boolean isLeast;
    long deficit;
    long ownAccounts;
    long fundNeed;
    long fundDrawn;
    long surcharge;
    long uncollected;
    long haircut;
    long houseDeficit;
    long closeOutFee;
    long debtAfter;
    long debtRepaid;
    long closedLots;
    long notionalClosed;
    int legsLeft;
    long equityAfter;

    RunPlan(final DueRun due)
    {
        this.due = due;
        account = due.account();
        remainingLots = new long[account.legCount()];
    }

    /** The defaulter. */
    public Account account()
    {
        return account;
    }

    /** Legs at the freeze in order of instrument. */
    public List<Leg> legs()
    {
        return legs;
    }

    /** Pairs of RUN-4: own positions, then others that must be closed anyway. */
    public List<PlannedOffset> ownAndDefaulters()
    {
        return ownAndDefaulters;
    }

    /** What own accounts give, in order of account. */
    public List<Collection> collections()
    {
        return collections;
    }

    /** Pairs of RUN-7 in the order of choice. */
    public List<PlannedOffset> offsets()
    {
        return offsets;
    }

    /** Equity at the freeze. */
    public long equity()
    {
        return equity;
    }

    /** What legs that stay lost themselves, which waits with them (RUN-1). */
    public long kept()
    {
        return kept;
    }

    /** Sum of absolute mark values at the freeze. */
    public long notional()
    {
        return notional;
    }

    /** Whether it closes only as much as brings equity to initial margin (RUN-10). */
    public boolean isLeast()
    {
        return isLeast;
    }

    /** Deficit of the run, at or above 0. */
    public long deficit()
    {
        return deficit;
    }

    /** Collected from own accounts. */
    public long ownAccounts()
    {
        return ownAccounts;
    }

    /** Drawn from the insurance fund. */
    public long fundDrawn()
    {
        return fundDrawn;
    }

    /** Paid by counterparties. */
    public long surcharge()
    {
        return surcharge;
    }

    /** What counterparties owed and could not pay, before the haircut. */
    public long uncollected()
    {
        return uncollected;
    }

    /** Credited from gains haircuts. */
    public long haircut()
    {
        return haircut;
    }

    /** Booked to the house. */
    public long houseDeficit()
    {
        return houseDeficit;
    }

    /** Paid by the defaulter to the fund. */
    public long closeOutFee()
    {
        return closeOutFee;
    }

    /** Debt afterwards (RUN-9). */
    public long debt()
    {
        return debtAfter;
    }

    /** Debt repaid to the fund. */
    public long debtRepaid()
    {
        return debtRepaid;
    }

    /** Lots of all legs that the round closed. */
    public long closedLots()
    {
        return closedLots;
    }

    /** By how much the absolute mark values of the legs fell. */
    public long notionalClosed()
    {
        return notionalClosed;
    }

    /** Number of legs that stay. */
    public int legsLeft()
    {
        return legsLeft;
    }

    /** Equity when the run is over. */
    public long equityAfter()
    {
        return equityAfter;
    }

    long deficitLeft()
    {
        return deficit - ownAccounts - fundDrawn - surcharge - haircut;
    }

    /** Number of legs of which it closes lots. */
    public int legsToClose()
    {
        int count = 0;
        for (int i = 0; i < legs.size(); i++)
        {
            count += legs.get(i).lotsToClose() > 0 ? 1 : 0;
        }
        return count;
    }

    long signedRemaining(final int leg)
    {
        return legs.get(leg).quantityLots() > 0 ? remainingLots[leg] : -remainingLots[leg];
    }
}
