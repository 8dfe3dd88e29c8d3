package io.flatbook.cluster;

import io.flatbook.benchmark.Arguments;
import io.flatbook.benchmark.Results;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * What the largest entries cost that touch all holders of an instrument at once, and how many events and bytes they
 * emit: all accounts are of one venue, half of them long and half short one lot, or all but one long against that one.
 * CPU time of engine and event encoder, warm as a node is when it reports that it is ready.
 */
public final class EntryBenchmark
{
    private static final int ACCOUNTS = 1_000_000;
    private static final long FIRST_ACCOUNT = 1_000;
    private static final int CROSSINGS = 3;
    private static final int LOTS_WITH_HAIRCUT = 1_000;
    private static final long WARM_UP_MS = 2_500;
    private static final double MOST_MS = 2_000;
    private static final List<OffsetPolicyKind> POLICIES =
        List.of(OffsetPolicyKind.QUEUE, OffsetPolicyKind.PRO_RATA, OffsetPolicyKind.WATERFILL);
    private static final String BANKRUPT = "mark: half of all bankrupt, its entry";
    private static final String BANKRUPT_BOTH = "mark: half bankrupt, who meet each other elsewhere";

    private final Results results;
    private LocalClearing book;
    private Desk desk;
    private long markSequence;
    private String worstEntry;
    private double worstMs;
    private long timeMs = 1_000;

    private EntryBenchmark(final Results results)
    {
        this.results = results;
        begin();
    }

    /**
     * Prints the table. Without {@code --quick} it ends with a second book, of accounts that are bankrupt by one
     * instrument and hold another on both sides, so that their runs close against each other there.
     *
     * @param args {@code entries [--quick] [--json FILE]}.
     * @throws IOException if the file cannot be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        System.out.printf("java %s, %d processors; %d accounts with one lot each%n",
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), ACCOUNTS);
        System.out.printf("%-44s %8s %10s %10s%n", "entry", "CPU, ms", "events", "MB");
        WarmUp.run(WARM_UP_MS);
        final Results results = new Results();
        allEntries(results, arguments.isQuick());
        if (!arguments.isQuick())
        {
            final EntryBenchmark benchmark = new EntryBenchmark(results);
            benchmark.populate();
            benchmark.tradeAmongShorts();
            benchmark.defaults(BANKRUPT_BOTH);
        }
        results.writeTo(arguments.json());
    }

    private static void allEntries(final Results results, final boolean isQuick)
    {
        final EntryBenchmark benchmark = new EntryBenchmark(results);
        benchmark.populate();
        benchmark.crossings(isQuick ? 1 : CROSSINGS);
        benchmark.walks();
        benchmark.defaults(BANKRUPT);
        for (final OffsetPolicyKind policy : isQuick ? List.of(OffsetPolicyKind.PRO_RATA) : POLICIES)
        {
            benchmark.begin();
            benchmark.oneAgainstAll(policy);
        }
        if (!isQuick)
        {
            benchmark.begin();
            benchmark.haircutOfAll();
        }
        benchmark.begin();
        benchmark.populate();
        benchmark.measure("settlement of all", benchmark.settlement());
        results.addAtMost("entry-worst", "the largest single entry among 1,000,000 accounts: " +
            benchmark.worstEntry + ", CPU ms", benchmark.worstMs, MOST_MS);
    }

    /** Another book, without accounts. */
    private void begin()
    {
        book = new LocalClearing(new Limits());
        desk = Books.traded(new Desk(book));
        markSequence = 1;
    }

    /** Shorts hold 500.00, longs 20,000.00; initial margin 50.00 and maintenance 30.00 at the first mark of 1,000. */
    private void populate()
    {
        desk.accepted(Desk.GATEWAY, Messages.deposit(1, 1_000_000_000L, 9));
        for (long account = FIRST_ACCOUNT; account < FIRST_ACCOUNT + ACCOUNTS; account++)
        {
            final boolean isLong = 1 == account % 2;
            desk.accepted(Desk.GATEWAY, Messages.openAccount(account, account, 1));
            desk.accepted(Desk.GATEWAY, Messages.deposit(account, isLong ? 2_000_000 : 50_000, account));
            if (isLong)
            {
                desk.accepted(Desk.GATEWAY, Messages.registerTrade(account, account, account - 1, 1, 1_000));
            }
        }
    }

