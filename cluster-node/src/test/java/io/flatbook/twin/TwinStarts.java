package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.InstrumentStatus.HALTED;

import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.HoldReason;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Pending;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Which default runs may start when, and which of them form a round (RUN-1, RUN-2, RUN-11). */
abstract class TwinStarts extends TwinStatus
{
    /** Why a run waits, and the instrument that holds it. */
    private record Hold(HoldReason reason, Integer instrumentId)
    {
    }

    TwinStarts(final TwinLimits limits)
    {
        super(limits);
    }

    /** A copy of the book, to try a round on. */
    abstract TwinStarts copy();

    /** The end of every command: statuses of what it touched, then the runs that may run. */
    void finish(final Collection<Account> touched)
    {
        evaluate(touched);
        runDefaults(false);
    }

    void runDefaults(final boolean tick)
    {
        for (List<Account> due = due(tick); !due.isEmpty(); due = due(tick))
        {
            if (!tick && anyDeferred() || entry.booked >= limits.bookingsPerEntry())
            {
                defer(due);
                return;
            }
            final int taken = taken(due);
            defer(due.subList(taken, due.size()));
            final List<Account> round = new ArrayList<>(due.subList(0, taken));
            reach(round.stream().anyMatch(account -> account.pending.deferred()), Clause.RUN_11_LATER_ROUND);
            reach(round.size() > 1, Clause.RUN_2_SEVERAL);
            reach(++entry.rounds > 1, Clause.RUN_2_SECOND_ROUND);
            round.sort(Comparator.comparingLong(account -> account.id));
            final TwinRound played = new TwinRound(this, round);
            played.play();
            entry.booked += played.booked();
            evaluate(played.touched);
        }
    }

    /** What may run now in the order of taking: deferred runs by age, at a tick only, then by account. */
    private List<Account> due(final boolean tick)
    {
        final List<Account> waiting = new ArrayList<>();
        for (final Account account : accounts.values())
        {
            if (DEFAULTED == account.status && (tick || !account.pending.deferred()))
            {
                waiting.add(account);
            }
        }
        waiting.sort(Comparator.comparingLong(
            account -> account.pending.deferred() ? account.pending.order : Long.MAX_VALUE));
        final List<Account> due = new ArrayList<>();
        for (final Account account : waiting)
        {
            final Hold hold = hold(account);
            if (null == hold)
            {
                due.add(account);
            }
            else
            {
                announce(account, hold);
                // STAT-5: as soon as its equity is enough; nothing else may touch it from here on.
                evaluate(List.of(account));
            }
        }
        return due;
    }

    private void defer(final List<Account> waiting)
    {
        waiting.forEach(account -> announce(account, new Hold(HoldReason.ENTRY_FULL, null)));
    }

    /** How many runs the round takes: until what they may book reaches the limit, at least one. */
    private int taken(final List<Account> allDue)
    {
        final List<Account> due = allDue.subList(0, Math.min(allDue.size(), limits.bookingsPerEntry() - entry.booked));
        reach(due.size() < allDue.size(), Clause.RUN_11_MOST_RUNS);
        if (1 == due.size())
        {
            return 1;
        }
        final TwinStarts copy = copy();
        final List<Account> round = new ArrayList<>();
        due.forEach(account -> round.add(copy.accounts.get(account.id)));
        round.sort(Comparator.comparingLong(account -> account.id));
        final TwinRound tried = new TwinRound(copy, round);
        tried.ownAccounts();
        int booked = entry.booked;
        for (int taken = 1; taken < due.size(); taken++)
        {
            booked += tried.booked(due.get(taken - 1).id);
            if (booked >= limits.bookingsPerEntry())
            {
                reach(Clause.RUN_11_CUT);
                return taken;
            }
        }
        return due.size();
    }

    boolean anyDeferred()
    {
        return accounts.values().stream().anyMatch(
            account -> DEFAULTED == account.status && account.pending.deferred());
    }

    /** A run with a leg there waits for an entry with room (RUN-11). */
    boolean runPending(final Instrument instrument)
    {
        return waits(instrument, Pending::deferred);
    }

    /** A run with a leg there waits, for whatever (MARK-6). */
    boolean runWaits(final Instrument instrument)
    {
        return waits(instrument, pending -> true);
    }

    private boolean waits(final Instrument instrument, final Predicate<Pending> test)
    {
        return accounts.values().stream().anyMatch(account -> DEFAULTED == account.status &&
            account.legs.containsKey(instrument.id) && test.test(account.pending));
    }

    private void announce(final Account account, final Hold hold)
    {
        if (hold.reason != account.pending.heldFor)
        {
            account.pending.heldFor = hold.reason;
            reach(Clause.of(hold.reason));
            emit("defaultRunHeld", account.id, hold.reason, hold.instrumentId);
        }
    }

    /** Why the run may not start (RUN-1); null if it may. */
    private Hold hold(final Account account)
    {
        final List<Instrument> legs = account.legs.values().stream().map(leg -> leg.instrument).toList();
        final boolean settled = entry.settled.containsKey(account.id) &&
            !entry.ranAfterSettlement.contains(account.id);
        if (!legs.isEmpty() && !settled && legs.stream().noneMatch(this::closable))
        {
            final Hold suspect = first(legs, HoldReason.MARK_SUSPECT,
                leg -> null != leg.held || null != leg.underlying && null != leg.underlying.held);
            final Hold stale = first(legs, HoldReason.MARK_STALE,
                leg -> stale(leg) || null != leg.underlying && stale(leg.underlying));
            return null != suspect ? suspect : null != stale ? stale :
                first(legs, HoldReason.INSTRUMENT_HALTED, leg -> HALTED == leg.status);
        }
        if (!account.asset.runsOn)
        {
            return new Hold(HoldReason.RUNS_SUSPENDED, null);
        }
        return DefaultTrigger.OPERATOR == account.asset.waterfall.trigger() && !account.pending.released ?
            new Hold(HoldReason.OPERATOR, null) : null;
    }

    private static Hold first(
        final List<Instrument> legs, final HoldReason reason, final Predicate<Instrument> test)
    {
        return legs.stream().filter(test).findFirst().map(leg -> new Hold(reason, leg.id)).orElse(null);
    }
}
