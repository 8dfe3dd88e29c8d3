package io.flatbook.local;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

import org.agrona.CloseHelper;

/**
 * Free ports of this machine for the three nodes of a throw-away cluster, held from the draw on: whoever draws next, in
 * this process or another, gets others, though the nodes that are to have these have not started yet, or start again.
 *
 * <p>The base port is what is held; no node listens there. All ports are above those of a cluster with the default
 * {@code basePort} and below those that the system gives to sockets that ask for any.
 */
public final class FreePorts implements AutoCloseable
{
    private static final int MEMBERS = 3;
    private static final int PORTS_PER_MEMBER = 100;
    private static final int STATUS_PORT = 6;
    private static final int PORTS_USED = 8;
    private static final int LENGTH = MEMBERS * PORTS_PER_MEMBER;
    private static final int LOWEST = 20_300;
    private static final int BLOCKS = 41;

    private final ServerSocket held;

    private FreePorts(final ServerSocket held)
    {
        this.held = held;
    }

    /**
     * Draws ports by chance.
     *
     * @return the ports, held until they are closed.
     * @throws IllegalStateException if there are none.
     */
    public static FreePorts reserve()
    {
        final int first = ThreadLocalRandom.current().nextInt(BLOCKS);
        for (int i = 0; i < BLOCKS; i++)
        {
            final int base = LOWEST + LENGTH * ((first + i) % BLOCKS);
            final ServerSocket socket = bind(base);
            if (null != socket)
            {
                if (areFree(base))
                {
                    return new FreePorts(socket);
                }
                CloseHelper.quietClose(socket);
            }
        }
        throw new IllegalStateException("no free block of " + LENGTH + " ports from " + LOWEST);
    }

    /**
     * Whether all ports of three nodes above a base port are free on loopback.
     *
     * @param base port.
     * @return whether they are now.
     */
    public static boolean areFree(final int base)
    {
        final InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int member = 0; member < MEMBERS; member++)
        {
            final int first = base + PORTS_PER_MEMBER * member;
            try
            {
                new ServerSocket(first + STATUS_PORT, 1, loopback).close();
                for (int port = 1; port <= PORTS_USED; port++)
                {
                    new DatagramSocket(new InetSocketAddress(loopback, first + port)).close();
                }
            }
            catch (final IOException ex)
            {
                return false;
            }
        }
        return true;
    }

    /**
     * What the nodes take for their setting {@code basePort}.
     *
     * @return the port.
     */
    public int basePort()
    {
        return held.getLocalPort();
    }

    /**
     * Lets others draw the ports.
     */
    @Override
    public void close()
    {
        CloseHelper.quietClose(held);
    }

    private static ServerSocket bind(final int port)
    {
        try
        {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        }
        catch (final IOException ex)
        {
            return null;
        }
    }
}
