package io.flatbook.proving.benchmark;

import io.flatbook.benchmark.Arguments;
import io.flatbook.benchmark.Results;
import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.Replicas;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Round trips of trades through three nodes with ten stuck consoles attached against none, in pairs: what else the
 * machine does hits both. Which comes first changes from pair to pair. Both rounds begin in the midst of the load: it
 * stands still while the consoles are started, and what nodes and client pay for after that is no console's.
 */
public final class ConsoleBenchmark
{
    private static final int CONSOLES = 10;
    private static final int PAIRS = 7;
    private static final int QUICK_PAIRS = 3;
    private static final int HEAP_MEGABYTES = 512;
    private static final double TRADES_PER_SECOND = 1_000;
    private static final long WARM_NS = TimeUnit.SECONDS.toNanos(12);
    private static final long LEAD_IN_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(5);
    private static final double MIDDLE = 50;
    private static final double TAIL = 99;
    private static final double MIDDLE_MOST = 1.10;
    private static final double TAIL_MOST = 1.25;
    private static final double NS_PER_US = 1e3;

    private ConsoleBenchmark()
    {
    }

    /**
     * Prints a table.
     *
     * @param args {@code consoles [--quick] [--threads] [--json FILE]}.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        final int pairs = arguments.isQuick() ? QUICK_PAIRS : PAIRS;
        System.out.printf("java %s, %d processors; 3 nodes, %d consoles and the client on this machine, " +
            "%.0f trades a second%n", System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(),
            CONSOLES, TRADES_PER_SECOND);
        System.out.printf("%-8s %14s %14s %7s %14s %14s %7s%n", "pair", "none p50 us", "stuck p50 us", "ratio",
            "none p99 us", "stuck p99 us", "ratio");
        // A session of a stopped process stays for the whole of a round.
        try (LocalCluster cluster = LocalCluster.start(Ground.loopback(),
            Files.createTempDirectory("flatbook-benchmark-consoles-"), "consoles", HEAP_MEGABYTES,
            Map.of("sessionTimeoutMs", "60000", "warmUpMs", "1500"));
            OwnDriver driver = OwnDriver.launch(null, null))
        {
            new Replicas(cluster.profile()).awaitLeader();
            TradeLoad.define(cluster.profile(), driver);
            try (TradeLoad load = new TradeLoad(cluster.profile(), driver, 1))
            {
                load.run(WARM_NS, TRADES_PER_SECOND);
                // What consoles ask, and what is offered in vain, is compiled in the rounds before those that count.
                stuckRound(cluster, load, false);
                measure(arguments, cluster, load, pairs);
            }
        }
    }

    private static void measure(final Arguments arguments, final LocalCluster cluster, final TradeLoad load,
        final int pairs) throws IOException
    {
        final double[][] figures = new double[6][pairs];
        for (int pair = 0; pair < pairs; pair++)
        {
            final boolean hasThreads = arguments.hasThreads() && pairs - 1 == pair;
            final double[] none;
            final double[] stuck;
            if (0 == pair % 2)
            {
                none = round(cluster, load, null, hasThreads);
                stuck = stuckRound(cluster, load, hasThreads);
            }
            else
            {
                stuck = stuckRound(cluster, load, hasThreads);
                none = round(cluster, load, null, hasThreads);
            }
            figures[0][pair] = none[0];
            figures[1][pair] = stuck[0];
            figures[2][pair] = stuck[0] / none[0];
            figures[3][pair] = none[1];
            figures[4][pair] = stuck[1];
            figures[5][pair] = stuck[1] / none[1];
            print(Integer.toString(pair + 1), figures, pair);
        }
        for (final double[] each : figures)
        {
            Arrays.sort(each);
        }
        print("median", figures, pairs / 2);
        if (null != arguments.json())
        {
            final Results results = new Results();
            final double loopNs = Results.loopNs();
            results.add(new Results.Row("consoles-p50", "ten stuck consoles against none: p50 round trip, us",
                figures[1][pairs / 2], figures[0][pairs / 2], figures[2][pairs / 2], MIDDLE_MOST, false, loopNs));
            results.add(new Results.Row("consoles-p99", "ten stuck consoles against none: p99 round trip, us",
                figures[4][pairs / 2], figures[3][pairs / 2], figures[5][pairs / 2], TAIL_MOST, false, loopNs));
            results.writeTo(arguments.json());
        }
    }

    private static double[] stuckRound(final LocalCluster cluster, final TradeLoad load, final boolean hasThreads)
        throws IOException
    {
        try (StuckConsoles consoles = StuckConsoles.start(cluster, CONSOLES))
        {
            final double[] figures = round(cluster, load, consoles, hasThreads);
            consoles.checkAttached();
            return figures;
        }
    }

    /** With consoles that are stopped when the lead-in has ended, or with none. */
    private static double[] round(final LocalCluster cluster, final TradeLoad load, final StuckConsoles consoles,
        final boolean hasThreads) throws IOException
    {
        load.run(LEAD_IN_NS, TRADES_PER_SECOND);
        if (null != consoles)
        {
            consoles.stop();
        }
        final ThreadTimes before = hasThreads ? ThreadTimes.of(cluster) : null;
        final Load.Measure measure = load.run(ROUND_NS, TRADES_PER_SECOND);
        if (hasThreads)
        {
            ThreadTimes.of(cluster).printSince(before, null == consoles ? "none" : "stuck",
                measure.roundTripsNs().getTotalCount());
        }
        return new double[]{measure.roundTripsNs().getValueAtPercentile(MIDDLE) / NS_PER_US,
            measure.roundTripsNs().getValueAtPercentile(TAIL) / NS_PER_US};
    }

    private static void print(final String name, final double[][] figures, final int at)
    {
        System.out.printf(Locale.ROOT, "%-8s %,14.0f %,14.0f %7.2f %,14.0f %,14.0f %7.2f%n", name, figures[0][at],
            figures[1][at], figures[2][at], figures[3][at], figures[4][at], figures[5][at]);
    }
}