    /** All others are long a lot against one account, which the mark bankrupts: a run pairs it with each of them. */
    private void oneAgainstAll(final OffsetPolicyKind policy)
    {
        desk.accepted(Desk.RISK, RiskMessages.setOffsetPolicy(1, policy));
        desk.accepted(Desk.GATEWAY, Messages.openAccount(FIRST_ACCOUNT, FIRST_ACCOUNT, 1));
        desk.accepted(Desk.GATEWAY, Messages.deposit(FIRST_ACCOUNT, 50_000L * ACCOUNTS, FIRST_ACCOUNT));
        for (long account = FIRST_ACCOUNT + 1; account < FIRST_ACCOUNT + ACCOUNTS; account++)
        {
            desk.accepted(Desk.GATEWAY, Messages.openAccount(account, account, 1));
            desk.accepted(Desk.GATEWAY, Messages.deposit(account, 2_000_000, account));
            desk.accepted(Desk.GATEWAY, Messages.registerTrade(account, account, FIRST_ACCOUNT, 1, 1_000));
        }
        final String entry = "mark: one bankrupt against all others, " + policy;
        final double cpuMs = measure(entry, mark(2_100));
        results.addAtMost("entry-one-" + policy.name().toLowerCase(Locale.ROOT).replace('_', '-'), "a default of " +
            "999,999 lots against as many holders, " + policy + ", its entry, CPU ms", cpuMs, MOST_MS);
    }

    /**
     * A mark bankrupts a short of 1,000 lots by 340.00 a lot; those whom pro rata takes for it bought their lots
     * shortly before, at a price that gains them 20.00; all others gained 500.00: a haircut takes the rest from them.
     */
    private void haircutOfAll()
    {
        final long defaulter = FIRST_ACCOUNT + ACCOUNTS;
        final long maker = defaulter + 1;
        desk.accepted(Desk.RISK, RiskMessages.setOffsetPolicy(1, OffsetPolicyKind.PRO_RATA));
        desk.accepted(Desk.GATEWAY, Messages.openAccount(defaulter, defaulter, 1));
        desk.accepted(Desk.GATEWAY, Messages.deposit(defaulter, 16_000L * LOTS_WITH_HAIRCUT, 901));
        desk.accepted(Desk.GATEWAY, Messages.openAccount(maker, maker, 1));
        desk.accepted(Desk.GATEWAY, Messages.deposit(maker, 3_000_000L * ACCOUNTS, 902));
        for (long account = FIRST_ACCOUNT; account < FIRST_ACCOUNT + ACCOUNTS; account++)
        {
            desk.accepted(Desk.GATEWAY, Messages.openAccount(account, account, 1));
            desk.accepted(Desk.GATEWAY, Messages.deposit(account, 2_000_000, account));
        }
        long tradeId = FIRST_ACCOUNT;
        for (long account = FIRST_ACCOUNT + LOTS_WITH_HAIRCUT; account < FIRST_ACCOUNT + ACCOUNTS; account++)
        {
            final boolean sellsDefaulter = account < FIRST_ACCOUNT + 2 * LOTS_WITH_HAIRCUT;
            desk.accepted(Desk.GATEWAY,
                Messages.registerTrade(++tradeId, account, sellsDefaulter ? defaulter : maker, 1, 1_000));
        }
        mark(1_050).run();
        for (long account = FIRST_ACCOUNT; account < FIRST_ACCOUNT + LOTS_WITH_HAIRCUT; account++)
        {
            desk.accepted(Desk.GATEWAY, Messages.registerTrade(++tradeId, account, maker, 1, 1_480));
        }
        final double cpuMs = measure("mark: one bankrupt, a haircut of all others", mark(1_500));
        results.addAtMost("entry-haircut",
            "a default of 1,000 lots with a haircut of 999,000 winners, its entry, CPU ms", cpuMs, MOST_MS);
    }

