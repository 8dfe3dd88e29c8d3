package io.flatbook.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A free block of ports below the ephemeral range, reserved against other harnesses (of other processes too) by a
 * socket that listens on its last port.
 */
final class PortBlock implements AutoCloseable
{
    private static final int LENGTH = 300;
    private static final int LOWEST = 12_000;
    private static final int BLOCKS = 65;
    private static final int GUARD = LENGTH - 1;
    private static final int[] USED = {1, 2, 3, 4, 5, 7, 101, 102, 103, 104, 105, 107, 201, 202, 203, 204, 205, 207};

    private final int basePort;
    private final ServerSocket guard;

    private PortBlock(final int basePort, final ServerSocket guard)
    {
        this.basePort = basePort;
        this.guard = guard;
    }

    static PortBlock reserve()
    {
        final int first = ThreadLocalRandom.current().nextInt(BLOCKS);
        for (int i = 0; i < BLOCKS; i++)
        {
            final int basePort = LOWEST + LENGTH * ((first + i) % BLOCKS);
            final ServerSocket guard = guard(basePort);
            if (null != guard)
            {
                return new PortBlock(basePort, guard);
            }
        }
        throw new IllegalStateException("no free block of " + LENGTH + " ports from " + LOWEST);
    }

    int basePort()
    {
        return basePort;
    }

    @Override
    public void close()
    {
        try
        {
            guard.close();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static ServerSocket guard(final int basePort)
    {
        ServerSocket guard = null;
        try
        {
            guard = new ServerSocket(basePort + GUARD, 1, InetAddress.getLoopbackAddress());
            for (final int offset : USED)
            {
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), basePort + offset)).close();
            }
            return guard;
        }
        catch (final IOException ignore)
        {
            closeQuietly(guard);
            return null;
        }
    }

    private static void closeQuietly(final ServerSocket socket)
    {
        try
        {
            if (null != socket)
            {
                socket.close();
            }
        }
        catch (final IOException ignore)
        {
            // It was not ours for longer than a moment.
        }
    }
}
