package io.flatbook.engine;

/**
 * Cumulative shares: the first i weights get together the amount's share rounded down, so that shares are integers and
 * sum to the amount.
 */
final class Shares
{
    private Shares()
    {
    }

    static long sum(final long[] weights)
    {
        long sum = 0;
        for (final long weight : weights)
        {
            sum += weight;
        }
        return sum;
    }

    /** Shares of an amount at or above 0; all 0 where the weights are. */
    static long[] cumulative(final long total, final long[] weights)
    {
        final long[] shares = new long[weights.length];
        final long inAll = sum(weights);
        long soFar = 0;
        long given = 0;
        for (int i = 0; i < weights.length && inAll > 0; i++)
        {
            soFar += weights[i];
            final long together = FixedPoint.cumulativeShare(total, soFar, inAll);
            shares[i] = together - given;
            given = together;
        }
        return shares;
    }
}
