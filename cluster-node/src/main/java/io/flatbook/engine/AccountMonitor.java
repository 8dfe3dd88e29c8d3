package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Watches margin status: re-evaluates the accounts that a command touched, in ascending id, and keeps the deadlines of
 * liquidations.
 */
final class AccountMonitor
{
    /** Told of every account that becomes DEFAULTED. */
    interface Defaults
    {
        void defaulted(Account account, boolean automatic);
    }

    private static final Comparator<Account> BY_DEADLINE =
        Comparator.<Account>comparingLong(Account::deadlineMs).thenComparingLong(Account::id);

    private final Margin margin;
    private final ClearingEvents events;
    private final EngineClock clock;
    private final TreeSet<Account> deadlines = new TreeSet<>(BY_DEADLINE);
    private List<Account> touched = new ArrayList<>();
    private List<Account> evaluated = new ArrayList<>();
    private Defaults defaults;

    AccountMonitor(final Margin margin, final ClearingEvents events, final EngineClock clock)
    {
        this.margin = margin;
        this.events = events;
        this.clock = clock;
    }

    void onDefault(final Defaults listener)
    {
        defaults = listener;
    }

    void touch(final Account account)
    {
        if (!account.touched())
        {
            account.touched(true);
            touched.add(account);
        }
    }

    /** Touches all holders of an instrument and of the options written on it. */
    void touchHolders(final Instrument instrument)
    {
        for (final Position position : instrument.positions())
        {
            touch(position.account());
        }
        for (final Instrument option : instrument.options())
        {
            touchHolders(option);
        }
    }

    void evaluateTouched()
    {
        final List<Account> due = touched;
        touched = evaluated;
        due.sort(Comparator.comparingLong(Account::id));
        for (int i = 0; i < due.size(); i++)
        {
            due.get(i).touched(false);
            evaluate(due.get(i));
        }
        due.clear();
        evaluated = due;
    }

    private void evaluate(final Account account)
    {
        final AccountStatus status = account.status();
        if (AccountStatus.DEFAULTED == status || AccountStatus.CLOSED_OUT == status)
        {
            return;
        }
        final long equity = margin.equity(account);
        if (equity < 0)
        {
            becomeDefaulted(account, equity, false);
        }
        else if (equity >= margin.initialMargin(account))
        {
            change(account, AccountStatus.HEALTHY, equity);
        }
        else if (AccountStatus.LIQUIDATING != status)
        {
            change(account, equity < margin.maintenanceMargin(account) ?
                AccountStatus.LIQUIDATING : AccountStatus.MARGIN_CALL, equity);
        }
    }

    /** Freezes an account; {@code automatic} where its run does not wait for an operator. */
    void becomeDefaulted(final Account account, final long equity, final boolean automatic)
    {
        change(account, AccountStatus.DEFAULTED, equity);
        defaults.defaulted(account, automatic);
    }

    /** A deposit revives an account that was closed out. */
    void revive(final Account account)
    {
        if (AccountStatus.CLOSED_OUT == account.status())
        {
            change(account, AccountStatus.HEALTHY, margin.equity(account));
        }
    }

    private void change(final Account account, final AccountStatus to, final long equity)
    {
        final AccountStatus from = account.status();
        if (from == to)
        {
            return;
        }
        clearDeadline(account);
        account.status(to);
        final long timeoutMs = account.asset().waterfall().liquidationTimeoutMs();
        final boolean liquidating = AccountStatus.LIQUIDATING == to;
        if (liquidating && timeoutMs > 0)
        {
            account.deadlineMs(clock.timeMs() + timeoutMs);
            deadlines.add(account);
        }
        events.accountStatusChanged(account, from, to, equity,
            0 == account.deadlineMs() ? ClearingEngine.NULL_LONG : account.deadlineMs(),
            liquidating ? new BankruptcyPrices(account, margin) : null);
    }

    private void clearDeadline(final Account account)
    {
        if (0 != account.deadlineMs())
        {
            deadlines.remove(account);
            account.deadlineMs(0);
        }
    }

    void restoreDeadline(final Account account)
    {
        if (0 != account.deadlineMs())
        {
            deadlines.add(account);
        }
    }

    /** Ends the liquidations whose deadline has come, in ascending account id. */
    void expireDeadlines()
    {
        final List<Account> due = new ArrayList<>();
        for (final Account account : deadlines)
        {
            if (account.deadlineMs() > clock.timeMs())
            {
                break;
            }
            due.add(account);
        }
        due.sort(Comparator.comparingLong(Account::id));
        for (final Account account : due)
        {
            final long equity = margin.equity(account);
            if (equity < margin.maintenanceMargin(account))
            {
                becomeDefaulted(account, equity, true);
            }
            else
            {
                change(account, AccountStatus.MARGIN_CALL, equity);
            }
        }
    }

    /** Moves all deadlines along with a step of the clock. */
    void postponeDeadlines(final long stepMs)
    {
        for (final Account account : new ArrayList<>(deadlines))
        {
            deadlines.remove(account);
            account.deadlineMs(account.deadlineMs() + stepMs);
            deadlines.add(account);
        }
    }

    long nextDeadlineMs()
    {
        return deadlines.isEmpty() ? Long.MAX_VALUE : deadlines.first().deadlineMs();
    }
}
