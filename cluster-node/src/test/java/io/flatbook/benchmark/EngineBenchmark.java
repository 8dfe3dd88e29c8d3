package io.flatbook.benchmark;

import io.flatbook.cluster.WarmUp;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

import static io.flatbook.benchmark.Results.median;

/**
 * What marks and trades cost the engine, events encoded, without Aeron: a mark that crosses nobody among
 * a growing number of holders, a fall mark by mark after which a quarter of the accounts is in MARGIN_CALL, and
 * trades, one by one and sixteen a message. First the warm-up of a node runs. Thread CPU time, medians; a loop of fixed
 * work is timed beside each row.
 */
public final class EngineBenchmark
{
    private static final int[] HOLDERS = {1_000, 10_000, 100_000, 1_000_000};
    private static final int LEGS = 5;
    private static final int ROUNDS = 9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int QUICK_ROUNDS = 3;
    private static final double MARK_MOST_US = 1;
    private static final double TRADE_GROWTH_MOST = 3.5;
    private static final double CROSSED_MOST_US = 2;
    private static final int HEAP_HOLDERS = 100_000;
    private static final double POSITION_MOST_BYTES = 180;

    /** As long as a node warms up. */
    private static final long WARM_UP_MS = 5_000;
    private static final int MARKS = 20_000;
    private static final int TRADES = 40_000;
    private static final int CRASH_STEPS = 60;

    private static int rounds = ROUNDS;

    private EngineBenchmark()
    {
    }

    /** Medians of a number of holders: CPU ns; of a mark of the crash, and of an account that it crosses, us. */
    private record Row(double calmNs, double crashUs, double crossedUs, double tradeNs, double batchedNs)
    {
    }

