package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.PositionsQueryDecoder;
import io.flatbook.sbe.PositionsReportEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers queries for positions, a page at a time. A page costs what it returns, and a bounded walk past rows that the
 * asker may not see. Places in the queue are counted for the positions of one account only, as many as a second's
 * budget allows, and at least one.
 *
 * <p>Contract: CMD-12, POL-5.
 */
final class PositionReports
{
    private static final int ALL_OF_IT = Integer.MAX_VALUE;

    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final UnsafeBuffer page;
    private final Position[] rows;
    private final OffsetQueue.Place[] places;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final PositionsQueryDecoder query = new PositionsQueryDecoder();
    private final PositionsReportEncoder report = new PositionsReportEncoder();
    private int count;
    private long nextAfterAccount;
    private int nextAfterInstrument;

    PositionReports(final ClearingEngine engine, final EventPublisher publisher, final ReportEncoding reports)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
        page = new UnsafeBuffer(new byte[engine.limits().pageBytes()]);
        rows = new Position[Pages.rows(engine.limits(), PositionsReportEncoder.PositionsEncoder.sbeBlockLength())];
        places = new OffsetQueue.Place[rows.length];
    }

    void positions(final int venue, final DirectBuffer buffer, final int body, final Replies replies)
    {
        query.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final int instrumentId = query.instrument();
        final Instrument instrument = engine.book().instrument(instrumentId);
        if (Absent.INT != instrumentId && null == instrument)
        {
            final RejectReason reason =
                instrumentId > 0 ? RejectReason.UNKNOWN_INSTRUMENT : RejectReason.INVALID_FIELD;
            reports.queryRefused(replies, query.correlationId(), reason, RejectField.INSTRUMENT);
            return;
        }
        count = 0;
        nextAfterAccount = Absent.LONG;
        nextAfterInstrument = Absent.INT;
        if (Absent.LONG != query.account())
        {
            final RejectReason reason = Pages.visible(engine.book(), venue, query.account());
            if (RejectReason.NONE != reason)
            {
                reports.queryRefused(replies, query.correlationId(), reason, RejectField.ACCOUNT);
                return;
            }
            ofAccount(engine.book().account(query.account()), instrument);
        }
        else if (null == instrument)
        {
            ofAll(venue);
        }
        else
        {
            ofInstrument(venue, instrument);
        }
        send(replies);
    }

    private void ofAccount(final Account account, final Instrument instrument)
    {
        if (query.afterAccount() > account.id())
        {
            return;
        }
        collect(account, account.id() == query.afterAccount() ? query.afterInstrument() : 0, instrument);
        final long visitedMax = engine.work().positionsVisited() + QueryBudget.ROWS_PER_SECOND;
        final int collected = count;
        for (count = 0; count < collected; count++)
        {
            if (engine.work().positionsVisited() >= visitedMax)
            {
                goesOnAfter(account, rows[count - 1].instrument().id());
                return;
            }
            places[count] = engine.queue().rankOf(rows[count]);
        }
    }

    private void ofInstrument(final int venue, final Instrument instrument)
    {
        Position next = instrument.positions().next(Pages.fromStart(query.afterAccount()));
        Account passed = null;
        for (int visited = 0; null != next; visited++)
        {
            if (count == rows.length || Pages.ROWS_PASSED_MAX == visited)
            {
                goesOnAfter(passed, ALL_OF_IT);
                return;
            }
            engine.work().visited(1);
            passed = next.account();
            if (Pages.isVisible(venue, passed))
            {
                rows[count++] = next;
            }
            next = instrument.positions().next(passed.id());
        }
    }

    private void ofAll(final int venue)
    {
        final Book book = engine.book();
        final long after = Pages.fromStart(query.afterAccount());
        final Account resumed = book.account(after);
        Account next = null == resumed ? book.nextAccount(after) : resumed;
        Account passed = null;
        for (int visited = 0; null != next; visited++)
        {
            if (count == rows.length || Pages.ROWS_PASSED_MAX == visited)
            {
                goesOnAfter(passed, ALL_OF_IT);
                return;
            }
            engine.work().visited(1);
            if (Pages.isVisible(venue, next) &&
                !collect(next, next == resumed ? query.afterInstrument() : 0, null))
            {
                return;
            }
            passed = next;
            next = book.nextAccount(next.id());
        }
    }

    /** Takes the account's positions as far as there is room; false if that is not all of them. */
    private boolean collect(final Account account, final int afterInstrumentId, final Instrument only)
    {
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            if (leg.instrument().id() > afterInstrumentId && (null == only || leg.instrument() == only))
            {
                if (count == rows.length)
                {
                    goesOnAfter(account, rows[count - 1].instrument().id());
                    return false;
                }
                rows[count++] = leg;
            }
        }
        return true;
    }

    private void goesOnAfter(final Account account, final int instrumentId)
    {
        nextAfterAccount = account.id();
        nextAfterInstrument = instrumentId;
    }

    private void send(final Replies replies)
    {
        report.wrapAndApplyHeader(page, 0, header)
            .correlationId(query.correlationId())
            .logPosition(publisher.logPosition())
            .timestamp(engine.timeMs())
            .nextAfterAccount(nextAfterAccount)
            .nextAfterInstrument(nextAfterInstrument);
        final PositionsReportEncoder.PositionsEncoder encoder = report.positionsCount(count);
        for (int i = 0; i < count; i++)
        {
            final Position position = rows[i];
            final OffsetQueue.Place place = places[i];
            encoder.next()
                .account(position.account().id())
                .instrument(position.instrument().id())
                .quantityLots(position.quantityLots())
                .cost(position.cost())
                .value(position.value())
                .unrealizedPnl(position.unrealizedPnl())
                .maintenanceMargin(engine.margin().maintenanceMargin(
                    position.instrument(), position.quantityLots()))
                .offsetRank(null == place ? Absent.INT : place.rank())
                .offsetQuintile(null == place ? Absent.INT : place.quintile())
                .lotsAhead(null == place ? Absent.LONG : place.lotsAhead());
            rows[i] = null;
            places[i] = null;
        }
        replies.offer(page, 0, MessageCheck.HEADER_LENGTH + report.encodedLength());
    }
}
