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
import io.flatbook.engine.book.Position;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.engine.offset.SortedOffsetQueue;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What a default costs the engine among a growing number of one-lot holders, every other of whom has a second position:
 * a mark that bankrupts one account of 10, 100 or 1,000 lots, under each policy, the place of one position, and a storm
 * of defaults over many instruments; beside it what a full sort of the side takes. Thread CPU time, medians.
 */
public final class OffsetBenchmark
{
    private static final int[] HOLDERS = {10_000, 100_000, 1_000_000};
    private static final int ROUNDS = 51;
    private static final int FEW_ROUNDS = 3;
    private static final int WARMUPS = 8;
    private static final double TEN_GAIN_LEAST = 1_000;
    private static final double THOUSAND_GAIN_LEAST = 100;
    private static final double GROWTH_MOST = 8;
    private static final double STORM_MOST_MS = 1_500;
    private static final long ENTRY = 100_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private OffsetBenchmark()
    {
    }

    /**
     * Prints a row for each number of holders, then the storm.
     *
     * @param args {@code offsets [--quick] [--json FILE]}.
     * @throws IOException if the file cannot be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        System.out.printf("java %s, %d processors; medians of %d rounds, thread CPU time%n",
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), ROUNDS);
        System.out.printf("%8s %10s %10s %12s %12s %12s %12s %12s %12s %12s%n", "holders", "sort ms", "first ms",
            "10 lots us", "visited", "place us", "pro rata us", "waterfill us", "100 lots us", "1,000 us");
        for (int i = 0; i < WARMUPS; i++)
        {
            row(HOLDERS[0], false);
        }
        final Results results = new Results();
        final double[] few = row(HOLDERS[0], true);
        addPoints(results, HOLDERS[0], few);
        if (!arguments.isQuick())
        {
            addPoints(results, HOLDERS[1], row(HOLDERS[1], true));
        }
        final double[] many = row(HOLDERS[2], true);
        addPoints(results, HOLDERS[2], many);
        report(results, few, many);
        results.addAtMost("offset-storm", "35,000 legs of 4,375 defaults on one mark, all entries, CPU ms", storm(),
            STORM_MOST_MS);
        results.writeTo(arguments.json());
    }

    // Of a row: microseconds of a sort, of 10 lots, a place, PRO_RATA, WATERFILL, 1,000 lots.
    private static void report(final Results results, final double[] few, final double[] many)
    {
        final String among = " among 1,000,000 holders, CPU us";
        results.addGain("offset-10", "default of 10 lots" + among + "; against a full sort", many[1], many[0],
            TEN_GAIN_LEAST);
        results.addGain("offset-1000", "default of 1,000 lots" + among + "; against a full sort", many[5], many[0],
            THOUSAND_GAIN_LEAST);
        results.addGrowth("offset-growth", "default of 10 lots" + among + "; against 10,000", many[1], few[1],
            GROWTH_MOST);
        results.addGrowth("offset-place", "place of a position" + among + "; against 10,000", many[2], few[2],
            Double.NaN);
        results.add("offset-pro-rata", "default of 10 lots, PRO_RATA" + among, many[3]);
        results.add("offset-waterfill", "default of 10 lots, WATERFILL" + among, many[4]);
    }

    private static void addPoints(final Results results, final int holders, final double[] row)
    {
        results.addPoint("full sort of a side", holders, row[0]);
        results.addPoint("default of 10 lots", holders, row[1]);
        results.addPoint("place of a position", holders, row[2]);
        results.addPoint("default of 10 lots, PRO_RATA", holders, row[3]);
        results.addPoint("default of 10 lots, WATERFILL", holders, row[4]);
        results.addPoint("default of 1,000 lots", holders, row[5]);
    }

    private static double[] row(final int holders, final boolean isShown)
    {
        final Market market = new Market(2);
        for (long i = 1; i <= holders; i++)
        {
            market.drift();
            market.open(i, ENTRY * (30 + market.random.nextInt(400)) / 100);
            market.trade(1, Market.MAKER, i, 1);
            if (0 == i % 2)
            {
                market.trade(2, Market.MAKER, i, 1);
            }
        }
        market.mark(ENTRY);
        final double sort = market.sort();
        final double first = market.defaultOf(10, OffsetPolicyKind.QUEUE) / 1e3;
        final long before = market.engine.work().positionsVisited();
        final double ten = market.defaults(10, OffsetPolicyKind.QUEUE, ROUNDS);
        final long visited = (market.engine.work().positionsVisited() - before) / ROUNDS;
        final double place = market.places();
        final double proRata = market.defaults(10, OffsetPolicyKind.PRO_RATA, ROUNDS);
        final double waterfill = market.defaults(10, OffsetPolicyKind.WATERFILL, ROUNDS);
        final double many = market.defaults(100, OffsetPolicyKind.QUEUE, ROUNDS);
        final double most = market.defaults(1_000, OffsetPolicyKind.QUEUE, FEW_ROUNDS);
        if (isShown)
        {
            System.out.printf(Locale.ROOT, "%8d %10.1f %10.1f %12.0f %12d %12.1f %12.0f %12.0f %12.0f %12.0f%n",
                holders, sort, first, ten, visited, place, proRata, waterfill, many, most);
        }
        return new double[]{sort * 1e3, ten, place, proRata, waterfill, most};
    }

    // 35,000 legs of 4,375 accounts that default at once, in 160 instruments with 440,000 accounts.
    private static double storm()
    {
        double ms = Double.NaN;
        final int instruments = 160;
        final int defaulters = 4_375;
        final int legs = 8;
        final int accounts = 440_000;
        for (int round = 0; round < 2; round++)
        {
            final Market market = new Market(instruments);
            for (long i = 1; i <= accounts; i++)
            {
                final boolean isThin = i <= defaulters;
                market.open(i, isThin ? legs * ENTRY / 9 : ENTRY * (30 + market.random.nextInt(400)) / 100);
                for (int leg = 0; leg < (isThin ? legs : 1); leg++)
                {
                    final int id = 1 + (int)((i + leg * 19) % instruments);
                    market.trade(id, isThin ? i : Market.MAKER, isThin ? Market.MAKER : i, 1);
                }
            }
            final long startNs = THREADS.getCurrentThreadCpuTime();
            market.markAll(instruments, ENTRY * 88 / 100);
            final double markMs = (THREADS.getCurrentThreadCpuTime() - startNs) / 1e6;
            int entries = 1;
            long nowMs = 1_000;
            while (!market.engine.pendingRuns().isEmpty())
            {
                nowMs += 1_000;
                market.engine.advanceTo(nowMs);
                entries++;
            }
            ms = (THREADS.getCurrentThreadCpuTime() - startNs) / 1e6;
            System.out.printf(Locale.ROOT, "storm: %d legs, %d instruments, %d accounts: first entry %.0f ms, " +
                "%d entries %.0f ms%n", defaulters * legs, instruments, accounts, markMs, entries, ms);
        }
        return ms;
    }

    /** A maker with all the longs, whose collateral no mark moves far. */
    private static final class Market
    {
        private static final long MAKER = 1L << 40;