    /** Of two shorts one is long and one short in a second instrument, whose mark stays. */
    private void tradeAmongShorts()
    {
        desk.accepted(Desk.RISK, RiskMessages.defineInstrument("ETH", InstrumentKind.LINEAR_PERPETUAL));
        desk.accepted(Desk.GATEWAY, Messages.updateMarkPrices(++markSequence, 1_000, 1_000));
        long tradeId = FIRST_ACCOUNT + ACCOUNTS;
        for (long account = FIRST_ACCOUNT; account + 2 < FIRST_ACCOUNT + ACCOUNTS; account += 4)
        {
            desk.accepted(Desk.GATEWAY, Messages.registerTrade(++tradeId, account, account + 2, 1, 1_000,
                (terms) -> terms.instrument(2)));
        }
    }

    /** At 1,450 a short has 50.00 against 72.50 initial and 43.50 maintenance, at 1,460 40.00 against 43.80. */
    private void crossings(final int times)
    {
        for (int i = 0; i < times; i++)
        {
            measure("mark: half of all to MARGIN_CALL", mark(1_450));
            measure("mark: half of all back to HEALTHY", mark(1_000));
            measure("mark: half of all to LIQUIDATING", mark(1_460));
            measure("mark: half of all back to HEALTHY", mark(1_000));
        }
    }

    private void walks()
    {
        measure("funding of all", () -> desk.accepted(Desk.GATEWAY, Messages.applyFunding(1, 10_000, 77)));
        measure("variation of all", () -> desk.accepted(Desk.RISK, RiskMessages.settleVariation(1)));
        measure("close of a business day, with its root",
            () -> desk.accepted(Desk.RISK, RiskMessages.closeBusinessDay(20251010)));
    }

    /** All shorts are bankrupt at once; what one entry does not take follows with the ticks. */
    private void defaults(final String entry)
    {
        measure(entry, mark(2_100));
        final ClearingEngine engine = book.engine();
        long worst = 0;
        int ticks = 0;
        while (!engine.pendingRuns().isEmpty())
        {
            timeMs += 100;
            ticks++;
            final long startNs = cpuNs();
            desk.time(timeMs);
            worst = Math.max(worst, cpuNs() - startNs);
        }
        final String name = "the longest of " + ticks + " ticks after it";
        System.out.printf(Locale.ROOT, "%-44s %8.0f %10s %10s%n", name, worst / 1e6, "", "");
        took("500,000 bankrupt on one mark, " + name, worst / 1e6);
    }

    private Runnable settlement()
    {
        return () -> desk.accepted(Desk.RISK, RiskMessages.settleInstrument(1, 1_000));
    }

    private Runnable mark(final long ticks)
    {
        final UnsafeBuffer message = Messages.updateMarkPrices(++markSequence, ticks);
        return () -> desk.accepted(Desk.GATEWAY, message);
    }

    private double measure(final String entry, final Runnable command)
    {
        final long firstSequence = book.publisher().nextSequence();
        final long startNs = cpuNs();
        command.run();
        final long events = book.publisher().nextSequence() - firstSequence;
        final double cpuMs = (cpuNs() - startNs) / 1e6;
        System.out.printf(Locale.ROOT, "%-44s %8.0f %10d %10.1f%n", entry, cpuMs, events, bytes(firstSequence) / 1e6);
        took(entry, cpuMs);
        if (BANKRUPT.equals(entry))
        {
            results.addAtMost("entry-bankrupt", "500,000 bankrupt on one mark, its entry, CPU ms", cpuMs, MOST_MS);
        }
        if (BANKRUPT_BOTH.equals(entry))
        {
            results.addAtMost("entry-bankrupt-both", "500,000 bankrupt on one mark who meet each other in another " +
                "instrument, its entry, CPU ms", cpuMs, MOST_MS);
        }
        return cpuMs;
    }

    private void took(final String entry, final double cpuMs)
    {
        if (cpuMs > worstMs)
        {
            worstMs = cpuMs;
            worstEntry = entry;
        }
    }

    private long bytes(final long firstSequence)
    {
        final EventRing ring = book.publisher().ring();
        final UnsafeBuffer event = new UnsafeBuffer(new byte[EventRing.EVENT_LENGTH_MAX]);
        long bytes = 0;
        for (long sequence = firstSequence; sequence < ring.nextSequence(); sequence++)
        {
            bytes += ring.read(sequence, event);
        }
        return bytes;
    }

    private static long cpuNs()
    {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
