package io.flatbook.proving.benchmark;

import io.flatbook.client.ClientListener;
import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.InstrumentDefinition;
import io.flatbook.client.MarginTier;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.client.Trade;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.Profile;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Trades of one lot, some in each message, between accounts that all have room for them; all are accepted. The gateway
 * receives events, as one that clears does.
 */
final class TradeLoad extends Load
{
    /** Trades of a message that has several. */
    static final int BATCH = 16;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String GATEWAY = "benchmark";
    private static final long TRADE_IDS_APART = 1_000_000_000;
    private static final int ASSET = 1;
    private static final int INSTRUMENTS = 3;
    private static final int ACCOUNTS = 64;
    private static final long TICKS = 50_000;
    private static final long HIGHEST_TICKS = 120_000;
    private static final long COLLATERAL = 1_000_000_000_000L;
    private static final int INITIAL_PPM = 50_000;
    private static final int MAINTENANCE_PPM = 30_000;

    private final FlatbookClient client;
    private final List<Trade> trades = new ArrayList<>();
    private long tradeId;
    private long unanswered;

    /**
     * Defines what is traded, and connects.
     *
     * @param profile of a cluster with an empty book.
     * @param driver  that sends.
     * @param batch   trades of a message; a load of a larger batch comes after one of a smaller.
     */
    TradeLoad(final Profile profile, final OwnDriver driver, final int batch)
    {
        for (int i = 0; i < batch; i++)
        {
            trades.add(new Trade());
        }
        tradeId = batch * TRADE_IDS_APART;
        client = FlatbookClient.connect(context(profile, driver).gateway(GATEWAY).window(WINDOW)
            .outcomeTimeout(TIMEOUT).listener(new Answers()));
    }

    /** Defines asset, instruments, the gateway and its accounts. */
    static void define(final Profile profile, final OwnDriver driver)
    {
        try (FlatbookClient risk = FlatbookClient.connect(
            context(profile, driver).risk(GATEWAY).listener(new ClientListener()
            {
            })))
        {
            accepted(risk, RiskSettings.defineAsset("USD", 2));
            for (int i = 1; i <= INSTRUMENTS; i++)
            {
                accepted(risk, RiskSettings.defineInstrument(new InstrumentDefinition()
                    .symbol("PERP-" + i)
                    .kind(InstrumentKind.LINEAR_PERPETUAL)
                    .settlementAsset(ASSET)
                    .units(new BigDecimal("0.1"), new BigDecimal("0.1"))
                    .maxTicks(HIGHEST_TICKS)
                    .marginTiers(List.of(new MarginTier(0, INITIAL_PPM, MAINTENANCE_PPM)))));
            }
            accepted(risk, RiskSettings.defineGateway(GATEWAY, 1, GatewayCapabilities.ALL, false));
            accepted(risk, RiskCommands.fundInsurance(ASSET, COLLATERAL));
        }
        try (FlatbookClient gateway = FlatbookClient.connect(
            context(profile, driver).gateway(GATEWAY).listener(new ClientListener()
            {
            })))
        {
            for (int id = 1; id <= ACCOUNTS; id++)
            {
                accepted(gateway, GatewayCommands.openAccount(id, id, ASSET));
                accepted(gateway, GatewayCommands.deposit(id, COLLATERAL, id));
            }
            accepted(gateway, GatewayCommands.updateMarkPrices(
                1, new int[]{1, 2, INSTRUMENTS}, new long[]{TICKS, TICKS, TICKS}, INSTRUMENTS));
        }
    }

    @Override
    boolean offer()
    {
        final long firstTradeId = tradeId;
        for (final Trade trade : trades)
        {
            final int turn = (int)(tradeId % ACCOUNTS);
            final int other = (turn + ACCOUNTS / 2) % ACCOUNTS;
            trade.clear().tradeId(++tradeId).instrument(1 + (int)(tradeId % INSTRUMENTS))
                .buyer(1 + turn).seller(1 + other).quantityLots(1).priceTicks(TICKS);
        }
        final long id = 1 == trades.size() ? client.tryRegisterTrade(trades.get(0)) : client.tryRegisterTrades(trades);
        if (id < 0)
        {
            tradeId = firstTradeId;
            return false;
        }
        unanswered++;
        return true;
    }

    @Override
    int poll()
    {
        return client.poll();
    }

    @Override
    public void close()
    {
        client.close();
    }

    private static FlatbookClient.Context context(final Profile profile, final OwnDriver driver)
    {
        return new FlatbookClient.Context()
            .clusterName(profile.clusterName())
            .ingressEndpoints(profile.ingressEndpoints())
            .aeronDirectoryName(driver.aeronDirectoryName());
    }

    private static void accepted(final FlatbookClient client, final Command command)
    {
        if (!client.submit(command, TIMEOUT).isAccepted())
        {
            throw new IllegalStateException("a command of the preparations was refused");
        }
    }

    private final class Answers implements ClientListener
    {
        @Override
        public void onTradeOutcome(
            final long commandId, final int index, final RejectReason reason, final RejectField field)
        {
            check(reason, field);
        }

        @Override
        public void onOutcome(
            final long commandId,
            final RejectReason reason,
            final RejectField field,
            final long detail,
            final long firstEventSequence)
        {
            check(reason, field);
            if (0 < unanswered)
            {
                unanswered--;
                answered();
            }
        }

        private void check(final RejectReason reason, final RejectField field)
        {
            if (RejectReason.NONE != reason)
            {
                throw new IllegalStateException("a trade was refused: " + reason + ' ' + field);
            }
        }
    }
}
