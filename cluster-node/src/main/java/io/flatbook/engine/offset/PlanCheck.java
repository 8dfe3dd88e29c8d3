package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.AccountNumbers;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.ReadAhead;
import io.flatbook.sbe.OffsetLayer;
import org.agrona.collections.Long2LongHashMap;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Checks the plan of a round against the book before any of it is applied (RUN-12): lots, money, caps, no account below
 * its floor, nothing beyond NUM-4.
 *
 * <p>Contract: I4, I5, I6, I7.
 */
public class PlanCheck
{
    /** What the steps of a plan take: of each account the lots of each position, and money. */
    private static final class Taken
    {
        private static final int CAPACITY_MIN = 16;

        private final AccountNumbers numbers = new AccountNumbers();
        private int[] places = new int[CAPACITY_MIN];
        private long[] sums = new long[CAPACITY_MIN];
        private int end;

        private long lots(final Account account, final int leg, final long more)
        {
            return add(place(account) + leg, more);
        }

        private long money(final Account account, final long more)
        {
            return add(place(account) + account.legCount(), more);
        }

        private long add(final int at, final long more)
        {
            sums[at] += more;
            return sums[at];
        }

        private int place(final Account account)
        {
            final int known = numbers.count();
            final int number = numbers.add(account);
            if (number == known)
            {
                places = number == places.length ? Arrays.copyOf(places, 2 * number) : places;
                places[number] = end;
                end += account.legCount() + 1;
                sums = end > sums.length ? Arrays.copyOf(sums, 2 * end) : sums;
            }
            return places[number];
        }
    }

    private final Margin margin;
    private final ReadAhead ahead = new ReadAhead();

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
        final Taken taken = new Taken();
        for (final RunPlan run : plan.runs)
        {
            if (!pairsFit(run, run.ownAndDefaulters, taken) || !pairsFit(run, run.offsets, taken) ||
                !moneyBalances(run, taken))
            {
                return false;
            }
        }
        return plan.collateralFits && legsAreClosed(plan, taken) && haircutsBalance(plan, taken) &&
            fundsInBounds(plan, nowMs);
    }

    // Lots that are there, at mark, and surcharges within their caps. Nobody is left below his floor: whoever is no
    // defaulter of the round gives at most his equity.
    private boolean pairsFit(final RunPlan run, final List<PlannedOffset> pairs, final Taken taken)
    {
        final IntFunction<Position> counterparties = (i) -> pairs.get(i).counterparty();
        for (int i = 0; i < pairs.size(); i++)
        {
            ahead.from(i, pairs.size(), counterparties);
            final PlannedOffset pair = pairs.get(i);
            final Position leg = run.account.leg(pair.instrument());
            final Position counterparty = pair.counterparty();
            final long surcharge = pair.surcharge();
            final boolean closes = null != leg && leg.isLong() != counterparty.isLong() && pair.lots() > 0 &&
                pair.markTicks() == pair.instrument().markTicks() &&
                close(leg, pair.lots(), taken) && close(counterparty, pair.lots(), taken);
            final boolean withinCaps = surcharge >= 0 && surcharge <= pair.surchargeDue() &&
                surcharge <= pair.gain() && surcharge <= pair.headroom() && (0 == surcharge ||
                    OffsetLayer.OFFSET == pair.layer() && give(counterparty.account(), surcharge, taken));
            if (!closes || !withinCaps)
            {
                return false;
            }
        }
        return true;
    }

    private static boolean close(final Position position, final long lots, final Taken taken)
    {
        final Account account = position.account();
        final int leg = account.legIndex(position.instrument());
        return leg >= 0 && taken.lots(account, leg, lots) <= Math.abs(position.quantityLots());
    }

    private boolean give(final Account account, final long minorUnits, final Taken taken)
    {
        return minorUnits > 0 && taken.money(account, minorUnits) <= margin.equity(account);
    }

    private boolean moneyBalances(final RunPlan run, final Taken taken)
    {
        long surcharge = 0;
        for (final PlannedOffset pair : run.offsets)
        {
            surcharge += pair.surcharge();
        }
        long collected = 0;
        for (final RunPlan.Collection collection : run.collections)
        {
            if (!give(collection.account(), collection.minorUnits(), taken))
            {
                return false;
            }
            collected += collection.minorUnits();
        }
        final boolean layersInOrder = run.uncollected == run.haircut + run.houseDeficit &&
            run.haircut >= 0 && run.houseDeficit >= 0;
        final boolean balances = collected == run.ownAccounts && surcharge == run.surcharge &&
            margin.equity(run.account) == run.equity &&
            run.deficit == Math.max(0, -run.equity - run.kept) &&
            run.deficit == run.ownAccounts + run.fundDrawn + run.surcharge + run.haircut + run.houseDeficit;
        return layersInOrder && balances && run.closeOutFee <= Math.max(0, run.equity);
    }

    private static boolean legsAreClosed(final RoundPlan plan, final Taken taken)
    {
        for (final RunPlan run : plan.runs)
        {
            for (int i = 0; i < run.legs.size(); i++)
            {
                if (taken.lots(run.account, i, 0) < run.legs.get(i).lotsToClose())
                {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean haircutsBalance(final RoundPlan plan, final Taken taken)
    {
        long credited = 0;
        for (final RunPlan run : plan.runs)
        {
            credited += run.haircut;
        }
        final IntFunction<Position> positions = (i) -> plan.haircuts.get(i).position();
        for (int i = 0; i < plan.haircuts.size(); i++)
        {
            ahead.from(i, plan.haircuts.size(), positions);
            final RoundPlan.Haircut haircut = plan.haircuts.get(i);
            if (haircut.fromCost() < 0 || haircut.fromCost() > haircut.minorUnits() ||
                !give(haircut.account(), haircut.minorUnits(), taken))
            {
                return false;
            }
            credited -= haircut.minorUnits();
        }
        return 0 == credited;
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
}
