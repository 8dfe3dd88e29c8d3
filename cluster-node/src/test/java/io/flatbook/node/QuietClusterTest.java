package io.flatbook.node;

import io.flatbook.cluster.ClearingService;
import io.flatbook.engine.book.Limits;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A cluster that nobody uses goes on by its ticks. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class QuietClusterTest
{
    private static final int TICK_MS = 1;
    /** Of an entry of a timer in the log. */
    private static final long TICK_LENGTH = 64;
    /** As many as fill a term of the stream from service to consensus module four times. */
    private static final long TICKS = 4 * 2_048;

    @Test
    void ticksGoOnWithoutAnyTraffic()
    {
        try (ClusterHarness cluster = new ClusterHarness(1,
            () -> new HostedService(new ClearingService(new Limits().tickMs(TICK_MS))),
            Map.of("durability", "memory")).start())
        {
            final int leader = cluster.awaitLeader();
            cluster.await("ticks that go on").until(() ->
                cluster.node(leader).counters().commitPosition() > TICKS * TICK_LENGTH);
        }
    }
}
