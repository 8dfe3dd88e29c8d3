package io.flatbook.proving.feed;

import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.InstrumentDefinition;
import io.flatbook.client.MarginTier;
import io.flatbook.client.Outcome;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.client.Trade;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.ops.link.Profile;
import io.flatbook.sbe.InstrumentKind;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway on a thread of its own that trades without a pause; now and then an account buys, loses more than it has
 * and is offset.
 */
final class MarketLoad implements AutoCloseable
{
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ASSET = 1;
    private static final int INSTRUMENT = 1;
    private static final long RICH = 1001;
    private static final long MAKER = 1002;
    private static final long MARK_TICKS = 50_000;
    private static final long FALLEN_TICKS = 46_000;
    private static final long MINOR_UNITS = 100_000_000_00L;
    private static final long DEPOSIT = 3_000_00;
    private static final long FUND = 700_00;
    private static final int TRADES_PER_ROUND = 100;
    private static final int TRADES_AT_ONCE = 10;

    private final FlatbookClient gateway;
    private final FlatbookClient risk;
    private final Thread thread = new Thread(this::run, "market-load");
    private volatile boolean isEnding;
    private volatile RuntimeException failure;
    private long lastTradeId;
    private long lastReference;
    private long lastMark;
    private long lastAccount = 2_000;

    MarketLoad(final Profile profile)
    {
        risk = FlatbookClient.connect(context(profile).risk("alice"));
        accepted(risk, RiskSettings.defineAsset("USDC", 2));
        accepted(risk, RiskSettings.defineInstrument(new InstrumentDefinition()
            .symbol("BTC-PERP").kind(InstrumentKind.LINEAR_PERPETUAL).settlementAsset(ASSET)
            .units(BigDecimal.ONE, BigDecimal.ONE)
            .marginTiers(List.of(new MarginTier(0, 50_000, 30_000)))));
        accepted(risk, RiskSettings.defineGateway("a", 1, GatewayCapabilities.ALL, true));
        gateway = FlatbookClient.connect(context(profile).gateway("a"));
        for (final long account : List.of(RICH, MAKER))
        {
            accepted(gateway, GatewayCommands.openAccount(account, account, ASSET));
            accepted(gateway, GatewayCommands.deposit(account, MINOR_UNITS, ++lastReference));
        }
        mark(MARK_TICKS);
        thread.start();
    }

    /** Fails if it could not go on. */
    void check()
    {
        if (null != failure)
        {
            throw failure;
        }
    }

    /** Ends it, all commands answered. */
    @Override
    public void close()
    {
        isEnding = true;
        try
        {
            thread.join(PATIENCE.toMillis());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        gateway.close();
        risk.close();
    }

    private void run()
    {
        try
        {
            while (!isEnding)
            {
                for (int i = 0; i < TRADES_PER_ROUND / TRADES_AT_ONCE && !isEnding; i++)
                {
                    trade();
                }
                defaultRun();
            }
        }
        catch (final RuntimeException ex)
        {
            failure = ex;
        }
    }

    private void trade()
    {
        final List<Trade> trades = new ArrayList<>();
        for (int i = 0; i < TRADES_AT_ONCE; i++)
        {
            trades.add(0 == i % 2 ? next(RICH, MAKER, 1 + i) : next(MAKER, RICH, i));
        }
        accepted(gateway, GatewayCommands.registerTrades(trades));
    }

    private void defaultRun()
    {
        final long account = ++lastAccount;
        accepted(risk, RiskCommands.fundInsurance(ASSET, FUND));
        accepted(gateway, GatewayCommands.openAccount(account, account, ASSET));
        accepted(gateway, GatewayCommands.deposit(account, DEPOSIT, ++lastReference));
        accepted(gateway, GatewayCommands.registerTrade(next(account, MAKER, 1)));
        mark(FALLEN_TICKS);
        mark(MARK_TICKS);
    }

    private Trade next(final long buyer, final long seller, final long lots)
    {
        lastTradeId++;
        return new Trade().tradeId(lastTradeId).instrument(INSTRUMENT).buyer(buyer).seller(seller)
            .quantityLots(lots).priceTicks(MARK_TICKS);
    }

    private void mark(final long ticks)
    {
        accepted(gateway, GatewayCommands.updateMarkPrices(++lastMark, new int[]{INSTRUMENT}, new long[]{ticks}, 1));
    }

    private static void accepted(final FlatbookClient client, final Command command)
    {
        final Outcome outcome = client.submit(command, PATIENCE);
        if (!outcome.isAccepted())
        {
            throw new NotAsPromisedException("a command of the load was not accepted: " + outcome);
        }
    }

    private static FlatbookClient.Context context(final Profile profile)
    {
        return new FlatbookClient.Context().clusterName(profile.clusterName())
            .ingressEndpoints(profile.ingressEndpoints()).connectTimeout(PATIENCE);
    }
}
