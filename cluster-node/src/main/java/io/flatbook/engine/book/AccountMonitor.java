package io.flatbook.engine.book;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Watches margin status: re-evaluates the accounts that a command touched, in ascending id (STAT-1), keeps the
 * deadlines of liquidations (STAT-4), and lets accounts come back whose default run is held (STAT-5).
 *
 * <p>Contract: STAT-0.
 */
public final class AccountMonitor
{
    private static final Comparator<Account> BY_DEADLINE =
        Comparator.<Account>comparingLong(Account::deadlineMs).thenComparingLong(Account::id);

    private static final int GLANCED = 8;

    private final Margin margin;
    private final Postings postings;
    private final TouchedAccounts touched;
    private final MarginTriggers triggers;
    private final PendingRuns runs;
    private final EntryLedger ledger;
    private final EngineClock clock;
    private final PostingEvents events;
    private final Pledges pledges;
    private long glanced;
    private final TreeSet<Account> deadlines = new TreeSet<>(BY_DEADLINE);

    /** A monitor of the accounts that postings touch. */
    public AccountMonitor(
        final Margin margin, final Postings postings, final TouchedAccounts touched,
        final MarginTriggers triggers, final PendingRuns runs, final EntryLedger ledger,
        final EngineClock clock, final PostingEvents events)
    {
        this.margin = margin;
        this.postings = postings;
        this.touched = touched;
        this.triggers = triggers;
        this.runs = runs;
        this.ledger = ledger;
        this.clock = clock;
        this.events = events;
        pledges = new Pledges(events, ledger);
    }

    /** Evaluates the accounts touched since the last time, in ascending id, and those that this touches in turn. */
    public void evaluateTouched()
    {
        while (touched.hasAny())
        {
            final List<Account> due = touched.drain();
            for (int i = 0; i < due.size(); i++)
            {
                if (due.size() > TouchedAccounts.MANY && 0 == i % GLANCED)
                {
                    glance(due, i);
                }
                evaluate(due.get(i));
            }
        }
    }

    // What the next ones hold lies anywhere: it is fetched for several at once, not for one after the other.
    private void glance(final List<Account> due, final int from)
    {
        long sum = 0;
        for (int i = from; i < Math.min(from + GLANCED, due.size()); i++)
        {
            final Account account = due.get(i);
            final int count = triggers.staysHealthy(account) ? 0 : account.legCount();
            for (int leg = 0; leg < count; leg++)
            {
                sum += account.glance(leg) + account.leg(leg).glance();
            }
        }
        glanced = sum;
    }

    private void evaluate(final Account account)
    {
        final AccountStatus status = account.status();
        if (AccountStatus.CLOSED_OUT == status)
        {
            return;
        }
        if (triggers.staysHealthy(account))
        {
            pledges.examine(account);
            return;
        }
        if (AccountStatus.DEFAULTED == status)
        {
            evaluateDefaulted(account);
        }
        else
        {
            final long equity = margin.equity(account);
            final long spare = equity - margin.initialMargin(account);
            if (spare >= 0)
            {
                final boolean isNews = change(account, AccountStatus.HEALTHY, equity);
                pledges.examine(account);
                if (!isNews)
                {
                    triggers.accountIsHealthy(account, spare);
                }
                return;
            }
            final AccountStatus to = belowInitial(account, equity);
            if (AccountStatus.DEFAULTED == to)
            {
                becomeDefaulted(account, equity, ledger.hasSettled(account), false);
                pledges.examine(account);
                return;
            }
            if (change(account, to, equity))
            {
                pledges.examine(account);
                return;
            }
        }
        pledges.examine(account);
        triggers.accountChanged(account);
    }

    // The table of section 6. An account that is LIQUIDATING stays so until its equity is at initial margin again.
    private AccountStatus byTable(final Account account, final long equity)
    {
        return equity >= margin.initialMargin(account) ? AccountStatus.HEALTHY : belowInitial(account, equity);
    }

    private AccountStatus belowInitial(final Account account, final long equity)
    {
        final long trusted = equity + doubt(account, equity);
        if (trusted < 0)
        {
            return AccountStatus.DEFAULTED;
        }
        return AccountStatus.LIQUIDATING == account.status() || trusted < margin.maintenanceMargin(account) ?
            AccountStatus.LIQUIDATING : AccountStatus.MARGIN_CALL;
    }

    // STAT-2: doubt does not count for an account that a settlement of this entry left below 0.
    private long doubt(final Account account, final long equity)
    {
        return equity < 0 && ledger.hasSettled(account) ? 0 : margin.doubt(account);
    }

    private void evaluateDefaulted(final Account account)
    {
        final PendingRun run = runs.of(account);
        if (null == run)
        {
            return;
        }
        // STAT-6: not one whose last leg a run of this entry closed.
        if (ledger.isSettledOut(account) && !run.released())
        {
            runs.release(run, false);
        }
        if (!run.isHeld() || run.declared() || !margin.allPriced(account))
        {
            return;
        }
        final long equity = margin.equity(account);
        if (equity >= margin.initialMargin(account) + account.debt() &&
            MoneyBounds.fits(account.asset().insuranceFund(), account.debt()))
        {
            comeBack(account, run, equity);
        }
    }

    /** Lets an account come back at once whose run was just reported as held (STAT-5). */
    public void considerReturn(final Account account)
    {
        evaluateDefaulted(account);
        pledges.examine(account);
    }

    private void comeBack(final Account account, final PendingRun run, final long equity)
    {
        final long debt = account.debt();
        runs.remove(run);
        events.defaultRunDropped(account, equity, debt);
        if (debt > 0)
        {
            postings.debt(account, 0);
            postings.payIntoFund(account, debt, CollateralCause.DEBT_REPAID);
        }
        change(account, AccountStatus.HEALTHY, equity - debt);
    }

