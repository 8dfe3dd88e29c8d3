package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClearingClusterTest
{
    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes();

    @Test
    void tradesSurviveTheLossOfTheLeader()
    {
        final ClusterHarness cluster = extension.cluster();
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            for (int trade = 0; trade < 20; trade++)
            {
                assertThat(venue.trade(1).isAccepted()).isTrue();
            }
            final int lost = cluster.awaitLeader();
            cluster.stop(lost);
            for (int trade = 0; trade < 20; trade++)
            {
                assertThat(venue.trade(1).isAccepted()).isTrue();
            }
            assertThat(venue.openInterestLots()).isEqualTo(40);
            assertThat(venue.isBalanced()).isTrue();

            cluster.start(lost);
            assertThat(venue.trade(1).isAccepted()).isTrue();
            assertEqualOn(3, cluster.awaitHashes());
            assertThat(cluster.node(lost).status().positions()).isEqualTo(2);
        }
    }

    @Test
    void comesBackFromASnapshotWithTheSameBook()
    {
        final ClusterHarness cluster = extension.cluster();
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            assertThat(venue.trade(3).isAccepted()).isTrue();
            cluster.snapshot();
            assertThat(venue.trade(4).isAccepted()).isTrue();
        }
        assertEqualOn(3, cluster.awaitHashes());
        final long stateHash = cluster.node(0).status().stateHash();
        for (int member = 0; member < cluster.members(); member++)
        {
            cluster.stop(member);
        }

        cluster.start();
        assertEqualOn(3, cluster.awaitHashes());
        assertThat(cluster.node(0).status().stateHash()).isEqualTo(stateHash);
        try (Venue venue = Venue.connect(cluster.ingressEndpoints()).tradesFrom(3))
        {
            assertThat(venue.openInterestLots()).isEqualTo(7);
            assertThat(venue.trade(5).isAccepted()).isTrue();
            assertThat(venue.openInterestLots()).isEqualTo(12);
            assertThat(venue.isBalanced()).isTrue();
        }
    }

    @Test
    void aFollowerThatLostItsDiskRejoinsFromSnapshotAndLog()
    {
        final ClusterHarness cluster = extension.cluster();
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            assertThat(venue.trade(1).isAccepted()).isTrue();
            cluster.snapshot();
            final int follower = (cluster.awaitLeader() + 1) % cluster.members();
            cluster.stop(follower);
            cluster.wipe(follower);
            assertThat(venue.trade(2).isAccepted()).isTrue();

            cluster.start(follower);
            assertThat(venue.trade(3).isAccepted()).isTrue();
            assertEqualOn(3, cluster.awaitHashes());
            assertThat(venue.openInterestLots()).isEqualTo(6);
        }
    }

    private static void assertEqualOn(final int nodes, final Map<Integer, Long> hashes)
    {
        assertThat(hashes).hasSize(nodes);
        assertThat(hashes.values()).containsOnly(hashes.values().iterator().next());
    }
}
