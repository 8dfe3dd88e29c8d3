package io.flatbook.engine;

import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.OffsetPolicyKind;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * A plan in the making: what is left of the defaulter's legs and what counterparties have closed and given so far, laid
 * over the book, which stays as it is. A position is closed at most once in a run.
 */
final class PlanDraft
{
    private static final class Counterparty
    {
        private final long equityBefore;
        private final long[] closedLots;
        private long given;

        private Counterparty(final Account account, final Margin margin)
        {
            equityBefore = margin.equity(account);
            closedLots = new long[account.legCount()];
        }
    }

    private final DefaultPlan plan;
    private final Margin margin;
    private final long equityBefore;
    private final long[] remainingLots;
    private final long[] lotsAtStart;
    private final long[] due;
    private final Long2ObjectHashMap<Counterparty> counterpartyById = new Long2ObjectHashMap<>();

    PlanDraft(final Account account, final Margin margin)
    {
        plan = new DefaultPlan(account);
        this.margin = margin;
        equityBefore = margin.equity(account);
        remainingLots = new long[account.legCount()];
        lotsAtStart = new long[account.legCount()];
        due = new long[account.legCount()];
        for (int i = 0; i < remainingLots.length; i++)
        {
            remainingLots[i] = Math.abs(account.leg(i).quantityLots());
        }
    }

    DefaultPlan plan()
    {
        return plan;
    }

    Account account()
    {
        return plan.account;
    }

    int legCount()
    {
        return remainingLots.length;
    }

    Position leg(final int i)
    {
        return plan.account.leg(i);
    }

    long remainingLots(final int i)
    {
        return remainingLots[i];
    }

    /** Equity of the defaulter with what hedges and counterparties gave so far. */
    long equity()
    {
        return equityBefore + plan.ownHedges + plan.surcharge;
    }

    boolean isOpposite(final int leg, final Position position)
    {
        return leg(leg).quantityLots() > 0 != position.quantityLots() > 0;
    }

    boolean isUsed(final Position position)
    {
        final Counterparty counterparty = counterpartyById.get(position.account().id());
        return null != counterparty && 0 != counterparty.closedLots[legIndex(position)];
    }

    Candidate candidate(final Position position)
    {
        return Candidate.of(position, equity(position.account()));
    }

    /** Equity of an account less what it gave in this run. */
    long equity(final Account account)
    {
        final Counterparty counterparty = counterpartyById.get(account.id());
        return null == counterparty ? margin.equity(account) : counterparty.equityBefore - counterparty.given;
    }

    long given(final Account account)
    {
        final Counterparty counterparty = counterpartyById.get(account.id());
        return null == counterparty ? 0 : counterparty.given;
    }

    /** Cumulative shares of a deficit over what is left of the legs, by maintenance margin or else by value. */
    long[] sharesOf(final long deficit)
    {
        final long[] weights = new long[remainingLots.length];
        for (int i = 0; i < weights.length; i++)
        {
            weights[i] = margin.deficitWeight(leg(i).instrument(), signedRemaining(i));
        }
        if (0 == Shares.sum(weights))
        {
            for (int i = 0; i < weights.length; i++)
            {
                weights[i] = Math.abs(leg(i).instrument().value(signedRemaining(i), leg(i).instrument().markTicks()));
            }
        }
        return Shares.cumulative(deficit, weights);
    }

    private long signedRemaining(final int i)
    {
        return leg(i).quantityLots() > 0 ? remainingLots[i] : -remainingLots[i];
    }

    /** From here on the surcharge of the leg is spread over the lots that it has now. */
    void startLeg(final int i)
    {
        lotsAtStart[i] = remainingLots[i];
        due[i] = 0;
    }

    void close(
        final int leg, final OffsetLayer layer, final Candidate candidate, final long lots, final long share,
        final int rank, final OffsetPolicyKind policy)
    {
        final Position position = candidate.position();
        final Counterparty counterparty = counterparty(position.account());
        counterparty.closedLots[legIndex(position)] = lots;
        remainingLots[leg] -= lots;

        long surchargeDue = 0;
        if (share > 0)
        {
            final long dueTogether = FixedPoint.cumulativeShare(
                share, lotsAtStart[leg] - remainingLots[leg], lotsAtStart[leg]);
            surchargeDue = dueTogether - due[leg];
            due[leg] = dueTogether;
        }
        final long gain = FixedPoint.multiplyDivideFloor(
            Math.max(0, candidate.score().unrealizedPnl()), lots, candidate.lots());
        final long headroom = Math.max(0,
            counterparty.equityBefore - counterparty.given - maintenanceAfter(position.account(), counterparty));
        final long surcharge = Math.min(surchargeDue, Math.min(gain, headroom));
        counterparty.given += surcharge;

        plan.pairs.add(new PlannedPair(layer, position, lots, position.instrument().markTicks(), surchargeDue,
            surcharge, rank, policy, position.quantityLots(), position.cost(), candidate.score(), gain, headroom));
        plan.surchargeDue += surchargeDue;
        plan.surcharge += surcharge;
        plan.closedLots += lots;
        plan.valueClosed += Math.abs(position.instrument().value(lots, position.instrument().markTicks()));
    }

    private Counterparty counterparty(final Account account)
    {
        Counterparty counterparty = counterpartyById.get(account.id());
        if (null == counterparty)
        {
            counterparty = new Counterparty(account, margin);
            counterpartyById.put(account.id(), counterparty);
        }
        return counterparty;
    }

    private long maintenanceAfter(final Account account, final Counterparty counterparty)
    {
        long sum = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            final long closed = counterparty.closedLots[i];
            sum += margin.maintenanceMargin(
                leg.instrument(), leg.quantityLots() > 0 ? leg.quantityLots() - closed : leg.quantityLots() + closed);
        }
        return sum;
    }

    private static int legIndex(final Position position)
    {
        final Account account = position.account();
        for (int i = 0; i < account.legCount(); i++)
        {
            if (account.leg(i) == position)
            {
                return i;
            }
        }
        throw new IllegalStateException("position of no leg");
    }
}
