package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import org.agrona.collections.Long2LongHashMap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which default runs start now, which wait and why, and in what order they run. A run is planned, checked, applied; the
 * accounts that it touched are re-evaluated before the next.
 */
final class DefaultRuns implements AccountMonitor.Defaults
{
    private final StateHash hash;
    private final Limits limits;
    private final Margin margin;
    private final ClearingEvents events;
    private final EngineClock clock;
    private final AccountMonitor monitor;
    private final OffsetPlanner planner;
    private final PlanCheck check;
    private final ExecuteOffset execute;
    private final EntryLedger ledger = new EntryLedger();
    private final List<WaitingRun> waiting = new ArrayList<>();
    private long lastRun;
    private long markSequence;
    private boolean settling;

    DefaultRuns(
        final StateHash hash, final Limits limits, final Margin margin, final ClearingEvents events,
        final EngineClock clock, final AccountMonitor monitor, final OffsetPlanner planner, final PlanCheck check,
        final Funds funds)
    {
        this.hash = hash;
        this.limits = limits;
        this.margin = margin;
        this.events = events;
        this.clock = clock;
        this.monitor = monitor;
        this.planner = planner;
        this.check = check;
        execute = new ExecuteOffset(events, funds, monitor);
        monitor.onDefault(this);
    }

    @Override
    public void defaulted(final Account account, final boolean automatic)
    {
        waiting.add(new WaitingRun(hash, account, automatic || settling));
    }

    EntryLedger ledger()
    {
        return ledger;
    }

    /** While an instrument is being settled, runs start by themselves whatever the trigger. */
    void settling(final boolean isSettling)
    {
        settling = isSettling;
    }

    void markSequence(final long newMarkSequence)
    {
        markSequence = newMarkSequence;
    }

    /** The waiting run of an account, or null. */
    WaitingRun of(final Account account)
    {
        for (final WaitingRun run : waiting)
        {
            if (run.account() == account)
            {
                return run;
            }
        }
        return null;
    }

