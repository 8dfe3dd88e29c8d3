package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Invariant;
import io.flatbook.engine.book.OwnerAccounts;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.ReadAhead;
import io.flatbook.engine.book.Shares;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Side;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Plans RUN-7: the lots of each leg that are left are closed against counterparties that the policy chooses; each pays
 * its part of the deficit out of its gain, above its maintenance.
 */
final class CounterpartyPlanner
{
    private final RoundDraft draft;
    private final OffsetQueue queue;
    private final OffsetPolicyKind override;
    private final ReadAhead ahead = new ReadAhead();
    private final Long2ObjectHashMap<RunPlan> runByAccountId = new Long2ObjectHashMap<>();

    CounterpartyPlanner(
        final RoundPlan plan, final RoundDraft draft, final OffsetQueue queue, final OffsetPolicyKind override)
    {
        this.draft = draft;
        this.queue = queue;
        this.override = override;
        for (final RunPlan run : plan.runs)
        {
            runByAccountId.put(run.account.id(), run);
        }
    }

    void plan(final RunPlan run)
    {
        final long deficit = run.deficitLeft();
        final long[] shares = sharesOf(run, deficit);
        for (int i = 0; i < run.legs.size(); i++)
        {
            if (run.remainingLots[i] > 0)
            {
                offsetLeg(run, i, shares[i]);
            }
        }
        run.uncollected = run.deficitLeft();
    }

    // By maintenance; by value if no leg has any; by lots if none has a value.
    private long[] sharesOf(final RunPlan run, final long deficit)
    {
        final long[] weights = new long[run.legs.size()];
        for (int i = 0; i < weights.length; i++)
        {
            weights[i] = 0 == run.remainingLots[i] ? 0 :
                draft.margin().deficitWeight(run.legs.get(i).instrument(), run.signedRemaining(i));
        }
        for (int attempt = 0; attempt < 2 && Shares.sum(weights).isZero(); attempt++)
        {
            for (int i = 0; i < weights.length; i++)
            {
                weights[i] = 0 == attempt ? Math.abs(RoundPlanner.remainingValue(run, i)) : run.remainingLots[i];
            }
        }
        return Shares.cumulative(deficit, weights);
    }

    private void offsetLeg(final RunPlan run, final int leg, final long share)
    {
        final Instrument instrument = run.legs.get(leg).instrument();
        final Side side = RoundPlanner.wasLong(run, leg) ? Side.SHORT : Side.LONG;
        final OffsetPolicyKind kind = null == override ? instrument.offsetPolicy() : override;
        final LegSurcharge surcharge = new LegSurcharge(share, run.remainingLots[leg]);
        final List<OffsetPolicy.Choice> choices = choose(run, leg, instrument, side, kind);
        final IntFunction<Position> positions = (i) -> choices.get(i).candidate().position();
        for (int i = 0; i < choices.size(); i++)
        {
            ahead.from(i, choices.size(), positions);
            final OffsetPolicy.Choice choice = choices.get(i);
            final PlannedOffset pair = Pairs.closeChosen(
                run, leg, choice, surcharge.due(choice.lots()), i + 1, kind, draft);
            run.offsets.add(pair);
            run.surcharge += pair.surcharge();
            reduceOther(pair);
        }
        closeOwn(run, leg, surcharge);
        Invariant.check(0 == run.remainingLots[leg], "all lots find a counterparty",
            run.account.id(), run.remainingLots[leg]);
    }

    private List<OffsetPolicy.Choice> choose(
        final RunPlan run, final int leg, final Instrument instrument, final Side side, final OffsetPolicyKind kind)
    {
        final long lots = run.remainingLots[leg];
        final Account account = run.account;
        if (WholeSide.isWorthIt(instrument, lots))
        {
            return new WholeSide(lots).choose(queue, instrument, side, draft, account.owner(), kind);
        }
        return switch (kind)
        {
            case QUEUE -> chooseFirst(run, leg, instrument, side);
            case WATERFILL -> new HighestLevels(lots).choose(queue, instrument, side, draft, account.owner());
            default -> new LargestShares(lots).choose(queue, instrument, side, draft, account.ownerAccounts());
        };
    }

    private void reduceOther(final PlannedOffset pair)
    {
        final RunPlan other = runByAccountId.get(pair.counterparty().account().id());
        if (null != other)
        {
            Pairs.reduce(other, pair.counterparty(), pair.lots());
        }
    }

    // QUEUE: as many of the first as it takes.
    private List<OffsetPolicy.Choice> chooseFirst(
        final RunPlan run, final int leg, final Instrument instrument, final Side side)
    {
        final List<OffsetPolicy.Choice> choices = new ArrayList<>();
        final long[] left = {run.remainingLots[leg]};
        queue.best(instrument, side, CandidateOrder.GROUP_AND_SCORE, draft, (candidate) ->
        {
            if (candidate.position().account().owner() != run.account.owner())
            {
                final long lots = Math.min(left[0], candidate.lots());
                choices.add(new OffsetPolicy.Choice(candidate, lots));
                left[0] -= lots;
            }
            return left[0] > 0;
        });
        return choices;
    }

    // If only own positions are left opposite, they close at mark, unpaid.
    private void closeOwn(final RunPlan run, final int leg, final LegSurcharge surcharge)
    {
        final OwnerAccounts accounts = run.account.ownerAccounts();
        for (int k = 0; k < accounts.count() && run.remainingLots[leg] > 0; k++)
        {
            final Position own = accounts.account(k).leg(run.legs.get(leg).instrument());
            if (null != own && own.isLong() != RoundPlanner.wasLong(run, leg) && 0 != draft.lots(own))
            {
                final long lots = Math.min(Math.abs(draft.lots(own)), run.remainingLots[leg]);
                final PlannedOffset pair =
                    Pairs.close(run, leg, OffsetLayer.OWN_HEDGE, own, lots, surcharge.due(lots), draft);
                run.offsets.add(pair);
                reduceOther(pair);
            }
        }
    }

    /** What the lots of a leg owe, in the order of choice. */
    private static final class LegSurcharge
    {
        private final long share;
        private final long lotsInAll;
        private long lotsBooked;
        private long dueSoFar;

        private LegSurcharge(final long share, final long lotsInAll)
        {
            this.share = share;
            this.lotsInAll = lotsInAll;
        }

        private long due(final long lots)
        {
            lotsBooked += lots;
            final long together = FixedPoint.cumulativeShare(share, lotsBooked, lotsInAll);
            final long due = together - dueSoFar;
            dueSoFar = together;
            return due;
        }
    }
}
