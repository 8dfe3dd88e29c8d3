package io.flatbook.benchmark;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.GatewayDefinition;
import io.flatbook.engine.Sender;
import io.flatbook.engine.TradeTicket;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What marks and trades cost the engine, events encoded, without Aeron: a mark that crosses nobody among
 * a growing number of holders, a fall mark by mark after which a quarter of the accounts is in MARGIN_CALL, and a
 * trade. Thread CPU time, medians; a loop of fixed work is timed beside each row.
 */
public final class EngineBenchmark
{
    private static final int[] HOLDERS = {1_000, 10_000, 100_000, 1_000_000};
    private static final int LEGS = 5;
    private static final int ROUNDS = 9;
    private static final long ENTRY = 100_000;
    private static final long LOTS = 100;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int QUICK_ROUNDS = 3;
    private static final double MARK_MOST_US = 1;
    private static final double TRADE_GROWTH_MOST = 3.5;
    private static final double CROSSED_MOST_US = 2;
    private static final int HEAP_HOLDERS = 100_000;
    private static final double POSITION_MOST_BYTES = 180;

    private static int rounds = ROUNDS;
    private static long sink;

    private EngineBenchmark()
    {
    }

    /**
     * Prints a row for each number of holders.
     *
     * @param args {@code engine [--quick] [--json FILE]}.
     * @throws IOException if the file cannot be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        rounds = arguments.isQuick() ? QUICK_ROUNDS : ROUNDS;
        System.out.printf("java %s, %d processors, flags %s; medians of %d rounds, thread CPU time%n",
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(),
            ManagementFactory.getRuntimeMXBean().getInputArguments(), rounds);
        System.out.printf("%8s %14s %12s %14s %12s %12s %12s%n", "holders", "calm mark ns", "evaluated",
            "crash mark us", "evaluated", "trade ns", "loop ns");
        // The first row warms up.
        final int[] holders = arguments.isQuick() ? new int[]{HOLDERS[0], HOLDERS[1], HOLDERS[3]} :
            new int[]{HOLDERS[0], HOLDERS[0], HOLDERS[1], HOLDERS[2], HOLDERS[3]};
        final Results results = new Results();
        double[] few = null;
        double[] many = null;
        for (final int count : holders)
        {
            many = row(count);
            few = HOLDERS[1] == count ? many : few;
        }
        results.addAtMost("engine-mark", "mark that crosses nobody among 1,000,000 holders, CPU us", many[0] / 1e3,
            MARK_MOST_US);
        results.addGrowth("engine-mark-growth",
            "mark that crosses nobody among 1,000,000 holders against 10,000, CPU ns", many[0], few[0], Double.NaN);
        results.add("engine-crash", "mark of a crash that calls a quarter of 1,000,000 holders, CPU us", many[2]);
        results.addAtMost("engine-crossed", "mark of that crash, for each account that it crosses, CPU us", many[3],
            CROSSED_MOST_US);
        results.addAtMost("engine-position-heap", "heap of a position more of an account, all indexes, bytes",
            positionBytes(), POSITION_MOST_BYTES);
        results.add("engine-trade", "trade among 1,000,000 holders, CPU ns", many[1]);
        results.addGrowth("engine-trade-growth", "trade among 1,000,000 holders against 10,000, CPU ns",
            many[1], few[1], TRADE_GROWTH_MOST);
        results.writeTo(arguments.json());
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
            Math.min(few.holders, many.holders));
        return bytes;
    }

    static long heapBytes()
    {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    // Nanoseconds of a calm mark and of a trade, microseconds of a mark of the crash and of an account that it crosses.
    private static double[] row(final int holders)
    {
        final Market market = new Market(holders, LEGS);
        final double[] calm = new double[rounds];
        final double[] trade = new double[rounds];
        final double[] loop = new double[rounds];
        final int marks = Integer.getInteger("flatbook.benchmark.marks", 20_000);
        final int trades = 40_000;
        long evaluated = 0;
        for (int round = 0; round < rounds; round++)
        {
            loop[round] = loop();
            final long before = market.engine.work().accountsEvaluated();
            long startNs = THREADS.getCurrentThreadCpuTime();
            market.calm(marks);
            calm[round] = (THREADS.getCurrentThreadCpuTime() - startNs) / (double)marks;
            evaluated = (market.engine.work().accountsEvaluated() - before) / marks;
            startNs = THREADS.getCurrentThreadCpuTime();
            market.trades(trades);
            trade[round] = (THREADS.getCurrentThreadCpuTime() - startNs) / (double)trades;
        }
        final int steps = 60;
        final long before = market.engine.work().accountsEvaluated();
        final long startNs = THREADS.getCurrentThreadCpuTime();
        market.crash(steps);
        final double crash = (THREADS.getCurrentThreadCpuTime() - startNs) / 1e3 / (steps * LEGS);
        final double crossed = (market.engine.work().accountsEvaluated() - before) / (double)(steps * LEGS);
        System.out.printf(Locale.ROOT, "%8d %14.0f %12d %14.1f %12.0f %12.0f %12.2f   called %.0f %%%n", holders,
            median(calm), evaluated, crash, crossed, median(trade), median(loop), 100.0 * market.called() / holders);
        return new double[]{median(calm), median(trade), crash, crash / crossed};
    }

    static double median(final double[] values)
    {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static double loop()
    {
        final int turns = 400_000;
        final long startNs = THREADS.getCurrentThreadCpuTime();
        long z = sink | 1;
        for (int i = 0; i < turns; i++)
        {
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L + i;
        }
        sink = z;
        return (THREADS.getCurrentThreadCpuTime() - startNs) / (double)turns;
    }

    /** Accounts, long and short in turn, every one with a position in each instrument. */
    static final class Market
    {
        private final ClearingEngine engine = new LocalClearing(new Limits()).engine();
        private final SplittableRandom random = new SplittableRandom(7);
        private final TradeTicket ticket = new TradeTicket();
        private final int[] instrumentId = {0};
        private final long[] ticks = {0};
        private final Sender gateway;
        private final int holders;
        private final int legs;
        private long sequence;
        private long tradeId;

