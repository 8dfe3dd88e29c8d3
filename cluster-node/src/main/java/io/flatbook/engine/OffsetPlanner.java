package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.OffsetPolicyKind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Plans a default run: a pure function of the book, which it does not change. Steps are those of the contract: others
 * that must be closed anyway, own hedges, insurance fund, offset, gains haircut, house deficit, close-out fee.
 */
final class OffsetPlanner
{
    private static final Comparator<Position> LARGEST_FIRST =
        Comparator.<Position>comparingLong((position) -> -Math.abs(position.quantityLots()))
        .thenComparingLong((position) -> position.account().id());

    private final Book book;
    private final Margin margin;
    private final HaircutPlanner haircuts;

    OffsetPlanner(final Book book, final Margin margin)
    {
        this.book = book;
        this.margin = margin;
        haircuts = new HaircutPlanner(book);
    }

    /**
     * Plans a run.
     *
     * @param run       whose legs at the default, equity and notional at the freeze are given.
     * @param fundShare most that it may draw of what the fund may give.
     * @param ledger    of the entry.
     * @param nowMs     engine time.
     * @param override  policy for all instruments, or null for each instrument's own.
     * @return the plan.
     */
    DefaultPlan plan(
        final WaitingRun run, final long fundShare, final EntryLedger ledger, final long nowMs,
        final OffsetPolicyKind override)
    {
        final Account account = run.account();
        final PlanDraft draft = new PlanDraft(account, margin);
        final DefaultPlan plan = draft.plan();
        plan.equity = run.freezeEquity();
        plan.notional = run.freezeNotional();

        closeDefaulters(draft);
        if (draft.equity() < 0)
        {
            closeOwnHedges(draft);
        }
        plan.pairsBeforeDraw = plan.pairs.size();
        plan.ownHedges = plan.surcharge;
        plan.surcharge = 0;
        plan.surchargeDue = 0;

        final Asset asset = account.asset();
        plan.fundBefore = asset.insuranceFund();
        plan.fundAvailable = Math.min(fundShare, asset.fundAvailable(nowMs));
        if (ClearingEngine.NULL_LONG != asset.waterfall().perEventCap())
        {
            plan.fundAvailable = Math.min(plan.fundAvailable, asset.waterfall().perEventCap());
        }
        plan.fund = Math.min(Math.max(0, -draft.equity()), plan.fundAvailable);

        offset(draft, Math.max(0, -draft.equity() - plan.fund), override);
        final long uncollected = plan.uncollected();
        if (uncollected > 0)
        {
            haircuts.plan(run, draft, ledger, uncollected);
        }
        plan.houseDeficit = uncollected - plan.haircut;
        if (plan.equity >= 0)
        {
            plan.closeOutFee = Math.min(Math.max(0, draft.equity()), FixedPoint.multiplyDivideFloor(
                plan.notional, asset.waterfall().closeOutFeePpm(), FixedPoint.PPM));
        }
        return plan;
    }

    private void closeDefaulters(final PlanDraft draft)
    {
        for (int i = 0; i < draft.legCount(); i++)
        {
            final List<Position> others = new ArrayList<>();
            for (final Position other : draft.leg(i).instrument().positions())
            {
                final AccountStatus status = other.account().status();
                if (draft.isOpposite(i, other) &&
                    (AccountStatus.LIQUIDATING == status || AccountStatus.DEFAULTED == status))
                {
                    others.add(other);
                }
            }
            others.sort(LARGEST_FIRST);
            for (int k = 0; k < others.size() && draft.remainingLots(i) > 0; k++)
            {
                final Candidate candidate = draft.candidate(others.get(k));
                draft.close(i, OffsetLayer.DEFAULTERS, candidate,
                    Math.min(candidate.lots(), draft.remainingLots(i)), 0, 0, null);
            }
        }
    }

    private void closeOwnHedges(final PlanDraft draft)
    {
        final long[] shares = draft.sharesOf(-draft.equity());
        final List<Account> ofOwner = book.accountsOf(draft.account().ownerId());
        for (int i = 0; i < draft.legCount(); i++)
        {
            draft.startLeg(i);
            for (int k = 0; k < ofOwner.size() && draft.remainingLots(i) > 0; k++)
            {
                final Position hedge = ofOwner.get(k).leg(draft.leg(i).instrument());
                if (null != hedge && draft.isOpposite(i, hedge) && hedge.unrealizedPnl() > 0 &&
                    !draft.isUsed(hedge))
                {
                    final Candidate candidate = draft.candidate(hedge);
                    draft.close(i, OffsetLayer.OWN_HEDGE, candidate,
                        Math.min(candidate.lots(), draft.remainingLots(i)), shares[i], 0, null);
                }
            }
        }
    }

    private void offset(final PlanDraft draft, final long deficit, final OffsetPolicyKind override)
    {
        final long[] shares = draft.sharesOf(deficit);
        if (0 == Shares.sum(shares))
        {
            draft.plan().surchargeDue = deficit;
        }
        for (int i = 0; i < draft.legCount(); i++)
        {
            if (draft.remainingLots(i) > 0)
            {
                offsetLeg(draft, i, shares[i], null == override ? draft.leg(i).instrument().offsetPolicy() : override);
            }
        }
    }

    private void offsetLeg(final PlanDraft draft, final int leg, final long share, final OffsetPolicyKind kind)
    {
        final List<Candidate> winners = new ArrayList<>();
        final List<Candidate> others = new ArrayList<>();
        for (final Position position : draft.leg(leg).instrument().positions())
        {
            if (draft.isOpposite(leg, position) && !draft.isUsed(position))
            {
                final Candidate candidate = draft.candidate(position);
                (candidate.inProfit() ? winners : others).add(candidate);
            }
        }
        draft.startLeg(leg);
        final OffsetPolicy policy = OffsetPolicy.of(kind);
        final int rank = choose(draft, leg, share, policy.choose(winners, draft.remainingLots(leg)), kind, 0);
        if (draft.remainingLots(leg) > 0)
        {
            choose(draft, leg, share, policy.choose(others, draft.remainingLots(leg)), kind, rank);
        }
        Invariant.check(0 == draft.remainingLots(leg), "all lots find a counterparty",
            draft.account().id(), draft.remainingLots(leg));
    }

    private static int choose(
        final PlanDraft draft, final int leg, final long share, final List<OffsetPolicy.Choice> choices,
        final OffsetPolicyKind kind, final int ranked)
    {
        int rank = ranked;
        for (final OffsetPolicy.Choice choice : choices)
        {
            rank++;
            draft.close(leg, OffsetLayer.OFFSET, choice.candidate(), choice.lots(), share, rank, kind);
        }
        return rank;
    }
}
