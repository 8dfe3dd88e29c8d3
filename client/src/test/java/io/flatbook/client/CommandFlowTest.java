package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import static io.flatbook.sbe.RejectReason.NONE;
import static io.flatbook.sbe.RejectReason.NOT_AUTHORIZED;
import static io.flatbook.sbe.RejectReason.SEQUENCE_GAP;
import static org.assertj.core.api.Assertions.assertThat;

/** What is sent again, and when (ONCE-1). */
final class CommandFlowTest
{
    private static final long TIMEOUT_NS = 1_000_000_000;
    private static final long RESYNC_NS = TIMEOUT_NS / 4;
    private static final int WINDOW = 32;

    private final RecordedEndings endings = new RecordedEndings();
    private final SentCommands sent = new SentCommands();
    private final CommandStream stream =
        new CommandStream(new CommandWindow(WINDOW), 0, TIMEOUT_NS, RESYNC_NS, endings);
    private long nowNs;

    @Test
    void sendsOnlyTheOldestAgainAfterTheTimeoutWhateverTheWindowHolds()
    {
        submit(20);
        nowNs += TIMEOUT_NS - 1;
        assertThat(flush()).isEmpty();
        nowNs += 1;
        assertThat(flush()).containsExactly(1L);
        assertThat(flush()).isEmpty();
        assertThat(stream.resends()).isEqualTo(1);
    }

    @Test
    void doublesThePauseBetweenProbesUpToTenSeconds()
    {
        submit(20);
        final List<Long> probedAtMs = new ArrayList<>();
        for (int ms = 0; ms < 46_000; ms++)
        {
            nowNs += 1_000_000;
            if (!flush().isEmpty())
            {
                probedAtMs.add(nowNs / 1_000_000);
            }
        }
        assertThat(probedAtMs).containsExactly(1_000L, 3_000L, 7_000L, 15_000L, 25_000L, 35_000L, 45_000L);
    }

    @Test
    void sendsNothingElseAgainWhenThePauseIsOver()
    {
        submit(20);
        nowNs += 5 * TIMEOUT_NS;
        assertThat(flush()).containsExactly(1L);
        for (int id = 1; id <= 20; id++)
        {
            nowNs += TIMEOUT_NS / 10;
            answer(id, false);
            assertThat(flush()).isEmpty();
        }
        answer(1, true);
        assertThat(flush()).isEmpty();
        assertThat(stream.resends()).isEqualTo(1);
    }

    @Test
    void sendsJustTheCommandsAgainWhoseOutcomesAProbeShowsToBeLost()
    {
        submit(6);
        answer(4, false);
        nowNs += TIMEOUT_NS;
        assertThat(flush()).containsExactly(1L);
        submitOne(7);
        submitOne(8);
        answer(1, true);
        // 7 and 8 went out after the probe: their answers come after its answer.
        assertThat(flush()).containsExactly(2L, 3L, 5L, 6L);
        LongStream.of(2, 3, 5, 6).forEach(id -> answer(id, true));
        answer(7, false);
        answer(8, false);
        assertThat(flush()).isEmpty();
        assertThat(stream.unanswered()).isZero();
        assertThat(endings.take()).hasSize(8);
    }

    @Test
    void sendsTwiceAsManyEachTimeWhenOnlyProbesAreAnswered()
    {
        submit(15);
        final List<Integer> resent = new ArrayList<>();
        while (0 < stream.unanswered())
        {
            nowNs += 20 * TIMEOUT_NS;
            final List<Long> again = flush();
            resent.add(again.size());
            again.forEach(id -> answer(id, false));
        }
        assertThat(resent).containsExactly(1, 2, 4, 8);
    }

    @Test
    void isMorePatientWhileOutcomesMayWaitToBeRead()
    {
        submit(2);
        nowNs += 3 * TIMEOUT_NS - 1;
        stream.checkTimeout(nowNs, false);
        stream.flush(sent, nowNs);
        assertThat(sent.take()).isEmpty();
        nowNs += 1;
        stream.checkTimeout(nowNs, false);
        stream.flush(sent, nowNs);
        assertThat(sent.take()).containsExactly(1L);
    }

    @Test
    void waitsLongerThanTheRoundTripsThatItMeasured()
    {
        report(0);
        for (int id = 1; id <= 30; id++)
        {
            submitOne(id);
            nowNs += 3 * TIMEOUT_NS;
            answer(id, false);
        }
        submitOne(31);
        nowNs += 3 * TIMEOUT_NS - 1;
        assertThat(flush()).isEmpty();
        nowNs += TIMEOUT_NS;
        assertThat(flush()).containsExactly(31L);
    }

    @Test
    void sendsTheWholeWindowAgainFromTheIdThatIsMissed()
    {
        submit(5);
        nowNs += TIMEOUT_NS;
        assertThat(flush()).containsExactly(1L);
        gap(4, 2);
        assertThat(flush()).containsExactly(2L, 3L, 4L, 5L);
        gap(5, 2);
        assertThat(flush()).isEmpty();
    }

    @Test
    void aGapRightAfterAProbeStillBringsTheWindow()
    {
        submit(3);
        nowNs += TIMEOUT_NS;
        assertThat(flush()).containsExactly(1L);
        gap(2, 1);
        assertThat(flush()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void sendsTheWholeWindowAgainUnderANewLeaderAndAfterAReconnect()
    {
        submit(3);
        nowNs += TIMEOUT_NS;
        flush();
        stream.onNewLeader();
        assertThat(flush()).containsExactly(1L, 2L, 3L);
        stream.onSessionLost();
        nowNs += 60 * TIMEOUT_NS;
        assertThat(flush()).isEmpty();
        report(0);
        assertThat(flush()).containsExactly(1L, 2L, 3L);
        assertThat(flush()).isEmpty();
    }

    @Test
    void keepsAProbeThatTheNetworkDidNotTake()
    {
        submit(2);
        nowNs += TIMEOUT_NS;
        sent.room(0);
        assertThat(flush()).isEmpty();
        sent.room(10);
        assertThat(flush()).containsExactly(1L);
    }

    @Test
    void aProbeMakesARefusalAtTheGateAGuess()
    {
        submit(1);
        nowNs += TIMEOUT_NS;
        flush();
        outcome(1, NOT_AUTHORIZED, 0, false);
        assertThat(endings.take()).containsExactly("1 unknown");
    }

    private void submit(final int count)
    {
        report(0);
        for (int id = 1; id <= count; id++)
        {
            submitOne(id);
        }
        assertThat(stream.unanswered()).isEqualTo(count);
    }

    private void submitOne(final long id)
    {
        assertThat(stream.admit()).isEqualTo(id);
        stream.nextBuffer().putLong(0, id);
        stream.commit(Long.BYTES);
        assertThat(flush()).containsExactly(id);
    }

    private List<Long> flush()
    {
        stream.checkTimeout(nowNs, true);
        stream.flush(sent, nowNs);
        return sent.take();
    }

    private void report(final long lastCommandId)
    {
        stream.onReport(lastCommandId, NONE, RejectField.NONE);
    }

    private void answer(final long id, final boolean repeated)
    {
        outcome(id, NONE, 0, repeated);
    }

    private void gap(final long id, final long expectedId)
    {
        outcome(id, SEQUENCE_GAP, expectedId, false);
    }

    private void outcome(final long id, final RejectReason reason, final long detail, final boolean repeated)
    {
        stream.onOutcome(id, reason, RejectField.NONE, detail, 0, repeated, nowNs);
    }
}
