package io.flatbook.client;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.ChallengeResponseEncoder;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.security.AuthenticationException;
import io.aeron.security.CredentialsSupplier;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.SecretFiles;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern WRONG_ANSWERS = Pattern.compile("\"wrongAnswers\":([0-9]+)");
    private static final Duration MOMENT = Duration.ofMillis(1_200);
    /** A wrong answer is rejected two seconds after the challenge, as none is. */
    private static final Duration REJECTED_WITHIN = Duration.ofSeconds(10);
    private static final Duration CHANGE_SEEN = Duration.ofMillis(1_500);
    private static final Executor THREAD_EACH = task -> new Thread(task, "stranger").start();
    private static final Duration SETTLED = Duration.ofSeconds(4);

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
            final List<FlatbookClient.Context> strangers = new ArrayList<>(List.of(
                context(GATEWAY).secretFile(forged.clientFile(GATEWAY, 1)),
                context("gateway/nobody").secretFile(forged.clientFile("gateway/nobody", 1)),
                context(RISK).secretFile(files.clientFile(GATEWAY, 1)),
                context(GATEWAY)));
            for (final byte[] garbage : new byte[][]{new byte[0], new byte[46], new byte[2_000]})
            {
                strangers.add(context(GATEWAY).credentialsSupplier(new Garbage(garbage)));
            }
            final List<CompletableFuture<Void>> tries = strangers.stream()
                .map(context -> CompletableFuture.runAsync(() -> assertRejected(context), THREAD_EACH)).toList();
            tries.forEach(CompletableFuture::join);
        }
        connect(GATEWAY, 1).close();
    }

    @Test
    void aSecretIsChangedWithoutAPause()
    {
        files.give(GATEWAY, 2);
        await().atMost(PATIENCE).pollInterval(CHANGE_SEEN).ignoreExceptions()
            .untilAsserted(() -> connect(GATEWAY, 2).close());
        connect(GATEWAY, 1).close();
        files.take(GATEWAY, 1);
        await().atMost(PATIENCE).pollInterval(CHANGE_SEEN).untilAsserted(
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
    void failuresInItsNameKeepNobodyOut()
    {
        final byte[] credentials = new ProvenPrincipal(
            GATEWAY, Secret.read(files.clientFile(GATEWAY, 1)), Instance.next()).encodedCredentials();
        final Recorder guess = new Recorder(new Replay(credentials, new byte[33]));
        final CompletableFuture<Void> guesses = CompletableFuture.runAsync(
            () -> assertRejected(context(GATEWAY).credentialsSupplier(guess)), THREAD_EACH);
        int opened = 0;
        while (!guesses.isDone())
        {
            connect(GATEWAY, 1).close();
            opened++;
        }
        guesses.join();
        assertThat(guess.challenges).hasSizeGreaterThan(1);
        assertThat(opened).isGreaterThan(1);
    }

    @Test
    void wrongAnswersOfOthersKeepNobodyOut()
    {
        try (OthersAnswers others = new OthersAnswers(extension.ingressEndpoints()))
        {
            final CredentialsSupplier own = new ProvenPrincipal(
                GATEWAY, Secret.read(files.clientFile(GATEWAY, 1)), Instance.next());
            final AtomicLong taken = new AtomicLong();
            final Overtaken overtaken = new Overtaken(own, () ->
            {
                final long before = wrongAnswers();
                others.answerForAll();
                await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
                    .until(() -> wrongAnswers() > before);
                taken.set(wrongAnswers());
            });
            FlatbookClient.connect(
                context(GATEWAY).connectTimeout(PATIENCE).credentialsSupplier(overtaken)).close();
            assertThat(taken).hasPositiveValue();
        }
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
            VenueFixture.context(extension.ingressEndpoints()).connectTimeout(REJECTED_WITHIN);
        return "risk".equals(parts[0]) ? context.risk(parts[1]) : context.gateway(parts[1]);
    }

    private static void assertRejected(final FlatbookClient.Context context)
    {
        assertThatThrownBy(() -> FlatbookClient.connect(context)).isInstanceOf(NoAnswerException.class)
            .hasCauseInstanceOf(AuthenticationException.class);
    }

    private long wrongAnswers()
    {
        try
        {
            final String status = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(
                    "http://127.0.0.1:" + extension.cluster().node(0).statusPort() + "/status")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
            final Matcher matcher = WRONG_ANSWERS.matcher(status);
            assertThat(matcher.find()).as(status).isTrue();
            return Long.parseLong(matcher.group(1));
        }
        catch (final IOException | InterruptedException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /** Answers in the place of others: nothing in a session's messages says who sends them. */
    private static final class OthersAnswers implements AutoCloseable
    {
        private static final int SESSIONS = 64;

        private final EmbeddedDriver driver = new EmbeddedDriver(null, Throwable::printStackTrace);
        private final Aeron aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.directoryName()).epochClock(driver::timeMs));
        private final ExclusivePublication ingress;

        OthersAnswers(final String ingressEndpoints)
        {
            ingress = aeron.addExclusivePublication("aeron:udp?term-length=64k|endpoint=" +
                ingressEndpoints.substring(ingressEndpoints.indexOf('=') + 1),
                AeronCluster.Configuration.INGRESS_STREAM_ID_DEFAULT);
            await().atMost(PATIENCE).until(ingress::isConnected);
        }

        void answerForAll()
        {
            final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            final ChallengeResponseEncoder answer = new ChallengeResponseEncoder();
            for (int sessionId = 0; sessionId < SESSIONS; sessionId++)
            {
                answer.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).correlationId(sessionId)
                    .clusterSessionId(sessionId).putEncodedCredentials(new byte[33], 0, 33);
                while (ingress.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + answer.encodedLength()) < 0)
                {
                    assertThat(ingress.isConnected()).isTrue();
                    Thread.onSpinWait();
                }
            }
        }

        @Override
        public void close()
        {
            aeron.close();
            driver.close();
        }
    }

    /** Something happens before it answers. */
    private record Overtaken(CredentialsSupplier own, Runnable before) implements CredentialsSupplier
    {
        @Override
        public byte[] encodedCredentials()
        {
            return own.encodedCredentials();
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            before.run();
            return own.onChallenge(encodedChallenge);
        }
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
