package io.flatbook.ops.monitoring;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.Queries;
import io.flatbook.client.QueryRefusedException;
import io.flatbook.client.RiskSettings;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ClusterHarness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An asker without a pause, whose questions go past many accounts.
 */
final class QueryFlood
{
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ACCOUNTS = 1_000;
    private static final int QUERIES = 500;

    private QueryFlood()
    {
    }

    /** Asks until so many questions were refused. */
    static void strike(final ClusterHarness cluster, final FlatbookClient risk, final int refusals)
    {
        final long asset = risk.submit(RiskSettings.defineAsset("Q", 2), PATIENCE).detail();
        assertThat(risk.submit(RiskSettings.defineGateway("q", 1, GatewayCapabilities.ALL, true), PATIENCE)
            .isAccepted()).isTrue();
        try (FlatbookClient gateway = FlatbookClient.connect(new FlatbookClient.Context().gateway("q")
            .ingressEndpoints(cluster.ingressEndpoints()).connectTimeout(PATIENCE)))
        {
            final List<CompletableFuture<?>> opened = new ArrayList<>();
            for (int id = 1; id <= ACCOUNTS; id++)
            {
                opened.add(gateway.submitAsync(GatewayCommands.openAccount(id, id, (int)asset)));
                gateway.poll();
            }
            await(cluster, gateway, opened);
        }
        for (long refused = 0; refused < refusals; )
        {
            final List<CompletableFuture<?>> asked = new ArrayList<>();
            for (int i = 0; i < QUERIES; i++)
            {
                asked.add(risk.queryAsync(Queries.positions(null, null, null, null)));
            }
            await(cluster, risk, asked);
            refused += asked.stream().filter(QueryFlood::isBusy).count();
        }
    }

    private static void await(
        final ClusterHarness cluster, final FlatbookClient client, final List<CompletableFuture<?>> all)
    {
        cluster.await("answers").until(() ->
        {
            client.poll();
            return all.stream().allMatch(CompletableFuture::isDone);
        });
    }

    private static boolean isBusy(final CompletableFuture<?> answer)
    {
        return answer.handle((ignore, failure) ->
            failure instanceof final QueryRefusedException busy && RejectReason.QUERY_BUSY == busy.reason()).join();
    }
}
