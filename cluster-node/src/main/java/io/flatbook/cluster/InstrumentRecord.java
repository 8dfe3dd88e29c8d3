package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.BookRestorer;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Protection;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.snapshot.InstrumentStateDecoder;
import io.flatbook.sbe.snapshot.InstrumentStateEncoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * Instruments with their definition, settings and marks.
 */
final class InstrumentRecord implements SnapshotRecord
{
    private final Book book;
    private final BookRestorer restorer;
    private final InstrumentStateEncoder encoder = new InstrumentStateEncoder();
    private final InstrumentStateDecoder decoder = new InstrumentStateDecoder();

    InstrumentRecord(final ClearingEngine engine)
    {
        book = engine.book();
        restorer = engine.state().book();
    }

    @Override
    public void write(final SnapshotRecords records)
    {
        for (Instrument instrument = book.nextInstrument(0); null != instrument;
            instrument = book.nextInstrument(instrument.id()))
        {
            encoder.wrapAndApplyHeader(records.buffer(), 0, records.header());
            definition(instrument);
            protection(instrument.protection());
            marks(instrument);
            final MarginTiers tiers = instrument.marginTerms().tiers();
            final InstrumentStateEncoder.TiersEncoder rows = encoder.tiersCount(tiers.count());
            for (int i = 0; i < tiers.count(); i++)
            {
                rows.next().floor(tiers.floor(i)).initialPpm(tiers.initialPpm(i))
                    .maintenancePpm(tiers.maintenancePpm(i));
            }
            records.write(encoder.encodedLength());
        }
    }

    private void definition(final Instrument instrument)
    {
        final InstrumentDefinition definition = instrument.definition();
        encoder.instrument(instrument.id())
            .symbol(instrument.symbol())
            .family(instrument.family())
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
            .definedMaxPositionLots(definition.protection().maxPositionLots())
            .optionInitialPpm(definition.optionInitialPpm())
            .optionInitialFloorPpm(definition.optionInitialFloorPpm())
            .optionMaintenancePpm(definition.optionMaintenancePpm())
            .offsetPolicy(instrument.offsetPolicy().value())
            .spareHedges(instrument.spareHedges().value())
            .marginModel(instrument.marginTerms().model().value())
            .initialPerLot(instrument.marginTerms().initialPerLot())
            .maintenancePerLot(instrument.marginTerms().maintenancePerLot())
            .minTicks(instrument.units().minTicks())
            .maxTicks(instrument.units().maxTicks())
            .largestPositionLots(instrument.units().largestPositionLots());
    }

    private void protection(final Protection protection)
    {
        encoder.markBandPpm(protection.markBandPpm())
            .markBandAbsoluteTicks(protection.markBandAbsoluteTicks())
            .markBandMs(protection.markBandMs())
            .markMaxAgeMs(protection.markMaxAgeMs())
            .tradeBandPpm(protection.tradeBandPpm())
            .tradeBandAbsoluteTicks(protection.tradeBandAbsoluteTicks())
            .doubtPpm(protection.doubtPpm())
            .maxFeePpm(protection.maxFeePpm())
            .maxPositionLots(protection.maxPositionLots())
            .maxOwnerPositionLots(protection.maxOwnerPositionLots())
            .maxOpenInterestLots(protection.maxOpenInterestLots())
            .fundingCapPpb(protection.fundingCapPpb());
    }

    private void marks(final Instrument instrument)
    {
        encoder.status(instrument.status().value())
            .markTicks(instrument.markTicks())
            .markTimeMs(instrument.markTimeMs())
            .heldTicks(instrument.heldTicks())
            .heldBy(instrument.heldBy())
            .bandWindow(instrument.bandWindow())
            .bandReferenceTicks(instrument.bandReferenceTicks());
    }

    @Override
    public boolean read(
        final int templateId, final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header)
    {
        if (InstrumentStateDecoder.TEMPLATE_ID != templateId)
        {
            return false;
        }
        decoder.wrapAndApplyHeader(buffer, offset, header);
        final long maxPositionLots = decoder.maxPositionLots();
        final Instrument instrument =
            restorer.restoreInstrument(
                decoder.instrument(), definition(), protection(maxPositionLots), decoder.largestPositionLots());
        restorer.restoreMark(
            instrument,
            InstrumentStatus.get(decoder.status()),
            decoder.markTicks(),
            decoder.markTimeMs(),
            decoder.heldTicks(),
            decoder.heldBy());
        restorer.restoreBandReference(instrument, decoder.bandWindow(), decoder.bandReferenceTicks());
        return true;
    }

    /** The definition with current terms and the largest position that was first given. */
    private InstrumentDefinition definition()
    {
        return new InstrumentDefinition()
            .symbol(decoder.symbol())
            .family(decoder.family())
            .kind(InstrumentKind.get(decoder.kind()))
            .settlementAssetId(decoder.settlementAsset())
            .underlyingId(decoder.underlying())
            .tickSize(decoder.tickSizeMantissa(), decoder.tickSizeExponent())
            .lotSize(decoder.lotSizeMantissa(), decoder.lotSizeExponent())
            .multiplier(decoder.multiplierMantissa(), decoder.multiplierExponent())
            .expiryMs(decoder.expiryMs())
            .strikeTicks(decoder.strikeTicks())
            .minTicks(decoder.minTicks())
            .maxTicks(decoder.maxTicks())
            .option(decoder.optionInitialPpm(), decoder.optionInitialFloorPpm(), decoder.optionMaintenancePpm())
            .offsetPolicy(OffsetPolicyKind.get(decoder.offsetPolicy()))
            .spareHedges(Switch.get(decoder.spareHedges()))
            .marginTerms(new MarginTerms(
                MarginModel.get(decoder.marginModel()),
                tiers(),
                decoder.initialPerLot(),
                decoder.maintenancePerLot()))
            .protection(protection(decoder.definedMaxPositionLots()));
    }

    private Protection protection(final long maxPositionLots)
    {
        return new Protection(
            decoder.markBandPpm(),
            decoder.markBandAbsoluteTicks(),
            decoder.markBandMs(),
            decoder.markMaxAgeMs(),
            decoder.tradeBandPpm(),
            decoder.tradeBandAbsoluteTicks(),
            decoder.doubtPpm(),
            decoder.maxFeePpm(),
            maxPositionLots,
            decoder.maxOwnerPositionLots(),
            decoder.maxOpenInterestLots(),
            decoder.fundingCapPpb());
    }

    private MarginTiers tiers()
    {
        final InstrumentStateDecoder.TiersDecoder rows = decoder.tiers();
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
}
