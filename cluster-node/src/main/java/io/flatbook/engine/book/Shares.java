package io.flatbook.engine.book;

/**
 * Cumulative shares (NUM-6): the first i weights get together the amount's share rounded down, so that shares are
 * integers and sum to the amount. Sums of weights have 128 bits, the product of an amount and such a sum 256.
 */
public final class Shares
{
    private static final int WIDE_BITS = 128;

    private Shares()
    {
    }

    /** Sum of weights at or above 0. */
    public static WideSum sum(final long[] weights)
    {
        final WideSum sum = new WideSum();
        for (final long weight : weights)
        {
            sum.add(weight);
        }
        return sum;
    }

    /**
     * Shares of an amount.
     *
     * @param total   to be shared, at or above 0.
     * @param weights at or above 0.
     * @return one share for each weight; all 0 if the weights are.
     */
    public static long[] cumulative(final long total, final long[] weights)
    {
        return cumulative(new WideSum().add(total), weights);
    }

    /**
     * Shares of an amount of which each share fits 64 bits.
     *
     * @param total   to be shared, at or above 0.
     * @param weights at or above 0.
     * @return one share for each weight; all 0 if the weights are.
     */
    public static long[] cumulative(final WideSum total, final long[] weights)
    {
        final WideSum[] wide = new WideSum[weights.length];
        for (int i = 0; i < wide.length; i++)
        {
            wide[i] = new WideSum().add(weights[i]);
        }
        return cumulative(total, wide);
    }

    /**
     * Shares of an amount by weights that are sums themselves; each share fits 64 bits.
     *
     * @param total   to be shared, at or above 0.
     * @param weights at or above 0.
     * @return one share for each weight; all 0 if the weights are.
     */
    public static long[] cumulative(final WideSum total, final WideSum[] weights)
    {
        final long[] shares = new long[weights.length];
        final WideSum inAll = new WideSum();
        for (final WideSum weight : weights)
        {
            inAll.add(weight);
        }
        final WideSum soFar = new WideSum();
        final WideSum given = new WideSum();
        final WideSum together = new WideSum();
        for (int i = 0; i < weights.length && inAll.isPositive(); i++)
        {
            soFar.add(weights[i]);
            multiplyDivide(total, soFar, inAll, together);
            shares[i] = together.low() - given.low();
            given.set(together.high(), together.low());
        }
        return shares;
    }

    /** a * b / divisor rounded down, for b at most the divisor, all at or above 0. */
    static void multiplyDivide(final WideSum a, final WideSum b, final WideSum divisor, final WideSum result)
    {
        if (0 == (a.high() | b.high() | divisor.high()) && (a.low() | b.low() | divisor.low()) >= 0)
        {
            result.set(0, FixedPoint.cumulativeShare(a.low(), b.low(), divisor.low()));
            return;
        }
        final long low = a.low() * b.low();
        long second = unsignedHigh(a.low(), b.low());
        long third = a.high() * b.high();
        long fourth = unsignedHigh(a.high(), b.high());
        for (int i = 0; i < 2; i++)
        {
            final long x = 0 == i ? a.high() : a.low();
            final long y = 0 == i ? b.low() : b.high();
            second += x * y;
            final long carry = Long.compareUnsigned(second, x * y) < 0 ? 1 : 0;
            final long upper = unsignedHigh(x, y) + carry;
            third += upper;
            fourth += Long.compareUnsigned(third, upper) < 0 ? 1 : 0;
        }
        divide(fourth, third, second, low, divisor, result);
    }

    // One bit after the other: rare, so plain beats fast.
    private static void divide(
        final long fourth, final long third, final long second, final long first, final WideSum divisor,
        final WideSum result)
    {
        long restHigh = fourth;
        long restLow = third;
        long high = 0;
        long low = 0;
        for (int i = WIDE_BITS - 1; i >= 0; i--)
        {
            final long word = i >= Long.SIZE ? second : first;
            final long carry = restHigh >>> 63;
            restHigh = restHigh << 1 | restLow >>> 63;
            restLow = restLow << 1 | word >>> (i & 63) & 1;
            high = high << 1 | low >>> 63;
            low <<= 1;
            final int byHigh = Long.compareUnsigned(restHigh, divisor.high());
            if (0 != carry || byHigh > 0 || 0 == byHigh && Long.compareUnsigned(restLow, divisor.low()) >= 0)
            {
                restHigh -= divisor.high() + (Long.compareUnsigned(restLow, divisor.low()) < 0 ? 1 : 0);
                restLow -= divisor.low();
                low |= 1;
            }
        }
        result.set(high, low);
    }

    private static long unsignedHigh(final long a, final long b)
    {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }
}
