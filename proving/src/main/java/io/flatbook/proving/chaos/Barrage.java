package io.flatbook.proving.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends datagrams to every port at which a node takes some from anybody, no faster than the nodes look at them.
 */
final class Barrage implements AutoCloseable
{
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PARK_NS = 20_000;

    private final DatagramChannel channel = DatagramChannel.open();
    private final Footprints footprints;
    private final List<Target> targets = new ArrayList<>();
    private final long[] sent = new long[LocalCluster.MEMBERS];
    private final long[] seen = new long[LocalCluster.MEMBERS];
    private final long[] sentThen = new long[LocalCluster.MEMBERS];

    /**
     * A port of a node.
     *
     * @param member  node.
     * @param offset  of the port above the first of the node, as in {@code SECURITY.md}.
     * @param address to send to.
     */
    record Target(int member, int offset, InetSocketAddress address)
    {
        int port()
        {
            return address.getPort();
        }
    }

    /**
     * @param rig        whose nodes are struck.
     * @param footprints of them.
     */
    Barrage(final ChaosCluster rig, final Footprints footprints) throws IOException
    {
        this.footprints = footprints;
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            final InetAddress host = InetAddress.getByName(rig.ingressHost(member));
            for (final int port : UdpPorts.of(rig.cluster().node(member).pid()))
            {
                targets.add(new Target(member, port - rig.cluster().port(member), new InetSocketAddress(host, port)));
            }
            seen[member] = footprints.driver(member).invalidPackets();
        }
    }

    List<Target> targets()
    {
        return targets;
    }

    void send(final Target target, final byte[] datagram) throws IOException
    {
        channel.send(ByteBuffer.wrap(datagram), target.address());
        sent[target.member()]++;
    }

    /** Datagrams sent to a node. */
    long sent(final int member)
    {
        return sent[member];
    }

    /** Gives the nodes time to refuse what was sent since the last time, but not for long: some may be lost. */
    void pace()
    {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            final long due = seen[member] + sent[member] - sentThen[member];
            while (footprints.driver(member).invalidPackets() < due && System.nanoTime() - deadlineNs < 0)
            {
                LockSupport.parkNanos(PARK_NS);
            }
            seen[member] = footprints.driver(member).invalidPackets();
            sentThen[member] = sent[member];
        }
    }

    /** Fails if a node has counted less than half of what was sent to it as refused. */
    void checkRefused(final ChaosCluster rig)
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            final long refused = footprints.refusedSince(member);
            rig.note("node " + member + " refused " + refused + " of " + sent[member] + " datagrams, " +
                reasons(rig, member));
            if (refused < sent[member] / 2)
            {
                throw new NotAsPromisedException("node " + member + " counted only " + refused + " refusals of " +
                    sent[member] + " datagrams");
            }
        }
    }

    /** What the rings of a node have refused in all, by reason. */
    private static Map<String, Long> reasons(final ChaosCluster rig, final int member)
    {
        final Map<String, Long> reasons = new TreeMap<>();
        for (final JsonNode ring : rig.awaitPage(member).path("wire"))
        {
            ring.path("refused").properties().forEach((reason) ->
                reasons.merge(reason.getKey(), reason.getValue().asLong(), Long::sum));
        }
        reasons.values().removeIf((count) -> 0 == count);
        return reasons;
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }
}
