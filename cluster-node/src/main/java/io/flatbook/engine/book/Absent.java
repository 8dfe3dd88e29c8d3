package io.flatbook.engine.book;

/**
 * The value of an absent optional argument or setting, and of a mark that does not exist.
 */
public final class Absent
{
    /** An absent 64-bit value. */
    public static final long LONG = Long.MIN_VALUE;

    /** An absent 32-bit value. */
    public static final int INT = Integer.MIN_VALUE;

    private Absent()
    {
    }

    /** Whether an optional 64-bit value is below 0 although it is given. */
    static boolean givenAndNegative(final long value)
    {
        return value < 0 && LONG != value;
    }
}
