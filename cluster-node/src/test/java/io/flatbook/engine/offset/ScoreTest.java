package io.flatbook.engine.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** POL-1: whether a score is below another follows without a division. */
class ScoreTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 83L);
    private static final int TRIALS = 200_000;
    private static final long[] OTHERS =
        {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE};

    @Test
    void whatIsBelowIsWhatTheScoreItselfIs()
    {
        System.out.println("ScoreTest -Dflatbook.seed=" + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        int below = 0;
        for (int i = 0; i < TRIALS; i++)
        {
            final long roe = Math.max(-Long.MAX_VALUE, random.nextLong() >> random.nextInt(Long.SIZE));
            final long leverage = 1 + random.nextLong(Score.LEVERAGE_MAX >> random.nextInt(40));
            final long score = Score.score(roe, leverage);
            below += compare(roe, leverage, score) + compare(roe, leverage, score + random.nextInt(5) - 2);
            for (final long other : OTHERS)
            {
                compare(roe, leverage, other);
            }
        }
        assertThat(below).isBetween(TRIALS / 10, 2 * TRIALS);
    }

    private static int compare(final long roe, final long leverage, final long other)
    {
        final boolean isBelow = Score.score(roe, leverage) < other;
        assertThat(Score.isBelow(roe, leverage, other)).as("%d %d %d", roe, leverage, other).isEqualTo(isBelow);
        return isBelow ? 1 : 0;
    }
}
