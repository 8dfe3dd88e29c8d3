package io.flatbook.ops.link;

import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.flatbook.client.DriverDirectory;
import io.flatbook.client.ReceiveBuffer;
import io.flatbook.wire.RingSettings;
import io.flatbook.wire.SealedWire;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A media driver in this process for clients of a cluster, whose wire is sealed if there are keys.
 */
public final class OwnDriver implements AutoCloseable
{
    private final SealedWire wire;
    private final MediaDriver driver;

    private OwnDriver(final MediaDriver.Context context, final Path keyFile)
    {
        wire = null == keyFile ? null : SealedWire.ofOneRing(
            new RingSettings("transportKeyFile", keyFile), context.errorHandler());
        try
        {
            driver = MediaDriver.launch(null == wire ? context : wire.install(context));
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietClose(wire);
            throw ex;
        }
    }

    /**
     * Starts a driver that runs on one thread.
     *
     * @param directory of its buffers, removed in the end; null for a name that nobody has.
     * @param keyFile   of the clients' keys; null if the wire is not sealed.
     * @return the driver.
     */
    public static OwnDriver launch(final String directory, final Path keyFile)
    {
        return launch(new MediaDriver.Context().errorHandler(tellOnce()), directory, keyFile);
    }

    /**
     * Starts a driver that runs on one thread, with an error handler that the caller has set.
     *
     * @param context   of the driver.
     * @param directory of its buffers, removed in the end; null for a name that nobody has.
     * @param keyFile   of the clients' keys; null if the wire is not sealed.
     * @return the driver.
     */
    public static OwnDriver launch(final MediaDriver.Context context, final String directory, final Path keyFile)
    {
        if (null == directory)
        {
            DriverDirectory.removeDead();
        }
        final ReceiveBuffer buffer = ReceiveBuffer.granted();
        return new OwnDriver(context
            .aeronDirectoryName(null == directory ? DriverDirectory.next() : directory)
            .threadingMode(ThreadingMode.SHARED)
            .socketRcvbufLength(buffer.socketLength())
            .initialWindowLength(buffer.windowLength())
            // All of it is filled with zeros before the driver starts: by default 46 MB, of which a verb uses little.
            .counterValuesBufferLength(Configuration.COUNTERS_VALUES_BUFFER_LENGTH_MIN)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true), keyFile);
    }

    /** A line for each error; the driver repeats them, a host that is not known for instance. */
    private static ErrorHandler tellOnce()
    {
        final Set<String> told = ConcurrentHashMap.newKeySet();
        return (error) ->
        {
            final Throwable cause = null == error.getCause() ? error : error.getCause();
            final String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
            if (told.add(line))
            {
                System.err.println("media driver: " + cause.getClass().getSimpleName() + ": " + line);
            }
        };
    }

    /**
     * @return directory of its buffers.
     */
    public String aeronDirectoryName()
    {
        return driver.aeronDirectoryName();
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(driver, wire);
    }
}
