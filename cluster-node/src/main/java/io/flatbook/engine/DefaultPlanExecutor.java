package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.AccountMonitor;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Invariant;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.PositionChange;
import io.flatbook.engine.book.Postings;
import io.flatbook.engine.book.ReadAhead;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.CollateralCause;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Applies the checked plan of a round, phase by phase, and reports each step (RUN-2, EVT-3).
 *
 * <p>Contract: EVT-3.
 */
final class DefaultPlanExecutor
{
    private final Postings postings;
    private final Margin margin;
    private final AccountMonitor monitor;
    private final PendingRuns runs;
    private final EntryLedger ledger;
    private final ClearingEvents events;
    private final ReadAhead ahead = new ReadAhead();
    private final PositionChange defaulterChange = new PositionChange();
    private final PositionChange counterpartyChange = new PositionChange();

    DefaultPlanExecutor(
        final Postings postings, final Margin margin, final AccountMonitor monitor, final PendingRuns runs,
        final EntryLedger ledger, final ClearingEvents events)
    {
        this.postings = postings;
        this.margin = margin;
        this.monitor = monitor;
        this.runs = runs;
        this.ledger = ledger;
        this.events = events;
    }

    /** Applies a round whose first run has the number after {@code lastRun}. */
    void apply(final RoundPlan plan, final long lastRun, final long markSequence)
    {
        final List<RunPlan> planned = plan.runs();
        for (int i = 0; i < planned.size(); i++)
        {
            start(lastRun + 1 + i, planned.get(i), markSequence);
        }
        for (int i = 0; i < planned.size(); i++)
        {
            applyOwnAccounts(lastRun + 1 + i, planned.get(i));
        }
        for (final RunPlan run : planned)
        {
            if (run.fundDrawn() > 0)
            {
                postings.drawFund(run.account(), run.fundDrawn());
            }
        }
        for (int i = 0; i < planned.size(); i++)
        {
            applyPairs(lastRun + 1 + i, planned.get(i).account(), planned.get(i).offsets());
        }
        applyHaircuts(plan);
        for (int i = 0; i < planned.size(); i++)
        {
            complete(lastRun + 1 + i, planned.get(i));
        }
        ledger.booked(plan.bookings());
    }

    private void start(final long run, final RunPlan plan, final long markSequence)
    {
        events.defaultRunStarted(run, plan.account(), markSequence, plan);
        for (final RunPlan.Leg leg : plan.legs())
        {
            if (leg.lotsToClose() > 0)
            {
                events.cancelOrders(run, plan.account(), leg.instrument());
            }
        }
    }

    private void applyOwnAccounts(final long run, final RunPlan plan)
    {
        applyPairs(run, plan.account(), plan.ownAndDefaulters());
        for (final RunPlan.Collection collection : plan.collections())
        {
            postings.move(collection.account(), plan.account(), collection.minorUnits());
            ledger.gaveToRun(collection.account(), collection.minorUnits());
            events.ownAccountCollected(run, collection.account(), plan.account(), collection.minorUnits());
        }
    }

    private void applyPairs(final long run, final Account defaulter, final List<PlannedOffset> pairs)
    {
        final IntFunction<Position> counterparties = (i) -> pairs.get(i).counterparty();
        for (int i = 0; i < pairs.size(); i++)
        {
            ahead.from(i, pairs.size(), counterparties);
            final PlannedOffset pair = pairs.get(i);
            final Instrument instrument = pair.instrument();
            final Account counterparty = pair.counterparty().account();
            events.cancelOrders(run, counterparty, instrument);
            counterpartyChange.closeAtMark(pair.counterparty(), pair.lots());
            defaulterChange.closeAtMark(defaulter.leg(instrument), pair.lots());
            postings.bookOffset(
                defaulter, defaulterChange, counterparty, counterpartyChange, instrument, pair.surcharge());
            ledger.gaveToRun(counterparty, pair.surcharge());
            events.positionOffset(
                run, defaulter, pair, defaulterChange.realizedPnl(), counterpartyChange.realizedPnl());
        }
    }

    private void applyHaircuts(final RoundPlan plan)
    {
        final List<RoundPlan.Haircut> haircuts = plan.haircuts();
        final IntFunction<Position> positions = (i) -> haircuts.get(i).position();
        for (int i = 0; i < haircuts.size(); i++)
        {
            ahead.from(i, haircuts.size(), positions);
            final RoundPlan.Haircut haircut = haircuts.get(i);
            postings.takeHaircut(haircut.account(), haircut.position(), haircut.fromCost(),
                haircut.minorUnits() - haircut.fromCost());
            ledger.gaveToRun(haircut.account(), haircut.minorUnits());
            events.gainsHaircut(haircut);
        }
        for (final RunPlan run : plan.runs())
        {
            postings.give(run.account(), run.haircut());
        }
    }

    private void complete(final long run, final RunPlan plan)
    {
        final Account account = plan.account();
        if (plan.houseDeficit() > 0)
        {
            postings.bookHouseDeficit(account, plan.houseDeficit(), run);
        }
        if (plan.closeOutFee() > 0)
        {
            postings.payIntoFund(account, plan.closeOutFee(), CollateralCause.CLOSE_OUT_FEE);
        }
        if (plan.debtRepaid() > 0)
        {
            postings.payIntoFund(account, plan.debtRepaid(), CollateralCause.DEBT_REPAID);
        }
        postings.debt(account, plan.debt());
        Invariant.check(margin.equity(account) == plan.equityAfter(),
            "a run leaves the equity that was planned", account.id(), plan.equityAfter());
        Invariant.check(account.legCount() == plan.legsLeft(), "a run leaves the positions that were planned",
            account.id(), plan.legsLeft());
        final boolean isClosedOut = 0 == plan.legsLeft();
        if (isClosedOut)
        {
            Invariant.check(plan.equity() < 0 ? 0 == account.collateral() : account.collateral() >= 0,
                "a run leaves the defaulter at exactly zero", account.id(), account.collateral());
            if (0 != account.orderHold())
            {
                postings.orderHold(account, 0);
            }
        }
        ledger.ran(account);
        events.defaultRunCompleted(run, account, plan);
        if (isClosedOut)
        {
            runs.remove(runs.of(account));
            monitor.closeOut(account);
        }
        else if (plan.isLeast())
        {
            runs.remove(runs.of(account));
            monitor.leaveDefault(account);
        }
        else
        {
            runs.reconsider(runs.of(account));
        }
    }
}
