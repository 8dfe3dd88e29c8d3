package com.example.gateway;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.Outcome;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The gateway against a real node in this process: everything that can happen to a trade, in one story. */
final class GatewayTest
{
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final ClusterExtension CLUSTER = ClusterExtension.oneNode();

    @Test
    void everyTradeIsBookedOrRefusedOnceAlsoOverALostConnection()
    {
        try (FlatbookClient risk = FlatbookClient.connect(context().risk("desk")))
        {
            Venue.define(risk, "exchange");
        }
        try (Gateway gateway = new Gateway(context().gateway("exchange")))
        {
            gateway.open(1001, 1, "5000");
            gateway.open(1002, 2, "20000");
            gateway.mark("50000");

            // Accepted.
            assertThat(gateway.trade(1, 1002, 1001, "0.5", "50000", PATIENCE).isAccepted()).isTrue();

            // Refused, with the reason: the seller's 5,000 do not carry 5 % of 250,000.
            final Outcome refused = gateway.trade(2, 1002, 1001, "5", "50000", PATIENCE);
            assertThat(refused.reason()).isEqualTo(RejectReason.INSUFFICIENT_MARGIN);

            // Unknown: no answer in time. It is not sent again by us, and not counted either.
            CLUSTER.cluster().stop(0);
            assertThat(gateway.trade(3, 1002, 1001, "0.1", "50000", Duration.ofMillis(200)).isUnknown()).isTrue();
            assertThat(gateway.unknown()).isEqualTo(1);

            // The node comes back; the client reconnects, sends the same bytes again and hears the outcome.
            CLUSTER.cluster().start();
            pollUntil(gateway, () -> 0 == gateway.unknown());
            assertThat(gateway.trade(4, 1001, 1002, "0.6", "50000", PATIENCE).isAccepted()).isTrue();
            pollUntil(gateway, () -> 3 == gateway.tradesSeen());
            assertThat(gateway.booked()).containsExactly(1L, 3L, 4L);
            assertThat(gateway.refused()).containsOnlyKeys(2L);
            assertThat(gateway.connections()).isGreaterThan(1);
        }
    }

    private static FlatbookClient.Context context()
    {
        return new FlatbookClient.Context().clusterName("test").ingressEndpoints(CLUSTER.ingressEndpoints());
    }

    private static void pollUntil(final Gateway gateway, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean())
        {
            assertThat(System.nanoTime() - deadlineNs).as("in time").isNegative();
            gateway.poll();
            Thread.onSpinWait();
        }
    }
}
