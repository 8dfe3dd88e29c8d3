package io.flatbook.benchmark;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.GatewayDefinition;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Sender;
import io.flatbook.engine.TradeTicket;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
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

/**
 * What one mark costs that bankrupts many one-lot holders at once (RUN-11): CPU time and positions visited for a
 * growing number of defaulters among ten times as many holders opposite.
 */
public final class RoundBenchmark
{
    private static final int[] DEFAULTERS = {100, 1_000, 4_000};
    private static final int ROUNDS = 7;
    private static final double GROWTH_MOST = 4.5;
    private static final long ENTRY = 1_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private RoundBenchmark()
    {
    }

    /**
     * Prints a row for each number of defaulters.
     *
     * @param args {@code rounds [--quick] [--json FILE]}.
     * @throws IOException if the file cannot be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        final Results results = new Results();
        double former = Double.NaN;
        System.out.printf("java %s, %d processors; medians of %d rounds, thread CPU time%n",
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), ROUNDS);
        System.out.printf("%10s %10s %12s %14s%n", "defaulters", "holders", "ms", "positions");
        for (final int defaulters : DEFAULTERS)
        {
            final double[] times = new double[ROUNDS];
            long visited = 0;
            for (int round = 0; round < ROUNDS; round++)
            {
                final Crash crash = new Crash(defaulters);
                final long visitedBefore = crash.engine.work().positionsVisited();
                final long startNs = THREADS.getCurrentThreadCpuTime();
                crash.happen();
                times[round] = (THREADS.getCurrentThreadCpuTime() - startNs) / 1e6;
                visited = crash.engine.work().positionsVisited() - visitedBefore;
            }
            Arrays.sort(times);
            System.out.printf(Locale.ROOT, "%10d %10d %12.1f %14d%n",
                defaulters, defaulters * 11, times[ROUNDS / 2], visited);
            if (defaulters == DEFAULTERS[DEFAULTERS.length - 1])
            {
                results.addGrowth("rounds", defaulters + " one-lot defaulters on one mark against 1,000, CPU ms",
                    times[ROUNDS / 2], former, GROWTH_MOST);
            }
            former = times[ROUNDS / 2];
        }
        results.writeTo(arguments.json());
    }

    /** Longs of one lot with thin collateral against ten times as many shorts with plenty. */
    private static final class Crash
    {
        private final ClearingEngine engine = new LocalClearing(new Limits()).engine();
        private final Sender gateway;
        private long sequence;

        private Crash(final int defaulters)
        {
            final Sender risk = engine.principals().admit("risk/benchmark").sender();
            check(engine.defineAsset(risk, 0, "USD"));
            check(engine.defineGateway(risk, new GatewayDefinition(
                "benchmark", 1, 15, Switch.ON, Absent.LONG, Absent.LONG, new int[0])));
            final Principal principal = engine.principals().gateway("benchmark");
            gateway = principal.sender();
            check(engine.defineInstrument(risk, new InstrumentDefinition().symbol("P")
                .kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(1).tickSize(1, 0).lotSize(1, 0)
                .multiplier(1, 0).offsetPolicy(OffsetPolicyKind.QUEUE).marginTerms(MarginTerms.of(
                    MarginTiers.of(new long[]{0}, new long[]{100_000}, new long[]{50_000}, 1)))));
            mark(ENTRY);
            for (int i = 1; i <= defaulters * 11; i++)
            {
                check(engine.openAccount(gateway, i, i, 1));
                check(engine.deposit(gateway, i, i <= defaulters ? ENTRY / 10 : ENTRY + i % 977, i));
            }
            final long maker = defaulters * 11L + 1;
            check(engine.openAccount(gateway, maker, maker, 1));
            check(engine.deposit(gateway, maker, 1L << 40, maker));
            final TradeTicket ticket = new TradeTicket();
            for (int i = 1; i <= defaulters * 11; i++)
            {
                final boolean isLong = i <= defaulters;
                check(engine.registerTrade(gateway, ticket.set(i, 1, isLong ? i : maker, isLong ? maker : i, 1, ENTRY,
                    0, 0, TradeCause.TRADE, false, Absent.LONG, Absent.INT)));
            }
        }

        private void happen()
        {
            mark(ENTRY - ENTRY / 10 - 5);
        }

        private void mark(final long ticks)
        {
            check(engine.updateMarkPrices(gateway, ++sequence, new int[]{1}, new long[]{ticks}, 1));
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
