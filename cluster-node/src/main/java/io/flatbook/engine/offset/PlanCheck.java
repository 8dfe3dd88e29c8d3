package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.OffsetLayer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2LongHashMap;

/**
 * Checks the plan of a round against the book before any of it is applied (RUN-12): lots, money, caps, no account below
 * its floor, nothing beyond NUM-4.
 *
 * <p>Contract: I4, I5, I6, I7.
 */
public class PlanCheck
{
    /** Lots that the pairs of a plan close of each position. */
    private static final class ClosedLots
    {
        private final Int2ObjectHashMap<Long2LongHashMap> byInstrumentAndAccountId = new Int2ObjectHashMap<>();

        private long add(final Position position, final long lots)
        {
            final Long2LongHashMap closed = byInstrumentAndAccountId.computeIfAbsent(
                position.instrument().id(), (id) -> new Long2LongHashMap(0));
            final long together = closed.get(position.account().id()) + lots;
            closed.put(position.account().id(), together);
            return together;
        }

        private long of(final Position position)
        {
            final Long2LongHashMap closed = byInstrumentAndAccountId.get(position.instrument().id());
            return null == closed ? 0 : closed.get(position.account().id());
        }
    }

    private final Margin margin;

    /** A check of plans. */
    public PlanCheck(final Margin margin)
    {
        this.margin = margin;
    }

    /**
     * Checks a plan.
     *
     * @param plan  of a round on the book as it is.
     * @param nowMs engine time.
     * @return whether it may be applied.
     */
    public boolean passes(final RoundPlan plan, final long nowMs)
    {
        return plan.collateralFits && lotsBalance(plan) && moneyBalances(plan) && fundsInBounds(plan, nowMs) &&
            nobodyBelowFloor(plan);
    }

    private static boolean lotsBalance(final RoundPlan plan)
    {
        final ClosedLots closed = new ClosedLots();
        for (final RunPlan run : plan.runs)
        {
            for (final PlannedOffset pair : run.ownAndDefaulters)
            {
                if (!close(run, pair, closed))
                {
                    return false;
                }
            }
        }
        for (final RunPlan run : plan.runs)
        {
            for (final PlannedOffset pair : run.offsets)
            {
                if (!close(run, pair, closed))
                {
                    return false;
                }
            }
        }
        for (final RunPlan run : plan.runs)
        {
            for (int i = 0; i < run.legs.size(); i++)
            {
                final RunPlan.Leg leg = run.legs.get(i);
                if (closed.of(run.account.leg(i)) < leg.lotsToClose())
                {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean close(
        final RunPlan run, final PlannedOffset pair, final ClosedLots closed)
    {
        final Position leg = run.account.leg(pair.instrument());
        return null != leg && leg.isLong() != pair.counterparty().isLong() && pair.lots() > 0 &&
            pair.markTicks() == pair.instrument().markTicks() &&
            close(leg, pair.lots(), closed) && close(pair.counterparty(), pair.lots(), closed);
    }

    private static boolean close(final Position position, final long lots, final ClosedLots closed)
    {
        return closed.add(position, lots) <= Math.abs(position.quantityLots());
    }

    private boolean moneyBalances(final RoundPlan plan)
    {
        long credited = 0;
        long taken = 0;
        for (final RunPlan run : plan.runs)
        {
            long surcharge = 0;
            for (final PlannedOffset pair : run.offsets)
            {
                final boolean withinCaps = pair.surcharge() >= 0 && pair.surcharge() <= pair.surchargeDue() &&
                    (0 == pair.surcharge() || OffsetLayer.OFFSET == pair.layer()) &&
                    pair.surcharge() <= pair.gain() && pair.surcharge() <= pair.headroom();
                if (!withinCaps)
                {
                    return false;
                }
                surcharge += pair.surcharge();
            }
            long collected = 0;
            for (final RunPlan.Collection collection : run.collections)
            {
                collected += collection.minorUnits();
            }
            final boolean layersInOrder = run.uncollected == run.haircut + run.houseDeficit &&
                run.haircut >= 0 && run.houseDeficit >= 0;
            final boolean balances = collected == run.ownAccounts && surcharge == run.surcharge &&
                margin.equity(run.account) == run.equity &&
                run.deficit == Math.max(0, -run.equity - run.kept) &&
                run.deficit ==
                    run.ownAccounts + run.fundDrawn + run.surcharge + run.haircut + run.houseDeficit;
            if (!layersInOrder || !balances || run.closeOutFee > Math.max(0, run.equity))
            {
                return false;
            }
            credited += run.haircut;
        }
        for (final RoundPlan.Haircut haircut : plan.haircuts)
        {
            taken += haircut.minorUnits();
        }
        return credited == taken;
    }

    private static boolean fundsInBounds(final RoundPlan plan, final long nowMs)
    {
        final Long2LongHashMap drawn = new Long2LongHashMap(0);
        final Long2LongHashMap paid = new Long2LongHashMap(0);
        for (final RunPlan run : plan.runs)
        {
            final Asset asset = run.account.asset();
            final long together = drawn.get(asset.id()) + run.fundDrawn;
            if (run.fundDrawn < 0 || run.fundDrawn > run.fundNeed || together > asset.fundAvailable(nowMs) ||
                run.fundDrawn > asset.ownerCapLeft(run.account.owner(), nowMs))
            {
                return false;
            }
            if (0 != together)
            {
                drawn.put(asset.id(), together);
            }
            final long paysIn = run.closeOutFee + run.debtRepaid;
            final long room = MoneyBounds.BALANCE_MAX - asset.insuranceFund() - paid.get(asset.id());
            if (paysIn > room || run.debtAfter < 0 || run.debtAfter > MoneyBounds.BALANCE_MAX)
            {
                return false;
            }
            if (0 != paysIn)
            {
                paid.put(asset.id(), paid.get(asset.id()) + paysIn);
            }
        }
        return true;
    }

    // Whoever is no defaulter of the round gives at most his equity.
    private boolean nobodyBelowFloor(final RoundPlan plan)
    {
        final Long2LongHashMap given = new Long2LongHashMap(0);
        for (final RunPlan run : plan.runs)
        {
            for (final RunPlan.Collection collection : run.collections)
            {
                if (!give(collection.account(), collection.minorUnits(), given))
                {
                    return false;
                }
            }
            for (final PlannedOffset pair : run.offsets)
            {
                if (pair.surcharge() > 0 && !give(pair.counterparty().account(), pair.surcharge(), given))
                {
                    return false;
                }
            }
        }
        for (final RoundPlan.Haircut haircut : plan.haircuts)
        {
            if (haircut.fromCost() < 0 || haircut.fromCost() > haircut.minorUnits() ||
                !give(haircut.account(), haircut.minorUnits(), given))
            {
                return false;
            }
        }
        return true;
    }

    private boolean give(final Account account, final long minorUnits, final Long2LongHashMap given)
    {
        final long together = given.get(account.id()) + minorUnits;
        given.put(account.id(), together);
        return minorUnits > 0 && together <= margin.equity(account);
    }
}
