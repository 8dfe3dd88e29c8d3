package io.flatbook.engine.book;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Cumulative shares (NUM-6), of which totals, weights and their sums may be wide (NUM-1). */
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
            check(new WideSum().add(total), weights, Shares.cumulative(total, weights));
        }
    }

    @Test
    void aTotalOfMoreThan64BitsIsShared()
    {
        // 2^65 by 1, 2, 5: of 8 parts of 2^62 each the first gets one.
        final WideSum total = new WideSum().set(2, 0);
        final long part = 1L << 62;
        assertThat(Shares.cumulative(total, new long[]{1, 0, 1, 1, 1, 1, 1, 1, 1}))
            .containsExactly(part, 0, part, part, part, part, part, part, part);
    }

    @Test
    void weightsWhoseSumAndProductsAreWideAgreeWithUnboundedIntegers()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 5_000; round++)
        {
            final long[] weights = new long[2 + random.nextInt(40)];
            for (int i = 0; i < weights.length; i++)
            {
                weights[i] = random.nextInt(4) == 0 ? 0 : random.nextLong(1, 1L << 62);
            }
            weights[0] = 1L << 62;
            // A total below the sum of the weights, so that each share fits 64 bits.
            final WideSum total = new WideSum().set(
                random.nextLong(Math.max(1, Shares.sum(weights).high())), random.nextLong() >>> 2);
            check(total, weights, Shares.cumulative(total, weights));
        }
    }

    @Test
    void weightsThatAreSumsThemselvesAreShared()
    {
        final WideSum[] weights = {new WideSum().set(1, 0), new WideSum(), new WideSum().set(3, 0)};
        assertThat(Shares.cumulative(new WideSum().add(1_001), weights)).containsExactly(250, 0, 751);
    }

    @Test
    void aShareOfAnyWidthAgreesWithUnboundedIntegers()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 20_000; round++)
        {
            final WideSum total = wide(random);
            final WideSum first = wide(random);
            final WideSum inAll = wide(random).add(first);
            if (inAll.isPositive())
            {
                final WideSum share = new WideSum();
                Shares.multiplyDivide(total, first, inAll, share);
                assertThat(exact(share)).isEqualTo(exact(total).multiply(exact(first)).divide(exact(inAll)));
            }
        }
    }

    @Test
    void whoHasAllTheWeightGetsAllOfATotalWhoseProductCarriesIntoItsHighestWord()
    {
        // The upper words make 2^64 - 1, to which the lower ones add.
        final WideSum total = new WideSum().set((1L << 32) - 1, 5);
        final WideSum weight = new WideSum().set((1L << 32) + 1, -1);
        final WideSum share = new WideSum();
        Shares.multiplyDivide(total, weight, weight, share);
        assertThat(exact(share)).isEqualTo(exact(total));
    }

    private static WideSum wide(final SplittableRandom random)
    {
        return new WideSum().set(
            random.nextInt(3) == 0 ? 0 : random.nextLong() >>> 2 + random.nextInt(62),
            random.nextLong() >>> random.nextInt(64));
    }

    private static void check(final WideSum total, final long[] weights, final long[] shares)
    {
        final BigInteger exactTotal = exact(total);
        final BigInteger inAll = exact(Shares.sum(weights));
        BigInteger weightSoFar = BigInteger.ZERO;
        BigInteger givenSoFar = BigInteger.ZERO;
        for (int i = 0; i < weights.length; i++)
        {
            weightSoFar = weightSoFar.add(BigInteger.valueOf(weights[i]));
            givenSoFar = givenSoFar.add(BigInteger.valueOf(shares[i]));
            assertThat(givenSoFar).isEqualTo(exactTotal.multiply(weightSoFar).divide(inAll));
            assertThat(0 == weights[i] && 0 != shares[i]).isFalse();
        }
        assertThat(givenSoFar).isEqualTo(exactTotal);
    }

    private static BigInteger exact(final WideSum sum)
    {
        final BigInteger low = new BigInteger(Long.toUnsignedString(sum.low()));
        return BigInteger.valueOf(sum.high()).shiftLeft(Long.SIZE).add(low);
    }
}
