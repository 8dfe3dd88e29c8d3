package io.flatbook.proving.chaos;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.ChallengeResponseEncoder;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.exceptions.TimeoutException;
import io.aeron.security.AuthenticationException;
import io.flatbook.client.Credentials;
import io.flatbook.ops.link.NotAsPromisedException;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Wrong answers to the challenges of others, under the numbers that their sessions will have.
 */
final class AnswerFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int INGRESS_STREAM = 101;
    private static final List<String> PRINCIPALS =
        List.of(GuestGateway.PRINCIPAL, TradingFixture.RISK, "ops/operator", "audit/auditor");
    private static final int LOGINS = 16;
    private static final int ATTEMPTS_MAX = 15;
    private static final long LOGIN_NS = TimeUnit.SECONDS.toNanos(4);
    private static final int GUESSES = 8;
    private static final int ANSWER_LENGTH = 33;
    private static final int MESSAGE_LENGTH_MAX = 128;
    private static final long LIES_LEAST = 100;
    /** Aeron confirms a session under the number of the last answer: one just after the right one hides it. */
    private static final long SOME_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long FLOOD_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long FLOOD_MS = 3_000;

    private AnswerFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(Fault.of("wrong-answers", "wrong answers to the challenges of all sessions that are opened, " +
            "with the clients' key: nobody is rejected or locked out", AnswerFaults::wrongAnswers)
            .gapMaxMs(GAP_MAX_MS));
    }

    private static void wrongAnswers(final ChaosCluster rig, final RandomGenerator chance)
    {
        GuestGateway.admit(rig);
        try (IntruderDriver stranger = new IntruderDriver(rig))
        {
            final long firstId = login(rig, stranger.aeron(), GuestGateway.PRINCIPAL).sessionId();
            final String endpoint = rig.ingressEndpoint(rig.leader());
            final long seed = chance.nextLong();
            try (Liar liar = new Liar(stranger.aeron(), endpoint, firstId, SOME_PAUSE_NS, seed))
            {
                int attempts = 0;
                for (int i = 0; i < LOGINS; i++)
                {
                    final Login login = login(rig, stranger.aeron(), PRINCIPALS.get(i % PRINCIPALS.size()));
                    attempts += login.attempts();
                    liar.lastId = login.sessionId();
                }
                rig.note(LOGINS + " logins took " + attempts + " attempts against " + liar.sent + " wrong answers");
                liar.check();
            }
            try (Liar liar = new Liar(stranger.aeron(), endpoint, firstId + LOGINS, FLOOD_PAUSE_NS, seed))
            {
                ChaosCluster.pass(FLOOD_MS);
                rig.note("then came a flood of " + liar.sent + " wrong answers in " + FLOOD_MS + " ms");
                liar.check();
            }
            for (final String principal : PRINCIPALS)
            {
                if (1 < login(rig, stranger.aeron(), principal).attempts())
                {
                    throw new NotAsPromisedException(principal + " was not let in at once after wrong answers");
                }
            }
        }
    }

    /**
     * How somebody was let in.
     *
     * @param sessionId of the session, which is closed again.
     * @param attempts  that it took.
     */
    private record Login(long sessionId, int attempts)
    {
    }

    /** Whoever is rejected is not let in; whoever is not answered asks again, as the client does. */
    private static Login login(final ChaosCluster rig, final Aeron aeron, final String principal)
    {
        for (int attempt = 1; ; attempt++)
        {
            try (AeronCluster session = AeronCluster.connect(
                RawSession.context(rig, aeron, Credentials.of(principal, rig.keys().fileOf(principal)))
                    .messageTimeoutNs(LOGIN_NS)))
            {
                return new Login(session.clusterSessionId(), attempt);
            }
            catch (final TimeoutException ex)
            {
                if (ATTEMPTS_MAX == attempt)
                {
                    throw new NotAsPromisedException(principal + " was not let in at " + attempt + " attempts: " + ex);
                }
            }
            catch (final AuthenticationException ex)
            {
                throw new NotAsPromisedException(principal + " was rejected: " + ex);
            }
        }
    }

    /** Answers the challenges of sessions to come, again and again. */
    private static final class Liar implements Runnable, AutoCloseable
    {
        private final Publication publication;
        private final RandomGenerator chance;
        private final long pauseNs;
        private final Thread thread = new Thread(this, "liar");
        private volatile boolean isEnding;
        private volatile long lastId;
        private volatile long sent;

        private Liar(
            final Aeron aeron, final String endpoint, final long lastId, final long pauseNs, final long seed)
        {
            this.lastId = lastId;
            this.pauseNs = pauseNs;
            chance = new SplittableRandom(seed);
            publication = aeron.addPublication("aeron:udp?term-length=64k|endpoint=" + endpoint, INGRESS_STREAM);
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void run()
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MESSAGE_LENGTH_MAX]);
            final byte[] answer = new byte[ANSWER_LENGTH];
            while (!isEnding)
            {
                for (long id = lastId + 1; id <= lastId + GUESSES; id++)
                {
                    chance.nextBytes(answer);
                    answer[0] = 2;
                    final ChallengeResponseEncoder response = new ChallengeResponseEncoder()
                        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                        .correlationId(chance.nextLong()).clusterSessionId(id)
                        .putEncodedCredentials(answer, 0, ANSWER_LENGTH);
                    if (0 < publication.offer(
                        buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + response.encodedLength()))
                    {
                        sent++;
                    }
                }
                LockSupport.parkNanos(1 + chance.nextLong(pauseNs));
            }
        }

        private void check()
        {
            if (sent < LIES_LEAST)
            {
                throw new NotAsPromisedException("only " + sent + " wrong answers were sent");
            }
        }

        @Override
        public void close()
        {
            isEnding = true;
            try
            {
                thread.join();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
            publication.close();
        }
    }
}
