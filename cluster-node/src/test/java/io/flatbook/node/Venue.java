package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.InstrumentDefinition;
import io.flatbook.client.MarginTier;
import io.flatbook.client.Outcome;
import io.flatbook.client.Queries;
import io.flatbook.client.RiskSettings;
import io.flatbook.client.Trade;
import io.flatbook.sbe.AuditReportDecoder;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.Switch;

/**
 * A venue with one asset, one instrument and two accounts, and the session of its gateway.
 */
final class Venue implements AutoCloseable
{
    static final long ALICE = 1001;
    static final long BOB = 1002;
    static final int BTC = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int USDC = 1;
    private static final long MARK_TICKS = 50_000;

    private final FlatbookClient gateway;
    private long lastTradeId;

    private Venue(final FlatbookClient gateway)
    {
        this.gateway = gateway;
    }

    /** Define all of it, and connect its gateway. */
    static Venue open(final String ingressEndpoints)
    {
        return open(ingressEndpoints, null);
    }

    /** The same over a wire that is sealed with keys, if there are any. */
    static Venue open(final String ingressEndpoints, final Path keyFile)
    {
        try (FlatbookClient risk = FlatbookClient.connect(new FlatbookClient.Context()
            .risk("alice").ingressEndpoints(ingressEndpoints).transportKeyFile(keyFile).connectTimeout(PATIENCE)))
        {
            accepted(risk, RiskSettings.defineAsset("USDC", 2));
            accepted(risk, RiskSettings.defineInstrument(new InstrumentDefinition()
                .symbol("BTC-PERP").kind(InstrumentKind.LINEAR_PERPETUAL).settlementAsset(USDC)
                .units(BigDecimal.ONE, BigDecimal.ONE)
                .marginTiers(List.of(new MarginTier(0, 50_000, 30_000)))));
            accepted(risk, RiskSettings.defineGateway("a", 1, GatewayCapabilities.ALL, true));
        }

        final Venue venue = connect(ingressEndpoints, keyFile);
        venue.accepted(GatewayCommands.openAccount(ALICE, 1, USDC));
        venue.accepted(GatewayCommands.openAccount(BOB, 2, USDC));
        venue.accepted(GatewayCommands.deposit(ALICE, 1_000_000_00, 1));
        venue.accepted(GatewayCommands.deposit(BOB, 1_000_000_00, 2));
        venue.accepted(GatewayCommands.updateMarkPrices(1, new int[]{BTC}, new long[]{MARK_TICKS}, 1));
        return venue;
    }

    /** Connect to what was opened before; trades go on from the id given. */
    static Venue connect(final String ingressEndpoints)
    {
        return connect(ingressEndpoints, null);
    }

    private static Venue connect(final String ingressEndpoints, final Path keyFile)
    {
        return new Venue(FlatbookClient.connect(new FlatbookClient.Context()
            .gateway("a").ingressEndpoints(ingressEndpoints).transportKeyFile(keyFile).connectTimeout(PATIENCE)));
    }

    Venue tradesFrom(final long tradeId)
    {
        lastTradeId = tradeId - 1;
        return this;
    }

    Outcome trade(final long quantityLots)
    {
        return gateway.registerTrade(nextTrade(quantityLots), PATIENCE);
    }

    /** Register a trade and do not wait for what becomes of it; its command id. */
    long tradeAndForget(final long quantityLots)
    {
        final long commandId = gateway.trySubmit(GatewayCommands.registerTrade(nextTrade(quantityLots)));
        assertThat(commandId).isPositive();
        return commandId;
    }

    long openInterestLots()
    {
        return gateway.query(Queries.instrument(BTC), PATIENCE).openInterestLots();
    }

    boolean isBalanced()
    {
        final AuditReportDecoder audit = gateway.query(Queries.audit(USDC), PATIENCE);
        return Switch.ON == audit.balanced() && Switch.ON == audit.quantitySumZero();
    }

    void accepted(final Command command)
    {
        accepted(gateway, command);
    }

    FlatbookClient gateway()
    {
        return gateway;
    }

    @Override
    public void close()
    {
        gateway.close();
    }

    private Trade nextTrade(final long quantityLots)
    {
        lastTradeId++;
        return new Trade().tradeId(lastTradeId).instrument(BTC).buyer(ALICE).seller(BOB)
            .quantityLots(quantityLots).priceTicks(MARK_TICKS);
    }

    private static void accepted(final FlatbookClient client, final Command command)
    {
        final Outcome outcome = client.submit(command, PATIENCE);
        assertThat(outcome.isAccepted()).as("%s", outcome).isTrue();
    }
}
