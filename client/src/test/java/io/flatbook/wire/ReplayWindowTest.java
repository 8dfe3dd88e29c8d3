package io.flatbook.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest
{
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverTakesACounterTwiceAndAlwaysTakesANewOneThatIsNotFarBehind(final long seed)
    {
        final Random random = new Random(seed);
        final ReplayWindow window = new ReplayWindow();
        final Set<Long> taken = new HashSet<>();
        long highest = -1;
        for (int i = 0; i < 100_000; i++)
        {
            final long counter = Math.max(0, highest + random.nextInt(2_000) - 1_900 +
                (0 == random.nextInt(1_000) ? 100_000 : 0));
            final boolean isNew = window.isNew(counter);
            if (taken.contains(counter))
            {
                assertThat(isNew).as("counter %d taken before, seed %d", counter, seed).isFalse();
            }
            else if (highest - counter < 960)
            {
                assertThat(isNew).as("counter %d new, highest %d, seed %d", counter, highest, seed).isTrue();
            }
            if (isNew)
            {
                window.add(counter);
                taken.add(counter);
                highest = Math.max(highest, counter);
            }
        }
    }
}
