package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.RiskCommands;
import io.flatbook.testkit.ForkedCluster;
import org.junit.jupiter.api.Test;

/** VER-2: a node whose binary does not know the version that the log activates stops, and says so by its exit code. */
class UnknownVersionTest
{
    private static final String CLEARING = ClearingNode.class.getName();
    private static final Pattern KNOWN = Pattern.compile("\"engineVersion\":(\\d+),\"knownVersion\":(\\d+),");

    @Test
    void everyNodeStopsAtTheEntryAndAtEachStartUntilItsBinaryKnowsTheVersion()
    {
        try (ForkedCluster cluster = new ForkedCluster(3, Map.of()))
        {
            final int unknown = knownVersion(cluster, cluster.start(CLEARING)) + 1;
            try (FlatbookClient risk = FlatbookClient.connect(new FlatbookClient.Context()
                .risk("alice").ingressEndpoints(cluster.ingressEndpoints())))
            {
                assertThat(risk.trySubmit(RiskCommands.activateVersion(unknown))).isPositive();
                cluster.awaitMajorityEnded(ExitCode.VERSION_UNKNOWN);
            }

            for (int member = 0; member < 3; member++)
            {
                cluster.start(member, CLEARING);
            }
            for (final int member : cluster.awaitMajorityEnded(ExitCode.VERSION_UNKNOWN))
            {
                assertThat(cluster.node(member).output())
                    .contains("the log activates engine version " + unknown)
                    .contains("start it with one that does")
                    .doesNotContain("refuseAt");
            }
        }
    }

    private static int knownVersion(final ForkedCluster cluster, final int member)
    {
        final Matcher matcher = KNOWN.matcher(cluster.status(member));
        assertThat(matcher.find()).as(cluster.status(member)).isTrue();
        assertThat(matcher.group(1)).as("a new cluster begins with the newest").isEqualTo(matcher.group(2));
        return Integer.parseInt(matcher.group(2));
    }
}