        private final ClearingEngine engine = new LocalClearing(new Limits()).engine();
        private final SplittableRandom random = new SplittableRandom(7);
        private final TradeTicket ticket = new TradeTicket();
        private final Sender risk;
        private final Sender gateway;
        private long markTicks = ENTRY;
        private long sequence;
        private long tradeId;
        private long reference;
        private long lastDefaulter = 1L << 41;

        private Market(final int instruments)
        {
            risk = engine.principals().admit("risk/benchmark").sender();
            check(engine.defineAsset(risk, 0, "USD"));
            check(engine.defineGateway(risk, new GatewayDefinition(
                "benchmark", 1, 15, Switch.ON, Absent.LONG, Absent.LONG, new int[0])));
            gateway = engine.principals().gateway("benchmark").sender();
            for (int id = 1; id <= instruments; id++)
            {
                check(engine.defineInstrument(risk, new InstrumentDefinition().symbol("P" + id)
                    .kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(1).tickSize(1, 0).lotSize(1, 0)
                    .multiplier(1, 0).offsetPolicy(OffsetPolicyKind.QUEUE).marginTerms(MarginTerms.of(
                        MarginTiers.of(new long[]{0}, new long[]{100_000}, new long[]{50_000}, 1)))));
            }
            markAll(instruments, ENTRY);
            open(MAKER, 1L << 52);
        }

