package io.flatbook.ops.cli;

import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What health and wait say of real nodes of which one cannot start, and of which one has to catch up.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class NodeHealthTest
{
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BEHIND_BYTES = 100_000;
    private static final long PARK_NS = 100_000;
    private static final int CONSENSUS_PORT = 2;

    @TempDir
    private static Path directory;
    private static LocalCluster cluster;
    private static ClusterLinks links;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws IOException
    {
        cluster = LocalCluster.start();
        links = new ClusterLinks();
        final Profile profile = cluster.profile();
        Files.writeString(directory.resolve("alice.properties"), "clusterName=" + profile.clusterName() +
            "\ningressEndpoints=" + profile.ingressEndpoints() + "\nstatusUrls=" +
            String.join(",", profile.statusUrls()) + "\nprincipal=risk/alice\n");
    }

    @AfterAll
    static void stop()
    {
        links.close();
        cluster.close();
    }

    @Test
    void aNodeWhosePortIsTakenEndsWithOneAndIsMissed() throws IOException, InterruptedException
    {
        assertThat(run("cluster", "wait")).as(cluster.lastLines()).isEqualTo(ExitCode.OK);
        final int member = follower();
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
            assertThat(run("cluster", "health")).isEqualTo(ExitCode.UNHEALTHY);
            assertThat(out.toString()).contains("1 of 3 nodes do not answer");
            assertThat(run("cluster", "wait", "--for", "1s")).isEqualTo(ExitCode.UNHEALTHY);
        }
        cluster.restart(member);
        assertThat(run("cluster", "wait")).as(err + cluster.lastLines()).isEqualTo(ExitCode.OK);
        assertThat(run("cluster", "health")).as(err + out.toString()).isEqualTo(ExitCode.OK);
    }

    @Test
    void waitIsOverOnlyWhenANodeThatWasFarBehindHasAllThatWasCommitted() throws IOException
    {
        assertThat(run("cluster", "wait")).as(cluster.lastLines()).isEqualTo(ExitCode.OK);
        final int member = follower();
        cluster.kill(member);
        final long before = committed();
        Awaitility.await().atMost(PATIENCE).until(this::moreIsCommitted, (more) -> more > before + BEHIND_BYTES);

        final long committed = committed();
        cluster.restart(member);
        assertThat(run("cluster", "wait")).as(err + cluster.lastLines()).isEqualTo(ExitCode.OK);

        assertThat(StatusPages.read(cluster.profile(), PATIENCE.toMillis()).get(member).page().path("service")
            .path("appliedPosition").asLong()).isGreaterThanOrEqualTo(committed);
    }

    /** Sends some hundred commands and tells how far the log is committed then. */
    private long moreIsCommitted()
    {
        final int[] answered = new int[1];
        try (OwnDriver driver = OwnDriver.launch(null, null);
            FlatbookClient client = FlatbookClient.connect(new FlatbookClient.Context()
                .clusterName(cluster.profile().clusterName()).ingressEndpoints(cluster.profile().ingressEndpoints())
                .aeronDirectoryName(driver.aeronDirectoryName()).risk("alice").listener(new ClientListener()
                {
                    @Override
                    public void onOutcome(final long commandId, final RejectReason reason, final RejectField field,
                        final long detail, final long firstEventSequence)
                    {
                        answered[0]++;
                    }
                })))
        {
            client.submit(RiskSettings.defineAsset("USD", 2), PATIENCE);
            final int wanted = answered[0] + 500;
            int sent = answered[0];
            while (answered[0] < wanted)
            {
                sent += sent < wanted && 0 < client.trySubmit(RiskCommands.fundInsurance(1, 1)) ? 1 : 0;
                client.poll();
                LockSupport.parkNanos(PARK_NS);
            }
        }
        return committed();
    }

    private static long committed()
    {
        return NodesVerdict.committed(StatusPages.read(cluster.profile(), PATIENCE.toMillis()));
    }

    private static int follower()
    {
        for (final StatusPages.Page page : StatusPages.read(cluster.profile(), PATIENCE.toMillis()))
        {
            if ("FOLLOWER".equals(page.page().path("role").asText()))
            {
                return page.page().path("member").asInt();
            }
        }
        throw new AssertionError("nobody follows");
    }

    private int run(final String... arguments)
    {
        final String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--profile";
        all[arguments.length + 1] = directory.resolve("alice.properties").toString();
        all[arguments.length + 2] = "--timeout";
        all[arguments.length + 3] = "20s";
        out = new StringWriter();
        err = new StringWriter();
        return RootCommand.execute(new Surroundings(new PrintWriter(out), new PrintWriter(err), directory, links,
            StatusPages::read, links, EngineTarget::new, EngineTarget::new, System::currentTimeMillis), all);
    }
}
