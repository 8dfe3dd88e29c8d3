package io.flatbook.client;

import io.flatbook.sbe.InstrumentKind;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** One asset, one instrument, one gateway and two accounts of two owners, made through the client. */
final class VenueFixture
{
    static final Duration PATIENCE = Duration.ofSeconds(120);
    static final int USDC = 1;
    static final int BTC = 1;
    static final long SHORT = 1001;
    static final long LONG = 1002;

    private VenueFixture()
    {
    }

    static FlatbookClient.Context context(final String ingressEndpoints)
    {
        return new FlatbookClient.Context().clusterName("test").ingressEndpoints(ingressEndpoints);
    }

    /** Defines all that must be defined, and opens and funds the accounts. */
    static void define(final String ingressEndpoints)
    {
        try (FlatbookClient risk = FlatbookClient.connect(context(ingressEndpoints).risk("alice"));
            FlatbookClient gateway = FlatbookClient.connect(context(ingressEndpoints).gateway("a")))
        {
            assertThat(accepted(risk, RiskSettings.defineAsset("USDC", 6)).detail()).isEqualTo(USDC);
            assertThat(accepted(risk, RiskSettings.defineInstrument(new InstrumentDefinition().symbol("BTC-PERP")
                .kind(InstrumentKind.LINEAR_PERPETUAL).settlementAsset(USDC)
                .units(new BigDecimal("0.5"), new BigDecimal("0.001"))
                .marginTiers(List.of(new MarginTier(0, 50_000, 30_000))))).detail()).isEqualTo(BTC);
            accepted(risk, RiskSettings.defineGateway("a", 1, GatewayCapabilities.ALL, true));
            accepted(gateway, GatewayCommands.openAccount(SHORT, 1, USDC));
            accepted(gateway, GatewayCommands.openAccount(LONG, 2, USDC));
            accepted(gateway, GatewayCommands.deposit(SHORT, 4_999_000_000L, 1));
            accepted(gateway, GatewayCommands.deposit(LONG, 20_000_000_000L, 2));
            accepted(gateway, marks(1, 100_000));
        }
    }

    static Command marks(final long markSequence, final long ticks)
    {
        return GatewayCommands.updateMarkPrices(markSequence, new int[]{BTC}, new long[]{ticks}, 1);
    }

    static Outcome accepted(final FlatbookClient client, final Command command)
    {
        final Outcome outcome = client.submit(command, PATIENCE);
        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(Outcome.Status.ACCEPTED);
        return outcome;
    }
}
