package io.flatbook.ops.replay;

import io.flatbook.benchmark.Arguments;
import io.flatbook.benchmark.Results;
import io.flatbook.client.ClientListener;
import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.link.Replicas;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long {@code log replay --verify} takes for a million commands and 300,000 accounts, and what they take on the
 * disk of a node. Three nodes make the log, which is deleted.
 */
public final class ReplayBenchmark
{
    private static final int ACCOUNTS = 300_000;
    private static final int COMMANDS = 1_000_000;
    private static final int QUICK_COMMANDS = 400_000;
    private static final double VERIFIED_LEAST = 200_000;
    private static final int HEAP_MEGABYTES = 1_024;
    private static final int ASSET = 1;
    private static final int WINDOW = 512;
    private static final long PARK_NS = 50_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private ReplayBenchmark()
    {
    }

    /** Counts what was answered, all of which must be accepted. */
    private static final class Count implements ClientListener
    {
        private long answered;

        @Override
        public void onOutcome(final long commandId, final RejectReason reason, final RejectField field,
            final long detail, final long firstEventSequence)
        {
            if (RejectReason.NONE != reason)
            {
                throw new IllegalStateException("command " + commandId + ": " + reason + ' ' + field);
            }
            answered++;
        }
    }

    /**
     * Prints the figures.
     *
     * @param args {@code replay [DIRECTORY] [--quick] [--json FILE]}; the data directories are made in DIRECTORY.
     * @throws IOException if the directory cannot be made, or the file not be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        final int commands = arguments.isQuick() ? QUICK_COMMANDS : COMMANDS;
        final Path directory = Files.createTempDirectory(arguments.directory(), "flatbook-replay-benchmark-");
        try (LocalCluster cluster = LocalCluster.start(
            Ground.loopback(), directory, "benchmark", HEAP_MEGABYTES, Map.of("durability", "memory")))
        {
            new Replicas(cluster.profile()).awaitLeader();
            try (OwnDriver driver = OwnDriver.launch(null, null))
            {
                load(cluster, driver, commands);
            }
            final long position = new Replicas(cluster.profile()).compare().position();
            memory(cluster);
            snapshot(cluster);
            cluster.stop();
            System.out.printf("java %s, %d processors%n", System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors());
            System.out.printf("log %,d bytes for %,d commands: %d bytes a command%n", position, commands,
                position / commands);
            final Results results = new Results();
            replay(cluster.nodeDirectory(0), results);
            results.writeTo(arguments.json());
        }
        finally
        {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private static void load(final LocalCluster cluster, final OwnDriver driver, final int commands)
    {
        final FlatbookClient.Context risk = context(cluster, driver).risk("officer");
        try (FlatbookClient client = FlatbookClient.connect(risk))
        {
            client.submit(RiskSettings.defineAsset("USD", 2), TIMEOUT);
            client.submit(RiskSettings.defineGateway("a", 1, GatewayCapabilities.ALL, false), TIMEOUT);
        }
        final Count count = new Count();
        try (FlatbookClient client = FlatbookClient.connect(
            context(cluster, driver).gateway("a").window(WINDOW).receiveEvents(false).listener(count)))
        {
            final long startNs = System.nanoTime();
            int next = 0;
            while (count.answered < commands)
            {
                int work = client.poll();
                while (next < commands && 0 < client.trySubmit(command(next)))
                {
                    next++;
                    work++;
                }
                if (0 == work)
                {
                    LockSupport.parkNanos(PARK_NS);
                }
            }
            System.out.printf("loaded in %d s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs));
        }
    }

    /** What a node takes of the machine with so many accounts. */
    private static void memory(final LocalCluster cluster) throws IOException
    {
        final String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        final String node = Long.toString(cluster.node(0).pid());
        output(jcmd, node, "GC.run");
        output(jcmd, node, "GC.heap_info").lines().filter((line) -> line.contains("used"))
            .forEach((line) -> System.out.println("heap of a node with " + ACCOUNTS + " accounts:" + line));
        System.out.println("/dev/shm of a node, KB and path: " +
            output("du", "-s", Ground.loopback().memoryDirectory(cluster.nodeDirectory(0).getParent(), 0).toString())
                .strip());
    }

    private static void snapshot(final LocalCluster cluster) throws IOException
    {
        final Path archive = cluster.nodeDirectory(0).resolve("archive");
        final long before = kilobytes(archive);
        final Profile profile = cluster.profile();
        final long taken = taken(cluster);
        try (ClusterLinks links = new ClusterLinks())
        {
            links.request(Profile.of(profile.name(), profile.clusterName(), profile.ingressEndpoints(),
                profile.statusUrls(), "ops/operator"), TIMEOUT.toMillis());
        }
        while (taken == taken(cluster))
        {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        System.out.printf("snapshot of %,d accounts: %,d KB%n", ACCOUNTS, kilobytes(archive) - before);
    }

    private static long taken(final LocalCluster cluster)
    {
        return StatusPages.read(cluster.profile(), TIMEOUT.toMillis()).get(0).page().path("snapshots").asLong();
    }

    private static long kilobytes(final Path path) throws IOException
    {
        return Long.parseLong(output("du", "-s", path.toString()).split("\\s")[0]);
    }

    private static String output(final String... command) throws IOException
    {
        final Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Command command(final int number)
    {
        return number < ACCOUNTS ? GatewayCommands.openAccount(1 + number, 1 + number, ASSET) :
            GatewayCommands.deposit(1 + number % ACCOUNTS, 100 + number % 7, number);
    }

    private static FlatbookClient.Context context(final LocalCluster cluster, final OwnDriver driver)
    {
        return new FlatbookClient.Context().clusterName("benchmark")
            .ingressEndpoints(cluster.profile().ingressEndpoints()).aeronDirectoryName(driver.aeronDirectoryName());
    }

    private static void replay(final Path node, final Results results)
    {
        for (final long every : new long[]{0, LogReplay.VERIFY_EVERY})
        {
            final long startNs = System.nanoTime();
            final LogReplay replay = LogReplay.of(node);
            final ReplayResult result = (0 == every ? replay : replay.verifyingEvery(every)).run(ReplayListener.NONE);
            System.out.printf("replay%s: %,d commands, %,d accounts, %d s, findings %s%n",
                0 == every ? "" : " --verify", result.commands(), result.accounts(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs), result.findings());
            final double seconds = (System.nanoTime() - startNs) / (double)TimeUnit.SECONDS.toNanos(1);
            results.add(new Results.Row(0 == every ? "replay" : "replay-verify", "commands a second, log replay" +
                (0 == every ? "" : " --verify"), result.commands() / seconds, Double.NaN, Double.NaN,
                0 == every ? Double.NaN : VERIFIED_LEAST, true, Results.loopNs()));
        }
    }
}
