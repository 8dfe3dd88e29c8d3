package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The client over real Aeron against a service that loses outcomes, events and sessions. */
final class LossyClusterTest
{
    private final ScriptedService.Faults faults = new ScriptedService.Faults();

    @RegisterExtension
    private final ClusterExtension extension =
        ClusterExtension.oneNode().hosting(() -> ScriptedService.hosted(faults));

    private final RecordingListener listener = new RecordingListener();

    @Test
    void sendsACommandAgainUntilItsOutcomeComes()
    {
        try (FlatbookClient client = connect(context().outcomeTimeout(Duration.ofMillis(200))))
        {
            faults.outcomesToDrop.set(2);
            assertThat(client.submit(GatewayCommands.closeAccount(1), ofSeconds(60)).isAccepted()).isTrue();
            assertThat(faults.repeats.get()).isGreaterThanOrEqualTo(1);
            assertThat(listener.accepted).containsExactly(1L);
        }
    }

    @Test
    void saysUnknownInTimeAndReportsTheOutcomeLater()
    {
        try (FlatbookClient client = connect(context().outcomeTimeout(ofSeconds(2))))
        {
            faults.outcomesToDrop.set(1);
            final Outcome outcome = client.submit(GatewayCommands.closeAccount(1), Duration.ofMillis(300));
            assertThat(outcome.isUnknown()).isTrue();
            assertThat(outcome.commandId()).isEqualTo(1);
            assertThat(client.outcomeOf(1, ofSeconds(60)).isAccepted()).isTrue();
            pollUntil(client, () -> listener.accepted.contains(1L));
        }
    }

    @Test
    void fillsAHoleAndALostTailOfEvents()
    {
        try (FlatbookClient client = connect(context()))
        {
            client.submit(GatewayCommands.closeAccount(1), ofSeconds(60));
            faults.eventsToDrop.set(1);
            for (int i = 2; i <= 5; i++)
            {
                client.submit(GatewayCommands.closeAccount(i), ofSeconds(60));
            }
            pollUntil(client, () -> 5 == listener.events.size());
            faults.eventsToDrop.set(1);
            client.submit(GatewayCommands.closeAccount(6), ofSeconds(60));
            pollUntil(client, () -> 6 == listener.events.size());
            assertThat(listener.events).isEqualTo(upTo(6));
        }
    }

    /** Whoever has event 99 was told of it by the cluster as it was before its backup was restored. */
    @Test
    void receivesTheEventsOfAClusterThatWasRestoredFromAnOlderState()
    {
        try (FlatbookClient client = connect(context().eventsFrom(100)))
        {
            for (int i = 1; i <= 3; i++)
            {
                client.submit(GatewayCommands.closeAccount(i), ofSeconds(60));
            }
            pollUntil(client, () -> 3 == listener.events.size());
            assertThat(listener.events).isEqualTo(upTo(3));
            assertThat(listener.notes).containsExactly("gone 1 to 1");
            assertThat(client.lastEventSequence()).isEqualTo(3);
        }
    }

    @Test
    void continuesAfterTheClusterClosedItsSession()
    {
        try (FlatbookClient client = connect(context()))
        {
            faults.sessionsToClose.set(1);
            final long[] sent = {0};
            pollUntil(client, () ->
            {
                sent[0] += 0 < client.trySubmit(GatewayCommands.closeAccount(sent[0] + 1)) ? 1 : 0;
                return listener.states.contains(ConnectionState.CONNECTING) && 100 < sent[0];
            });
            pollUntil(client, () -> sent[0] == listener.accepted.size() && sent[0] == listener.events.size());
            assertThat(listener.accepted).isEqualTo(upTo(sent[0]));
            assertThat(listener.events).isEqualTo(upTo(sent[0]));
            assertThat(listener.states).containsExactly(
                ConnectionState.CONNECTED, ConnectionState.CONNECTING, ConnectionState.CONNECTED);
        }
    }

    @Test
    void pressesBackAtTheWindow()
    {
        try (FlatbookClient client = connect(context().window(4)))
        {
            for (int i = 1; i <= 4; i++)
            {
                assertThat(client.trySubmit(GatewayCommands.closeAccount(i))).isEqualTo(i);
            }
            assertThat(client.trySubmit(GatewayCommands.closeAccount(5))).isEqualTo(FlatbookClient.BACK_PRESSURED);
            assertThat(client.unacknowledged()).isEqualTo(4);
            assertThatThrownBy(() -> client.submitAsync(GatewayCommands.closeAccount(5)).join())
                .hasCauseInstanceOf(NotSentException.class);
            pollUntil(client, () -> 0 == client.unacknowledged());
            assertThat(client.trySubmit(GatewayCommands.closeAccount(5))).isEqualTo(5);
            pollUntil(client, () -> 5 == listener.accepted.size());
        }
    }

