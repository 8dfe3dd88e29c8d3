package io.flatbook.client;

import io.aeron.security.AuthenticationException;
import io.aeron.security.CredentialsSupplier;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.SecretFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static io.flatbook.client.VenueFixture.PATIENCE;
import static io.flatbook.client.VenueFixture.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Clients that must prove a secret, against a real node. */
final class SecretSessionTest
{
    private static final String GATEWAY = "gateway/a";
    private static final String RISK = "risk/alice";
    private static final Duration MOMENT = Duration.ofMillis(1_200);
    private static final Duration CHANGE_SEEN = Duration.ofMillis(1_500);
    private static final Duration SETTLED = Duration.ofSeconds(4);
    private static final Duration LOCK_OVER = Duration.ofSeconds(5);

    private final SecretFiles files = new SecretFiles().give(GATEWAY, 1).give(RISK, 1);

    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.oneNode().withSecrets(files);

    @Test
    void theRightSecretOpensASessionOfThePrincipalItIsOf()
    {
        try (FlatbookClient risk = connect(RISK, 1); FlatbookClient gateway = connect(GATEWAY, 1))
        {
            accepted(risk, RiskSettings.defineAsset("USDC", 6));
            accepted(risk, RiskSettings.defineGateway("a", 1, GatewayCapabilities.ALL, true));
            accepted(gateway, GatewayCommands.openAccount(1, 1, 1));
            assertThat(gateway.submit(RiskSettings.defineAsset("EUR", 2), PATIENCE).isRejected()).isTrue();
        }
    }

    @Test
    void whoHasNoneOrAnotherIsRejected()
    {
        final SecretFiles forged = new SecretFiles().give(GATEWAY, 1).give("gateway/nobody", 1);
        try (forged)
        {
            assertRejected(context(GATEWAY).secretFile(forged.clientFile(GATEWAY, 1)));
            assertRejected(context("gateway/nobody").secretFile(forged.clientFile("gateway/nobody", 1)));
            assertRejected(context(RISK).secretFile(files.clientFile(GATEWAY, 1)));
            assertRejected(context(GATEWAY));
            for (final byte[] garbage : new byte[][]{new byte[0], new byte[46], new byte[2_000]})
            {
                assertRejected(context(GATEWAY).credentialsSupplier(new Garbage(garbage)));
            }
        }
        connect(GATEWAY, 1).close();
    }

    @Test
    void aSecretIsChangedWithoutAPause()
    {
        files.give(GATEWAY, 2);
        await().atMost(LOCK_OVER.multipliedBy(12)).pollInterval(CHANGE_SEEN).ignoreExceptions()
            .untilAsserted(() -> connect(GATEWAY, 2).close());
        connect(GATEWAY, 1).close();
        files.take(GATEWAY, 1);
        await().atMost(LOCK_OVER.multipliedBy(12)).pollInterval(CHANGE_SEEN).untilAsserted(
            () -> assertRejected(context(GATEWAY).secretFile(files.clientFile(GATEWAY, 1))));
        connect(GATEWAY, 2).close();
    }

    @Test
    void sessionsEndWhenTheVersionThatOpenedThemIsRemoved()
    {
        files.give(GATEWAY, 2);
        try (FlatbookClient risk = connect(RISK, 1); FlatbookClient old = connect(GATEWAY, 1))
        {
            accepted(risk, RiskSettings.defineAsset("USDC", 6));
            accepted(risk, RiskSettings.defineGateway("a", 1, GatewayCapabilities.ALL, true));
            accepted(old, GatewayCommands.openAccount(1, 1, 1));
            files.take(GATEWAY, 1);
            await().atMost(PATIENCE).until(() ->
            {
                old.poll();
                risk.poll();
                return ConnectionState.CONNECTED != old.state();
            });
            assertThat(old.submit(GatewayCommands.openAccount(2, 2, 1), MOMENT).isUnknown()).isTrue();

            try (FlatbookClient changed = connect(GATEWAY, 2))
            {
                for (final long untilNs = System.nanoTime() + SETTLED.toNanos(); System.nanoTime() - untilNs < 0; )
                {
                    changed.poll();
                    risk.poll();
                    assertThat(changed.state()).as("its version is there").isEqualTo(ConnectionState.CONNECTED);
                }
                accepted(changed, GatewayCommands.openAccount(3, 3, 1));
            }
            accepted(risk, RiskSettings.defineAsset("EUR", 2));
        }
    }

