package io.flatbook.ops.link;

import org.agrona.CloseHelper;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine for the three nodes of a cluster.
 */
public final class FreePorts
{
    private static final int PORTS_PER_MEMBER = 100;
    private static final int STATUS_PORT = 6;
    private static final int PORTS_USED = 8;
    private static final int BASE_LOWEST = 22_000;
    private static final int BASE_HIGHEST = 31_000;
    private static final int ATTEMPTS_MAX = 100;

    private FreePorts()
    {
    }

    /**
     * Reserves a base port, drawn by chance, above which all ports of three nodes are free. The base port itself is
     * held until the socket is closed, so that who looks for ports next, in this process or another, takes others,
     * though the nodes that are to have these have not started yet.
     *
     * @return a socket of the base port.
     * @throws IllegalStateException if there seem to be none.
     */
    static ServerSocket reserve()
    {
        final int span = LocalCluster.MEMBERS * PORTS_PER_MEMBER;
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++)
        {
            final int base = BASE_LOWEST +
                span * ThreadLocalRandom.current().nextInt((BASE_HIGHEST - BASE_LOWEST) / span);
            final ServerSocket held = bind(base);
            if (null != held)
            {
                if (areFree(base))
                {
                    return held;
                }
                CloseHelper.quietClose(held);
            }
        }
        throw new IllegalStateException("no free ports on this machine");
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

    /**
     * Whether all ports of three nodes above a base port are free on loopback.
     *
     * @param base port.
     * @return whether they are now.
     */
    public static boolean areFree(final int base)
    {
        final InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
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
}
