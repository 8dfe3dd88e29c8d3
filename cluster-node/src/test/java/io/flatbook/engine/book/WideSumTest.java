package io.flatbook.engine.book;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Totals over accounts have 128 bits (NUM-1). */
class WideSumTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 11L);

    @Test
    void sumsLikeUnboundedIntegers()
    {
        System.out.println("WideSumTest -Dflatbook.seed=" + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        final WideSum sum = new WideSum();
        final WideSum other = new WideSum();
        BigInteger expected = BigInteger.ZERO;
        BigInteger otherExpected = BigInteger.ZERO;
        for (int i = 0; i < 100_000; i++)
        {
            final long term = random.nextLong() >> random.nextInt(64);
            final BigInteger exact = BigInteger.valueOf(term);
            switch (random.nextInt(4))
            {
                case 0 ->
                {
                    other.add(term);
                    otherExpected = otherExpected.add(exact);
                }
                case 1 ->
                {
                    sum.add(other);
                    expected = expected.add(otherExpected);
                }
                case 2 ->
                {
                    sum.subtract(other);
                    expected = expected.subtract(otherExpected);
                }
                default ->
                {
                    sum.add(term);
                    expected = expected.add(exact);
                }
            }
            assertThat(exact(sum)).isEqualTo(expected);
            assertThat(sum.isZero()).isEqualTo(0 == expected.signum());
        }
    }

    @Test
    void comesBackToZeroAcrossSixtyFourBits()
    {
        final WideSum sum = new WideSum();
        for (int i = 0; i < 5; i++)
        {
            sum.add(Long.MAX_VALUE);
        }
        assertThat(sum.high()).isEqualTo(2);
        for (int i = 0; i < 5; i++)
        {
            sum.add(-Long.MAX_VALUE);
        }
        assertThat(sum.isZero()).isTrue();
        assertThat(sum.add(Long.MIN_VALUE).high()).isEqualTo(-1);
        assertThat(sum.low()).isEqualTo(Long.MIN_VALUE);
    }

    private static BigInteger exact(final WideSum sum)
    {
        final BigInteger low = new BigInteger(Long.toUnsignedString(sum.low()));
        return BigInteger.valueOf(sum.high()).shiftLeft(64).add(low);
    }
}
