package io.flatbook.client;

import io.flatbook.sbe.Switch;
import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;

import static io.flatbook.client.VenueFixture.BTC;
import static io.flatbook.client.VenueFixture.LONG;
import static io.flatbook.client.VenueFixture.PATIENCE;
import static io.flatbook.client.VenueFixture.SHORT;
import static io.flatbook.client.VenueFixture.USDC;
import static org.assertj.core.api.Assertions.assertThat;

/** Three clearing nodes lose their leader under trades: the book has each acknowledged trade once. */
final class ClearingFailoverTest
{
    private static final long TRADES = 2_000;

    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes();

    private final RecordingListener listener = new RecordingListener();

    @Test
    void booksEveryTradeOnceWhenTheLeaderGoes() throws InterruptedException
    {
        VenueFixture.define(extension.ingressEndpoints());
        final int leader = extension.cluster().awaitLeader();
        final Thread stopping = new Thread(() -> extension.cluster().stop(leader));
        try (FlatbookClient client = FlatbookClient.connect(
            VenueFixture.context(extension.ingressEndpoints()).gateway("a").window(64).listener(listener)))
        {
            long sent = 0;
            final long deadlineNs = System.nanoTime() + Duration.ofSeconds(180).toNanos();
            while (listener.accepted.size() < TRADES || listener.tradesSeen < TRADES)
            {
                assertThat(System.nanoTime() - deadlineNs).as("in time").isNegative();
                if (sent < TRADES && 0 < client.tryRegisterTrade(
                    sent + 1, BTC, 0 == sent % 2 ? LONG : SHORT, 0 == sent % 2 ? SHORT : LONG, 1, 100_000, 0, 0, true))
                {
                    sent++;
                    if (TRADES / 2 == sent)
                    {
                        stopping.start();
                    }
                }
                client.poll();
            }
            stopping.join();
            assertThat(listener.refused).isEmpty();
            assertThat(listener.notes).isEmpty();
            assertThat(listener.accepted).doesNotHaveDuplicates().hasSize((int)TRADES);
            assertThat(listener.events).doesNotHaveDuplicates().isSorted();
            assertThat(listener.tradesSeen).isEqualTo(TRADES);
            assertThat(client.query(Queries.instrument(BTC), PATIENCE).openInterestLots()).isZero();
            assertThat(client.query(Queries.audit(USDC), PATIENCE).balanced()).isEqualTo(Switch.ON);
            assertThat(client.leaderMemberId()).isNotEqualTo(leader);
        }
    }
}
