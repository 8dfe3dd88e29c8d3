package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.aeron.driver.Configuration;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.NoAnswerException;
import io.flatbook.testkit.ClusterHarness;
import io.flatbook.testkit.KeyFiles;
import org.junit.jupiter.api.Test;

/** Three nodes and their clients over a sealed wire. */
class SealedClusterTest
{
    private static final Pattern REFUSED = Pattern.compile("\"refused\":\\{([^}]*)}");

    @Test
    void tradesSurviveTheLossOfTheLeaderAndNoNodeRefusesADatagram() throws IOException, InterruptedException
    {
        try (KeyFiles keys = new KeyFiles();
            ClusterHarness cluster = new ClusterHarness(3, HostedService::clearing, keys.settings()).start();
            Venue venue = Venue.open(cluster.ingressEndpoints(), keys.clients()))
        {
            assertThat(venue.trade(1).isAccepted()).isTrue();
            final int lost = cluster.awaitLeader();
            cluster.stop(lost);
            assertThat(venue.trade(2).isAccepted()).isTrue();
            cluster.start(lost);
            assertThat(venue.trade(3).isAccepted()).isTrue();
            assertThat(venue.openInterestLots()).isEqualTo(6);
            assertEqual(cluster.awaitHashes());
            cluster.snapshot();
            for (int member = 0; member < cluster.members(); member++)
            {
                final String status = status(cluster.node(member).statusPort());
                assertThat(status).contains("\"wire\":{\"sealed\":true,\"members\":{\"keys\":[1],");
                final Matcher refused = REFUSED.matcher(status);
                int rings = 0;
                while (refused.find())
                {
                    assertThat(refused.group(1)).as("refused by node " + member).doesNotContainPattern(":[1-9]");
                    rings++;
                }
                assertThat(rings).isEqualTo(2);
            }
        }
    }

    @Test
    void whoHasNoKeyIsNotAnswered()
    {
        try (KeyFiles keys = new KeyFiles();
            KeyFiles others = new KeyFiles();
            ClusterHarness cluster = new ClusterHarness(1, HostedService::clearing, keys.settings()).start())
        {
            final FlatbookClient.Context context = new FlatbookClient.Context().risk("alice")
                .ingressEndpoints(cluster.ingressEndpoints()).connectTimeout(Duration.ofSeconds(3));
            assertThatThrownBy(() -> FlatbookClient.connect(context)).isInstanceOf(NoAnswerException.class);
            context.transportKeyFile(others.clients());
            assertThatThrownBy(() -> FlatbookClient.connect(context)).isInstanceOf(NoAnswerException.class);
            context.transportKeyFile(keys.members());
            assertThatThrownBy(() -> FlatbookClient.connect(context)).isInstanceOf(NoAnswerException.class);
            context.transportKeyFile(keys.clients());
            FlatbookClient.connect(context).close();
        }
    }

    @Test
    void aMemberThatLostItsDiskFetchesSnapshotAndLogOverTheSealedWire()
    {
        try (KeyFiles keys = new KeyFiles();
            ClusterHarness cluster = new ClusterHarness(3, HostedService::clearing, keys.settings()).start();
            Venue venue = Venue.open(cluster.ingressEndpoints(), keys.clients()))
        {
            assertThat(venue.trade(1).isAccepted()).isTrue();
            cluster.snapshot();
            final int lost = (cluster.awaitLeader() + 1) % cluster.members();
            cluster.stop(lost);
            cluster.wipe(lost);
            final AtomicBoolean isRejoined = new AtomicBoolean();
            final Thread rejoin = new Thread(() ->
            {
                Rejoin.run(cluster.config(lost), false);
                isRejoined.set(true);
            });
            rejoin.start();
            // It is done only when what could be committed after it asked is here.
            cluster.await("the rejoin").until(() -> venue.trade(1).isAccepted() && isRejoined.get());
            cluster.start(lost);
            assertThat(venue.trade(2).isAccepted()).isTrue();
            assertEqual(cluster.awaitHashes());
        }
    }

    @Test
    void aNodeDoesNotStartWithOneKeyInBothRings()
    {
        try (KeyFiles keys = new KeyFiles(); ClusterHarness cluster = new ClusterHarness(1, HostedService::clearing,
            Map.of("memberKeyFile", keys.members().toString(), "clientKeyFile", keys.members().toString())))
        {
            assertThatThrownBy(() -> cluster.start(0)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("different");
        }
    }

    @Test
    void aNodeDoesNotStartWithANameResolver()
    {
        System.setProperty(Configuration.RESOLVER_INTERFACE_PROP_NAME, "localhost:0");
        try (KeyFiles keys = new KeyFiles();
            ClusterHarness sealed = new ClusterHarness(1, HostedService::clearing, keys.settings());
            ClusterHarness plain = new ClusterHarness(1, HostedService::clearing, Map.of()))
        {
            for (final ClusterHarness cluster : new ClusterHarness[]{sealed, plain})
            {
                assertThatThrownBy(() -> cluster.start(0)).isInstanceOf(ConfigException.class)
                    .hasMessageContaining("resolver");
            }
        }
        finally
        {
            System.clearProperty(Configuration.RESOLVER_INTERFACE_PROP_NAME);
        }
    }

    private static void assertEqual(final Map<Integer, Long> hashes)
    {
        assertThat(hashes).hasSize(3);
        assertThat(hashes.values()).containsOnly(hashes.values().iterator().next());
    }

    private static String status(final int port) throws IOException, InterruptedException
    {
        return HttpClient.newHttpClient().send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/status")).build(),
            HttpResponse.BodyHandlers.ofString()).body();
    }
}
