package io.flatbook.ops.monitoring;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.RiskSettings;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.replay.JunkSession;
import io.flatbook.ops.scenario.LinkedTarget;
import io.flatbook.ops.scenario.ScenarioRunner;
import io.flatbook.testkit.ClusterHarness;
import io.flatbook.testkit.KeyFiles;
import io.flatbook.testkit.NodeJvm;
import io.flatbook.testkit.SecretFiles;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault is done to real nodes, and Prometheus' own tool says which alerts are raised by what they exported: all.
 */
@Tag("promtool")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertFaultsTest
{
    private static final int AGE_S = 5;
    private static final AlertRules RULES = new AlertRules("flatbook", "runbooks.md", Duration.ofSeconds(AGE_S));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SLOW_COMMANDS = 10;
    private static final int ELECTIONS = 3;
    private static final String ELECTIONS_COUNTED = "aeron_cluster_elections_total";
    private static final int HEAP_MINUTES = 16;
    private static final int STATUS_AFTER_INGRESS = 5;
    private static final double FULL = 0.9 * (256 << 20);
    private static final int MANY = 200;
    private static final int STILL_S = 3;
    private static final int STALLED_MINUTES = 3;

    @TempDir
    private static Path directory;
    private static final AlertCases CASES = new AlertCases();
    private static WatchedNodes nodes;
    private static ClusterHarness cluster;

    @BeforeAll
    static void begin()
    {
        startAll();
        cluster.snapshot();
        cluster.awaitHashes();
    }

    private static void startAll()
    {
        nodes = new WatchedNodes().start();
        cluster = nodes.cluster();
    }

    @AfterAll
    static void stop()
    {
        CloseHelper.close(nodes);
    }

    @Test
    @Order(1)
    void promtoolFindsNothingToSayOfTheMetrics() throws Exception
    {
        AlertCases.promtool(directory, NodeScrape.text(nodes.port(0)), "check", "metrics");
        assertThat(NodeScrape.names(NodeScrape.text(nodes.port(0)))).contains("flatbook_apply_seconds_bucket");
    }

    @Test
    @Order(2)
    void aStateMachineThatIsSlow()
    {
        final List<String> alerts = List.of("FlatbookApplySlow", "FlatbookCommitSlow");
        final Map<String, String> quiet = nodes.scrape();
        slow("ONE", 1);
        CASES.expectNone(alerts, 2, quiet, nodes.scrape());
        final Map<String, String> before = nodes.scrape();
        slow("MANY", SLOW_COMMANDS);
        CASES.expect(alerts, 2, before, nodes.scrape());
    }

    private static void slow(final String name, final int commands)
    {
        try (FlatbookClient risk = nodes.risk())
        {
            FaultyService.slow(cluster, risk, name, commands);
        }
    }

    @Test
    @Order(3)
    void aSocketThatNobodyReads()
    {
        fault(1, () ->
        {
            try (DatagramSocket deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket sender = new DatagramSocket())
            {
                deaf.setReceiveBufferSize(1_024);
                Strangers.junk(sender, deaf.getLocalPort());
            }
        }, "FlatbookDatagramsDropped");
    }

    @Test
    @Order(4)
    void bytesThatAreNoMessage()
    {
        fault(1, () ->
        {
            JunkSession.send(cluster.ingressEndpoints());
            cluster.await("the board").until(() -> nodes.has("flatbook_entries_undecodable_total", 1));
        }, "FlatbookEntriesUndecodable");
    }

    @Test
    @Order(5)
    void disksThatFill()
    {
        fault(1, () ->
        {
            cluster.usableBytes(0, 1);
            cluster.usableBytes(1, 1);
            cluster.await("low storage").until(() -> nodes.has("flatbook_storage_low", 1));
        }, "FlatbookDiskShort", "FlatbookStorageLow");
        cluster.usableBytes(0, Long.MAX_VALUE);
        cluster.usableBytes(1, Long.MAX_VALUE);
        cluster.await("room").until(() -> nodes.has("flatbook_storage_low", 0));
    }

    @Test
    @Order(6)
    void aSnapshotThatGrowsOld()
    {
        cluster.snapshot();
        final Map<String, String> young = new TreeMap<>();
        cluster.await("a young snapshot").until(() ->
        {
            young.clear();
            young.putAll(nodes.scrape());
            return NodeScrape.values(young, "flatbook_snapshot_age_seconds").stream()
                .allMatch((age) -> age < AGE_S);
        });
        cluster.await("age").until(() -> nodes.has("flatbook_snapshot_age_seconds", AGE_S + 1));
        CASES.expect(List.of("FlatbookSnapshotOld"), 1, young, nodes.scrape());
    }

    @Test
    @Order(7)
    void leadersThatStopOneAfterTheOther()
    {
        final Map<String, String> before = nodes.scrape();
        final Map<String, String> counted = new TreeMap<>(before);
        Map<String, String> last = before;
        for (int i = 0; i < ELECTIONS; i++)
        {
            final int leader = cluster.awaitLeader();
            cluster.stop(leader);
            cluster.awaitLeader();
            nodes.start(leader);
            cluster.awaitHashes();
            last = NodeScrape.count(ELECTIONS_COUNTED, last, nodes.scrape(), counted);
        }
        CASES.expect(List.of("FlatbookElections"), 1, before, counted);
        CASES.expectNone(List.of("FlatbookElections"), 1, before,
            NodeScrape.plus(before, ELECTIONS_COUNTED, ELECTIONS - 1));
    }

    @Test
    @Order(8)
    void aFollowerAndThenTheLeaderStop()
    {
        final int leader = cluster.awaitLeader();
        final int follower = (leader + 1) % WatchedNodes.MEMBERS;
        fault(2, () ->
        {
            cluster.stop(follower);
            cluster.await("lag").until(() -> nodes.has("flatbook_member_lagging", 1));
        }, "FlatbookNodeDown", "FlatbookMemberLagging");
        fault(2, () ->
        {
            cluster.stop(leader);
            cluster.await("no leader").until(() -> nodes.has("flatbook_ready", 0) && cluster.leader() < 0);
        }, "FlatbookNoLeader", "FlatbookNodeNotReady");
        nodes.start(follower);
        nodes.start(leader);
        cluster.awaitLeader();
        cluster.awaitHashes();
    }

    @Test
    @Order(9)
    void aClientThatCannotBeAnswered()
    {
        fault(1, () ->
        {
            try (Strangers strangers = new Strangers(null))
            {
                cluster.await("errors").until(() ->
                {
                    strangers.unreachable(cluster.ingressEndpoints().split(",")[cluster.awaitLeader()].substring(2));
                    return nodes.has("aeron_errors_total", 1) || nodes.has("flatbook_errors_total", 1);
                });
            }
        }, "FlatbookErrors");
    }

    @Test
    @Order(10)
    void ticksThatAreLost()
    {
        final Map<String, String> ticking = nodes.rising("flatbook_engine_time_seconds");
        FaultyService.isTickLost = true;
        try (FlatbookClient risk = nodes.risk())
        {
            cluster.await("a standstill, though commands come").until(() ->
            {
                risk.submit(RiskSettings.defineAsset("LATE", 2), PATIENCE);
                return nodes.has("flatbook_engine_time_seconds", 1) && !nodes.has("flatbook_engine_time_seconds",
                    System.currentTimeMillis() / 1e3 - STILL_S);
            });
        }
        final Map<String, String> still = nodes.scrape();
        CASES.expect(List.of("FlatbookLeaderStalled"), STALLED_MINUTES, ticking, still);
        final Map<String, String> atSnapshot = new TreeMap<>(still);
        atSnapshot.replaceAll((series, value) -> series.startsWith("flatbook_ready{") ? "0" : value);
        CASES.expect(List.of("FlatbookLeaderStalled"), STALLED_MINUTES, atSnapshot, still);
        FaultyService.isTickLost = false;
        final int stalled = cluster.awaitLeader();
        cluster.stop(stalled);
        cluster.awaitLeader();
        nodes.start(stalled);
        cluster.awaitHashes();
    }

    @Test
    @Order(11)
    void anAskerWithoutAPause()
    {
        fault(1, () ->
        {
            try (FlatbookClient risk = nodes.risk())
            {
                QueryFlood.strike(cluster, risk, MANY);
            }
        }, "FlatbookQueriesBusy");
    }

    @Test
    @Order(12)
    void aMemberWithAnotherTimeAndALeak() throws Exception
    {
        final int member = WatchedNodes.MEMBERS - 1;
        final Map<String, String> before = nodes.scrape();
        cluster.stop(member);
        final int port = Integer.parseInt(cluster.ingressEndpoints().replaceAll(".*:", "")) + STATUS_AFTER_INGRESS;
        try (NodeJvm leaking = LeakingNode.start(cluster, member, port, directory.resolve("leaking.log")))
        {
            nodes.port(member, port);
            cluster.await("another time and a full heap").until(() -> nodes.has("flatbook_member_clock_apart", 1) &&
                NodeScrape.values(NodeScrape.series(port, "n"), "jvm_memory_used_bytes", "area=\"old\"").get(0) > FULL);
            final Map<String, String> after = nodes.scrape();
            CASES.expect(List.of("FlatbookClocksApart"), 1, before, after);
            CASES.expect(List.of("FlatbookHeapFull"), HEAP_MINUTES, before, after);
            assertThat(leaking.terminate()).isZero();
        }
        nodes.start(member);
        cluster.awaitHashes();
    }

    @Test
    @Order(13)
    void strangersAtASealedNodeAndMoneyThatDoesNotAddUp() throws Exception
    {
        try (KeyFiles keys = new KeyFiles(); SecretFiles secrets = new SecretFiles().give("risk/alice", 1);
            SecretFiles forged = new SecretFiles().give("risk/alice", 1))
        {
            final Map<String, String> settings = new TreeMap<>(keys.settings());
            settings.put("secretsFile", secrets.nodeFile().toString());
            try (ClusterHarness sealed = new ClusterHarness(1, FaultyService::next, settings).start();
                DatagramSocket sender = new DatagramSocket();
                Strangers strangers = new Strangers(keys.clients()))
            {
                final int port = sealed.node(0).statusPort();
                final Map<String, String> before = NodeScrape.series(port, "sealed");
                final int ingress = Integer.parseInt(sealed.ingressEndpoints().replaceAll(".*:", ""));
                sealed.await("refusals").until(() ->
                {
                    Strangers.junk(sender, ingress);
                    return NodeScrape.values(NodeScrape.series(port, "n"), "flatbook_wire_refused_total").stream()
                        .anyMatch((refused) -> refused > MANY);
                });
                strangers.rejected(sealed.ingressEndpoints(), "risk/alice", forged.clientFile("risk/alice", 1));
                CASES.expect(List.of("FlatbookWireRefused", "FlatbookWrongAnswers"), 1, before,
                    NodeScrape.series(port, "sealed"));
                try (FlatbookClient risk = FlatbookClient.connect(new FlatbookClient.Context().risk("alice")
                    .secretFile(secrets.clientFile("risk/alice", 1)).transportKeyFile(keys.clients())
                    .ingressEndpoints(sealed.ingressEndpoints()).connectTimeout(PATIENCE)))
                {
                    risk.submit(RiskSettings.defineAsset("A", 2), PATIENCE);
                    FaultyService.isMoneyDamaged = true;
                    risk.submitAsync(RiskSettings.defineAsset("B", 2));
                    assertThat(sealed.awaitFailure(0).cause()).hasStackTraceContaining("money is conserved");
                    CASES.expect(List.of("FlatbookNodeDown"), 1, before, NodeScrape.series(port, "sealed"));
                }
            }
        }
    }

    @Test
    @Order(14)
    void aDefaultThatNobodyPaysAndAReplicaThatDiffers()
    {
        nodes.close();
        FaultyService.isNextOdd = true;
        startAll();
        fault(1, () ->
        {
            try (ClusterLinks links = new ClusterLinks())
            {
                final Path file = Path.of("..", "scenarios", "house-deficit.jsonl");
                final Profile profile = Profile.of("test", "test", cluster.ingressEndpoints(), List.of(), "risk/alice")
                    .answeredOn("aeron:udp?endpoint=localhost:0");
                new ScenarioRunner(new LinkedTarget(links, profile, PATIENCE.toMillis(), System::currentTimeMillis),
                    (line) -> { }, false).run(file.toString(), Files.readAllLines(file));
            }
            cluster.awaitFailure(0);
            cluster.await("difference").until(() -> nodes.has("flatbook_replica_differs", 1));
            cluster.await("deficit").until(() -> nodes.has("flatbook_assets_in_deficit", 1));
        }, "FlatbookReplicasDiffer", "FlatbookHouseDeficit");
    }

    @Test
    @Order(15)
    void everyChartOfTheDashboardDrawsWhatNodesExport() throws Exception
    {
        final List<String> queries = new ArrayList<>();
        Dashboard.json().path("panels").forEach((panel) -> panel.path("targets").forEach((target) ->
            queries.add(target.path("expr").asText().replace("$job", "flatbook"))));
        assertThat(queries).hasSizeGreaterThan(30);
        CASES.queries(queries, directory);
    }

    @Test
    @Order(16)
    void everyAlertIsRaised() throws Exception
    {
        assertThat(CASES.raised()).hasSameElementsAs(RULES.rules().stream().map(AlertRule::name).toList());
        CASES.run(RULES, directory);
    }

    private interface Fault
    {
        void strike() throws Exception;
    }

    /** Does a fault between two looks at all nodes. */
    private static void fault(final int atMinute, final Fault fault, final String... alerts)
    {
        final Map<String, String> before = nodes.scrape();
        try
        {
            fault.strike();
        }
        catch (final Exception ex)
        {
            throw new AssertionError(ex);
        }
        CASES.expect(List.of(alerts), atMinute, before, nodes.scrape());
    }
}
