package io.flatbook.client;

import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.ConfirmMarkDecoder;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.DefineAssetDecoder;
import io.flatbook.sbe.DefineGatewayDecoder;
import io.flatbook.sbe.DefineInstrumentDecoder;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentTermsDecoder;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RegisterTradesDecoder;
import io.flatbook.sbe.SetMarginTiersDecoder;
import io.flatbook.sbe.SetOffsetPolicyDecoder;
import io.flatbook.sbe.SetPriceBoundsDecoder;
import io.flatbook.sbe.SetProtectionDecoder;
import io.flatbook.sbe.SetWaterfallDecoder;
import io.flatbook.sbe.SettleInstrumentDecoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import io.flatbook.sbe.TradeTermsDecoder;
import io.flatbook.sbe.TransferCollateralDecoder;
import io.flatbook.sbe.TransferPositionDecoder;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What commands carry: composites as a whole, prices of any sign, null for what is not set. */
final class TermsTest
{
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    @Test
    void aDefinitionCarriesEveryTermThatIsSet()
    {
        final ProtectionSettings protection = new ProtectionSettings(1, 2, 3, 4, 5, 6, 7, 8L, 9L, 10L, 11L, 12L);
        RiskSettings.defineInstrument(new InstrumentDefinition().symbol("BTC-27DEC24-100000-CALL").family("BTC")
            .kind(InstrumentKind.CALL).settlementAsset(2).underlying(3)
            .units(new BigDecimal("0.25"), BigDecimal.TEN).multiplier(new BigDecimal("1e7")).expiryMs(99)
            .strikeTicks(400_000).minTicks(-7).maxTicks(70).optionMargin(150_000, 100_000, 75_000)
            .offsetPolicy(OffsetPolicyKind.WATERFILL).spareHedges(true).protection(protection)
            .marginTerms(MarginTerms.NONE.perLot(20, 10))).encode(buffer, 0, 1);
        final DefineInstrumentDecoder decoder = new DefineInstrumentDecoder().wrapAndApplyHeader(buffer, 0, header);
        final InstrumentTermsDecoder terms = decoder.terms();
        assertThat(terms.symbol()).isEqualTo("BTC-27DEC24-100000-CALL");
        assertThat(terms.family()).isEqualTo("BTC");
        assertThat(List.of(terms.settlementAsset(), terms.underlying())).containsExactly(2, 3);
        assertThat(Wire.decimal(terms.multiplier())).isEqualByComparingTo("10000000");
        assertThat(List.of(terms.expiry(), terms.strikeTicks(), terms.minPriceTicks(), terms.maxPriceTicks(),
            terms.optionInitialPpm(), terms.optionInitialFloorPpm(), terms.optionMaintenancePpm(),
            terms.initialPerLot(), terms.maintenancePerLot()))
            .containsExactly(99L, 400_000L, -7L, 70L, 150_000L, 100_000L, 75_000L, 20L, 10L);
        assertThat(terms.spareHedges()).isEqualTo(Switch.ON);
        assertThat(ProtectionSettings.of(decoder.protection())).isEqualTo(protection);
        assertThat(decoder.marginTiers().count()).isZero();
    }

    @Test
    void marginTermsCarryModelTiersAndAmountsPerLot()
    {
        RiskSettings.setMarginTiers(4, MarginTerms.BOUNDED).encode(buffer, 0, 1);
        final SetMarginTiersDecoder decoder = new SetMarginTiersDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(decoder.marginModel()).isEqualTo(MarginModel.BOUNDED);
        assertThat(decoder.initialPerLot()).isZero();
        assertThat(decoder.marginTiers().count()).isZero();

        RiskSettings.setMarginTiers(4, MarginTerms.ofTiers(List.of(new MarginTier(0, 3, 2))).perLot(9, 8))
            .encode(buffer, 0, 1);
        decoder.wrapAndApplyHeader(buffer, 0, header);
        assertThat(decoder.marginModel()).isEqualTo(MarginModel.TIERS);
        assertThat(List.of(decoder.initialPerLot(), decoder.maintenancePerLot())).containsExactly(9L, 8L);
        assertThat(decoder.marginTiers().next().initialPpm()).isEqualTo(3);
    }

