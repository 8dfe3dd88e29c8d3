package io.flatbook.engine.book;

/**
 * A signed 128-bit sum: totals over accounts need not fit 64 bits (NUM-1).
 */
public final class WideSum
{
    private long high;
    private long low;

    /** A sum of nothing. */
    public WideSum()
    {
    }

    /**
     * Adds a value.
     *
     * @param value to add.
     * @return this.
     */
    public WideSum add(final long value)
    {
        final long sum = low + value;
        high += (value >> 63) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
        return this;
    }

    /**
     * Subtracts a value.
     *
     * @param value to subtract.
     * @return this.
     */
    public WideSum subtract(final long value)
    {
        final long difference = low - value;
        high -= (value >> 63) + (Long.compareUnsigned(low, value) < 0 ? 1 : 0);
        low = difference;
        return this;
    }

    /** Adds a sum to this one. */
    public WideSum add(final WideSum other)
    {
        final long sum = low + other.low;
        high += other.high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
        return this;
    }

    /** Subtracts a sum from this one. */
    public WideSum subtract(final WideSum other)
    {
        final long difference = low - other.low;
        high -= other.high + (Long.compareUnsigned(low, other.low) < 0 ? 1 : 0);
        low = difference;
        return this;
    }

    /** Whether it is 0. */
    public boolean isZero()
    {
        return 0 == high && 0 == low;
    }

    /** Whether it is above 0. */
    public boolean isPositive()
    {
        return high > 0 || 0 == high && 0 != low;
    }

    /**
     * Compares with another sum.
     *
     * @param other to compare with.
     * @return below, at or above 0 as this is below, at or above the other.
     */
    public int compareTo(final WideSum other)
    {
        final int byHigh = Long.compare(high, other.high);
        return 0 != byHigh ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /**
     * The sum, at most a limit.
     *
     * @param limit at or above 0.
     * @return the lesser of both; {@link Long#MIN_VALUE} if the sum is below that.
     */
    public long atMost(final long limit)
    {
        if (high == low >> 63)
        {
            return Math.min(low, limit);
        }
        return high < 0 ? Long.MIN_VALUE : limit;
    }

    /**
     * Lower 64 bits, which is the sum itself if it fits.
     *
     * @return the sum modulo 2^64.
     */
    public long low()
    {
        return low;
    }

    /**
     * Upper 64 bits.
     *
     * @return the sum divided by 2^64, rounded down.
     */
    public long high()
    {
        return high;
    }

    /** Replaces the sum. */
    public WideSum set(final long newHigh, final long newLow)
    {
        high = newHigh;
        low = newLow;
        return this;
    }

    @Override
    public String toString()
    {
        return high == low >> 63 ? Long.toString(low) : high + "*2^64+" + Long.toUnsignedString(low);
    }
}
