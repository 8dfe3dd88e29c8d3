package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.flatbook.cluster.NodeStatus.PositionHash;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplicaLinkTest
{
    private static final String CLUSTER_NAME = "test";
    private static final MemberProgress PROGRESS = new MemberProgress(1, 1, 0, true);
    private static final MemberClocks CLOCKS = new MemberClocks(1_750_000_000_000L, 1_750_000_000_250L);
    private static final int GARBAGE_COUNT = 500;
    private static final int GARBAGE_LENGTH_MAX = 1_400;

    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes();

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[GARBAGE_LENGTH_MAX]);

    @Test
    void membersAgreeAndGarbageChangesNothing() throws IOException
    {
        final ClusterHarness cluster = extension.cluster();
        final long seed = System.nanoTime();
        System.out.println("ReplicaLinkTest seed " + seed);
        final Random random = new Random(seed);
        awaitAgreementAfter(-1);
        sendDatagrams(cluster.config(0).endpoints(), random);
        try (Aeron aeron = aeron();
            ExclusivePublication publication = publication(aeron))
        {
            for (int i = 0; i < GARBAGE_COUNT; i++)
            {
                final int length = 1 + random.nextInt(GARBAGE_LENGTH_MAX - 100);
                for (int at = 0; at < length; at++)
                {
                    buffer.putByte(at, (byte)random.nextInt());
                }
                publication.offer(buffer, 0, length);
            }
            final PositionHash known = newest(0);
            send(publication, new ReplicaReport(1, 7, PROGRESS, CLOCKS, List.of(wrong(known))), "other");
            send(publication, new ReplicaReport(2, 7, PROGRESS, CLOCKS, List.of(wrong(known))), "other");
            send(publication, new ReplicaReport(9, 7, PROGRESS, CLOCKS, List.of(wrong(known))), CLUSTER_NAME);
        }
        awaitAgreementAfter(newest(0).logPosition());
        for (int member = 0; member < cluster.members(); member++)
        {
            assertThat(cluster.node(member).peers()).noneMatch(PeerReplica::differs);
        }
    }

    @Test
    void aNodeThatTwoOthersContradictFails()
    {
        final ClusterHarness cluster = extension.cluster();
        awaitAgreementAfter(-1);
        try (Aeron aeron = aeron();
            ExclusivePublication publication = publication(aeron))
        {
            // Said in the name of the others, who go on to say the truth: it may come between two of these.
            cluster.await("failure of node 0").until(() ->
            {
                final PositionHash known = newest(0);
                offer(publication, new ReplicaReport(1, 7, PROGRESS, CLOCKS, List.of(wrong(known))), CLUSTER_NAME);
                offer(publication, new ReplicaReport(2, 7, PROGRESS, CLOCKS, List.of(wrong(known))), CLUSTER_NAME);
                return cluster.hasFailed(0);
            });
            assertThat(cluster.awaitFailure(0).cause()).isInstanceOf(ReplicaDiffersException.class)
                .hasMessageContaining("at log position ").hasMessageContaining("on nodes [1, 2]");
        }
        assertThat(cluster.node(1).peers()).noneMatch(PeerReplica::differs);
        assertThat(cluster.node(2).peers()).noneMatch(PeerReplica::differs);
    }

    @Test
    void aMemberThatIsSilentLagsUntilItIsBack()
    {
        final ClusterHarness cluster = extension.cluster();
        final int leader = cluster.awaitLeader();
        final int follower = (leader + 1) % cluster.members();
        cluster.await("word of node " + follower).until(() -> standing(leader, follower).isHeard());
        assertThat(standing(leader, follower).isLagging()).isFalse();

        cluster.stop(follower);
        cluster.await("silence of node " + follower).until(() -> standing(leader, follower).isLagging());
        assertThat(standing(leader, follower).isHeard()).isFalse();
        cluster.start(follower);
        cluster.await("node " + follower + " to be back").until(() -> !standing(leader, follower).isLagging());
        final long appliedPosition = cluster.node(leader).status().logPosition();
        cluster.await("progress of node " + follower).until(
            () -> standing(leader, follower).progress().appliedPosition() >= appliedPosition);
        assertThat(standing(leader, follower).progress().commitPosition()).isPositive();
    }

    private PeerStanding standing(final int node, final int member)
    {
        return extension.cluster().node(node).standings().stream()
            .filter((standing) -> standing.member() == member).findFirst().orElseThrow();
    }

    private void awaitAgreementAfter(final long position)
    {
        final ClusterHarness cluster = extension.cluster();
        for (int member = 0; member < cluster.members(); member++)
        {
            final EmbeddedNode node = cluster.node(member);
            cluster.await("agreement with node " + member).until(
                () -> node.peers().stream().allMatch((peer) -> peer.agreedPosition() > position));
        }
    }

    private void send(final ExclusivePublication publication, final ReplicaReport report, final String clusterName)
    {
        extension.cluster().await("report sent").until(() -> offer(publication, report, clusterName));
    }

    private boolean offer(
        final ExclusivePublication publication, final ReplicaReport report, final String clusterName)
    {
        return publication.offer(buffer, 0, report.encode(clusterName, buffer)) > 0;
    }

    private PositionHash newest(final int member)
    {
        final List<PositionHash> hashes = extension.cluster().node(member).status().replicaHashes();
        return hashes.get(hashes.size() - 1);
    }

    private static PositionHash wrong(final PositionHash pair)
    {
        return new PositionHash(pair.logPosition(), pair.replicaHash() + 1);
    }

    /** By the media driver of node 1, so that it outlives node 0. */
    private Aeron aeron()
    {
        return Aeron.connect(new Aeron.Context().aeronDirectoryName(
            extension.cluster().config(1).aeronDirectory().toString()));
    }

    private ExclusivePublication publication(final Aeron aeron)
    {
        final ExclusivePublication publication = aeron.addExclusivePublication(
            PeerLink.channel(extension.cluster().config(0).endpoints().replicas(0)), ReplicaMonitor.STREAM_ID);
        extension.cluster().await("way to node 0").until(publication::isConnected);
        return publication;
    }

    private static void sendDatagrams(final Endpoints endpoints, final Random random) throws IOException
    {
        try (DatagramSocket socket = new DatagramSocket())
        {
            for (int i = 0; i < GARBAGE_COUNT; i++)
            {
                final byte[] garbage = new byte[1 + random.nextInt(GARBAGE_LENGTH_MAX)];
                random.nextBytes(garbage);
                final String endpoint = endpoints.replicas(i % endpoints.members());
                final int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
                socket.send(new DatagramPacket(garbage, garbage.length, InetAddress.getLoopbackAddress(), port));
            }
        }
    }
}
