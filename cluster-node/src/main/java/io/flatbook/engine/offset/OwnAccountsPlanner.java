package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.OwnerAccounts;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Shares;
import io.flatbook.engine.book.WorkCounter;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.Recourse;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;

/**
 * Plans RUN-4: own opposite positions are closed, then others that must be closed anyway, then what is left of the
 * deficit is collected from the accounts that answer for it. So no owner keeps what its own defaulting account owes.
 */
final class OwnAccountsPlanner
{
    private final RoundPlan plan;
    private final RoundDraft draft;
    private final WorkCounter work;
    private final Long2ObjectHashMap<RunPlan> runByAccountId = new Long2ObjectHashMap<>();
    private final Int2ObjectHashMap<List<Position>> longsInRound = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<List<Position>> shortsInRound = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<DistressedLine> longLines = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<DistressedLine> shortLines = new Int2ObjectHashMap<>();

    OwnAccountsPlanner(final RoundPlan plan, final RoundDraft draft, final WorkCounter work)
    {
        this.plan = plan;
        this.draft = draft;
        this.work = work;
    }

    void plan()
    {
        for (final RunPlan run : plan.runs)
        {
            runByAccountId.put(run.account.id(), run);
            for (int i = 0; i < run.legs.size(); i++)
            {
                if (run.remainingLots[i] > 0)
                {
                    inRound(run.account.leg(i).isLong(), run.legs.get(i).instrument()).add(run.account.leg(i));
                }
            }
        }
        for (final RunPlan run : plan.runs)
        {
            if (run.deficit > 0)
            {
                closeOwn(run);
            }
            closeDistressed(run);
            if (run.deficit > 0)
            {
                collect(run);
            }
        }
    }

    private List<Position> inRound(final boolean isLong, final Instrument instrument)
    {
        final Int2ObjectHashMap<List<Position>> sides = isLong ? longsInRound : shortsInRound;
        List<Position> positions = sides.get(instrument.id());
        if (null == positions)
        {
            positions = new ArrayList<>();
            sides.put(instrument.id(), positions);
        }
        return positions;
    }

    private void closeOwn(final RunPlan run)
    {
        final OwnerAccounts accounts = run.account.ownerAccounts();
        for (int i = 0; i < run.legs.size(); i++)
        {
            for (int k = 0; k < accounts.count() && run.remainingLots[i] > 0; k++)
            {
                final Position own = accounts.account(k).leg(run.legs.get(i).instrument());
                if (null != own && isOpposite(run, i, own))
                {
                    close(run, i, OffsetLayer.OWN_HEDGE, own, Math.abs(draft.lots(own)));
                }
            }
        }
    }

    private boolean isOpposite(final RunPlan run, final int leg, final Position position)
    {
        return position.isLong() != RoundPlanner.wasLong(run, leg) && 0 != draft.lots(position);
    }

    private void closeDistressed(final RunPlan run)
    {
        for (int i = 0; i < run.legs.size(); i++)
        {
            if (run.remainingLots[i] > 0)
            {
                final DistressedLine others = line(run.legs.get(i).instrument(), !RoundPlanner.wasLong(run, i));
                DistressedLine.Place other = others.firstNotOf(run.account.owner());
                while (null != other && run.remainingLots[i] > 0)
                {
                    close(run, i, OffsetLayer.DEFAULTERS, other.position(), other.lots());
                    other = others.firstNotOf(run.account.owner());
                }
            }
        }
    }

    private DistressedLine line(final Instrument instrument, final boolean isLong)
    {
        final Int2ObjectHashMap<DistressedLine> lines = isLong ? longLines : shortLines;
        DistressedLine line = lines.get(instrument.id());
        if (null == line)
        {
            line = new DistressedLine();
            lines.put(instrument.id(), line);
            work.visited(instrument.liquidating().size());
            for (final Position position : instrument.liquidating().values())
            {
                if (position.isLong() == isLong)
                {
                    line.put(position, lotsToClose(position));
                }
            }
            final List<Position> inRound = inRound(isLong, instrument);
            work.visited(inRound.size());
            for (final Position position : inRound)
            {
                line.put(position, lotsToClose(position));
            }
        }
        return line;
    }

    // All that is left of a LIQUIDATING account's position, or what a run of the round has still to close.
    private long lotsToClose(final Position position)
    {
        final RunPlan run = runByAccountId.get(position.account().id());
        return null == run ? Math.abs(draft.lots(position)) :
            run.remainingLots[position.account().legIndex(position.instrument())];
    }

    private void renew(final Position position)
    {
        final DistressedLine line = (position.isLong() ? longLines : shortLines).get(position.instrument().id());
        if (null != line)
        {
            line.renew(position, lotsToClose(position));
        }
    }

    private void close(
        final RunPlan run, final int leg, final OffsetLayer layer, final Position position, final long lotsMax)
    {
        final long lots = Math.min(lotsMax, run.remainingLots[leg]);
        run.ownAndDefaulters.add(Pairs.close(run, leg, layer, position, lots, 0, draft));
        final RunPlan other = runByAccountId.get(position.account().id());
        if (null != other)
        {
            Pairs.reduce(other, position, lots);
        }
        renew(position);
        renew(run.account.leg(leg));
    }

    // RUN-4 c, by what each account has above its maintenance, or above nothing.
    private void collect(final RunPlan run)
    {
        final Account account = run.account;
        final OwnerAccounts accounts = account.ownerAccounts();
        final boolean ofOwner = Recourse.OWNER == account.asset().waterfall().recourse();
        final List<Account> answerable = new ArrayList<>();
        for (int i = 0; i < accounts.count(); i++)
        {
            if (accounts.account(i) != account && (ofOwner || accounts.account(i).pledged()))
            {
                answerable.add(accounts.account(i));
            }
        }
        final long[] weights = new long[answerable.size()];
        for (int i = 0; i < weights.length; i++)
        {
            final Account other = answerable.get(i);
            final boolean keepsNothing = ofOwner || null != runByAccountId.get(other.id());
            weights[i] = Math.max(0, draft.equity(other) - (keepsNothing ? 0 : draft.maintenance(other)));
        }
        final long[] shares = Shares.cumulative(Shares.sum(weights).atMost(run.deficitLeft()), weights);
        for (int i = 0; i < shares.length; i++)
        {
            if (shares[i] > 0)
            {
                run.collections.add(new RunPlan.Collection(answerable.get(i), shares[i]));
                run.ownAccounts += shares[i];
                draft.give(answerable.get(i), shares[i]);
                draft.receive(account, shares[i]);
            }
        }
    }
}