    @Test
    void aDefinitionWithTheMostTiersFitsTheWindowAlsoAsAProposal()
    {
        final List<MarginTier> tiers = new ArrayList<>();
        for (int i = 0; i < 256; i++)
        {
            tiers.add(new MarginTier(i, i, i));
        }
        final int length = RiskCommands.propose(RiskSettings.defineInstrument(new InstrumentDefinition().symbol("X")
            .kind(InstrumentKind.LINEAR_FUTURE).units(BigDecimal.ONE, BigDecimal.ONE).marginTiers(tiers)))
            .encode(buffer, 0, 1);
        assertThat(length).isLessThan(CommandWindow.COMMAND_LENGTH_MAX);
    }

    @Test
    void aWaterfallCarriesEveryTermAndIsReadBack()
    {
        final WaterfallSettings settings = new WaterfallSettings(
            1, 2L, null, 3, 4, 5, 6, 7, 8L, DefaultTrigger.OPERATOR, Recourse.OWNER, CloseOut.LEAST);
        RiskSettings.setWaterfall(1, settings).encode(buffer, 0, 1);
        final SetWaterfallDecoder decoder = new SetWaterfallDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(decoder.asset()).isEqualTo(1);
        assertThat(WaterfallSettings.of(decoder.waterfall())).isEqualTo(settings);
    }

    @Test
    void protectionIsReadBackWithNullForNoLimit()
    {
        RiskSettings.setProtection(6, ProtectionSettings.TRIAL).encode(buffer, 0, 1);
        final SetProtectionDecoder decoder = new SetProtectionDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(decoder.instrument()).isEqualTo(6);
        assertThat(decoder.protection().doubtPpm()).isEqualTo(250_000);
        assertThat(ProtectionSettings.of(decoder.protection())).isEqualTo(ProtectionSettings.TRIAL);
    }

    @Test
    void aGatewayCarriesItsRangeAndItsInstrumentsInAscendingOrder()
    {
        RiskSettings.defineGateway(new GatewayDefinition(
            "a", 3, new GatewayCapabilities(true, false, true, false), true, 1_000L, null, List.of(5, 2)))
            .encode(buffer, 0, 1);
        final DefineGatewayDecoder gateway = new DefineGatewayDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(gateway.gateway()).isEqualTo("a");
        assertThat(gateway.venue()).isEqualTo(3);
        assertThat(List.of(gateway.capabilities().trade(), gateway.capabilities().collateral(),
            gateway.capabilities().marks(), gateway.capabilities().funding()))
            .containsExactly(true, false, true, false);
        assertThat(gateway.guaranteed()).isEqualTo(Switch.ON);
        assertThat(gateway.accountFrom()).isEqualTo(1_000);
        assertThat(gateway.accountTo()).isEqualTo(DefineGatewayDecoder.accountToNullValue());
        final DefineGatewayDecoder.InstrumentsDecoder instruments = gateway.instruments();
        assertThat(instruments.next().instrument()).isEqualTo(2);
        assertThat(instruments.next().instrument()).isEqualTo(5);
        assertThat(instruments.hasNext()).isFalse();

        RiskSettings.defineGateway("b", 1, GatewayCapabilities.ALL, false).encode(buffer, 0, 1);
        gateway.wrapAndApplyHeader(buffer, 0, header);
        assertThat(gateway.accountFrom()).isEqualTo(DefineGatewayDecoder.accountFromNullValue());
        assertThat(gateway.instruments().count()).isZero();
    }

    @Test
    void pricesOfAnySignAreCarried()
    {
        RiskCommands.confirmMark(7, -3_763).encode(buffer, 0, 1);
        final ConfirmMarkDecoder mark = new ConfirmMarkDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(mark.instrument()).isEqualTo(7);
        assertThat(mark.markTicks()).isEqualTo(-3_763);

        RiskCommands.settleInstrument(7, 0).encode(buffer, 0, 1);
        assertThat(new SettleInstrumentDecoder().wrapAndApplyHeader(buffer, 0, header).priceTicks()).isZero();

        RiskSettings.setPriceBounds(7, -50_000, -1).encode(buffer, 0, 1);
        final SetPriceBoundsDecoder bounds = new SetPriceBoundsDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(List.of(bounds.minPriceTicks(), bounds.maxPriceTicks())).containsExactly(-50_000L, -1L);

        RiskSettings.setOffsetPolicy(7, OffsetPolicyKind.QUEUE, true).encode(buffer, 0, 1);
        assertThat(new SetOffsetPolicyDecoder().wrapAndApplyHeader(buffer, 0, header).spareHedges())
            .isEqualTo(Switch.ON);
    }

