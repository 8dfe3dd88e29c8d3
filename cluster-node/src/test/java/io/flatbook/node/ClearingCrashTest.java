package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.flatbook.client.Outcome;
import io.flatbook.testkit.ForkedCluster;
import org.junit.jupiter.api.Test;

class ClearingCrashTest
{
    private static final String CLEARING = ClearingNode.class.getName();
    private static final String PLANTED_BUG = PlantedBugNode.class.getName();
    private static final Pattern STOPPED = Pattern.compile("stopped in onSessionMessage, logPosition=(\\d+)");

    @Test
    void aBugStopsEveryReplicaAtItsEntryAndNothingHalfAppliedIsLeft()
    {
        try (ForkedCluster cluster = new ForkedCluster(3, Map.of()))
        {
            cluster.start(PLANTED_BUG);
            try (Venue venue = Venue.open(cluster.ingressEndpoints()))
            {
                assertThat(venue.trade(5).isAccepted()).isTrue();
                venue.tradeAndForget(PlantedBugNode.FATAL_LOTS);
                final List<Integer> crashed = cluster.awaitMajorityEnded(ExitCode.CRASHED);
                for (final int member : crashed)
                {
                    assertThat(cluster.node(member).output()).contains("planted bug");
                    assertThat(stoppedAt(cluster, member)).isEqualTo(stoppedAt(cluster, crashed.get(0)));
                }

                // Without the bug. The client goes on by itself: the trade is in the log and is answered.
                cluster.start(CLEARING);
                final Outcome next = venue.trade(7);
                assertThat(next.isAccepted()).as("%s", next).isTrue();
                assertThat(venue.openInterestLots()).isEqualTo(5 + PlantedBugNode.FATAL_LOTS + 7);
                assertThat(venue.isBalanced()).isTrue();
                assertThat(venue.gateway().unacknowledged()).isZero();
            }
        }
    }

    private static String stoppedAt(final ForkedCluster cluster, final int member)
    {
        final Matcher matcher = STOPPED.matcher(cluster.node(member).output());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
