package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.engine.offset.Score;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetQueueQueryDecoder;
import io.flatbook.sbe.OffsetQueueReportEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers queries for the queue of one side of an instrument. A gateway sees the places of its own venue's accounts.
 */
final class QueueReports
{
    private static final int TOP_MAX = 100;

    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final UnsafeBuffer page;
    private final int rowsMax;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final OffsetQueueQueryDecoder query = new OffsetQueueQueryDecoder();
    private final OffsetQueueReportEncoder report = new OffsetQueueReportEncoder();
    private final List<OffsetQueue.Place> rows = new ArrayList<>();

    QueueReports(final ClearingEngine engine, final EventPublisher publisher, final ReportEncoding reports)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
        page = new UnsafeBuffer(new byte[engine.limits().pageBytes()]);
        rowsMax = Pages.rows(engine.limits(), OffsetQueueReportEncoder.QueueEncoder.sbeBlockLength());
    }

    void queue(final int venue, final DirectBuffer buffer, final int body, final Replies replies)
    {
        query.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final Instrument instrument = engine.book().instrument(query.instrument());
        final RejectField invalid = invalidField();
        if (RejectField.NONE != invalid)
        {
            reports.queryRefused(replies, query.correlationId(), RejectReason.INVALID_FIELD, invalid);
        }
        else if (null == instrument)
        {
            reports.queryRefused(
                replies, query.correlationId(), RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT);
        }
        else
        {
            send(venue, instrument, replies);
        }
    }

    private RejectField invalidField()
    {
        if (query.instrument() < 1)
        {
            return RejectField.INSTRUMENT;
        }
        if (Side.LONG != query.side() && Side.SHORT != query.side())
        {
            return RejectField.SIDE;
        }
        return query.top() < 1 || query.top() > TOP_MAX ? RejectField.TOP : RejectField.NONE;
    }

    private void send(final int venue, final Instrument instrument, final Replies replies)
    {
        final Side side = query.side();
        rows.clear();
        engine.queue().places(instrument, side, (place) ->
        {
            if (Pages.isVisible(venue, place.position().account()))
            {
                rows.add(place);
            }
            return rows.size() < query.top();
        });
        final int positions = engine.queue().count(instrument, side);
        int from = 0;
        do
        {
            final int to = Math.min(rows.size(), from + rowsMax);
            sendPage(instrument, positions, from, to, replies);
            from = to;
        }
        while (from < rows.size());
        rows.clear();
    }

    private void sendPage(
        final Instrument instrument,
        final int positions,
        final int from,
        final int to,
        final Replies replies)
    {
        report.wrapAndApplyHeader(page, 0, header)
            .correlationId(query.correlationId())
            .logPosition(publisher.logPosition())
            .timestamp(engine.timeMs())
            .instrument(instrument.id())
            .side(query.side())
            .sideLots(instrument.openInterestLots())
            .positions(positions)
            .last(to == rows.size() ? Switch.ON : Switch.OFF);
        final OffsetQueueReportEncoder.QueueEncoder queueRows = report.queueCount(to - from);
        for (int i = from; i < to; i++)
        {
            final OffsetQueue.Place place = rows.get(i);
            final Position position = place.position();
            final Score score = place.score();
            queueRows.next()
                .account(position.account().id())
                .quantityLots(position.quantityLots())
                .cost(position.cost())
                .unrealizedPnl(score.unrealizedPnl())
                .equity(score.equity())
                .roe(score.roe())
                .leverage(score.leverage())
                .score(score.score())
                .offsetRank(place.rank())
                .offsetQuintile(place.quintile())
                .lotsAhead(place.lotsAhead());
        }
        replies.offer(page, 0, MessageCheck.HEADER_LENGTH + report.encodedLength());
    }
}
