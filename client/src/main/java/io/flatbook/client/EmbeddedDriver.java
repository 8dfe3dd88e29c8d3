package io.flatbook.client;

import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.StorageSpaceException;
import io.flatbook.wire.KeyRing;
import io.flatbook.wire.RingSettings;
import io.flatbook.wire.SealedWire;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A media driver inside the client's own JVM, so that a gateway needs no process beside it. One thread, a directory of
 * its own that is deleted on close, or by the next one if the process was killed ({@link DriverDirectory}). The only
 * place in the client that knows the driver.
 *
 * <p>Driver and client exchange heartbeats in wall time. Both use the wall clock as it was at the start, advanced by
 * the monotonic clock: otherwise each would consider the other dead when the machine's clock is set.
 */
final class EmbeddedDriver implements AutoCloseable
{
    private static final String KEY_FILE = "transportKeyFile";
    private static final long NS_PER_MS = 1_000_000;
    /** Room for driver, streams to three nodes and the stream from one; a container has 64 MB unless it is told. */
    private static final long BYTES_LEAST = 24L << 20;

    private final long startMs = System.currentTimeMillis();
    private final long startNs = System.nanoTime();
    private final SealedWire wire;
    private final MediaDriver driver;

    /**
     * @param keyFile of the wire; null if it is not sealed.
     * @param errors  called when the file has become invalid.
     */
    EmbeddedDriver(final Path keyFile, final ErrorHandler errors)
    {
        DriverDirectory.removeDead();
        final String directory = DriverDirectory.next();
        checkRoom(Path.of(directory).getParent());
        final ReceiveBuffer buffer = ReceiveBuffer.granted();
        final MediaDriver.Context context = new MediaDriver.Context()
            .aeronDirectoryName(directory)
            .epochClock(this::timeMs)
            .threadingMode(ThreadingMode.SHARED)
            .socketRcvbufLength(buffer.socketLength())
            .initialWindowLength(buffer.windowLength())
            .termBufferSparseFile(false)
            // All of it is filled with zeros before the driver starts: by default 46 MB, of which a client uses little.
            .counterValuesBufferLength(Configuration.COUNTERS_VALUES_BUFFER_LENGTH_MIN)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true);
        wire = null == keyFile ? null : SealedWire.ofOneRing(new RingSettings(KEY_FILE, keyFile), errors);
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

    /** A buffer takes its memory when it is made: what is missing when it is written to is an error of the JVM. */
    private static void checkRoom(final Path parent)
    {
        final long usableBytes;
        try
        {
            usableBytes = Files.getFileStore(parent).getUsableSpace();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("the room in " + parent + " cannot be measured", ex);
        }
        if (usableBytes < BYTES_LEAST)
        {
            throw new StorageSpaceException("the buffers of a client's media driver take " + (BYTES_LEAST >> 20) +
                " MB, and " + parent + " has room for " + (usableBytes >> 20) + " MB");
        }
    }

    /** Refuses a file of keys that cannot be used. */
    static void checkKeyFile(final Path keyFile)
    {
        KeyRing.read(KEY_FILE, keyFile);
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
        CloseHelper.closeAll(driver, wire);
    }
}
