package io.flatbook.engine.book;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
