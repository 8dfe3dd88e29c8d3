package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.EngineClock;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.Owner;
import io.flatbook.engine.book.Shares;
import io.flatbook.engine.book.WorkCounter;
import io.flatbook.sbe.OffsetPolicyKind;
import org.agrona.collections.Object2ObjectHashMap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Plans a round of default runs (RUN-2): a pure function of the book, which it does not change. Each phase is planned
 * for all runs in account order before the next begins: own accounts and other defaulters, insurance fund, offset,
 * gains haircut, house.
 */
public final class RoundPlanner
{
    private final Margin margin;
    private final EngineClock clock;
    private final OffsetQueue queue;
    private final WorkCounter work;
    private final CloseOutLots closeOutLots;
    private final HaircutPlanner haircuts;

    /** A planner that asks a queue for counterparties. */
    public RoundPlanner(
        final Book book, final Margin margin, final EngineClock clock, final OffsetQueue queue,
        final WorkCounter work)
    {
        this.margin = margin;
        this.clock = clock;
        this.queue = queue;
        this.work = work;
        closeOutLots = new CloseOutLots(margin);
        haircuts = new HaircutPlanner(book, work);
    }

    /**
     * Plans a round of the first due runs, as many as an entry has room for (RUN-11).
     *
     * @param due           in the order in which runs are taken, no more of them than the entry has bookings left.
     * @param ledger        of the entry.
     * @param bookingsMax   limit of the entry.
     * @return the plan; it may hold fewer runs than are due, none if the entry is full.
     */
    public RoundPlan plan(final List<DueRun> due, final EntryLedger ledger, final int bookingsMax)
    {
        RoundDraft draft = new RoundDraft(margin);
        RoundPlan plan = begin(due, draft);
        final int taken = taken(due, plan, ledger.bookings(), bookingsMax);
        if (taken < due.size())
        {
            draft = new RoundDraft(margin);
            plan = begin(due.subList(0, taken), draft);
        }
        for (int i = 0; i < plan.runs.size(); i++)
        {
            plan.bookings += bookings(plan.runs.get(i));
        }
        finish(plan, draft, ledger, null);
        return plan;
    }

    /**
     * Plans a run alone on the live book.
     *
     * @param run    of any account.
     * @param ledger of the entry.
     * @param policy for all instruments, or null for each instrument's own.
     * @return the plan of that run.
     */
    public RoundPlan preview(final DueRun run, final EntryLedger ledger, final OffsetPolicyKind policy)
    {
        final RoundDraft draft = new RoundDraft(margin);
        final RoundPlan plan = begin(List.of(run), draft);
        finish(plan, draft, ledger, policy);
        return plan;
    }

    private RoundPlan begin(final List<DueRun> due, final RoundDraft draft)
    {
        final RoundPlan plan = new RoundPlan();
        for (final DueRun run : due)
        {
            plan.runs.add(new RunPlan(run));
        }
        plan.runs.sort(Comparator.comparingLong((run) -> run.account.id()));
        for (final RunPlan run : plan.runs)
        {
            closeOutLots.freeze(run, clock.timeMs());
        }
        new OwnAccountsPlanner(plan, draft, work).plan();
        return plan;
    }

    private static int taken(final List<DueRun> due, final RoundPlan plan, final int booked, final int bookingsMax)
    {
        long count = booked;
        int taken = 0;
        while (taken < due.size() && count < bookingsMax)
        {
            count += bookings(find(plan, due.get(taken).account()));
            taken++;
        }
        return taken;
    }

