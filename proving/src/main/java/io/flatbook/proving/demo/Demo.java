package io.flatbook.proving.demo;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.Queries;
import io.flatbook.client.Trade;
import io.flatbook.proving.demo.Crash.Offset;
import io.flatbook.proving.demo.Crash.Waterfall;
import io.flatbook.ops.link.Replicas;
import io.flatbook.sbe.AuditReportDecoder;
import io.flatbook.sbe.Switch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The demo from start to end. Every step checks what it shows and fails with what differed.
 */
final class Demo
{
    /** Insurance fund before the crash, in minor units: less than half of the deficit. */
    static final long FUND = 4_500_000_000_000L;

    private static final int BATCH = 16;
    private static final int WINDOW = 128;
    private static final int STREAM_WINDOW = 512;
    private static final long STREAM_FIRST_ACCOUNT = 1_000_001;
    private static final int LARGEST = 10;
    private static final double PPM = 1e6;
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_MS = 1e6;
    private static final double MS_PER_S = 1e3;
    private static final int STREAM_INSTRUMENTS = 4;
    private static final long EVENTS_NS = TimeUnit.SECONDS.toNanos(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Stage stage;
    private final Population population;
    private final List<Terms> instruments;
    private final int tradesPerSecond;

    /**
     * @param stage           with the cluster, just started.
     * @param population      to be loaded.
     * @param tradesPerSecond of the stream under which the leader is killed.
     */
    Demo(final Stage stage, final Population population, final int tradesPerSecond)
    {
        this.stage = stage;
        this.population = population;
        instruments = population.instruments();
        this.tradesPerSecond = tradesPerSecond;
    }

    void run()
    {
        final List<String> results = untilCrash();
        final Venue venue = stage.venue();
        results.add(failover(venue));
        results.add(compare(venue));
        stage.print("");
        results.forEach(stage::print);
    }

    /** Starts the nodes, loads the book and lets it crash. */
    List<String> untilCrash()
    {
        stage.awaitStart();
        final Venue venue = stage.venue();
        try (FlatbookClient risk = venue.risk(new Crash(), false))
        {
            Venue.define(risk, instruments, FUND);
        }
        final CommandPump pump = new CommandPump();
        final List<String> results = new ArrayList<>();
        try (FlatbookClient gateway = venue.gateway(Venue.EXCHANGE, pump, false, WINDOW))
        {
            load(gateway, pump);
            results.add(String.format(Locale.ROOT, "book      %d instruments, %,d holders, 1 defaulter, deficit %s",
                instruments.size(), population.accounts() - 1, Figures.money(Wave.DEFICIT)));
            results.add(crash(venue, gateway));
        }
        return results;
    }

    private void load(final FlatbookClient gateway, final CommandPump pump)
    {
        Venue.mark(gateway, instruments, population.entryTicks(), 1);
        final int accounts = population.accounts();
        try (Progress progress = stage.progress("open accounts", accounts))
        {
            pump.run(gateway, accounts, i -> gateway.trySubmit(
                GatewayCommands.openAccount(i + 1, i + 1, Venue.ASSET)), progress::at);
        }
        try (Progress progress = stage.progress("take deposits", accounts))
        {
            pump.run(gateway, accounts,
                i -> gateway.tryDeposit(i + 1, population.deposits()[(int)i], i + 1), progress::at);
        }
        final List<PlannedTrade> trades = population.trades();
        final List<Trade> batch = new ArrayList<>(BATCH);
        final List<Trade> pool = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++)
        {
            pool.add(new Trade());
        }
        final int batches = (trades.size() + BATCH - 1) / BATCH;
        final DatagramDrops drops = new DatagramDrops();
        final long tookNs;
        try (Progress progress = stage.progress("register trades", trades.size()))
        {
            tookNs = pump.run(gateway, batches, i ->
            {
                fill(batch, pool, (int)i * BATCH);
                return gateway.tryRegisterTrades(batch);
            }, answered -> progress.at(Math.min(trades.size(), answered * BATCH)));
        }
        final long secondHalf = (batches - batches / 2) * (long)BATCH;
        stage.print(String.format(Locale.ROOT, "load      %,d trades in batches of %d, %d batches in flight: %,.0f " +
            "trades/s from cold, %,.0f in the second half; round trip of a batch %s; %s", trades.size(), BATCH, WINDOW,
            trades.size() * NS_PER_S / tookNs, secondHalf * NS_PER_S / pump.secondHalfNs(),
            Figures.roundTrips(pump.roundTripsNs()), drops.summary()));
    }

