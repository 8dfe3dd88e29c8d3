package io.flatbook.proving.chaos;

import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import io.aeron.protocol.DataHeaderFlyweight;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What a {@link Relay} between the nodes does to their datagrams.
 */
final class RelayFaults
{
    private static final long LEAST_MS = 5_000;
    private static final long MOST_MS = 15_000;
    private static final long ANSWERS_MEANWHILE = 200;
    private static final long DELAY_MOST_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int LOG_PORT = 3;
    private static final int DIFFERS = 16;
    private static final long TOLD_MOST_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int ONE_IN = 50;
    private static final int TEMPLATE_OFFSET = DataHeaderFlyweight.HEADER_LENGTH + 2;
    private static final int BODY_OFFSET = DataHeaderFlyweight.HEADER_LENGTH +
        2 * MessageHeaderDecoder.ENCODED_LENGTH + SessionMessageHeaderDecoder.BLOCK_LENGTH;
    /** Consensus, log, catch up, archive, replica hashes. */
    private static final List<Integer> PORTS = List.of(2, LOG_PORT, 4, 5, 7);

    private RelayFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            Fault.of("delay", "Datagrams between nodes take 0 to 50 ms more, so that they pass each other",
                RelayFaults::delay).needs(Need.NETWORK).inQuick(),
            Fault.of("altered-log", "A follower gets a log in which bits are flipped, with good checksums: it must " +
                "stop, and rejoin", RelayFaults::alteredLog).needs(Need.NETWORK));
    }

    private static void delay(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final SplittableRandom delays = new SplittableRandom(chance.nextLong());
        final AtomicLong logDatagrams = new AtomicLong();
        final Relay relay = new Relay((to, datagram) ->
        {
            if (isLog(rig, to))
            {
                logDatagrams.incrementAndGet();
            }
            return delays.nextLong(DELAY_MOST_NS);
        });
        between(rig, relay);
        ChaosCluster.pass(chance.nextLong(LEAST_MS, MOST_MS));
        rig.awaitAnswers(ANSWERS_MEANWHILE);
        rig.ground(NetworkGround.class).mend();
        relay.close();
        rig.note(relay.relayed() + " datagrams came by the relay, " + logDatagrams + " of the log");
        if (logDatagrams.get() < ANSWERS_MEANWHILE)
        {
            throw new IOException("only " + logDatagrams.get() + " datagrams of the log came by the relay");
        }
    }

    private static void alteredLog(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        final int victim = rig.follower(chance);
        final int port = rig.cluster().port(victim) + LOG_PORT;
        final SplittableRandom flips = new SplittableRandom(chance.nextLong());
        final AtomicLong flippedNs = new AtomicLong();
        final Relay relay = new Relay((to, datagram) ->
        {
            if (flip(datagram, flips))
            {
                flippedNs.compareAndSet(0, System.nanoTime());
            }
            return 0;
        });
        relay.listen(victim, port);
        relay.start();
        rig.hashWatch().ignore(victim, true);
        rig.supervisor().hold(victim);
        for (int other = 0; other < LocalCluster.MEMBERS; other++)
        {
            if (other != victim)
            {
                network.comesRelayed(victim, other);
                network.goesRelayed(other, victim, Integer.toString(port));
            }
        }
        final Process node = rig.cluster().node(victim);
        ChaosCluster.await("the follower to stop", () -> !node.isAlive());
        final long toldNs = System.nanoTime() - flippedNs.get();
        if (0 == flippedNs.get() || DIFFERS != node.exitValue())
        {
            throw new NotAsPromisedException("node " + victim + " ended with " + node.exitValue());
        }
        rig.note("node " + victim + " stopped " + TimeUnit.NANOSECONDS.toMillis(toldNs) + " ms after the first flip");
        if (TOLD_MOST_NS < toldNs)
        {
            throw new NotAsPromisedException("it took " + TimeUnit.NANOSECONDS.toMillis(toldNs) + " ms");
        }
        ChaosCluster.await("the leader to tell that node " + victim + " differed", () ->
            rig.page(rig.leader()).path("replicasDiffer").asBoolean());
        network.mend();
        relay.close();
        rig.awaitAnswers(ANSWERS_MEANWHILE);
        rig.cluster().rejoin(victim);
        rig.supervisor().release(victim);
        ChaosCluster.await("the alarm to end", () -> !rig.awaitPage(rig.leader()).path("replicasDiffer").asBoolean());
        rig.hashWatch().ignore(victim, false);
    }

    /** Flips a bit of some messages that clients sent, behind all headers, in the first fragment of a datagram. */
    private static boolean flip(final byte[] datagram, final SplittableRandom flips)
    {
        final ByteBuffer fragment = ByteBuffer.wrap(datagram).order(ByteOrder.LITTLE_ENDIAN);
        if (datagram.length <= BODY_OFFSET || DataHeaderFlyweight.HDR_TYPE_DATA !=
            fragment.getShort(DataHeaderFlyweight.TYPE_FIELD_OFFSET) ||
            SessionMessageHeaderDecoder.TEMPLATE_ID != fragment.getShort(TEMPLATE_OFFSET) ||
            0 != flips.nextInt(ONE_IN))
        {
            return false;
        }
        final int frameLength = Math.min(fragment.getInt(0), datagram.length);
        if (frameLength <= BODY_OFFSET)
        {
            return false;
        }
        datagram[flips.nextInt(BODY_OFFSET, frameLength)] ^= (byte)(1 << flips.nextInt(Byte.SIZE));
        return true;
    }

    private static boolean isLog(final ChaosCluster rig, final InetSocketAddress to)
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            if (rig.cluster().port(member) + LOG_PORT == to.getPort())
            {
                return true;
            }
        }
        return false;
    }

    /** Leads everything that nodes send to the ports of another over a relay. */
    private static void between(final ChaosCluster rig, final Relay relay) throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            for (final int port : PORTS)
            {
                relay.listen(member, rig.cluster().port(member) + port);
            }
        }
        relay.start();
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            for (int other = 0; other < LocalCluster.MEMBERS; other++)
            {
                if (member != other)
                {
                    network.comesRelayed(member, other);
                    network.goesRelayed(member, other, ports(rig, other));
                }
            }
        }
    }

    private static String ports(final ChaosCluster rig, final int member)
    {
        return PORTS.stream().map((port) -> Integer.toString(rig.cluster().port(member) + port))
            .collect(Collectors.joining(", "));
    }
}
