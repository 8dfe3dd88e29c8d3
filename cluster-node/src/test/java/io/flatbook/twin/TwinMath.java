package io.flatbook.twin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Exact arithmetic (NUM-1); every division names its rounding (NUM-5). */
final class TwinMath
{
    static final BigInteger ZERO = BigInteger.ZERO;
    static final BigInteger PPM = BigInteger.valueOf(1_000_000);
    static final BigInteger PPB = BigInteger.valueOf(1_000_000_000);
    static final BigInteger TRILLION = BigInteger.valueOf(1_000_000_000_000L);

    /** Most that a balance is in size (NUM-4). */
    static final BigInteger BALANCE_MAX = BigInteger.ONE.shiftLeft(62);

    private TwinMath()
    {
    }

    static BigInteger big(final long number)
    {
        return BigInteger.valueOf(number);
    }

    static BigInteger floor(final BigInteger dividend, final BigInteger divisor)
    {
        final BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[1].signum() * divisor.signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    static BigInteger ceil(final BigInteger dividend, final BigInteger divisor)
    {
        return floor(dividend.negate(), divisor).negate();
    }

    static BigInteger towardZero(final BigInteger dividend, final BigInteger divisor)
    {
        return dividend.divide(divisor);
    }

    static BigInteger atLeastZero(final BigInteger number)
    {
        return number.max(ZERO);
    }

    static boolean less(final BigInteger left, final BigInteger right)
    {
        return left.compareTo(right) < 0;
    }

    /** NUM-4. */
    static boolean tooMuch(final BigInteger balance)
    {
        return less(BALANCE_MAX, balance.abs());
    }

    static BigInteger sum(final Collection<BigInteger> numbers)
    {
        BigInteger sum = ZERO;
        for (final BigInteger number : numbers)
        {
            sum = sum.add(number);
        }
        return sum;
    }

    /** Cumulative shares (NUM-6): the first i get together {@code floor(total * (w_1 + ... + w_i) / W)}. */
    static List<BigInteger> shares(final BigInteger total, final List<BigInteger> weights)
    {
        final BigInteger all = sum(weights);
        final List<BigInteger> result = new ArrayList<>();
        BigInteger weightSoFar = ZERO;
        BigInteger givenSoFar = ZERO;
        for (final BigInteger weight : weights)
        {
            weightSoFar = weightSoFar.add(weight);
            final BigInteger due = all.signum() == 0 ? ZERO : floor(total.multiply(weightSoFar), all);
            result.add(due.subtract(givenSoFar));
            givenSoFar = due;
        }
        return result;
    }
}