    private static RunPlan find(final RoundPlan plan, final Account account)
    {
        int low = 0;
        int high = plan.runs.size() - 1;
        while (low < high)
        {
            final int middle = low + high >>> 1;
            if (plan.runs.get(middle).account.id() < account.id())
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return plan.runs.get(low);
    }

    // Under QUEUE each pair uses up a leg or a holder; under the others each run may take a lot from all holders.
    private static int bookings(final RunPlan run)
    {
        int bookings = run.ownAndDefaulters.size();
        for (final RunPlan.Leg leg : run.legs())
        {
            if (leg.lotsToClose() > 0)
            {
                final Instrument instrument = leg.instrument();
                bookings += OffsetPolicyKind.QUEUE == instrument.offsetPolicy() ? 1 :
                    (int)Math.min(leg.lotsToClose(), instrument.positions().count());
            }
        }
        return bookings;
    }

    private void finish(
        final RoundPlan plan, final RoundDraft draft, final EntryLedger ledger, final OffsetPolicyKind policy)
    {
        drawFunds(plan, draft);
        final CounterpartyPlanner counterparties = new CounterpartyPlanner(plan, draft, queue, policy);
        for (final RunPlan run : plan.runs)
        {
            counterparties.plan(run);
        }
        haircuts.plan(plan, draft, ledger);
        for (final RunPlan run : plan.runs)
        {
            complete(run, draft);
        }
        plan.collateralFits = draft.collateralFits();
    }

    // RUN-5, asset by asset: what the fund offers is shared by need.
    private void drawFunds(final RoundPlan plan, final RoundDraft draft)
    {
        final List<Asset> assets = new ArrayList<>();
        for (final RunPlan run : plan.runs)
        {
            if (!assets.contains(run.account.asset()))
            {
                assets.add(run.account.asset());
            }
        }
        for (final Asset asset : assets)
        {
            final List<RunPlan> ofAsset = new ArrayList<>();
            for (final RunPlan run : plan.runs)
            {
                if (run.account.asset() == asset && run.deficitLeft() > 0)
                {
                    ofAsset.add(run);
                }
            }
            drawFund(asset, ofAsset, draft);
        }
    }

    private void drawFund(final Asset asset, final List<RunPlan> runs, final RoundDraft draft)
    {
        // What the owner's cap leaves after the needs of its accounts before this one.
        final Object2ObjectHashMap<Owner, Long> capLeftByOwner = new Object2ObjectHashMap<>();
        final long[] needs = new long[runs.size()];
        for (int i = 0; i < needs.length; i++)
        {
            final RunPlan run = runs.get(i);
            final Owner owner = run.account.owner();
            final Long known = capLeftByOwner.get(owner);
            final long capLeft = null == known ? asset.ownerCapLeft(owner, clock.timeMs()) : known;
            run.fundNeed = Math.min(run.deficitLeft(), capLeft);
            needs[i] = run.fundNeed;
            if (Long.MAX_VALUE != capLeft)
            {
                capLeftByOwner.put(owner, capLeft - run.fundNeed);
            }
        }
        final long offer = Shares.sum(needs).atMost(asset.fundAvailable(clock.timeMs()));
        final long[] shares = Shares.cumulative(offer, needs);
        for (int i = 0; i < shares.length; i++)
        {
            runs.get(i).fundDrawn = shares[i];
            draft.receive(runs.get(i).account, shares[i]);
        }
    }

    // RUN-9: the house takes the rest, then fee and debt.
    private static void complete(final RunPlan run, final RoundDraft draft)
    {
        final Account account = run.account;
        run.houseDeficit = run.deficitLeft();
        draft.receive(account, run.houseDeficit);
        for (int i = 0; i < run.legs.size(); i++)
        {
            final RunPlan.Leg leg = run.legs.get(i);
            final long left = draft.lots(account.leg(i));
            run.legsLeft += 0 == left ? 0 : 1;
            // A leg that the run leaves may have been another run's counterparty, which costs no fee.
            if (leg.lotsToClose() > 0)
            {
                run.closedLots += Math.abs(leg.quantityLots() - left);
                run.notionalClosed += Math.abs(leg.instrument().markValue(leg.quantityLots())) -
                    (0 == left ? 0 : Math.abs(leg.instrument().markValue(left)));
            }
        }
        if (run.equity >= 0)
        {
            final long most = Math.max(0, draft.equity(account) - (run.isLeast ? draft.maintenance(account) : 0));
            run.closeOutFee = Math.min(most, FixedPoint.multiplyDivideFloor(
                run.notionalClosed, account.asset().waterfall().closeOutFeePpm(), FixedPoint.PPM));
            draft.receive(account, -run.closeOutFee);
        }
        final long given = run.fundDrawn + run.surcharge + run.haircut + run.houseDeficit;
        if (run.legsLeft > 0)
        {
            run.debtAfter = account.debt() + given;
        }
        else
        {
            run.debtRepaid = Math.min(account.debt(), Math.max(0, draft.equity(account)));
            draft.receive(account, -run.debtRepaid);
        }
        run.equityAfter = draft.equity(account);
    }

    /** Whether a leg of a run was long at the freeze. */
    static boolean wasLong(final RunPlan run, final int leg)
    {
        return run.legs.get(leg).quantityLots() > 0;
    }

    /** Value at mark of what is left to close of a leg. */
    static long remainingValue(final RunPlan run, final int leg)
    {
        final Instrument instrument = run.legs.get(leg).instrument();
        return 0 == run.remainingLots[leg] ? 0 : instrument.markValue(run.signedRemaining(leg));
    }
}
