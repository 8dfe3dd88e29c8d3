package io.flatbook.ops.cli;

import io.aeron.cluster.ClusterTool;
import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.StatusPages;
import org.agrona.CloseHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What health and wait say of real nodes: of one that cannot start, one that is far behind, and a leader that serves
 * nobody.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class NodeHealthTest
{
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BEHIND_BYTES = 100_000;
    private static final int COMMANDS = 500;
    private static final long PARK_NS = 100_000;
    private static final int CONSENSUS_PORT = 2;
    private static final int STATUS_PORT = 6;
    /** Behind; or, if the machine was so slow that its leader was elected anew meanwhile, it replays what it missed. */
    private static final String BEHIND =
        "node %d (is \\d+ bytes of log behind|does not serve: its election is FOLLOWER_REPLAY)";
    private static final int[] HOLD_PORTS = new int[LocalCluster.MEMBERS];

    @TempDir
    private static Path directory;
    private static LocalCluster cluster;
    private static NodesCli cli;
    private static OwnDriver driver;
    private static FlatbookClient risk;

    @BeforeAll
    static void start() throws IOException
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            try (ServerSocket any = new ServerSocket(0))
            {
                HOLD_PORTS[member] = any.getLocalPort();
            }
        }
        cluster = LocalCluster.start(new Ground()
        {
            @Override
            public Map<String, String> environment(final int member)
            {
                return HeldThread.environment(HOLD_PORTS[member]);
            }
        }, Files.createTempDirectory("flatbook-health-"), "health", 256,
            Map.of("durability", "memory", "logTermLength", "4m", "segmentLength", "4m"));
        cli = new NodesCli(directory).with("alice", cluster.profile(), "risk/alice");
        assertThat(run("cluster", "wait")).as(cluster.lastLines()).isEqualTo(ExitCode.OK);
        driver = OwnDriver.launch(null, null);
        risk = FlatbookClient.connect(new FlatbookClient.Context()
            .clusterName(cluster.profile().clusterName()).ingressEndpoints(cluster.profile().ingressEndpoints())
            .aeronDirectoryName(driver.aeronDirectoryName()).risk("bob").listener(new ClientListener()
            {
            }));
        risk.submit(RiskSettings.defineAsset("USD", 2), PATIENCE);
    }

    @AfterAll
    static void stop()
    {
        CloseHelper.closeAll(risk, driver, cli, cluster);
    }

    /** The test before may have killed a node or suspended the leader; an election may follow even after a wait. */
    @BeforeEach
    void awaitThatAllIsWell()
    {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
        {
            assertThat(run("cluster", "wait")).as(cluster.lastLines()).isEqualTo(ExitCode.OK);
            assertThat(run("cluster", "health")).as(cli.err() + cli.out()).isEqualTo(ExitCode.OK);
        });
    }

    @Test
    void aNodeWhosePortIsTakenEndsWithOneAndIsMissed() throws IOException, InterruptedException
    {
        final int member = member("FOLLOWER");
        cluster.kill(member);
        final int port = cluster.port(member) + CONSENSUS_PORT;
        try (DatagramSocket other = new DatagramSocket(
            new InetSocketAddress(InetAddress.getByName("localhost"), port)))
        {
            assertThat(other.isBound()).isTrue();
            cluster.restart(member);
            assertThat(cluster.node(member).waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(cluster.node(member).exitValue()).isEqualTo(1);
            assertThat(cluster.lastLines()).contains("cannot start: node " + member +
                " cannot listen on localhost at UDP port " + port + ": Address already in use");
            // The two that are left may have to elect first, on a machine that is slow.
            Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
            {
                assertThat(run("cluster", "health")).isEqualTo(ExitCode.UNHEALTHY);
                assertThat(cli.out()).contains("1 of 3 nodes do not answer: http://127.0.0.1:" +
                    (cluster.port(member) + STATUS_PORT) + "/status (");
                assertThat(run("cluster", "wait", "--for", "1s")).isEqualTo(ExitCode.UNHEALTHY);
            });
        }
        finally
        {
            cluster.restart(member);
        }
    }

    @Test
    void aNodeThatAnswersAndIsFarBehindIsNotHealthyAndWaitedFor() throws IOException
    {
        final int member = member("FOLLOWER");
        final long committed;
        try (HeldThread service = HeldThread.hold(HOLD_PORTS[member], "clustered-service"))
        {
            assertThat(service).isNotNull();
            committed = commit();
            Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
            {
                assertThat(run("cluster", "health")).as(cli.out()).isEqualTo(ExitCode.UNHEALTHY);
                assertThat(cli.out()).containsPattern(String.format(BEHIND, member));
                assertThat(run("cluster", "wait", "--for", "1s")).isEqualTo(ExitCode.UNHEALTHY);
                assertThat(cli.err()).containsPattern(String.format(BEHIND, member));
            });
        }
        assertThat(run("cluster", "wait")).as(cli.err() + cluster.lastLines()).isEqualTo(ExitCode.OK);
        assertThat(applied(member)).isGreaterThanOrEqualTo(committed);
    }

    @Test
    void waitIsOverOnlyWhenANodeThatWasAwayHasAllThatWasCommitted() throws IOException
    {
        final int member = member("FOLLOWER");
        cluster.kill(member);
        final long committed = commit();
        cluster.restart(member);

        assertThat(run("cluster", "wait")).as(cli.err() + cluster.lastLines()).isEqualTo(ExitCode.OK);
        assertThat(applied(member)).isGreaterThanOrEqualTo(committed);
    }

    @Test
    void aLeaderThatServesNobodyIsNone()
    {
        final int member = member("LEADER");
        final Path aeron = cluster.nodeDirectory(member).resolve("cluster");
        assertThat(ClusterTool.suspend(aeron.toFile(), new PrintStream(System.out))).isTrue();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
        {
            assertThat(run("cluster", "health")).isEqualTo(ExitCode.NO_LEADER);
            assertThat(cli.out()).contains("there is no leader");
        });
        assertThat(run("cluster", "wait", "--for", "1s", "--leader-only")).isEqualTo(ExitCode.NO_LEADER);
        assertThat(ClusterTool.resume(aeron.toFile(), new PrintStream(System.out))).isTrue();
    }

    /** Sends as much that nodes which do not apply it are far behind, and tells how far the log is committed then. */
    private static long commit()
    {
        final long before = committed();
        while (committed() < before + BEHIND_BYTES)
        {
            int sent = 0;
            while (sent < COMMANDS || 0 < risk.unacknowledged())
            {
                sent += sent < COMMANDS && 0 < risk.trySubmit(RiskCommands.fundInsurance(1, 1)) ? 1 : 0;
                if (0 == risk.poll())
                {
                    LockSupport.parkNanos(PARK_NS);
                }
            }
        }
        return committed();
    }

    private static List<StatusPages.Page> pages()
    {
        return StatusPages.read(cluster.profile(), PATIENCE.toMillis());
    }

    private static long committed()
    {
        return NodesVerdict.committed(pages());
    }

    private static long applied(final int member)
    {
        return pages().get(member).page().path("service").path("appliedPosition").asLong();
    }

    private static int member(final String role)
    {
        for (final StatusPages.Page page : pages())
        {
            if (role.equals(page.page().path("role").asText()))
            {
                return page.page().path("member").asInt();
            }
        }
        throw new AssertionError("nobody is " + role);
    }

    private static int run(final String... arguments)
    {
        return cli.run("alice", arguments);
    }
}
