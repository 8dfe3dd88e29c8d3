package io.flatbook.ops.view;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Exact conversions between decimals and integers of a unit.
 */
public final class Decimals
{
    /**
     * Largest number of digits before or after the point that is taken, so that nothing explodes.
     */
    private static final int DIGITS_MAX = 60;

    private Decimals()
    {
    }

    /**
     * A decimal without trailing zeros and without exponent.
     *
     * @param decimal to write.
     * @return for example {@code 55000} or {@code 0.001}.
     */
    public static String plain(final BigDecimal decimal)
    {
        return 0 == decimal.signum() ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    /**
     * A whole number that fits 64 bits.
     *
     * @param decimal to convert.
     * @param problem said when it is not whole, as the end of a sentence that starts with the number.
     * @return the number.
     * @throws ArithmeticException with that sentence, or when it does not fit.
     */
    public static long exactLong(final BigDecimal decimal, final String problem)
    {
        guardSize(decimal);
        final BigInteger whole;
        try
        {
            whole = decimal.toBigIntegerExact();
        }
        catch (final ArithmeticException ex)
        {
            throw (ArithmeticException)new ArithmeticException(problem).initCause(ex);
        }
        if (whole.bitLength() >= Long.SIZE)
        {
            throw new ArithmeticException("does not fit 64 bits");
        }
        return whole.longValue();
    }

    /**
     * How often a step goes into a decimal.
     *
     * @param decimal to divide.
     * @param step    above 0, for example a lot size.
     * @param name    of the step, for the error.
     * @return the number of steps.
     * @throws ArithmeticException when it is no multiple of the step, or does not fit 64 bits.
     */
    public static long steps(final BigDecimal decimal, final BigDecimal step, final String name)
    {
        guardSize(decimal);
        final BigDecimal[] parts = decimal.divideAndRemainder(step);
        if (0 != parts[1].signum())
        {
            throw new ArithmeticException("is no multiple of the " + name + " " + plain(step));
        }
        return exactLong(parts[0], "is no multiple of the " + name + " " + plain(step));
    }

    /**
     * Refuses a decimal that cannot be written out in reasonable length.
     *
     * @param decimal that somebody gave.
     * @throws ArithmeticException if it has too many digits before or after the point.
     */
    public static void guardSize(final BigDecimal decimal)
    {
        if (Math.abs((long)decimal.scale()) > DIGITS_MAX || decimal.precision() > 2 * DIGITS_MAX)
        {
            throw new ArithmeticException("has too many digits");
        }
    }
}
