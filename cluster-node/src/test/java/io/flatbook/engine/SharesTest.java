package io.flatbook.engine;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharesTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 7L);

    @Test
    void theFirstOnesGetTogetherTheirShareRoundedDown()
    {
        assertThat(Shares.cumulative(10, new long[]{1, 1, 1})).containsExactly(3, 3, 4);
        assertThat(Shares.cumulative(2, new long[]{1, 1, 1})).containsExactly(0, 1, 1);
        assertThat(Shares.cumulative(100, new long[]{0, 5, 0, 15})).containsExactly(0, 25, 0, 75);
    }

    @Test
    void nothingIsSharedOverNoWeight()
    {
        assertThat(Shares.cumulative(10, new long[]{0, 0})).containsExactly(0, 0);
        assertThat(Shares.cumulative(10, new long[0])).isEmpty();
    }

    @Test
    void sharesSumToTheTotalAndNobodyIsOffByAWholeUnit()
    {
        System.out.println("SharesTest -Dflatbook.seed=" + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 20_000; round++)
        {
            final long[] weights = new long[1 + random.nextInt(12)];
            for (int i = 0; i < weights.length; i++)
            {
                weights[i] = random.nextInt(3) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 58));
            }
            weights[random.nextInt(weights.length)] += 1;
            final long total = random.nextLong(1L << random.nextInt(1, 62));
            final long[] shares = Shares.cumulative(total, weights);
            assertThat(Shares.sum(shares)).isEqualTo(total);
            for (int i = 0; i < shares.length; i++)
            {
                final long exact = FixedPoint.multiplyDivideFloor(total, weights[i], Shares.sum(weights));
                assertThat(shares[i]).isBetween(exact - (0 == exact ? 0 : 1), exact + 1);
                assertThat(0 == weights[i] && 0 != shares[i]).isFalse();
            }
        }
    }
}
