package io.flatbook.client;

/**
 * How long an outcome may take before its command is sent again: the retransmission timeout of RFC 6298, from the
 * smoothed round trip and its variance, doubled by every resend that nothing answers. One command is timed at a time,
 * and never one that was sent twice, whose answer could be that to either copy.
 */
final class RoundTrip
{
    /** Most of the timeout, unless its least is more: a lost outcome is asked for again in some seconds. */
    private static final long TIMEOUT_MOST_NS = 10_000_000_000L;

    private final long leastNs;
    private final long mostNs;
    private long smoothedNs;
    private long varianceNs;
    private boolean isMeasured;
    private int backoffs;
    private long timedId;
    private long timedNs;

    /**
     * @param leastNs least timeout, which is also that before anything was measured; above 0.
     */
    RoundTrip(final long leastNs)
    {
        this.leastNs = leastNs;
        mostNs = Math.max(leastNs, TIMEOUT_MOST_NS);
    }

    /** A command was sent for the first time. */
    void sent(final long id, final long nowNs)
    {
        if (0 == timedId)
        {
            timedId = id;
            timedNs = nowNs;
        }
    }

    /** A command was sent again: nothing of it can be measured. */
    void sentAgain(final long id)
    {
        timedId = timedId == id ? 0 : timedId;
    }

    /** Nothing was answered within the timeout. */
    void backOff()
    {
        if (timeoutNs() < mostNs)
        {
            backoffs++;
        }
    }

    /**
     * A command was answered.
     *
     * @param isFirstCopy whether it was sent once.
     */
    void answered(final long id, final boolean isFirstCopy, final long nowNs)
    {
        if (isFirstCopy)
        {
            backoffs = 0;
        }
        if (timedId == id)
        {
            timedId = 0;
            if (isFirstCopy)
            {
                measure(Math.max(0, nowNs - timedNs));
            }
        }
    }

    /** What was under way is lost. */
    void forget()
    {
        timedId = 0;
    }

    long timeoutNs()
    {
        return Math.min(mostNs, Math.max(leastNs, smoothedNs + 4 * varianceNs) << backoffs);
    }

    private void measure(final long roundTripNs)
    {
        if (isMeasured)
        {
            varianceNs += (Math.abs(smoothedNs - roundTripNs) - varianceNs) / 4;
            smoothedNs += (roundTripNs - smoothedNs) / 8;
        }
        else
        {
            isMeasured = true;
            smoothedNs = roundTripNs;
            varianceNs = roundTripNs / 2;
        }
    }
}
