package io.flatbook.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations, counted by one thread without allocating and read by any other. The writer pays a few comparisons and two
 * ordered writes; a reader may see a duration in its bucket and not yet in the sum.
 */
public final class LatencyHistogram
{
    private final long[] boundsNs;
    private final AtomicLongArray counts;
    private final int sum;

    /**
     * @param unit   of the bounds.
     * @param bounds upper bounds of the buckets, inclusive and ascending; one more bucket takes what is longer.
     */
    public LatencyHistogram(final TimeUnit unit, final long... bounds)
    {
        boundsNs = new long[bounds.length];
        for (int i = 0; i < bounds.length; i++)
        {
            boundsNs[i] = unit.toNanos(bounds[i]);
        }
        sum = bounds.length + 1;
        counts = new AtomicLongArray(sum + 1);
    }

    /**
     * Counts a duration. By one thread only.
     *
     * @param durationNs less than 0 counts as 0.
     */
    public void record(final long durationNs)
    {
        int bucket = 0;
        while (bucket < boundsNs.length && durationNs > boundsNs[bucket])
        {
            bucket++;
        }
        counts.lazySet(bucket, counts.getPlain(bucket) + 1);
        counts.lazySet(sum, counts.getPlain(sum) + Math.max(0, durationNs));
    }

    /**
     * Gives what was counted so far.
     *
     * @param samples take it.
     * @param family  a histogram.
     */
    public void collect(final MetricSamples samples, final MetricFamily family)
    {
        final double[] bounds = new double[boundsNs.length];
        final long[] each = new long[sum];
        for (int i = 0; i < sum; i++)
        {
            each[i] = counts.get(i);
            if (i < bounds.length)
            {
                bounds[i] = seconds(boundsNs[i]);
            }
        }
        samples.set(family, bounds, each, seconds(counts.get(sum)));
    }

    /** Divides by a power of ten, which gives the nearest number: 0.005 and not 0.0050000000000000001. */
    static double seconds(final long durationNs)
    {
        return durationNs / (double)TimeUnit.SECONDS.toNanos(1);
    }
}
