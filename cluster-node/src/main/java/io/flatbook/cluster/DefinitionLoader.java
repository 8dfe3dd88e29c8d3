package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.SnapshotAccess;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.snapshot.AssetStateDecoder;
import io.flatbook.sbe.snapshot.IdWindowKind;
import io.flatbook.sbe.snapshot.IdWindowStateDecoder;
import io.flatbook.sbe.snapshot.InstrumentStateDecoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * Restores assets, instruments and windows of ids from a snapshot.
 */
final class DefinitionLoader
{
    private final ClearingEngine engine;
    private final SnapshotAccess state;
    private final AssetStateDecoder assetRecord = new AssetStateDecoder();
    private final InstrumentStateDecoder instrumentRecord = new InstrumentStateDecoder();
    private final IdWindowStateDecoder idsRecord = new IdWindowStateDecoder();

    DefinitionLoader(final ClearingEngine engine)
    {
        this.engine = engine;
        state = engine.state();
    }

    /**
     * @return whether the record was one of these.
     */
    boolean onRecord(
        final int templateId, final DirectBuffer buffer, final int offset, final MessageHeaderDecoder messageHeader)
    {
        switch (templateId)
        {
            case AssetStateDecoder.TEMPLATE_ID:
                assetRecord.wrapAndApplyHeader(buffer, offset, messageHeader);
                asset();
                return true;
            case InstrumentStateDecoder.TEMPLATE_ID:
                instrumentRecord.wrapAndApplyHeader(buffer, offset, messageHeader);
                instrument();
                return true;
            case IdWindowStateDecoder.TEMPLATE_ID:
                idsRecord.wrapAndApplyHeader(buffer, offset, messageHeader);
                ids();
                return true;
            default:
                return false;
        }
    }

    private void asset()
    {
        final Waterfall waterfall = new Waterfall(
            assetRecord.fundFloor(),
            assetRecord.perEventCap(),
            assetRecord.windowCap(),
            assetRecord.windowMs(),
            assetRecord.liquidationTimeoutMs(),
            assetRecord.liquidationFeePpm(),
            assetRecord.closeOutFeePpm(),
            assetRecord.houseDeficitGate(),
            assetRecord.withdrawalCap(),
            DefaultTrigger.get(assetRecord.trigger()));
        final long[] money = {
            assetRecord.insuranceFund(),
            assetRecord.fees(),
            assetRecord.rounding(),
            assetRecord.houseDeficit(),
            assetRecord.deposits(),
            assetRecord.withdrawalsTotal()};
        state.restoreAsset(assetRecord.symbol(), assetRecord.scale(), waterfall,
            Switch.get(assetRecord.withdrawals()), Switch.get(assetRecord.defaultRuns()), money,
            assetRecord.window(), assetRecord.windowDrawn());
    }

    private void instrument()
    {
        final Protection protection = new Protection(
            instrumentRecord.markBandPpm(),
            instrumentRecord.markMaxAgeMs(),
            instrumentRecord.tradeBandPpm(),
            instrumentRecord.maxFeePpm(),
            instrumentRecord.maxPositionLots(),
            instrumentRecord.maxOpenInterestLots(),
            instrumentRecord.fundingCapPpb());
        final Protection definedProtection = new Protection(
            protection.markBandPpm(),
            protection.markMaxAgeMs(),
            protection.tradeBandPpm(),
            protection.maxFeePpm(),
            instrumentRecord.definedMaxPositionLots(),
            protection.maxOpenInterestLots(),
            protection.fundingCapPpb());
        final InstrumentDefinition definition = new InstrumentDefinition()
            .symbol(instrumentRecord.symbol())
            .kind(InstrumentKind.get(instrumentRecord.kind()))
            .settlementAssetId(instrumentRecord.settlementAsset())
            .underlyingId(instrumentRecord.underlying())
            .tickSize(instrumentRecord.tickSizeMantissa(), instrumentRecord.tickSizeExponent())
            .lotSize(instrumentRecord.lotSizeMantissa(), instrumentRecord.lotSizeExponent())
            .multiplier(instrumentRecord.multiplierMantissa(), instrumentRecord.multiplierExponent())
            .expiryMs(instrumentRecord.expiryMs())
            .strikeTicks(instrumentRecord.strikeTicks())
            .minTicks(instrumentRecord.minTicks())
            .maxTicks(instrumentRecord.maxTicks())
            .option(
                instrumentRecord.optionInitialPpm(),
                instrumentRecord.optionInitialFloorPpm(),
                instrumentRecord.optionMaintenancePpm())
            .offsetPolicy(OffsetPolicyKind.get(instrumentRecord.offsetPolicy()))
            .protection(definedProtection)
            .tiers(tiers());
        final Instrument instrument = state.restoreInstrument(definition, protection);
        state.restoreMark(
            instrument,
            InstrumentStatus.get(instrumentRecord.status()),
            instrumentRecord.markTicks(),
            instrumentRecord.markTimeMs(),
            instrumentRecord.heldTicks(),
            instrumentRecord.heldBy());
        state.restoreFundingIdForgotten(instrument, instrumentRecord.fundingIdForgotten());
    }

    private MarginTiers tiers()
    {
        final InstrumentStateDecoder.TiersDecoder rows = instrumentRecord.tiers();
        final int count = rows.count();
        final long[] floor = new long[count];
        final long[] initialPpm = new long[count];
        final long[] maintenancePpm = new long[count];
        for (int i = 0; i < count; i++)
        {
            rows.next();
            floor[i] = rows.floor();
            initialPpm[i] = rows.initialPpm();
            maintenancePpm[i] = rows.maintenancePpm();
        }
        return MarginTiers.of(floor, initialPpm, maintenancePpm, count);
    }

    private void ids()
    {
        final boolean isFunding = IdWindowKind.FUNDING_IDS == idsRecord.kind();
        final int owner = idsRecord.owner();
        for (final IdWindowStateDecoder.IdsDecoder row : idsRecord.ids())
        {
            if (isFunding)
            {
                state.restoreFundingId(engine.book().instrument(owner), row.id());
            }
            else
            {
                state.restoreReference(engine.principals().principal(owner), row.id());
            }
        }
    }
}
