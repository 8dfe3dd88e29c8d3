package io.flatbook.ops.replay;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.node.HostedService;
import io.flatbook.ops.cli.ExitCode;
import io.flatbook.sbe.Switch;
import io.flatbook.testkit.ClusterHarness;
import io.flatbook.testkit.SecretFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real node of a version wrote, packed: its data directory, with a log, two snapshots, and proposals that wait
 * in the second; and a backup of it.
 */
final class GoldenDirectory
{
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String NODE = "node.zip";
    private static final String BACKUP = "backup.zip";
    private static final int REJOIN_PORT = 8;
    /** Made by a node that runs, and by none that reads. */
    private static final List<String> OF_A_PROCESS = List.of("mark", "lock", "lck", ".log.");

    private final ReleasedVersion version;

    GoldenDirectory(final ReleasedVersion version)
    {
        this.version = version;
    }

    Path expected()
    {
        return version.directory().resolve("expected.json");
    }

    /** Unpacks the node's directory into one that does not exist yet. */
    Path node(final Path into) throws IOException
    {
        return unpack(version.directory().resolve(NODE), into);
    }

    /** Unpacks the backup. */
    Path backup(final Path into) throws IOException
    {
        return unpack(version.directory().resolve(BACKUP), into);
    }

    /** Has a node of this binary write everything anew. */
    void write(final Path temporary) throws IOException
    {
        final SecretFiles secrets = new SecretFiles().give("risk/alice", 1).give("gateway/a", 1);
        final Map<String, String> settings = Map.of("secretsFile", secrets.nodeFile().toString(),
            "logTermLength", "1m", "segmentLength", "1m", "durability", "disk");
        try (secrets; ClusterHarness cluster = new ClusterHarness(1, HostedService::clearing, settings).start())
        {
            trade(cluster, secrets);
            final Path backup = Files.createDirectories(temporary.resolve("backup"));
            back(cluster, backup, temporary);
            final Path node = cluster.config(0).directory();
            cluster.stop(0);
            Files.createDirectories(version.directory());
            pack(node, version.directory().resolve(NODE));
            pack(backup, version.directory().resolve(BACKUP));
        }
    }

    private static void trade(final ClusterHarness cluster, final SecretFiles secrets)
    {
        try (Workload workload = Workload.open(
            context(cluster, secrets, "risk/alice"), context(cluster, secrets, "gateway/a")))
        {
            workload.trade(2);
            cluster.snapshot();
            workload.defaultRun();
            try (FlatbookClient risk = FlatbookClient.connect(
                context(cluster, secrets, "risk/alice").risk("alice").connectTimeout(PATIENCE)))
            {
                assertThat(Stream.of(
                    RiskCommands.setControls(Switch.ON),
                    RiskCommands.propose(RiskCommands.setControls(Switch.OFF)),
                    RiskCommands.propose(RiskSettings.defineAsset("EUR", 2)))
                    .map((command) -> risk.submit(command, PATIENCE).isAccepted())).containsOnly(true);
            }
            cluster.snapshot();
            workload.trade(2);
        }
    }

    private static FlatbookClient.Context context(
        final ClusterHarness cluster, final SecretFiles secrets, final String principal)
    {
        return new FlatbookClient.Context().ingressEndpoints(cluster.ingressEndpoints())
            .secretFile(secrets.clientFile(principal, 1));
    }

    private static void back(final ClusterHarness cluster, final Path backup, final Path temporary) throws IOException
    {
        final String ingress = cluster.ingressEndpoints();
        final int basePort = Integer.parseInt(ingress.substring(ingress.lastIndexOf(':') + 1)) - 1;
        final Path config = Files.writeString(temporary.resolve("node.properties"),
            "clusterName=test\nhosts=localhost\nsegmentLength=1m\nbasePort=" + basePort + "\n");
        final OfflineCli cli = new OfflineCli(temporary);
        assertThat(cli.run("backup", "run", backup.toString(), "--config", config.toString(), "--once",
            "--port", Integer.toString(basePort + REJOIN_PORT))).as(cli.err()).isEqualTo(ExitCode.OK);
    }

    private static void pack(final Path directory, final Path file) throws IOException
    {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file));
            Stream<Path> files = Files.walk(directory))
        {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (final Path path : files.filter(Files::isRegularFile).sorted().toList())
            {
                final String name = path.getFileName().toString();
                if (OF_A_PROCESS.stream().noneMatch(name::contains))
                {
                    final ZipEntry entry = new ZipEntry(directory.relativize(path).toString());
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    Files.copy(path, zip);
                }
            }
        }
    }

    private static Path unpack(final Path file, final Path into) throws IOException
    {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file)))
        {
            for (ZipEntry entry = zip.getNextEntry(); null != entry; entry = zip.getNextEntry())
            {
                final Path path = into.resolve(entry.getName());
                Files.createDirectories(path.getParent());
                Files.copy(zip, path);
            }
        }
        return into;
    }
}
