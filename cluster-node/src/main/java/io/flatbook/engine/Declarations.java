package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.AccountMonitor;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Defaults that somebody declares or reports (STAT-4 to STAT-6).
 *
 * <p>Contract: CMD-10.
 */
final class Declarations
{
    private final Guards guards;
    private final AccountMonitor monitor;
    private final PendingRuns runs;

    Declarations(final Guards guards, final AccountMonitor monitor, final PendingRuns runs)
    {
        this.guards = guards;
        this.monitor = monitor;
        this.runs = runs;
    }

    RejectReason declareDefault(final Sender sender, final long accountId)
    {
        RejectReason refusal =
            guards.checkRisk(sender, accountId <= 0 ? RejectField.ACCOUNT : RejectField.NONE);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = guards.book().account(accountId);
        if (null == account)
        {
            return guards.refuse(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT);
        }
        refusal = guards.checkApproval(sender, true);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final PendingRun run = runs.of(account);
        final boolean isHeld = null != run && run.isHeld();
        if (AccountStatus.CLOSED_OUT == account.status() ||
            AccountStatus.DEFAULTED == account.status() && !isHeld)
        {
            return guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        if (isHeld)
        {
            if (run.isStopped())
            {
                runs.reconsider(run);
            }
            runs.release(run, true);
        }
        else
        {
            monitor.defaultNow(account, true);
        }
        return guards.accept();
    }

    RejectReason reportLiquidationFailed(final Sender sender, final long accountId)
    {
        final RejectReason refusal = guards.checkAccount(sender, Principal.TRADE, accountId);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = guards.book().account(accountId);
        if (AccountStatus.LIQUIDATING != account.status())
        {
            return guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        monitor.endLiquidation(account);
        return guards.accept();
    }
}
