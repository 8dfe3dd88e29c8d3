package io.flatbook.client;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.DefineInstrumentDecoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.InstrumentTermsDecoder;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.ProposeDecoder;
import io.flatbook.sbe.Switch;
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
                .filter(method -> Modifier.isPublic(method.getModifiers())).map(Method::getName).distinct().toList());
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
        final InstrumentTermsDecoder terms = decoder.terms();
        assertThat(terms.symbol()).isEqualTo("BTC-PERP");
        assertThat(terms.family()).isEmpty();
        assertThat(terms.kind()).isEqualTo(InstrumentKind.LINEAR_PERPETUAL);
        assertThat(Wire.decimal(terms.tickSize())).isEqualByComparingTo("0.5");
        assertThat(Wire.decimal(terms.lotSize())).isEqualByComparingTo("0.001");
        assertThat(Wire.decimal(terms.multiplier())).isEqualByComparingTo("1");
        assertThat(terms.underlying()).isEqualTo(InstrumentTermsDecoder.underlyingNullValue());
        assertThat(terms.expiry()).isEqualTo(InstrumentTermsDecoder.expiryNullValue());
        assertThat(terms.minPriceTicks()).isEqualTo(InstrumentTermsDecoder.minPriceTicksNullValue());
        assertThat(terms.maxPriceTicks()).isEqualTo(5_000_000);
        assertThat(terms.offsetPolicy()).isEqualTo(OffsetPolicyKind.QUEUE);
        assertThat(terms.spareHedges()).isEqualTo(Switch.OFF);
        assertThat(terms.marginModel()).isEqualTo(MarginModel.TIERS);
        assertThat(ProtectionSettings.of(decoder.protection())).isEqualTo(ProtectionSettings.TRIAL);
        final DefineInstrumentDecoder.MarginTiersDecoder tiers = decoder.marginTiers();
        assertThat(tiers.count()).isEqualTo(2);
        assertThat(tiers.next().next().floor()).isEqualTo(1_000);
        assertThat(tiers.maintenancePpm()).isEqualTo(40_000);
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
    void aValueThatDoesNotFitItsFieldIsNamed()
    {
        assertThatThrownBy(() -> RiskCommands.setGatewayStatus("", GatewayStatus.DISABLED).encode(buffer, 0, 1))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("gateway");
        assertThatThrownBy(() -> RiskSettings.defineInstrument(perpetual().multiplier(new BigDecimal("1e-19")))
            .encode(buffer, 0, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("multiplier");
        assertThatThrownBy(() -> RiskSettings.defineInstrument(perpetual().units(null, BigDecimal.ONE))
            .encode(buffer, 0, 1)).hasMessageContaining("tickSize");
        assertThatThrownBy(() -> RiskSettings.defineInstrument(perpetual().kind(null)).encode(buffer, 0, 1))
            .hasMessageContaining("kind");
        for (final int scale : new int[]{128, 256, -129, Integer.MAX_VALUE})
        {
            assertThatThrownBy(() -> RiskSettings.defineAsset("USDC", scale).encode(buffer, 0, 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("scale").hasMessageContaining(
                    Integer.toString(scale));
        }
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
        commands.put("setOffsetPolicy", RiskSettings.setOffsetPolicy(1, OffsetPolicyKind.PRO_RATA, true));
        commands.put("setPriceBounds", RiskSettings.setPriceBounds(1, -5, 6));
        commands.put("setProtection", RiskSettings.setProtection(1, ProtectionSettings.TRIAL));
        commands.put("setWaterfall", RiskSettings.setWaterfall(1, WaterfallSettings.TRIAL));
        commands.put("setControls", RiskCommands.setControls(Switch.ON));
        commands.put("setInstrumentStatus", RiskCommands.setInstrumentStatus(1, InstrumentStatus.HALTED));
        commands.put("setAccountMode", RiskCommands.setAccountMode(1, AccountMode.FROZEN));
        commands.put("setGatewayStatus", RiskCommands.setGatewayStatus("a", GatewayStatus.DISABLED));
        commands.put("setAssetStatus", RiskCommands.setAssetStatus(1, Switch.OFF, Switch.ON));
        commands.put("fundInsurance", RiskCommands.fundInsurance(1, 2));
        commands.put("withdrawInsurance", RiskCommands.withdrawInsurance(1, 2));
        commands.put("withdrawFees", RiskCommands.withdrawFees(1, 2));
        commands.put("sweepRounding", RiskCommands.sweepRounding(1));
        commands.put("confirmMark", RiskCommands.confirmMark(1, -2));
        commands.put("declareDefault", RiskCommands.declareDefault(1));
        commands.put("settleInstrument", RiskCommands.settleInstrument(1, 2));
        commands.put("settleVariation", RiskCommands.settleVariation(1));
        commands.put("removeInstrument", RiskCommands.removeInstrument(1));
        commands.put("transferPosition", RiskCommands.transferPosition(1, 2, 3, 4));
        commands.put("propose", RiskCommands.propose(RiskCommands.declareDefault(1)));
        commands.put("approve", RiskCommands.approve(1));
        commands.put("rejectProposal", RiskCommands.rejectProposal(1));
        commands.put("closeBusinessDay", RiskCommands.closeBusinessDay(20251010));
        commands.put("activateVersion", RiskCommands.activateVersion(2));
        commands.put("requestShutdown", RiskCommands.requestShutdown());
        commands.put("setLimits", RiskCommands.setLimits(new LimitSettings().accounts(5_000_000)));
        commands.put("openAccount", GatewayCommands.openAccount(1, 2, 3));
        commands.put("closeAccount", GatewayCommands.closeAccount(1));
        commands.put("deposit", GatewayCommands.deposit(1, 2, 3));
        commands.put("withdraw", GatewayCommands.withdraw(1, 2, 3));
        commands.put("transferCollateral", GatewayCommands.transferCollateral(1, 2, 3, 4));
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
