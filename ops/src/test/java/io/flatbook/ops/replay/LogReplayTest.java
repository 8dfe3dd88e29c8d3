package io.flatbook.ops.replay;

import io.flatbook.client.Outcome;
import io.flatbook.cluster.NodeStatus;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class LogReplayTest
{
    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes();

    @Test
    void reproducesWhatTheNodesPublishedAndWhatTheGatewayWasTold()
    {
        final ClusterHarness cluster = extension.cluster();
        final List<NodeStatus.PositionHash> published = new ArrayList<>();
        final Workload workload = Workload.open(cluster.ingressEndpoints());
        try (workload)
        {
            workload.trade(5);
            workload.defaultRun();
            cluster.snapshot();
            workload.trade(5);
            final int lost = cluster.awaitLeader();
            workload.tradeWithoutWaiting(100);
            cluster.stop(lost);
            workload.trade(5);
            workload.defaultRun();
            cluster.start(lost);
            workload.trade(5);
            cluster.awaitHashes();
        }
        for (int member = 0; member < cluster.members(); member++)
        {
            published.addAll(cluster.node(member).status().replicaHashes());
        }
        for (int member = 0; member < cluster.members(); member++)
        {
            cluster.stop(member);
        }
        assertThat(published).hasSizeGreaterThan(5);
        for (int member = 0; member < cluster.members(); member++)
        {
            check(cluster.config(member).directory(), published, workload);
        }
    }

    private static void check(
        final Path directory, final List<NodeStatus.PositionHash> published, final Workload workload)
    {
        final RecordedReplay replay = new RecordedReplay();
        final ReplayResult result = LogReplay.of(directory).verifying().run(replay);
        assertThat(result.findings()).isEmpty();
        assertThat(result.isConserved()).isTrue();
        assertThat(result.isChecksummed()).isTrue();
        assertThat(result.snapshots()).isEqualTo(1);
        for (final NodeStatus.PositionHash hash : published)
        {
            assertThat(replay.replicaHashes().get(hash.logPosition())).as("at position %d", hash.logPosition())
                .isEqualTo(hash.replicaHash());
        }

        final List<AppliedCommand> applied = replay.appliedOf(Workload.GATEWAY);
        for (int i = 0; i < applied.size(); i++)
        {
            assertThat(applied.get(i).commandId()).isEqualTo(i + 1);
        }
        for (final Outcome outcome : workload.outcomes().values())
        {
            final AppliedCommand command = applied.get((int)outcome.commandId() - 1);
            assertThat(command.reason()).isEqualTo(outcome.reason());
            assertThat(command.firstEventSequence()).isEqualTo(outcome.firstEventSequence());
        }

        final ReplayResult fromSnapshot = LogReplay.of(directory).fromNewestSnapshot().run(ReplayListener.NONE);
        assertThat(fromSnapshot.fromPosition()).isPositive();
        assertThat(fromSnapshot.logPosition()).isEqualTo(result.logPosition());
        assertThat(fromSnapshot.replicaHash()).isEqualTo(result.replicaHash());
        assertThat(fromSnapshot.stateHash()).isEqualTo(result.stateHash());
    }
}
