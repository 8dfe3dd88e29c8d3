package io.flatbook.cluster;

import io.flatbook.engine.Asset;
import io.flatbook.engine.Book;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Instrument;
import io.flatbook.engine.InstrumentDefinition;
import io.flatbook.engine.MarginTiers;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Principals;
import io.flatbook.engine.Protection;
import io.flatbook.sbe.AssetsQueryDecoder;
import io.flatbook.sbe.AssetsReportEncoder;
import io.flatbook.sbe.GatewaysQueryDecoder;
import io.flatbook.sbe.GatewaysReportEncoder;
import io.flatbook.sbe.InstrumentQueryDecoder;
import io.flatbook.sbe.InstrumentReportEncoder;
import io.flatbook.sbe.InstrumentsQueryDecoder;
import io.flatbook.sbe.InstrumentsReportEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers queries for assets, instruments and gateways, a page at a time.
 */
final class DefinitionReports
{
    private static final int INSTRUMENT_ROWS_MAX = 16;

    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final UnsafeBuffer page;
    private final int assetRowsMax;
    private final int instrumentRowsMax;
    private final Principal[] gatewayRows;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final AssetsQueryDecoder assetsQuery = new AssetsQueryDecoder();
    private final InstrumentsQueryDecoder instrumentsQuery = new InstrumentsQueryDecoder();
    private final InstrumentQueryDecoder instrumentQuery = new InstrumentQueryDecoder();
    private final GatewaysQueryDecoder gatewaysQuery = new GatewaysQueryDecoder();
    private final AssetsReportEncoder assetsReport = new AssetsReportEncoder();
    private final InstrumentsReportEncoder instrumentsReport = new InstrumentsReportEncoder();
    private final InstrumentReportEncoder instrumentReport = new InstrumentReportEncoder();
    private final GatewaysReportEncoder gatewaysReport = new GatewaysReportEncoder();