    private void fill(final List<Trade> batch, final List<Trade> pool, final int from)
    {
        batch.clear();
        for (int i = 0; i < BATCH && from + i < population.trades().size(); i++)
        {
            final PlannedTrade planned = population.trades().get(from + i);
            batch.add(pool.get(i).clear().tradeId(from + i + 1L).instrument(planned.instrumentId())
                .buyer(planned.buyerId()).seller(planned.sellerId()).quantityLots(planned.lots())
                .priceTicks(planned.ticks()).guaranteed(true));
        }
    }

    private String crash(final Venue venue, final FlatbookClient gateway)
    {
        final Crash crash = new Crash();
        try (FlatbookClient observer = venue.risk(crash, true))
        {
            final long startNs = System.nanoTime();
            Venue.mark(gateway, instruments, instruments.stream().mapToLong(Terms::crashTicks).toArray(), 2);
            final long tookNs = System.nanoTime() - startNs;
            while (!crash.isOver() && System.nanoTime() - startNs < EVENTS_NS)
            {
                observer.poll();
            }
            gateway.poll();
            check(crash);
            show(crash, tookNs, System.nanoTime() - startNs);
            final Waterfall waterfall = crash.waterfall();
            return String.format(Locale.ROOT, "offset    %,d legs with %,d accounts in %.0f ms; fund paid %s; " +
                "winners gave up %s; open interest -%s", crash.offsets().size(), crash.counterparties(),
                tookNs / NS_PER_MS, Figures.money(waterfall.fund()),
                Figures.money(waterfall.surcharge() + waterfall.haircut()),
                Figures.money(waterfall.notionalClosed()));
        }
    }

    private void check(final Crash crash)
    {
        if (!crash.isOver())
        {
            throw new DemoException("the defaulter's run is not over: " + crash.surprises());
        }
        if (!crash.surprises().isEmpty())
        {
            throw new DemoException("others than the defaulter were hit: " + crash.surprises());
        }
        final Waterfall w = crash.waterfall();
        expect("the deficit", Wave.DEFICIT, w.deficit());
        expect("what the layers paid", w.deficit(),
            w.ownAccounts() + w.fund() + w.surcharge() + w.haircut() + w.houseDeficit());
        expect("the fund's part", FUND, w.fund());
        expect("the open interest closed", Wave.notional(instruments), w.notionalClosed());
        expect("the surcharges of all legs", w.surcharge(),
            crash.offsets().stream().mapToLong(Offset::surcharge).sum());
        final long[] lots = new long[instruments.size()];
        crash.offsets().forEach(offset -> lots[offset.instrumentId() - 1] += offset.lots());
        for (final Terms terms : instruments)
        {
            expect("the lots closed of " + terms.symbol(), terms.defaultedLots(), lots[terms.id() - 1]);
        }
    }

    private void show(final Crash crash, final long tookNs, final long toldNs)
    {
        final Waterfall w = crash.waterfall();
        stage.print("");
        stage.print(String.format(Locale.ROOT, "The crash: one update of %d marks; its outcome came after %.1f ms " +
            "with the whole run done, all events after %.1f ms.", instruments.size(), tookNs / NS_PER_MS,
            toldNs / NS_PER_MS));
        stage.print(AsciiTable.builder().data(List.of(
            new String[] {"deficit of the defaulter", "", Figures.money(w.deficit())},
            new String[] {"1 own accounts", "", Figures.money(w.ownAccounts())},
            new String[] {"2 insurance fund", "has " + Figures.money(w.fund() + w.fundAfter()),
                Figures.money(w.fund())},
            new String[] {"3 surcharge on offsets", "due " + Figures.money(w.surchargeDue()),
                Figures.money(w.surcharge())},
            new String[] {"4 gains haircut", "", Figures.money(w.haircut())},
            new String[] {"5 house deficit", "", Figures.money(w.houseDeficit())}), List.of(
            column("waterfall (USD)", HorizontalAlign.LEFT).with(row -> row[0]),
            column("layer", HorizontalAlign.RIGHT).with(row -> row[1]),
            column("paid", HorizontalAlign.RIGHT).with(row -> row[2]))).asString());
        final List<Offset> largest = crash.offsets().stream()
            .sorted(Comparator.comparingLong((Offset offset) -> -value(offset)).thenComparing(Offset::counterparty))
            .limit(LARGEST).toList();
        stage.print("The ten largest offsets:");
        stage.print(AsciiTable.builder().data(largest, List.of(
            column("instrument", HorizontalAlign.LEFT).with(offset -> terms(offset).symbol()),
            column("account", HorizontalAlign.RIGHT).with(offset -> "" + offset.counterparty()),
            column("rank", HorizontalAlign.RIGHT).with(offset -> "" + offset.rank()),
            column("leverage", HorizontalAlign.RIGHT)
                .with(offset -> String.format(Locale.ROOT, "%.2f", offset.leveragePpm() / PPM)),
            column("quantity", HorizontalAlign.RIGHT)
                .with(offset -> Figures.quantity(terms(offset), offset.lots())),
            column("value", HorizontalAlign.RIGHT).with(offset -> Figures.money(value(offset))),
            column("gain realized", HorizontalAlign.RIGHT)
                .with(offset -> Figures.money(offset.counterpartyPnl())),
            column("surcharge", HorizontalAlign.RIGHT)
                .with(offset -> Figures.money(offset.surcharge())))).asString());
    }

