package io.flatbook.ops.chaos;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.ChallengeResponseEncoder;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.exceptions.AeronException;
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
    private static final int LOGINS = 24;
    private static final int GUESSES = 8;
    private static final int ANSWER_LENGTH = 33;
    private static final int MESSAGE_LENGTH_MAX = 128;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LIES_LEAST = 1_000;

    private AnswerFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(Fault.of("wrong-answers", "wrong answers to the challenges of all sessions that are opened, " +
            "with the clients' key: everybody is let in all the same", AnswerFaults::wrongAnswers)
            .gapMaxMs(GAP_MAX_MS));
    }

    private static void wrongAnswers(final ChaosCluster rig, final RandomGenerator chance)
    {
        GuestGateway.admit(rig);
        final List<String> principals =
            List.of(GuestGateway.PRINCIPAL, TradingFixture.RISK, "ops/operator", "audit/auditor");
        try (IntruderDriver stranger = new IntruderDriver(rig))
        {
            final long firstId = login(rig, stranger.aeron(), GuestGateway.PRINCIPAL);
            try (Liar liar = new Liar(stranger.aeron(), rig.ingressEndpoint(rig.leader()), firstId,
                new SplittableRandom(chance.nextLong())))
            {
                for (int i = 0; i < LOGINS; i++)
                {
                    liar.lastId = login(rig, stranger.aeron(), principals.get(i % principals.size()));
                }
                if (liar.sent < LIES_LEAST)
                {
                    throw new NotAsPromisedException("only " + liar.sent + " wrong answers were sent");
                }
                rig.note(LOGINS + " logins against " + liar.sent + " wrong answers to sessions " + firstId + " to " +
                    (liar.lastId + GUESSES));
            }
        }
    }

    /** Opens a session at the first attempt and closes it; returns its number. */
    private static long login(final ChaosCluster rig, final Aeron aeron, final String principal)
    {
        try (AeronCluster session = AeronCluster.connect(
            RawSession.context(rig, aeron, Credentials.of(principal, rig.keys().fileOf(principal)))))
        {
            return session.clusterSessionId();
        }
        catch (final AeronException ex)
        {
            throw new NotAsPromisedException(principal + " was not let in: " + ex);
        }
    }

    /** Answers the challenges of sessions to come, again and again. */
    private static final class Liar implements Runnable, AutoCloseable
    {
        private final Publication publication;
        private final RandomGenerator chance;
        private final Thread thread = new Thread(this, "liar");
        private volatile boolean isEnding;
        private volatile long lastId;
        private volatile long sent;

        private Liar(final Aeron aeron, final String endpoint, final long lastId, final RandomGenerator chance)
        {
            this.lastId = lastId;
            this.chance = chance;
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
                LockSupport.parkNanos(PAUSE_NS);
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
