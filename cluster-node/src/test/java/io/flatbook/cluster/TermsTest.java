package io.flatbook.cluster;

import io.flatbook.engine.book.WideSum;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.DefineInstrumentDecoder;
import io.flatbook.sbe.FundReportDecoder;
import io.flatbook.sbe.InstrumentDefinedDecoder;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentReportDecoder;
import io.flatbook.sbe.InstrumentTermsDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.ProtectionChangedDecoder;
import io.flatbook.sbe.ProtectionTermsDecoder;
import io.flatbook.sbe.ProtectionTermsEncoder;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RegisterTradeDecoder;
import io.flatbook.sbe.SetProtectionDecoder;
import io.flatbook.sbe.SetWaterfallDecoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeRegisteredDecoder;
import io.flatbook.sbe.TradeTermsDecoder;
import io.flatbook.sbe.WaterfallChangedDecoder;
import io.flatbook.sbe.WaterfallTermsDecoder;
import io.flatbook.sbe.WideMoneyEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/** What a command says as a whole, its event and the report say in the same bytes. */
class TermsTest
{
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final Desk desk = Books.traded();

    private static byte[] composite(final UnsafeBuffer message, final int fieldOffset, final int length)
    {
        final byte[] bytes = new byte[length];
        message.getBytes(HEADER + fieldOffset, bytes);
        return bytes;
    }

    private UnsafeBuffer event(final int templateId)
    {
        return desk.events(templateId).get(0);
    }

    private UnsafeBuffer report(final UnsafeBuffer query)
    {
        return new UnsafeBuffer(desk.raw(Desk.RISK, query).bytes());
    }

    private static ProtectionTermsEncoder changed(final ProtectionTermsEncoder terms)
    {
        return terms.markBandPpm(1).markBandAbsoluteTicks(2).markBandMs(3).markMaxAgeMs(4).tradeBandPpm(5)
            .tradeBandAbsoluteTicks(6).doubtPpm(7).maxFeePpm(8).maxPositionLots(9).maxOwnerPositionLots(10)
            .maxOpenInterestLots(11).fundingCapPpb(12);
    }

    @Test
    void ofAnInstrument()
    {
        final InstrumentKind kind = InstrumentKind.LINEAR_FUTURE;
        final UnsafeBuffer command = RiskMessages.defineInstrument("Gold 黄金", kind, (terms) ->
        {
            terms.tickSize().mantissa(5).exponent((byte)-1);
            terms.lotSize().mantissa(7).exponent((byte)2);
            terms.multiplier().mantissa(3).exponent((byte)-2);
            terms.family("metal").expiry(9_000).minPriceTicks(-5).maxPriceTicks(5_000)
                .offsetPolicy(OffsetPolicyKind.PRO_RATA).spareHedges(Switch.ON).initialPerLot(60).maintenancePerLot(30);
        });
        changed(new ProtectionTermsEncoder().wrap(
            command, HEADER + DefineInstrumentDecoder.protectionEncodingOffset()));
        desk.events();
        desk.accepted(Desk.RISK, command);
        final byte[] terms = composite(
            command, DefineInstrumentDecoder.termsEncodingOffset(), InstrumentTermsDecoder.ENCODED_LENGTH);
        final byte[] protection = composite(
            command, DefineInstrumentDecoder.protectionEncodingOffset(), ProtectionTermsDecoder.ENCODED_LENGTH);

        final UnsafeBuffer event = event(InstrumentDefinedDecoder.TEMPLATE_ID);
        assertThat(composite(event, InstrumentDefinedDecoder.termsEncodingOffset(), terms.length)).isEqualTo(terms);
        assertThat(composite(event, InstrumentDefinedDecoder.protectionEncodingOffset(), protection.length))
            .isEqualTo(protection);
        final UnsafeBuffer report = report(QueryMessages.instrumentQuery(2));
        assertThat(composite(report, InstrumentReportDecoder.termsEncodingOffset(), terms.length)).isEqualTo(terms);
        assertThat(composite(report, InstrumentReportDecoder.protectionEncodingOffset(), protection.length))
            .isEqualTo(protection);
    }