        Market(final int holders, final int legs)
        {
            this.holders = holders;
            this.legs = legs;
            final Sender risk = engine.principals().admit("risk/benchmark").sender();
            check(engine.defineAsset(risk, 0, "USD"));
            check(engine.defineGateway(risk, new GatewayDefinition(
                "benchmark", 1, 15, Switch.ON, Absent.LONG, Absent.LONG, new int[0])));
            gateway = engine.principals().gateway("benchmark").sender();
            for (int id = 1; id <= legs; id++)
            {
                check(engine.defineInstrument(risk, new InstrumentDefinition().symbol("P" + id)
                    .kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(1).tickSize(1, 0).lotSize(1, 0)
                    .multiplier(1, 0).offsetPolicy(OffsetPolicyKind.QUEUE).marginTerms(MarginTerms.of(
                        MarginTiers.of(new long[]{0}, new long[]{100_000}, new long[]{50_000}, 1)))));
                mark(id, ENTRY);
            }
            // Every other long is in MARGIN_CALL when prices have fallen by 30 %, at different depths; nobody defaults.
            final long notional = legs * LOTS * ENTRY;
            for (int i = 1; i <= holders; i++)
            {
                check(engine.openAccount(gateway, i, i, 1));
                check(engine.deposit(gateway, i, 1 == i % 4 ?
                    notional * 340 / 1_000 + random.nextLong(notional * 28 / 1_000) : 2 * notional, i));
            }
            for (int i = 1; i < holders; i += 2)
            {
                for (int id = 1; id <= legs; id++)
                {
                    trade(id, i, i + 1, LOTS);
                }
            }
        }

        void calm(final int marks)
        {
            for (int i = 0; i < marks; i++)
            {
                mark(1 + i % legs, ENTRY + random.nextInt(21) - 10);
            }
        }

        // Two strangers trade a lot back and forth.
        void trades(final int count)
        {
            for (int i = 0; i < count; i += 2)
            {
                final long long1 = 1 + 2L * random.nextInt(holders / 2);
                final long short2 = 2 + 2L * random.nextInt(holders / 2);
                final int id = 1 + random.nextInt(legs);
                trade(id, long1, short2, 1);
                trade(id, short2, long1, 1);
            }
        }

        // A fall by 30 %, then as many marks that go up and down by up to 0.2 %.
        private void crash(final int steps)
        {
            for (int step = 1; step <= steps; step++)
            {
                final long fallen = ENTRY * Math.min(step, steps / 2) * 2 / steps * 30 / 100;
                for (int id = 1; id <= legs; id++)
                {
                    mark(id, ENTRY - fallen + random.nextInt(401) - 200);
                }
            }
        }

        private long called()
        {
            long called = 0;
            for (int i = 1; i <= holders; i++)
            {
                called += AccountStatus.MARGIN_CALL == engine.book().account(i).status() ? 1 : 0;
            }
            return called;
        }

        private void trade(final int id, final long buyer, final long seller, final long lots)
        {
            check(engine.registerTrade(gateway, ticket.set(++tradeId, id, buyer, seller, lots,
                engine.book().instrument(id).markTicks(), 0, 0, TradeCause.TRADE, false, Absent.LONG, Absent.INT)));
        }

        private void mark(final int id, final long markTicks)
        {
            instrumentId[0] = id;
            ticks[0] = markTicks;
            check(engine.updateMarkPrices(gateway, ++sequence, instrumentId, ticks, 1));
        }

        private void check(final RejectReason reason)
        {
            if (RejectReason.NONE != reason)
            {
                throw new IllegalStateException(reason + " " + engine.rejectField());
            }
        }
    }
}