    @Test
    void aRecordedHandshakeOpensNothing()
    {
        final Recorder recorder = new Recorder(
            new ProvenPrincipal(GATEWAY, Secret.read(files.clientFile(GATEWAY, 1)), Instance.next()));
        FlatbookClient.connect(context(GATEWAY).credentialsSupplier(recorder)).close();
        assertThat(recorder.answers).hasSize(1);
        final Recorder replay = new Recorder(new Replay(recorder.credentials.get(0), recorder.answers.get(0)));
        assertRejected(context(GATEWAY).credentialsSupplier(replay));
        assertThat(replay.answers).as("it was challenged, and answered as before").isNotEmpty();
        assertThat(replay.challenges.get(0)).isNotEqualTo(recorder.challenges.get(0));
    }

    @Test
    void failuresLockOutTheirPrincipalForAWhile()
    {
        final byte[] credentials = new ProvenPrincipal(
            GATEWAY, Secret.read(files.clientFile(GATEWAY, 1)), Instance.next()).encodedCredentials();
        final Recorder guess = new Recorder(new Replay(credentials, new byte[33]));
        final FlatbookClient.Context guessing = context(GATEWAY).credentialsSupplier(guess)
            .connectTimeout(Duration.ofMillis(400)).reconnect(Duration.ofSeconds(2), Duration.ofMillis(10));
        while (guess.challenges.size() < 5)
        {
            assertThatThrownBy(() -> FlatbookClient.connect(guessing)).isInstanceOf(NoAnswerException.class);
        }
        assertRejected(context(GATEWAY).secretFile(files.clientFile(GATEWAY, 1)).connectTimeout(
            Duration.ofMillis(500)));
        connect(RISK, 1).close();
        await().atMost(LOCK_OVER.multipliedBy(12)).pollInterval(LOCK_OVER).ignoreExceptions()
            .untilAsserted(() -> connect(GATEWAY, 1).close());
    }

    @Test
    void onePrincipalCannotTakeAllSessions()
    {
        final List<FlatbookClient> clients = new ArrayList<>();
        try
        {
            for (int i = 0; i < 8; i++)
            {
                clients.add(connect(GATEWAY, 1));
            }
            assertRejected(context(GATEWAY).secretFile(files.clientFile(GATEWAY, 1)));
            clients.add(connect(RISK, 1));
            clients.remove(0).close();
            clients.add(connect(GATEWAY, 1));
        }
        finally
        {
            clients.forEach(FlatbookClient::close);
        }
    }

    private FlatbookClient connect(final String principal, final int version)
    {
        return FlatbookClient.connect(
            context(principal).connectTimeout(PATIENCE).secretFile(files.clientFile(principal, version)));
    }

    private FlatbookClient.Context context(final String principal)
    {
        final String[] parts = principal.split("/");
        final FlatbookClient.Context context =
            VenueFixture.context(extension.ingressEndpoints()).connectTimeout(MOMENT);
        return "risk".equals(parts[0]) ? context.risk(parts[1]) : context.gateway(parts[1]);
    }

    private static void assertRejected(final FlatbookClient.Context context)
    {
        assertThatThrownBy(() -> FlatbookClient.connect(context)).isInstanceOf(NoAnswerException.class)
            .hasCauseInstanceOf(AuthenticationException.class);
    }

    private record Garbage(byte[] bytes) implements CredentialsSupplier
    {
        @Override
        public byte[] encodedCredentials()
        {
            return bytes;
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            throw new AssertionError("garbage was challenged: " + new String(bytes, StandardCharsets.US_ASCII));
        }
    }

    private record Replay(byte[] credentials, byte[] answer) implements CredentialsSupplier
    {
        @Override
        public byte[] encodedCredentials()
        {
            return credentials;
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            return answer;
        }
    }

    private static final class Recorder implements CredentialsSupplier
    {
        private final List<byte[]> credentials = new ArrayList<>();
        private final List<byte[]> challenges = new ArrayList<>();
        private final List<byte[]> answers = new ArrayList<>();
        private final CredentialsSupplier supplier;

        private Recorder(final CredentialsSupplier supplier)
        {
            this.supplier = supplier;
        }

        @Override
        public byte[] encodedCredentials()
        {
            credentials.add(supplier.encodedCredentials());
            return credentials.get(credentials.size() - 1);
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            challenges.add(encodedChallenge);
            answers.add(supplier.onChallenge(encodedChallenge));
            return answers.get(answers.size() - 1);
        }
    }
}
