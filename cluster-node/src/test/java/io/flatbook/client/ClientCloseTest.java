package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Closing a client from its own thread, from another and from a listener. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ClientCloseTest
{
    private static final Duration LONG_TIME = Duration.ofMinutes(10);

    private static final ScriptedService.Faults FAULTS = new ScriptedService.Faults();

    @RegisterExtension
    static final ClusterExtension EXTENSION =
        ClusterExtension.oneNode().hosting(() -> ScriptedService.hosted(FAULTS));

    private final RecordingListener listener = new RecordingListener();

    @Test
    void aCallThatWaitsForAnOutcomeEndsAsUnknown() throws ExecutionException, InterruptedException
    {
        final FlatbookClient client = connect(listener);
        FAULTS.outcomesToDrop.set(Integer.MAX_VALUE);
        final CompletableFuture<Outcome> waiting =
            CompletableFuture.supplyAsync(() -> client.submit(GatewayCommands.closeAccount(1), LONG_TIME));
        awaitSent(client);

        client.close();

        assertThat(waiting.get().isUnknown()).isTrue();
        FAULTS.outcomesToDrop.set(0);
        assertThat(client.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(client.trySubmit(GatewayCommands.closeAccount(2))).isEqualTo(FlatbookClient.CLOSED);
        assertThatThrownBy(client::poll).isInstanceOf(NotSentException.class);
        assertThatThrownBy(() -> client.outcomeOf(1, LONG_TIME)).isInstanceOf(NotSentException.class);
        assertThatThrownBy(() -> client.query(Queries.account(1), LONG_TIME)).isInstanceOf(NotSentException.class);
        assertThat(listener.states).endsWith(ConnectionState.CLOSED).doesNotHaveDuplicates();
    }

    @Test
    void manyThreadsMayCloseWhileTheOwnerSendsAndPolls() throws ExecutionException, InterruptedException
    {
        for (int round = 0; round < 20; round++)
        {
            final FlatbookClient client = connect(new ClientListener()
            {
            });
            final AtomicLong sent = new AtomicLong();
            final CompletableFuture<Void> owner = CompletableFuture.runAsync(() -> sendUntilClosed(client, sent));
            while (sent.get() < 100)
            {
                Thread.onSpinWait();
            }
            final CompletableFuture<Void> second = CompletableFuture.runAsync(client::close);
            client.close();
            assertThat(client.state()).isEqualTo(ConnectionState.CLOSED);
            second.get();
            owner.get();
            client.close();
        }
    }

    @Test
    void aListenerMayCloseItsClient()
    {
        final FlatbookClient[] client = new FlatbookClient[1];
        client[0] = connect(new ClientListener()
        {
            @Override
            public void onOutcome(
                final long commandId,
                final RejectReason reason,
                final RejectField field,
                final long detail,
                final long firstEventSequence)
            {
                client[0].close();
                assertThat(client[0].state()).isEqualTo(ConnectionState.CONNECTED);
            }
        });
        assertThat(client[0].submit(GatewayCommands.closeAccount(1), LONG_TIME).isUnknown()).isFalse();
        assertThat(client[0].state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void closesAClientWhoseThreadIsGone() throws ExecutionException, InterruptedException
    {
        final FlatbookClient client = CompletableFuture.supplyAsync(() -> connect(listener)).get();
        final CompletableFuture<Outcome> open = client.submitAsync(GatewayCommands.closeAccount(1));
        client.close();
        assertThat(open.get().isUnknown()).isTrue();
        assertThat(client.unacknowledged()).isEqualTo(1);
    }

    private static void sendUntilClosed(final FlatbookClient client, final AtomicLong sent)
    {
        long id = 0;
        while (FlatbookClient.CLOSED != id)
        {
            id = client.tryDeposit(1, 1, sent.get() + 1);
            sent.addAndGet(0 < id ? 1 : 0);
            if (0 == sent.get() % 3 || FlatbookClient.BACK_PRESSURED == id)
            {
                pollUnlessClosed(client);
            }
        }
    }

    private static void pollUnlessClosed(final FlatbookClient client)
    {
        try
        {
            client.poll();
        }
        catch (final NotSentException ex)
        {
            assertThat(ex.why()).isEqualTo(FlatbookClient.CLOSED);
        }
    }

    private static void awaitSent(final FlatbookClient client)
    {
        while (0 == client.unacknowledged())
        {
            Thread.onSpinWait();
        }
    }

    private static FlatbookClient connect(final ClientListener listener)
    {
        return FlatbookClient.connect(new FlatbookClient.Context().gateway("a").connectTimeout(ofSeconds(60))
            .ingressEndpoints(EXTENSION.ingressEndpoints()).window(32).listener(listener));
    }
}