        private void open(final long account, final long minorUnits)
        {
            check(engine.openAccount(gateway, account, account, 1));
            check(engine.deposit(gateway, account, minorUnits, ++reference));
        }

        // Entries differ.
        private void drift()
        {
            mark(ENTRY + random.nextInt(2_001) - 1_000);
        }

        // The mark of the second positions drifts by up to 0.3 % from default to default.
        private double defaults(final int lots, final OffsetPolicyKind policy, final int rounds)
        {
            final double[] times = new double[rounds];
            for (int round = 0; round < rounds; round++)
            {
                check(engine.updateMarkPrices(gateway, ++sequence, new int[]{2},
                    new long[]{ENTRY + random.nextInt(601) - 300}, 1));
                times[round] = defaultOf(lots, policy);
            }
            Arrays.sort(times);
            return times[rounds / 2];
        }

        // Milliseconds of the queue by a full sort of the side.
        private double sort()
        {
            final double[] times = new double[FEW_ROUNDS];
            for (int round = 0; round < FEW_ROUNDS; round++)
            {
                final OffsetQueue sorted = SortedOffsetQueue.of(engine.margin());
                final long startNs = THREADS.getCurrentThreadCpuTime();
                sorted.side(engine.book().instrument(1), Side.SHORT);
                times[round] = (THREADS.getCurrentThreadCpuTime() - startNs) / 1e6;
            }
            Arrays.sort(times);
            return times[FEW_ROUNDS / 2];
        }

        // Microseconds of a mark that bankrupts one long.
        private double defaultOf(final int lots, final OffsetPolicyKind policy)
        {
            check(engine.setOffsetPolicy(risk, 1, policy, Switch.OFF));
            final long defaulter = ++lastDefaulter;
            open(defaulter, lots * ENTRY * 105 / 1_000);
            trade(1, defaulter, MAKER, lots);
            final long startNs = THREADS.getCurrentThreadCpuTime();
            mark(ENTRY * 893 / 1_000);
            final double us = (THREADS.getCurrentThreadCpuTime() - startNs) / 1e3;
            if (0 != engine.book().account(defaulter).legCount())
            {
                throw new IllegalStateException("it did not default");
            }
            mark(ENTRY);
            return us;
        }

        // Microseconds for the place of one position.
        private double places()
        {
            final int count = 200;
            Position position = engine.book().instrument(1).positions().next(0);
            engine.queue().rankOf(position);
            final long startNs = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < count; i++)
            {
                engine.queue().rankOf(position);
                position = engine.book().instrument(1).positions().next(position.account().id());
            }
            return (THREADS.getCurrentThreadCpuTime() - startNs) / 1e3 / count;
        }

        private void trade(final int id, final long buyer, final long seller, final long lots)
        {
            check(engine.registerTrade(gateway, ticket.set(++tradeId, id, buyer, seller, lots, markTicks, 0, 0,
                TradeCause.TRADE, false, Absent.LONG, Absent.INT)));
        }

        private void mark(final long ticks)
        {
            markTicks = ticks;
            check(engine.updateMarkPrices(gateway, ++sequence, new int[]{1}, new long[]{ticks}, 1));
        }

        private void markAll(final int instruments, final long ticks)
        {
            markTicks = ticks;
            final int[] ids = new int[instruments];
            final long[] marks = new long[instruments];
            for (int i = 0; i < instruments; i++)
            {
                ids[i] = i + 1;
                marks[i] = ticks;
            }
            check(engine.updateMarkPrices(gateway, ++sequence, ids, marks, instruments));
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
