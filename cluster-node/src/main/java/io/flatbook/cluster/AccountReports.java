package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.sbe.AccountQueryDecoder;
import io.flatbook.sbe.AccountsQueryDecoder;
import io.flatbook.sbe.AccountsReportEncoder;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers queries for accounts and positions, a page at a time.
 */
final class AccountReports
{
    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final UnsafeBuffer page;
    private final PositionReports positions;
    private final Account[] accountRows;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final AccountQueryDecoder accountQuery = new AccountQueryDecoder();
    private final AccountsQueryDecoder accountsQuery = new AccountsQueryDecoder();
    private final AccountsReportEncoder accountsReport = new AccountsReportEncoder();

    AccountReports(final ClearingEngine engine, final EventPublisher publisher, final ReportEncoding reports)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
        page = new UnsafeBuffer(new byte[engine.limits().pageBytes()]);
        positions = new PositionReports(engine, publisher, reports);
        accountRows = new Account[Pages.rows(engine.limits(), AccountsReportEncoder.AccountsEncoder.sbeBlockLength())];
    }

    void answer(
        final int templateId,
        final int venue,
        final DirectBuffer buffer,
        final int body,
        final Replies replies)
    {
        switch (templateId)
        {
            case AccountQueryDecoder.TEMPLATE_ID:
                accountQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                account(venue, accountQuery.correlationId(), accountQuery.account(), replies);
                break;
            case AccountsQueryDecoder.TEMPLATE_ID:
                accountsQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                accounts(venue, accountsQuery.correlationId(), accountsQuery.after(), replies);
                break;
            default:
                positions.positions(venue, buffer, body, replies);
                break;
        }
    }

    private void account(final int venue, final long correlationId, final long accountId, final Replies replies)
    {
        final RejectReason reason = Pages.visible(engine.book(), venue, accountId);
        if (RejectReason.NONE != reason)
        {
            reports.queryRefused(replies, correlationId, reason, RejectField.ACCOUNT);
            return;
        }
        accountRows[0] = engine.book().account(accountId);
        sendAccounts(correlationId, 1, Absent.LONG, replies);
    }

    private void accounts(final int venue, final long correlationId, final long after, final Replies replies)
    {
        final Book book = engine.book();
        int count = 0;
        int visited = 0;
        long passedId = Pages.fromStart(after);
        Account next = book.nextAccount(passedId);
        while (null != next && count < accountRows.length && visited < Pages.ROWS_PASSED_MAX)
        {
            if (Pages.isVisible(venue, next))
            {
                accountRows[count++] = next;
            }
            visited++;
            passedId = next.id();
            next = book.nextAccount(passedId);
        }
        engine.work().visited(visited);
        sendAccounts(correlationId, count, null == next ? Absent.LONG : passedId, replies);
    }

    private void sendAccounts(
        final long correlationId, final int count, final long nextAfter, final Replies replies)
    {
        final Margin margin = engine.margin();
        final AccountsReportEncoder report = accountsReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId)
            .logPosition(publisher.logPosition())
            .timestamp(engine.timeMs())
            .nextAfter(nextAfter);
        final AccountsReportEncoder.AccountsEncoder rows = report.accountsCount(count);
        for (int i = 0; i < count; i++)
        {
            row(rows.next(), accountRows[i], margin);
            accountRows[i] = null;
        }
        replies.offer(page, 0, MessageCheck.HEADER_LENGTH + report.encodedLength());
    }

    private void row(
        final AccountsReportEncoder.AccountsEncoder row, final Account account, final Margin margin)
    {
        final PendingRun run = engine.pendingRuns().of(account);
        row.account(account.id())
            .owner(account.owner().id())
            .asset(account.asset().id())
            .venue(account.venue())
            .status(account.status())
            .mode(account.mode())
            .collateral(account.collateral())
            .equity(margin.equity(account))
            .initialMargin(margin.initialMargin(account))
            .maintenanceMargin(margin.maintenanceMargin(account))
            .orderHold(account.orderHold())
            .deadline(Pages.zeroIsNull(account.deadlineMs()))
            .legs(account.legCount())
            .doubt(margin.doubt(account))
            .keptByDoubt(onIf(account.keptByDoubt()))
            .pledged(onIf(account.pledged()))
            .debt(account.debt())
            .declared(onIf(null != run && run.declared()))
            .heldReason(null == run || null == run.heldFor() ? HoldReason.NULL_VAL : run.heldFor());
    }

    private static Switch onIf(final boolean condition)
    {
        return condition ? Switch.ON : Switch.OFF;
    }
}
