package io.flatbook.cluster;

import io.flatbook.sbe.EventsGoneDecoder;
import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Sessions that take nothing for now, or nothing any more: what they cost, and when they are closed. */
class StuckSessionsTest extends SessionsFixture
{
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
    void aReceiverThatFellBehindIsToldAndClosed()
    {
        send(gateway, QueryMessages.eventsQuery(0), 1);
        gateway.take();
        sendMoreThanIsRetained();
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
        sendMoreThanIsRetained();
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
        sendMoreThanIsRetained();
        gateway.take();
        sessions.leads(false);
        sessions.advance();
        assertThat(gateway.isClosing()).isFalse();
        assertThat(gateway.take()).isEmpty();
    }
}
