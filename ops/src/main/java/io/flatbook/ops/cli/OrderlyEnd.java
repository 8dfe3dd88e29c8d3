package io.flatbook.ops.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a verb that follows something end in order on SIGTERM and Ctrl-C: it is asked to end, and the JVM waits until it
 * has.
 */
final class OrderlyEnd implements AutoCloseable
{
    private static final long CLOSE_MS = 20_000;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "orderly-end");
    private volatile boolean isEnding;

    OrderlyEnd()
    {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the verb is to end. */
    boolean isEnding()
    {
        return isEnding;
    }

    @Override
    public void close()
    {
        closed.countDown();
        if (!isEnding)
        {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /** The exit code of a process that a signal ends is the signal's, unless it is halted here. */
    private void end()
    {
        isEnding = true;
        try
        {
            Runtime.getRuntime().halt(
                closed.await(CLOSE_MS, TimeUnit.MILLISECONDS) ? ExitCode.OK : ExitCode.FAILURE);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
