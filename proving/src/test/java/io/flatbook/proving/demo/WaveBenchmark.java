package io.flatbook.proving.demo;

import io.flatbook.benchmark.Arguments;
import io.flatbook.benchmark.Results;
import io.flatbook.cluster.LocalClearing;
import io.flatbook.cluster.WarmUp;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.GatewayDefinition;
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
 * What the wave of the demo costs the engine: one mark update that bankrupts the defaulter in all instruments, with its
 * default run and its events, by the population that the demo draws. Thread CPU time.
 */
public final class WaveBenchmark
{
    private static final int HOLDERS = 11_000;
    private static final long SEED = 20_251_010;
    private static final int ROUNDS = 15;
    private static final int QUICK_ROUNDS = 5;
    private static final long WARM_UP_MS = 2_500;
    private static final double MOST_MS = 60;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Population population = PopulationGenerator.generate(Wave.read(), HOLDERS, Wave.DEFICIT, SEED);
    private final ClearingEngine engine = new LocalClearing(new Limits()).engine();
    private final Sender gateway;

    private WaveBenchmark()
    {
        final Sender risk = engine.principals().admit("risk/benchmark").sender();
        check(engine.defineAsset(risk, Terms.ASSET_SCALE, "USD"));
        check(engine.defineGateway(risk, new GatewayDefinition(
            "benchmark", 1, 15, Switch.ON, Absent.LONG, Absent.LONG, new int[0])));
        gateway = engine.principals().gateway("benchmark").sender();
        for (final Terms terms : population.instruments())
        {
            check(engine.defineInstrument(risk, new InstrumentDefinition().symbol(terms.symbol())
                .kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(Venue.ASSET)
                .tickSize(1, -terms.tickDecimals()).lotSize(1, -terms.lotDecimals()).multiplier(1, 0)
                .maxTicks(terms.maxTicks()).offsetPolicy(OffsetPolicyKind.QUEUE).marginTerms(MarginTerms.of(
                    MarginTiers.of(new long[]{0}, new long[]{terms.initialPpm()},
                        new long[]{terms.maintenancePpm()}, 1)))));
        }
        check(engine.fundInsurance(risk, Venue.ASSET, Demo.FUND));
        load();
    }

    private void load()
    {
        mark(population.entryTicks(), 1);
        for (int i = 0; i < population.accounts(); i++)
        {
            check(engine.openAccount(gateway, i + 1, i + 1, Venue.ASSET));
            check(engine.deposit(gateway, i + 1, population.deposits()[i], i + 1));
        }
        final TradeTicket ticket = new TradeTicket();
        long tradeId = 0;
        for (final PlannedTrade trade : population.trades())
        {
            check(engine.registerTrade(gateway, ticket.set(++tradeId, trade.instrumentId(), trade.buyerId(),
                trade.sellerId(), trade.lots(), trade.ticks(), 0, 0, TradeCause.TRADE, true, Absent.LONG,
                Absent.INT)));
        }
    }

    private void mark(final long[] ticks, final long sequence)
    {
        final int[] ids = population.instruments().stream().mapToInt(Terms::id).toArray();
        check(engine.updateMarkPrices(gateway, sequence, ids, ticks, ids.length));
    }

    private void check(final RejectReason reason)
    {
        if (RejectReason.NONE != reason)
        {
            throw new IllegalStateException(reason + " " + engine.rejectField());
        }
    }

    /**
     * Prints a row for each wave: the first after the warm-up of a node, as a node would see it, then further ones.
     *
     * @param args {@code wave [--quick] [--json FILE]}.
     * @throws IOException if the file cannot be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        final Results results = new Results();
        System.out.printf("java %s, %d processors; %d holders, seed %d, after a warm-up of %d ms; thread CPU time%n",
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), HOLDERS, SEED, WARM_UP_MS);
        System.out.printf("%6s %10s %10s %12s%n", "round", "ms", "positions", "visited");
        WarmUp.run(WARM_UP_MS);
        final int rounds = arguments.isQuick() ? QUICK_ROUNDS : ROUNDS;
        final double[] times = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            final WaveBenchmark wave = new WaveBenchmark();
            times[round] = wave.crash(1 + round);
        }
        results.addAtMost(
            "wave-first", "the demo's wave of 4,548 legs, the first of a node, CPU ms", times[0], MOST_MS);
        Arrays.sort(times);
        results.addAtMost("wave", "the demo's wave of 4,548 legs, median of " + rounds + ", CPU ms",
            times[rounds / 2], MOST_MS);
        results.writeTo(arguments.json());
    }

    private double crash(final int round)
    {
        final long[] ticks = population.instruments().stream().mapToLong(Terms::crashTicks).toArray();
        final long visited = engine.work().positionsVisited();
        final long positions = positions(engine);
        final long startNs = THREADS.getCurrentThreadCpuTime();
        mark(ticks, 2);
        final double ms = (THREADS.getCurrentThreadCpuTime() - startNs) / 1e6;
        if (0 != engine.book().account(Population.DEFAULTER).legCount())
        {
            throw new IllegalStateException("the defaulter still holds positions");
        }
        System.out.printf(Locale.ROOT, "%6d %10.1f %10d %12d%n", round, ms, positions,
            engine.work().positionsVisited() - visited);
        return ms;
    }

    private static long positions(final ClearingEngine engine)
    {
        long positions = 0;
        for (int id = 1; id <= engine.book().lastInstrumentId(); id++)
        {
            positions += engine.book().instrument(id).positions().count();
        }
        return positions;
    }
}