    private String failover(final Venue venue)
    {
        final TradeStream stream = new TradeStream(cheapest(), STREAM_FIRST_ACCOUNT, tradesPerSecond);
        try (FlatbookClient gateway = venue.gateway(Venue.SECOND_EXCHANGE, stream, true, STREAM_WINDOW))
        {
            Venue.openStreamAccounts(gateway, STREAM_FIRST_ACCOUNT);
            stream.client(gateway);
            final LeaderKill kill = stage.step("kill the leader",
                () -> LeaderKill.under(stage.cluster(), stage.replicas(), stream, stage::talk));
            final TradeStream.Count count = stage.step("count its trades", stream::settle);
            stage.print(String.format(Locale.ROOT, "failover  %,d trades/s while it happened; node %d was started " +
                "again and had caught up after %.1f s; round trips of single trades, the gap included: %s",
                tradesPerSecond, kill.killed(), kill.caughtUpMs() / MS_PER_S,
                Figures.roundTrips(stream.roundTripsNs())));
            expect("lost trades", 0, count.lost());
            expect("trades applied twice", 0, count.twice());
            return String.format(Locale.ROOT, "failover  leader node %d killed under load: node %d leads after " +
                "%.1f s; %,d acknowledged, %,d lost, %,d resent, %,d applied twice", kill.killed(), kill.leader(),
                kill.gapMs() / MS_PER_S, count.acknowledged(), count.lost(), count.resent(), count.twice());
        }
    }

    private List<Terms> cheapest()
    {
        return instruments.stream()
            .sorted(Comparator.comparingLong((Terms terms) -> terms.value(1, terms.crashTicks())))
            .limit(STREAM_INSTRUMENTS).toList();
    }

    private String compare(final Venue venue)
    {
        try (FlatbookClient risk = venue.risk(new Crash(), false))
        {
            final AuditReportDecoder audit = risk.query(Queries.audit(Venue.ASSET), TIMEOUT);
            if (Switch.ON != audit.quantitySumZero() || Switch.ON != audit.balanced())
            {
                throw new DemoException("the audit fails: " + audit);
            }
            final Replicas.Agreement same =
                stage.step("compare all replicas", () -> stage.replicas().compare());
            return String.format(Locale.ROOT, "replicas  state hash %s on %d of %d nodes at position %,d; replica " +
                "hashes equal at %d positions; quantities sum to 0; money conserved to the last unit   OK",
                same.stateHash(), same.nodes(), same.nodes(), same.position(), same.compared());
        }
    }

    private Terms terms(final Offset offset)
    {
        return instruments.get(offset.instrumentId() - 1);
    }

    private long value(final Offset offset)
    {
        return terms(offset).value(offset.lots(), offset.markTicks());
    }

    private static Column column(final String header, final HorizontalAlign align)
    {
        return new Column().header(header).headerAlign(align).dataAlign(align);
    }

    private static void expect(final String what, final long expected, final long actual)
    {
        if (expected != actual)
        {
            throw new DemoException(String.format(Locale.ROOT, "%s: expected %,d, was %,d", what, expected, actual));
        }
    }
}
