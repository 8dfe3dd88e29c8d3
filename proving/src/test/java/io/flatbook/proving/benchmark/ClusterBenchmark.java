package io.flatbook.proving.benchmark;

import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.Replicas;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.RegisterTradeEncoder;
import io.flatbook.sbe.RegisterTradesEncoder;
import io.flatbook.testkit.KeyFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Two clusters of three node processes beside each other, loaded by turns, so that what else the machine does hits
 * both: the clearing service against a service that only echoes, or a sealed wire against a plain one. Both have the
 * same driver, durability and checksums. Ratios are the medians of the rounds.
 */
public final class ClusterBenchmark
{
    private static final int ROUNDS = 5;
    private static final int HEAP_MEGABYTES = 512;
    private static final int BATCH = 16;
    /** A session keeps still while it is the other's turn. */
    private static final String SESSION_TIMEOUT_MS = "60000";
    private static final int ONE_TRADE_BYTES =
        MessageHeaderEncoder.ENCODED_LENGTH + RegisterTradeEncoder.BLOCK_LENGTH;
    private static final int BATCH_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + RegisterTradesEncoder.BLOCK_LENGTH +
        RegisterTradesEncoder.TradesEncoder.sbeHeaderSize() +
        BATCH * RegisterTradesEncoder.TradesEncoder.sbeBlockLength();
    private static final long WARM_NS = TimeUnit.SECONDS.toNanos(12);
    private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(4);
    private static final double MIDDLE = 50;
    private static final double TAIL = 99;

    private ClusterBenchmark()
    {
    }

    /**
     * Prints a table.
     *
     * @param args {@code cluster} or {@code wire}.
     */
    public static void main(final String[] args) throws IOException
    {
        System.out.printf("java %s, %d processors; 3 + 3 nodes and the client on this machine, %d rounds by turns%n",
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), ROUNDS);
        System.out.printf("%-22s %11s %11s %7s %12s %12s %12s %12s%n", "messages", "one/s", "other/s", "ratio",
            "p50 us", "other p50", "p99 us", "other p99");
        try (KeyFiles keys = new KeyFiles())
        {
            final boolean isWire = "wire".equals(args[0]);
            try (Side one = new Side("one", isWire ? null : "io.flatbook.node.BareEchoNode", null);
                Side other = new Side("other", null, isWire ? keys : null))
            {
                for (final int batch : new int[]{1, BATCH})
                {
                    try (Load first = one.load(batch); Load second = other.load(batch))
                    {
                        compare((isWire ? "sealed/plain" : "clearing/echo") + ", " + batch + " a message",
                            first, second);
                    }
                }
            }
        }
    }

    private static void compare(final String name, final Load one, final Load other)
    {
        one.run(WARM_NS, 0);
        other.run(WARM_NS, 0);
        final double[] rates = new double[ROUNDS];
        final double[] otherRates = new double[ROUNDS];
        final double[] ratios = new double[ROUNDS];
        final double[][] trips = new double[4][ROUNDS];
        for (int round = 0; round < ROUNDS; round++)
        {
            rates[round] = one.run(ROUND_NS, 0).messagesPerSecond();
            otherRates[round] = other.run(ROUND_NS, 0).messagesPerSecond();
            ratios[round] = otherRates[round] / rates[round];
        }
        final double half = Math.min(median(rates), median(otherRates)) / 2;
        for (int round = 0; round < ROUNDS; round++)
        {
            final Load.Measure calm = one.run(ROUND_NS, half);
            final Load.Measure otherCalm = other.run(ROUND_NS, half);
            trips[0][round] = calm.roundTripsNs().getValueAtPercentile(MIDDLE) / 1e3;
            trips[1][round] = otherCalm.roundTripsNs().getValueAtPercentile(MIDDLE) / 1e3;
            trips[2][round] = calm.roundTripsNs().getValueAtPercentile(TAIL) / 1e3;
            trips[3][round] = otherCalm.roundTripsNs().getValueAtPercentile(TAIL) / 1e3;
        }
        System.out.printf(Locale.ROOT, "%-22s %,11.0f %,11.0f %7.2f %,12.0f %,12.0f %,12.0f %,12.0f%n", name,
            median(rates), median(otherRates), median(ratios),
            median(trips[0]), median(trips[1]), median(trips[2]), median(trips[3]));
    }

    private static double median(final double[] figures)
    {
        final double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** One of the clusters, with the driver of its client. */
    private static final class Side implements AutoCloseable
    {
        private final LocalCluster cluster;
        private final OwnDriver driver;
        private final boolean isEcho;

        private Side(final String name, final String mainClass, final KeyFiles keys) throws IOException
        {
            isEcho = null != mainClass;
            final Map<String, String> settings = new TreeMap<>(null == keys ? Map.of() : keys.settings());
            settings.put("sessionTimeoutMs", SESSION_TIMEOUT_MS);
            final Path directory = Files.createTempDirectory("flatbook-benchmark-" + name + '-');
            cluster = LocalCluster.start(
                isEcho ? new Echoing(mainClass) : Ground.loopback(), directory, name, HEAP_MEGABYTES,
                settings);
            driver = OwnDriver.launch(null, null == keys ? null : keys.clients());
            if (!isEcho)
            {
                new Replicas(cluster.profile()).awaitLeader();
                TradeLoad.define(cluster.profile(), driver);
            }
        }

        private Load load(final int batch)
        {
            return isEcho ? new EchoLoad(cluster.profile(), driver, 1 == batch ? ONE_TRADE_BYTES : BATCH_BYTES) :
                new TradeLoad(cluster.profile(), driver, batch);
        }

        @Override
        public void close()
        {
            driver.close();
            cluster.close();
        }
    }

    /** Loopback with nodes of another service. */
    private record Echoing(String mainClass) implements Ground
    {
    }
}
