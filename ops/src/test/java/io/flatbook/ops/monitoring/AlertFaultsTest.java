package io.flatbook.ops.monitoring;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.RiskSettings;
import io.flatbook.cluster.ClearingService;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.book.Limits;
import io.flatbook.node.HostedService;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.replay.JunkSession;
import io.flatbook.ops.scenario.LinkedTarget;
import io.flatbook.ops.scenario.ScenarioRunner;
import io.flatbook.testkit.ClusterHarness;
import io.flatbook.testkit.KeyFiles;
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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault is done to real nodes, and Prometheus' own tool says which alerts what they exported would raise. An alert
 * for which there is no fault here is given values by hand: {@link #BY_HAND}.
 */
@Tag("promtool")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertFaultsTest
{
    /** Rules over what no fault here brings about, with a value that raises each. */
    private static final Map<String, String> BY_HAND = Map.of(
        "FlatbookBookUnbalanced", "flatbook_assets_unbalanced{job=\"flatbook\",instance=\"n\"}=1",
        "FlatbookClocksApart", "flatbook_member_clock_apart{job=\"flatbook\",instance=\"n\",member=\"1\"}=1",
        "FlatbookErrors", "aeron_archive_errors_total{job=\"flatbook\",instance=\"n\"}=3",
        "FlatbookQueriesBusy", "flatbook_queries_total{job=\"flatbook\",instance=\"n\",outcome=\"busy\"}=200",
        "FlatbookWrongAnswers", "flatbook_wrong_answers_total{job=\"flatbook\",instance=\"n\"}=20",
        "FlatbookHeapFull", "jvm_memory_used_bytes{job=\"flatbook\",instance=\"n\",area=\"heap\"}=95");
    private static final int AGE_S = 5;
    private static final AlertRules RULES = new AlertRules("flatbook", "runbooks.md", Duration.ofSeconds(AGE_S));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MEMBERS = 3;
    private static final int JUNK_FRAMES = 2_000;
    private static final long SLOW_MS = 300;
    private static final int SLOW_COMMANDS = 4;
    private static final int ELECTIONS = 3;

    private static volatile long delayMs;
    private static volatile boolean isNextOdd;

    @TempDir
    private static Path directory;
    private static final AlertCases CASES = new AlertCases();
    private static final int[] PORTS = new int[MEMBERS];
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
        cluster = new ClusterHarness(MEMBERS, AlertFaultsTest::hosted, Map.of());
        for (int member = 0; member < MEMBERS; member++)
        {
            start(member);
        }
        cluster.awaitLeader();
    }

    @AfterAll
    static void stop()
    {
        CloseHelper.close(cluster);
    }

    @Test
    @Order(1)
    void promtoolFindsNothingToSayOfTheMetrics() throws Exception
    {
        AlertCases.promtool(directory, NodeScrape.text(PORTS[0]), "check", "metrics");
        assertThat(NodeScrape.names(NodeScrape.text(PORTS[0]))).contains("flatbook_apply_seconds_bucket");
    }

    @Test
    @Order(2)
    void aStateMachineThatIsSlow()
    {
        fault(2, () ->
        {
            try (FlatbookClient risk = risk())
            {
                delayMs = SLOW_MS;
                final List<CompletableFuture<?>> all = new ArrayList<>();
                for (int i = 0; i < SLOW_COMMANDS; i++)
                {
                    all.add(risk.submitAsync(RiskSettings.defineAsset("S" + i, 2)));
                }
                cluster.await("slow commands").until(() ->
                {
                    risk.poll();
                    return all.stream().allMatch(CompletableFuture::isDone);
                });
                delayMs = 0;
            }
        }, "FlatbookApplySlow", "FlatbookCommitSlow");
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
                send(sender, deaf.getLocalPort());
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
            cluster.await("the board").until(() -> has("flatbook_entries_undecodable_total", 1));
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
            cluster.await("low storage").until(() -> has("flatbook_storage_low", 1));
        }, "FlatbookDiskShort", "FlatbookStorageLow");
        cluster.usableBytes(0, Long.MAX_VALUE);
        cluster.usableBytes(1, Long.MAX_VALUE);
        cluster.await("room").until(() -> has("flatbook_storage_low", 0));
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
            young.putAll(scrape());
            return values(young, "flatbook_snapshot_age_seconds").stream().allMatch((age) -> age < AGE_S);
        });
        cluster.await("age").until(() -> has("flatbook_snapshot_age_seconds", AGE_S + 1));
        CASES.expect(List.of("FlatbookSnapshotOld"), 1, young, scrape());
    }

    @Test
    @Order(7)
    void leadersThatStopOneAfterTheOther()
    {
        fault(1, () ->
        {
            for (int i = 0; i < ELECTIONS; i++)
            {
                final int leader = cluster.awaitLeader();
                cluster.stop(leader);
                cluster.awaitLeader();
                start(leader);
                cluster.awaitHashes();
            }
        }, "FlatbookElections");
    }

    @Test
    @Order(8)
    void aFollowerAndThenTheLeaderStop()
    {
        final int leader = cluster.awaitLeader();
        final int follower = (leader + 1) % MEMBERS;
        fault(2, () ->
        {
            cluster.stop(follower);
            cluster.await("lag").until(() -> has("flatbook_member_lagging", 1));
        }, "FlatbookNodeDown", "FlatbookMemberLagging");
        fault(2, () ->
        {
            cluster.stop(leader);
            cluster.await("no leader").until(() -> has("flatbook_ready", 0) && cluster.leader() < 0);
        }, "FlatbookNoLeader", "FlatbookNodeNotReady");
        start(follower);
        start(leader);
        cluster.awaitLeader();
        cluster.awaitHashes();
    }

    @Test
    @Order(9)
    void datagramsThatAreNotSealed() throws Exception
    {
        try (KeyFiles keys = new KeyFiles();
            ClusterHarness sealed = new ClusterHarness(1, HostedService::clearing, keys.settings()).start();
            DatagramSocket sender = new DatagramSocket())
        {
            final int port = sealed.node(0).statusPort();
            final Map<String, String> before = NodeScrape.series(port, "sealed");
            final int ingress = Integer.parseInt(sealed.ingressEndpoints().replaceAll(".*:", ""));
            sealed.await("refusals").until(() ->
            {
                send(sender, ingress);
                return NodeScrape.series(port, "sealed").entrySet().stream().anyMatch((series) ->
                    series.getKey().startsWith("flatbook_wire_refused_total") &&
                        Double.parseDouble(series.getValue()) > 200);
            });
            CASES.expect(List.of("FlatbookWireRefused"), 1, before, NodeScrape.series(port, "sealed"));
        }
    }

    @Test
    @Order(10)
    void aDefaultThatNobodyPaysAndAReplicaThatDiffers()
    {
        cluster.close();
        isNextOdd = true;
        startAll();
        fault(1, () ->
        {
            try (ClusterLinks links = new ClusterLinks())
            {
                final Path file = Path.of("..", "scenarios", "house-deficit.jsonl");
                final Profile profile = new Profile("test", "test", cluster.ingressEndpoints(),
                    "aeron:udp?endpoint=localhost:0", null, List.of(), "risk/alice", null, null);
                new ScenarioRunner(new LinkedTarget(links, profile, PATIENCE.toMillis(), System::currentTimeMillis),
                    (line) -> { }, false).run(file.toString(), Files.readAllLines(file));
            }
            cluster.awaitFailure(0);
            cluster.await("difference").until(() -> has("flatbook_replica_differs", 1));
            cluster.await("deficit").until(() -> has("flatbook_assets_in_deficit", 1));
        }, "FlatbookReplicasDiffer", "FlatbookHouseDeficit");
    }

    @Test
    @Order(11)
    void everyChartOfTheDashboardDrawsWhatNodesExport() throws Exception
    {
        final List<String> queries = new ArrayList<>();
        Dashboard.json().path("panels").forEach((panel) -> panel.path("targets").forEach((target) ->
            queries.add(target.path("expr").asText().replace("$job", "flatbook"))));
        assertThat(queries).hasSizeGreaterThan(30);
        CASES.queries(queries, directory);
    }

    @Test
    @Order(12)
    void everyAlertIsRaised() throws Exception
    {
        final Set<String> fired = new TreeSet<>(CASES.raised());
        final Map<String, String> calm = new TreeMap<>();
        final Map<String, String> raising = new TreeMap<>();
        BY_HAND.values().forEach((value) ->
        {
            final int equals = value.lastIndexOf('=');
            calm.put(value.substring(0, equals), "0");
            raising.put(value.substring(0, equals), value.substring(equals + 1));
        });
        final String heap = "jvm_memory_max_bytes{job=\"flatbook\",instance=\"n\",area=\"heap\"}";
        calm.put(heap, "100");
        raising.put(heap, "100");
        CASES.expect(List.of("FlatbookHeapFull"), 16, calm, raising);
        CASES.expect(BY_HAND.keySet().stream().filter((alert) -> !"FlatbookHeapFull".equals(alert)).sorted().toList(),
            1, calm, raising);
        assertThat(fired).doesNotContainAnyElementsOf(BY_HAND.keySet());
        assertThat(CASES.raised()).containsExactlyInAnyOrderElementsOf(
            RULES.rules().stream().map(AlertRule::name).toList());
        CASES.run(RULES, directory);
    }

    private interface Fault
    {
        void strike() throws Exception;
    }

    /** Does a fault between two looks at all nodes. */
    private static void fault(final int atMinute, final Fault fault, final String... alerts)
    {
        final Map<String, String> before = scrape();
        try
        {
            fault.strike();
        }
        catch (final Exception ex)
        {
            throw new AssertionError(ex);
        }
        CASES.expect(List.of(alerts), atMinute, before, scrape());
    }

    private static Map<String, String> scrape()
    {
        final Map<String, String> series = new TreeMap<>();
        for (int member = 0; member < MEMBERS; member++)
        {
            series.putAll(NodeScrape.series(PORTS[member], "node-" + member));
        }
        return series;
    }

    /** Whether a metric of any node has at least a value; 0: whether no node has more. */
    private static boolean has(final String metric, final double least)
    {
        final List<Double> values = values(scrape(), metric);
        return 0 == least ? values.stream().allMatch((value) -> 0 == value) :
            values.stream().anyMatch((value) -> value >= least);
    }

    private static List<Double> values(final Map<String, String> series, final String metric)
    {
        return series.entrySet().stream().filter((each) -> each.getKey().startsWith(metric + "{"))
            .map((each) -> Double.parseDouble(each.getValue())).toList();
    }

    private static void start(final int member)
    {
        cluster.start(member);
        PORTS[member] = cluster.node(member).statusPort();
    }

    private static void send(final DatagramSocket sender, final int port) throws Exception
    {
        final byte[] junk = new byte[512];
        for (int i = 0; i < JUNK_FRAMES; i++)
        {
            sender.send(new DatagramPacket(junk, junk.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    private static FlatbookClient risk()
    {
        return FlatbookClient.connect(new FlatbookClient.Context().risk("bob")
            .ingressEndpoints(cluster.ingressEndpoints()).connectTimeout(PATIENCE));
    }

    /** A service that takes its time with each event while it is to be slow; the odd one has room for one position. */
    private static HostedService hosted()
    {
        final Limits limits = isNextOdd ? new Limits().positionsPerInstrument(1) : new Limits();
        isNextOdd = false;
        return new HostedService(new ClearingService(limits, (events) -> (ClearingEvents)Proxy.newProxyInstance(
            ClearingEvents.class.getClassLoader(), new Class<?>[]{ClearingEvents.class}, (proxy, method, arguments) ->
            {
                TimeUnit.MILLISECONDS.sleep(delayMs);
                try
                {
                    return method.invoke(events, arguments);
                }
                catch (final InvocationTargetException ex)
                {
                    throw ex.getCause();
                }
            })));
    }
}
