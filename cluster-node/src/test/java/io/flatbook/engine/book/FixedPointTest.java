package io.flatbook.engine.book;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Products and quotients go through 128 bits and name their rounding (NUM-1, NUM-5). */
class FixedPointTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 20261122L);
    private static final int ROUNDS = 200_000;
    private static final long[] EDGES = {
        0, 1, -1, 2, -2, 3, 999_999, 1_000_000, -1_000_001, 1L << 31, 1L << 32, (1L << 32) - 1, -(1L << 32), 1L << 54,
        1L << 61, -(1L << 61), (1L << 62) - 1, 1L << 62, -(1L << 62), Long.MAX_VALUE - 1, Long.MAX_VALUE,
        -Long.MAX_VALUE};
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

    @Test
    void everyRoundingAgreesWithUnboundedIntegersAtTheEdges()
    {
        for (final long a : EDGES)
        {
            for (final long b : EDGES)
            {
                for (final long divisor : EDGES)
                {
                    if (divisor > 0)
                    {
                        checkDivisions(a, b, divisor);
                    }
                }
                checkProducts(a, b);
            }
        }
    }

    @Test
    void everyRoundingAgreesWithUnboundedIntegersAtRandom()
    {
        System.out.println("FixedPointTest -Dflatbook.seed=" + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < ROUNDS; i++)
        {
            final long a = ofAnyLength(random);
            final long b = ofAnyLength(random);
            checkDivisions(a, b, Math.max(1, Math.abs(ofAnyLength(random))));
            checkProducts(a, b);
        }
    }

    // A digit that is one too high, whose remainder is then exactly 2^32: one more step down would be wrong.
    @Test
    void aDigitIsCorrectedNoFurtherThanItsRemainderAllows()
    {
        final long divisor = (1L << 62) + (1L << 33) - 1;
        final BigInteger dividend =
            BigInteger.valueOf((1L << 61) + 3 * (1L << 30) - 3).shiftLeft(Long.SIZE);
        for (long less = 0; less < 1_000; less++)
        {
            final long a = Long.MAX_VALUE - less;
            final long b = dividend.divide(BigInteger.valueOf(a)).longValueExact() + 1;
            checkDivisions(a, b, divisor);
        }
    }

    @Test
    void comparesProductsLikeUnboundedIntegers()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < ROUNDS; i++)
        {
            final long a = ofAnyLength(random);
            final long b = ofAnyLength(random);
            final long c = random.nextInt(4) == 0 ? b : ofAnyLength(random);
            final long d = random.nextInt(4) == 0 ? a : ofAnyLength(random);
            assertThat(Integer.signum(FixedPoint.compareProducts(a, b, c, d)))
                .as("%d * %d against %d * %d", a, b, c, d)
                .isEqualTo(product(a, b).compareTo(product(c, d)));
        }
        assertThat(FixedPoint.compareProducts(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1))
            .isPositive();
    }

    @Test
    void aSumBeforeTheDivisionIsExact()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < ROUNDS; i++)
        {
            final long a = Math.abs(ofAnyLength(random));
            final long b = Math.abs(ofAnyLength(random));
            final long c = Math.abs(ofAnyLength(random));
            final long divisor = Math.max(1, Math.abs(ofAnyLength(random)));
            final BigInteger sum = product(a, b).add(BigInteger.valueOf(c));
            assertThat(FixedPoint.multiplyAddDivideCeil(a, b, c, divisor))
                .as("(%d * %d + %d) / %d", a, b, c, divisor)
                .isEqualTo(saturated(divide(sum, divisor, RoundingMode.CEILING)));
        }
    }

    @Test
    void aSharedQuotientRoundsUpOnlyWithARemainder()
    {
        assertThat(FixedPoint.divideCeil(7, 2)).isEqualTo(4);
        assertThat(FixedPoint.divideCeil(8, 2)).isEqualTo(4);
        assertThat(FixedPoint.divideCeil(-7, 2)).isEqualTo(-3);
        assertThat(FixedPoint.divideCeil(0, 5)).isZero();
        assertThat(FixedPoint.divideCeil(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
    }

    private static void checkDivisions(final long a, final long b, final long divisor)
    {
        final BigInteger product = product(a, b);
        assertThat(FixedPoint.multiplyDivideFloor(a, b, divisor)).as("floor %d * %d / %d", a, b, divisor)
            .isEqualTo(saturated(divide(product, divisor, RoundingMode.FLOOR)));
        assertThat(FixedPoint.multiplyDivideCeil(a, b, divisor)).as("ceil %d * %d / %d", a, b, divisor)
            .isEqualTo(saturated(divide(product, divisor, RoundingMode.CEILING)));
        assertThat(FixedPoint.multiplyDivideTowardZero(a, b, divisor)).as("toward 0 %d * %d / %d", a, b, divisor)
            .isEqualTo(saturated(divide(product, divisor, RoundingMode.DOWN)));
    }

    private static void checkProducts(final long a, final long b)
    {
        assertThat(FixedPoint.multiplySaturated(a, b)).as("%d * %d", a, b).isEqualTo(saturated(product(a, b)));
    }

    private static BigInteger product(final long a, final long b)
    {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    private static BigInteger divide(final BigInteger dividend, final long divisor, final RoundingMode rounding)
    {
        return new BigDecimal(dividend).divide(BigDecimal.valueOf(divisor), 0, rounding).toBigInteger();
    }

    private static long saturated(final BigInteger exact)
    {
        return exact.min(MAX).max(MIN).longValueExact();
    }

    private static long ofAnyLength(final SplittableRandom random)
    {
        return random.nextLong() >> random.nextInt(64) | 1 & random.nextLong();
    }
}
