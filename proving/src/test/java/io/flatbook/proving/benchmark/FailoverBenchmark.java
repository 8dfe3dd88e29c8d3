package io.flatbook.proving.benchmark;

import io.flatbook.benchmark.Arguments;
import io.flatbook.benchmark.Results;
import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.Replicas;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes from the SIGKILL of the leader to the next outcome of a client that goes on sending.
 */
public final class FailoverBenchmark
{
    private static final int KILLS = 20;
    private static final int QUICK_KILLS = 5;
    private static final int HEAP_MEGABYTES = 256;
    private static final double MOST_MS = 3_000;
    private static final double MIDDLE = 50;
    private static final double TAIL = 90;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private FailoverBenchmark()
    {
    }

    /**
     * Prints percentiles.
     *
     * @param args {@code failover [--quick] [--json FILE]}.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        final Histogram times = new Histogram(3);
        try (LocalCluster cluster = LocalCluster.start(Ground.loopback(),
                Files.createTempDirectory("flatbook-failover-"), "failover", HEAP_MEGABYTES, Map.of());
            OwnDriver driver = OwnDriver.launch(null, null))
        {
            final Replicas replicas = new Replicas(cluster.profile());
            replicas.awaitLeader();
            try (FlatbookClient client = FlatbookClient.connect(new FlatbookClient.Context()
                .clusterName(cluster.profile().clusterName())
                .ingressEndpoints(cluster.profile().ingressEndpoints())
                .aeronDirectoryName(driver.aeronDirectoryName())
                .risk("benchmark").listener(new ClientListener()
                {
                })))
            {
                client.submit(RiskSettings.defineAsset("USD", 2), TIMEOUT);
                for (int kill = 0; kill < (arguments.isQuick() ? QUICK_KILLS : KILLS); kill++)
                {
                    times.recordValue(kill(cluster, replicas, client));
                }
            }
        }
        report(times, arguments.json());
    }

    private static long kill(final LocalCluster cluster, final Replicas replicas, final FlatbookClient client)
        throws IOException
    {
        final int leader = replicas.awaitLeader();
        client.submit(RiskCommands.fundInsurance(1, 1), TIMEOUT);
        final long startNs = System.nanoTime();
        cluster.kill(leader);
        if (!client.submit(RiskCommands.fundInsurance(1, 1), TIMEOUT).isAccepted())
        {
            throw new IllegalStateException("the command after the kill was refused");
        }
        final long tookNs = System.nanoTime() - startNs;
        cluster.restart(leader);
        replicas.awaitCaughtUp(leader);
        return TimeUnit.NANOSECONDS.toMicros(tookNs);
    }

    private static void report(final Histogram times, final Path json) throws IOException
    {
        final double microsPerMs = TimeUnit.MILLISECONDS.toMicros(1);
        final double middle = times.getValueAtPercentile(MIDDLE) / microsPerMs;
        final double tail = times.getValueAtPercentile(TAIL) / microsPerMs;
        final double longest = times.getMaxValue() / microsPerMs;
        System.out.printf(Locale.ROOT, "%d kills of the leader: the next outcome after p50 %,.0f ms, p90 %,.0f ms, " +
            "at most %,.0f ms%n", times.getTotalCount(), middle, tail, longest);
        final Results results = new Results();
        results.add("failover-p50", "SIGKILL of the leader to the next outcome, p50, ms", middle);
        results.addAtMost(
            "failover-max", "SIGKILL of the leader to the next outcome, longest, ms", longest, MOST_MS);
        results.writeTo(json);
    }
}
