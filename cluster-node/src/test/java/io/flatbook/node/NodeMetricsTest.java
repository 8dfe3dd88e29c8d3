package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.InstrumentDefinition;
import io.flatbook.client.MarginTier;
import io.flatbook.client.RiskSettings;
import io.flatbook.metrics.MetricFamily;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.testkit.ClusterHarness;
import io.flatbook.testkit.KeyFiles;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * What real nodes answer at {@code /metrics}, {@code /livez} and {@code /readyz}, over a sealed wire and with more
 * assets and instruments than have labels.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeMetricsTest
{
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SERIES_MAX = 200;
    private static final int ASSETS = 8;
    private static final int INSTRUMENTS = 12;
    private static final int TRADES = 20;
    /** A cluster of five has two more of these for each metric. */
    private static final String OF_MEMBERS = "flatbook_(member|replica)_.*";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

    private static KeyFiles keys;
    private static ClusterHarness cluster;

    @BeforeAll
    static void start()
    {
        keys = new KeyFiles();
        cluster = new ClusterHarness(3, HostedService::clearing, keys.settings()).start();
        try (Venue venue = Venue.open(cluster.ingressEndpoints(), keys.clients());
            FlatbookClient risk = FlatbookClient.connect(new FlatbookClient.Context().risk("alice")
                .ingressEndpoints(cluster.ingressEndpoints()).transportKeyFile(keys.clients())
                .connectTimeout(PATIENCE)))
        {
            for (int asset = 2; asset <= ASSETS; asset++)
            {
                risk.submit(RiskSettings.defineAsset("A" + asset, 2), PATIENCE);
            }
            for (int instrument = 2; instrument <= INSTRUMENTS; instrument++)
            {
                risk.submit(RiskSettings.defineInstrument(new InstrumentDefinition()
                    .symbol("P" + instrument).kind(InstrumentKind.LINEAR_PERPETUAL).settlementAsset(1)
                    .units(BigDecimal.ONE, BigDecimal.ONE)
                    .marginTiers(List.of(new MarginTier(0, 50_000, 30_000)))), PATIENCE);
            }
            // A second one of the same name is refused.
            risk.submit(RiskSettings.defineAsset("A2", 2), PATIENCE);
            for (int trade = 0; trade < TRADES; trade++)
            {
                venue.trade(1);
            }
        }
        cluster.snapshot();
        cluster.awaitHashes();
    }

    @AfterAll
    static void stop()
    {
        CloseHelper.closeAll(cluster, keys);
    }

    @Test
    @Order(1)
    void exportsAllThatIsDeclaredAndNothingElseInTwoHundredSeries() throws Exception
    {
        final Set<String> declared = NodeMetrics.families().stream().map(MetricFamily::exportedName)
            .collect(Collectors.toCollection(TreeSet::new));
        for (int member = 0; member < cluster.members(); member++)
        {
            final int node = member;
            cluster.await("snapshot of node " + node).until(
                () -> scrape(node).get("flatbook_snapshot_position_bytes") > 0);
            final Map<String, Double> series = scrape(member);
            assertThat(series.keySet().stream().map(NodeMetricsTest::exportedName).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(declared);
            final long ofMembers = series.keySet().stream().filter((name) -> name.matches(OF_MEMBERS)).count();
            assertThat(series.size() + ofMembers).as("series in a cluster of five").isLessThanOrEqualTo(SERIES_MAX);
        }
    }

    @Test
    @Order(2)
    void countsAndTimesWhatTheStateMachineDid() throws Exception
    {
        final int leader = cluster.awaitLeader();
        for (int member = 0; member < cluster.members(); member++)
        {
            final Map<String, Double> series = scrape(member);
            final double accepted = series.get("flatbook_commands_total{outcome=\"accepted\"}");
            assertThat(accepted).isEqualTo(3 + 5 + ASSETS - 1 + INSTRUMENTS - 1 + TRADES);
            assertThat(series).containsEntry("flatbook_commands_total{outcome=\"rejected\"}", 1.0)
                .containsEntry("flatbook_assets", (double)ASSETS)
                .containsEntry("flatbook_open_interest_lots{instrument=\"BTC-PERP\"}", (double)TRADES)
                .containsEntry("flatbook_role{role=\"leader\"}", member == leader ? 1.0 : 0.0)
                .containsEntry("flatbook_ready", 1.0)
                .containsEntry("flatbook_snapshots_total", 1.0);
            assertThat(series.get("flatbook_apply_seconds_count")).isGreaterThan(accepted);
            assertThat(series.get("flatbook_apply_seconds_sum")).isPositive();
            assertThat(series.get("flatbook_log_applied_position_bytes"))
                .isEqualTo(series.get("flatbook_log_commit_position_bytes"), within(4096.0));
            assertThat(series.get("flatbook_log_appended_position_bytes"))
                .isGreaterThanOrEqualTo(series.get("flatbook_log_commit_position_bytes"));
            assertThat(series.get("aeron_archive_written_bytes_total")).isPositive();
            assertThat(series.get("flatbook_wire_opened_total{ring=\"members\"}")).isPositive();
        }
        assertThat(scrape(leader).get("flatbook_commit_seconds_count")).isPositive();
    }

    @Test
    @Order(3)
    void answersInTheFormatThatIsAskedFor() throws Exception
    {
        final HttpResponse<String> open = get(0, "/metrics", OPEN_METRICS);
        assertThat(open.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(open.body()).contains("# UNIT flatbook_apply_seconds seconds\n").endsWith("# EOF\n");
        final HttpResponse<String> text = get(0, "/metrics", "*/*");
        assertThat(text.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(text.body()).contains("# TYPE flatbook_commands_total counter\n");
    }

    @Test
    @Order(4)
    void isReadyWhileItServesAndLivesWithoutAMajority() throws Exception
    {
        for (int member = 0; member < cluster.members(); member++)
        {
            final HttpResponse<String> ready = get(member, "/readyz", "*/*");
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
            assertThat(ready.body()).startsWith("the node serves as ");
        }
        final int last = cluster.awaitLeader();
        cluster.stop((last + 1) % cluster.members());
        cluster.stop((last + 2) % cluster.members());
        cluster.await("end of readiness").until(() -> get(last, "/readyz", "*/*").statusCode() == 503);
        assertThat(get(last, "/readyz", "*/*").body()).startsWith("the node does not serve: its election is ");
        final HttpResponse<String> live = get(last, "/livez", "*/*");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("all threads of the node run\n");
        assertThat(scrape(last)).containsEntry("flatbook_ready", 0.0);
    }

    /** Values by series, as they are written in the text format. */
    private static Map<String, Double> scrape(final int member) throws IOException, InterruptedException
    {
        return get(member, "/metrics", "*/*").body().lines().filter((line) -> !line.startsWith("#"))
            .collect(Collectors.toMap((line) -> line.substring(0, line.lastIndexOf(' ')),
                (line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
    }

    private static String exportedName(final String series)
    {
        final String name = series.replaceAll("\\{.*", "");
        return name.replaceAll("_seconds_(bucket|sum|count)$", "_seconds");
    }

    private static HttpResponse<String> get(final int member, final String path, final String accept)
        throws IOException, InterruptedException
    {
        return HttpClient.newHttpClient().send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cluster.node(member).statusPort() + path))
                .header("Accept", accept).build(), HttpResponse.BodyHandlers.ofString());
    }
}
