package io.flatbook.proving.demo;

import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * Sends many commands as fast as the client's window takes them and waits for all outcomes. All must be accepted.
 */
public final class CommandPump implements ClientListener
{
    private static final int SLOTS = 2_048;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final long[] sentNs = new long[SLOTS];
    private final IdleStrategy idle = new BackoffIdleStrategy(10, 10, 1_000, 50_000);
    private Histogram roundTripsNs = histogram();
    private long answered;
    private long answeredAtNs;
    private long half;
    private long halfwayNs;
    private String refusal;

    /**
     * One that has sent nothing yet.
     */
    public CommandPump()
    {
    }

    /**
     * Sends commands.
     *
     * @param client  that this listens to.
     * @param count   of commands.
     * @param sender  sends the command of a number, from 0; gives its id or a negative reason.
     * @param watcher receives now and then how many are answered.
     * @return how long it took, in nanoseconds.
     * @throws DemoException if a command is refused, or nothing is answered for a minute.
     */
    public long run(
        final FlatbookClient client, final int count, final LongUnaryOperator sender, final LongConsumer watcher)
    {
        roundTripsNs = histogram();
        answered = 0;
        half = count / 2;
        final long startNs = System.nanoTime();
        answeredAtNs = startNs;
        int next = 0;
        while (answered < count)
        {
            int work = client.poll();
            boolean open = true;
            while (open && next < count)
            {
                final long id = sender.applyAsLong(next);
                open = 0 < id;
                if (open)
                {
                    sentNs[slot(id)] = System.nanoTime();
                    next++;
                    work++;
                }
            }
            idle.idle(work);
            watcher.accept(answered);
            if (null != refusal)
            {
                throw new DemoException("a command of the load was refused: " + refusal);
            }
            if (PATIENCE_NS < System.nanoTime() - answeredAtNs)
            {
                throw new DemoException("no answer for " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS) + " s");
            }
        }
        return System.nanoTime() - startNs;
    }

    /** How long the second half of the last run took, when the nodes had warmed up, in nanoseconds. */
    long secondHalfNs()
    {
        return answeredAtNs - halfwayNs;
    }

    /** Round trips of the last run, in nanoseconds. */
    Histogram roundTripsNs()
    {
        return roundTripsNs;
    }

    @Override
    public void onTradeOutcome(
        final long commandId, final int index, final RejectReason reason, final RejectField field)
    {
        refused(commandId, reason, field);
    }

    @Override
    public void onOutcome(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
        refused(commandId, reason, field);
        answeredAtNs = System.nanoTime();
        roundTripsNs.recordValue(answeredAtNs - sentNs[slot(commandId)]);
        answered++;
        halfwayNs = answered == half ? answeredAtNs : halfwayNs;
    }

    private void refused(final long commandId, final RejectReason reason, final RejectField field)
    {
        if (RejectReason.NONE != reason && null == refusal)
        {
            refusal = "command " + commandId + ": " + reason + ' ' + field;
        }
    }

    private static Histogram histogram()
    {
        return new Histogram(3);
    }

    private static int slot(final long id)
    {
        return (int)(id % SLOTS);
    }
}
