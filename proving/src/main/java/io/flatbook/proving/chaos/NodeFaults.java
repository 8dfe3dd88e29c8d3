package io.flatbook.proving.chaos;

import io.flatbook.client.Credentials;
import io.flatbook.ops.link.LocalCluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Nodes that die, stand still, or are started again.
 */
final class NodeFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final long PAUSE_LEAST_MS = 2_000;
    private static final long PAUSE_MOST_MS = 15_000;
    private static final long ANSWERS_BETWEEN = 200;
    private static final String OPERATOR = "ops/operator";
    private static final int SNAPSHOTS_MAX = 10;
    private static final long SNAPSHOT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LATE_MOST_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LOOK_NS = 100_000;

    private NodeFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            Fault.of("kill-leader", "SIGKILL of the leader", NodeFaults::killLeader)
                .nodesMayEnd(Fault.KILLED).gapMaxMs(GAP_MAX_MS).inQuick(),
            Fault.of("kill-follower", "SIGKILL of a follower", (rig, chance) -> kill(rig, rig.follower(chance)))
                .nodesMayEnd(Fault.KILLED).gapMaxMs(GAP_MAX_MS),
            Fault.of("kill-all", "SIGKILL of all nodes within half a second", NodeFaults::killAll)
                .nodesMayEnd(Fault.KILLED).inQuick(),
            Fault.of("pause-leader", "SIGSTOP of the leader for 2 to 15 s", (rig, chance) ->
                pause(rig, rig.leader(), chance)).nodesMayEnd(Fault.CRASHED),
            Fault.of("pause-follower", "SIGSTOP of a follower for 2 to 15 s", (rig, chance) ->
                pause(rig, rig.follower(chance), chance)).nodesMayEnd(Fault.CRASHED),
            Fault.of("rolling-restart", "SIGTERM of one node after the other, each back before the next",
                NodeFaults::rollingRestart),
            Fault.of("kill-in-snapshot", "SIGKILL of a node while all take a snapshot", NodeFaults::killInSnapshot));
    }

    private static void killLeader(final ChaosCluster rig, final RandomGenerator chance)
    {
        kill(rig, rig.leader());
    }

    private static void kill(final ChaosCluster rig, final int member)
    {
        rig.cluster().kill(member);
        rig.awaitAnswers(ANSWERS_BETWEEN);
    }

    private static void killAll(final ChaosCluster rig, final RandomGenerator chance)
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            rig.cluster().kill(member);
            ChaosCluster.pass(chance.nextInt(250));
        }
        rig.awaitAnswers(ANSWERS_BETWEEN);
    }

    /** If a node stands still for ten seconds, its parts take each other for dead: it ends, and comes back. */
    private static void pause(final ChaosCluster rig, final int member, final RandomGenerator chance) throws IOException
    {
        rig.signal(member, "STOP");
        ChaosCluster.pass(chance.nextLong(PAUSE_LEAST_MS, PAUSE_MOST_MS));
        rig.signal(member, "CONT");
        rig.awaitAnswers(ANSWERS_BETWEEN);
    }

    private static void rollingRestart(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final int first = chance.nextInt(LocalCluster.MEMBERS);
        for (int i = 0; i < LocalCluster.MEMBERS; i++)
        {
            final int member = (first + i) % LocalCluster.MEMBERS;
            rig.supervisor().hold(member);
            rig.signal(member, "TERM");
            ChaosCluster.await("node " + member + " to end", () -> !rig.cluster().isAlive(member));
            rig.awaitAnswers(ANSWERS_BETWEEN);
            rig.cluster().restart(member);
            rig.supervisor().release(member);
            rig.awaitHealthy();
        }
    }

    private static void killInSnapshot(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final int member = chance.nextInt(LocalCluster.MEMBERS);
        try (IntruderDriver stranger = new IntruderDriver(rig))
        {
            for (int attempt = 1; !isKilledInSnapshot(rig, stranger, member, chance, attempt); attempt++)
            {
                if (SNAPSHOTS_MAX == attempt)
                {
                    throw new IOException("node " + member + " always had its snapshot before it was killed");
                }
                rig.awaitHealthy();
            }
        }
        rig.awaitAnswers(ANSWERS_BETWEEN);
    }

    /** Whether the node has begun a snapshot that it does not know of. */
    private static boolean isKilledInSnapshot(
        final ChaosCluster rig,
        final IntruderDriver stranger,
        final int member,
        final RandomGenerator chance,
        final int attempt)
        throws IOException
    {
        final Path node = rig.cluster().nodeDirectory(member);
        final long snapshotPosition = FileDamage.newestSnapshotPosition(node);
        final long recordingId = FileDamage.newestRecordingId(node);
        try (RawSession operator = RawSession.open(
            rig, stranger.aeron(), Credentials.of(OPERATOR, rig.keys().fileOf(OPERATOR))))
        {
            ChaosCluster.await("the request for a snapshot to be sent", () ->
                operator.cluster().sendAdminRequestToTakeASnapshot(attempt));
            final long deadlineNs = System.nanoTime() + SNAPSHOT_NS;
            while (recordingId == FileDamage.newestRecordingId(node) && System.nanoTime() - deadlineNs < 0)
            {
                LockSupport.parkNanos(LOOK_NS);
            }
        }
        // The later in the snapshot the better, but the book is small and it may be over at any time.
        LockSupport.parkNanos(chance.nextLong(LATE_MOST_NS / attempt));
        rig.supervisor().hold(member);
        rig.cluster().kill(member);
        final boolean isWithin = recordingId < FileDamage.newestRecordingId(node) &&
            snapshotPosition == FileDamage.newestSnapshotPosition(node);
        rig.note("node " + member + " was killed " + (isWithin ? "in" : "after") + " a snapshot");
        rig.supervisor().release(member);
        return isWithin;
    }
}
