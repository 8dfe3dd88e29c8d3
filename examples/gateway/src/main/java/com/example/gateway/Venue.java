package com.example.gateway;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.InstrumentDefinition;
import io.flatbook.client.MarginTier;
import io.flatbook.client.Outcome;
import io.flatbook.client.Queries;
import io.flatbook.client.RiskSettings;
import io.flatbook.sbe.AssetsReportDecoder;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectReason;

/**
 * What must be there before a gateway can trade, defined by a client of role risk: an asset, a contract and the
 * gateway. Ids are given in the order of definition: who did not define something asks for it by its symbol.
 */
final class Venue
{
    static final String USDC = "USDC";
    static final String BTC_PERP = "BTC-PERP";
    private static final int VENUE_ID = 1;
    private static final int USDC_SCALE = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Venue()
    {
    }

    static void define(final FlatbookClient risk, final String gatewayName)
    {
        once(risk, RiskSettings.defineAsset(USDC, USDC_SCALE));
        once(risk, RiskSettings.defineInstrument(new InstrumentDefinition()
            .symbol(BTC_PERP).kind(InstrumentKind.LINEAR_PERPETUAL).settlementAsset(assetId(risk, USDC))
            .units(new BigDecimal("0.5"), new BigDecimal("0.001"))              // tick and lot
            .marginTiers(List.of(new MarginTier(0, 50_000, 30_000)))));         // 5 % initial, 3 % maintenance, in ppm
        once(risk, RiskSettings.defineGateway(gatewayName, VENUE_ID, GatewayCapabilities.ALL, false));
    }

    private static int assetId(final FlatbookClient client, final String symbol)
    {
        Integer after = null;
        while (true)
        {
            final Integer before = after;
            for (final AssetsReportDecoder.AssetsDecoder row : client.query(Queries.assets(after), PATIENCE).assets())
            {
                after = row.asset();
                if (symbol.equals(row.symbol()))
                {
                    return after;
                }
            }
            if (Objects.equals(before, after))
            {
                throw new IllegalStateException("there is no asset " + symbol);
            }
        }
    }

    /** Sends a definition; one that is there already is as good. Anything else is a reason to stop. */
    private static void once(final FlatbookClient risk, final Command definition)
    {
        final Outcome outcome = risk.submit(definition, PATIENCE);
        if (!outcome.isAccepted() && RejectReason.ALREADY_EXISTS != outcome.reason())
        {
            throw new IllegalStateException(outcome.toString());
        }
    }
}
