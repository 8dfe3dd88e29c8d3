package io.flatbook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.flatbook.testkit.ForkedCluster;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.Test;

class FreePortsTest
{
    // Of 41 blocks, 12 drawn with nothing held would be 12 different ones in one of seven runs.
    private static final int DRAWN = 6;
    private static final int STATUS_PORT = 6;
    private static final int REJOIN_PORT = 8;
    private static final int PORTS = 300;
    private static final int BASE_PORT = 20_000;
    private static final int EPHEMERAL = 32_768;

    @Test
    void portsAreNotDrawnAgainWhileTheyAreHeldThoughNoNodeHasStarted()
    {
        final List<AutoCloseable> held = new ArrayList<>();
        final Set<Integer> blocks = new TreeSet<>();
        try
        {
            for (int i = 0; i < DRAWN; i++)
            {
                final FreePorts drawn = FreePorts.reserve();
                held.add(drawn);
                final ForkedCluster forked = new ForkedCluster(1, Map.of());
                held.add(forked);
                assertThat(blocks.add(drawn.basePort())).as("drawn twice: %s", blocks).isTrue();
                assertThat(blocks.add(forked.config(0).statusPort() - STATUS_PORT))
                    .as("drawn twice: %s", blocks).isTrue();
            }
        }
        finally
        {
            CloseHelper.closeAll(held);
        }
        assertThat(blocks).allSatisfy((base) -> assertThat((base - BASE_PORT) % PORTS).isZero())
            .allSatisfy((base) -> assertThat(base).isBetween(BASE_PORT + PORTS, EPHEMERAL - PORTS));
    }

    @Test
    void portsAreNotFreeIfOneOfThemIsTaken() throws IOException
    {
        try (FreePorts ports = FreePorts.reserve())
        {
            final int base = ports.basePort();
            assertThat(FreePorts.areFree(base)).isTrue();
            try (ServerSocket status = new ServerSocket(base + STATUS_PORT, 1, InetAddress.getLoopbackAddress()))
            {
                assertThat(FreePorts.areFree(base)).as("taken: %s", status).isFalse();
            }
            try (DatagramSocket rejoin = new DatagramSocket(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), base + 200 + REJOIN_PORT)))
            {
                assertThat(FreePorts.areFree(base)).as("taken: %s", rejoin.getLocalPort()).isFalse();
            }
        }
    }
}
