package io.flatbook.client.example;

import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.Outcome;
import io.flatbook.client.Trade;

import java.time.Duration;

/** The client in README.md: what stands between the marks stands there too. */
final class GatewayExample
{
    private GatewayExample()
    {
    }

    static Outcome run(final String ingressEndpoints, final ClientListener listener)
    {
        // README begin
        try (FlatbookClient client = FlatbookClient.connect(new FlatbookClient.Context()
            .gateway("exchange-a")
            .ingressEndpoints(ingressEndpoints)     // "0=localhost:20001,1=localhost:20101,2=localhost:20201"
            .listener(listener)))                   // outcomes, offsets, cancel-orders notices, margin calls
        {
            final Trade trade = new Trade().tradeId(1).instrument(1).buyer(1002).seller(1001)
                .quantityLots(1_000).priceTicks(100_000);
            final Outcome outcome = client.registerTrade(trade, Duration.ofSeconds(1));
            // outcome.status(): ACCEPTED, REJECTED (outcome.reason(), outcome.field()) or UNKNOWN; never a guess
            client.poll();                          // in your duty cycle: receive, send again, keep alive, reconnect
            return outcome;
        }
        // README end
    }
}
