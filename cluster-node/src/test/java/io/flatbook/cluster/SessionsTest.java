package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountOpenedDecoder;
import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.AssetDefinedDecoder;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.EventsGoneDecoder;
import io.flatbook.sbe.InsuranceFundChangedDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class SessionsTest
{
    private static final int EVENTS_RETAINED = 64;
    private static final int FRAME_LENGTH = 1_024;

    private final EventPublisher publisher = new EventPublisher(new Limits().eventsRetained(EVENTS_RETAINED));
    private final ClearingEngine engine =
        new ClearingEngine(new Limits().eventsRetained(EVENTS_RETAINED), publisher);
    private final ReportEncoding reports = new ReportEncoding(engine, publisher);
    private final CommandAdapter adapter = new CommandAdapter(engine, publisher, reports);
    private final Sessions sessions = new Sessions(engine, publisher, reports, FRAME_LENGTH);
    private final FakeClient risk = new FakeClient(1, Desk.RISK);
    private final FakeClient gateway = new FakeClient(2, Desk.GATEWAY);
    private final FakeClient otherGateway = new FakeClient(3, Desk.OTHER_GATEWAY);
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
        sessions.advance();
        assertThat(templates(ops)).containsExactly(SessionReportDecoder.TEMPLATE_ID);
        sessions.advance();
        assertThat(templates(ops)).isEmpty();
        sessions.reportsDue();
        sessions.advance();
        assertThat(templates(ops)).containsExactly(SessionReportDecoder.TEMPLATE_ID);
    }

    @Test
    void eventsGoToTheVenueThatTheyNameToAllOrToRisk()
    {
        for (final FakeClient client : List.of(risk, gateway, otherGateway))
        {
            send(client, QueryMessages.eventsQuery(0), 1);
        }
        sessions.advance();
        takeAll();
        sendGateway(gateway, Messages.openAccount(1, 1, 1));
        sendRisk(RiskMessages.defineAsset("EUR", 2));
        sendRisk(RiskMessages.fundInsurance(1, 5));
        sessions.advance();
        assertThat(templates(risk)).containsExactly(
            CommandOutcomeDecoder.TEMPLATE_ID, CommandOutcomeDecoder.TEMPLATE_ID, AccountOpenedDecoder.TEMPLATE_ID,
            AssetDefinedDecoder.TEMPLATE_ID, InsuranceFundChangedDecoder.TEMPLATE_ID);
        assertThat(templates(gateway)).containsExactly(
            CommandOutcomeDecoder.TEMPLATE_ID, AccountOpenedDecoder.TEMPLATE_ID, AssetDefinedDecoder.TEMPLATE_ID);
        assertThat(templates(otherGateway)).containsExactly(AssetDefinedDecoder.TEMPLATE_ID);
    }

    /** Contract: ONCE-3. */
    @Test
    void theOutcomeAndTheEventsOfAnEntryGoToASessionInOneFrame()
    {
        listen(gateway);
        final int before = gateway.offers();
        sendGateway(gateway, Messages.openAccount(1, 1, 1));
        sessions.advance();
        assertThat(templates(gateway)).containsExactly(
            CommandOutcomeDecoder.TEMPLATE_ID, AccountOpenedDecoder.TEMPLATE_ID);
        assertThat(gateway.offers()).isEqualTo(before + 1);
    }

    /** Contract: ONCE-3. */
    @Test
    void framesAreAsLongAsTheNetworkTakesAndALongerMessageGoesByItselfInOrder()
    {
        listen(gateway);
        final int before = gateway.offers();
        final int accounts = 30;
        for (int i = 1; i <= accounts; i++)
        {
            sendGateway(gateway, Messages.openAccount(i, i, 1));
        }
        sessions.advance();
        final List<Integer> templates = templates(gateway);
        assertThat(templates).hasSize(2 * accounts);
        assertThat(templates.subList(0, accounts)).containsOnly(CommandOutcomeDecoder.TEMPLATE_ID);
        assertThat(templates.subList(accounts, 2 * accounts)).containsOnly(AccountOpenedDecoder.TEMPLATE_ID);
        assertThat(gateway.longest()).isBetween(FRAME_LENGTH / 2, FRAME_LENGTH);
        assertThat(gateway.offers() - before).isLessThan(accounts / 2);
        sendGateway(gateway, Messages.openAccount(accounts + 1, 1, 1));
        send(gateway, QueryMessages.accountsQuery(Messages.NULL_LONG), 1);
        sendGateway(gateway, Messages.openAccount(accounts + 2, 1, 1));
        sessions.advance();
        assertThat(templates(gateway)).containsExactly(
            CommandOutcomeDecoder.TEMPLATE_ID, AccountsReportDecoder.TEMPLATE_ID, CommandOutcomeDecoder.TEMPLATE_ID,
            AccountOpenedDecoder.TEMPLATE_ID, AccountOpenedDecoder.TEMPLATE_ID);
        assertThat(gateway.longest()).isGreaterThan(FRAME_LENGTH);
    }

    /** What a follower would send leaves no machine; a successor goes on from where it takes over. */
    @Test
    void aFollowerSendsNoEventAndALeaderGoesOnFromWhereItTakesOver()
    {
        listen(gateway);
        sessions.leads(false);
        sendGateway(gateway, Messages.openAccount(1, 1, 1));
        sessions.advance();
        assertThat(gateway.take()).isEmpty();
        final long lastAddressed = publisher.nextSequence() - 1;
        sessions.leads(true);
        sendGateway(gateway, Messages.openAccount(2, 2, 1));
        sessions.advance();
        final List<byte[]> taken = gateway.take();
        assertThat(taken).hasSize(2);
        final AccountOpenedDecoder event = new AccountOpenedDecoder().wrapAndApplyHeader(
            new UnsafeBuffer(taken.get(1)), 0, new MessageHeaderDecoder());
        assertThat(event.account()).isEqualTo(2);
        assertThat(event.header().previousSequence()).isEqualTo(lastAddressed);
    }

    private void listen(final FakeClient client)
    {
        send(client, QueryMessages.eventsQuery(0), 1);
        sessions.advance();
        client.take();
    }

    @Test
    void outcomesThatFoundNoRoomFollowInOrder()
    {
        final int commands = 100;
        gateway.room(0);
        for (int i = 1; i <= commands; i++)
        {
            sendGateway(gateway, Messages.openAccount(i, 1, 1));
        }
        gateway.room(2);
        sessions.advance();
        gateway.room(Integer.MAX_VALUE);
        sessions.advance();
        assertThat(answers(gateway)).extracting(Desk.Answer::commandId)
            .isEqualTo(LongStream.rangeClosed(1, commands).boxed().toList());
    }

    @Test
    void aConnectionThatTakesNothingCostsOneOfferAnEntryAndGetsAllOfItLater()
    {
        listen(risk);
        risk.room(0);
        final int before = risk.asked();
        final int untilRefused = EVENTS_RETAINED / 2;
        openAccounts(1, untilRefused);
        final int refused = risk.asked();
        assertThat(refused).as("what waits fills a frame").isGreaterThan(before);
        sessions.reportsDue();
        openAccounts(untilRefused + 1, EVENTS_RETAINED);
        assertThat(risk.asked() - refused).isEqualTo(EVENTS_RETAINED - untilRefused);
        risk.room(Integer.MAX_VALUE);
        sessions.advance();
        final List<Integer> templates = templates(risk);
        assertThat(templates).hasSize(EVENTS_RETAINED + 1);
        assertThat(templates).containsOnlyOnce(SessionReportDecoder.TEMPLATE_ID);
        assertThat(templates).contains(AccountOpenedDecoder.TEMPLATE_ID);
    }

    @Test
    void aConnectionThatTakesNothingIsClosedOnceItFellBehind()
    {
        listen(risk);
        risk.room(0);
        openAccounts(1, 2 * EVENTS_RETAINED);
        assertThat(risk.isClosing()).isTrue();
        assertThat(gateway.isClosing()).isFalse();
    }

    /** Each is an entry. */
    private void openAccounts(final long first, final long last)
    {
        for (long account = first; account <= last; account++)
        {
            sendGateway(gateway, Messages.openAccount(account, account, 1));
            sessions.advance();
        }
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
        sessions.advance();
        assertThat(templates(gateway)).endsWith(EventsGoneDecoder.TEMPLATE_ID);
        assertThat(gateway.isClosing()).isTrue();
    }

    @Test
    void oneThatFellBehindIsClosedLaterIfItCannotBeNow()
    {
        gateway.takesClose(false);
        send(gateway, QueryMessages.eventsQuery(0), 1);
        for (int i = 0; i < EVENTS_RETAINED + 10; i++)
        {
            sendGateway(gateway, Messages.openAccount(i + 1, 1, 1));
        }
        sessions.advance();
        assertThat(gateway.isClosing()).isFalse();
        gateway.takesClose(true);
        sessions.advance();
        assertThat(gateway.isClosing()).isTrue();
    }

    @Test
    void aSessionThatCannotBeReachedIsClosedAfterAWhile()
    {
        advanceWithReports(1);
        gateway.connected(false);
        advanceWithReports(2);
        advanceWithReports(1 + Session.OUT_OF_REACH_MS);
        assertThat(gateway.isClosing()).isFalse();
        advanceWithReports(2 + Session.OUT_OF_REACH_MS);
        assertThat(gateway.isClosing()).isTrue();
        assertThat(otherGateway.isClosing()).isFalse();
    }

    @Test
    void aSessionThatIsReachedNowAndThenOrOnlySlowIsNotClosed()
    {
        gateway.connected(false);
        advanceWithReports(1);
        gateway.connected(true);
        otherGateway.room(0);
        advanceWithReports(Session.OUT_OF_REACH_MS);
        gateway.connected(false);
        advanceWithReports(1 + Session.OUT_OF_REACH_MS);
        advanceWithReports(2 * Session.OUT_OF_REACH_MS);
        assertThat(gateway.isClosing()).isFalse();
        assertThat(otherGateway.isClosing()).isFalse();
    }

    @Test
    void aNewLeaderGivesASessionTheWholeWhileAgain()
    {
        gateway.connected(false);
        advanceWithReports(1);
        sessions.leads(false);
        advanceWithReports(2 * Session.OUT_OF_REACH_MS);
        sessions.leads(true);
        advanceWithReports(2 * Session.OUT_OF_REACH_MS + 1);
        assertThat(gateway.isClosing()).isFalse();
    }

    private void advanceWithReports(final long timeMs)
    {
        engine.advanceTo(timeMs);
        sessions.reportsDue();
        sessions.advance();
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
        sessions.leads(false);
        sessions.advance();
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
        sessions.advance();
        gateway.take();
        send(gateway, QueryMessages.eventsQuery(1), 1);
        sessions.advance();
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
        sessions.advance();
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
            sessions.advance();
        }
        assertThat(gateway.isClosing()).isFalse();
        sendGateway(gateway, Messages.openAccount(1, 1, 1));
        sessions.advance();
        assertThat(answers(gateway)).filteredOn((answer) -> CommandOutcomeDecoder.TEMPLATE_ID == answer.templateId())
            .extracting(Desk.Answer::reason).containsExactly(RejectReason.NONE);
        send(gateway, new UnsafeBuffer(new byte[]{8, 0, 9, 9, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}), 1);
        sessions.leads(false);
        sessions.advance();
        assertThat(gateway.isClosing()).as("a follower closes nobody").isFalse();
        sessions.leads(true);
        send(gateway, new UnsafeBuffer(new byte[]{8, 0, 9, 9, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}), 1);
        sessions.advance();
        assertThat(answers(gateway)).extracting(Desk.Answer::reason).as("it is told why")
            .containsExactly(RejectReason.MALFORMED);
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
            sessions.advance();
        }
        assertThat(answers(gateway)).extracting(Desk.Answer::reason).containsOnly(RejectReason.UNSUPPORTED_VERSION);
        assertThat(gateway.isClosing()).isFalse();
    }
}
