package io.flatbook.ops.wire;

import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefineInstrumentEncoder;
import io.flatbook.sbe.FundReportEncoder;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentTermsEncoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.ProtectionTermsEncoder;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RegisterTradeEncoder;
import io.flatbook.sbe.RegisterTradesDecoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import io.flatbook.sbe.TradeTermsDecoder;
import io.flatbook.sbe.TradeTermsEncoder;
import io.flatbook.sbe.WaterfallChangedEncoder;
import io.flatbook.sbe.WaterfallTermsEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

final class ProtocolTest
{
    private final Protocol protocol = Protocol.wire();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

    static Collection<WireSpec> everyMessage()
    {
        return Protocol.wire().specs();
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void readsWhatItWroteForEveryMessageOfTheSchema(final WireSpec spec)
    {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        final WireMessage message = spec.create();
        fill(message.row(), random);

        final int length = protocol.encode(message, buffer, 3);
        final WireMessage read = protocol.decode(buffer, 3);
        final ExpandableArrayBuffer again = new ExpandableArrayBuffer();

        assertThat(protocol.encode(read, again, 0)).isEqualTo(length);
        assertThat(bytes(again, 0, length)).isEqualTo(bytes(buffer, 3, length));
        assertThat(read.name()).isEqualTo(spec.name());
    }

    @Test
    void readsWhatTheGeneratedCodecsWrite()
    {
        final DefineInstrumentEncoder encoder = new DefineInstrumentEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.commandId(7);
        final InstrumentTermsEncoder terms = encoder.terms().symbol("BTC-\u00fc").family("BTC")
            .kind(InstrumentKind.INVERSE_PERPETUAL).settlementAsset(2)
            .underlying(InstrumentTermsEncoder.underlyingNullValue()).strikeTicks(-4)
            .offsetPolicy(OffsetPolicyKind.PRO_RATA).spareHedges(Switch.ON);
        terms.tickSize().mantissa(5).exponent((byte)-1);
        terms.lotSize().mantissa(1).exponent((byte)2);
        encoder.protection().markBandAbsoluteTicks(12).fundingCapPpb(ProtectionTermsEncoder.fundingCapPpbNullValue());
        encoder.marginTiersCount(1).next().floor(0).initialPpm(50_000).maintenancePpm(30_000);

        final WireRow row = protocol.decode(buffer, 0).row();

        assertThat(row.number("commandId")).isEqualTo(7);
        assertThat(row.text("symbol")).isEqualTo("BTC-\u00fc");
        assertThat(row.text("family")).isEqualTo("BTC");
        assertThat(row.text("kind")).isEqualTo("INVERSE_PERPETUAL");
        assertThat(row.number("underlying")).isNull();
        assertThat(row.value("tickSize")).isEqualTo(new BigDecimal("0.5"));
        assertThat((BigDecimal)row.value("lotSize")).isEqualByComparingTo("100");
        assertThat(row.number("strikeTicks")).isEqualTo(-4);
        assertThat(row.isOn("spareHedges")).isTrue();
        assertThat(row.number("markBandAbsoluteTicks")).isEqualTo(12);
        assertThat(row.number("fundingCapPpb")).isNull();
        assertThat(row.rows("marginTiers")).hasSize(1);
        assertThat(row.rows("marginTiers").get(0).number("initialPpm")).isEqualTo(50_000);
    }

    @Test
    void writesWhatTheGeneratedCodecsRead()
    {
        final WireMessage message = protocol.create("RegisterTrades").with("commandId", 9L);
        final WireRow trade = new WireRow(message.spec().fields().get(1).children())
            .put("tradeId", 11L).put("quantityLots", 3L).put("cause", "BLOCK").put("flags", Set.of("guaranteed"));
        message.with("trades", List.of(trade));

        protocol.encode(message, buffer, 0);
        final RegisterTradesDecoder.TradesDecoder trades = new RegisterTradesDecoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder()).trades();

        assertThat(trades.count()).isEqualTo(1);
        trades.next();
        assertThat(trades.trade().tradeId()).isEqualTo(11);
        assertThat(trades.trade().quantityLots()).isEqualTo(3);
        assertThat(trades.trade().cause()).isEqualTo(TradeCause.BLOCK);
        assertThat(trades.trade().flags().guaranteed()).isTrue();
        assertThat(trades.trade().bustedTradeId()).isEqualTo(TradeTermsDecoder.bustedTradeIdNullValue());
    }

