package io.flatbook.engine.book;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The last ids are known, older ones are too old (TRD-4). */
class IdWindowTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 13L);

    @Test
    void knowsTheLastIdsAndForgetsTheOldest()
    {
        final IdWindow window = new IdWindow(new StateHash(), 1, 3);
        assertThat(window.add(10)).isZero();
        assertThat(window.add(12)).isZero();
        assertThat(window.add(11)).isZero();
        assertThat(window.tooOld(1)).as("nothing was forgotten yet").isFalse();
        assertThat(window.add(20)).isEqualTo(10);
        assertThat(window.contains(10)).isFalse();
        assertThat(window.tooOld(10)).isTrue();
        assertThat(window.tooOld(11)).isFalse();
        assertThat(window.add(21)).isEqualTo(12);
        assertThat(window.contains(11)).isTrue();
        assertThat(window.tooOld(11)).as("known, though below the highest forgotten").isTrue();
        assertThat(window.highestForgotten()).isEqualTo(12);
        assertThat(ids(window)).containsExactly(11L, 20L, 21L);
    }

    @Test
    void behavesLikeAQueueWhateverTheCapacity()
    {
        System.out.println("IdWindowTest -Dflatbook.seed=" + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (final int capacity : new int[]{1, 2, 15, 16, 17, 31, 32, 33, 100})
        {
            final IdWindow window = new IdWindow(new StateHash(), 1, capacity);
            final Deque<Long> expected = new ArrayDeque<>();
            long highest = 0;
            for (long i = 1; i <= 400; i++)
            {
                final long id = i * 3 + random.nextInt(3);
                final long displaced = expected.size() == capacity ? expected.removeFirst() : 0;
                expected.addLast(id);
                highest = Math.max(highest, displaced);
                assertThat(window.add(id)).isEqualTo(displaced);
                assertThat(window.count()).isEqualTo(expected.size());
                assertThat(window.highestForgotten()).isEqualTo(highest);
            }
            assertThat(ids(window)).containsExactlyElementsOf(expected);
        }
    }

    /** Ids of all 64 bits, in a row, in steps and at random, negative ones too, with words beside them. */
    @Test
    void findsEachIdThatItKeepsAndNoOtherWhateverItsBits()
    {
        System.out.println("IdWindowTest -Dflatbook.seed=" + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 300; round++)
        {
            final int capacity = 1 + random.nextInt(90);
            final IdWindow window = new IdWindow(new StateHash(), 1, capacity, 2);
            final LinkedHashMap<Long, Long> expected = new LinkedHashMap<>();
            final long step = 1L << random.nextInt(64);
            final int shape = random.nextInt(4);
            for (int i = 0; i < 3 * capacity + 5; i++)
            {
                final long id = 0 == shape ? random.nextLong() : 1 == shape ? i * step + 1 :
                    2 == shape ? random.nextLong() >>> random.nextInt(64) : random.nextInt(8) * step + i;
                if (0 != id && !expected.containsKey(id))
                {
                    if (expected.size() == capacity)
                    {
                        expected.remove(expected.keySet().iterator().next());
                    }
                    expected.put(id, ~id);
                    window.add(id);
                    window.word(window.lastSlot(), 1, ~id);
                    window.word(window.lastSlot(), 2, i);
                }
                final long other = random.nextLong();
                assertThat(window.contains(other)).as("round %d", round).isEqualTo(expected.containsKey(other));
            }
            expected.forEach((id, beside) ->
            {
                assertThat(window.slotOf(id)).as("id %d", id).isNotEqualTo(IdWindow.NOWHERE);
                assertThat(window.word(window.slotOf(id), 1)).isEqualTo(beside);
                assertThat(window.contains(id ^ 1L << 63)).isEqualTo(expected.containsKey(id ^ 1L << 63));
                assertThat(window.contains(id ^ 1L << 45)).isEqualTo(expected.containsKey(id ^ 1L << 45));
            });
            assertThat(ids(window)).containsExactlyElementsOf(expected.keySet());
        }
    }

    @Test
    void equalContentsHashEquallyHoweverTheyCameAbout()
    {
        final StateHash one = new StateHash();
        final StateHash other = new StateHash();
        final IdWindow window = new IdWindow(one, 1, 2);
        window.add(1);
        window.add(2);
        window.add(3);
        final IdWindow restored = new IdWindow(other, 1, 2);
        restored.add(2);
        restored.add(3);
        restored.restore(1);
        assertThat(one.replica(0)).isEqualTo(other.replica(0));
    }

    private static List<Long> ids(final IdWindow window)
    {
        final List<Long> ids = new ArrayList<>();
        for (int i = 0; i < window.count(); i++)
        {
            ids.add(window.id(i));
        }
        return ids;
    }
}
