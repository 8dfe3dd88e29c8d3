package io.flatbook.proving.benchmark;

import io.flatbook.benchmark.Arguments;
import io.flatbook.benchmark.Results;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static io.flatbook.benchmark.Results.median;

/**
 * Two clusters that share nothing but the machine, as an exchange runs them that shards by settlement asset: trades of
 * both together against those of one alone, by turns. On a machine whose processors one cluster fills, what both carry
 * together shows what the second costs; on one that has room it shows what it adds.
 */
public final class ShardBenchmark
{
    private static final int ROUNDS = 5;
    private static final int QUICK_ROUNDS = 3;
    private static final long WARM_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(4);

    private ShardBenchmark()
    {
    }

    /**
     * Prints a table.
     *
     * @param args {@code shards [--quick] [--json FILE]}.
     * @throws IOException if a node cannot be started, or the file not be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        final int rounds = arguments.isQuick() ? QUICK_ROUNDS : ROUNDS;
        final Results results = new Results();
        System.out.printf("java %s, %d processors; 3 + 3 nodes and two clients on this machine, %d rounds by turns%n" +
            "%-12s %14s %14s %8s%n", System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(),
            rounds, "a message", "one, trades/s", "two, trades/s", "ratio");
        try (Side one = Side.clearing("one", null); Side other = Side.clearing("other", null))
        {
            for (final int batch : new int[]{1, TradeLoad.BATCH})
            {
                try (Load first = one.load(batch); Load second = other.load(batch))
                {
                    compare(batch, first, second, rounds, results);
                }
            }
        }
        results.writeTo(arguments.json());
    }

    private static void compare(
        final int batch, final Load one, final Load other, final int rounds, final Results results)
    {
        one.run(WARM_NS, 0);
        other.run(WARM_NS, 0);
        final double[] alone = new double[rounds];
        final double[] together = new double[rounds];
        final double[] ratios = new double[rounds];
        final double[] loops = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            alone[round] = batch * one.run(ROUND_NS, 0).messagesPerSecond();
            final CompletableFuture<Load.Measure> beside =
                CompletableFuture.supplyAsync(() -> other.run(ROUND_NS, 0));
            together[round] =
                batch * (one.run(ROUND_NS, 0).messagesPerSecond() + beside.join().messagesPerSecond());
            ratios[round] = together[round] / alone[round];
            loops[round] = Results.loopNs();
        }
        System.out.printf(Locale.ROOT, "%-12d %,14.0f %,14.0f %8.2f%n", batch, median(alone), median(together),
            median(ratios));
        results.add(new Results.Row("shards-" + batch, "two clusters at once against one, " + batch +
            " trades a message: trades a second", median(together), median(alone), median(ratios), Double.NaN, true,
            median(loops)));
    }
}
