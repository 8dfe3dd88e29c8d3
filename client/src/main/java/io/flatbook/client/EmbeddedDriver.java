package io.flatbook.client;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;

/**
 * A media driver inside the client's own JVM, so that a gateway needs no process beside it. One thread, a directory of
 * its own that is deleted on close. The only place in the client that knows the driver.
 */
final class EmbeddedDriver implements AutoCloseable
{
    private final MediaDriver driver;

    EmbeddedDriver()
    {
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true));
    }

    String directoryName()
    {
        return driver.aeronDirectoryName();
    }

    @Override
    public void close()
    {
        driver.close();
    }
}