    /**
     * Prints a row for each number of holders.
     *
     * @param args {@code engine | trades [--quick] [--json FILE]}.
     * @throws IOException if the file cannot be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        final boolean hasMarks = !"trades".equals(arguments.what());
        rounds = arguments.isQuick() ? QUICK_ROUNDS : ROUNDS;
        System.out.printf("java %s, %d processors, flags %s; medians of %d rounds, thread CPU time%n",
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(),
            ManagementFactory.getRuntimeMXBean().getInputArguments(), rounds);
        WarmUp.run(WARM_UP_MS);
        System.out.printf("%8s %12s %12s %12s %14s %12s %14s%n", "holders", "trade ns", "of 16 ns", "loop ns",
            "calm mark ns", "evaluated", "crash mark us");
        // The first row compiles what the warm-up of a node does not reach.
        final int[] holders = arguments.isQuick() || !hasMarks ? new int[]{HOLDERS[0], HOLDERS[1], HOLDERS[3]} :
            new int[]{HOLDERS[0], HOLDERS[0], HOLDERS[1], HOLDERS[2], HOLDERS[3]};
        final Results results = new Results();
        Row few = null;
        Row many = null;
        for (final int count : holders)
        {
            many = row(count, hasMarks);
            few = HOLDERS[1] == count ? many : few;
            addPoints(results, count, many);
        }
        addTrades(results, few, many);
        if (hasMarks)
        {
            addMarks(results, few, many);
        }
        results.writeTo(arguments.json());
    }

    // A crash costs a mark as much as it crosses, which is not drawn.
    private static void addPoints(final Results results, final int holders, final Row row)
    {
        results.addPoint("trade", holders, row.tradeNs() / 1e3);
        if (!Double.isNaN(row.calmNs()))
        {
            results.addPoint("mark that crosses nobody", holders, row.calmNs() / 1e3);
            results.addPoint("an account that a mark crosses", holders, row.crossedUs());
        }
    }

    private static void addMarks(final Results results, final Row few, final Row many)
    {
        results.addAtMost("engine-mark", "mark that crosses nobody among 1,000,000 holders, CPU us",
            many.calmNs() / 1e3, MARK_MOST_US);
        results.addGrowth("engine-mark-growth",
            "mark that crosses nobody among 1,000,000 holders against 10,000, CPU ns", many.calmNs(), few.calmNs(),
            Double.NaN);
        results.add("engine-crash", "mark of a crash that calls a quarter of 1,000,000 holders, CPU us",
            many.crashUs());
        results.addAtMost("engine-crossed", "mark of that crash, for each account that it crosses, CPU us",
            many.crossedUs(), CROSSED_MOST_US);
        results.addAtMost("engine-position-heap", "heap of a position more of an account, all indexes, bytes",
            positionBytes(), POSITION_MOST_BYTES);
    }

    // Accounts of five positions against accounts of one.
    private static double positionBytes()
    {
        final long before = heapBytes();
        final Market few = new Market(HEAP_HOLDERS, 1);
        final long between = heapBytes();
        final Market many = new Market(HEAP_HOLDERS, LEGS);
        final long after = heapBytes();
        final double bytes = (after - between - (between - before)) / (double)(HEAP_HOLDERS * (LEGS - 1));
        // Both are still in use, so that neither is collected before.
        System.out.printf(Locale.ROOT, "%,.0f bytes of heap for a position more of an account, %d holders%n", bytes,
            Math.min(few.holders(), many.holders()));
        return bytes;
    }

    private static long heapBytes()
    {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void addTrades(final Results results, final Row few, final Row many)
    {
        results.add("engine-trade", "trade among 1,000,000 holders, CPU ns", many.tradeNs());
        results.addGrowth("engine-trade-growth", "trade among 1,000,000 holders against 10,000, CPU ns",
            many.tradeNs(), few.tradeNs(), TRADE_GROWTH_MOST);
        results.add("engine-trade-batched", "trade among 1,000,000 holders, 16 a message, CPU ns", many.batchedNs());
        results.add("engine-trade-batched-few", "trade among 10,000 holders, 16 a message, CPU ns", few.batchedNs());
    }

    private static Row row(final int holders, final boolean hasMarks)
    {
        final Market market = new Market(holders, LEGS);
        final double[] calm = new double[rounds];
        final double[] trade = new double[rounds];
        final double[] batched = new double[rounds];
        final double[] loop = new double[rounds];
        long evaluated = 0;
        for (int round = 0; round < rounds; round++)
        {
            loop[round] = Results.loopNs();
            final long before = market.evaluated();
            calm[round] = hasMarks ? ns(MARKS, () -> market.calm(MARKS)) : Double.NaN;
            evaluated += market.evaluated() - before;
            trade[round] = ns(TRADES, () -> market.trades(TRADES));
            batched[round] = ns(TRADES, () -> market.batches(TRADES));
        }
        System.out.printf(Locale.ROOT, "%8d %12.0f %12.0f %12.2f", holders, median(trade), median(batched),
            median(loop));
        double crash = Double.NaN;
        double crossed = Double.NaN;
        if (hasMarks)
        {
            final long before = market.evaluated();
            crash = ns(CRASH_STEPS * LEGS, () -> market.crash(CRASH_STEPS)) / 1e3;
            final double evaluatedByIt = (market.evaluated() - before) / (double)(CRASH_STEPS * LEGS);
            crossed = crash / evaluatedByIt;
            System.out.printf(Locale.ROOT, " %14.0f %12d %14.1f   evaluated by it %.0f, called %.0f %%", median(calm),
                evaluated / ((long)MARKS * rounds), crash, evaluatedByIt, 100.0 * market.called() / holders);
        }
        System.out.println();
        return new Row(median(calm), crash, crossed, median(trade), median(batched));
    }

    private static double ns(final int times, final Runnable work)
    {
        final long startNs = THREADS.getCurrentThreadCpuTime();
        work.run();
        return (THREADS.getCurrentThreadCpuTime() - startNs) / (double)times;
    }
}