    DefinitionReports(final ClearingEngine engine, final EventPublisher publisher, final ReportEncoding reports)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
        page = new UnsafeBuffer(new byte[engine.limits().pageBytes()]);
        assetRowsMax = Pages.rows(engine.limits(), AssetsReportEncoder.AssetsEncoder.sbeBlockLength());
        instrumentRowsMax = Math.min(INSTRUMENT_ROWS_MAX,
            Pages.rows(engine.limits(), InstrumentsReportEncoder.InstrumentsEncoder.sbeBlockLength()));
        gatewayRows =
            new Principal[Pages.rows(engine.limits(), GatewaysReportEncoder.GatewaysEncoder.sbeBlockLength())];
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
            case AssetsQueryDecoder.TEMPLATE_ID:
                assetsQuery.wrap(buffer, body, AssetsQueryDecoder.BLOCK_LENGTH, AssetsQueryDecoder.SCHEMA_VERSION);
                assets(assetsQuery.correlationId(), fromStart(assetsQuery.after()), replies);
                break;
            case InstrumentsQueryDecoder.TEMPLATE_ID:
                instrumentsQuery.wrap(
                    buffer, body, InstrumentsQueryDecoder.BLOCK_LENGTH, InstrumentsQueryDecoder.SCHEMA_VERSION);
                instruments(instrumentsQuery.correlationId(), fromStart(instrumentsQuery.after()), replies);
                break;
            case InstrumentQueryDecoder.TEMPLATE_ID:
                instrumentQuery.wrap(
                    buffer, body, InstrumentQueryDecoder.BLOCK_LENGTH, InstrumentQueryDecoder.SCHEMA_VERSION);
                instrument(instrumentQuery.correlationId(), instrumentQuery.instrument(), replies);
                break;
            default:
                gatewaysQuery.wrap(
                    buffer, body, GatewaysQueryDecoder.BLOCK_LENGTH, GatewaysQueryDecoder.SCHEMA_VERSION);
                gateways(venue, gatewaysQuery.correlationId(), fromStart(gatewaysQuery.after()), replies);
                break;
        }
    }

    private void assets(final long correlationId, final int after, final Replies replies)
    {
        final Book book = engine.book();
        final int count = Math.max(0, Math.min(assetRowsMax, book.assetCount() - after));
        final AssetsReportEncoder report = assetsReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId).logPosition(publisher.logPosition()).timestamp(engine.timeMs());
        final AssetsReportEncoder.AssetsEncoder rows = report.assetsCount(count);
        for (int i = 1; i <= count; i++)
        {
            final Asset asset = book.asset(after + i);
            rows.next()
                .asset(asset.id())
                .scale((byte)asset.scale())
                .withdrawalsOn(asset.withdrawalsOn())
                .defaultRunsOn(asset.defaultRunsOn())
                .collateral(asset.collateral().low())
                .insuranceFund(asset.insuranceFund())
                .fees(asset.fees())
                .rounding(asset.rounding())
                .houseDeficit(asset.houseDeficit())
                .deposits(asset.deposits())
                .withdrawalsTotal(asset.withdrawals())
                .symbol(asset.symbol());
        }
        send(replies, report.encodedLength());
    }

    private void instruments(final long correlationId, final int after, final Replies replies)
    {
        final Book book = engine.book();
        final int count = Math.max(0, Math.min(instrumentRowsMax, book.instrumentCount() - after));
        final InstrumentsReportEncoder report = instrumentsReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId).logPosition(publisher.logPosition()).timestamp(engine.timeMs());
        final InstrumentsReportEncoder.InstrumentsEncoder rows = report.instrumentsCount(count);
        for (int i = 1; i <= count; i++)
        {
            row(rows.next(), book.instrument(after + i));
        }
        send(replies, report.encodedLength());
    }

    private static void row(final InstrumentsReportEncoder.InstrumentsEncoder row, final Instrument instrument)
    {
        final InstrumentDefinition definition = instrument.definition();
        final Protection protection = instrument.protection();
        row.instrument(instrument.id())
            .symbol(instrument.symbol())
            .kind(instrument.kind())
            .settlementAsset(instrument.settlementAsset().id())
            .underlying(definition.underlyingId());
        row.tickSize().mantissa(definition.tickSizeMantissa()).exponent((byte)definition.tickSizeExponent());
        row.lotSize().mantissa(definition.lotSizeMantissa()).exponent((byte)definition.lotSizeExponent());
        row.multiplier().mantissa(definition.multiplierMantissa()).exponent((byte)definition.multiplierExponent());
        row.expiry(definition.expiryMs())
            .strikeTicks(definition.strikeTicks())
            .minPriceTicks(instrument.units().minTicks())
            .maxPriceTicks(instrument.units().maxTicks())
            .maxPositionLots(instrument.maxPositionLots())
            .optionInitialPpm(definition.optionInitialPpm())
            .optionInitialFloorPpm(definition.optionInitialFloorPpm())
            .optionMaintenancePpm(definition.optionMaintenancePpm())
            .offsetPolicy(instrument.offsetPolicy())
            .status(instrument.status())
            .suspect(instrument.suspect() ? Switch.ON : Switch.OFF)
            .markTicks(Pages.zeroIsNull(instrument.markTicks()))
            .heldTicks(Pages.zeroIsNull(instrument.heldTicks()))
            .markTime(0 == instrument.markTicks() ? ClearingEngine.NULL_LONG : instrument.markTimeMs())
            .openInterestLots(instrument.openInterestLots())
            .markBandPpm(protection.markBandPpm())
            .markMaxAgeMs(protection.markMaxAgeMs())
            .tradeBandPpm(protection.tradeBandPpm())
            .maxFeePpm(protection.maxFeePpm())
            .maxOpenInterestLots(protection.maxOpenInterestLots())
            .fundingCapPpb(protection.fundingCapPpb());
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
        final MarginTiers tiers = instrument.tiers();
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
        final InstrumentDefinition definition = instrument.definition();
        final Protection protection = instrument.protection();
        report.instrument(instrument.id())
            .symbol(instrument.symbol())
            .kind(instrument.kind())
            .settlementAsset(instrument.settlementAsset().id())
            .underlying(definition.underlyingId());
        report.tickSize().mantissa(definition.tickSizeMantissa()).exponent((byte)definition.tickSizeExponent());
        report.lotSize().mantissa(definition.lotSizeMantissa()).exponent((byte)definition.lotSizeExponent());
        report.multiplier()
            .mantissa(definition.multiplierMantissa())
            .exponent((byte)definition.multiplierExponent());
        report.expiry(definition.expiryMs())
            .strikeTicks(definition.strikeTicks())
            .minPriceTicks(instrument.units().minTicks())
            .maxPriceTicks(instrument.units().maxTicks())
            .maxPositionLots(instrument.maxPositionLots())
            .optionInitialPpm(definition.optionInitialPpm())
            .optionInitialFloorPpm(definition.optionInitialFloorPpm())
            .optionMaintenancePpm(definition.optionMaintenancePpm())
            .offsetPolicy(instrument.offsetPolicy())
            .status(instrument.status())
            .suspect(instrument.suspect() ? Switch.ON : Switch.OFF)
            .markTicks(Pages.zeroIsNull(instrument.markTicks()))
            .heldTicks(Pages.zeroIsNull(instrument.heldTicks()))
            .markTime(0 == instrument.markTicks() ? ClearingEngine.NULL_LONG : instrument.markTimeMs())
            .openInterestLots(instrument.openInterestLots())
            .markBandPpm(protection.markBandPpm())
            .markMaxAgeMs(protection.markMaxAgeMs())
            .tradeBandPpm(protection.tradeBandPpm())
            .maxFeePpm(protection.maxFeePpm())
            .maxOpenInterestLots(protection.maxOpenInterestLots())
            .fundingCapPpb(protection.fundingCapPpb());
    }

    private void gateways(final int venue, final long correlationId, final int after, final Replies replies)
    {
        final Principals principals = engine.principals();
        int count = 0;
        for (int number = Math.min(after, principals.gatewayCount()) + 1;
            number <= principals.gatewayCount() && count < gatewayRows.length; number++)
        {
            final Principal gateway = principals.gateway(number);
            if (EventRing.RISK_OPS == venue || venue == gateway.venue())
            {
                gatewayRows[count++] = gateway;
            }
        }
        final GatewaysReportEncoder report = gatewaysReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(correlationId).logPosition(publisher.logPosition()).timestamp(engine.timeMs());
        final GatewaysReportEncoder.GatewaysEncoder rows = report.gatewaysCount(count);
        for (int i = 0; i < count; i++)
        {
            final Principal gateway = gatewayRows[i];
            final GatewaysReportEncoder.GatewaysEncoder row = rows.next();
            row.gatewayNumber(gateway.gatewayNumber()).venue(gateway.venue());
            EventEncoding.putBits(row.capabilities(), gateway.capabilities());
            row.guaranteed(gateway.guaranteed())
                .status(gateway.status())
                .lastCommandId(gateway.outcomes().lastCommandId())
                .gateway(PrincipalNames.withoutRole(gateway.name()));
        }
        send(replies, report.encodedLength());
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
