package io.flatbook.node;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.service.Cluster;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class NodeCountersTest
{
    private static final int TYPE = 9_000;

    @Test
    void aNodeWhoseConsensusModuleHasLostItsMediaDriverSaysSoAndReadsNoMemoryThatIsGone()
    {
        final NodeConfig config = NodeConfig.of(Map.of("memberId", "1", "authentication", "names"));
        try (MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .threadingMode(ThreadingMode.SHARED).dirDeleteOnStart(true).dirDeleteOnShutdown(true)))
        {
            final Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
            final ConsensusModule.Context context = new ConsensusModule.Context().aeron(aeron)
                .clusterNodeRoleCounter(counter(aeron, Cluster.Role.LEADER.code()))
                .electionStateCounter(counter(aeron, ElectionState.CLOSED.code()))
                .moduleStateCounter(counter(aeron, ConsensusModule.State.ACTIVE.code()))
                .leadershipTermIdCounter(counter(aeron, 3))
                .commitPositionCounter(counter(aeron, 64))
                .snapshotCounter(counter(aeron, 2))
                .errorCounter(counter(aeron, 1));
            final NodeCounters running = NodeCounters.read(config, context);
            assertThat(running.isLeading()).isTrue();
            assertThat(running.commitPosition()).isEqualTo(64);

            aeron.close();
            final NodeCounters ended = NodeCounters.read(config, context);
            assertThat(ended.module()).isEqualTo("CLOSED");
            assertThat(ended.isLeading()).isFalse();
            assertThat(ended.isServing()).isFalse();
            assertThat(ended.memberId()).isEqualTo(1);
        }
    }

    private static Counter counter(final Aeron aeron, final long value)
    {
        final Counter counter = aeron.addCounter(TYPE, "test");
        counter.set(value);
        return counter;
    }
}
