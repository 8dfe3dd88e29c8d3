package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import io.flatbook.client.GatewayCommands;
import io.flatbook.client.Outcome;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StorageLowClusterTest
{
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long ALL = Long.MAX_VALUE;

    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes();

    @Test
    void newBusinessIsRefusedWhileAMajorityIsShortOfSpaceAndTakenAgainAfterwards()
    {
        final ClusterHarness cluster = extension.cluster();
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            final int leader = cluster.awaitLeader();
            final int follower = (leader + 1) % 3;
            final int other = (leader + 2) % 3;
            assertThat(venue.trade(1).isAccepted()).isTrue();

            cluster.usableBytes(follower, 1);
            cluster.await("one full disk").until(() -> !cluster.node(follower).hasRoom() &&
                !standing(leader, follower).progress().hasRoom());
            assertThat(venue.trade(2).isAccepted()).as("one of three is full").isTrue();

            cluster.usableBytes(other, 1);
            awaitStorage(true);
            final Outcome refused = venue.trade(4);
            assertThat(refused.isAccepted()).isFalse();
            assertThat(refused.reason()).isEqualTo(RejectReason.STORAGE_LOW);
            venue.accepted(GatewayCommands.deposit(Venue.ALICE, 5, 77));
            assertThat(venue.openInterestLots()).isEqualTo(3);
            assertThat(venue.gateway().outcomeOf(refused.commandId(), PATIENCE).reason())
                .as("it is on record").isEqualTo(RejectReason.STORAGE_LOW);

            cluster.usableBytes(other, ALL);
            awaitStorage(false);
            assertThat(venue.trade(8).isAccepted()).isTrue();
            assertThat(venue.openInterestLots()).isEqualTo(11);
            assertEqual(cluster.awaitHashes());
        }
    }

    @Test
    void oneOfTwoThatAreLeftIsReasonEnoughAndANewLeaderKeepsToIt()
    {
        final ClusterHarness cluster = extension.cluster();
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            final int first = cluster.awaitLeader();
            final int full = (first + 1) % 3;
            cluster.usableBytes(full, 1);
            assertThat(venue.trade(1).isAccepted()).isTrue();

            cluster.stop((first + 2) % 3);
            awaitStorage(true);
            assertThat(venue.trade(2).reason()).isEqualTo(RejectReason.STORAGE_LOW);

            // Through many changes, and by leaders that saw some of them as followers only.
            for (int round = 0; round < 3; round++)
            {
                cluster.usableBytes(full, ALL);
                awaitStorage(false);
                assertThat(venue.trade(3).isAccepted()).isTrue();
                cluster.usableBytes(full, 1);
                awaitStorage(true);
                assertThat(venue.trade(4).reason()).isEqualTo(RejectReason.STORAGE_LOW);
                if (0 == round)
                {
                    cluster.start((first + 2) % 3);
                    awaitStorage(false);
                    cluster.stop(cluster.awaitLeader());
                    cluster.awaitLeader();
                    cluster.usableBytes(full, ALL);
                }
            }
        }
    }

    @Test
    void itOutlivesASnapshotAndARestartOfAll()
    {
        final ClusterHarness cluster = extension.cluster();
        try (Venue venue = Venue.open(cluster.ingressEndpoints()))
        {
            for (int member = 0; member < 3; member++)
            {
                cluster.usableBytes(member, 5 * 1024 * 1024);
            }
            awaitStorage(true);
            cluster.snapshot();
            assertThat(venue.trade(1).reason()).isEqualTo(RejectReason.STORAGE_LOW);
        }
        for (int member = 0; member < 3; member++)
        {
            cluster.stop(member);
        }

        cluster.start();
        try (Venue venue = Venue.connect(cluster.ingressEndpoints()).tradesFrom(10))
        {
            assertThat(venue.trade(1).reason()).isEqualTo(RejectReason.STORAGE_LOW);
            assertEqual(cluster.awaitHashes());
            for (int member = 0; member < 3; member++)
            {
                cluster.usableBytes(member, ALL);
            }
            awaitStorage(false);
            assertThat(venue.trade(1).isAccepted()).isTrue();
        }
    }

    private void awaitStorage(final boolean isLow)
    {
        final ClusterHarness cluster = extension.cluster();
        cluster.await(isLow ? "storage is low" : "storage is sufficient").until(() ->
        {
            final int leader = cluster.leader();
            return leader >= 0 && isLow == cluster.node(leader).status().isStorageLow();
        });
    }

    private PeerStanding standing(final int node, final int member)
    {
        return extension.cluster().node(node).standings().stream()
            .filter((standing) -> standing.member() == member).findFirst().orElseThrow();
    }

    private static void assertEqual(final Map<Integer, Long> hashes)
    {
        assertThat(hashes).hasSize(3);
        assertThat(hashes.values()).containsOnly(hashes.values().iterator().next());
    }
}
