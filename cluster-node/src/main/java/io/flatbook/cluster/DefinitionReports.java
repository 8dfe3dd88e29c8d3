package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.AssetsQueryDecoder;
import io.flatbook.sbe.AssetsReportEncoder;
import io.flatbook.sbe.InstrumentQueryDecoder;
import io.flatbook.sbe.InstrumentReportEncoder;
import io.flatbook.sbe.InstrumentsQueryDecoder;
import io.flatbook.sbe.InstrumentsReportEncoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers queries for assets and instruments, a page at a time.
 */
final class DefinitionReports
{
    private static final int INSTRUMENT_ROWS_MAX = 16;

    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final UnsafeBuffer page;
    private final int assetRowsMax;
    private final Instrument[] instrumentRows;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final AssetsQueryDecoder assetsQuery = new AssetsQueryDecoder();
    private final InstrumentsQueryDecoder instrumentsQuery = new InstrumentsQueryDecoder();
    private final InstrumentQueryDecoder instrumentQuery = new InstrumentQueryDecoder();
    private final AssetsReportEncoder assetsReport = new AssetsReportEncoder();
    private final InstrumentsReportEncoder instrumentsReport = new InstrumentsReportEncoder();
    private final InstrumentReportEncoder instrumentReport = new InstrumentReportEncoder();

    DefinitionReports(final ClearingEngine engine, final EventPublisher publisher, final ReportEncoding reports)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
        page = new UnsafeBuffer(new byte[engine.limits().pageBytes()]);
        assetRowsMax = Pages.rows(engine.limits(), AssetsReportEncoder.AssetsEncoder.sbeBlockLength());
        instrumentRows = new Instrument[Math.min(INSTRUMENT_ROWS_MAX,
            Pages.rows(engine.limits(), InstrumentsReportEncoder.InstrumentsEncoder.sbeBlockLength()))];
    }

    void answer(
        final int templateId, final DirectBuffer buffer, final int body, final Replies replies)
    {
        switch (templateId)
        {
            case AssetsQueryDecoder.TEMPLATE_ID:
                assetsQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                assets(assetsQuery.correlationId(), fromStart(assetsQuery.after()), replies);
                break;
            case InstrumentsQueryDecoder.TEMPLATE_ID:
                instrumentsQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                instruments(instrumentsQuery.correlationId(), fromStart(instrumentsQuery.after()), replies);
                break;
            default:
                instrumentQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                instrument(instrumentQuery.correlationId(), instrumentQuery.instrument(), replies);
                break;
        }
    }

    private void assets(final long correlationId, final int after, final Replies replies)
    {
        final Book book = engine.book();
        final int count = Math.max(0, Math.min(assetRowsMax, book.assetCount() - after));
        final AssetsReportEncoder report = assetsReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId).logPosition(publisher.logPosition()).timestamp(engine.timeMs());
        final AssetsReportEncoder.AssetsEncoder row = report.assetsCount(count);
        for (int i = 1; i <= count; i++)
        {
            final Asset asset = book.asset(after + i);
            row.next()
                .asset(asset.id())
                .scale((byte)asset.scale())
                .withdrawalsOn(asset.withdrawalsOn())
                .defaultRunsOn(asset.defaultRunsOn())
                .insuranceFund(asset.insuranceFund())
                .fees(asset.fees())
                .rounding(asset.rounding())
                .symbol(asset.symbol());
            Terms.put(row.collateral(), asset.collateral());
            Terms.put(row.houseDeficit(), asset.houseDeficit());
            Terms.put(row.deposits(), asset.deposits());
            Terms.put(row.withdrawalsTotal(), asset.withdrawals());
        }
        send(replies, report.encodedLength());
    }

    private void instruments(final long correlationId, final int after, final Replies replies)
    {
        final Book book = engine.book();
        int count = 0;
        Instrument next = book.nextInstrument(after);
        while (null != next && count < instrumentRows.length)
        {
            instrumentRows[count++] = next;
            next = book.nextInstrument(next.id());
        }
        final InstrumentsReportEncoder report = instrumentsReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId).logPosition(publisher.logPosition()).timestamp(engine.timeMs());
        final InstrumentsReportEncoder.InstrumentsEncoder rows = report.instrumentsCount(count);
        for (int i = 0; i < count; i++)
        {
            row(rows.next(), instrumentRows[i]);
            instrumentRows[i] = null;
        }
        send(replies, report.encodedLength());
    }

    private static void row(final InstrumentsReportEncoder.InstrumentsEncoder row, final Instrument instrument)
    {
        row.instrument(instrument.id());
        Terms.put(row.terms(), instrument);
        Terms.put(row.protection(), instrument.protection());
        row.status(instrument.status())
            .suspect(instrument.suspect() ? Switch.ON : Switch.OFF)
            .markTicks(instrument.markTicks())
            .heldTicks(instrument.heldTicks())
            .markTime(instrument.hasMark() ? instrument.markTimeMs() : Absent.LONG)
            .referenceTicks(instrument.bandReferenceTicks())
            .largestPositionLots(instrument.maxPositionLots())
            .openInterestLots(instrument.openInterestLots())
            .tickValue(instrument.units().unit());
    }

    private void instrument(final long correlationId, final int instrumentId, final Replies replies)
    {
        final Instrument instrument = engine.book().instrument(instrumentId);
        if (null == instrument)
        {
            final RejectReason reason =
                instrumentId > 0 ? RejectReason.UNKNOWN_INSTRUMENT : RejectReason.INVALID_FIELD;
            reports.queryRefused(replies, correlationId, reason, RejectField.INSTRUMENT);
            return;
        }
        final InstrumentReportEncoder report = instrumentReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId).logPosition(publisher.logPosition()).timestamp(engine.timeMs());
        single(report, instrument);
        final MarginTiers tiers = instrument.marginTerms().tiers();
        final InstrumentReportEncoder.MarginTiersEncoder rows = report.marginTiersCount(tiers.count());
        for (int i = 0; i < tiers.count(); i++)
        {
            rows.next().floor(tiers.floor(i)).initialPpm(tiers.initialPpm(i))
                .maintenancePpm(tiers.maintenancePpm(i));
        }
        send(replies, report.encodedLength());
    }

    private static void single(final InstrumentReportEncoder report, final Instrument instrument)
    {
        report.instrument(instrument.id());
        Terms.put(report.terms(), instrument);
        Terms.put(report.protection(), instrument.protection());
        report.status(instrument.status())
            .suspect(instrument.suspect() ? Switch.ON : Switch.OFF)
            .markTicks(instrument.markTicks())
            .heldTicks(instrument.heldTicks())
            .markTime(instrument.hasMark() ? instrument.markTimeMs() : Absent.LONG)
            .referenceTicks(instrument.bandReferenceTicks())
            .largestPositionLots(instrument.maxPositionLots())
            .openInterestLots(instrument.openInterestLots())
            .tickValue(instrument.units().unit());
    }

    private void send(final Replies replies, final int encodedLength)
    {
        replies.offer(page, 0, MessageCheck.HEADER_LENGTH + encodedLength);
    }

    private static int fromStart(final int after)
    {
        return Math.max(0, after);
    }
}
