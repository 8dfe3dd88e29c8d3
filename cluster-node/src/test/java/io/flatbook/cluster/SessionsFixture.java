package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Limits;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;

import java.nio.ByteOrder;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A leader's sessions of risk and of two gateways, which the engine knows, over clients that keep what they take. */
abstract class SessionsFixture
{
    static final int EVENTS_RETAINED = 64;
    static final int FRAME_LENGTH = 1_024;

    final EventPublisher publisher = new EventPublisher(new Limits().eventsRetained(EVENTS_RETAINED));
    final ClearingEngine engine =
        new ClearingEngine(new Limits().eventsRetained(EVENTS_RETAINED), publisher);
    private final ReportEncoding reports = new ReportEncoding(engine, publisher);
    private final CommandAdapter adapter = new CommandAdapter(engine, publisher, reports);
    final Sessions sessions = new Sessions(engine, publisher, reports, FRAME_LENGTH);
    final FakeClient risk = new FakeClient(1, Desk.RISK);
    final FakeClient gateway = new FakeClient(2, Desk.GATEWAY);
    final FakeClient otherGateway = new FakeClient(3, Desk.OTHER_GATEWAY);
    private long riskCommandId;
    private long gatewayCommandId;

    @BeforeEach
    void connect()
    {
        sessions.leads(true);
        assertThat(sessions.open(risk)).isTrue();
        sendRisk(RiskMessages.defineAsset("USD", 2));
        sendRisk(RiskMessages.defineGateway("a", 1));
        sendRisk(RiskMessages.defineGateway("b", 2));
        assertThat(sessions.open(gateway)).isTrue();
        assertThat(sessions.open(otherGateway)).isTrue();
        sessions.advance();
        takeAll();
    }

    void takeAll()
    {
        risk.take();
        gateway.take();
        otherGateway.take();
    }

    void sendRisk(final UnsafeBuffer message)
    {
        send(risk, message, ++riskCommandId);
    }

    void sendGateway(final FakeClient client, final UnsafeBuffer message)
    {
        send(client, message, ++gatewayCommandId);
    }

    /** Each is an event of the gateway's venue. */
    void sendMoreThanIsRetained()
    {
        for (int i = 0; i < EVENTS_RETAINED + 10; i++)
        {
            sendGateway(gateway, Messages.openAccount(i + 1, 1, 1));
        }
    }

    void send(final FakeClient client, final UnsafeBuffer message, final long leadingId)
    {
        message.putLong(8, leadingId, ByteOrder.LITTLE_ENDIAN);
        final Session session = sessions.find(client.id());
        adapter.onMessage(
            0, session.principalName(), session.role(), message, 0, message.capacity(), session);
    }

    static List<Integer> templates(final FakeClient client)
    {
        return client.take().stream().map(bytes -> MessageCheck.templateId(new UnsafeBuffer(bytes), 0)).toList();
    }

    static List<Desk.Answer> answers(final FakeClient client)
    {
        return client.take().stream().map(Desk::decode).toList();
    }

    void listen(final FakeClient client)
    {
        send(client, QueryMessages.eventsQuery(0), 1);
        sessions.advance();
        client.take();
    }
}
