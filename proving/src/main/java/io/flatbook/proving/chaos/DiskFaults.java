package io.flatbook.proving.chaos;

import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.Queries;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Disks that are full, and power that is cut at one node, two or all, so that what was not synced is lost.
 */
final class DiskFaults
{
    private static final long RESERVE_LENGTH = 48 << 20;
    private static final long LOW_LENGTH = 32 << 20;
    private static final long NEAR_LENGTH = 4 << 20;
    private static final long GONE_LENGTH = 512 << 10;
    private static final Map<String, String> SETTINGS = Map.of("diskReserve", Long.toString(RESERVE_LENGTH));
    private static final long ANSWERS_BETWEEN = 200;
    private static final long TRADES_AGAIN = 200;
    private static final long DARK_LEAST_MS = 1_000;
    private static final long DARK_MOST_MS = 5_000;
    private static final long FULL_LEAST_MS = 3_000;
    private static final long FULL_MOST_MS = 8_000;
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(10);
    private static final int ASSET = 1;

    private DiskFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            of("disk-full-leader", "The leader's disk is full, so that it ends until there is room", (rig, chance) ->
                fullOne(rig, rig.leader(), chance))
                .nodesMayEnd(Fault.CRASHED, Fault.START_FAILED),
            of("disk-full-follower", "A follower's disk is full, so that it ends until there is room",
                (rig, chance) -> fullOne(rig, rig.follower(chance), chance))
                .nodesMayEnd(Fault.CRASHED, Fault.START_FAILED),
            of("disk-full-all", "All disks have less room than is reserved: new business is refused, queries go on",
                DiskFaults::fullAll).inQuick(),
            of("disk-gone-all", "All disks are full to the last byte, so that two nodes or all end until there is " +
                "room", DiskFaults::goneAll).nodesMayEnd(Fault.CRASHED, Fault.START_FAILED),
            of("power-cut-one", "The power of a node is cut, the leader or a follower", (rig, chance) ->
                powerCut(rig, 1, chance)),
            of("power-cut-two", "The power of two nodes is cut at once", (rig, chance) -> powerCut(rig, 2, chance)),
            of("power-cut-all", "The power of all nodes is cut at once", (rig, chance) -> powerCut(rig, 3, chance))
                .inQuick());
    }

    private static Fault of(final String name, final String what, final Fault.Strike strike)
    {
        return Fault.of(name, what, strike).needs(Need.DISKS).with(SETTINGS);
    }

    private static void fullOne(
        final ChaosCluster rig, final int member, final RandomGenerator chance) throws IOException
    {
        final DiskGround disks = rig.ground(DiskGround.class);
        final Process node = rig.cluster().node(member);
        disks.fill(member, GONE_LENGTH);
        ChaosCluster.await("node " + member + " to end on a full disk", () -> !node.isAlive());
        ChaosCluster.pass(chance.nextLong(FULL_LEAST_MS, FULL_MOST_MS));
        rig.awaitAnswers(ANSWERS_BETWEEN);
        if (rig.awaitPage(rig.leader()).path("service").path("storageLow").asBoolean())
        {
            throw new NotAsPromisedException("one full disk of three has business refused");
        }
        disks.empty(member);
    }

    private static void fullAll(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final DiskGround disks = rig.ground(DiskGround.class);
        final List<Process> nodes = IntStream.range(0, LocalCluster.MEMBERS)
            .mapToObj((member) -> rig.cluster().node(member)).toList();
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            disks.fill(member, LOW_LENGTH);
        }
        ChaosCluster.await(
            "new business to be refused", () -> 0 < rig.workload().refusedForStorage() && isStorageLow(rig));
        rig.awaitAnswers(ANSWERS_BETWEEN);
        final long tradesBefore = rig.workload().trades();
        ChaosCluster.pass(chance.nextLong(FULL_LEAST_MS, FULL_MOST_MS));
        rig.awaitAnswers(ANSWERS_BETWEEN);
        if (tradesBefore != rig.workload().trades())
        {
            throw new NotAsPromisedException("trades were booked though storage is low");
        }
        try (FlatbookClient auditor = rig.connect("audit/auditor", new ClientListener()
        {
        }))
        {
            auditor.query(Queries.fund(ASSET), QUERY_TIMEOUT);
        }
        if (!nodes.stream().allMatch(Process::isAlive))
        {
            throw new NotAsPromisedException("a node ended though storage was guarded");
        }
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            disks.empty(member);
        }
        ChaosCluster.await("room again", () -> !isStorageLow(rig));
        ChaosCluster.await("trades to be booked again", () -> tradesBefore + TRADES_AGAIN < rig.workload().trades());
    }

    private static void goneAll(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final DiskGround disks = rig.ground(DiskGround.class);
        final List<Process> nodes = IntStream.range(0, LocalCluster.MEMBERS)
            .mapToObj((member) -> rig.cluster().node(member)).toList();
        final int first = chance.nextInt(LocalCluster.MEMBERS);
        for (final long leftLength : List.of(NEAR_LENGTH, GONE_LENGTH))
        {
            for (int i = 0; i < LocalCluster.MEMBERS; i++)
            {
                disks.fill((first + i) % LocalCluster.MEMBERS, leftLength);
            }
        }
        // Without them nothing is committed, so that the last one may have nothing more to write.
        ChaosCluster.await(
            "a majority to end on full disks", () -> nodes.stream().filter(Process::isAlive).count() <= 1);
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            disks.fill(member, 0);
        }
        ChaosCluster.pass(chance.nextLong(FULL_LEAST_MS, FULL_MOST_MS));
        final long alive = nodes.stream().filter(Process::isAlive).count();
        rig.note(LocalCluster.MEMBERS - alive + " nodes ended");
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            disks.empty(member);
        }
        rig.awaitAnswers(ANSWERS_BETWEEN);
    }

    private static boolean isStorageLow(final ChaosCluster rig)
    {
        return rig.awaitPage(rig.leader()).path("service").path("storageLow").asBoolean();
    }

    private static void powerCut(
        final ChaosCluster rig, final int count, final RandomGenerator chance) throws IOException
    {
        final DiskGround disks = rig.ground(DiskGround.class);
        final int first = chance.nextInt(LocalCluster.MEMBERS);
        final int[] members = IntStream.range(0, count).map((i) -> (first + i) % LocalCluster.MEMBERS).toArray();
        for (final int member : members)
        {
            rig.supervisor().hold(member);
            disks.writeUnsynced(member);
        }
        for (final int member : members)
        {
            rig.note("node " + member + " had applied up to position " +
                rig.page(member).path("service").path("appliedPosition").asLong());
            disks.cut(member);
        }
        for (final int member : members)
        {
            rig.cluster().kill(member);
        }
        if (1 == count)
        {
            rig.awaitAnswers(ANSWERS_BETWEEN);
        }
        for (final int member : members)
        {
            ChaosCluster.pass(chance.nextLong(DARK_LEAST_MS, DARK_MOST_MS) / count);
            disks.restore(member);
            if (disks.hasUnsynced(member))
            {
                throw new IOException("the disk of node " + member + " has lost nothing");
            }
            rig.supervisor().release(member);
        }
        rig.awaitAnswers(ANSWERS_BETWEEN);
    }
}