    @Test
    void aTransferOfAPositionCarriesAPriceOrNull()
    {
        RiskCommands.transferPosition(1, 2, 3, 4).encode(buffer, 0, 1);
        final TransferPositionDecoder transfer = new TransferPositionDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(List.of(transfer.from(), transfer.to(), (long)transfer.instrument(), transfer.quantityLots()))
            .containsExactly(1L, 2L, 3L, 4L);
        assertThat(transfer.priceTicks()).isEqualTo(TransferPositionDecoder.priceTicksNullValue());
        RiskCommands.transferPosition(1, 2, 3, 4, -5).encode(buffer, 0, 1);
        transfer.wrapAndApplyHeader(buffer, 0, header);
        assertThat(transfer.priceTicks()).isEqualTo(-5);
    }

    @Test
    void aTransferOfCollateralCarriesBothAccountsMoneyAndReference()
    {
        GatewayCommands.transferCollateral(1, 2, 3, 4).encode(buffer, 0, 5);
        final TransferCollateralDecoder transfer =
            new TransferCollateralDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(List.of(transfer.commandId(), transfer.from(), transfer.to(), transfer.amount(),
            transfer.reference())).containsExactly(5L, 1L, 2L, 3L, 4L);
    }

    @Test
    void aBatchCarriesItsTradesInOrder()
    {
        final Trade first = new Trade().tradeId(1).instrument(2).buyer(3).seller(4).quantityLots(5).priceTicks(-6)
            .fees(7, -8).guaranteed(true).tradeDate(20251010);
        final Trade second = new Trade().tradeId(11).cause(TradeCause.BUST).bustedTradeId(1);
        GatewayCommands.registerTrades(List.of(first, second)).encode(buffer, 0, 1);
        final RegisterTradesDecoder.TradesDecoder trades =
            new RegisterTradesDecoder().wrapAndApplyHeader(buffer, 0, header).trades();
        assertThat(trades.count()).isEqualTo(2);
        TradeTermsDecoder trade = trades.next().trade();
        assertThat(List.of(trade.tradeId(), (long)trade.instrument(), trade.buyer(), trade.seller(),
            trade.quantityLots(), trade.priceTicks(), trade.buyerFee(), trade.sellerFee()))
            .containsExactly(1L, 2L, 3L, 4L, 5L, -6L, 7L, -8L);
        assertThat(trade.flags().guaranteed()).isTrue();
        assertThat(trade.cause()).isEqualTo(TradeCause.TRADE);
        assertThat(trade.tradeDate()).isEqualTo(20251010);
        assertThat(trade.bustedTradeId()).isEqualTo(TradeTermsDecoder.bustedTradeIdNullValue());
        trade = trades.next().trade();
        assertThat(trade.tradeId()).isEqualTo(11);
        assertThat(trade.cause()).isEqualTo(TradeCause.BUST);
        assertThat(trade.bustedTradeId()).isEqualTo(1);
        assertThat(trade.flags().guaranteed()).isFalse();
        assertThat(trade.tradeDate()).isEqualTo(TradeTermsDecoder.tradeDateNullValue());
    }

    @Test
    void aSymbolHasUpTo32BytesOfUtf8()
    {
        for (final String symbol : List.of("X", "a b", "\u00d6L-JUN26", "\u6771\u4eac-100", "\ud83d\ude00",
            "x".repeat(32), "\u00e9".repeat(16)))
        {
            RiskSettings.defineAsset(symbol, 2).encode(buffer, 0, 1);
            assertThat(new DefineAssetDecoder().wrapAndApplyHeader(buffer, 0, header).symbol()).isEqualTo(symbol);
        }
    }

    @Test
    void aSymbolThatTheClusterWouldRefuseIsNamed()
    {
        for (final String symbol : new String[]{null, "", " X", "X ", "\u00a0X", "a\tb", "a\u0000b", "a\u0085",
            "\ud800", "\ufffd", "x".repeat(33), "\u00e9".repeat(17)})
        {
            assertThatThrownBy(() -> RiskSettings.defineAsset(symbol, 2).encode(buffer, 0, 1)).as(symbol)
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("symbol must be 1 to 32 bytes");
        }
        assertThatThrownBy(() -> RiskSettings.defineInstrument(new InstrumentDefinition().symbol("X").family(""))
            .encode(buffer, 0, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("family");
    }
}
