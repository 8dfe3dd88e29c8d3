package io.flatbook.proving.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Links that are down, deaf in one direction, or lose, double and damage datagrams.
 */
final class NetworkFaults
{
    private static final long LEAST_MS = 5_000;
    private static final long MOST_MS = 15_000;
    private static final long ANSWERS_MEANWHILE = 200;
    private static final int LOST_PERCENT = 10;
    private static final int DOUBLED_PERCENT = 20;
    private static final int DAMAGED_PERCENT = 5;
    private static final int HEADER_BITS = 64;
    private static final int DAMAGED_BYTES = 32;

    private NetworkFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            of("link-down-leader", "The leader's cable is pulled for 5 to 15 s", (rig, chance) ->
                linkDown(rig, rig.leader(), chance)),
            of("link-down-follower", "A follower's cable is pulled for 5 to 15 s", (rig, chance) ->
                linkDown(rig, rig.follower(chance), chance)),
            of("one-way-in-leader", "The leader hears nobody, clients neither", (rig, chance) ->
                deaf(rig, rig.leader(), chance)),
            of("one-way-out-leader", "Nobody hears the leader, clients neither", (rig, chance) ->
                mute(rig, rig.leader(), chance)),
            of("one-way-in-follower", "A follower hears nobody", (rig, chance) ->
                deaf(rig, rig.follower(chance), chance)),
            of("one-way-out-follower", "Nobody hears a follower", (rig, chance) ->
                mute(rig, rig.follower(chance), chance)),
            of("partition-leader", "The leader and the other nodes do not hear each other, clients hear all",
                NetworkFaults::partitionLeader).inQuick(),
            of("partition-leader-whole", "The leader and everybody else do not hear each other", (rig, chance) ->
                partitionWhole(rig, rig.leader(), chance)),
            of("partition-all", "No node hears another, clients hear all", NetworkFaults::partitionAll),
            of("loss", "Every link loses 10 % of its datagrams", NetworkFaults::loss).inQuick(),
            of("duplication", "Every link doubles 20 % of its datagrams", NetworkFaults::duplication),
            of("corruption", "5 % of the datagrams between nodes have a byte changed on the wire",
                NetworkFaults::corruption));
    }

    private static Fault of(final String name, final String what, final Fault.Strike strike)
    {
        return Fault.of(name, what, strike).needs(Need.NETWORK);
    }

    private static void linkDown(
        final ChaosCluster rig, final int member, final RandomGenerator chance) throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        network.link(member, false);
        final long isolatedPosition = settledPosition(rig, member);
        meanwhile(rig, chance);
        if (isolatedPosition != rig.awaitPage(member).path("commitPosition").asLong())
        {
            throw new NotAsPromisedException("node " + member + " went on without its link");
        }
        network.mend();
    }

    private static void deaf(final ChaosCluster rig, final int member, final RandomGenerator chance) throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        final String counter = clientsCounter(rig, member);
        for (int other = 0; other <= NetworkGround.CLIENTS; other++)
        {
            if (other != member)
            {
                network.deafen(member, other, NetworkGround.CLIENTS == other ? counter : "counter");
            }
        }
        meanwhile(rig, chance);
        struck(rig, network);
        network.mend();
    }

    private static void mute(final ChaosCluster rig, final int member, final RandomGenerator chance) throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        final String counter = clientsCounter(rig, member);
        for (int other = 0; other <= NetworkGround.CLIENTS; other++)
        {
            if (other != member)
            {
                network.deafen(other, member, NetworkGround.CLIENTS == other ? counter : "counter");
            }
        }
        meanwhile(rig, chance);
        struck(rig, network);
        network.mend();
    }

    /** A follower and the clients may have nothing to say to each other. */
    private static String clientsCounter(final ChaosCluster rig, final int member)
    {
        return member == rig.leader() ? "counter" : "";
    }

    private static void partitionLeader(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        final int member = rig.leader();
        for (int other = 0; other < LocalCluster.MEMBERS; other++)
        {
            if (other != member)
            {
                separate(network, member, other);
            }
        }
        meanwhile(rig, chance);
        final int successor = rig.leader();
        if (member == successor)
        {
            throw new NotAsPromisedException("node " + member + " led on without a majority");
        }
        struck(rig, network);
        network.mend();
    }

    private static void partitionWhole(final ChaosCluster rig, final int member, final RandomGenerator chance)
        throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        for (int other = 0; other <= NetworkGround.CLIENTS; other++)
        {
            if (other != member)
            {
                separate(network, member, other);
            }
        }
        final long isolatedPosition = settledPosition(rig, member);
        meanwhile(rig, chance);
        if (isolatedPosition != rig.awaitPage(member).path("commitPosition").asLong())
        {
            throw new NotAsPromisedException("node " + member + " committed without a majority");
        }
        struck(rig, network);
        network.mend();
    }

    private static void partitionAll(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            for (int other = 0; other < member; other++)
            {
                separate(network, member, other);
            }
        }
        ChaosCluster.pass(chance.nextLong(LEAST_MS, MOST_MS));
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            final JsonNode page = rig.awaitPage(member);
            if ("LEADER".equals(page.path("role").asText()) && "CLOSED".equals(page.path("election").asText()))
            {
                throw new NotAsPromisedException("node " + member + " leads without a majority");
            }
        }
        struck(rig, network);
        network.mend();
    }

    private static void loss(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        for (int place = 0; place <= NetworkGround.CLIENTS; place++)
        {
            network.rule(place, "arriving", link(place, "iifname") + " numgen random mod 100 < " + LOST_PERCENT +
                " counter drop");
        }
        meanwhile(rig, chance);
        struck(rig, network);
        network.mend();
    }

    private static void duplication(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        final int leader = rig.leader();
        for (int place = 0; place <= NetworkGround.CLIENTS; place++)
        {
            for (int other = 0; other <= NetworkGround.CLIENTS; other++)
            {
                if (other != place)
                {
                    final boolean isSure = Math.max(place, other) < NetworkGround.CLIENTS ||
                        leader == Math.min(place, other);
                    network.rule(place, "leaving", "ip daddr " + NetworkGround.address(other) +
                        " numgen random mod 100 < " + DOUBLED_PERCENT + (isSure ? " counter" : "") + " dup to " +
                        NetworkGround.address(other) + " device " + device(place));
                }
            }
        }
        meanwhile(rig, chance);
        struck(rig, network);
        network.mend();
    }

    private static void corruption(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final NetworkGround network = rig.ground(NetworkGround.class);
        final long droppedBefore = network.badChecksums();
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            final int bits = HEADER_BITS + 8 * chance.nextInt(DAMAGED_BYTES);
            network.rule(member, "leaving", "oifname data meta l4proto udp numgen random mod 100 < " +
                DAMAGED_PERCENT + " counter @th," + bits + ",8 set " + chance.nextInt(256));
        }
        meanwhile(rig, chance);
        struck(rig, network);
        network.mend();
        final long dropped = network.badChecksums() - droppedBefore;
        rig.note(dropped + " damaged datagrams were dropped for their checksum");
        if (0 == dropped)
        {
            throw new IOException("no datagram was dropped for its checksum");
        }
    }

    private static void separate(final NetworkGround network, final int place, final int other) throws IOException
    {
        network.deafen(place, other);
        network.deafen(other, place);
    }

    /** Up to the end of the fault: for a while, and until gateways have had answers under it. */
    private static void meanwhile(final ChaosCluster rig, final RandomGenerator chance)
    {
        ChaosCluster.pass(chance.nextLong(LEAST_MS, MOST_MS));
        rig.awaitAnswers(ANSWERS_MEANWHILE);
    }

    /** Position of a node that was cut off, once it has applied what it had received. */
    private static long settledPosition(final ChaosCluster rig, final int member)
    {
        ChaosCluster.pass(1_000);
        return rig.awaitPage(member).path("commitPosition").asLong();
    }

    private static void struck(final ChaosCluster rig, final NetworkGround network) throws IOException
    {
        final Map<String, Long> datagramsByRule = network.struck();
        rig.note("datagrams that each rule has struck: " + datagramsByRule.values());
        if (datagramsByRule.isEmpty() || datagramsByRule.containsValue(0L))
        {
            throw new IOException("a rule has struck nothing: " + datagramsByRule);
        }
    }

    private static String link(final int place, final String direction)
    {
        return direction + ' ' + device(place);
    }

    private static String device(final int place)
    {
        return NetworkGround.CLIENTS == place ? "wires" : "data";
    }
}
