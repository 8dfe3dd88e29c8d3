package io.flatbook.ops.cli;

import io.flatbook.client.ClientListener;
import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.replay.NodeDirectory;
import io.flatbook.testkit.KeyFiles;
import io.flatbook.testkit.SecretFiles;
import org.agrona.CloseHelper;
import org.awaitility.Awaitility;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events come from a snapshot once the members no longer have the start of the log, over the sealed wire of a cluster
 * that asks for secrets.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SealedEventsReplayTest
{
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RISK = "risk/alice";
    private static final String OPS = "ops/olga";
    private static final String GATEWAY = "gateway/a";
    private static final int VENUE = 1;
    private static final long ACCOUNT = 1001;
    private static final int REJOIN_PORT = 8;
    private static final long SEGMENT = 1024 * 1024;
    private static final int BURST = 1_000;
    private static final int FEW = 10;
    private static final long PARK_NS = 100_000;
    private static final ClientListener NOBODY = new ClientListener()
    {
    };

    @TempDir
    private static Path directory;
    private static SecretFiles secrets;
    private static KeyFiles keys;
    private static LocalCluster cluster;
    private static NodesCli cli;
    private static OwnDriver driver;
    private static long deposits;

    @BeforeAll
    static void start() throws IOException
    {
        secrets = new SecretFiles().give(RISK, 1).give(OPS, 1).give(GATEWAY, 1);
        keys = new KeyFiles();
        final Map<String, String> settings = new HashMap<>(keys.settings());
        settings.put("secretsFile", secrets.nodeFile().toString());
        settings.put("durability", "memory");
        settings.put("logTermLength", "1m");
        settings.put("segmentLength", "1m");
        settings.put("purgeLog", "true");
        cluster = LocalCluster.start(
            Ground.loopback(), Files.createTempDirectory("flatbook-purged-"), "purged", 256, settings);
        cli = new NodesCli(directory);
        for (final String principal : List.of(RISK, OPS))
        {
            cli.with(principal.substring(1 + principal.indexOf('/')), cluster.profile(), principal,
                "secretFile=" + secrets.clientFile(principal, 1), "transportKeyFile=" + keys.clients());
        }
        driver = OwnDriver.launch(null, keys.clients());
        assertThat(cli.run("alice", "cluster", "wait")).as(cluster.lastLines()).isEqualTo(ExitCode.OK);
    }

    @AfterAll
    static void stop()
    {
        CloseHelper.closeAll(driver, cli, cluster, keys, secrets);
    }

    @Test
    void beginsWithASnapshotIfTheMembersNoLongerHaveTheStartOfTheLog() throws IOException
    {
        try (FlatbookClient risk = FlatbookClient.connect(
            context().risk("alice").secretFile(secrets.clientFile(RISK, 1)).listener(NOBODY)))
        {
            risk.submit(RiskSettings.defineAsset("USD", 2), PATIENCE);
            risk.submit(RiskSettings.defineGateway("a", VENUE, GatewayCapabilities.ALL, false), PATIENCE);
        }
        final List<Long> missed = new ArrayList<>();
        try (FlatbookClient gateway = FlatbookClient.connect(context().gateway("a")
            .secretFile(secrets.clientFile(GATEWAY, 1)).receiveEvents(false).listener(NOBODY)))
        {
            gateway.submit(GatewayCommands.openAccount(ACCOUNT, 1, 1), PATIENCE);
            fillASegment(gateway);
            for (int snapshot = 1; snapshot <= 2; snapshot++)
            {
                deposit(gateway, missed);
                assertThat(cli.run("olga", "cluster", "snapshot")).as(cli.err()).isEqualTo(ExitCode.OK);
            }
            deposit(gateway, missed);
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
        {
            for (int member = 0; member < LocalCluster.MEMBERS; member++)
            {
                assertThat(logStart(cluster.nodeDirectory(member))).as("log of member " + member).isPositive();
            }
        });

        final Path config = Files.writeString(directory.resolve("node.properties"),
            "clusterName=purged\nhosts=localhost,localhost,localhost\nsegmentLength=1m\nbasePort=" + cluster.port(0) +
                "\nmemberKeyFile=" + keys.members() + "\n");
        final Path copy = directory.resolve("copy");
        final String from = Long.toString(missed.get(0));
        assertThat(cli.run("alice", "events", "replay", copy.toString(), "--config", config.toString(), "--port",
            Integer.toString(cluster.port(0) + REJOIN_PORT), "--from", from, "--venue", Integer.toString(VENUE)))
            .as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(logStart(copy)).as("log of the copy").isPositive();
        assertThat(cli.eventSequences()).as("each once, in order").containsExactlyElementsOf(missed);

        assertThat(cli.run("alice", "log", "replay", copy.toString(), "--from", "0")).isEqualTo(ExitCode.FAILURE);
        assertThat(cli.err()).contains("the log begins at position " + logStart(copy) + ", not at 0");
    }

    /** Makes the log longer than a segment, so that snapshots cover one. */
    private static void fillASegment(final FlatbookClient gateway)
    {
        final long untilPosition = committed() + SEGMENT;
        while (committed() < untilPosition)
        {
            int sent = 0;
            while (sent < BURST || 0 < gateway.unacknowledged())
            {
                sent += sent < BURST && 0 < gateway.trySubmit(nextDeposit(sent)) ? 1 : 0;
                if (0 == gateway.poll())
                {
                    LockSupport.parkNanos(PARK_NS);
                }
            }
            deposits += BURST;
        }
    }

    private static void deposit(final FlatbookClient gateway, final List<Long> sequences)
    {
        for (int i = 0; i < FEW; i++)
        {
            sequences.add(gateway.submit(nextDeposit(0), PATIENCE).firstEventSequence());
            deposits++;
        }
    }

    /** The payment that comes after all that are done and some that are on their way. */
    private static Command nextDeposit(final int onTheirWay)
    {
        return GatewayCommands.deposit(ACCOUNT, 1, deposits + onTheirWay + 1);
    }

    private static long logStart(final Path node)
    {
        try (NodeDirectory opened = NodeDirectory.openGrowing(node))
        {
            return opened.logStartPosition();
        }
    }

    private static long committed()
    {
        return NodesVerdict.committed(StatusPages.read(cluster.profile(), PATIENCE.toMillis()));
    }

    private static FlatbookClient.Context context()
    {
        return new FlatbookClient.Context().clusterName(cluster.profile().clusterName())
            .ingressEndpoints(cluster.profile().ingressEndpoints()).aeronDirectoryName(driver.aeronDirectoryName());
    }
}
