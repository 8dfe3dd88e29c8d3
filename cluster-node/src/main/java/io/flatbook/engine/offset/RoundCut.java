package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.OwnerAccounts;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.Side;
import org.agrona.collections.IntHashSet;

import java.util.List;

/**
 * Of how many due runs a plan tells where the round is cut (RUN-11): of all, or of the first alone. So each round of
 * many costs what it takes, not what waits.
 *
 * <p>Why it is sound. The cut is where legs to close and pairs of RUN-4 reach the limit. Legs are counted run by run.
 * Pairs depend on all that are due; but if no leg that the first runs close has an opposite one of another run that is
 * due, of a LIQUIDATING account, or of its own owner, then none of them makes a pair or is in one, whatever the others
 * do, and the others change no count of theirs. If any leg has one, all are planned. Exact sides are asked for nothing
 * but "is there any", so that too much caution costs time, never a different cut.
 */
final class RoundCut
{
    private final CloseOutLots closeOutLots;
    private final IntHashSet longsDue = new IntHashSet();
    private final IntHashSet shortsDue = new IntHashSet();
    private final IntHashSet longsLiquidating = new IntHashSet();
    private final IntHashSet shortsLiquidating = new IntHashSet();
    private final IntHashSet searched = new IntHashSet();

    RoundCut(final CloseOutLots closeOutLots)
    {
        this.closeOutLots = closeOutLots;
    }

    /**
     * How many runs have to be planned to know which the round takes: all, or exactly those that it takes.
     *
     * @param due         in the order in which runs are taken.
     * @param bookingsMax that are left to the entry.
     * @param nowMs       engine time.
     */
    int mostTaken(final List<DueRun> due, final int bookingsMax, final long nowMs)
    {
        if (bookingsMax <= 0)
        {
            return 0;
        }
        if (!mayReach(due, bookingsMax))
        {
            return due.size();
        }
        noteSides(due);
        long legs = 0;
        int taken = 0;
        while (taken < due.size() && legs < bookingsMax)
        {
            final RunPlan run = new RunPlan(due.get(taken));
            closeOutLots.freeze(run, nowMs);
            if (mayPair(run))
            {
                return due.size();
            }
            legs += run.legsToClose();
            taken++;
        }
        return taken;
    }

    private static boolean mayReach(final List<DueRun> due, final int bookingsMax)
    {
        long legs = 0;
        for (int i = 0; i < due.size() && legs < bookingsMax; i++)
        {
            legs += due.get(i).account().legCount();
        }
        return legs >= bookingsMax;
    }

    private void noteSides(final List<DueRun> due)
    {
        longsDue.clear();
        shortsDue.clear();
        longsLiquidating.clear();
        shortsLiquidating.clear();
        searched.clear();
        for (int i = 0; i < due.size(); i++)
        {
            final Account account = due.get(i).account();
            for (int leg = 0; leg < account.legCount(); leg++)
            {
                final Position position = account.leg(leg);
                (position.isLong() ? longsDue : shortsDue).add(position.instrument().id());
            }
        }
    }

    private boolean mayPair(final RunPlan run)
    {
        for (int i = 0; i < run.legs.size(); i++)
        {
            final Instrument instrument = run.legs.get(i).instrument();
            final boolean isLong = RoundPlanner.wasLong(run, i);
            if (run.remainingLots[i] > 0 && ((isLong ? shortsDue : longsDue).contains(instrument.id()) ||
                isLiquidating(instrument, isLong ? Side.SHORT : Side.LONG) || hasOwn(run, instrument, isLong)))
            {
                return true;
            }
        }
        return false;
    }

    private boolean isLiquidating(final Instrument instrument, final Side side)
    {
        if (searched.add(instrument.id()))
        {
            for (final Position position : instrument.liquidating().values())
            {
                (position.isLong() ? longsLiquidating : shortsLiquidating).add(instrument.id());
            }
        }
        return (Side.LONG == side ? longsLiquidating : shortsLiquidating).contains(instrument.id());
    }

    private static boolean hasOwn(final RunPlan run, final Instrument instrument, final boolean isLong)
    {
        final OwnerAccounts accounts = run.account.ownerAccounts();
        for (int k = 0; k < accounts.count(); k++)
        {
            final Position own = accounts.account(k).leg(instrument);
            if (null != own && own.isLong() != isLong)
            {
                return true;
            }
        }
        return false;
    }
}
