package io.flatbook.cluster;

import io.flatbook.engine.TradeTicket;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.engine.book.WideSum;
import io.flatbook.sbe.InstrumentTermsDecoder;
import io.flatbook.sbe.InstrumentTermsEncoder;
import io.flatbook.sbe.ProtectionTermsDecoder;
import io.flatbook.sbe.ProtectionTermsEncoder;
import io.flatbook.sbe.TradeTermsDecoder;
import io.flatbook.sbe.TradeTermsEncoder;
import io.flatbook.sbe.WaterfallTermsDecoder;
import io.flatbook.sbe.WaterfallTermsEncoder;
import io.flatbook.sbe.WideMoneyEncoder;

/**
 * The composites of the schema and the engine's value objects, each with its reader and its writer: what commands,
 * events and reports share. Validates nothing. A null of the wire is the engine's absent value.
 */
final class Terms
{
    private Terms()
    {
    }

    static Protection protection(final ProtectionTermsDecoder terms)
    {
        return new Protection(
            terms.markBandPpm(),
            terms.markBandAbsoluteTicks(),
            terms.markBandMs(),
            terms.markMaxAgeMs(),
            terms.tradeBandPpm(),
            terms.tradeBandAbsoluteTicks(),
            terms.doubtPpm(),
            terms.maxFeePpm(),
            terms.maxPositionLots(),
            terms.maxOwnerPositionLots(),
            terms.maxOpenInterestLots(),
            terms.fundingCapPpb());
    }

    static void put(final ProtectionTermsEncoder terms, final Protection protection)
    {
        terms.markBandPpm(protection.markBandPpm())
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

    static Waterfall waterfall(final WaterfallTermsDecoder terms)
    {
        return new Waterfall(
            terms.fundFloor(),
            terms.perOwnerCap(),
            terms.windowCap(),
            terms.windowMs(),
            terms.liquidationTimeoutMs(),
            terms.liquidationFeePpm(),
            terms.closeOutFeePpm(),
            terms.houseDeficitGate(),
            terms.withdrawalCap(),
            terms.trigger(),
            terms.recourse(),
            terms.closeOut());
    }

    static void put(final WaterfallTermsEncoder terms, final Waterfall waterfall)
    {
        terms.fundFloor(waterfall.fundFloor())
            .perOwnerCap(waterfall.perOwnerCap())
            .windowCap(waterfall.windowCap())
            .windowMs(waterfall.windowMs())
            .liquidationTimeoutMs(waterfall.liquidationTimeoutMs())
            .liquidationFeePpm(waterfall.liquidationFeePpm())
            .closeOutFeePpm(waterfall.closeOutFeePpm())
            .houseDeficitGate(waterfall.houseDeficitGate())
            .withdrawalCap(waterfall.withdrawalCap())
            .trigger(waterfall.trigger())
            .recourse(waterfall.recourse())
            .closeOut(waterfall.closeOut());
    }

    /** The definition without protection and tiers, which stand beside the composite. */
    static InstrumentDefinition instrument(final InstrumentTermsDecoder terms, final MarginTiers tiers)
    {
        final String family = Texts.symbol(
            terms.buffer(), terms.offset() + InstrumentTermsDecoder.familyEncodingOffset());
        return new InstrumentDefinition()
            .symbol(Texts.symbol(terms.buffer(), terms.offset() + InstrumentTermsDecoder.symbolEncodingOffset()))
            .family(family.isEmpty() ? null : family)
            .kind(terms.kind())
            .settlementAssetId(terms.settlementAsset())
            .underlyingId(terms.underlying())
            .tickSize(terms.tickSize().mantissa(), terms.tickSize().exponent())
            .lotSize(terms.lotSize().mantissa(), terms.lotSize().exponent())
            .multiplier(terms.multiplier().mantissa(), terms.multiplier().exponent())
            .expiryMs(terms.expiry())
            .strikeTicks(terms.strikeTicks())
            .minTicks(terms.minPriceTicks())
            .maxTicks(terms.maxPriceTicks())
            .option(terms.optionInitialPpm(), terms.optionInitialFloorPpm(), terms.optionMaintenancePpm())
            .offsetPolicy(terms.offsetPolicy())
            .spareHedges(terms.spareHedges())
            .marginTerms(
                new MarginTerms(terms.marginModel(), tiers, terms.initialPerLot(), terms.maintenancePerLot()));
    }

    /** The terms of an instrument as they are now. */
    static void put(final InstrumentTermsEncoder terms, final Instrument instrument)
    {
        final InstrumentDefinition definition = instrument.definition();
        final MarginTerms margin = instrument.marginTerms();
        terms.symbol(instrument.symbol())
            .family(instrument.family())
            .kind(instrument.kind())
            .settlementAsset(instrument.settlementAsset().id())
            .underlying(definition.underlyingId());
        terms.tickSize().mantissa(definition.tickSizeMantissa()).exponent((byte)definition.tickSizeExponent());
        terms.lotSize().mantissa(definition.lotSizeMantissa()).exponent((byte)definition.lotSizeExponent());
        terms.multiplier().mantissa(definition.multiplierMantissa()).exponent((byte)definition.multiplierExponent());
        terms.expiry(definition.expiryMs())
            .strikeTicks(definition.strikeTicks())
            .minPriceTicks(instrument.units().minTicks())
            .maxPriceTicks(instrument.units().maxTicks())
            .optionInitialPpm(definition.optionInitialPpm())
            .optionInitialFloorPpm(definition.optionInitialFloorPpm())
            .optionMaintenancePpm(definition.optionMaintenancePpm())
            .offsetPolicy(instrument.offsetPolicy())
            .spareHedges(instrument.spareHedges())
            .marginModel(margin.model())
            .initialPerLot(margin.initialPerLot())
            .maintenancePerLot(margin.maintenancePerLot());
    }

    static TradeTicket trade(final TradeTermsDecoder terms, final TradeTicket ticket)
    {
        ticket.set(
            terms.tradeId(),
            terms.instrument(),
            terms.buyer(),
            terms.seller(),
            terms.quantityLots(),
            terms.priceTicks(),
            terms.buyerFee(),
            terms.sellerFee(),
            terms.cause(),
            terms.flags().guaranteed(),
            terms.bustedTradeId(),
            terms.tradeDate());
        return ticket;
    }

    static void put(final TradeTermsEncoder terms, final TradeTicket ticket)
    {
        terms.tradeId(ticket.tradeId())
            .instrument(ticket.instrument().id())
            .buyer(ticket.buyer().account().id())
            .seller(ticket.seller().account().id())
            .quantityLots(ticket.quantityLots())
            .priceTicks(ticket.priceTicks())
            .buyerFee(ticket.buyerFee())
            .sellerFee(ticket.sellerFee())
            .cause(ticket.cause())
            .bustedTradeId(ticket.bustedTradeId())
            .tradeDate(ticket.tradeDate())
            .flags().clear().guaranteed(ticket.isGuaranteed());
    }

    static void put(final WideMoneyEncoder total, final WideSum sum)
    {
        total.high(sum.high()).low(sum.low());
    }
}
