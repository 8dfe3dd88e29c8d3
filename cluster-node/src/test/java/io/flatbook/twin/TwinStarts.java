package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.InstrumentStatus.*;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.atLeastZero;
import static io.flatbook.twin.TwinMath.big;

import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.HoldReason;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Which default runs may start when, and how the fund is shared among them. */
abstract class TwinStarts extends TwinBook
{
    TwinEntry entry = new TwinEntry();

    TwinStarts(final TwinLimits limits)
    {
        super(limits);
    }

    abstract void run(Account defaulter);

    /** Makes the run of one account alone, whatever its status, on a book that is thrown away. */
    void preview(final Account defaulter)
    {
        entry.freeze(accounts.values());
        entry.carriedShares.put(defaulter.asset.id, ZERO);
        if (DEFAULTED != defaulter.status)
        {
            defaulter.legs.values().forEach(
                leg -> defaulter.signsAtDefault.put(leg.instrument.id, Long.signum(leg.lots)));
        }
        run(defaulter);
    }

    /** The end of every command: statuses of what it touched, then the runs that may run. */
    void finish(final Collection<Account> touched)
    {
        evaluate(touched, false);
        runDefaults(false);
    }

    /** Starts what may start: deferred runs at a tick, oldest first; then by account id. */
    void runDefaults(final boolean tick)
    {
        entry.seen.clear();
        final List<Account> first = new ArrayList<>(tick ? accounts.values() : List.of());
        first.removeIf(account -> !account.deferred);
        first.sort(Comparator.comparingLong(account -> account.defaultOrder));
        first.addAll(newlyDefaulted());
        if (!tick && anyDeferred())
        {
            first.forEach(this::queue);
            return;
        }
        for (List<Account> due = first; !due.isEmpty(); due = newlyDefaulted())
        {
            start(due, tick);
        }
    }

    private List<Account> newlyDefaulted()
    {
        return accounts.values().stream().filter(account -> DEFAULTED == account.status &&
            !account.deferred && !entry.seen.contains(account.id)).toList();
    }

    /** Others wait already for an entry with room: this one waits behind them, or for what holds it. */
    private void queue(final Account account)
    {
        entry.seen.add(account.id);
        final String hold = hold(account);
        account.deferred = null == hold;
        announce(account, null == hold ? line(HoldReason.ENTRY_FULL, null) : hold);
    }

    private void start(final List<Account> due, final boolean tick)
    {
        for (final Account account : due)
        {
            entry.seen.add(account.id);
            if (null != hold(account))
            {
                account.deferred = false;
                announce(account, hold(account));
            }
        }
        due.stream().filter(account -> null == hold(account)).forEach(account -> attempt(account, tick));
    }

    private void attempt(final Account account, final boolean tick)
    {
        final boolean full = entry.runs > 0 && entry.bookings >= limits.bookingsPerEntry();
        if (!account.deferred && (full || anyDeferred()))
        {
            account.deferred = true;
            announce(account, line(HoldReason.ENTRY_FULL, null));
        }
        else if (!full)
        {
            account.deferred = false;
            if (0 == entry.runs++)
            {
                entry.freeze(accounts.values());
                assets.values().forEach(asset -> shareFund(asset, account, tick));
            }
            run(account);
        }
    }

    private boolean anyDeferred()
    {
        return accounts.values().stream().anyMatch(account -> account.deferred);
    }

    boolean runPending(final Instrument instrument)
    {
        return positions(instrument).stream().anyMatch(position -> position.account.deferred);
    }

    private void announce(final Account account, final String hold)
    {
        final String reason = hold.split(" ")[0];
        if (!reason.equals(account.announcedHold))
        {
            account.announcedHold = reason;
            emit("defaultRunHeld", account.id, hold);
        }
    }

    /** Why the run may not start, with the instrument; null if it may. */
    private String hold(final Account account)
    {
        final Collection<Position> legs = account.legs.values();
        final String leg = firstOf(legs, HoldReason.MARK_SUSPECT, instrument -> instrument.heldTicks > 0);
        final String old = firstOf(legs, HoldReason.MARK_STALE, this::stale);
        final String halted = firstOf(legs, HoldReason.INSTRUMENT_HALTED, instrument -> HALTED == instrument.status);
        if (null != leg || null != old || null != halted)
        {
            return null != leg ? leg : null != old ? old : halted;
        }
        if (!account.asset.runsOn)
        {
            return line(HoldReason.RUNS_SUSPENDED, null);
        }
        return account.operatorWait && DefaultTrigger.OPERATOR == account.asset.waterfall.trigger() ?
            line(HoldReason.OPERATOR, null) : null;
    }

    private static String firstOf(
        final Collection<Position> legs, final HoldReason reason, final Predicate<Instrument> test)
    {
        return legs.stream().map(leg -> leg.instrument).filter(test).findFirst()
            .map(instrument -> line(reason, instrument.id)).orElse(null);
    }

    /** What the fund may give is shared before the first run over the deficits of all that may run now. */
    private void shareFund(final Asset asset, final Account first, final boolean tick)
    {
        final List<Account> ready = accounts.values().stream().filter(account -> account.asset == asset &&
            DEFAULTED == account.status && (account == first || tick || !account.deferred) &&
            null == hold(account)).toList();
        final List<BigInteger> shares = TwinMath.shares(fundLeft(asset),
            ready.stream().map(account -> atLeastZero(TwinMargin.equity(account).negate())).toList());
        for (int i = 0; i < shares.size(); i++)
        {
            entry.fundShares.put(ready.get(i).id, shares.get(i));
        }
        entry.carriedShares.put(asset.id, ZERO);
    }

    BigInteger fundLeft(final Asset asset)
    {
        final BigInteger left = atLeastZero(asset.fund.subtract(big(asset.waterfall.fundFloor())));
        final BigInteger windowLeft = windowLeft(asset);
        return null == windowLeft ? left : left.min(windowLeft);
    }
}