    @Test
    void ofProtectionWithThatBeforeIt()
    {
        final UnsafeBuffer command = RiskMessages.setProtection(1, TermsTest::changed);
        final int length = ProtectionTermsDecoder.ENCODED_LENGTH;
        final byte[] before = composite(
            report(QueryMessages.instrumentQuery(1)), InstrumentReportDecoder.protectionEncodingOffset(), length);
        desk.events();
        // Account 1 holds 10 lots, so that 9 would be refused.
        new ProtectionTermsEncoder().wrap(command, HEADER + SetProtectionDecoder.protectionEncodingOffset())
            .maxPositionLots(50);
        desk.accepted(Desk.RISK, command);
        final byte[] after = composite(command, SetProtectionDecoder.protectionEncodingOffset(), length);
        final UnsafeBuffer event = event(ProtectionChangedDecoder.TEMPLATE_ID);
        assertThat(composite(event, ProtectionChangedDecoder.oldProtectionEncodingOffset(), length)).isEqualTo(before);
        assertThat(composite(event, ProtectionChangedDecoder.newProtectionEncodingOffset(), length)).isEqualTo(after);
    }

    @Test
    void ofAWaterfall()
    {
        final UnsafeBuffer command = RiskMessages.setWaterfall(1, (terms) -> terms.fundFloor(1).perOwnerCap(2)
            .windowCap(3).windowMs(4).liquidationTimeoutMs(5).liquidationFeePpm(6).closeOutFeePpm(7)
            .houseDeficitGate(8).withdrawalCap(9).trigger(DefaultTrigger.OPERATOR).recourse(Recourse.OWNER)
            .closeOut(CloseOut.LEAST));
        final int length = WaterfallTermsDecoder.ENCODED_LENGTH;
        final byte[] before =
            composite(report(QueryMessages.fundQuery(1)), FundReportDecoder.waterfallEncodingOffset(), length);
        desk.events();
        desk.accepted(Desk.RISK, command);
        final byte[] after = composite(command, SetWaterfallDecoder.waterfallEncodingOffset(), length);
        final UnsafeBuffer event = event(WaterfallChangedDecoder.TEMPLATE_ID);
        assertThat(composite(event, WaterfallChangedDecoder.oldWaterfallEncodingOffset(), length)).isEqualTo(before);
        assertThat(composite(event, WaterfallChangedDecoder.newWaterfallEncodingOffset(), length)).isEqualTo(after);
        assertThat(composite(
            report(QueryMessages.fundQuery(1)), FundReportDecoder.waterfallEncodingOffset(), length)).isEqualTo(after);
    }

    @Test
    void ofATrade()
    {
        final UnsafeBuffer command = Messages.registerTrade(70, 1, 2, 3, 1_000, (terms) ->
            terms.buyerFee(4).sellerFee(-3).tradeDate(20251010).flags().guaranteed(true));
        desk.events();
        desk.accepted(Desk.GATEWAY, command);
        final int length = TradeTermsDecoder.ENCODED_LENGTH;
        assertThat(composite(
            event(TradeRegisteredDecoder.TEMPLATE_ID), TradeRegisteredDecoder.tradeEncodingOffset(), length))
            .isEqualTo(composite(command, RegisterTradeDecoder.tradeEncodingOffset(), length));
    }

    @Test
    void totalsKeepTheirSignAndAllTheirBits()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[WideMoneyEncoder.ENCODED_LENGTH]);
        final WideMoneyEncoder total = new WideMoneyEncoder().wrap(buffer, 0);
        Terms.put(total, new WideSum().set(-2, 5));
        assertThat(Arrays.asList(buffer.getLong(0), buffer.getLong(8))).containsExactly(-2L, 5L);
    }
}
