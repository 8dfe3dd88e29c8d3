package io.flatbook.ops.chaos;

import io.flatbook.ops.link.LocalCluster;

import java.io.IOException;
import java.net.InetSocketAddress;
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
    /** Consensus, log, catch up, archive, replica hashes. */
    private static final List<Integer> PORTS = List.of(2, LOG_PORT, 4, 5, 7);

    private RelayFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            Fault.of("delay", "Datagrams between nodes take 0 to 50 ms more, so that they pass each other",
                RelayFaults::delay).needs(Need.NETWORK).inQuick());
    }

    private static void delay(final Rig rig, final RandomGenerator chance) throws IOException
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
        Rig.pass(chance.nextLong(LEAST_MS, MOST_MS));
        rig.awaitAnswers(ANSWERS_MEANWHILE);
        rig.ground(NetworkGround.class).mend();
        relay.close();
        if (logDatagrams.get() < ANSWERS_MEANWHILE)
        {
            throw new IOException("only " + logDatagrams.get() + " datagrams of the log came by the relay");
        }
    }

    private static boolean isLog(final Rig rig, final InetSocketAddress to)
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
    private static void between(final Rig rig, final Relay relay) throws IOException
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

    private static String ports(final Rig rig, final int member)
    {
        return PORTS.stream().map((port) -> Integer.toString(rig.cluster().port(member) + port))
            .collect(Collectors.joining(", "));
    }
}
