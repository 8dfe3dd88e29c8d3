package io.flatbook.client;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.DefineGatewayDecoder;
import io.flatbook.sbe.DefineInstrumentDecoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.ProposeDecoder;
import io.flatbook.sbe.RegisterTradesDecoder;
import io.flatbook.sbe.SetWaterfallDecoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class CommandsTest
{
    private static final List<MarginTier> TIERS =
        List.of(new MarginTier(0, 50_000, 30_000), new MarginTier(1_000, 60_000, 40_000));

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    @Test
    void thereIsAMethodForEveryCommandOfTheSchema() throws Exception
    {
        final Map<Integer, String> made = new TreeMap<>();
        for (final Map.Entry<String, Command> entry : commands().entrySet())
        {
            final int length = entry.getValue().encode(buffer, 0, 77);
            header.wrap(buffer, 0);
            assertThat(length).as(entry.getKey()).isGreaterThanOrEqualTo(8 + header.blockLength());
            assertThat(buffer.getLong(8, ByteOrder.LITTLE_ENDIAN)).as(entry.getKey()).isEqualTo(77);
            assertThat(header.schemaId()).isEqualTo(MessageHeaderDecoder.SCHEMA_ID);
            made.put(header.templateId(), entry.getKey());
        }
        final Map<Integer, String> wanted = new TreeMap<>();
        SchemaMessages.between(1, 99).forEach(
            (id, name) -> wanted.put(id, Character.toLowerCase(name.charAt(0)) + name.substring(1)));
        assertThat(made).isEqualTo(wanted);
        assertThat(commands().keySet()).containsExactlyInAnyOrderElementsOf(
            Stream.of(GatewayCommands.class, RiskCommands.class, RiskSettings.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers())).map(Method::getName).toList());
    }

    @Test
    void aCommandLeavesNothingOfTheBytesBeforeIt()
    {
        for (final Map.Entry<String, Command> entry : commands().entrySet())
        {
            final UnsafeBuffer zeros = new UnsafeBuffer(new byte[CommandWindow.COMMAND_LENGTH_MAX]);
            final UnsafeBuffer ones = new UnsafeBuffer(new byte[CommandWindow.COMMAND_LENGTH_MAX]);
            ones.setMemory(0, ones.capacity(), (byte)0xFF);
            final int length = entry.getValue().encode(zeros, 0, 5);
            assertThat(entry.getValue().encode(ones, 0, 5)).isEqualTo(length);
            assertThat(new UnsafeBuffer(ones, 0, length)).as(entry.getKey()).isEqualTo(
                new UnsafeBuffer(zeros, 0, length));
        }
    }

    @Test
    void aDefinitionCarriesWhatIsSetAndNullForWhatIsNot()
    {
        RiskSettings.defineInstrument(perpetual()).encode(buffer, 0, 1);
        final DefineInstrumentDecoder decoder = new DefineInstrumentDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(decoder.symbol()).isEqualTo("BTC-PERP");
        assertThat(decoder.kind()).isEqualTo(InstrumentKind.LINEAR_PERPETUAL);
        assertThat(Wire.decimal(decoder.tickSize())).isEqualByComparingTo("0.5");
        assertThat(Wire.decimal(decoder.lotSize())).isEqualByComparingTo("0.001");
        assertThat(Wire.decimal(decoder.multiplier())).isEqualByComparingTo("1");
        assertThat(decoder.underlying()).isEqualTo(DefineInstrumentDecoder.underlyingNullValue());
        assertThat(decoder.expiry()).isEqualTo(DefineInstrumentDecoder.expiryNullValue());
        assertThat(decoder.maxFeePpm()).isEqualTo(DefineInstrumentDecoder.maxFeePpmNullValue());
        assertThat(decoder.maxPriceTicks()).isEqualTo(5_000_000);
        assertThat(decoder.offsetPolicy()).isEqualTo(OffsetPolicyKind.QUEUE);
        final DefineInstrumentDecoder.MarginTiersDecoder tiers = decoder.marginTiers();
        assertThat(tiers.count()).isEqualTo(2);
        assertThat(tiers.next().next().floor()).isEqualTo(1_000);
        assertThat(tiers.maintenancePpm()).isEqualTo(40_000);
    }

    @Test
    void aBatchCarriesItsTradesInOrder()
    {
        final Trade first = new Trade().tradeId(1).instrument(2).buyer(3).seller(4).quantityLots(5).priceTicks(6)
            .fees(7, -8).guaranteed(true).tradeDate(20251010);
        final Trade second = new Trade().tradeId(11).cause(TradeCause.BUST).bustedTradeId(1);
        GatewayCommands.registerTrades(List.of(first, second)).encode(buffer, 0, 1);
        final RegisterTradesDecoder.TradesDecoder trades =
            new RegisterTradesDecoder().wrapAndApplyHeader(buffer, 0, header).trades();
        assertThat(trades.count()).isEqualTo(2);
        trades.next();
        assertThat(List.of(trades.tradeId(), (long)trades.instrument(), trades.buyer(), trades.seller(),
            trades.quantityLots(), trades.priceTicks(), trades.buyerFee(), trades.sellerFee()))
            .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, -8L);
        assertThat(trades.flags().guaranteed()).isTrue();
        assertThat(trades.cause()).isEqualTo(TradeCause.TRADE);
        assertThat(trades.tradeDate()).isEqualTo(20251010);
        assertThat(trades.bustedTradeId()).isEqualTo(RegisterTradesDecoder.TradesDecoder.bustedTradeIdNullValue());
        trades.next();
        assertThat(trades.tradeId()).isEqualTo(11);
        assertThat(trades.cause()).isEqualTo(TradeCause.BUST);
        assertThat(trades.bustedTradeId()).isEqualTo(1);
        assertThat(trades.flags().guaranteed()).isFalse();
        assertThat(trades.tradeDate()).isEqualTo(RegisterTradesDecoder.TradesDecoder.tradeDateNullValue());
    }

    @Test
    void aProposalCarriesTheCommandWithItsHeader()
    {
        RiskCommands.propose(RiskCommands.declareDefault(1001)).encode(buffer, 0, 9);
        final ProposeDecoder decoder = new ProposeDecoder().wrapAndApplyHeader(buffer, 0, header);
        final byte[] proposed = new byte[decoder.proposedCommandLength()];
        decoder.getProposedCommand(proposed, 0, proposed.length);
        final ExpandableArrayBuffer alone = new ExpandableArrayBuffer();
        final int length = RiskCommands.declareDefault(1001).encode(alone, 0, 0);
        assertThat(new UnsafeBuffer(proposed)).isEqualTo(new UnsafeBuffer(alone, 0, length));
    }

    @Test
    void capabilitiesAndOptionalMoneyAreCarried()
    {
        RiskSettings.defineGateway("a", 3, new GatewayCapabilities(true, false, true, false), true)
            .encode(buffer, 0, 1);
        final DefineGatewayDecoder gateway = new DefineGatewayDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(gateway.capabilities().trade()).isTrue();
        assertThat(gateway.capabilities().collateral()).isFalse();
        assertThat(gateway.capabilities().marks()).isTrue();
        assertThat(gateway.capabilities().funding()).isFalse();
        assertThat(gateway.guaranteed()).isEqualTo(Switch.ON);

        RiskSettings.setWaterfall(1, new WaterfallSettings(5, 6L, null, 0, 0, 0, 0, 0, null, DefaultTrigger.OPERATOR))
            .encode(buffer, 0, 1);
        final SetWaterfallDecoder waterfall = new SetWaterfallDecoder().wrapAndApplyHeader(buffer, 0, header);
        assertThat(waterfall.fundFloor()).isEqualTo(5);
        assertThat(waterfall.perEventCap()).isEqualTo(6);
        assertThat(waterfall.windowCap()).isEqualTo(SetWaterfallDecoder.windowCapNullValue());
        assertThat(waterfall.trigger()).isEqualTo(DefaultTrigger.OPERATOR);
    }

    @Test
    void aValueThatDoesNotFitItsFieldIsNamed()
    {
        assertThatThrownBy(() -> RiskSettings.defineAsset("seventeen-letters", 2).encode(buffer, 0, 1))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("symbol");
        assertThatThrownBy(() -> RiskSettings.defineAsset("US\u00d6", 2).encode(buffer, 0, 1))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("symbol");
        assertThatThrownBy(() -> RiskCommands.setGatewayStatus("", GatewayStatus.DISABLED).encode(buffer, 0, 1))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("gateway");
        assertThatThrownBy(() -> RiskSettings.defineInstrument(perpetual().multiplier(new BigDecimal("1e-19")))
            .encode(buffer, 0, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("multiplier");
        assertThatThrownBy(() -> RiskSettings.defineInstrument(perpetual().units(null, BigDecimal.ONE))
            .encode(buffer, 0, 1)).hasMessageContaining("tickSize");
        assertThatThrownBy(() -> RiskSettings.defineInstrument(perpetual().kind(null)).encode(buffer, 0, 1))
            .hasMessageContaining("kind");
    }

    private static InstrumentDefinition perpetual()
    {
        return new InstrumentDefinition().symbol("BTC-PERP").kind(InstrumentKind.LINEAR_PERPETUAL).settlementAsset(1)
            .units(new BigDecimal("0.5"), new BigDecimal("0.0010")).maxTicks(5_000_000).marginTiers(TIERS);
    }

    private static Map<String, Command> commands()
    {
        final Map<String, Command> commands = new TreeMap<>();
        commands.put("defineAsset", RiskSettings.defineAsset("USDC", 6));
        commands.put("defineInstrument", RiskSettings.defineInstrument(perpetual()));
        commands.put("defineGateway", RiskSettings.defineGateway("a", 1, GatewayCapabilities.ALL, true));
        commands.put("setMarginTiers", RiskSettings.setMarginTiers(1, TIERS));
        commands.put("setOffsetPolicy", RiskSettings.setOffsetPolicy(1, OffsetPolicyKind.PRO_RATA));
        commands.put("setProtection", RiskSettings.setProtection(1, ProtectionSettings.OFF));
        commands.put("setWaterfall", RiskSettings.setWaterfall(1, WaterfallSettings.TRIAL));
        commands.put("setControls", RiskCommands.setControls(Switch.ON));
        commands.put("setInstrumentStatus", RiskCommands.setInstrumentStatus(1, InstrumentStatus.HALTED));
        commands.put("setAccountStatus", RiskCommands.setAccountStatus(1, AccountMode.FROZEN));
        commands.put("setGatewayStatus", RiskCommands.setGatewayStatus("a", GatewayStatus.DISABLED));
        commands.put("setAssetStatus", RiskCommands.setAssetStatus(1, Switch.OFF, Switch.ON));
        commands.put("fundInsurance", RiskCommands.fundInsurance(1, 2));
        commands.put("withdrawInsurance", RiskCommands.withdrawInsurance(1, 2));
        commands.put("withdrawFees", RiskCommands.withdrawFees(1, 2));
        commands.put("confirmMark", RiskCommands.confirmMark(1));
        commands.put("declareDefault", RiskCommands.declareDefault(1));
        commands.put("settleInstrument", RiskCommands.settleInstrument(1, 2));
        commands.put("transferPosition", RiskCommands.transferPosition(1, 2, 3, 4));
        commands.put("propose", RiskCommands.propose(RiskCommands.declareDefault(1)));
        commands.put("approve", RiskCommands.approve(1));
        commands.put("closeBusinessDay", RiskCommands.closeBusinessDay(20251010));
        commands.put("activateVersion", RiskCommands.activateVersion(2));
        commands.put("openAccount", GatewayCommands.openAccount(1, 2, 3));
        commands.put("closeAccount", GatewayCommands.closeAccount(1));
        commands.put("deposit", GatewayCommands.deposit(1, 2, 3));
        commands.put("withdraw", GatewayCommands.withdraw(1, 2, 3));
        commands.put("setOrderHold", GatewayCommands.setOrderHold(1, 2));
        commands.put("registerTrade", GatewayCommands.registerTrade(new Trade().tradeId(1)));
        commands.put("registerTrades", GatewayCommands.registerTrades(List.of(new Trade().tradeId(1))));
        commands.put("reportLiquidationFailed", GatewayCommands.reportLiquidationFailed(1));
        commands.put("offsetPositions", GatewayCommands.offsetPositions(1, 2, 3, 4));
        commands.put("updateMarkPrices",
            GatewayCommands.updateMarkPrices(1, new int[]{1, 2}, new long[]{3, 4}, 2));
        commands.put("applyFunding", GatewayCommands.applyFunding(1, 2, 3));
        return commands;
    }
}
