package io.flatbook.proving.benchmark;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.TimeUnit;

/**
 * Messages that one client sends to a cluster and that are answered in order, at most {@link #WINDOW} at a time.
 */
abstract class Load implements AutoCloseable
{
    /** Messages that may be unanswered. */
    static final int WINDOW = 1_000;

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final long[] intendedNs = new long[WINDOW];
    private final IdleStrategy idle = new BackoffIdleStrategy(10, 10, 1_000, 50_000);
    private Histogram roundTripsNs = new Histogram(3);
    private long sent;
    private long answered;

    /** What it cost, and how long it took to answer what still waited when nothing more was sent. */
    record Measure(double messagesPerSecond, Histogram roundTripsNs, long drainNs)
    {
    }

    /** Sends the next message; false if it was not taken. */
    abstract boolean offer();

    /** Takes answers, each of which calls {@link #answered()}. */
    abstract int poll();

    /** The oldest message is answered. */
    final void answered()
    {
        roundTripsNs.recordValue(System.nanoTime() - intendedNs[(int)(answered % WINDOW)]);
        answered++;
    }

    /**
     * Sends for some time.
     *
     * @param forNs             how long.
     * @param messagesPerSecond when messages are due, whatever happened to those before; 0 for as many as go.
     */
    final Measure run(final long forNs, final double messagesPerSecond)
    {
        roundTripsNs = new Histogram(3);
        final long startNs = System.nanoTime();
        final long answeredBefore = answered;
        final double intervalNs = 0 == messagesPerSecond ? 0 : TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
        double dueNs = startNs;
        while (System.nanoTime() - startNs < forNs)
        {
            int work = poll();
            while (sent - answered < WINDOW && 0 <= System.nanoTime() - (long)dueNs && offer())
            {
                intendedNs[(int)(sent % WINDOW)] = 0 == intervalNs ? System.nanoTime() : (long)dueNs;
                sent++;
                work++;
                dueNs = 0 == intervalNs ? startNs : dueNs + intervalNs;
            }
            idle.idle(work);
        }
        final double rate = (answered - answeredBefore) * 1e9 / (System.nanoTime() - startNs);
        return new Measure(rate, roundTripsNs, drain());
    }

    @Override
    public abstract void close();

    private long drain()
    {
        final long startNs = System.nanoTime();
        while (answered < sent)
        {
            idle.idle(poll());
            if (PATIENCE_NS < System.nanoTime() - startNs)
            {
                throw new IllegalStateException(sent - answered + " messages have no answer");
            }
        }
        return System.nanoTime() - startNs;
    }
}
