package io.flatbook.benchmark;

import io.flatbook.cluster.CompilerDirectives;

import java.lang.management.ManagementFactory;

/**
 * What a trade costs the engine in the market of {@link EngineBenchmark}, in a process of its own: one half of the
 * pairs of {@link PairBenchmark}.
 */
public final class TradeBenchmark
{
    private static final int ROUNDS = 9;
    private static final int TRADES = 40_000;
    private static final int WARM_UP_ROUNDS = 100;

    private TradeBenchmark()
    {
    }

    /**
     * Prints, on the last line, nanoseconds of CPU a trade, the median of nine rounds.
     *
     * @param args number of accounts, and of positions of each.
     */
    public static void main(final String[] args)
    {
        CompilerDirectives.add();
        final Market market = new Market(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        market.trades(WARM_UP_ROUNDS * TRADES);
        final double[] figures = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++)
        {
            final long startNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            market.trades(TRADES);
            figures[round] =
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startNs) / (double)TRADES;
        }
        System.out.println(Results.median(figures));
    }
}
