package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.AccountMonitor;
import io.flatbook.engine.book.EngineClock;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.engine.book.Registry;
import io.flatbook.engine.offset.DueRun;
import io.flatbook.engine.offset.PlanCheck;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RoundPlanner;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;

import java.util.ArrayList;
import java.util.List;

/**
 * Which default runs start now, which wait and why (RUN-1), and the rounds that they form (RUN-2, RUN-11). A round is
 * planned, checked, applied (RUN-12); the accounts that it touched are evaluated before the next.
 */
final class DefaultRuns
{
    private final Limits limits;
    private final EngineClock clock;
    private final PendingRuns pending;
    private final EntryLedger ledger;
    private final RoundPlanner planner;
    private final PlanCheck check;
    private final DefaultPlanExecutor executor;
    private final AccountMonitor monitor;
    private final Registry registry;
    private final Marks marks;
    private final ClearingEvents events;
    private long lastRun;

    DefaultRuns(
        final Limits limits, final EngineClock clock, final PendingRuns pending, final EntryLedger ledger,
        final RoundPlanner planner, final PlanCheck check, final DefaultPlanExecutor executor,
        final AccountMonitor monitor, final Registry registry, final Marks marks, final ClearingEvents events)
    {
        this.limits = limits;
        this.clock = clock;
        this.pending = pending;
        this.ledger = ledger;
        this.planner = planner;
        this.check = check;
        this.executor = executor;
        this.monitor = monitor;
        this.registry = registry;
        this.marks = marks;
        this.events = events;
    }

    /** Starts what may start now, round after round, as long as the entry has room. */
    void start(final boolean isTick)
    {
        boolean isAnother = !pending.isEmpty();
        final boolean isBehindOthers = !isTick && pending.hasDeferred();
        while (isAnother)
        {
            final List<PendingRun> due = due(isTick);
            if (isBehindOthers)
            {
                defer(due);
            }
            isAnother = !isBehindOthers && !due.isEmpty() && runRound(due);
        }
        monitor.evaluateTouched();
    }

    private void defer(final List<PendingRun> runs)
    {
        for (final PendingRun run : runs)
        {
            hold(run, HoldReason.ENTRY_FULL, null);
        }
    }

    private List<PendingRun> due(final boolean isTick)
    {
        // Later rounds first, the oldest of them first; then by account.
        final List<PendingRun> ordered = isTick ? pending.deferred() : new ArrayList<>();
        ordered.addAll(pending.othersByAccount());
        ordered.removeIf(this::mustWait);
        return ordered;
    }

    // Whether a round ran, so that another may follow.
    private boolean runRound(final List<PendingRun> due)
    {
        // No more than the entry has bookings left: a round costs what it takes, however many are due (RUN-11).
        final int most = Math.min(due.size(), Math.max(0, limits.bookingsPerEntry() - ledger.bookings()));
        final List<DueRun> runs = new ArrayList<>(most);
        for (int i = 0; i < most; i++)
        {
            runs.add(DueRun.of(due.get(i)));
        }
        final RoundPlan plan = planner.plan(runs, ledger, limits.bookingsPerEntry());
        defer(due.subList(plan.runs().size(), due.size()));
        if (plan.runs().isEmpty())
        {
            return false;
        }
        if (!check.passes(plan, clock.timeMs()))
        {
            fault(plan);
            return false;
        }
        executor.apply(plan, lastRun, marks.lastSequence());
        lastRun += plan.runs().size();
        monitor.evaluateTouched();
        return !pending.isEmpty();
    }

    private void fault(final RoundPlan plan)
    {
        for (final RunPlan run : plan.runs())
        {
            // A run that would have closed nothing is held by what it could have closed.
            final boolean closesNone = 0 == run.legsToClose();
            for (final RunPlan.Leg leg : run.legs())
            {
                final InstrumentStatus from = leg.instrument().status();
                final boolean halts = closesNone ? leg.instrument().closable(clock.timeMs()) : leg.lotsToClose() > 0;
                if (halts && InstrumentStatus.HALTED != from)
                {
                    registry.status(leg.instrument(), InstrumentStatus.HALTED);
                    events.instrumentStatusChanged(leg.instrument(), from, InstrumentStatus.HALTED, null);
                }
            }
        }
        for (int i = 0; i < plan.runs().size(); i++)
        {
            events.engineFault(plan.runs().get(i).account(), lastRun + 1 + i);
        }
        for (final RunPlan run : plan.runs())
        {
            hold(pending.of(run.account()), HoldReason.INSTRUMENT_HALTED, null);
        }
    }

    // Whether the run must wait; says so once per reason.
    private boolean mustWait(final PendingRun run)
    {
        final Account account = run.account();
        final boolean isFreshlySettled = ledger.isFreshlySettled(account);
        if (run.isStopped() && !isFreshlySettled)
        {
            return true;
        }
        if (0 != account.legCount() && !hasClosableLeg(account) && !isFreshlySettled)
        {
            return holdForLegs(run);
        }
        if (Switch.OFF == account.asset().defaultRunsOn())
        {
            hold(run, HoldReason.RUNS_SUSPENDED, null);
            return true;
        }
        if (DefaultTrigger.OPERATOR == account.asset().waterfall().trigger() && !run.released())
        {
            hold(run, HoldReason.OPERATOR, null);
            return true;
        }
        return false;
    }

    private boolean hasClosableLeg(final Account account)
    {
        for (int i = 0; i < account.legCount(); i++)
        {
            if (account.leg(i).instrument().closable(clock.timeMs()))
            {
                return true;
            }
        }
        return false;
    }

    private boolean holdForLegs(final PendingRun run)
    {
        final Account account = run.account();
        Instrument halted = null;
        Instrument stale = null;
        for (int i = 0; i < account.legCount(); i++)
        {
            final Instrument instrument = account.leg(i).instrument();
            final Instrument underlying = instrument.underlying();
            if (instrument.suspect() || null != underlying && underlying.suspect())
            {
                hold(run, HoldReason.MARK_SUSPECT, instrument);
                return true;
            }
            if (null == stale && instrument.unpriced(clock.timeMs()))
            {
                stale = instrument;
            }
            if (null == halted && InstrumentStatus.HALTED == instrument.status())
            {
                halted = instrument;
            }
        }
        if (null != stale)
        {
            hold(run, HoldReason.MARK_STALE, stale);
        }
        else
        {
            hold(run, HoldReason.INSTRUMENT_HALTED, halted);
        }
        return true;
    }

    private void hold(final PendingRun run, final HoldReason reason, final Instrument instrument)
    {
        if (pending.recordHold(run, reason))
        {
            events.defaultRunHeld(run.account(), reason, instrument);
            // A later round is not held: its account does not come back (STAT-5).
            if (run.isHeld())
            {
                monitor.considerReturn(run.account());
            }
        }
    }

    /** Plans a run of any account on the live book, without effect. */
    RoundPlan preview(final Account account, final OffsetPolicyKind policy)
    {
        final PendingRun run = AccountStatus.DEFAULTED == account.status() ? pending.of(account) : null;
        final DueRun due = null == run ? new DueRun(account, true, List.of()) : DueRun.of(run);
        return planner.preview(due, ledger, policy);
    }

    long lastRun()
    {
        return lastRun;
    }

    void restore(final long restoredLastRun)
    {
        lastRun = restoredLastRun;
    }
}
