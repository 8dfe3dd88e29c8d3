package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static io.flatbook.client.VenueFixture.PATIENCE;
import static io.flatbook.client.VenueFixture.USDC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One writer per principal (ONCE-2), over real clients and nodes. */
final class OneWriterClusterTest
{
    private static final Duration BUSY = Duration.ofSeconds(4);

    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes();

    private long accountId = 2_000;

    @Test
    void ofTwoBusyInstancesTheOlderStopsForGoodAndTheNewerIsNeverFenced()
    {
        VenueFixture.define(extension.ingressEndpoints());
        final Busy older = new Busy();
        final Busy newer = new Busy();
        try (FlatbookClient first = FlatbookClient.connect(gateway().listener(older)))
        {
            busy(Duration.ofMillis(500), first);
            assertThat(older.accepted).isPositive();
            try (FlatbookClient second = FlatbookClient.connect(gateway().listener(newer)))
            {
                busy(BUSY, first, second);
                assertThat(first.state()).isEqualTo(ConnectionState.FENCED);
                assertThat(older.fenced).isEqualTo(1);
                assertThat(older.states).endsWith(ConnectionState.FENCED);
                assertThat(first.trySubmit(openAccount())).isEqualTo(FlatbookClient.FENCED);
                assertThatThrownBy(() -> first.query(Queries.account(1), PATIENCE))
                    .isInstanceOf(NotSentException.class);
                final long acceptedBefore = newer.accepted;
                changeLeader();
                busy(BUSY, first, second);
                VenueFixture.accepted(second, openAccount());
                assertThat(newer.accepted).isGreaterThan(acceptedBefore);
                assertThat(newer.fenced).isZero();
                assertThat(newer.refused).isEmpty();
                assertThat(second.state()).isEqualTo(ConnectionState.CONNECTED);
                assertThat(first.state()).isEqualTo(ConnectionState.FENCED);
            }
        }
    }

    @Test
    void anInstanceThatSleptComesBackFencedAfterARestartOfTheCluster()
    {
        VenueFixture.define(extension.ingressEndpoints());
        final Busy sleeper = new Busy();
        final Busy newer = new Busy();
        try (FlatbookClient first = FlatbookClient.connect(gateway().listener(sleeper)))
        {
            VenueFixture.accepted(first, openAccount());
            // From here it is not polled: its session ends by itself.
            try (FlatbookClient second = FlatbookClient.connect(gateway().listener(newer)))
            {
                VenueFixture.accepted(second, openAccount());
                extension.cluster().snapshot();
                restart();
                VenueFixture.accepted(second, openAccount());
                assertThat(first.trySubmit(openAccount())).isPositive();
                final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
                while (ConnectionState.FENCED != first.state())
                {
                    first.poll();
                    second.poll();
                    assertThat(System.nanoTime() - deadlineNs).as("fenced in time").isNegative();
                }
                assertThat(sleeper.fenced).isEqualTo(1);
                assertThat(sleeper.unknown).isEqualTo(1);
                busy(Duration.ofSeconds(1), first, second);
                VenueFixture.accepted(second, openAccount());
                assertThat(newer.fenced).isZero();
            }
        }
    }

    @Test
    void aReaderOfTheSamePrincipalDisturbsNobody()
    {
        VenueFixture.define(extension.ingressEndpoints());
        final Busy writer = new Busy();
        try (FlatbookClient gateway = FlatbookClient.connect(gateway().listener(writer));
            FlatbookClient reader = FlatbookClient.connect(gateway().onlyReads(true)))
        {
            for (int i = 0; i < 10; i++)
            {
                VenueFixture.accepted(gateway, openAccount());
                assertThat(reader.query(Queries.account(VenueFixture.LONG), PATIENCE)).isNotNull();
            }
            assertThatThrownBy(() -> reader.trySubmit(openAccount())).isInstanceOf(IllegalStateException.class);
            assertThat(writer.fenced).isZero();
        }
    }

    private FlatbookClient.Context gateway()
    {
        return VenueFixture.context(extension.ingressEndpoints()).gateway("a");
    }

    private Command openAccount()
    {
        return GatewayCommands.openAccount(++accountId, accountId, USDC);
    }

    /** Sends as fast as the clients take it. */
    private void busy(final Duration time, final FlatbookClient... clients)
    {
        final long untilNs = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - untilNs < 0)
        {
            for (final FlatbookClient client : clients)
            {
                if (client.unacknowledged() < 4)
                {
                    client.trySubmit(openAccount());
                }
                client.poll();
            }
        }
    }

    private void changeLeader()
    {
        final ClusterHarness cluster = extension.cluster();
        final int leader = cluster.awaitLeader();
        cluster.stop(leader);
        cluster.awaitLeader();
        cluster.start(leader);
    }

    private void restart()
    {
        final ClusterHarness cluster = extension.cluster();
        for (int member = 0; member < cluster.members(); member++)
        {
            cluster.stop(member);
        }
        for (int member = 0; member < cluster.members(); member++)
        {
            cluster.start(member);
        }
        cluster.awaitLeader();
    }

    /** Counts. */
    private static final class Busy implements ClientListener
    {
        private final List<ConnectionState> states = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private long accepted;
        private int unknown;
        private int fenced;

        @Override
        public void onOutcome(
            final long commandId,
            final RejectReason reason,
            final RejectField field,
            final long detail,
            final long firstEventSequence)
        {
            if (RejectReason.NONE == reason)
            {
                accepted++;
            }
            else
            {
                refused.add(commandId + " " + reason + ' ' + field);
            }
        }

        @Override
        public void onOutcomeUnknown(final long commandId)
        {
            unknown++;
        }

        @Override
        public void onFenced(final long lastCommandId)
        {
            fenced++;
        }

        @Override
        public void onConnectionState(final ConnectionState state)
        {
            states.add(state);
        }
    }
}
