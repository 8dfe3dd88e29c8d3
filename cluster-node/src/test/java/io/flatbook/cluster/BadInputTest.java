package io.flatbook.cluster;

import io.flatbook.sbe.DefineAssetDecoder;
import io.flatbook.sbe.DefineGatewayDecoder;
import io.flatbook.sbe.DefineInstrumentDecoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.OffsetQueueQueryDecoder;
import io.flatbook.sbe.RegisterTradeDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SessionReportDecoder;
import io.flatbook.sbe.SetAccountStatusDecoder;
import io.flatbook.sbe.SetAssetStatusDecoder;
import io.flatbook.sbe.SetControlsDecoder;
import io.flatbook.sbe.SetGatewayStatusDecoder;
import io.flatbook.sbe.SetInstrumentStatusDecoder;
import io.flatbook.sbe.SetOffsetPolicyDecoder;
import io.flatbook.sbe.SetWaterfallDecoder;
import io.flatbook.sbe.Side;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteOrder;
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
        for (int templateId = 0; templateId <= MessageShapes.QUERIES_MAX; templateId++)
        {
            final int wanted = templateId;
            assertThat(samples().stream().anyMatch(sample -> wanted == MessageCheck.templateId(sample, 0)))
                .as("template " + templateId)
                .isEqualTo(MessageShapes.blockLength(templateId) > 0);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSampleItselfIsDecodable(final UnsafeBuffer sample)
    {
        final String sender = sender(sample);
        sample.putLong(8, desk.clearing().lastCommandId(sender) + 1, ByteOrder.LITTLE_ENDIAN);
        assertThat(desk.raw(sender, sample).templateId()).isNotEqualTo(SessionReportDecoder.TEMPLATE_ID * 2);
        assertThat(MessageCheck.check(sample, 0, sample.capacity())).isEqualTo(RejectReason.NONE);
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
        message.putShort(0, (short)(MessageShapes.blockLength(MessageCheck.templateId(sample, 0)) + 1));
        assertUndecodable(sample, message, RejectReason.MALFORMED);
    }

    @Test
    void unknownTemplatesAreMalformed()
    {
        final UnsafeBuffer sample = QueryMessages.fundQuery(1);
        for (int templateId = 0; templateId <= 0xFFFF; templateId++)
        {
            if (0 == MessageShapes.blockLength(templateId))
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
        for (final int count : new int[]{0, 17})
        {
            final Desk.Answer answer = desk.command(Desk.RISK, RiskMessages.setMarginTiers(1, count));
            assertThat(answer.reason()).isEqualTo(RejectReason.INVALID_DEFINITION);
            assertThat(answer.field()).isEqualTo(RejectField.MARGIN_TIERS);
        }
        assertRefused(Desk.GATEWAY, Messages.registerTrades(50, 17, 1, 2, 1_000), RejectField.TRADES);
        assertRefused(Desk.GATEWAY, Messages.registerTrades(50, 0, 1, 2, 1_000), RejectField.TRADES);
        assertRefused(Desk.GATEWAY, Messages.updateMarkPrices(9, new long[257]), RejectField.MARKS);
        assertRefused(Desk.GATEWAY, Messages.updateMarkPrices(9), RejectField.MARKS);
    }

    @Test
    void proposalsOfNoCommandAreRefused()
    {
        final UnsafeBuffer query = QueryMessages.fundQuery(1);
        final UnsafeBuffer withoutFourEyes = RiskMessages.defineAsset("EUR", 2);
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
        return Stream.of(
            Arguments.of(RiskMessages.defineInstrument("ETH", io.flatbook.sbe.InstrumentKind.CALL),
                DefineInstrumentDecoder.kindEncodingOffset(), RejectField.KIND),
            Arguments.of(RiskMessages.defineInstrument("ETH", io.flatbook.sbe.InstrumentKind.LINEAR_PERPETUAL),
                DefineInstrumentDecoder.offsetPolicyEncodingOffset(), RejectField.OFFSET_POLICY),
            Arguments.of(RiskMessages.defineGateway("c", 1),
                DefineGatewayDecoder.guaranteedEncodingOffset(), RejectField.GUARANTEED),
            Arguments.of(RiskMessages.defineGateway("c", 1),
                DefineGatewayDecoder.capabilitiesEncodingOffset(), RejectField.CAPABILITIES),
            Arguments.of(RiskMessages.setOffsetPolicy(1, OffsetPolicyKind.QUEUE),
                SetOffsetPolicyDecoder.offsetPolicyEncodingOffset(), RejectField.OFFSET_POLICY),
            Arguments.of(RiskMessages.setWaterfall(1, io.flatbook.sbe.DefaultTrigger.AUTOMATIC),
                SetWaterfallDecoder.triggerEncodingOffset(), RejectField.TRIGGER),
            Arguments.of(RiskMessages.setControls(io.flatbook.sbe.Switch.ON),
                SetControlsDecoder.fourEyesEncodingOffset(), RejectField.FOUR_EYES),
            Arguments.of(RiskMessages.setInstrumentStatus(1, io.flatbook.sbe.InstrumentStatus.HALTED),
                SetInstrumentStatusDecoder.statusEncodingOffset(), RejectField.STATUS),
            Arguments.of(RiskMessages.setAccountStatus(1, io.flatbook.sbe.AccountMode.FROZEN),
                SetAccountStatusDecoder.statusEncodingOffset(), RejectField.STATUS),
            Arguments.of(RiskMessages.setGatewayStatus("a", GatewayStatus.DISABLED),
                SetGatewayStatusDecoder.statusEncodingOffset(), RejectField.STATUS),
            Arguments.of(RiskMessages.setAssetStatus(1, io.flatbook.sbe.Switch.ON, io.flatbook.sbe.Switch.ON),
                SetAssetStatusDecoder.withdrawalsEncodingOffset(), RejectField.WITHDRAWALS),
            Arguments.of(RiskMessages.setAssetStatus(1, io.flatbook.sbe.Switch.ON, io.flatbook.sbe.Switch.ON),
                SetAssetStatusDecoder.defaultRunsEncodingOffset(), RejectField.DEFAULT_RUNS),
            Arguments.of(Messages.registerTrade(50, 1, 2, 1, 1_000),
                RegisterTradeDecoder.causeEncodingOffset(), RejectField.CAUSE));
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
            assertRefused(sender(sample), message, field);
        }
    }

    @Test
    void textsThatAreNoSymbolsAreRefused()
    {
        for (final int raw : new int[]{0, 1, 31, 127, 200})
        {
            final UnsafeBuffer message = RiskMessages.defineAsset("EUR", 2);
            message.putByte(
                MessageHeaderDecoder.ENCODED_LENGTH + DefineAssetDecoder.symbolEncodingOffset() + 1, (byte)raw);
            assertRefused(Desk.RISK, message, RejectField.SYMBOL);
        }
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
        final String sender = sender(sample);
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

    private static String sender(final UnsafeBuffer sample)
    {
        return RiskCommands.isRisk(MessageCheck.templateId(sample, 0)) ? Desk.RISK : Desk.GATEWAY;
    }

    private static UnsafeBuffer copy(final UnsafeBuffer message, final int length)
    {
        final byte[] bytes = new byte[length];
        message.getBytes(0, bytes, 0, Math.min(length, message.capacity()));
        return new UnsafeBuffer(bytes);
    }
}