    @Test
    void readsTotalsOf128BitsAndMembersOfACompositeThatIsNotSpread()
    {
        final FundReportEncoder encoder = new FundReportEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.waterfall().recourse(Recourse.OWNER).perOwnerCap(WaterfallTermsEncoder.perOwnerCapNullValue());
        encoder.houseDeficit().high(1).low(-1);
        final WireRow fund = protocol.decode(buffer, 0).row();
        final WaterfallChangedEncoder changed = new WaterfallChangedEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        changed.newWaterfall().closeOut(CloseOut.LEAST).fundFloor(77);

        assertThat(fund.wide("houseDeficit")).isEqualTo(BigInteger.TWO.pow(65).subtract(BigInteger.ONE));
        assertThat(fund.text("recourse")).isEqualTo("OWNER");
        final WireRow waterfall = (WireRow)protocol.decode(buffer, 0).row().value("newWaterfall");
        assertThat(waterfall.text("closeOut")).isEqualTo("LEAST");
        assertThat(waterfall.number("fundFloor")).isEqualTo(77);
    }

    @Test
    void tellsWhatTheSchemaSaysOfAReason()
    {
        assertThat(protocol.description("RejectReason", "PLEDGED"))
            .isEqualTo("The account answers for another of its owner that is in distress.");
        assertThat(protocol.description("RejectReason", "SOMETHING")).isNull();
    }

    @Test
    void showsAnUnknownEnumAsNull()
    {
        final RegisterTradeEncoder encoder = new RegisterTradeEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.trade().cause(TradeCause.TRADE);
        buffer.putByte(MessageHeaderEncoder.ENCODED_LENGTH +
            RegisterTradeEncoder.tradeEncodingOffset() + TradeTermsEncoder.causeEncodingOffset(), (byte)77);

        assertThat(protocol.decode(buffer, 0).row().text("cause")).isNull();
    }

    @Test
    void knowsNoTemplateThatTheSchemaLacks()
    {
        new MessageHeaderEncoder().wrap(buffer, 0).templateId(98);

        assertThat(protocol.decode(buffer, 0)).isNull();
    }

    private static byte[] bytes(final ExpandableArrayBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private static void fill(final WireRow row, final Random random)
    {
        for (final WireField field : row.fields())
        {
            row.put(field.name(), switch (field.kind())
            {
                case NUMBER -> field.optional() && random.nextBoolean() ? null : number(field, random);
                case TEXT -> "abc-" + random.nextInt(1000);
                case ENUM -> new ArrayList<>(field.labels().keySet()).get(random.nextInt(field.labels().size()));
                case SET -> new LinkedHashSet<>(field.labels().keySet());
                case WIDE -> new BigInteger(100, random).subtract(BigInteger.TWO.pow(99));
                case DECIMAL -> BigDecimal.valueOf(random.nextLong(), random.nextInt(18));
                case COMPOSITE -> filled(field, random);
                case GROUP -> List.of(filled(field, random), filled(field, random));
                default -> new byte[]{1, 2, 3};
            });
        }
    }

    private static WireRow filled(final WireField field, final Random random)
    {
        final WireRow row = new WireRow(field.children());
        fill(row, random);
        return row;
    }

    private static Long number(final WireField field, final Random random)
    {
        return switch (field.primitive())
        {
            case INT8, UINT8 -> (long)random.nextInt(100);
            case INT16, UINT16 -> (long)random.nextInt(10_000);
            case INT32 -> (long)random.nextInt();
            default -> random.nextLong();
        };
    }
}
