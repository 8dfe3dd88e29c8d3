package io.flatbook.client;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;

/**
 * A media driver inside the client's own JVM, so that a gateway needs no process beside it. One thread, a directory of
 * its own that is deleted on close. The only place in the client that knows the driver.
 *
 * <p>Driver and client exchange heartbeats in wall time. Both use the wall clock as it was at the start, advanced by
 * the monotonic clock: otherwise each would consider the other dead when the machine's clock is set.
 */
final class EmbeddedDriver implements AutoCloseable
{
    private static final long NS_PER_MS = 1_000_000;

    private final long startMs = System.currentTimeMillis();
    private final long startNs = System.nanoTime();
    private final MediaDriver driver;

    EmbeddedDriver()
    {
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .epochClock(this::timeMs)
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true));
    }

    String directoryName()
    {
        return driver.aeronDirectoryName();
    }

    /** The time that its clients must use, in milliseconds since the epoch. */
    long timeMs()
    {
        return startMs + (System.nanoTime() - startNs) / NS_PER_MS;
    }

    @Override
    public void close()
    {
        driver.close();
    }
}
