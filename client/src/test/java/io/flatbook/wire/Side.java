package io.flatbook.wire;

import java.io.File;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.FragmentAssembler;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** A media driver, sealed or not, and its client. */
final class Side implements AutoCloseable
{
    private static final long PATIENCE_NS = 20_000_000_000L;

    final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    final SealedWire wire;
    final MediaDriver driver;
    final Aeron aeron;

    /**
     * @param keyFile of the wire; null: it is plain.
     */
    Side(final Path keyFile)
    {
        this(keyFile, RingSettings.TERM_LENGTH_MAX, "");
    }

    Side(final Path keyFile, final int termLengthMax, final String sources)
    {
        final ErrorHandler handler = errors::add;
        final MediaDriver.Context context = new MediaDriver.Context()
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .publicationTermBufferLength(256 * 1024)
            .streamSessionLimit(4)
            .errorHandler(handler);
        wire = null == keyFile ? null :
            SealedWire.ofOneRing(
                new RingSettings("aKeyFile", keyFile, SourceList.parse(sources), termLengthMax), handler);
        driver = MediaDriver.launchEmbedded(null == wire ? context : wire.install(context));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName())
            .errorHandler(handler));
    }

    WireCounters counters()
    {
        return wire.clientCounters();
    }

    /** How many counters the driver has. */
    int counterCount()
    {
        final int[] count = {0};
        aeron.countersReader().forEach((counterId, typeId, key, label) -> count[0]++);
        return count[0];
    }

    /** Bytes of all images. */
    long imageBytes()
    {
        long sum = 0;
        final File[] files = new File(driver.aeronDirectoryName(), "images").listFiles();
        if (null != files)
        {
            for (final File file : files)
            {
                sum += file.length();
            }
        }
        return sum;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, driver, wire);
    }

    /** Sends numbered messages of many lengths and takes them, in order and whole. */
    static void exchange(final Publication publication, final Subscription subscription, final int messages)
    {
        final int lengthMax = Math.min(4000, publication.maxMessageLength());
        final UnsafeBuffer message = new UnsafeBuffer(new byte[lengthMax]);
        final int[] taken = {0};
        final FragmentHandler handler = new FragmentAssembler((buffer, offset, length, header) ->
        {
            final int number = buffer.getInt(offset);
            if (number != taken[0] || length != length(number, lengthMax) ||
                (byte)number != buffer.getByte(offset + length - 1))
            {
                throw new IllegalStateException("message " + number + " of length " + length + " after " + taken[0]);
            }
            taken[0]++;
        });
        int sent = 0;
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (taken[0] < messages)
        {
            if (sent < messages)
            {
                final int length = length(sent, lengthMax);
                message.putInt(0, sent);
                message.putByte(length - 1, (byte)sent);
                if (publication.offer(message, 0, length) > 0)
                {
                    sent++;
                }
            }
            if (0 == subscription.poll(handler, 10))
            {
                Thread.yield();
            }
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new IllegalStateException("sent " + sent + ", taken " + taken[0] + " of " + messages);
            }
        }
    }

    static boolean await(final BooleanSupplier condition)
    {
        return await(condition, PATIENCE_NS);
    }

    static boolean await(final BooleanSupplier condition, final long patienceNs)
    {
        final long deadlineNs = System.nanoTime() + patienceNs;
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                return false;
            }
            Thread.yield();
        }
        return true;
    }

    static int freePort()
    {
        try (DatagramSocket socket = new DatagramSocket(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
        {
            return socket.getLocalPort();
        }
        catch (final SocketException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static int length(final int number, final int lengthMax)
    {
        return 5 + number * 131 % (lengthMax - 5);
    }
}
