package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.sbe.AccountQueryDecoder;
import io.flatbook.sbe.AccountsQueryDecoder;
import io.flatbook.sbe.AccountsReportEncoder;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.PositionsQueryDecoder;
import io.flatbook.sbe.PositionsReportEncoder;
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
    private final QueuePlaces places;
    private final Account[] accountRows;
    private final Position[] positionRows;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final AccountQueryDecoder accountQuery = new AccountQueryDecoder();
    private final AccountsQueryDecoder accountsQuery = new AccountsQueryDecoder();
    private final PositionsQueryDecoder positionsQuery = new PositionsQueryDecoder();
    private final AccountsReportEncoder accountsReport = new AccountsReportEncoder();
    private final PositionsReportEncoder positionsReport = new PositionsReportEncoder();

    AccountReports(final ClearingEngine engine, final EventPublisher publisher, final ReportEncoding reports)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
        page = new UnsafeBuffer(new byte[engine.limits().pageBytes()]);
        places = new QueuePlaces(engine.queue());
        accountRows = new Account[Pages.rows(engine.limits(), AccountsReportEncoder.AccountsEncoder.sbeBlockLength())];
        positionRows =
            new Position[Pages.rows(engine.limits(), PositionsReportEncoder.PositionsEncoder.sbeBlockLength())];
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
                positionsQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                positions(venue, replies);
                break;
        }
    }

    private void account(final int venue, final long correlationId, final long accountId, final Replies replies)
    {
        final RejectReason reason = accountVisible(venue, accountId);
        if (RejectReason.NONE != reason)
        {
            reports.queryRefused(replies, correlationId, reason, RejectField.ACCOUNT);
            return;
        }
        accountRows[0] = engine.book().account(accountId);
        sendAccounts(correlationId, 1, replies);
    }

    private void accounts(final int venue, final long correlationId, final long after, final Replies replies)
    {
        final Book book = engine.book();
        int count = 0;
        Account next = book.nextAccount(fromStart(after));
        while (null != next && count < accountRows.length)
        {
            if (isVisible(venue, next))
            {
                accountRows[count++] = next;
            }
            next = book.nextAccount(next.id());
        }
        sendAccounts(correlationId, count, replies);
    }

    private void sendAccounts(final long correlationId, final int count, final Replies replies)
    {
        final Margin margin = engine.margin();
        final AccountsReportEncoder report = accountsReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId).logPosition(publisher.logPosition()).timestamp(engine.timeMs());
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

    private void positions(final int venue, final Replies replies)
    {
        final long correlationId = positionsQuery.correlationId();
        final long accountId = positionsQuery.account();
        final int instrumentId = positionsQuery.instrument();
        final Instrument instrument = engine.book().instrument(instrumentId);
        if (Absent.INT != instrumentId && null == instrument)
        {
            final RejectReason reason =
                instrumentId > 0 ? RejectReason.UNKNOWN_INSTRUMENT : RejectReason.INVALID_FIELD;
            reports.queryRefused(replies, correlationId, reason, RejectField.INSTRUMENT);
            return;
        }
        final int count;
        if (Absent.LONG != accountId)
        {
            final RejectReason reason = accountVisible(venue, accountId);
            if (RejectReason.NONE != reason)
            {
                reports.queryRefused(replies, correlationId, reason, RejectField.ACCOUNT);
                return;
            }
            count = positionsOf(engine.book().account(accountId), instrument);
        }
        else
        {
            count = null == instrument ? positionsOfAll(venue) : positionsIn(venue, instrument);
        }
        sendPositions(correlationId, count, replies);
    }

    private int positionsOf(final Account account, final Instrument instrument)
    {
        final boolean resumes = account.id() == positionsQuery.afterAccount();
        final int afterInstrumentId = resumes ? positionsQuery.afterInstrument() : 0;
        if (positionsQuery.afterAccount() > account.id())
        {
            return 0;
        }
        return collect(account, afterInstrumentId, instrument, 0);
    }

    private int positionsIn(final int venue, final Instrument instrument)
    {
        int count = 0;
        Position next = instrument.positions().next(fromStart(positionsQuery.afterAccount()));
        while (null != next && count < positionRows.length)
        {
            if (isVisible(venue, next.account()))
            {
                positionRows[count++] = next;
            }
            next = instrument.positions().next(next.account().id());
        }
        return count;
    }

    private int positionsOfAll(final int venue)
    {
        final Book book = engine.book();
        final long afterAccountId = fromStart(positionsQuery.afterAccount());
        final Account resumed = book.account(afterAccountId);
        int count = null == resumed || !isVisible(venue, resumed) ? 0 :
            collect(resumed, positionsQuery.afterInstrument(), null, 0);
        Account next = book.nextAccount(afterAccountId);
        while (null != next && count < positionRows.length)
        {
            if (isVisible(venue, next))
            {
                count = collect(next, 0, null, count);
            }
            next = book.nextAccount(next.id());
        }
        return count;
    }

    private int collect(
        final Account account, final int afterInstrumentId, final Instrument only, final int countBefore)
    {
        int count = countBefore;
        for (int i = 0; i < account.legCount() && count < positionRows.length; i++)
        {
            final Position leg = account.leg(i);
            if (leg.instrument().id() > afterInstrumentId && (null == only || leg.instrument() == only))
            {
                positionRows[count++] = leg;
            }
        }
        return count;
    }

    private void sendPositions(final long correlationId, final int count, final Replies replies)
    {
        final PositionsReportEncoder report = positionsReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId).logPosition(publisher.logPosition()).timestamp(engine.timeMs());
        final PositionsReportEncoder.PositionsEncoder rows = report.positionsCount(count);
        for (int i = 0; i < count; i++)
        {
            final Position position = positionRows[i];
            final OffsetQueue.Place place = places.of(position);
            rows.next()
                .account(position.account().id())
                .instrument(position.instrument().id())
                .quantityLots(position.quantityLots())
                .cost(position.cost())
                .value(position.value())
                .unrealizedPnl(position.unrealizedPnl())
                .maintenanceMargin(engine.margin().maintenanceMargin(
                    position.instrument(), position.quantityLots()))
                .offsetRank(place.rank())
                .offsetQuintile(place.quintile())
                .lotsAhead(place.lotsAhead());
            positionRows[i] = null;
        }
        places.clear();
        replies.offer(page, 0, MessageCheck.HEADER_LENGTH + report.encodedLength());
    }

    private RejectReason accountVisible(final int venue, final long accountId)
    {
        final Account account = engine.book().account(accountId);
        if (accountId < 1)
        {
            return RejectReason.INVALID_FIELD;
        }
        if (null == account)
        {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        return isVisible(venue, account) ? RejectReason.NONE : RejectReason.NOT_YOUR_ACCOUNT;
    }

    private static boolean isVisible(final int venue, final Account account)
    {
        return EventRing.RISK_OPS == venue || venue == account.venue();
    }

    private static long fromStart(final long after)
    {
        return Math.max(0, after);
    }
}
