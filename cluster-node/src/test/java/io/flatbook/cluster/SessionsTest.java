package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountOpenedDecoder;
import io.flatbook.sbe.AssetDefinedDecoder;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.EventsGoneDecoder;
import io.flatbook.sbe.InsuranceFundChangedDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SessionsTest
{
    private static final int EVENTS_RETAINED = 64;

    private final EventPublisher publisher = new EventPublisher(new Limits().eventsRetained(EVENTS_RETAINED));
    private final ClearingEngine engine =
        new ClearingEngine(new Limits().eventsRetained(EVENTS_RETAINED), publisher);
    private final ReportEncoding reports = new ReportEncoding(engine, publisher);
    private final CommandAdapter adapter = new CommandAdapter(engine, publisher, reports);
    private final Sessions sessions = new Sessions(engine, publisher, reports);
    private final FakeClient risk = new FakeClient(1, Desk.RISK);
    private final FakeClient gateway = new FakeClient(2, Desk.GATEWAY);
    private final FakeClient otherGateway = new FakeClient(3, Desk.OTHER_GATEWAY);
    private long riskCommandId;
    private long gatewayCommandId;

    @BeforeEach
    void connect()
    {
        assertThat(sessions.open(risk)).isTrue();
        sendRisk(RiskMessages.defineAsset("USD", 2));
        sendRisk(RiskMessages.defineGateway("a", 1));
        sendRisk(RiskMessages.defineGateway("b", 2));
        assertThat(sessions.open(gateway)).isTrue();
        assertThat(sessions.open(otherGateway)).isTrue();
        sessions.advance(true);
        takeAll();
    }

    private void takeAll()
    {
        risk.take();
        gateway.take();
        otherGateway.take();
    }

    private void sendRisk(final UnsafeBuffer message)
    {
        send(risk, message, ++riskCommandId);
    }

    private void sendGateway(final FakeClient client, final UnsafeBuffer message)
    {
        send(client, message, ++gatewayCommandId);
    }

    private void send(final FakeClient client, final UnsafeBuffer message, final long leadingId)
    {
        message.putLong(8, leadingId, ByteOrder.LITTLE_ENDIAN);
        final Session session = sessions.find(client.id());
        adapter.onMessage(
            0, session.principalName(), session.role(), message, 0, message.capacity(), session);
    }

    private static List<Integer> templates(final FakeClient client)
    {
        return client.take().stream().map(bytes -> MessageCheck.templateId(new UnsafeBuffer(bytes), 0)).toList();
    }

    private static List<Desk.Answer> answers(final FakeClient client)
    {
        return client.take().stream().map(Desk::decode).toList();
    }

    @Test
    void aConnectionWithoutAPrincipalsNameIsNotTaken()
    {
        for (final String name : new String[]{"", "alice", "risk/", "risk/Al ice", "root/alice", "gateway/a/b"})
        {
            assertThat(sessions.open(new FakeClient(9, name))).as(name).isFalse();
        }
    }

    @Test
    void aReportComesWithTheConnectionAndWhenItIsDue()
    {
        final FakeClient ops = new FakeClient(7, "ops/olga");
        sessions.open(ops);
        sessions.advance(true);
        assertThat(templates(ops)).containsExactly(SessionReportDecoder.TEMPLATE_ID);
        sessions.advance(true);
        assertThat(templates(ops)).isEmpty();
        sessions.reportsDue();
        sessions.advance(true);
        assertThat(templates(ops)).containsExactly(SessionReportDecoder.TEMPLATE_ID);
    }

    @Test
    void eventsGoToTheVenueThatTheyNameToAllOrToRisk()
    {
        for (final FakeClient client : List.of(risk, gateway, otherGateway))
        {
            send(client, QueryMessages.eventsQuery(0), 1);
        }
        takeAll();
        sendGateway(gateway, Messages.openAccount(1, 1, 1));
        sendRisk(RiskMessages.defineAsset("EUR", 2));
        sendRisk(RiskMessages.fundInsurance(1, 5));
        sessions.advance(true);
        assertThat(templates(risk)).containsExactly(
            CommandOutcomeDecoder.TEMPLATE_ID, CommandOutcomeDecoder.TEMPLATE_ID, AccountOpenedDecoder.TEMPLATE_ID,
            AssetDefinedDecoder.TEMPLATE_ID, InsuranceFundChangedDecoder.TEMPLATE_ID);
        assertThat(templates(gateway)).containsExactly(
            CommandOutcomeDecoder.TEMPLATE_ID, AccountOpenedDecoder.TEMPLATE_ID, AssetDefinedDecoder.TEMPLATE_ID);
        assertThat(templates(otherGateway)).containsExactly(AssetDefinedDecoder.TEMPLATE_ID);
    }

    @Test
    void outcomesThatFoundNoRoomFollowInOrder()
    {
        gateway.room(0);
        for (int i = 0; i < 5; i++)
        {
            sendGateway(gateway, Messages.openAccount(i + 1, 1, 1));
        }
        gateway.room(2);
        sessions.advance(true);
        gateway.room(Integer.MAX_VALUE);
        sessions.advance(true);
        assertThat(answers(gateway)).extracting(Desk.Answer::commandId).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aReceiverThatFellBehindIsToldAndClosed()
    {
        send(gateway, QueryMessages.eventsQuery(0), 1);
        gateway.take();
        for (int i = 0; i < EVENTS_RETAINED + 10; i++)
        {
            sendGateway(gateway, Messages.openAccount(i + 1, 1, 1));
        }
        gateway.take();
        sessions.advance(true);
        assertThat(templates(gateway)).containsExactly(EventsGoneDecoder.TEMPLATE_ID);
        assertThat(gateway.isClosing()).isTrue();
    }

    @Test
    void aFollowerClosesNobody()
    {
        send(gateway, QueryMessages.eventsQuery(0), 1);
        for (int i = 0; i < EVENTS_RETAINED + 10; i++)
        {
            sendGateway(gateway, Messages.openAccount(i + 1, 1, 1));
        }
        gateway.take();
        sessions.advance(false);
        assertThat(gateway.isClosing()).isFalse();
        assertThat(gateway.take()).isEmpty();
    }

    @Test
    void eventsThatAreGoneAreSaidToBe()
    {
        for (int i = 0; i < EVENTS_RETAINED + 10; i++)
        {
            sendGateway(gateway, Messages.openAccount(i + 1, 1, 1));
        }
        gateway.take();
        send(gateway, QueryMessages.eventsQuery(1), 1);
        assertThat(templates(gateway)).containsExactly(EventsGoneDecoder.TEMPLATE_ID);
        assertThat(gateway.isClosing()).isFalse();
    }

    @Test
    void anUndefinedGatewayReadsNothing()
    {
        final FakeClient stranger = new FakeClient(9, "gateway/zoe");
        sessions.open(stranger);
        send(stranger, QueryMessages.eventsQuery(0), 1);
        sendRisk(RiskMessages.defineAsset("EUR", 2));
        sessions.advance(true);
        assertThat(answers(stranger)).extracting(Desk.Answer::reason)
            .containsExactly(RejectReason.NOT_AUTHORIZED, RejectReason.NONE);
        assertThat(sessions.find(9).role()).isEqualTo(Role.GATEWAY);
    }

    /** Contract: ONCE-1. */
    @Test
    void aSessionThatSendsGarbageIsClosedAfterAFewAndNoOther()
    {
        for (int i = 1; i < Session.MALFORMED_MAX; i++)
        {
            send(gateway, new UnsafeBuffer(new byte[]{8, 0, 9, 9, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}), 1);
            sessions.advance(true);
        }
        assertThat(gateway.isClosing()).isFalse();
        sendGateway(gateway, Messages.openAccount(1, 1, 1));
        assertThat(answers(gateway)).filteredOn((answer) -> CommandOutcomeDecoder.TEMPLATE_ID == answer.templateId())
            .extracting(Desk.Answer::reason).containsExactly(RejectReason.NONE);
        send(gateway, new UnsafeBuffer(new byte[]{8, 0, 9, 9, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}), 1);
        assertThat(answers(gateway)).extracting(Desk.Answer::reason).as("it is told why")
            .containsExactly(RejectReason.MALFORMED);
        sessions.advance(false);
        assertThat(gateway.isClosing()).as("a follower closes nobody").isFalse();
        sessions.advance(true);
        assertThat(gateway.isClosing()).isTrue();
        assertThat(otherGateway.isClosing()).isFalse();
    }

    /** Contract: ONCE-1. */
    @Test
    void aClientThatIsAheadOfTheClusterIsNotClosed()
    {
        for (int i = 0; i < 3 * Session.MALFORMED_MAX; i++)
        {
            send(gateway, new UnsafeBuffer(new byte[]{8, 0, 9, 9, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0}), 1);
            sessions.advance(true);
        }
        assertThat(answers(gateway)).extracting(Desk.Answer::reason).containsOnly(RejectReason.UNSUPPORTED_VERSION);
        assertThat(gateway.isClosing()).isFalse();
    }
}
