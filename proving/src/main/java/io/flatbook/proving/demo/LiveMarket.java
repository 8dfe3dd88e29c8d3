package io.flatbook.proving.demo;

import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.Trade;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.Profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A market that goes on after the crash, so that there is something to look at: marks walk, a few trades are made every
 * second, and again and again a gambler goes bankrupt. It ends with this process, or when the script that started it is
 * gone.
 */
final class LiveMarket
{
    /** Where a command line without a profile looks for a cluster. */
    static final int BASE_PORT = 20_000;

    private static final long FIRST_TRADER = 1_000_001;
    private static final long FIRST_GAMBLER = 2_000_001;
    private static final long FIRST_TRADE_ID = 10_000_001;
    private static final long FIRST_REFERENCE = 10_000_001;
    private static final int MARKETS = 6;
    private static final int LIVE_WINDOW = 64;
    private static final long STEP_MS = 500;
    /** Two seconds, as long as {@code scripts/node} waits. */
    private static final long STEPS_TO_RESTART = 4;
    private static final long STEP_PPM = 400;
    private static final long FALL_PPM = 25_000;
    private static final long PULL = 20;
    private static final long PPM = 1_000_000;
    private static final int GAMBLE_PARTS = 500;
    private static final int TRADE_PARTS = 20_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Stage stage;
    private final Population population;
    private final List<Terms> instruments;
    private final Random chance;
    private final Path directory;
    private final int stepsPerGambler;
    private final long[] ticks;
    private final Trade trade = new Trade();
    private long markSequence = 2;
    private long tradeId = FIRST_TRADE_ID;
    private long reference = FIRST_REFERENCE;
    private long gambler = FIRST_GAMBLER - 1;
    private Terms gambled;

    /**
     * @param stage      with the cluster, just started.
     * @param population to be loaded.
     * @param seed       of what is drawn.
     * @param directory  in which {@code ready} is written once there is something to see: what to try.
     * @param every      how often somebody goes bankrupt, at least 2 s.
     */
    LiveMarket(
        final Stage stage, final Population population, final long seed, final Path directory, final Duration every)
    {
        this.stage = stage;
        this.population = population;
        this.directory = directory;
        stepsPerGambler = (int)(every.toMillis() / STEP_MS);
        instruments = population.instruments();
        chance = new Random(seed);
        ticks = instruments.stream().mapToLong(Terms::crashTicks).toArray();
    }

