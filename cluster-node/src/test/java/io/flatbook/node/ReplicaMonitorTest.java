package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;

import io.flatbook.testkit.ForkedCluster;
import org.junit.jupiter.api.Test;

class ReplicaMonitorTest
{
    private static final String CLEARING = ClearingNode.class.getName();
    private static final String DIFFERENT = DifferentNode.class.getName();
    private static final String NO_DIFFERENCE = "\"replicasDiffer\":false";

    @Test
    void theOddOneStopsAndTheOthersGoOnWithAnAlarm()
    {
        try (ForkedCluster cluster = new ForkedCluster(3, Map.of()))
        {
            final int leader = cluster.start(CLEARING);
            final int odd = (leader + 1) % 3;
            final int third = (leader + 2) % 3;
            cluster.node(odd).terminate();
            cluster.start(odd, DIFFERENT);
            try (Venue venue = Venue.open(cluster.ingressEndpoints()))
            {
                for (int member = 0; member < 3; member++)
                {
                    awaitAgreement(cluster, member);
                }
                assertThat(venue.trade(5).isAccepted()).isTrue();

                assertThat(cluster.node(odd).awaitExit()).isEqualTo(ExitCode.REPLICA_DIFFERS);
                assertThat(cluster.node(odd).output()).containsPattern("node " + odd +
                    " stops: its state differs at log position \\d+: [0-9a-f]{16} here, [0-9a-f]{16} on nodes \\[");
                for (final int member : new int[]{leader, third})
                {
                    awaitAlarm(cluster, member, odd);
                    assertThat(cluster.node(member).output()).containsOnlyOnce("ALARM: the states of node " + odd);
                }
                assertThat(venue.trade(7).isAccepted()).isTrue();
                assertThat(venue.openInterestLots()).isEqualTo(12);

                cluster.start(odd, CLEARING);
                for (int member = 0; member < 3; member++)
                {
                    awaitAgreement(cluster, member);
                }
                assertThat(venue.trade(1).isAccepted()).isTrue();
            }
        }
    }

    @Test
    void oneAgainstOneGoOnWithAnAlarmOnBoth()
    {
        try (ForkedCluster cluster = new ForkedCluster(3, Map.of()))
        {
            final int leader = cluster.start(CLEARING);
            final int odd = (leader + 1) % 3;
            cluster.node((leader + 2) % 3).terminate();
            cluster.node(odd).terminate();
            cluster.start(odd, DIFFERENT);
            cluster.awaitLeader();
            try (Venue venue = Venue.open(cluster.ingressEndpoints()))
            {
                venue.trade(5);
                awaitAlarm(cluster, leader, odd);
                awaitAlarm(cluster, odd, leader);
                assertThat(venue.trade(5)).isNotNull();
                assertThat(cluster.node(leader).isAlive()).isTrue();
                assertThat(cluster.node(odd).isAlive()).isTrue();
            }
        }
    }

    private static void awaitAgreement(final ForkedCluster cluster, final int member)
    {
        // Both others known, at a position of this run, and none of them different.
        final Pattern compared = Pattern.compile("(\"agreedPosition\":\\d+,\"differs\":false.*){2}");
        cluster.await("agreement of all with node " + member).until(() ->
        {
            final String status = cluster.status(member);
            return status.contains(NO_DIFFERENCE) && compared.matcher(status).find();
        });
    }

    private static void awaitAlarm(final ForkedCluster cluster, final int member, final int other)
    {
        final Pattern alarm = Pattern.compile("\"replicasDiffer\":true,.*\\{\"member\":" + other +
            ",\"agreedPosition\":-?\\d+,\"differs\":true,\"position\":\\d+,\"ownHash\":\"[0-9a-f]{16}\"," +
            "\"peerHash\":\"[0-9a-f]{16}\",");
        cluster.await("alarm of node " + member + " about node " + other).until(
            () -> alarm.matcher(cluster.status(member)).find());
    }
}