    @Test
    void refusesAWindowThatTheClusterDoesNotRemember()
    {
        assertThatThrownBy(() -> connect(context().window(ScriptedService.OUTCOMES_RETAINED)))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("window 64");
    }

    @Test
    void aSecondSessionThatSendsFencesTheFirst()
    {
        try (FlatbookClient first = connect(context());
            FlatbookClient second = connect(context().listener(new RecordingListener())))
        {
            assertThat(first.submit(GatewayCommands.closeAccount(1), ofSeconds(60)).isAccepted()).isTrue();
            // The second connected before that command: the first one that it sends has an id that is taken.
            assertThat(second.submit(GatewayCommands.closeAccount(2), ofSeconds(60)).isRejected()).isTrue();
            assertThat(second.submit(GatewayCommands.closeAccount(3), ofSeconds(60)).isAccepted()).isTrue();
            pollUntil(first, () -> ConnectionState.FENCED == first.state());
            assertThat(listener.notes).containsExactly("fenced 2");
            assertThat(first.trySubmit(GatewayCommands.closeAccount(4))).isEqualTo(FlatbookClient.FENCED);
        }
    }

    @Test
    void aStandbySendsItsJournalAgainWithTheSameIds()
    {
        try (FlatbookClient first = connect(context()))
        {
            first.submit(GatewayCommands.closeAccount(1), ofSeconds(60));
            first.submit(GatewayCommands.closeAccount(2), ofSeconds(60));
        }
        listener.accepted.clear();
        listener.events.clear();
        try (FlatbookClient standby = connect(context().firstCommandId(2).eventsFrom(1)))
        {
            assertThat(standby.submit(GatewayCommands.closeAccount(2), ofSeconds(60)).isAccepted()).isTrue();
            assertThat(standby.submit(GatewayCommands.closeAccount(3), ofSeconds(60)).commandId()).isEqualTo(3);
            pollUntil(standby, () -> 3 == listener.events.size());
            assertThat(faults.repeats.get()).isEqualTo(1);
            assertThat(listener.events).isEqualTo(upTo(3));
        }
    }

    @Test
    void reportsEventsThatAreGone()
    {
        try (FlatbookClient first = connect(context().receiveEvents(false)))
        {
            for (int i = 1; i <= 6; i++)
            {
                first.submit(GatewayCommands.closeAccount(i), ofSeconds(60));
            }
            assertThat(listener.events).isEmpty();
        }
        faults.retainedFrom = 4;
        try (FlatbookClient second = connect(context().eventsFrom(2)))
        {
            pollUntil(second, () -> 3 == listener.events.size());
            assertThat(listener.notes).containsExactly("gone 2 to 4");
            assertThat(listener.events).containsExactly(4L, 5L, 6L);
        }
    }

    @Test
    void aCallThatWaitsIsRefusedInsideTheListener()
    {
        final FlatbookClient[] client = new FlatbookClient[1];
        try (FlatbookClient connected = connect(context().listener(new ClientListener()
        {
            @Override
            public void onOutcome(
                final long commandId,
                final RejectReason reason,
                final RejectField field,
                final long detail,
                final long firstEventSequence)
            {
                client[0].submit(GatewayCommands.closeAccount(9), ofSeconds(1));
            }
        })))
        {
            client[0] = connected;
            assertThatThrownBy(() -> connected.submit(GatewayCommands.closeAccount(1), ofSeconds(60)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("listener");
        }
    }

    private FlatbookClient.Context context()
    {
        return new FlatbookClient.Context().gateway("a").ingressEndpoints(extension.ingressEndpoints())
            .window(32).listener(listener);
    }

    private static FlatbookClient connect(final FlatbookClient.Context context)
    {
        return FlatbookClient.connect(context);
    }

    private static List<Long> upTo(final long last)
    {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static void pollUntil(final FlatbookClient client, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + ofSeconds(120).toNanos();
        while (!condition.getAsBoolean())
        {
            assertThat(System.nanoTime() - deadlineNs).as("in time").isNegative();
            client.poll();
            Thread.onSpinWait();
        }
    }
}
