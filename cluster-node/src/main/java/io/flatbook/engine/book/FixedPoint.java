package io.flatbook.engine.book;

/**
 * Integer arithmetic of the engine: every division names its rounding, products go through 128-bit intermediates.
 */
public final class FixedPoint
{
    /** Parts in a whole of a rate given in parts per million. */
    public static final long PPM = 1_000_000L;

    /** Parts in a whole of a rate given in parts per billion. */
    public static final long PPB = 1_000_000_000L;

    private static final long DIGIT = 1L << 32;
    private static final long DIGIT_MASK = DIGIT - 1;

    private FixedPoint()
    {
    }

    /**
     * Quotient rounded up.
     *
     * @param dividend any value but {@link Long#MIN_VALUE}.
     * @param divisor  above 0.
     * @return the least integer not below the exact quotient.
     */
    public static long divideCeil(final long dividend, final long divisor)
    {
        return -Math.floorDiv(-dividend, divisor);
    }

    /**
     * {@code a * b / divisor}, rounded down.
     *
     * @param a       any value but {@link Long#MIN_VALUE}.
     * @param b       any value but {@link Long#MIN_VALUE}.
     * @param divisor above 0.
     * @return the greatest integer not above the exact result, or {@link Long#MAX_VALUE} / {@link Long#MIN_VALUE}
     * if that does not fit.
     */
    public static long multiplyDivideFloor(final long a, final long b, final long divisor)
    {
        return multiplyAddDivide(a, b, 0, divisor, (a ^ b) < 0);
    }

    /**
     * {@code a * b / divisor}, rounded up.
     *
     * @param a       any value but {@link Long#MIN_VALUE}.
     * @param b       any value but {@link Long#MIN_VALUE}.
     * @param divisor above 0.
     * @return the least integer not below the exact result, saturated to 64 bits.
     */
    public static long multiplyDivideCeil(final long a, final long b, final long divisor)
    {
        return multiplyAddDivide(a, b, 0, divisor, (a ^ b) >= 0);
    }

    /**
     * {@code a * b / divisor}, rounded toward zero.
     *
     * @param a       any value but {@link Long#MIN_VALUE}.
     * @param b       any value but {@link Long#MIN_VALUE}.
     * @param divisor above 0.
     * @return the exact result without its fraction, saturated to 64 bits.
     */
    public static long multiplyDivideTowardZero(final long a, final long b, final long divisor)
    {
        return multiplyAddDivide(a, b, 0, divisor, false);
    }

    /**
     * {@code (a * b + c) / divisor}, rounded up; all arguments at or above 0.
     *
     * @param a       at or above 0.
     * @param b       at or above 0.
     * @param c       at or above 0.
     * @param divisor above 0.
     * @return the least integer not below the exact result, saturated to 64 bits.
     */
    public static long multiplyAddDivideCeil(final long a, final long b, final long c, final long divisor)
    {
        return multiplyAddDivide(a, b, c, divisor, true);
    }

    /**
     * Sum, saturated to 64 bits.
     *
     * @param a at or above 0.
     * @param b at or above 0.
     * @return the sum, or {@link Long#MAX_VALUE} if that does not fit.
     */
    public static long addSaturated(final long a, final long b)
    {
        final long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /**
     * Product, saturated to 64 bits.
     *
     * @param a factor.
     * @param b factor.
     * @return the product or the nearest 64-bit value.
     */
    public static long multiplySaturated(final long a, final long b)
    {
        final long high = Math.multiplyHigh(a, b);
        final long low = a * b;
        if (high == low >> 63)
        {
            return low;
        }
        return high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /**
     * Compares two exact 128-bit products.
     *
     * @param a factor of the first product.
     * @param b factor of the first product.
     * @param c factor of the second product.
     * @param d factor of the second product.
     * @return below, at or above 0 as {@code a * b} is below, at or above {@code c * d}.
     */
    public static int compareProducts(final long a, final long b, final long c, final long d)
    {
        final int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
        return 0 != high ? high : Long.compareUnsigned(a * b, c * d);
    }

    /**
     * Cumulative share: what the first weights get together of an amount, rounded down, so that shares are integers and
     * sum to the amount.
     *
     * @param total         to be shared, at or above 0.
     * @param weightsSoFar  sum of the first weights, at or above 0.
     * @param weightsInAll  sum of all weights, above 0.
     * @return what the first get together.
     */
    public static long cumulativeShare(final long total, final long weightsSoFar, final long weightsInAll)
    {
        return multiplyDivideFloor(total, weightsSoFar, weightsInAll);
    }

    private static long multiplyAddDivide(
        final long a, final long b, final long c, final long divisor, final boolean awayFromZero)
    {
        final boolean negative = 0 != a && 0 != b && (a ^ b) < 0;
        final long x = Math.abs(a);
        final long y = Math.abs(b);
        long high = Math.multiplyHigh(x, y);
        long low = x * y;
        final long sum = low + c;
        if (Long.compareUnsigned(sum, low) < 0)
        {
            high++;
        }
        low = sum;

        if (Long.compareUnsigned(high, divisor) >= 0)
        {
            return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        final long quotient =
            0 == (high | low >>> (Long.SIZE - 1)) ? low / divisor : divide128(high, low, divisor);
        if (quotient < 0 || Long.MAX_VALUE == quotient && !negative)
        {
            return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        final long remainder = low - quotient * divisor;
        final long magnitude = awayFromZero && 0 != remainder ? quotient + 1 : quotient;
        return negative ? -magnitude : magnitude;
    }

    // Schoolbook division in base 2^32 (Knuth, The Art of Computer Programming, volume 2, algorithm D), for a quotient
    // that fits 64 bits, which high < divisor makes sure of.
    private static long divide128(final long high, final long low, final long divisor)
    {
        final int shift = Long.numberOfLeadingZeros(divisor);
        final long v = divisor << shift;
        final long v1 = v >>> 32;
        final long v0 = v & DIGIT_MASK;
        final long u32 = 0 == shift ? high : (high << shift) | (low >>> (64 - shift));
        final long u10 = low << shift;

        final long q1 = quotientDigit(u32, u10 >>> 32, v1, v0);
        final long u21 = u32 * DIGIT + (u10 >>> 32) - q1 * v;
        final long q0 = quotientDigit(u21, u10 & DIGIT_MASK, v1, v0);
        return q1 * DIGIT + q0;
    }

    // upper < v and v1 >= 2^31, so the first q is at most 2^32 + 1, and q * v0 fits 64 bits without a sign.
    private static long quotientDigit(final long upper, final long nextDigit, final long v1, final long v0)
    {
        long q = Long.divideUnsigned(upper, v1);
        long remainder = upper - q * v1;
        while (Long.compareUnsigned(q * v0, (remainder << 32) + nextDigit) > 0)
        {
            q--;
            remainder += v1;
            if (remainder >= DIGIT)
            {
                break;
            }
        }
        return q;
    }
}
