package io.flatbook.engine;

import io.flatbook.sbe.OffsetLayer;
import org.agrona.collections.Long2LongHashMap;

/**
 * Checks a plan before anything of it is done: lots, money, caps, nobody below his floor.
 */
class PlanCheck
{
    private final Margin margin;

    PlanCheck(final Margin margin)
    {
        this.margin = margin;
    }

    boolean holds(final DefaultPlan plan, final long nowMs)
    {
        return lotsBalance(plan) && moneyBalances(plan, nowMs) && nobodyBelowFloor(plan);
    }

    private static boolean lotsBalance(final DefaultPlan plan)
    {
        final long[] closed = new long[plan.account.legCount()];
        for (final PlannedPair pair : plan.pairs)
        {
            final Position leg = plan.account.leg(pair.instrument());
            if (null == leg || leg.quantityLots() > 0 == pair.counterparty().quantityLots() > 0 || pair.lots() <= 0 ||
                pair.lots() > Math.abs(pair.counterparty().quantityLots()))
            {
                return false;
            }
            for (int i = 0; i < closed.length; i++)
            {
                closed[i] += plan.account.leg(i) == leg ? pair.lots() : 0;
            }
        }
        for (int i = 0; i < closed.length; i++)
        {
            if (closed[i] != Math.abs(plan.account.leg(i).quantityLots()))
            {
                return false;
            }
        }
        return true;
    }

    private boolean moneyBalances(final DefaultPlan plan, final long nowMs)
    {
        long hedges = 0;
        long surcharge = 0;
        for (final PlannedPair pair : plan.pairs)
        {
            final boolean withinCaps = pair.surcharge() >= 0 && pair.surcharge() <= pair.surchargeDue() &&
                pair.surcharge() <= pair.gain() && pair.surcharge() <= pair.headroom();
            if (!withinCaps)
            {
                return false;
            }
            hedges += OffsetLayer.OWN_HEDGE == pair.layer() ? pair.surcharge() : 0;
            surcharge += OffsetLayer.OFFSET == pair.layer() ? pair.surcharge() : 0;
        }
        long haircut = 0;
        for (final DefaultPlan.Haircut taken : plan.haircuts)
        {
            haircut += taken.money();
        }
        final long collected = plan.ownHedges + plan.fund + plan.surcharge + plan.haircut + plan.houseDeficit;
        final Asset asset = plan.account.asset();
        final boolean fundInBounds = plan.fund >= 0 && plan.fund <= plan.fundAvailable &&
            plan.fundAvailable <= asset.fundAvailable(nowMs);
        final boolean layersInOrder = (0 == plan.haircut || plan.surcharge < plan.surchargeDue) &&
            (0 == plan.houseDeficit || plan.haircut == plan.haircutAvailable) &&
            (0 == plan.surchargeDue || plan.fund == plan.fundAvailable);
        return hedges == plan.ownHedges && surcharge == plan.surcharge && haircut == plan.haircut &&
            plan.houseDeficit >= 0 && collected == Math.max(0, -margin.equity(plan.account)) &&
            plan.deficit() == collected && fundInBounds && layersInOrder &&
            plan.closeOutFee <= Math.max(0, plan.equity);
    }

    private boolean nobodyBelowFloor(final DefaultPlan plan)
    {
        final Long2LongHashMap givenByAccountId = new Long2LongHashMap(0);
        for (final PlannedPair pair : plan.pairs)
        {
            // The map cannot hold its missing value, 0.
            if (0 != pair.surcharge())
            {
                final long id = pair.counterparty().account().id();
                givenByAccountId.put(id, givenByAccountId.get(id) + pair.surcharge());
            }
        }
        for (final DefaultPlan.Haircut taken : plan.haircuts)
        {
            final long id = taken.account().id();
            givenByAccountId.put(id, givenByAccountId.get(id) + taken.money());
            if (taken.money() <= 0 || margin.equity(taken.account()) < givenByAccountId.get(id))
            {
                return false;
            }
        }
        for (final PlannedPair pair : plan.pairs)
        {
            final Account account = pair.counterparty().account();
            final long given = givenByAccountId.get(account.id());
            if (given > 0 && margin.equity(account) < given)
            {
                return false;
            }
        }
        return true;
    }
}
