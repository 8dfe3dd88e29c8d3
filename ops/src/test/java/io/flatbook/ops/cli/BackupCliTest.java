package io.flatbook.ops.cli;

import io.flatbook.backup.BackupStatus;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.scenario.EngineTarget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The verbs about backups against three node processes.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class BackupCliTest
{
    private static final int REJOIN_PORT = 8;

    @TempDir
    private static Path directory;
    private static LocalCluster cluster;
    private static Path config;
    private static int basePort;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private long laterMs;
    /** Ten seconds pass with each look at the clock. */
    private boolean isHasty;

    @BeforeAll
    static void start() throws IOException
    {
        cluster = LocalCluster.start();
        final String first = cluster.profile().ingressEndpoints().split(",")[0];
        basePort = Integer.parseInt(first.substring(first.lastIndexOf(':') + 1)) - 1;
        config = Files.writeString(directory.resolve("node.properties"),
            "clusterName=scenario\nhosts=localhost,localhost,localhost\nsegmentLength=4m\nbasePort=" + basePort + "\n");
    }

    @AfterAll
    static void stop()
    {
        cluster.close();
    }

    @Test
    void saysWhyItCannotBegin() throws IOException
    {
        final String backup = directory.resolve("none").toString();
        final String missing = directory.resolve("missing.properties").toString();
        assertThat(run("backup", "run", backup, "--config", missing)).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("cannot read the settings in " + missing + ": it does not exist");

        final Path none = directory.resolve("none.key");
        final Path keyless = Files.writeString(directory.resolve("keyless.properties"),
            Files.readString(config) + "memberKeyFile=" + none + "\n");
        assertThat(run("backup", "run", backup, "--config", keyless.toString(), "--port",
            Integer.toString(basePort + REJOIN_PORT))).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("memberKeyFile " + none + " cannot be read: ");

        final String known = config.toString();
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
        {
            final String port = Integer.toString(taken.getLocalPort());
            assertThat(run("backup", "run", backup, "--config", known, "--port", port)).isEqualTo(ExitCode.FAILURE);
            assertThat(err.toString()).contains("cannot listen on localhost at UDP port " + port + ": ",
                "needs a --port of its own");
        }
        assertThat(run("backup", "run", backup, "--config", known, "--port", "70000")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--port is 1 to 65535");
        // Of the block that is for documents only, RFC 5737.
        assertThat(run("backup", "run", backup, "--config", known, "--host", "192.0.2.1")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("cannot listen on 192.0.2.1 at UDP port ");
    }

    @Test
    void makesABackupTellsHowOldItIsAndMakesANodeOfIt()
    {
        final String backup = directory.resolve("backup").toString();
        final String node = directory.resolve("node").toString();
        assertThat(run("backup", "status", backup)).isEqualTo(ExitCode.FAILURE);
        assertThat(run("backup", "status", backup, "--older-than", "soon")).as("before anything is read")
            .isEqualTo(ExitCode.USAGE);
        assertThat(run("backup", "restore", backup, node)).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("holds no backup");

        for (final String from : List.of("newest snapshot", "where the first run ended"))
        {
            assertThat(run("backup", "run", backup, "--config", config.toString(), "--once",
                "--port", Integer.toString(basePort + REJOIN_PORT)))
                .as("%s: %s", from, err).isEqualTo(ExitCode.OK);
            assertThat(err.toString()).contains("backup of scenario into ").contains(" ends at position ")
                .doesNotContain("position -1").doesNotContain("member -1");
        }
        assertThat(run("backup", "status", backup, "-o", "json")).as("it has ended").isEqualTo(ExitCode.UNHEALTHY);
        assertThat(out.toString()).contains("\"cluster\":\"scenario\",\"runs\":false,\"follows\":false,\"position\":");
        final BackupStatus last = BackupStatus.read(Path.of(backup));
        new BackupStatus(last.followed(), System.currentTimeMillis(), last.progressMs(), last.clusterName(),
            last.checksums()).write(Path.of(backup));
        assertThat(run("backup", "status", backup, "-o", "json")).as("as while it runs").isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("\"cluster\":\"scenario\",\"runs\":true,\"follows\":true,\"position\":");
        laterMs = 20_000;
        assertThat(run("backup", "status", backup)).as("it was killed").isEqualTo(ExitCode.UNHEALTHY);

        assertThat(run("backup", "restore", backup, node)).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(run("backup", "restore", backup, node)).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("is not empty");
        assertThat(run("log", "replay", node, "--verify")).as(err.toString()).isEqualTo(ExitCode.OK);
    }

    /** What follows the cluster waits until there is room or a member; who wants it once gets an answer. */
    @Test
    void endsIfAllCannotComeAtOnce() throws Exception
    {
        final Path nobody = Files.writeString(directory.resolve("nobody.properties"),
            Files.readString(config).replace("basePort=" + basePort, "basePort=" + (basePort + 10_000)));
        isHasty = true;
        assertThat(run("backup", "run", directory.resolve("alone").toString(), "--config", nobody.toString(), "--once"))
            .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("no member of scenario has answered for 60 s");
    }

    @Test
    @Tag("root")
    void endsIfThereIsNoRoomForIt() throws Exception
    {
        final Path small = Files.createDirectory(directory.resolve("small"));
        assertThat(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=5m", "flatbook-test", small.toString())
            .start().waitFor()).isZero();
        try
        {
            assertThat(run("backup", "run", small.resolve("backup").toString(), "--config", config.toString(), "--once",
                "--port", Integer.toString(basePort + REJOIN_PORT))).isEqualTo(ExitCode.FAILURE);
            assertThat(err.toString()).contains("the disk of ", "has room for ", " MB, which must be more than 128");
        }
        finally
        {
            assertThat(new ProcessBuilder("umount", small.toString()).start().waitFor()).isZero();
        }
    }

    @Test
    void asksForThisHostsNameWhereMembersAreElsewhere() throws IOException
    {
        final Path elsewhere = Files.writeString(directory.resolve("elsewhere.properties"), "hosts=192.0.2.1\n");
        assertThat(run("backup", "run", directory.resolve("other").toString(), "--config", elsewhere.toString()))
            .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--host is missing");
        assertThat(run("backup", "run", directory.resolve("other").toString(), "--config", "none"))
            .isEqualTo(ExitCode.FAILURE);
    }

    /** It would go on where their recordings end. */
    @Test
    void doesNotGoOnTopOfANodesLogOrOfAnotherClustersBackup() throws IOException
    {
        final Path node = directory.resolve("of-a-node");
        final Path log = Files.createDirectories(node.resolve("archive")).resolve("archive.catalog");
        Files.write(log, new byte[1]);
        assertThat(run("backup", "run", node.toString(), "--config", config.toString(), "--once"))
            .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(node + " holds a log and is no backup: name another directory");
        assertThat(node.resolve("cluster")).doesNotExist();
        assertThat(log).hasSize(1);

        final String backup = directory.resolve("of-another").toString();
        final String port = Integer.toString(basePort + REJOIN_PORT);
        assertThat(run("backup", "run", backup, "--config", config.toString(), "--once", "--port", port))
            .as(err.toString()).isEqualTo(ExitCode.OK);
        final Path other = Files.writeString(directory.resolve("other.properties"),
            Files.readString(config).replace("clusterName=scenario", "clusterName=production"));
        assertThat(run("backup", "run", backup, "--config", other.toString(), "--once", "--port", port))
            .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
            .contains(backup + " is a backup of cluster scenario, these are settings of production");
    }

    private int run(final String... arguments)
    {
        out = new StringWriter();
        err = new StringWriter();
        return RootCommand.execute(new Surroundings(new PrintWriter(out), new PrintWriter(err), directory,
            (profile, principal, eventsFrom, timeoutMs) -> null, (profile, timeoutMs) -> List.of(),
            (profile, timeoutMs) ->
            {
            }, EngineTarget::new, EngineTarget::new, this::nowMs), arguments);
    }

    private long nowMs()
    {
        laterMs += isHasty ? 10_000 : 0;
        return System.currentTimeMillis() + laterMs;
    }
}
