package io.flatbook.proving.chaos;

import io.flatbook.client.ClientListener;
import io.flatbook.client.Command;
import io.flatbook.client.ConnectionState;
import io.flatbook.client.FlatbookClient;
import io.flatbook.cluster.CommandHash;
import io.flatbook.sbe.DefaultRunCompletedDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeRegisteredDecoder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One gateway: sends what its {@link Orders} make at a steady rate, on a thread of its own, and records everything it
 * receives.
 */
final class GatewayLoad implements ClientListener, Runnable, AutoCloseable
{
    private static final long SETTLE_NS = TimeUnit.SECONDS.toNanos(90);
    private static final long PARK_NS = 200_000;

    private final CommandBook book;
    private final Orders orders;
    private final List<RejectReason> tradeReasons = new ArrayList<>();
    private final long intervalNs;
    private final Thread thread;
    private FlatbookClient client;
    private long commandHash;
    private volatile boolean sending = true;
    private volatile boolean isGivenUp;
    private volatile Throwable failure;
    private volatile long answered;
    private long lastAnswerNs;
    private long defaultRuns;
    private volatile long longestGapNs;
    private volatile long refusedForStorage;
    private volatile long trades;
    private volatile long disconnections;

    /**
     * @param principal          of the gateway, for messages.
     * @param orders             that it sends.
     * @param commandsPerSecond  to send.
     */
    GatewayLoad(final String principal, final Orders orders, final int commandsPerSecond)
    {
        book = new CommandBook(principal);
        this.orders = orders;
        intervalNs = TimeUnit.SECONDS.toNanos(1) / commandsPerSecond;
        thread = new Thread(this, "load-" + principal);
        thread.setDaemon(true);
    }

    /** Starts to send over a client that has this as listener and that is this thread's from now on. */
    void start(final FlatbookClient connected)
    {
        client = connected;
        thread.start();
    }

    @Override
    public void run()
    {
        try
        {
            long dueNs = System.nanoTime();
            lastAnswerNs = dueNs;
            while (sending)
            {
                int work = client.poll();
                while (0 <= System.nanoTime() - dueNs && send())
                {
                    dueNs = Math.max(dueNs + intervalNs, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
                    work++;
                }
                measureGap();
                idle(work);
            }
            settle();
        }
        catch (final Throwable throwable)
        {
            failure = throwable;
        }
        finally
        {
            client.close();
        }
    }

    /** Sends no more, waits for all answers and events, and closes the client. */
    CommandBook finish()
    {
        sending = false;
        join();
        if (null != failure)
        {
            throw new IllegalStateException("the load of " + book.principal() + " failed", failure);
        }
        return book;
    }

    /** Ends it if it goes on, whatever is not answered. */
    @Override
    public void close()
    {
        isGivenUp = true;
        sending = false;
        join();
    }

    /** Answers so far; of any thread. */
    long answeredSoFar()
    {
        return answered;
    }

    /** Commands that were refused for want of disk space. */
    long refusedForStorage()
    {
        return refusedForStorage;
    }

    /** Trades that events reported. */
    long trades()
    {
        return trades;
    }

    /** How often its session was lost. */
    long disconnections()
    {
        return disconnections;
    }

    /** Default runs that events reported. */
    long defaultRuns()
    {
        return defaultRuns;
    }

    /** Longest time for which something was sent or due and nothing was answered. */
    long longestGapNs()
    {
        return longestGapNs;
    }

    @Override
    public void onTradeOutcome(
        final long commandId, final int index, final RejectReason reason, final RejectField field)
    {
        tradeReasons.add(reason);
    }

    @Override
    public void onOutcome(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
        book.answered(commandId,
            new CommandBook.Answer(reason, field, detail, firstEventSequence, List.copyOf(tradeReasons)));
        tradeReasons.clear();
        measureGap();
        lastAnswerNs = System.nanoTime();
        answered = book.answered();
        refusedForStorage += RejectReason.STORAGE_LOW == reason ? 1 : 0;
    }

    @Override
    public void onOutcomeUnknown(final long commandId)
    {
        book.unknown(commandId);
    }

    @Override
    public void onTradeRegistered(final TradeRegisteredDecoder event)
    {
        book.reported(event.trade().tradeId());
        trades++;
    }

    @Override
    public void onDefaultRunCompleted(final DefaultRunCompletedDecoder event)
    {
        defaultRuns++;
    }

    @Override
    public void onConnectionState(final ConnectionState state)
    {
        disconnections += ConnectionState.CONNECTING == state && 0 < answered ? 1 : 0;
    }

    @Override
    public void onEventsGone(final long fromSequence, final long retainedFromSequence)
    {
        throw new IllegalStateException("events " + fromSequence + " to " + retainedFromSequence + " are gone");
    }

    @Override
    public void onAcknowledgedCommandsLost(final long lastCommandId, final long lastAppliedId)
    {
        throw new IllegalStateException("the cluster knows commands up to " + lastCommandId +
            ", but has acknowledged up to " + lastAppliedId);
    }

    private void join()
    {
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void measureGap()
    {
        longestGapNs = Math.max(longestGapNs, System.nanoTime() - lastAnswerNs);
    }

    private boolean send()
    {
        final Command next = orders.next();
        final long id = client.trySubmit((buffer, offset, commandId) ->
        {
            final int length = next.encode(buffer, offset, commandId);
            commandHash = CommandHash.of(buffer, offset, length);
            return length;
        });
        if (id < 0)
        {
            return false;
        }
        book.sent(id, orders.taken(), commandHash);
        return true;
    }

    private void settle()
    {
        final long deadlineNs = System.nanoTime() + SETTLE_NS;
        while (!isGivenUp && (0 < client.unacknowledged() || 0 < book.unreported()) &&
            System.nanoTime() - deadlineNs < 0)
        {
            idle(client.poll());
        }
    }

    private static void idle(final int work)
    {
        if (0 == work)
        {
            LockSupport.parkNanos(PARK_NS);
        }
    }
}
