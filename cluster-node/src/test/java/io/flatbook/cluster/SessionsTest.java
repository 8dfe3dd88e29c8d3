package io.flatbook.cluster;

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
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SessionsTest extends SessionsFixture
{
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

    @Test
    void eventsThatAreGoneAreSaidToBe()
    {
        sendMoreThanIsRetained();
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
