package io.flatbook.ops.link;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FreePortsTest
{
    // Of 30 base ports, 8 drawn with nothing held would be 8 different ones in a third of all runs.
    private static final int DRAWN = 8;
    private static final int STATUS_PORT = 6;

    @Test
    void aBasePortIsNotDrawnAgainWhileItIsHeldThoughNoNodeHasStarted() throws IOException
    {
        final List<ServerSocket> held = new ArrayList<>();
        final Set<Integer> bases = new HashSet<>();
        try
        {
            for (int i = 0; i < DRAWN; i++)
            {
                held.add(FreePorts.reserve());
                assertTrue(bases.add(held.get(i).getLocalPort()), "drawn twice: " + bases);
            }
        }
        finally
        {
            for (final ServerSocket socket : held)
            {
                socket.close();
            }
        }
    }

    @Test
    void portsAreNotFreeIfOneOfThemIsTaken() throws IOException
    {
        try (ServerSocket base = FreePorts.reserve())
        {
            assertTrue(FreePorts.areFree(base.getLocalPort()));
            try (ServerSocket status = new ServerSocket(base.getLocalPort() + STATUS_PORT, 1, base.getInetAddress()))
            {
                assertFalse(FreePorts.areFree(base.getLocalPort()), "taken: " + status.getLocalPort());
            }
        }
    }
}
