package io.flatbook.proving.benchmark;

import io.flatbook.benchmark.Arguments;
import io.flatbook.benchmark.Results;
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
    private static final String WARM_UP_MS = "1500";
    private static final int ONE_TRADE_BYTES =
        MessageHeaderEncoder.ENCODED_LENGTH + RegisterTradeEncoder.BLOCK_LENGTH;
    private static final int BATCH_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + RegisterTradesEncoder.BLOCK_LENGTH +
        RegisterTradesEncoder.TradesEncoder.sbeHeaderSize() +
        BATCH * RegisterTradesEncoder.TradesEncoder.sbeBlockLength();
    private static final long WARM_NS = TimeUnit.SECONDS.toNanos(12);
    private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(4);
    private static final double MIDDLE = 50;
    private static final double TAIL = 99;
    private static final int QUICK_ROUNDS = 3;
    private static final double SINGLES_LEAST = 0.90;
    private static final double TRADES_LEAST = 5;
    private static final double MIDDLE_MOST = 1.10;
    private static final double TAIL_MOST = 1.25;
    private static final double SEALED_LEAST = 0.75;

    private static final Results RESULTS = new Results();
    private static int rounds = ROUNDS;
    /** Messages of one trade that the echo answered a second: what trades are compared with. */
    private static double echoSingles;

    private ClusterBenchmark()
    {
    }

    /**
     * Prints a table.
     *
     * @param args {@code cluster|wire [--quick] [--threads] [--json FILE]}.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        rounds = arguments.isQuick() ? QUICK_ROUNDS : ROUNDS;
        System.out.printf("java %s, %d processors; 3 + 3 nodes and the client on this machine, %d rounds by turns%n",
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), rounds);
        System.out.printf("%-22s %11s %11s %7s %12s %12s %12s %12s%n", "messages", "one/s", "other/s", "ratio",
            "p50 us", "other p50", "p99 us", "other p99");
        try (KeyFiles keys = new KeyFiles())
        {
            final boolean isWire = "wire".equals(arguments.what());
            try (Side one = new Side("one", isWire ? null : "io.flatbook.node.BareEchoNode", null);
                Side other = new Side("other", null, isWire ? keys : null))
            {
                for (final int batch : new int[]{1, BATCH})
                {
                    try (Load first = one.load(batch); Load second = other.load(batch))
                    {
                        compare(isWire, batch, first, second);
                        if (arguments.hasThreads())
                        {
                            one.printThreads(isWire ? "plain" : "echo", first);
                            other.printThreads(isWire ? "sealed" : "clearing", second);
                        }
                    }
                }
            }
        }
        RESULTS.writeTo(arguments.json());
    }

    private static void compare(final boolean isWire, final int batch, final Load one, final Load other)
    {
        one.run(WARM_NS, 0);
        other.run(WARM_NS, 0);
        final double[] rates = new double[rounds];
        final double[] otherRates = new double[rounds];
        final double[] ratios = new double[rounds];
        final double[][] trips = new double[4][rounds];
        for (int round = 0; round < rounds; round++)
        {
            rates[round] = one.run(ROUND_NS, 0).messagesPerSecond();
            otherRates[round] = other.run(ROUND_NS, 0).messagesPerSecond();
            ratios[round] = otherRates[round] / rates[round];
        }
        final double half = Math.min(median(rates), median(otherRates)) / 2;
        for (int round = 0; round < rounds; round++)
        {
            final Load.Measure calm = one.run(ROUND_NS, half);
            final Load.Measure otherCalm = other.run(ROUND_NS, half);
            trips[0][round] = calm.roundTripsNs().getValueAtPercentile(MIDDLE) / 1e3;
            trips[1][round] = otherCalm.roundTripsNs().getValueAtPercentile(MIDDLE) / 1e3;
            trips[2][round] = calm.roundTripsNs().getValueAtPercentile(TAIL) / 1e3;
            trips[3][round] = otherCalm.roundTripsNs().getValueAtPercentile(TAIL) / 1e3;
        }
        final String name = (isWire ? "sealed/plain" : "clearing/echo") + ", " + batch + " a message";
        System.out.printf(Locale.ROOT, "%-22s %,11.0f %,11.0f %7.2f %,12.0f %,12.0f %,12.0f %,12.0f%n", name,
            median(rates), median(otherRates), median(ratios),
            median(trips[0]), median(trips[1]), median(trips[2]), median(trips[3]));
        record(isWire, batch, new double[]{median(rates), median(otherRates), median(ratios)}, trips);
    }

    private static void record(
        final boolean isWire, final int batch, final double[] throughput, final double[][] trips)
    {
        final String id = (isWire ? "wire-" : "cluster-") + batch;
        final String name = (isWire ? "sealed against plain wire, " : "clearing against echo, ") + batch +
            " trades a message: ";
        final double loopNs = Results.loopNs();
        final double least = isWire ? 1 == batch ? Double.NaN : SEALED_LEAST : 1 == batch ? SINGLES_LEAST : Double.NaN;
        RESULTS.add(new Results.Row(id + "-rate", name + "messages a second", throughput[1], throughput[0],
            throughput[2], least, true, loopNs));
        if (!isWire && 1 == batch)
        {
            echoSingles = throughput[0];
        }
        else if (!isWire)
        {
            final double trades = throughput[1] * batch;
            RESULTS.add(new Results.Row(id + "-trades", name + "trades a second against messages of one that echo",
                trades, echoSingles, trades / echoSingles, TRADES_LEAST, true, loopNs));
        }
        for (int i = 0; i < 2; i++)
        {
            final double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++)
            {
                ratios[round] = trips[2 * i + 1][round] / trips[2 * i][round];
            }
            RESULTS.add(new Results.Row(id + (0 == i ? "-p50" : "-p99"), name + (0 == i ? "p50" : "p99") +
                " round trip at half of the peak, us", median(trips[2 * i + 1]), median(trips[2 * i]), median(ratios),
                isWire ? Double.NaN : 0 == i ? MIDDLE_MOST : TAIL_MOST, false, loopNs));
        }
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
            settings.put("warmUpMs", WARM_UP_MS);
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

        private void printThreads(final String name, final Load load) throws IOException
        {
            final ThreadTimes before = ThreadTimes.of(cluster);
            final double messages = load.run(ROUND_NS, 0).messagesPerSecond() * ROUND_NS /
                TimeUnit.SECONDS.toNanos(1);
            ThreadTimes.of(cluster).printSince(before, name, messages);
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