    /** Crashes, says what to try, and goes on until the parent of this process is gone. */
    void run()
    {
        final long parent = parent();
        new Demo(stage, population, 1).untilCrash().forEach(stage::print);
        try (FlatbookClient gateway = stage.venue().gateway(Venue.EXCHANGE, new Crash(), false, LIVE_WINDOW))
        {
            Venue.openStreamAccounts(gateway, FIRST_TRADER);
            gamble(gateway);
            ready();
            long step = 0;
            while (parent == parent() && !Thread.currentThread().isInterrupted())
            {
                step(gateway, step);
                step++;
                if (0 == step % STEPS_TO_RESTART)
                {
                    restartDead();
                }
                final long nextNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STEP_MS);
                while (System.nanoTime() - nextNs < 0)
                {
                    gateway.poll();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                }
            }
        }
    }

    /** As a supervisor would: a machine that slept ends all nodes. One that ended in order stays down. */
    private void restartDead()
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            final Process node = stage.cluster().node(member);
            if (!node.isAlive() && 0 != node.exitValue())
            {
                try
                {
                    stage.cluster().restart(member);
                }
                catch (final IOException ex)
                {
                    throw new UncheckedIOException(ex);
                }
            }
        }
    }

    private void step(final FlatbookClient gateway, final long step)
    {
        if (stepsPerGambler - 1 == step % stepsPerGambler)
        {
            gamble(gateway);
        }
        for (int i = 0; i < ticks.length; i++)
        {
            walk(i);
        }
        if (null != gambled && stepsPerGambler - 2 == step % stepsPerGambler)
        {
            final int index = gambled.id() - 1;
            ticks[index] -= Math.max(1, ticks[index] * FALL_PPM / PPM);
        }
        markSequence++;
        final int[] ids = instruments.stream().mapToInt(Terms::id).toArray();
        send(gateway, GatewayCommands.updateMarkPrices(markSequence, ids, ticks, ids.length));
        final Terms terms = largest().get(chance.nextInt(MARKETS));
        register(gateway, terms, FIRST_TRADER + chance.nextInt(TradeStream.ACCOUNTS / 2),
            FIRST_TRADER + TradeStream.ACCOUNTS / 2 + chance.nextInt(TradeStream.ACCOUNTS / 2), TRADE_PARTS);
    }

    /**
     * A step by chance, and a part of the way back to the price of the crash.
     */
    private void walk(final int index)
    {
        final long home = instruments.get(index).crashTicks();
        final long width = Math.max(1, ticks[index] * STEP_PPM / PPM);
        ticks[index] += chance.nextLong(2 * width + 1) - width + (home - ticks[index]) / PULL;
        ticks[index] = Math.max(1, ticks[index]);
    }

    /**
     * Somebody buys with a hundredth of what it costs: the exchange guarantees the trade.
     */
    private void gamble(final FlatbookClient gateway)
    {
        gambled = largest().get((int)((gambler - FIRST_GAMBLER + 1) % MARKETS));
        gambler++;
        final long lots = Math.max(1, gambled.defaultedLots() / GAMBLE_PARTS);
        send(gateway, GatewayCommands.openAccount(gambler, gambler, Venue.ASSET));
        send(gateway, GatewayCommands.deposit(
            gambler, Math.max(1, gambled.value(lots, ticks[gambled.id() - 1]) / 100), reference));
        reference++;
        register(gateway, gambled, gambler, FIRST_TRADER + TradeStream.ACCOUNTS / 2, GAMBLE_PARTS);
    }

    private void register(
        final FlatbookClient gateway, final Terms terms, final long buyer, final long seller, final int parts)
    {
        trade.clear().tradeId(tradeId).instrument(terms.id()).buyer(buyer).seller(seller)
            .quantityLots(Math.max(1, terms.defaultedLots() / parts)).priceTicks(ticks[terms.id() - 1])
            .guaranteed(true);
        tradeId++;
        gateway.registerTrade(trade, TIMEOUT);
    }

    /**
     * Sends and goes on whatever comes of it: whoever looks may halt an instrument or kill a leader.
     */
    private void send(final FlatbookClient gateway, final Command command)
    {
        gateway.submit(command, TIMEOUT);
    }

    /** Instruments in which the defaulter had most. */
    private List<Terms> largest()
    {
        return instruments.stream().sorted(Comparator.comparingLong((Terms terms) ->
            -terms.value(terms.defaultedLots(), terms.crashTicks()))).limit(MARKETS).toList();
    }

    private void ready()
    {
        final Profile at = stage.cluster().profile();
        final Path profile = directory.resolve("demo.properties");
        final String option = stage.cluster().port(0) == BASE_PORT ? "" : " --profile " + profile;
        final Terms shown = gambled;
        final String next = shown.lotSize().multiply(BigDecimal.valueOf(
            Math.max(1, shown.defaultedLots() / GAMBLE_PARTS))).toPlainString();
        try
        {
            Files.writeString(profile, "clusterName=" + at.clusterName() + "\ningressEndpoints=" +
                at.ingressEndpoints() + "\nstatusUrls=" + String.join(",", at.statusUrls()) + '\n');
            final Path draft = directory.resolve("ready.draft");
            Files.writeString(draft, "  scripts/flatbook" + option + " distance " + gambler +
                "   # how far the price may fall until this account is bankrupt\n" +
                "  scripts/flatbook" + option + " queue " + shown.symbol() + " --side SHORT --next " + next +
                "   # who closes then\n" +
                "  scripts/flatbook" + option + " offset explain last   # within " + stepsPerGambler * STEP_MS / 1_000 +
                " s it happens: why them?\n");
            Files.move(draft, directory.resolve("ready"), StandardCopyOption.ATOMIC_MOVE);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static long parent()
    {
        return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    }
}
