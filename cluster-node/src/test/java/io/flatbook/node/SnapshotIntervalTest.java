package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SnapshotIntervalTest
{
    private static final long INTERVAL_MS = 1_500;

    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes()
        .with("snapshotIntervalMs", Long.toString(INTERVAL_MS)).with("snapshotLogLength", "0");

    @Test
    void takesSnapshotsByAgeUnderOneLeaderAndUnderTheNext()
    {
        final ClusterHarness cluster = extension.cluster();
        final int first = cluster.awaitLeader();
        for (int member = 0; member < 3; member++)
        {
            awaitSnapshots(cluster, member, 2);
        }
        final SnapshotHistory history = SnapshotHistory.read(cluster.config(first).directory().resolve("cluster"));
        final long betweenMs = history.snapshots().get(1).timestampMs() - history.snapshots().get(0).timestampMs();
        assertThat(betweenMs).isGreaterThanOrEqualTo(INTERVAL_MS);
        assertThat(history.coveredPosition()).isEqualTo(
            history.snapshots().get(history.snapshots().size() - 2).position());

        cluster.stop(first);
        final int second = cluster.awaitLeader();
        final long taken = cluster.node(second).counters().snapshots();
        awaitSnapshots(cluster, second, taken + 2);
    }

    private static void awaitSnapshots(final ClusterHarness cluster, final int member, final long count)
    {
        cluster.await(count + " snapshots on node " + member)
            .until(() -> cluster.node(member).counters().snapshots() >= count);
    }
}
