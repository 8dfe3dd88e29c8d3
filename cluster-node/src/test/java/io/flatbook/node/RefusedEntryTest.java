package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.flatbook.client.Outcome;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ForkedCluster;
import org.junit.jupiter.api.Test;

class RefusedEntryTest
{
    private static final String PLANTED_BUG = PlantedBugNode.class.getName();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern ADVICE = Pattern.compile("stopped in onSessionMessage, logPosition=(\\d+): .*" +
        "planted bug; if no repaired binary is at hand, refuseAt=(\\d+) on all nodes goes past it");

    @Test
    void allNodesGoPastAnEntryThatTheyAreToldToRefuse()
    {
        try (ForkedCluster cluster = new ForkedCluster(3, Map.of()))
        {
            cluster.start(PLANTED_BUG);
            try (Venue venue = Venue.open(cluster.ingressEndpoints()))
            {
                assertThat(venue.trade(5).isAccepted()).isTrue();
                final long poisonedId = venue.tradeAndForget(PlantedBugNode.FATAL_LOTS);
                final List<Integer> crashed = cluster.awaitMajorityEnded(ExitCode.CRASHED);
                final String position = advice(cluster.node(crashed.get(0)).output());

                // The bug is still there. Snapshots come quickly, so that one covers the entry.
                startAll(cluster, Map.of("refuseAt", position, "snapshotIntervalMs", "1000"));
                final Outcome next = venue.trade(7);
                assertThat(next.isAccepted()).as("%s", next).isTrue();
                assertThat(venue.gateway().outcomeOf(poisonedId, PATIENCE).reason())
                    .isEqualTo(RejectReason.ENGINE_FAULT);
                assertThat(venue.openInterestLots()).isEqualTo(12);
                assertThat(venue.isBalanced()).isTrue();
                for (int member = 0; member < 3; member++)
                {
                    awaitStatus(cluster, member, "\"refusedPositions\":[" + position + "]");
                    awaitStatus(cluster, member, "\"snapshots\":1");
                    awaitAgreement(cluster, member);
                    assertThat(cluster.node(member).terminate()).isZero();
                }

                // It is done: the setting is not needed any more, and what it did is still known.
                startAll(cluster, Map.of());
                assertThat(venue.trade(1).isAccepted()).isTrue();
                assertThat(venue.openInterestLots()).isEqualTo(13);
                for (int member = 0; member < 3; member++)
                {
                    awaitStatus(cluster, member, "\"refusedPositions\":[" + position + "]");
                    awaitAgreement(cluster, member);
                }
            }

            // What a snapshot holds as applied cannot be refused any more.
            assertThat(cluster.node(0).terminate()).isZero();
            cluster.start(0, PLANTED_BUG, Map.of("refuseAt", "96"));
            assertThat(cluster.node(0).awaitExit()).as(cluster.node(0)::output).isEqualTo(ExitCode.USAGE);
            assertThat(cluster.node(0).output()).containsPattern("node 0 stops: the entry at log position 96 is to " +
                "be refused, but the snapshot at position \\d+ holds it as applied");
        }
    }

    private static void startAll(final ForkedCluster cluster, final Map<String, String> extra)
    {
        for (int member = 0; member < 3; member++)
        {
            cluster.start(member, PLANTED_BUG, extra);
        }
        cluster.awaitLeader();
    }

    private static void awaitStatus(final ForkedCluster cluster, final int member, final String text)
    {
        cluster.await(text + " of node " + member).until(() -> cluster.status(member).contains(text));
    }

    private static void awaitAgreement(final ForkedCluster cluster, final int member)
    {
        final Pattern compared = Pattern.compile("(\"agreedPosition\":\\d+,\"differs\":false.*){2}");
        cluster.await("agreement of all with node " + member).until(
            () -> compared.matcher(cluster.status(member)).find());
    }

    private static String advice(final String output)
    {
        final Matcher matcher = ADVICE.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        assertThat(matcher.group(2)).isEqualTo(matcher.group(1));
        return matcher.group(2);
    }
}
