package io.flatbook.engine;

/**
 * A signed 128-bit sum: totals over accounts need not fit 64 bits.
 */
public final class WideSum
{
    private long high;
    private long low;

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

    WideSum add(final WideSum other)
    {
        final long sum = low + other.low;
        high += other.high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
        return this;
    }

    WideSum subtract(final WideSum other)
    {
        final long difference = low - other.low;
        high -= other.high + (Long.compareUnsigned(low, other.low) < 0 ? 1 : 0);
        low = difference;
        return this;
    }

    boolean isZero()
    {
        return 0 == high && 0 == low;
    }

    /**
     * Lower 64 bits, which is the sum itself where it fits.
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

    void restore(final long restoredHigh, final long restoredLow)
    {
        high = restoredHigh;
        low = restoredLow;
    }
}
