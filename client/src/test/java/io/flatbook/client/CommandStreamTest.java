package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import java.util.List;

import static io.flatbook.sbe.RejectReason.COMMAND_ID_REUSED;
import static io.flatbook.sbe.RejectReason.DUPLICATE_TRADE;
import static io.flatbook.sbe.RejectReason.FENCED;
import static io.flatbook.sbe.RejectReason.MALFORMED;
import static io.flatbook.sbe.RejectReason.NONE;
import static io.flatbook.sbe.RejectReason.NOT_AUTHORIZED;
import static io.flatbook.sbe.RejectReason.OUTCOME_FORGOTTEN;
import static io.flatbook.sbe.RejectReason.SEQUENCE_GAP;
import static io.flatbook.sbe.RejectReason.STORAGE_LOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class CommandStreamTest
{
    private static final long TIMEOUT_NS = 1_000;
    private static final long RESYNC_NS = 100;

    private final RecordedEndings endings = new RecordedEndings();
    private final SentCommands sent = new SentCommands();
    private CommandStream stream = stream(4, 0);
    private long nowNs;

    @Test
    void givesNoIdBeforeTheClusterHasReported()
    {
        assertThat(stream.admit()).isEqualTo(FlatbookClient.NOT_CONNECTED);
        report(41);
        assertThat(stream.admit()).isEqualTo(42);
    }

    @Test
    void goesOnFromTheLastAppliedId()
    {
        report(41);
        assertThat(submit(42, 43)).containsExactly(42L, 43L);
    }

    @Test
    void startsAtTheIdOfAJournalAndIsNotFencedByItsOwnPast()
    {
        stream = stream(4, 40);
        report(41);
        assertThat(submit(40, 41, 42)).containsExactly(40L, 41L, 42L);
        report(41);
        assertThat(stream.isFenced()).isFalse();
    }

    @Test
    void refusesAJournalThatLeavesAGap()
    {
        stream = stream(4, 43);
        assertThatThrownBy(() -> report(41)).hasMessageContaining("43").hasMessageContaining("expects 42");
    }

    @Test
    void pressesBackWhenTheWindowIsFullAndDropsNothing()
    {
        report(0);
        submit(1, 2, 3, 4);
        assertThat(stream.admit()).isEqualTo(FlatbookClient.BACK_PRESSURED);
        outcome(2, NONE);
        assertThat(stream.admit()).isEqualTo(FlatbookClient.BACK_PRESSURED);
        outcome(1, NONE);
        assertThat(stream.admit()).isEqualTo(5);
        assertThat(stream.unanswered()).isEqualTo(2);
        assertThat(endings.take()).containsExactly("2 NONE", "1 NONE");
    }

    @Test
    void keepsWhatTheNetworkDidNotTakeAndSendsItInOrder()
    {
        report(0);
        sent.room(1);
        assertThat(submit(1, 2, 3)).containsExactly(1L);
        sent.room(10);
        assertThat(flush()).containsExactly(2L, 3L);
        assertThat(flush()).isEmpty();
    }

    @Test
    void tellsAnOutcomeOnce()
    {
        report(0);
        submit(1);
        outcome(1, DUPLICATE_TRADE);
        outcome(1, DUPLICATE_TRADE);
        outcome(7, NONE);
        assertThat(endings.take()).containsExactly("1 DUPLICATE_TRADE");
    }

    @Test
    void sendsUnansweredCommandsAgainAfterAReconnect()
    {
        report(0);
        submit(1, 2, 3);
        outcome(2, NONE);
        stream.onSessionLost();
        submit(4);
        assertThat(sent.take()).isEmpty();
        report(2);
        assertThat(flush()).containsExactly(1L, 3L, 4L);
    }

    @Test
    void sendsUnansweredCommandsAgainUnderANewLeader()
    {
        report(0);
        submit(1, 2);
        stream.onNewLeader();
        assertThat(flush()).containsExactly(1L, 2L);
    }

    @Test
    void closesASequenceGapByOneResend()
    {
        report(0);
        submit(1, 2, 3);
        gap(2, 1);
        gap(3, 1);
        assertThat(flush()).containsExactly(1L, 2L, 3L);
        gap(3, 1);
        assertThat(flush()).isEmpty();
        nowNs += RESYNC_NS;
        gap(3, 1);
        assertThat(flush()).containsExactly(1L, 2L, 3L);
        assertThat(endings.take()).isEmpty();
    }

    @Test
    void ignoresAGapThatIsClosedByNow()
    {
        report(0);
        submit(1, 2);
        outcome(1, NONE);
        gap(2, 1);
        outcome(2, NONE);
        assertThat(endings.take()).containsExactly("1 NONE", "2 NONE");
    }

    @Test
    void doesNotGuessWhenTheOutcomeIsForgotten()
    {
        report(0);
        submit(1);
        outcome(1, OUTCOME_FORGOTTEN);
        assertThat(endings.take()).containsExactly("1 unknown");
    }

    @Test
    void takesAReusedIdForARefusal()
    {
        report(0);
        submit(1);
        outcome(1, COMMAND_ID_REUSED);
        assertThat(endings.take()).containsExactly("1 COMMAND_ID_REUSED");
    }

    @Test
    void givesTheSameIdAgainWhenARefusalTookNone()
    {
        report(4);
        submit(5, 6);
        outcome(5, NOT_AUTHORIZED);
        assertThat(stream.admit()).isEqualTo(FlatbookClient.BACK_PRESSURED);
        outcome(6, NOT_AUTHORIZED);
        assertThat(stream.admit()).isEqualTo(FlatbookClient.BACK_PRESSURED);
        report(4);
        assertThat(stream.admit()).isEqualTo(5);
        assertThat(endings.take()).containsExactly("5 NOT_AUTHORIZED", "6 NOT_AUTHORIZED");
    }

    @Test
    void goesOnAtOnceWhenTheRecordShowsThatTheRefusalTookTheId()
    {
        report(4);
        submit(5);
        outcome(5, NOT_AUTHORIZED);
        assertThat(stream.takeOutcomeToAsk()).isEqualTo(5);
        assertThat(stream.takeOutcomeToAsk()).isZero();
        recorded(5, NOT_AUTHORIZED);
        assertThat(stream.admit()).isEqualTo(6);
        assertThat(endings.take()).containsExactly("5 NOT_AUTHORIZED");
    }

    @Test
    void givesNoIdAgainThatWasAppliedBeforeTheRecordCame()
    {
        report(4);
        submit(5, 6);
        outcome(5, NOT_AUTHORIZED);
        outcome(6, NONE);
        recorded(5, NOT_AUTHORIZED);
        assertThat(stream.admit()).isEqualTo(7);
        report(6);
        assertThat(stream.isFenced()).isFalse();
        assertThat(endings.take()).containsExactly("5 NOT_AUTHORIZED", "6 NONE");
    }

    @Test
    void takesStorageLowForAnOutcomeThatTookTheId()
    {
        report(4);
        submit(5, 6);
        outcome(5, STORAGE_LOW);
        assertThat(stream.takeOutcomeToAsk()).isZero();
        stream.onNewLeader();
        flush();
        outcome(6, STORAGE_LOW);
        assertThat(stream.admit()).isEqualTo(7);
        assertThat(endings.take()).containsExactly("5 STORAGE_LOW", "6 STORAGE_LOW");
    }

    @Test
    void doesNotGuessWhenACommandSentTwiceIsRefusedAtTheGate()
    {
        report(0);
        submit(1);
        stream.onNewLeader();
        flush();
        outcome(1, NOT_AUTHORIZED);
        assertThat(endings.take()).containsExactly("1 unknown");
    }

    @Test
    void refusesWhatFollowedARefusalThatTookNoId()
    {
        report(0);
        submit(1, 2);
        stream.onReport(0, MALFORMED, RejectField.HEADER);
        gap(2, 1);
        assertThat(endings.take()).containsExactly("1 MALFORMED", "2 SEQUENCE_GAP");
        report(0);
        assertThat(submit(1)).containsExactly(1L);
    }

    @Test
    void stopsWhenAnotherSessionHasSentCommands()
    {
        report(0);
        submit(1, 2);
        outcome(1, NONE);
        report(3);
        assertThat(endings.take()).containsExactly("1 NONE", "fenced at 3", "2 unknown");
        assertThat(stream.admit()).isEqualTo(FlatbookClient.FENCED);
        report(9);
        assertThat(endings.take()).isEmpty();
        assertThat(flush()).isEmpty();
    }

    @Test
    void stopsForGoodAfterAFencedRefusal()
    {
        // ONCE-2
        report(0);
        submit(1, 2);
        outcome(1, FENCED);
        assertThat(endings.take()).containsExactly("1 FENCED", "fenced at 0", "2 unknown");
        assertThat(stream.admit()).isEqualTo(FlatbookClient.FENCED);
        report(3);
        assertThat(endings.take()).isEmpty();
        assertThat(flush()).isEmpty();
    }

    @Test
    void stopsForGoodWhenTheReportSaysThatAnotherInstanceHasTakenOver()
    {
        // ONCE-2
        report(0);
        submit(1);
        stream.onReport(0, FENCED, RejectField.NONE);
        assertThat(endings.take()).containsExactly("fenced at 0", "1 unknown");
        assertThat(stream.admit()).isEqualTo(FlatbookClient.FENCED);
    }

    @Test
    void tellsWhenTheClusterHasForgottenWhatItAnswered()
    {
        report(0);
        submit(1, 2, 3);
        outcome(1, NONE);
        outcome(2, NONE);
        report(1);
        assertThat(endings.take()).containsExactly("1 NONE", "2 NONE");
        report(1);
        assertThat(endings.take()).containsExactly("3 unknown", "lost 2 to 2");
        assertThat(submit(2)).containsExactly(2L);
    }

    @Test
    void believesNoSingleOldReport()
    {
        report(0);
        submit(1);
        outcome(1, NONE);
        report(0);
        report(1);
        report(0);
        assertThat(endings.take()).containsExactly("1 NONE");
        assertThat(submit(2)).containsExactly(2L);
    }

    private CommandStream stream(final int window, final long firstCommandId)
    {
        return new CommandStream(new CommandWindow(window), firstCommandId, TIMEOUT_NS, RESYNC_NS, endings);
    }

    private void report(final long lastCommandId)
    {
        stream.onReport(lastCommandId, NONE, RejectField.NONE);
    }

    private List<Long> submit(final long... ids)
    {
        for (final long id : ids)
        {
            assertThat(stream.admit()).isEqualTo(id);
            stream.nextBuffer().putLong(0, id);
            stream.commit(Long.BYTES);
        }
        return flush();
    }

    private List<Long> flush()
    {
        stream.checkTimeout(nowNs, true);
        stream.flush(sent, nowNs);
        return sent.take();
    }

    private void outcome(final long id, final RejectReason reason)
    {
        stream.onOutcome(id, reason, RejectField.NONE, 0, 0, false, nowNs);
    }

    private void recorded(final long id, final RejectReason reason)
    {
        stream.onOutcome(id, reason, RejectField.NONE, 0, 0, true, nowNs);
    }

    private void gap(final long id, final long expectedId)
    {
        stream.onOutcome(id, SEQUENCE_GAP, RejectField.COMMAND_ID, expectedId, 0, false, nowNs);
    }
}
