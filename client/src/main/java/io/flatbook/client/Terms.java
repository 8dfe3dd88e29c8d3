package io.flatbook.client;

import io.flatbook.sbe.InstrumentTermsEncoder;
import io.flatbook.sbe.ProtectionTermsEncoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeTermsEncoder;
import io.flatbook.sbe.WaterfallTermsEncoder;

import java.util.Objects;

/**
 * Puts the composites of the schema: what several messages carry as a whole. Every member is written.
 */
final class Terms
{
    private Terms()
    {
    }

    static void put(final TradeTermsEncoder terms, final Trade trade)
    {
        terms.tradeId(Objects.requireNonNull(trade, "trade").tradeId)
            .instrument(trade.instrumentId)
            .buyer(trade.buyerId)
            .seller(trade.sellerId)
            .quantityLots(trade.quantityLots)
            .priceTicks(trade.priceTicks)
            .buyerFee(trade.buyerFee)
            .sellerFee(trade.sellerFee)
            .cause(trade.cause)
            .bustedTradeId(trade.bustedTradeId)
            .tradeDate(trade.tradeDate)
            .flags().clear().guaranteed(trade.guaranteed);
    }

    static void put(final ProtectionTermsEncoder terms, final ProtectionSettings settings)
    {
        terms.markBandPpm(settings.markBandPpm())
            .markBandAbsoluteTicks(settings.markBandAbsoluteTicks())
            .markBandMs(settings.markBandMs())
            .markMaxAgeMs(settings.markMaxAgeMs())
            .tradeBandPpm(settings.tradeBandPpm())
            .tradeBandAbsoluteTicks(settings.tradeBandAbsoluteTicks())
            .doubtPpm(settings.doubtPpm())
            .maxFeePpm(Wire.orNull(settings.maxFeePpm(), ProtectionTermsEncoder.maxFeePpmNullValue()))
            .maxPositionLots(
                Wire.orNull(settings.maxPositionLots(), ProtectionTermsEncoder.maxPositionLotsNullValue()))
            .maxOwnerPositionLots(
                Wire.orNull(settings.maxOwnerPositionLots(), ProtectionTermsEncoder.maxOwnerPositionLotsNullValue()))
            .maxOpenInterestLots(
                Wire.orNull(settings.maxOpenInterestLots(), ProtectionTermsEncoder.maxOpenInterestLotsNullValue()))
            .fundingCapPpb(Wire.orNull(settings.fundingCapPpb(), ProtectionTermsEncoder.fundingCapPpbNullValue()));
    }

    static void put(final WaterfallTermsEncoder terms, final WaterfallSettings settings)
    {
        terms.fundFloor(settings.fundFloor())
            .perOwnerCap(Wire.orNull(settings.perOwnerCap(), WaterfallTermsEncoder.perOwnerCapNullValue()))
            .windowCap(Wire.orNull(settings.windowCap(), WaterfallTermsEncoder.windowCapNullValue()))
            .windowMs(settings.windowMs())
            .liquidationTimeoutMs(settings.liquidationTimeoutMs())
            .liquidationFeePpm(settings.liquidationFeePpm())
            .closeOutFeePpm(settings.closeOutFeePpm())
            .houseDeficitGate(settings.houseDeficitGate())
            .withdrawalCap(Wire.orNull(settings.withdrawalCap(), WaterfallTermsEncoder.withdrawalCapNullValue()))
            .trigger(Objects.requireNonNull(settings.trigger(), "trigger"))
            .recourse(Objects.requireNonNull(settings.recourse(), "recourse"))
            .closeOut(Objects.requireNonNull(settings.closeOut(), "closeOut"));
    }

    /** The definition without protection and tiers, which have fields of their own. */
    static void put(final InstrumentTermsEncoder terms, final InstrumentDefinition definition)
    {
        final MarginTerms margin = definition.marginTerms;
        terms.symbol(Wire.symbol("symbol", definition.symbol, InstrumentTermsEncoder.symbolLength()))
            .family(null == definition.family ? "" :
                Wire.symbol("family", definition.family, InstrumentTermsEncoder.familyLength()))
            .kind(Objects.requireNonNull(definition.kind, "kind"))
            .settlementAsset(definition.settlementAssetId)
            .underlying(Wire.orNull(definition.underlyingId, InstrumentTermsEncoder.underlyingNullValue()))
            .expiry(Wire.orNull(definition.expiryMs, InstrumentTermsEncoder.expiryNullValue()))
            .strikeTicks(Wire.orNull(definition.strikeTicks, InstrumentTermsEncoder.strikeTicksNullValue()))
            .minPriceTicks(Wire.orNull(definition.minTicks, InstrumentTermsEncoder.minPriceTicksNullValue()))
            .maxPriceTicks(Wire.orNull(definition.maxTicks, InstrumentTermsEncoder.maxPriceTicksNullValue()))
            .optionInitialPpm(definition.optionInitialPpm)
            .optionInitialFloorPpm(definition.optionInitialFloorPpm)
            .optionMaintenancePpm(definition.optionMaintenancePpm)
            .offsetPolicy(Objects.requireNonNull(definition.offsetPolicy, "offsetPolicy"))
            .spareHedges(toSwitch(definition.spareHedges))
            .marginModel(margin.model())
            .initialPerLot(margin.initialPerLot())
            .maintenancePerLot(margin.maintenancePerLot());
        Wire.decimal("tickSize", definition.tickSize, terms.tickSize());
        Wire.decimal("lotSize", definition.lotSize, terms.lotSize());
        Wire.decimal("multiplier", definition.multiplier, terms.multiplier());
    }

    static Switch toSwitch(final boolean isOn)
    {
        return isOn ? Switch.ON : Switch.OFF;
    }
}
