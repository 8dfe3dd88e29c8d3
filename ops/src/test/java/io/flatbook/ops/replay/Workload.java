package io.flatbook.ops.replay;

import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.InstrumentDefinition;
import io.flatbook.client.MarginTier;
import io.flatbook.client.Outcome;
import io.flatbook.client.RiskSettings;
import io.flatbook.client.Trade;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectReason;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway that trades, is refused, and lets accounts default; it keeps every outcome that it was told.
 */
final class Workload implements AutoCloseable
{
    static final String GATEWAY = "gateway/a";

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int USDC = 1;
    private static final int BTC = 1;
    private static final long RICH = 1001;
    private static final long MAKER = 1002;
    private static final long MARK_TICKS = 50_000;
    private static final long FALLEN_TICKS = 46_000;
    private static final int MARKS = 200;

    private final Map<Long, Outcome> outcomes = new TreeMap<>();
    private final FlatbookClient gateway;
    private long lastTradeId;
    private long lastReference;
    private long lastMark;
    private long lastAccount = 2_000;

    private Workload(final FlatbookClient gateway)
    {
        this.gateway = gateway;
    }

    static Workload open(final String ingressEndpoints)
    {
        return open(new FlatbookClient.Context().ingressEndpoints(ingressEndpoints),
            new FlatbookClient.Context().ingressEndpoints(ingressEndpoints));
    }

    /** With contexts that know where, and by which secret. */
    static Workload open(final FlatbookClient.Context riskContext, final FlatbookClient.Context gatewayContext)
    {
        try (FlatbookClient risk =
            FlatbookClient.connect(riskContext.risk("alice").connectTimeout(PATIENCE)))
        {
            define(risk, RiskSettings.defineAsset("USDC", 2));
            define(risk, RiskSettings.defineInstrument(new InstrumentDefinition()
                .symbol("BTC-PERP").kind(InstrumentKind.LINEAR_PERPETUAL).settlementAsset(USDC)
                .units(BigDecimal.ONE, BigDecimal.ONE)
                .marginTiers(List.of(new MarginTier(0, 50_000, 30_000)))));
            define(risk, RiskSettings.defineGateway("a", 1, GatewayCapabilities.ALL, true));
        }
        final Workload workload = new Workload(
            FlatbookClient.connect(gatewayContext.gateway("a").connectTimeout(PATIENCE)));
        workload.accepted(GatewayCommands.openAccount(RICH, 1, USDC));
        workload.accepted(GatewayCommands.openAccount(MAKER, 2, USDC));
        workload.deposit(RICH, 1_000_000_00);
        workload.deposit(MAKER, 1_000_000_00);
        workload.mark(MARK_TICKS);
        return workload;
    }

    /** Outcomes that were told, by command id. */
    Map<Long, Outcome> outcomes()
    {
        return outcomes;
    }

    /** Some trades, alone and in batches, and commands of every kind of refusal. */
    void trade(final int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            accepted(GatewayCommands.registerTrade(nextTrade(RICH, MAKER, 1)));
            assertThat(submit(GatewayCommands.registerTrades(
                List.of(nextTrade(MAKER, RICH, 2), nextTrade(MAKER, 77, 1)))).isAccepted()).isTrue();
            refused(GatewayCommands.registerTrade(nextTrade(RICH, RICH, 1)), RejectReason.SAME_ACCOUNT);
            refused(GatewayCommands.withdraw(RICH, 9_000_000_00, ++lastReference),
                RejectReason.INSUFFICIENT_COLLATERAL);
            refused(GatewayCommands.deposit(77, 1, ++lastReference), RejectReason.UNKNOWN_ACCOUNT);
        }
    }

    /** Commands of several datagrams each, refused. */
    void sendLong(final int count)
    {
        final int[] instrumentIds = new int[MARKS];
        final long[] ticks = new long[MARKS];
        for (int i = 0; i < MARKS; i++)
        {
            // Each instrument twice, which refuses an update as a whole.
            instrumentIds[i] = 1 + i / 2;
            ticks[i] = MARK_TICKS;
        }
        for (int i = 0; i < count; i++)
        {
            refused(GatewayCommands.updateMarkPrices(++lastMark, instrumentIds, ticks, MARKS),
                RejectReason.INVALID_FIELD);
        }
    }

    /** An account that buys, loses more than it has, and is offset; the mark comes back. */
    void defaultRun()
    {
        final long account = ++lastAccount;
        accepted(GatewayCommands.openAccount(account, account, USDC));
        deposit(account, 3_000_00);
        accepted(GatewayCommands.registerTrade(nextTrade(account, MAKER, 1)));
        mark(FALLEN_TICKS);
        mark(MARK_TICKS);
    }

    /** Trades whose outcomes come later, or never. */
    void tradeWithoutWaiting(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            gateway.registerTradeAsync(nextTrade(RICH, MAKER, 1)).thenAccept(this::keep);
        }
    }

    @Override
    public void close()
    {
        gateway.close();
    }

    private void deposit(final long account, final long minorUnits)
    {
        accepted(GatewayCommands.deposit(account, minorUnits, ++lastReference));
    }

    private void mark(final long ticks)
    {
        accepted(GatewayCommands.updateMarkPrices(++lastMark, new int[]{BTC}, new long[]{ticks}, 1));
    }

    private Trade nextTrade(final long buyer, final long seller, final long lots)
    {
        lastTradeId++;
        return new Trade().tradeId(lastTradeId).instrument(BTC).buyer(buyer).seller(seller)
            .quantityLots(lots).priceTicks(MARK_TICKS);
    }

    private void accepted(final Command command)
    {
        final Outcome outcome = submit(command);
        assertThat(outcome.isAccepted()).as("%s", outcome).isTrue();
    }

    private void refused(final Command command, final RejectReason reason)
    {
        assertThat(submit(command).reason()).isEqualTo(reason);
    }

    private Outcome submit(final Command command)
    {
        final Outcome outcome = gateway.submit(command, PATIENCE);
        keep(outcome);
        return outcome;
    }

    private void keep(final Outcome outcome)
    {
        if (!outcome.isUnknown())
        {
            outcomes.put(outcome.commandId(), outcome);
        }
    }

    private static void define(final FlatbookClient risk, final Command command)
    {
        assertThat(risk.submit(command, PATIENCE).isAccepted()).isTrue();
    }
}
