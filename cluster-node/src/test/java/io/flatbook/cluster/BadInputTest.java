package io.flatbook.cluster;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.DefineAssetDecoder;
import io.flatbook.sbe.DefineGatewayDecoder;
import io.flatbook.sbe.DefineInstrumentDecoder;
import io.flatbook.sbe.EventsQueryDecoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.InstrumentTermsDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.OffsetQueueQueryDecoder;
import io.flatbook.sbe.RegisterTradeDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SessionReportDecoder;
import io.flatbook.sbe.SetAccountModeDecoder;
import io.flatbook.sbe.SetAssetStatusDecoder;
import io.flatbook.sbe.SetControlsDecoder;
import io.flatbook.sbe.SetGatewayStatusDecoder;
import io.flatbook.sbe.SetInstrumentStatusDecoder;
import io.flatbook.sbe.SetMarginTiersDecoder;
import io.flatbook.sbe.SetOffsetPolicyDecoder;
import io.flatbook.sbe.SetWaterfallDecoder;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeTermsDecoder;
import io.flatbook.sbe.WaterfallTermsDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class BadInputTest
{
    private static final int TEMPLATE_OFFSET = 2;
    private static final int SCHEMA_OFFSET = 4;
    private static final int VERSION_OFFSET = 6;

    private final Desk desk = Books.traded();

    static List<UnsafeBuffer> samples()
    {
        return Samples.all();
    }

    @Test
    void everyTemplateServedHasASample()
    {
        assertThat(samples()).extracting((sample) -> MessageCheck.templateId(sample, 0))
            .containsExactlyElementsOf(
                Arrays.stream(Templates.rows()).map(Template::templateId).toList());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSampleItselfIsDecodable(final UnsafeBuffer sample)
    {
        assertThat(MessageCheck.check(sample, 0, sample.capacity(), 1)).isEqualTo(RejectReason.NONE);
        final String sender = Samples.sender(sample);
        final long leadingId = desk.clearing().lastCommandId(sender) + 1;
        sample.putLong(8, leadingId, ByteOrder.LITTLE_ENDIAN);
        final Desk.Answer answer = desk.raw(sender, sample);
        if (Templates.find(MessageCheck.templateId(sample, 0)).isQuery())
        {
            // Refusals and reports begin with the correlation id; of EventsQuery the answer is a session report.
            final boolean isEvents = EventsQueryDecoder.TEMPLATE_ID == MessageCheck.templateId(sample, 0);
            assertThat(answer.reason()).isIn(RejectReason.NONE, RejectReason.NULL_VAL);
            assertThat(SessionReportDecoder.TEMPLATE_ID == answer.templateId()).isEqualTo(isEvents);
        }
        else
        {
            assertThat(answer.templateId()).isEqualTo(CommandOutcomeDecoder.TEMPLATE_ID);
            assertThat(answer.commandId()).isEqualTo(leadingId);
            assertThat(desk.clearing().lastCommandId(sender)).isEqualTo(leadingId);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shortMessagesAreMalformed(final UnsafeBuffer sample)
    {
        for (int length = 0; length < sample.capacity(); length++)
        {
            assertUndecodable(sample, copy(sample, length), RejectReason.MALFORMED);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void oversizeMessagesAreMalformed(final UnsafeBuffer sample)
    {
        assertUndecodable(sample, copy(sample, sample.capacity() + 1), RejectReason.MALFORMED);
        assertUndecodable(sample, copy(sample, sample.capacity() + 1_000), RejectReason.MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void otherSchemasAndVersionsAreUnsupported(final UnsafeBuffer sample)
    {
        final UnsafeBuffer otherSchema = copy(sample, sample.capacity());
        otherSchema.putShort(SCHEMA_OFFSET, (short)2, ByteOrder.LITTLE_ENDIAN);
        assertUndecodable(sample, otherSchema, RejectReason.UNSUPPORTED_VERSION);
        final UnsafeBuffer otherVersion = copy(sample, sample.capacity());
        otherVersion.putShort(
            VERSION_OFFSET, (short)(MessageHeaderDecoder.SCHEMA_VERSION + 1), ByteOrder.LITTLE_ENDIAN);
        assertUndecodable(sample, otherVersion, RejectReason.UNSUPPORTED_VERSION);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void otherBlockLengthsAreMalformed(final UnsafeBuffer sample)
    {
        final UnsafeBuffer message = copy(sample, sample.capacity());
        message.putShort(0, (short)(Templates.find(MessageCheck.templateId(sample, 0)).blockLength() + 1));
        assertUndecodable(sample, message, RejectReason.MALFORMED);
    }

    @Test
    void unknownTemplatesAreMalformed()
    {
        final UnsafeBuffer sample = QueryMessages.fundQuery(1);
        for (int templateId = 0; templateId <= 0xFFFF; templateId++)
        {
            if (null == Templates.find(templateId))
            {
                final UnsafeBuffer message = copy(sample, sample.capacity());
                message.putShort(TEMPLATE_OFFSET, (short)templateId, ByteOrder.LITTLE_ENDIAN);
                assertUndecodable(sample, message, RejectReason.MALFORMED);
            }
        }
    }

    @Test
    void groupsThatAreLargerThanTheirLimitAreRefusedAndNamed()
    {
        for (final int count : new int[]{0, 257})
        {
            final Desk.Answer answer = desk.command(Desk.RISK, RiskMessages.setMarginTiers(1, count));
            assertThat(answer.reason()).isEqualTo(RejectReason.INVALID_DEFINITION);
            assertThat(answer.field()).isEqualTo(RejectField.MARGIN_TIERS);
        }
        assertRefused(Desk.GATEWAY, Messages.registerTrades(50, 17, 1, 2, 1_000), RejectField.TRADES);
        assertRefused(Desk.GATEWAY, Messages.registerTrades(50, 0, 1, 2, 1_000), RejectField.TRADES);
        assertThat(desk.command(Desk.GATEWAY, Messages.updateMarkPrices(9, new long[257])).reason())
            .isEqualTo(RejectReason.TOO_MANY);
        assertRefused(Desk.GATEWAY, Messages.updateMarkPrices(9), RejectField.MARKS);
    }

    @Test
    void proposalsOfNoCommandAreRefused()
    {
        final UnsafeBuffer query = QueryMessages.fundQuery(1);
        final UnsafeBuffer withoutFourEyes = RiskMessages.closeBusinessDay(20251010);
        final UnsafeBuffer cutOff = copy(RiskMessages.fundInsurance(1, 10), 20);
        for (final UnsafeBuffer proposed : List.of(query, withoutFourEyes, cutOff, new UnsafeBuffer(new byte[0])))
        {
            assertRefused(Desk.RISK, RiskMessages.propose(proposed), RejectField.PROPOSAL);
        }
        assertThat(desk.command(Desk.GATEWAY, RiskMessages.propose(query)).reason())
            .isEqualTo(RejectReason.NOT_AUTHORIZED);
    }

    static Stream<Arguments> enums()
    {
        final UnsafeBuffer definition = RiskMessages.defineInstrument("ETH", InstrumentKind.LINEAR_PERPETUAL);
        final UnsafeBuffer gateway = RiskMessages.defineGateway("c", 1);
        final UnsafeBuffer policy = RiskMessages.setOffsetPolicy(1, OffsetPolicyKind.QUEUE);
        final UnsafeBuffer waterfall = RiskMessages.setWaterfall(1, DefaultTrigger.AUTOMATIC);
        final UnsafeBuffer assetStatus = RiskMessages.setAssetStatus(1, Switch.ON, Switch.ON);
        final int terms = DefineInstrumentDecoder.termsEncodingOffset();
        final int settings = SetWaterfallDecoder.waterfallEncodingOffset();
        return Stream.of(
            Arguments.of(definition, terms + InstrumentTermsDecoder.kindEncodingOffset(), RejectField.KIND),
            Arguments.of(
                definition, terms + InstrumentTermsDecoder.offsetPolicyEncodingOffset(), RejectField.OFFSET_POLICY),
            Arguments.of(
                definition, terms + InstrumentTermsDecoder.spareHedgesEncodingOffset(), RejectField.SPARE_HEDGES),
            Arguments.of(
                definition, terms + InstrumentTermsDecoder.marginModelEncodingOffset(), RejectField.MARGIN_MODEL),
            Arguments.of(gateway, DefineGatewayDecoder.guaranteedEncodingOffset(), RejectField.GUARANTEED),
            Arguments.of(gateway, DefineGatewayDecoder.capabilitiesEncodingOffset(), RejectField.CAPABILITIES),
            Arguments.of(RiskMessages.setMarginTiers(1, 2),
                SetMarginTiersDecoder.marginModelEncodingOffset(), RejectField.MARGIN_MODEL),
            Arguments.of(policy, SetOffsetPolicyDecoder.offsetPolicyEncodingOffset(), RejectField.OFFSET_POLICY),
            Arguments.of(policy, SetOffsetPolicyDecoder.spareHedgesEncodingOffset(), RejectField.SPARE_HEDGES),
            Arguments.of(
                waterfall, settings + WaterfallTermsDecoder.triggerEncodingOffset(), RejectField.TRIGGER),
            Arguments.of(
                waterfall, settings + WaterfallTermsDecoder.recourseEncodingOffset(), RejectField.RECOURSE),
            Arguments.of(
                waterfall, settings + WaterfallTermsDecoder.closeOutEncodingOffset(), RejectField.CLOSE_OUT),
            Arguments.of(RiskMessages.setControls(Switch.ON),
                SetControlsDecoder.fourEyesEncodingOffset(), RejectField.FOUR_EYES),
            Arguments.of(RiskMessages.setInstrumentStatus(1, InstrumentStatus.HALTED),
                SetInstrumentStatusDecoder.statusEncodingOffset(), RejectField.STATUS),
            Arguments.of(RiskMessages.setAccountMode(1, AccountMode.FROZEN),
                SetAccountModeDecoder.modeEncodingOffset(), RejectField.MODE),
            Arguments.of(RiskMessages.setGatewayStatus("a", GatewayStatus.DISABLED),
                SetGatewayStatusDecoder.statusEncodingOffset(), RejectField.STATUS),
            Arguments.of(assetStatus, SetAssetStatusDecoder.withdrawalsEncodingOffset(), RejectField.WITHDRAWALS),
            Arguments.of(assetStatus, SetAssetStatusDecoder.defaultRunsEncodingOffset(), RejectField.DEFAULT_RUNS),
            Arguments.of(Messages.registerTrade(50, 1, 2, 1, 1_000),
                RegisterTradeDecoder.tradeEncodingOffset() + TradeTermsDecoder.causeEncodingOffset(),
                RejectField.CAUSE));
    }

    @ParameterizedTest
    @MethodSource("enums")
    void nullAndUnknownEnumsAreRefusedAndNamed(
        final UnsafeBuffer sample, final int fieldOffset, final RejectField field)
    {
        for (final int raw : new int[]{255, 99, 200})
        {
            final UnsafeBuffer message = copy(sample, sample.capacity());
            message.putByte(MessageHeaderDecoder.ENCODED_LENGTH + fieldOffset, (byte)raw);
            assertRefused(Samples.sender(sample), message, field);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " EUR", "EUR ", "E\u0001R", "E\u007fR", "E\u0085R"})
    void textsThatAreNoSymbolsAreRefused(final String text)
    {
        assertRefused(Desk.RISK, RiskMessages.defineAsset(text, 2), RejectField.SYMBOL);
        assertRefused(Desk.RISK,
            RiskMessages.defineInstrument(text, InstrumentKind.LINEAR_PERPETUAL), RejectField.SYMBOL);
    }

    @Test
    void bytesThatAreNoUtf8AreNoSymbol()
    {
        for (final int raw : new int[]{0, 0x80, 0xC0, 0xFF})
        {
            final UnsafeBuffer message = RiskMessages.defineAsset("EUR", 2);
            message.putByte(
                MessageHeaderDecoder.ENCODED_LENGTH + DefineAssetDecoder.symbolEncodingOffset() + 1, (byte)raw);
            assertRefused(Desk.RISK, message, RejectField.SYMBOL);
        }
    }

    @Test
    void aFamilyThatIsNoSymbolIsRefused()
    {
        assertRefused(Desk.RISK, RiskMessages.defineInstrument(
            "ETH", InstrumentKind.LINEAR_PERPETUAL, (terms) -> terms.family(" x")), RejectField.FAMILY);
    }

    @Test
    void commandIdsBelowOneAreRefusedAndConsumeNone()
    {
        for (final long commandId : new long[]{0, -1, Long.MIN_VALUE})
        {
            final UnsafeBuffer message = Messages.deposit(1, 5, 5);
            message.putLong(8, commandId, ByteOrder.LITTLE_ENDIAN);
            final long hash = desk.replicaHash();
            final Desk.Answer answer = desk.raw(Desk.GATEWAY, message);
            assertThat(answer.reason()).isEqualTo(RejectReason.INVALID_FIELD);
            assertThat(answer.field()).isEqualTo(RejectField.COMMAND_ID);
            assertThat(desk.replicaHash()).isEqualTo(hash);
        }
    }

    @Test
    void badQueriesAreRefusedAndNamed()
    {
        assertQueryRefused(QueryMessages.accountQuery(0), RejectReason.INVALID_FIELD, RejectField.ACCOUNT);
        assertQueryRefused(QueryMessages.accountQuery(4), RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT);
        assertQueryRefused(QueryMessages.accountQuery(3), RejectReason.NOT_YOUR_ACCOUNT, RejectField.ACCOUNT);
        assertQueryRefused(QueryMessages.instrumentQuery(-1), RejectReason.INVALID_FIELD, RejectField.INSTRUMENT);
        assertQueryRefused(
            QueryMessages.instrumentQuery(2), RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT);
        assertQueryRefused(QueryMessages.fundQuery(0), RejectReason.INVALID_FIELD, RejectField.ASSET);
        assertQueryRefused(QueryMessages.auditQuery(2), RejectReason.UNKNOWN_ASSET, RejectField.ASSET);
        assertQueryRefused(
            QueryMessages.offsetQueueQuery(1, Side.LONG, 101), RejectReason.INVALID_FIELD, RejectField.TOP);
        assertQueryRefused(
            QueryMessages.offsetQueueQuery(1, Side.LONG, 0), RejectReason.INVALID_FIELD, RejectField.TOP);
        final UnsafeBuffer noSide = QueryMessages.offsetQueueQuery(1, Side.LONG, 1);
        noSide.putByte(
            MessageHeaderDecoder.ENCODED_LENGTH + OffsetQueueQueryDecoder.sideEncodingOffset(), (byte)9);
        assertQueryRefused(noSide, RejectReason.INVALID_FIELD, RejectField.SIDE);
        assertQueryRefused(QueryMessages.eventsQuery(-1), RejectReason.INVALID_FIELD, RejectField.FROM);
        assertQueryRefused(QueryMessages.commandOutcomeQuery(0), RejectReason.INVALID_FIELD, RejectField.COMMAND_ID);
        assertQueryRefused(
            QueryMessages.commandOutcomeQuery(1_000), RejectReason.SEQUENCE_GAP, RejectField.COMMAND_ID);
    }

    private void assertQueryRefused(final UnsafeBuffer query, final RejectReason reason, final RejectField field)
    {
        final Desk.Answer answer = desk.raw(Desk.GATEWAY, query);
        assertThat(answer.reason()).isEqualTo(reason);
        assertThat(answer.field()).isEqualTo(field);
        assertThat(answer.commandId()).isEqualTo(Messages.CORRELATION_ID);
    }

    private void assertUndecodable(
        final UnsafeBuffer sample, final UnsafeBuffer message, final RejectReason reason)
    {
        final String sender = Samples.sender(sample);
        final long commandId = desk.clearing().lastCommandId(sender);
        final long replicaHash = desk.replicaHash();
        final Desk.Answer answer = desk.raw(sender, message);
        assertThat(answer.templateId()).isEqualTo(SessionReportDecoder.TEMPLATE_ID);
        assertThat(answer.reason()).isEqualTo(reason);
        assertThat(answer.field()).isEqualTo(RejectField.HEADER);
        assertThat(answer.commandId()).isEqualTo(commandId);
        assertThat(desk.replicaHash()).isEqualTo(replicaHash);
    }

    private void assertRefused(final String sender, final UnsafeBuffer message, final RejectField field)
    {
        final long stateHash = desk.stateHash();
        final Desk.Answer answer = desk.command(sender, message);
        assertThat(answer.reason()).isEqualTo(RejectReason.INVALID_FIELD);
        assertThat(answer.field()).isEqualTo(field);
        assertThat(desk.stateHash()).isEqualTo(stateHash);
    }

    private static UnsafeBuffer copy(final UnsafeBuffer message, final int length)
    {
        final byte[] bytes = new byte[length];
        message.getBytes(0, bytes, 0, Math.min(length, message.capacity()));
        return new UnsafeBuffer(bytes);
    }
}