    /** Whether a run that an entry had no more room for waits on an instrument. */
    boolean isPending(final Instrument instrument)
    {
        for (final WaitingRun run : waiting)
        {
            if (run.isDeferred() && null != run.account().leg(instrument))
            {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty()
    {
        return waiting.isEmpty();
    }

    /** Starts what may start now. */
    void start(final boolean isTick)
    {
        if (waiting.isEmpty())
        {
            return;
        }
        final boolean behindOthers = !isTick && anyDeferred();
        final List<WaitingRun> due = new ArrayList<>();
        for (final WaitingRun run : inOrder())
        {
            if (!run.isDeferred() || isTick)
            {
                consider(run, behindOthers, due);
            }
        }
        due.forEach((run) -> run.freeze(margin));
        final Long2LongHashMap shareByAccountId = shareFund(due);
        for (int i = 0; i < due.size(); i++)
        {
            final WaitingRun run = due.get(i);
            if (ledger.bookings() >= limits.bookingsPerEntry())
            {
                hold(run, HoldReason.ENTRY_FULL, null);
            }
            else if (!holds(run))
            {
                run(run, shareByAccountId);
                considerNew(due);
            }
        }
    }

    private boolean anyDeferred()
    {
        for (final WaitingRun run : waiting)
        {
            if (run.isDeferred())
            {
                return true;
            }
        }
        return false;
    }

    private List<WaitingRun> inOrder()
    {
        final List<WaitingRun> ordered = new ArrayList<>(waiting);
        ordered.sort(Comparator.comparing((WaitingRun run) -> !run.isDeferred())
            .thenComparingLong((run) -> run.isDeferred() ? 0 : run.account().id()));
        return ordered;
    }

    private void consider(final WaitingRun run, final boolean behindOthers, final List<WaitingRun> due)
    {
        if (!holds(run))
        {
            if (behindOthers)
            {
                hold(run, HoldReason.ENTRY_FULL, null);
            }
            else
            {
                due.add(run);
            }
        }
    }

    private void considerNew(final List<WaitingRun> due)
    {
        for (final WaitingRun run : new ArrayList<>(waiting))
        {
            if (null == run.heldFor() && !due.contains(run))
            {
                run.freeze(margin);
                consider(run, false, due);
            }
        }
    }

    // What the fund may give is shared over the deficits at the freeze; what one leaves of its share goes to the next.
    private Long2LongHashMap shareFund(final List<WaitingRun> due)
    {
        final Long2LongHashMap shareByAccountId = new Long2LongHashMap(-1);
        for (final WaitingRun first : due)
        {
            final Asset asset = first.account().asset();
            if (-1 == shareByAccountId.get(first.account().id()))
            {
                final List<WaitingRun> ofAsset = inAccountOrder(due, asset);
                final long[] deficits = new long[ofAsset.size()];
                for (int i = 0; i < deficits.length; i++)
                {
                    deficits[i] = Math.max(0, -ofAsset.get(i).freezeEquity());
                }
                final long[] shares = Shares.cumulative(asset.fundAvailable(clock.timeMs()), deficits);
                for (int i = 0; i < shares.length; i++)
                {
                    shareByAccountId.put(ofAsset.get(i).account().id(), shares[i]);
                }
            }
        }
        return shareByAccountId;
    }

    private static List<WaitingRun> inAccountOrder(final List<WaitingRun> due, final Asset asset)
    {
        final List<WaitingRun> ofAsset = new ArrayList<>();
        for (final WaitingRun run : due)
        {
            if (run.account().asset() == asset)
            {
                ofAsset.add(run);
            }
        }
        ofAsset.sort(Comparator.comparingLong((run) -> run.account().id()));
        return ofAsset;
    }

    private void run(final WaitingRun run, final Long2LongHashMap shareByAccountId)
    {
        final Account account = run.account();
        final long carriedKey = -account.asset().id();
        final long share = shareByAccountId.get(account.id());
        final long carried = Math.max(0, shareByAccountId.get(carriedKey));
        final long fundShare = -1 == share ? Long.MAX_VALUE : share + carried;
        final DefaultPlan plan = planner.plan(run, fundShare, ledger, clock.timeMs(), null);
        if (!check.holds(plan, clock.timeMs()))
        {
            fault(run);
            return;
        }
        shareByAccountId.put(carriedKey, -1 == share ? 0 : fundShare - plan.fund);
        waiting.remove(run);
        run.unhash();
        lastRun++;
        execute.apply(lastRun, plan, ledger, markSequence, clock.timeMs());
        monitor.evaluateTouched();
    }

    private void fault(final WaitingRun run)
    {
        for (int i = 0; i < run.account().legCount(); i++)
        {
            final Instrument instrument = run.account().leg(i).instrument();
            final InstrumentStatus from = instrument.status();
            if (InstrumentStatus.HALTED != from)
            {
                instrument.status(InstrumentStatus.HALTED);
                events.instrumentStatusChanged(instrument, from, InstrumentStatus.HALTED, null);
            }
        }
        events.engineFault(run.account(), lastRun + 1);
        hold(run, HoldReason.INSTRUMENT_HALTED, null);
    }

    // Whether the run must wait; says so once per reason.
    private boolean holds(final WaitingRun run)
    {
        final Account account = run.account();
        Instrument holding = firstLeg(account, Instrument::suspect);
        if (null != holding)
        {
            return hold(run, HoldReason.MARK_SUSPECT, holding);
        }
        holding = firstLeg(account, (instrument) -> instrument.stale(clock.timeMs()));
        if (null != holding)
        {
            return hold(run, HoldReason.MARK_STALE, holding);
        }
        holding = firstLeg(account, (instrument) -> InstrumentStatus.HALTED == instrument.status());
        if (null != holding)
        {
            return hold(run, HoldReason.INSTRUMENT_HALTED, holding);
        }
        if (Switch.OFF == account.asset().defaultRunsOn())
        {
            return hold(run, HoldReason.RUNS_SUSPENDED, null);
        }
        return DefaultTrigger.OPERATOR == account.asset().waterfall().trigger() && !run.released() &&
            hold(run, HoldReason.OPERATOR, null);
    }

    private static Instrument firstLeg(final Account account, final Predicate<Instrument> condition)
    {
        for (int i = 0; i < account.legCount(); i++)
        {
            if (condition.test(account.leg(i).instrument()))
            {
                return account.leg(i).instrument();
            }
        }
        return null;
    }

    private boolean hold(final WaitingRun run, final HoldReason reason, final Instrument instrument)
    {
        if (reason != run.heldFor())
        {
            run.heldFor(reason);
            events.defaultRunHeld(run.account(), reason, instrument);
        }
        return true;
    }

    /** Plans a run of any account on the live book, without effect. */
    DefaultPlan preview(final Account account, final OffsetPolicyKind policy)
    {
        WaitingRun run = AccountStatus.DEFAULTED == account.status() ? of(account) : null;
        if (null == run)
        {
            run = new WaitingRun(new StateHash(), account, true);
        }
        run.freeze(margin);
        return planner.plan(run, Long.MAX_VALUE, ledger, clock.timeMs(), policy);
    }

    /** Waiting runs, oldest first. */
    List<WaitingRun> waiting()
    {
        return waiting;
    }

    long lastRun()
    {
        return lastRun;
    }

    long markSequence()
    {
        return markSequence;
    }

    void restore(final long restoredLastRun, final long restoredMarkSequence)
    {
        lastRun = restoredLastRun;
        markSequence = restoredMarkSequence;
    }
}
