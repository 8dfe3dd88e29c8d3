package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.IdWindow;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.snapshot.AssetStateEncoder;
import io.flatbook.sbe.snapshot.IdWindowKind;
import io.flatbook.sbe.snapshot.IdWindowStateEncoder;
import io.flatbook.sbe.snapshot.InstrumentStateEncoder;

/**
 * Writes assets and instruments to a snapshot.
 */
final class DefinitionSnapshot
{
    private final ClearingEngine engine;
    private final SnapshotRecords records;
    private final AssetStateEncoder assetRecord = new AssetStateEncoder();
    private final InstrumentStateEncoder instrumentRecord = new InstrumentStateEncoder();

    DefinitionSnapshot(final ClearingEngine engine, final SnapshotRecords records)
    {
        this.engine = engine;
        this.records = records;
    }

    void take()
    {
        final Book book = engine.book();
        for (int id = 1; id <= book.assetCount(); id++)
        {
            asset(book.asset(id));
        }
        for (int id = 1; id <= book.instrumentCount(); id++)
        {
            final Instrument instrument = book.instrument(id);
            instrument(instrument);
            ids(records, IdWindowKind.FUNDING_IDS, id, instrument.fundingIds());
        }
    }

    /** Writes a window in parts, in order of use. */
    static void ids(final SnapshotRecords records, final IdWindowKind kind, final int owner, final IdWindow window)
    {
        final IdWindowStateEncoder record = new IdWindowStateEncoder();
        for (int from = 0; from < window.count(); from += SnapshotRecords.IDS_PER_RECORD)
        {
            final int count = Math.min(SnapshotRecords.IDS_PER_RECORD, window.count() - from);
            record.wrapAndApplyHeader(records.buffer(), 0, records.header()).kind(kind).owner(owner);
            final IdWindowStateEncoder.IdsEncoder rows = record.idsCount(count);
            for (int i = 0; i < count; i++)
            {
                rows.next().id(window.id(from + i));
            }
            records.write(record.encodedLength());
        }
    }

    private void asset(final Asset asset)
    {
        final Waterfall waterfall = asset.waterfall();
        assetRecord.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .asset(asset.id())
            .symbol(asset.symbol())
            .scale((byte)asset.scale())
            .withdrawals(asset.withdrawalsOn().value())
            .defaultRuns(asset.defaultRunsOn().value())
            .fundFloor(waterfall.fundFloor())
            .perEventCap(waterfall.perEventCap())
            .windowCap(waterfall.windowCap())
            .windowMs(waterfall.windowMs())
            .liquidationTimeoutMs(waterfall.liquidationTimeoutMs())
            .liquidationFeePpm(waterfall.liquidationFeePpm())
            .closeOutFeePpm(waterfall.closeOutFeePpm())
            .houseDeficitGate(waterfall.houseDeficitGate())
            .withdrawalCap(waterfall.withdrawalCap())
            .trigger(waterfall.trigger().value())
            .insuranceFund(asset.insuranceFund())
            .fees(asset.fees())
            .rounding(asset.rounding())
            .houseDeficit(asset.houseDeficit())
            .deposits(asset.deposits())
            .withdrawalsTotal(asset.withdrawals())
            .window(asset.window())
            .windowDrawn(asset.windowDrawn());
        records.write(assetRecord.encodedLength());
    }

    private void instrument(final Instrument instrument)
    {
        final InstrumentDefinition definition = instrument.definition();
        final Protection protection = instrument.protection();
        instrumentRecord.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .instrument(instrument.id())
            .symbol(instrument.symbol())
            .kind(instrument.kind().value())
            .settlementAsset(instrument.settlementAsset().id())
            .underlying(definition.underlyingId())
            .tickSizeMantissa(definition.tickSizeMantissa())
            .tickSizeExponent((byte)definition.tickSizeExponent())
            .lotSizeMantissa(definition.lotSizeMantissa())
            .lotSizeExponent((byte)definition.lotSizeExponent())
            .multiplierMantissa(definition.multiplierMantissa())
            .multiplierExponent((byte)definition.multiplierExponent())
            .expiryMs(definition.expiryMs())
            .strikeTicks(definition.strikeTicks())
            .minTicks(definition.minTicks())
            .maxTicks(definition.maxTicks())
            .definedMaxPositionLots(definition.protection().maxPositionLots())
            .optionInitialPpm(definition.optionInitialPpm())
            .optionInitialFloorPpm(definition.optionInitialFloorPpm())
            .optionMaintenancePpm(definition.optionMaintenancePpm())
            .offsetPolicy(instrument.offsetPolicy().value())
            .markBandPpm(protection.markBandPpm())
            .markMaxAgeMs(protection.markMaxAgeMs())
            .tradeBandPpm(protection.tradeBandPpm())
            .maxFeePpm(protection.maxFeePpm())
            .maxPositionLots(protection.maxPositionLots())
            .maxOpenInterestLots(protection.maxOpenInterestLots())
            .fundingCapPpb(protection.fundingCapPpb())
            .status(instrument.status().value())
            .markTicks(instrument.markTicks())
            .markTimeMs(instrument.markTimeMs())
            .heldTicks(instrument.heldTicks())
            .heldBy(instrument.heldBy())
            .fundingIdForgotten(instrument.fundingIds().highestForgotten())
            .fundingIds(instrument.fundingIds().count());
        final MarginTiers tiers = instrument.tiers();
        final InstrumentStateEncoder.TiersEncoder rows = instrumentRecord.tiersCount(tiers.count());
        for (int i = 0; i < tiers.count(); i++)
        {
            rows.next().floor(tiers.floor(i)).initialPpm(tiers.initialPpm(i))
                .maintenancePpm(tiers.maintenancePpm(i));
        }
        records.write(instrumentRecord.encodedLength());
    }
}
