package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThreeNodeTest
{
    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes().hosting(EchoService::hosted);

    @Test
    void goesOnWithoutItsLeaderAndTakesItBack()
    {
        final ClusterHarness cluster = extension.cluster();
        try (EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("one");
            final int first = cluster.awaitLeader();
            cluster.stop(first);
            client.echo("two");
            assertThat(cluster.awaitLeader()).isNotEqualTo(first);

            cluster.start(first);
            client.echo("three");
            assertEqualOn(3, cluster.awaitHashes());
        }
    }

    @Test
    void comesBackFromASnapshotWithEqualHashes()
    {
        final ClusterHarness cluster = extension.cluster();
        try (EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("one");
            cluster.snapshot();
            client.echo("two");
        }
        for (int member = 0; member < cluster.members(); member++)
        {
            cluster.stop(member);
        }
        cluster.start();
        try (EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("three");
            assertEqualOn(3, cluster.awaitHashes());
        }
    }

    @Test
    void aWipedNodeFetchesTheLogAgain()
    {
        final ClusterHarness cluster = extension.cluster();
        try (EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("one");
            final int follower = (cluster.awaitLeader() + 1) % cluster.members();
            cluster.stop(follower);
            cluster.wipe(follower);
            client.echo("two");
            cluster.start(follower);
            client.echo("three");
            assertEqualOn(3, cluster.awaitHashes());
        }
    }

    @Test
    void endsAndComesBackAsAWhole()
    {
        final ClusterHarness cluster = extension.cluster();
        try (EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("one");
        }
        assertThat(cluster.node(cluster.awaitLeader()).requestShutdown()).isTrue();
        for (int member = 0; member < cluster.members(); member++)
        {
            assertThat(cluster.awaitFailure(member)).isEqualTo(
                new ClusterHarness.Failure(ClusterHarness.SHUT_DOWN, null));
        }

        cluster.start();
        try (EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a").connect())
        {
            client.echo("two");
            assertEqualOn(3, cluster.awaitHashes());
            assertThat(cluster.node(0).status().lastEventSequence()).isEqualTo(2);
        }
    }

    private static void assertEqualOn(final int nodes, final Map<Integer, Long> hashes)
    {
        assertThat(hashes).hasSize(nodes);
        assertThat(hashes.values()).containsOnly(hashes.values().iterator().next());
    }
}
