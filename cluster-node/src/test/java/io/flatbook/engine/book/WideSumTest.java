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
    void subtractsComparesBoundsAndPrintsLikeUnboundedIntegers()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        final WideSum sum = new WideSum();
        BigInteger expected = BigInteger.ZERO;
        for (int i = 0; i < 20_000; i++)
        {
            final long term = random.nextLong() >> random.nextInt(64);
            sum.subtract(term);
            expected = expected.subtract(BigInteger.valueOf(term));
            assertThat(exact(sum)).isEqualTo(expected);
            assertThat(sum.isPositive()).isEqualTo(expected.signum() > 0);
            final WideSum other = new WideSum().set(sum.high() + random.nextInt(3) - 1, sum.low() + term);
            assertThat(Integer.signum(sum.compareTo(other))).isEqualTo(expected.compareTo(exact(other)));
            final BigInteger limit = BigInteger.valueOf(term & Long.MAX_VALUE);
            assertThat(sum.atMost(limit.longValue()))
                .isEqualTo(expected.min(limit).max(BigInteger.valueOf(Long.MIN_VALUE)).longValue());
            assertThat(sum.toString()).isEqualTo(expected.bitLength() < Long.SIZE ? expected.toString() :
                sum.high() + "*2^64+" + Long.toUnsignedString(sum.low()));
        }
        assertThat(sum.compareTo(sum)).isZero();
    }

    @Test
    void aBorrowIsTakenFromTheUpperHalfOnlyIfTheLowerIsLess()
    {
        assertThat(exact(new WideSum().add(5).subtract(5))).isZero();
        assertThat(exact(new WideSum().set(1, 7).subtract(7))).isEqualTo(BigInteger.ONE.shiftLeft(64));
        assertThat(exact(new WideSum().set(1, 0).subtract(1))).isEqualTo(BigInteger.ONE.shiftLeft(64).subtract(
            BigInteger.ONE));
        assertThat(exact(new WideSum().set(3, 9).subtract(new WideSum().set(1, 9))))
            .isEqualTo(BigInteger.TWO.shiftLeft(64));
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