    /**
     * Freezes an account and puts its default run among those that are due.
     *
     * @param account   in default.
     * @param equity    at accepted marks.
     * @param automatic whether its run does not wait for an operator.
     * @param declared  whether risk declared the default.
     */
    public void becomeDefaulted(
        final Account account, final long equity, final boolean automatic, final boolean declared)
    {
        final PendingRun run = runs.add(account);
        if (automatic)
        {
            runs.release(run, declared);
        }
        change(account, AccountStatus.DEFAULTED, equity);
    }

    /** Puts an account in default for a cause that needs no operator: declared, reported or past its deadline. */
    public void defaultNow(final Account account, final boolean declared)
    {
        becomeDefaulted(account, margin.equity(account), true, declared);
        pledges.examine(account);
    }

    /** Ends a liquidation that was reported failed: DEFAULTED if still below maintenance, else MARGIN_CALL (STAT-4). */
    public void endLiquidation(final Account account)
    {
        final long equity = margin.equity(account);
        if (equity + margin.doubt(account) < margin.maintenanceMargin(account))
        {
            becomeDefaulted(account, equity, true, false);
        }
        else
        {
            change(account, AccountStatus.MARGIN_CALL, equity);
        }
        pledges.examine(account);
    }

    /** A deposit revives an account that was closed out. */
    public void revive(final Account account)
    {
        if (AccountStatus.CLOSED_OUT == account.status())
        {
            change(account, AccountStatus.HEALTHY, margin.equity(account));
        }
    }

    /** A run left no position (RUN-9). */
    public void closeOut(final Account account)
    {
        change(account, AccountStatus.CLOSED_OUT, margin.equity(account));
    }

    /** A run closed only the least and the account takes its status from the table again (RUN-10). */
    public void leaveDefault(final Account account)
    {
        final long equity = margin.equity(account);
        final AccountStatus to = byTable(account, equity);
        Invariant.check(AccountStatus.DEFAULTED != to, "a least run leaves no deficit", account.id(), equity);
        change(account, to, equity);
        pledges.examine(account);
    }

    // Whether the status is another; then triggers know the account as it is.
    private boolean change(final Account account, final AccountStatus to, final long equity)
    {
        final AccountStatus from = account.status();
        final boolean keptByDoubt = AccountStatus.MARGIN_CALL == to && equity < margin.maintenanceMargin(account) ||
            AccountStatus.LIQUIDATING == to && equity < 0;
        if (from != to)
        {
            clearDeadline(account);
            account.status(to, keptByDoubt);
            startDeadline(account);
            events.accountStatusChanged(account, from, to, equity,
                0 == account.deadlineMs() ? Absent.LONG : account.deadlineMs(),
                AccountStatus.LIQUIDATING == to ? new BankruptcyPrices(account, margin) : null);
            pledges.releaseIfOver(account.ownerAccounts());
            triggers.accountChanged(account);
            return true;
        }
        if (keptByDoubt != account.keptByDoubt())
        {
            account.status(to, keptByDoubt);
            pledges.releaseIfOver(account.ownerAccounts());
        }
        return false;
    }

    private void startDeadline(final Account account)
    {
        final long timeoutMs = account.asset().waterfall().liquidationTimeoutMs();
        if (AccountStatus.LIQUIDATING == account.status() && timeoutMs > 0)
        {
            account.deadlineMs(clock.timeMs() + timeoutMs);
            deadlines.add(account);
        }
    }

    private void clearDeadline(final Account account)
    {
        if (0 != account.deadlineMs())
        {
            deadlines.remove(account);
            account.deadlineMs(0);
        }
    }

    void restoreDeadline(final Account account, final long deadlineMs)
    {
        if (0 != deadlineMs)
        {
            account.deadlineMs(deadlineMs);
            deadlines.add(account);
        }
    }

    /** Ends the liquidations whose deadline has come, in ascending account id (STAT-4). */
    public void expireDeadlines()
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
            if (canBeClosed(account))
            {
                endLiquidation(account);
            }
            else
            {
                putOff(account);
            }
        }
    }

    // Whether a leg is closable and one is in an instrument that takes trades.
    private boolean canBeClosed(final Account account)
    {
        boolean closable = false;
        boolean takesTrades = false;
        for (int i = 0; i < account.legCount(); i++)
        {
            closable |= account.leg(i).instrument().closable(clock.timeMs());
            takesTrades |= account.leg(i).instrument().takesTrades();
        }
        return closable && takesTrades;
    }

    private void putOff(final Account account)
    {
        final long old = account.deadlineMs();
        final long timeoutMs = account.asset().waterfall().liquidationTimeoutMs();
        clearDeadline(account);
        if (timeoutMs > 0)
        {
            account.deadlineMs(old + timeoutMs);
            deadlines.add(account);
        }
        events.liquidationDeadlineMoved(account, old, timeoutMs > 0 ? account.deadlineMs() : Absent.LONG);
    }

    /** Moves all deadlines along with a step of the clock (DET-1). */
    public void postponeDeadlines(final long stepMs)
    {
        for (final Account account : new ArrayList<>(deadlines))
        {
            deadlines.remove(account);
            account.deadlineMs(account.deadlineMs() + stepMs);
            deadlines.add(account);
        }
    }

    /** The next deadline in engine time, or {@link Long#MAX_VALUE}. */
    public long nextDeadlineMs()
    {
        return deadlines.isEmpty() ? Long.MAX_VALUE : deadlines.first().deadlineMs();
    }
}
