package io.flatbook.client;

import io.flatbook.node.ClearingNode;
import io.flatbook.testkit.ForkedCluster;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static io.flatbook.client.VenueFixture.BTC;
import static io.flatbook.client.VenueFixture.LONG;
import static io.flatbook.client.VenueFixture.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

/** A service that stands still and goes on is sent next to nothing twice (ONCE-1). */
final class PausedClusterTest
{
    /** Below the 5 s after which Aeron takes the connection for lost: then all that is open goes out again, once. */
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(4);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    /** A load of 600,000 is -Dflatbook.pause.trades=600000. */
    private static final int TRADES = Integer.getInteger("flatbook.pause.trades", 3_000);
    private static final int PAUSED_AT = 1_000;
    private static final int RESENDS_MAX = 100;

    private final RecordingListener listener = new RecordingListener();
    private final List<Long> resentNs = new ArrayList<>();
    private long sent;

    @Test
    void aPauseOfTheServiceBringsAtMostOneProbeASecondAndNoWindow()
    {
        try (ForkedCluster cluster = new ForkedCluster(1, Map.of()))
        {
            cluster.start(ClearingNode.class.getName());
            VenueFixture.define(cluster.ingressEndpoints());
            try (FlatbookClient client = FlatbookClient.connect(
                VenueFixture.context(cluster.ingressEndpoints()).gateway("a").listener(listener)))
            {
                tradeUntil(client, PAUSED_AT);
                cluster.node(0).pause();
                final long pausedNs = System.nanoTime();
                while (System.nanoTime() - pausedNs < PAUSE_NS)
                {
                    trade(client);
                }
                assertThat(client.unacknowledged()).as("a full window waits").isEqualTo(512);
                assertThat(resentNs).as("probes").isNotEmpty();
                cluster.node(0).resume();
                tradeUntil(client, TRADES);

                for (int i = 1; i < resentNs.size(); i++)
                {
                    assertThat(resentNs.get(i) - resentNs.get(i - 1)).isGreaterThanOrEqualTo(SECOND_NS);
                }
                assertThat(client.resends()).isEqualTo(resentNs.size()).isLessThan(RESENDS_MAX);
                assertThat(listener.states).as("one session").containsExactly(ConnectionState.CONNECTED);
            }
        }
        System.err.println(resentNs.size() + " of " + TRADES + " commands were sent again");
        assertThat(listener.accepted).doesNotHaveDuplicates().hasSize(TRADES);
        assertThat(listener.refused).isEmpty();
        assertThat(listener.notes).isEmpty();
    }

    private void tradeUntil(final FlatbookClient client, final int accepted)
    {
        final long deadlineNs = System.nanoTime() + VenueFixture.PATIENCE.toNanos();
        while (listener.accepted.size() < accepted)
        {
            assertThat(System.nanoTime() - deadlineNs).as("in time").isNegative();
            trade(client);
        }
    }

    private void trade(final FlatbookClient client)
    {
        if (sent < TRADES && 0 < client.tryRegisterTrade(
            sent + 1, BTC, 0 == sent % 2 ? LONG : SHORT, 0 == sent % 2 ? SHORT : LONG, 1, 100_000, 0, 0, true))
        {
            sent++;
        }
        final long before = client.resends();
        client.poll();
        for (long i = before; i < client.resends(); i++)
        {
            resentNs.add(System.nanoTime());
        }
    }
}
