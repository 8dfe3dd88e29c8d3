package io.flatbook.cluster;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

import io.flatbook.metrics.LatencyHistogram;
import org.agrona.concurrent.EpochClock;

/**
 * Metrics of the service: written by the thread of the service without allocating, read by any other. They are not
 * state: they begin at zero at each start, count replayed entries too, and no result depends on them.
 */
public final class ServiceMetrics
{
    /**
     * What is counted.
     */
    public enum Count
    {
        /** Commands applied. */
        COMMANDS_ACCEPTED,
        /** Commands that were refused for what they ask, and took their id. */
        COMMANDS_REJECTED,
        /** Commands that were in the log before, answered with their recorded outcome. */
        COMMANDS_REPEATED,
        /** Commands that were refused before the gate, and took no id. */
        COMMANDS_REFUSED,
        /** Queries answered. */
        QUERIES_ANSWERED,
        /** Queries refused, but for the budget. */
        QUERIES_REFUSED,
        /** Queries refused since their principal had spent its budget (CMD-12). */
        QUERIES_BUSY,
        /** Messages that were not sealed with the key of their session. */
        MESSAGES_FORGED
    }

    private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);
    private final LatencyHistogram apply = new LatencyHistogram(
        TimeUnit.MICROSECONDS, 2, 5, 10, 20, 50, 100, 500, 1_000, 10_000, 100_000, 1_000_000);
    private final LatencyHistogram commit = new LatencyHistogram(
        TimeUnit.MILLISECONDS, 0, 1, 2, 5, 10, 20, 50, 100, 500, 1_000, 5_000);
    private EpochClock clock;

    /**
     * Gives the clock by which the leader stamps what it appends to the log. Before the start of the service; without
     * it commits are not timed.
     *
     * @param newClock of the node.
     */
    public void clock(final EpochClock newClock)
    {
        clock = newClock;
    }

    /**
     * @param count which.
     * @return how often, since the start of the service.
     */
    public long count(final Count count)
    {
        return counts.get(count.ordinal());
    }

    /**
     * @return the time that the service took for each message of a session.
     */
    public LatencyHistogram apply()
    {
        return apply;
    }

    /**
     * @return the time from the stamp of the leader, which appended a message to its log, until its service began with
     * it, which it does once a majority has it. To the millisecond.
     */
    public LatencyHistogram commit()
    {
        return commit;
    }

    void increment(final Count count)
    {
        counts.lazySet(count.ordinal(), counts.getPlain(count.ordinal()) + 1);
    }

    /**
     * Before a message of a session is applied. By the thread of the service.
     *
     * @param isLeader    whether this node appended the message.
     * @param timestampMs that it has.
     * @return when it began, for {@link #applied(long)}.
     */
    long begins(final boolean isLeader, final long timestampMs)
    {
        if (isLeader && null != clock)
        {
            commit.record(TimeUnit.MILLISECONDS.toNanos(clock.time() - timestampMs));
        }
        return System.nanoTime();
    }

    /**
     * After the message was applied. By the thread of the service.
     *
     * @param beganNs as {@link #begins(boolean, long)} gave it.
     */
    void applied(final long beganNs)
    {
        apply.record(System.nanoTime() - beganNs);
    }
}
