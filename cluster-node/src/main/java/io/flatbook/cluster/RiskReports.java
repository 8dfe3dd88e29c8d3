package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.sbe.AuditQueryDecoder;
import io.flatbook.sbe.AuditReportEncoder;
import io.flatbook.sbe.FundQueryDecoder;
import io.flatbook.sbe.FundReportEncoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPreviewDecoder;
import io.flatbook.sbe.OffsetQueueQueryDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers queries for funds and totals; those for the queue and for previews go on to
 * {@link QueueReports} and {@link PreviewReports}.
 */
final class RiskReports
{
    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final QueueReports queueReports;
    private final PreviewReports previewReports;
    private final UnsafeBuffer page;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final FundQueryDecoder fundQuery = new FundQueryDecoder();
    private final AuditQueryDecoder auditQuery = new AuditQueryDecoder();
    private final FundReportEncoder fundReport = new FundReportEncoder();
    private final AuditReportEncoder auditReport = new AuditReportEncoder();

    RiskReports(final ClearingEngine engine, final EventPublisher publisher, final ReportEncoding reports)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
        queueReports = new QueueReports(engine, publisher, reports);
        previewReports = new PreviewReports(engine, publisher, reports);
        page = new UnsafeBuffer(new byte[engine.limits().pageBytes()]);
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
            case OffsetQueueQueryDecoder.TEMPLATE_ID:
                queueReports.queue(venue, buffer, body, replies);
                break;
            case OffsetPreviewDecoder.TEMPLATE_ID:
                previewReports.preview(venue, buffer, body, replies);
                break;
            case FundQueryDecoder.TEMPLATE_ID:
                fundQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                fund(fundQuery.correlationId(), fundQuery.asset(), replies);
                break;
            default:
                auditQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                audit(auditQuery.correlationId(), auditQuery.asset(), replies);
                break;
        }
    }

    private void fund(final long correlationId, final int assetId, final Replies replies)
    {
        final Asset asset = engine.book().asset(assetId);
        if (null == asset)
        {
            refuseAsset(correlationId, assetId, replies);
            return;
        }
        final boolean isPresent = asset.windowAt(engine.timeMs()) == asset.window();
        final FundReportEncoder report = fundReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId)
            .logPosition(publisher.logPosition())
            .timestamp(engine.timeMs())
            .asset(assetId)
            .insuranceFund(asset.insuranceFund())
            .fees(asset.fees())
            .rounding(asset.rounding())
            .windowDrawn(isPresent ? asset.windowDrawn() : 0);
        Terms.put(report.houseDeficit(), asset.houseDeficit());
        Terms.put(report.waterfall(), asset.waterfall());
        send(replies, report.encodedLength());
    }

    private void audit(final long correlationId, final int assetId, final Replies replies)
    {
        final Book book = engine.book();
        final Asset asset = book.asset(assetId);
        if (null == asset)
        {
            refuseAsset(correlationId, assetId, replies);
            return;
        }
        long positions = 0;
        boolean isQuantitySumZero = true;
        for (Instrument instrument = book.nextInstrument(0); null != instrument;
            instrument = book.nextInstrument(instrument.id()))
        {
            positions += instrument.positions().count();
            isQuantitySumZero &= instrument.openInterestLots() == instrument.shortLots();
        }
        final AuditReportEncoder report = auditReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId)
            .logPosition(publisher.logPosition())
            .timestamp(engine.timeMs())
            .asset(assetId)
            .insuranceFund(asset.insuranceFund())
            .fees(asset.fees())
            .rounding(asset.rounding())
            .accounts(book.accountCount())
            .positions(positions)
            .quantitySumZero(isQuantitySumZero ? Switch.ON : Switch.OFF)
            .balanced(asset.balanced() ? Switch.ON : Switch.OFF)
            .stateHash(engine.stateHash())
            .replicaHash(engine.replicaHash())
            .eventSequence(publisher.nextSequence() - 1);
        Terms.put(report.collateral(), asset.collateral());
        Terms.put(report.cost(), asset.cost());
        Terms.put(report.houseDeficit(), asset.houseDeficit());
        Terms.put(report.deposits(), asset.deposits());
        Terms.put(report.withdrawals(), asset.withdrawals());
        send(replies, report.encodedLength());
    }

    private void refuseAsset(final long correlationId, final int assetId, final Replies replies)
    {
        final RejectReason reason = assetId > 0 ? RejectReason.UNKNOWN_ASSET : RejectReason.INVALID_FIELD;
        reports.queryRefused(replies, correlationId, reason, RejectField.ASSET);
    }

    private void send(final Replies replies, final int encodedLength)
    {
        replies.offer(page, 0, MessageCheck.HEADER_LENGTH + encodedLength);
    }
}
