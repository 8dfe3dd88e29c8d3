package io.flatbook.client;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static io.flatbook.client.EventChain.Verdict.DELIVER;
import static io.flatbook.client.EventChain.Verdict.HOLE;
import static io.flatbook.client.EventChain.Verdict.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

final class EventChainTest
{
    private static final long STALL_NS = 1_000;

    private final EventChain chain = new EventChain(STALL_NS);

    @Test
    void asksForWhatFollowsTheLastEventOnEverySession()
    {
        assertThat(chain.wanted()).isZero();
        chain.startAfter(20);
        chain.onSession();
        assertThat(chain.wanted()).isEqualTo(21);
        chain.asked();
        assertThat(chain.wanted()).isZero();
        assertThat(chain.onEvent(25, 20)).isEqualTo(DELIVER);
        chain.onSession();
        assertThat(chain.wanted()).isEqualTo(26);
    }

    @Test
    void passesEventsOfOthersWithoutSeeingAHole()
    {
        chain.startAfter(20);
        assertThat(chain.onEvent(23, 18)).isEqualTo(DELIVER);
        assertThat(chain.onEvent(29, 23)).isEqualTo(DELIVER);
        assertThat(chain.wanted()).isZero();
    }

    @Test
    void asksOnceForAHoleAndTakesTheEventsInOrder()
    {
        chain.startAfter(20);
        assertThat(chain.onEvent(21, 20)).isEqualTo(DELIVER);
        assertThat(chain.onEvent(25, 23)).isEqualTo(HOLE);
        assertThat(chain.wanted()).isEqualTo(22);
        chain.asked();
        assertThat(chain.onEvent(27, 25)).isEqualTo(HOLE);
        assertThat(chain.wanted()).isZero();
        assertThat(chain.onEvent(23, 21)).isEqualTo(DELIVER);
        assertThat(chain.onEvent(25, 23)).isEqualTo(DELIVER);
        assertThat(chain.onEvent(25, 23)).isEqualTo(REPEATED);
        assertThat(chain.onEvent(27, 25)).isEqualTo(DELIVER);
    }

    @Test
    void findsALostTailByTheReport()
    {
        chain.startAfter(20);
        chain.onReport(24, 0);
        assertThat(chain.wanted()).isZero();
        chain.onReport(24, STALL_NS - 1);
        assertThat(chain.wanted()).isZero();
        chain.onReport(24, STALL_NS);
        assertThat(chain.wanted()).isEqualTo(21);
    }

    @Test
    void leavesEventsThatAreStillComingAlone()
    {
        chain.startAfter(20);
        for (int i = 1; i < 10; i++)
        {
            chain.onReport(100, i * STALL_NS);
            chain.onEvent(20 + i, 19 + i);
            assertThat(chain.wanted()).isZero();
        }
    }

    @Test
    void goesOnWithWhatIsRetained()
    {
        chain.startAfter(20);
        assertThat(chain.onGone(500)).isEqualTo(21);
        assertThat(chain.wanted()).isEqualTo(500);
        chain.asked();
        assertThat(chain.onEvent(503, 498)).isEqualTo(DELIVER);
    }

    /** Their sequences would be those of events that it has. */
    @Test
    void takesTheEventsOfAClusterThatWasRestoredFromAnOlderState()
    {
        chain.startAfter(20);
        assertThat(chain.isLost(20)).isFalse();
        assertThat(chain.onEvent(25, 20)).isEqualTo(DELIVER);
        assertThat(chain.isLost(25)).isFalse();
        assertThat(chain.isLost(22)).isTrue();
        chain.goBackTo(22);
        assertThat(chain.isLost(22)).isFalse();
        assertThat(chain.wanted()).isEqualTo(23);
        chain.asked();
        assertThat(chain.onEvent(24, 22)).isEqualTo(DELIVER);
        assertThat(chain.lastSequence()).isEqualTo(24);
    }

    /** What is retained may begin after the last event that was addressed to the principal. */
    @Test
    void doesNotTakeEventsOfOthersThatAreGoneForARestoredCluster()
    {
        chain.startAfter(20);
        chain.onGone(500);
        assertThat(chain.isLost(30)).isFalse();
    }

    @Test
    void startsAnewWhenItWasNeverLetIn()
    {
        chain.startAfter(0);
        chain.onSession();
        chain.asked();
        chain.onRefused();
        assertThat(chain.isStarted()).isFalse();
        chain.startAfter(70);
        chain.onEvent(71, 70);
        chain.onRefused();
        assertThat(chain.isStarted()).isTrue();
        assertThat(chain.lastSequence()).isEqualTo(71);
    }

    @Test
    void deliversEveryAddressedEventOnceInOrderWhateverIsLost()
    {
        final long seed = System.nanoTime();
        System.err.println("seed " + seed);
        final Random random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            playLossyRound(random, seed);
        }
    }

    private static void playLossyRound(final Random random, final long seed)
    {
        final List<Long> addressed = new ArrayList<>();
        for (long sequence = 1; sequence < 300; sequence++)
        {
            if (0 == random.nextInt(3))
            {
                addressed.add(sequence);
            }
        }
        final EventChain chain = new EventChain(STALL_NS);
        final List<Long> delivered = new ArrayList<>();
        chain.startAfter(0);
        chain.onSession();
        int cursor = 0;
        for (long nowNs = 0; delivered.size() < addressed.size(); nowNs += 50)
        {
            assertThat(nowNs).as("seed " + seed).isLessThan(50_000_000);
            final long wanted = chain.wanted();
            if (0 < wanted)
            {
                cursor = (int)addressed.stream().filter(sequence -> sequence < wanted).count();
                chain.asked();
            }
            if (cursor < addressed.size())
            {
                final long sequence = addressed.get(cursor);
                final long previous = 0 == cursor ? 0 : addressed.get(cursor - 1);
                cursor++;
                if (0 < random.nextInt(20) && DELIVER == chain.onEvent(sequence, previous))
                {
                    delivered.add(sequence);
                }
            }
            if (0 == random.nextInt(20))
            {
                chain.onReport(0 == cursor ? 0 : addressed.get(cursor - 1), nowNs);
            }
        }
        assertThat(delivered).as("seed " + seed).isEqualTo(addressed);
    }
}
