package io.flatbook.cluster;

import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentTermsEncoder;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.ProtectionTermsEncoder;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import io.flatbook.sbe.TradeTermsEncoder;
import io.flatbook.sbe.WaterfallTermsEncoder;

import static io.flatbook.cluster.Messages.NULL_INT;
import static io.flatbook.cluster.Messages.NULL_LONG;

/**
 * Composites of messages for tests, with the trial defaults.
 */
final class TrialTerms
{
    private TrialTerms()
    {
    }

    /** One tick, lot and multiplier of 1, settled in asset 1. */
    static InstrumentTermsEncoder instrument(
        final InstrumentTermsEncoder terms, final String symbol, final InstrumentKind kind)
    {
        terms.symbol(symbol).family("").kind(kind).settlementAsset(1).underlying(NULL_INT);
        terms.tickSize().mantissa(1).exponent((byte)0);
        terms.lotSize().mantissa(1).exponent((byte)0);
        terms.multiplier().mantissa(1).exponent((byte)0);
        return terms.expiry(NULL_LONG).strikeTicks(NULL_LONG).minPriceTicks(NULL_LONG).maxPriceTicks(NULL_LONG)
            .optionInitialPpm(0).optionInitialFloorPpm(0).optionMaintenancePpm(0)
            .offsetPolicy(OffsetPolicyKind.QUEUE).spareHedges(Switch.OFF)
            .marginModel(MarginModel.TIERS).initialPerLot(0).maintenancePerLot(0);
    }

    static ProtectionTermsEncoder protection(final ProtectionTermsEncoder terms)
    {
        return terms.markBandPpm(0).markBandAbsoluteTicks(0).markBandMs(0).markMaxAgeMs(0)
            .tradeBandPpm(0).tradeBandAbsoluteTicks(0).doubtPpm(250_000).maxFeePpm(NULL_LONG)
            .maxPositionLots(NULL_LONG).maxOwnerPositionLots(NULL_LONG).maxOpenInterestLots(NULL_LONG)
            .fundingCapPpb(NULL_LONG);
    }

    static WaterfallTermsEncoder waterfall(final WaterfallTermsEncoder terms)
    {
        return terms.fundFloor(0).perOwnerCap(NULL_LONG).windowCap(NULL_LONG).windowMs(0).liquidationTimeoutMs(0)
            .liquidationFeePpm(0).closeOutFeePpm(0).houseDeficitGate(0).withdrawalCap(NULL_LONG)
            .trigger(DefaultTrigger.AUTOMATIC).recourse(Recourse.HEDGES).closeOut(CloseOut.WHOLE);
    }

    /** A trade of instrument 1 without fees. */
    static TradeTermsEncoder trade(
        final TradeTermsEncoder terms, final long tradeId, final long buyer, final long seller, final long lots,
        final long ticks)
    {
        terms.tradeId(tradeId).instrument(1).buyer(buyer).seller(seller).quantityLots(lots).priceTicks(ticks)
            .buyerFee(0).sellerFee(0).cause(TradeCause.TRADE).bustedTradeId(NULL_LONG).tradeDate(NULL_INT);
        terms.flags().clear();
        return terms;
    }
}
