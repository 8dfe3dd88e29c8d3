package io.flatbook.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What a default run does, complete, before anything of it is done. Money in minor units.
 */
public final class DefaultPlan
{
    /**
     * A share of gains to be taken.
     *
     * @param account whose.
     * @param money   taken, above 0.
     * @param gain    gains at the freeze less what was given; the weight is that, at most the equity.
     * @param equity  of the account before it.
     */
    public record Haircut(Account account, long money, long gain, long equity)
    {
    }

    final Account account;
    final List<PlannedPair> pairs = new ArrayList<>();
    final List<Haircut> haircuts = new ArrayList<>();
    long equity;
    long notional;
    long ownHedges;
    int pairsBeforeDraw;
    long fundBefore;
    long fundAvailable;
    long fund;
    long surcharge;
    long surchargeDue;
    long haircut;
    long haircutAvailable;
    long houseDeficit;
    long closeOutFee;
    long closedLots;
    long valueClosed;

    DefaultPlan(final Account account)
    {
        this.account = account;
    }

    /** The defaulter. */
    public Account account()
    {
        return account;
    }

    /** Pairs in order: defaulters, own hedges, counterparties of the policy. */
    public List<PlannedPair> pairs()
    {
        return pairs;
    }

    /** Gains haircuts in order of account. */
    public List<Haircut> haircuts()
    {
        return haircuts;
    }

    /** Equity at the freeze. */
    public long equity()
    {
        return equity;
    }

    /** Sum of absolute mark values at the freeze. */
    public long notional()
    {
        return notional;
    }

    /** Deficit at the freeze, at or above 0. */
    public long deficit()
    {
        return Math.max(0, -equity);
    }

    /** Paid by the owner's own hedges. */
    public long ownHedges()
    {
        return ownHedges;
    }

    /** Insurance fund before the run. */
    public long fundBefore()
    {
        return fundBefore;
    }

    /** What the run could have drawn. */
    public long fundAvailable()
    {
        return fundAvailable;
    }

    /** Drawn from the fund. */
    public long fund()
    {
        return fund;
    }

    /** Paid by counterparties. */
    public long surcharge()
    {
        return surcharge;
    }

    /** What counterparties owed. */
    public long surchargeDue()
    {
        return surchargeDue;
    }

    /** Surcharge that counterparties could not pay. */
    public long uncollected()
    {
        return surchargeDue - surcharge;
    }

    /** Taken from gains. */
    public long haircut()
    {
        return haircut;
    }

    /** Sum of the weights of the haircut, 0 where it was not needed. */
    public long haircutAvailable()
    {
        return haircutAvailable;
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

    /** Lots closed over all legs. */
    public long closedLots()
    {
        return closedLots;
    }

    /** Sum of absolute mark values closed. */
    public long valueClosed()
    {
        return valueClosed;
    }
}
