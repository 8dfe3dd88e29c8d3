package io.flatbook.ops.chaos;

import io.flatbook.ops.link.LocalCluster;

import java.io.IOException;
import java.util.List;
import java.util.Map;
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
                pause(rig, rig.leader(), chance)),
            Fault.of("pause-follower", "SIGSTOP of a follower for 2 to 15 s", (rig, chance) ->
                pause(rig, rig.follower(chance), chance)),
            Fault.of("rolling-restart", "SIGTERM of one node after the other, each back before the next",
                NodeFaults::rollingRestart),
            Fault.of("kill-in-snapshot", "SIGKILL of a node while all take a snapshot", NodeFaults::killInSnapshot)
                .nodesMayEnd(Fault.KILLED).with(Map.of("snapshotLogLength", "256k")));
    }

    private static void killLeader(final Rig rig, final RandomGenerator chance)
    {
        kill(rig, rig.leader());
    }

    private static void kill(final Rig rig, final int member)
    {
        rig.cluster().kill(member);
        rig.awaitAnswers(ANSWERS_BETWEEN);
    }

    private static void killAll(final Rig rig, final RandomGenerator chance)
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            rig.cluster().kill(member);
            Rig.pass(chance.nextInt(250));
        }
        rig.awaitAnswers(ANSWERS_BETWEEN);
    }

    private static void pause(final Rig rig, final int member, final RandomGenerator chance) throws IOException
    {
        rig.signal(member, "STOP");
        Rig.pass(chance.nextLong(PAUSE_LEAST_MS, PAUSE_MOST_MS));
        rig.signal(member, "CONT");
        rig.awaitAnswers(ANSWERS_BETWEEN);
    }

    private static void rollingRestart(final Rig rig, final RandomGenerator chance) throws IOException
    {
        final int first = chance.nextInt(LocalCluster.MEMBERS);
        for (int i = 0; i < LocalCluster.MEMBERS; i++)
        {
            final int member = (first + i) % LocalCluster.MEMBERS;
            rig.supervisor().hold(member);
            rig.signal(member, "TERM");
            Rig.await("node " + member + " to end", () -> !rig.cluster().isAlive(member));
            rig.awaitAnswers(ANSWERS_BETWEEN);
            rig.cluster().restart(member);
            rig.supervisor().release(member);
            rig.awaitHealthy();
        }
    }

    private static void killInSnapshot(final Rig rig, final RandomGenerator chance)
    {
        final int member = chance.nextInt(LocalCluster.MEMBERS);
        final long before = rig.page(rig.leader()).path("snapshots").asLong();
        Rig.await("a snapshot", () -> before < rig.page(rig.leader()).path("snapshots").asLong());
        Rig.pass(chance.nextInt(40));
        kill(rig, member);
    }
}
