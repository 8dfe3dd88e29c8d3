package io.flatbook.engine.book;

import java.util.Arrays;

/**
 * Exact products and quotients of decimals, or 0 if the result is not a positive 63-bit integer (NUM-3).
 */
final class Decimals
{
    private Decimals()
    {
    }

    /** Tick size * lot size * multiplier * 10^scale. */
    static long product(
        final long tickMantissa, final int tickExponent, final InstrumentDefinition d, final int scale)
    {
        return scaled(new long[]{tickMantissa, d.lotSizeMantissa, d.multiplierMantissa}, 1,
            tickExponent + d.lotSizeExponent + d.multiplierExponent + scale);
    }

    /** Lot size * contract value * 10^scale / tick size. */
    static long quotient(final InstrumentDefinition d, final int scale)
    {
        return scaled(new long[]{d.lotSizeMantissa, d.multiplierMantissa}, d.tickSizeMantissa,
            d.lotSizeExponent + d.multiplierExponent + scale - d.tickSizeExponent);
    }

    // Powers of ten become factors above or below the line, common factors are canceled, then what is left below the
    // line must be 1 and what is above it must fit.
    private static long scaled(final long[] above, final long divisor, final int exponent)
    {
        final int powers = Math.abs(exponent);
        final long[] numerator = Arrays.copyOf(above, above.length + (exponent > 0 ? powers : 0));
        Arrays.fill(numerator, above.length, numerator.length, 10);
        final long[] denominator = new long[1 + (exponent < 0 ? powers : 0)];
        Arrays.fill(denominator, 10);
        denominator[0] = divisor;

        for (int i = 0; i < denominator.length; i++)
        {
            for (int j = 0; j < numerator.length && denominator[i] > 1; j++)
            {
                final long divisorOfBoth = greatestDivisor(denominator[i], numerator[j]);
                denominator[i] /= divisorOfBoth;
                numerator[j] /= divisorOfBoth;
            }
            if (1 != denominator[i])
            {
                return 0;
            }
        }

        long product = 1;
        for (final long factor : numerator)
        {
            product = FixedPoint.multiplySaturated(product, factor);
        }
        return Long.MAX_VALUE == product ? 0 : product;
    }

    private static long greatestDivisor(final long a, final long b)
    {
        long x = a;
        long y = b;
        while (0 != y)
        {
            final long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }
}
