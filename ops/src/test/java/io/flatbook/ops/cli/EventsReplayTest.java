package io.flatbook.ops.cli;

import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.node.ForgetfulNode;
import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.replay.EntryKind;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.ReplayListener;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway that was away for longer than the cluster retains events catches up from the archive of a follower.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EventsReplayTest
{
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int VENUE = 1;
    private static final long ACCOUNT = 1001;
    private static final int DEPOSITS = 3 * ForgetfulNode.EVENTS;
    private static final int REJOIN_PORT = 8;
    private static final ClientListener NOBODY = new ClientListener()
    {
    };

    @TempDir
    private static Path directory;
    private static LocalCluster cluster;
    private static NodesCli cli;
    private static OwnDriver driver;

    @BeforeAll
    static void start() throws IOException
    {
        cluster = LocalCluster.start(new Ground()
        {
            @Override
            public String mainClass()
            {
                return ForgetfulNode.class.getName();
            }
        }, Files.createTempDirectory("flatbook-forgetful-"), "forgetful", 256,
            Map.of("durability", "memory", "logTermLength", "4m", "segmentLength", "4m"));
        cli = new NodesCli(directory).with("alice", cluster.profile(), "risk/alice");
        driver = OwnDriver.launch(null, null);
    }

    @AfterAll
    static void stop()
    {
        CloseHelper.closeAll(driver, cli, cluster);
    }

    @Test
    void givesEveryMissedEventOnceAndAsksTheClusterNothing() throws IOException
    {
        assertThat(cli.run("alice", "cluster", "wait")).as(cluster.lastLines()).isEqualTo(ExitCode.OK);
        try (FlatbookClient risk = FlatbookClient.connect(context().risk("alice").listener(NOBODY)))
        {
            risk.submit(RiskSettings.defineAsset("USD", 2), PATIENCE);
            risk.submit(RiskSettings.defineGateway("a", VENUE, GatewayCapabilities.ALL, false), PATIENCE);
        }
        final List<Long> missed = new ArrayList<>();
        try (FlatbookClient gateway = FlatbookClient.connect(
            context().gateway("a").receiveEvents(false).listener(NOBODY)))
        {
            missed.add(gateway.submit(
                GatewayCommands.openAccount(ACCOUNT, 1, 1), PATIENCE).firstEventSequence());
            for (int i = 1; i <= DEPOSITS; i++)
            {
                missed.add(gateway.submit(GatewayCommands.deposit(ACCOUNT, 1, i), PATIENCE).firstEventSequence());
            }
        }
        final Path config = Files.writeString(directory.resolve("node.properties"),
            "clusterName=forgetful\nhosts=localhost,localhost,localhost\nsegmentLength=4m\nbasePort=" +
                cluster.port(0) + "\n");
        final String copy = directory.resolve("copy").toString();

        final long first = missed.get(0);
        final long last = missed.get(DEPOSITS);
        assertThat(replay(copy, config, first)).as("each once, in order").containsExactlyElementsOf(missed);
        assertThat(cli.err()).containsPattern("the log of member \\d ends at position")
            .doesNotContain("the log of member " + leader() + " ends").contains("go on with event " + (last + 1));
        assertThat(replay(copy, config, last - ForgetfulNode.EVENTS)).as("the copy is gone on with")
            .containsExactlyElementsOf(missed.subList(DEPOSITS - ForgetfulNode.EVENTS, DEPOSITS + 1));
        assertThat(sessions(Path.of(copy))).as("risk and the gateway; nobody else came").isEqualTo(2);
        assertThat(tailSaysWhatItDoesNotGive(last)).as("what was last deposited").isEqualTo(last);
    }

    private static long tailSaysWhatItDoesNotGive(final long last) throws IOException
    {
        assertThat(cli.run("alice", "events", "tail", "--from", "2", "--count", "1")).isEqualTo(ExitCode.OK);
        final long first = cli.eventSequences().get(0);
        assertThat(first).as("event 2 is forgotten").isGreaterThan(2);
        assertThat(cli.err()).contains("the cluster no longer has the events from 2 up to " + (first - 1) +
            ": flatbook events replay --from 2 reads them");
        assertThat(cli.run("alice", "events", "tail", "--from", Long.toString(last), "--count", "1"))
            .isEqualTo(ExitCode.OK);
        assertThat(cli.err()).doesNotContain("no longer has");
        return cli.eventSequences().get(0);
    }

    private static List<Long> replay(final String copy, final Path config, final long from) throws IOException
    {
        assertThat(cli.run("alice", "events", "replay", copy, "--config", config.toString(), "--port",
            Integer.toString(cluster.port(0) + REJOIN_PORT), "--from", Long.toString(from), "--venue",
            Integer.toString(VENUE))).as(cli.err()).isEqualTo(ExitCode.OK);
        return cli.eventSequences();
    }

    private static FlatbookClient.Context context()
    {
        return new FlatbookClient.Context().clusterName(cluster.profile().clusterName())
            .ingressEndpoints(cluster.profile().ingressEndpoints()).aeronDirectoryName(driver.aeronDirectoryName());
    }

    private static int leader()
    {
        for (final StatusPages.Page page : pages())
        {
            if ("LEADER".equals(page.page().path("role").asText()))
            {
                return page.page().path("member").asInt();
            }
        }
        throw new AssertionError("nobody leads");
    }

    /** Sessions that the log has, which the copy holds up to the last replay. */
    private static int sessions(final Path copy)
    {
        final int[] sessions = new int[1];
        LogReplay.of(copy).run(new ReplayListener()
        {
            @Override
            public void onEntry(final EntryKind kind, final long logPosition, final long timestampMs,
                final long engineTimeMs, final long stateHash, final long replicaHash)
            {
                sessions[0] += EntryKind.SESSION_OPEN == kind ? 1 : 0;
            }
        });
        return sessions[0];
    }

    private static List<StatusPages.Page> pages()
    {
        return StatusPages.read(cluster.profile(), PATIENCE.toMillis());
    }
}
