package io.flatbook.node;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.aeron.Aeron;
import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;
import io.flatbook.cluster.SessionPrincipal;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * Admits a client that proves to know the secret of the principal it claims to be. A session is challenged once, with a
 * nonce of its own, and has until a deadline to answer.
 *
 * <p>Anybody can send an answer in the place of another, as the numbers of sessions are small. So a wrong one is
 * counted and changes nothing: whoever knows the secret comes in, and nobody can keep him out. Guesses are no danger,
 * however many, since the proof has 256 bits and the nonce lives no longer than the deadline.
 *
 * <p>A rejected client does not learn the reason; the node's log has it. An unknown principal or version is challenged
 * and rejected like any other, so that nobody learns from outside which exist.
 */
final class ChallengeAuthenticator implements Authenticator
{
    /** From the challenge to the right answer. */
    static final long ANSWER_WITHIN_NS = TimeUnit.SECONDS.toNanos(2);

    private static final byte[] NO_SECRET = new byte[Proof.NONCE_LENGTH];
    private static final long ABANDONED_NS = TimeUnit.SECONDS.toNanos(60);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A session on its way in. */
    private static final class Attempt
    {
        private final Claim claim;
        private final long startedNs;
        private final byte[] nodeNonce = new byte[Proof.NONCE_LENGTH];
        private long challengedNs;
        private byte[] sessionKey;
        private String wrong = "does not answer";
        private String refusal;

        private Attempt(final Claim claim, final long startedNs, final String refusal)
        {
            this.claim = claim;
            this.startedNs = startedNs;
            this.refusal = refusal;
        }
    }

    private final Map<Long, Attempt> attempts = new HashMap<>();
    private final SecretStore secrets;
    private final SessionRegistry registry;
    private final int sessionsPerPrincipalMax;
    private final NanoClock clock;
    private final LongAdder wrongAnswers;
    private final ErrorHandler rejections;

    /**
     * @param wrongAnswers counts them.
     * @param rejections   notified of each session that is rejected.
     */
    ChallengeAuthenticator(
        final SecretStore secrets,
        final SessionRegistry registry,
        final int sessionsPerPrincipalMax,
        final NanoClock clock,
        final LongAdder wrongAnswers,
        final ErrorHandler rejections)
    {
        this.secrets = secrets;
        this.registry = registry;
        this.sessionsPerPrincipalMax = sessionsPerPrincipalMax;
        this.clock = clock;
        this.wrongAnswers = wrongAnswers;
        this.rejections = rejections;
    }

    @Override
    public void onConnectRequest(final long sessionId, final byte[] encodedCredentials, final long nowMs)
    {
        final long nowNs = clock.nanoTime();
        attempts.values().removeIf((attempt) -> nowNs - attempt.startedNs >= ABANDONED_NS);

        final Claim claim = Claim.decode(encodedCredentials);
        String refusal = null;
        if (null == claim)
        {
            refusal = "no credentials of the kind that is asked for";
        }
        else if (Aeron.NULL_VALUE == sessionId)
        {
            // All sessions of members' tools share this id, so one that is challenged could let another in.
            refusal = "a session without an id of its own";
        }
        final Attempt attempt = new Attempt(claim, nowNs, refusal);
        RANDOM.nextBytes(attempt.nodeNonce);
        attempts.put(sessionId, attempt);
    }

    @Override
    public void onConnectedSession(final SessionProxy sessionProxy, final long nowMs)
    {
        final Attempt attempt = attempts.get(sessionProxy.sessionId());
        if (null == attempt || null != attempt.refusal)
        {
            reject(sessionProxy, attempt);
        }
        else
        {
            attempt.challengedNs = clock.nanoTime();
            // Under back pressure this is false, and the next duty cycle comes here again.
            sessionProxy.challenge(Proof.challenge(attempt.nodeNonce));
        }
    }

    @Override
    public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs)
    {
        final Attempt attempt = attempts.get(sessionId);
        if (null == attempt || null != attempt.refusal || null != attempt.sessionKey)
        {
            return;
        }
        final Claim claim = attempt.claim;
        final byte[] secret = secrets.current().find(claim.principal(), claim.version());
        final boolean isProven = Proof.isAnswer(
            encodedCredentials, null == secret ? NO_SECRET : secret, claim, attempt.nodeNonce);
        if (null != secret && isProven)
        {
            attempt.sessionKey = Proof.sessionKey(secret, claim, attempt.nodeNonce);
            return;
        }
        wrongAnswers.increment();
        attempt.wrong = null == secret ? "has no secret of version " + claim.version() : "does not prove its secret";
    }

    @Override
    public void onChallengedSession(final SessionProxy sessionProxy, final long nowMs)
    {
        final Attempt attempt = attempts.get(sessionProxy.sessionId());
        if (null == attempt)
        {
            reject(sessionProxy, null);
            return;
        }

        final String principal = attempt.claim.principal();
        final long nowNs = clock.nanoTime();
        if (null == attempt.sessionKey)
        {
            if (nowNs - attempt.challengedNs < ANSWER_WITHIN_NS)
            {
                return;
            }
            attempt.refusal = attempt.wrong;
        }
        else if (registry.count(principal, nowNs) >= sessionsPerPrincipalMax)
        {
            attempt.refusal = "has " + sessionsPerPrincipalMax + " sessions already";
        }
        if (null != attempt.refusal)
        {
            reject(sessionProxy, attempt);
            return;
        }
        attempts.remove(sessionProxy.sessionId());
        registry.admitted(sessionProxy.sessionId(), principal, nowNs);
        sessionProxy.authenticate(new SessionPrincipal(
            principal, attempt.claim.instance(), attempt.claim.epoch(), attempt.claim.version(),
            attempt.sessionKey).encode());
    }

    private void reject(final SessionProxy sessionProxy, final Attempt attempt)
    {
        attempts.remove(sessionProxy.sessionId());
        sessionProxy.reject();
        final String who = null == attempt || null == attempt.claim ? "somebody" : attempt.claim.principal();
        final String why = null == attempt ? "never asked to come in" : attempt.refusal;
        rejections.onError(new SecurityException(
            "session " + sessionProxy.sessionId() + " rejected: " + who + ": " + why));
    }
}
