package io.flatbook.node;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.aeron.cluster.service.ClusterTerminationException;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentTerminationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the threads of a node. An ordinary error is written to the log by a thread of its own, so that no thread of
 * the node ever waits for a log; the end of a thread, for whatever reason, is the failure of the node.
 *
 * <p>Aeron ends an agent's thread on an {@link Error}, on an {@link AgentTerminationException} and on a failed start,
 * and leaves the process up without it. A node with a thread missing acknowledges and reports nothing, so it is
 * taken down.
 */
final class NodeWatch implements ErrorHandler, AutoCloseable
{
    static final String CONSENSUS_THREAD = "consensus";
    /** Aeron's own, around the service: it takes entries from the log, and joins the log of a new leader. */
    static final String SERVICE_AGENT = "io.aeron.cluster.service.ClusteredServiceAgent";
    /** Of that: takes a snapshot. */
    static final String SERVICE_ACTION = "executeAction";

    private static final Logger LOGGER = LoggerFactory.getLogger(NodeWatch.class);
    private static final int ERRORS_WAITING_MAX = 64;
    private static final int PLACES_MAX = 256;
    private static final int FRAMES_OF_A_PLACE = 2;
    private static final long PAUSE_MS = 100;
    private static final long SERVICE_FIRST_MS = 500;

    private final Set<Thread> mayEnd = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Throwable> errors = new ArrayBlockingQueue<>(ERRORS_WAITING_MAX);
    private final AtomicLong errorsDropped = new AtomicLong();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final CountDownLatch failureReported = new CountDownLatch(1);
    private final NodeFailure failure;
    private final Runnable stop;
    private final Thread writer;
    private volatile Thread consensusThread;
    private volatile boolean closing;

    /**
     * @param failure notified once if the node fails.
     * @param stop    run if the cluster asks this node to end in order.
     */
    NodeWatch(final NodeFailure failure, final Runnable stop)
    {
        this.failure = failure;
        this.stop = stop;
        writer = new Thread(this::writeErrors, "node-log");
        writer.setDaemon(true);
        writer.start();
    }

    ThreadFactory threads(final String name)
    {
        return (task) ->
        {
            final Thread thread = new Thread(() -> runGuarded(name, task), name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void onError(final Throwable throwable)
    {
        if (throwable instanceof ClusterTerminationException && ((ClusterTerminationException)throwable).isExpected())
        {
            endInOrder();
        }
        else if (throwable instanceof AgentTerminationException || throwable instanceof VirtualMachineError)
        {
            fail("a thread of the node was stopped", throwable);
        }
        else if (!errors.offer(throwable))
        {
            errorsDropped.incrementAndGet();
        }
    }

    /**
     * For the thread of the service. Aeron reports an exception there and goes on with the next entry. What it was at
     * stays half done: an entry that this replica leaves out, or a leader whose service does not know that it leads and
     * answers nobody. So the node ends, and does it all over when it starts again. What Aeron has dealt with itself is
     * reported like any error, and so is a snapshot that could not be taken: by then nothing was changed.
     */
    ErrorHandler ofService()
    {
        return (throwable) ->
        {
            if (throwable instanceof AgentTerminationException || isDealtWith() || isOfSnapshot(throwable))
            {
                onError(throwable);
            }
            else
            {
                fail("the service left something half done", throwable);
            }
        };
    }

    /** Whether Aeron is still at what the error is about. */
    private static boolean isDealtWith()
    {
        return StackWalker.getInstance().walk((frames) ->
            frames.anyMatch((frame) -> SERVICE_AGENT.equals(frame.getClassName())));
    }

    private static boolean isOfSnapshot(final Throwable throwable)
    {
        return Arrays.stream(throwable.getStackTrace()).anyMatch((frame) ->
            SERVICE_AGENT.equals(frame.getClassName()) && SERVICE_ACTION.equals(frame.getMethodName()));
    }

    /** Whether neither the node has failed nor its end has begun. */
    boolean isRunning()
    {
        return !closing && !failed.get();
    }

    void closing()
    {
        closing = true;
    }

    @Override
    public void close()
    {
        closing = true;
        writer.interrupt();
    }

    /** The service ends first and is waited for by the consensus module, with whose end the node ends. */
    private void endInOrder()
    {
        mayEnd.add(Thread.currentThread());
        if (consensusThread == Thread.currentThread())
        {
            closing = true;
            stop.run();
        }
    }

    private void runGuarded(final String name, final Runnable task)
    {
        // By object and not by name, since agents rename their threads.
        if (CONSENSUS_THREAD.equals(name))
        {
            consensusThread = Thread.currentThread();
        }

        Throwable cause = null;
        try
        {
            task.run();
        }
        catch (final Throwable throwable)
        {
            cause = throwable;
        }
        if (null != cause || !mayEnd.contains(Thread.currentThread()))
        {
            fail("thread " + name + " ended", cause);
        }
    }

    /** Reports the failure, unless one was reported before or the node is being closed. */
    void fail(final String what, final Throwable cause)
    {
        if (Thread.currentThread() == consensusThread && !closing)
        {
            awaitFailureOfService();
        }
        if (!closing && failed.compareAndSet(false, true))
        {
            failureReported.countDown();
            failure.onFailure(what, cause);
        }
        else if (null != cause)
        {
            errors.offer(cause);
        }
    }

    /** If the service fails, the consensus module does too, and knows less: it must not be the one to report. */
    private void awaitFailureOfService()
    {
        try
        {
            failureReported.await(SERVICE_FIRST_MS, TimeUnit.MILLISECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** The trace is written for the first error of a kind and place, and at most ten errors a second are written. */
    private void writeErrors()
    {
        final Set<String> written = new HashSet<>();
        try
        {
            while (true)
            {
                final Throwable throwable = errors.take();
                final String where = throwable.getClass().getName() + " " + Arrays.toString(top(throwable));
                if (written.size() < PLACES_MAX && written.add(where))
                {
                    LOGGER.warn("{}", throwable.getMessage(), throwable);
                }
                else
                {
                    LOGGER.warn("{}: {}", throwable.getClass().getSimpleName(), throwable.getMessage());
                }
                final long dropped = errorsDropped.getAndSet(0);
                if (dropped > 0)
                {
                    LOGGER.warn("{} further errors were not written", dropped);
                }
                Thread.sleep(PAUSE_MS);
            }
        }
        catch (final InterruptedException ignore)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static StackTraceElement[] top(final Throwable throwable)
    {
        final StackTraceElement[] trace = throwable.getStackTrace();
        return Arrays.copyOf(trace, Math.min(FRAMES_OF_A_PLACE, trace.length));
    }
}
