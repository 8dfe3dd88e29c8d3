package io.flatbook.node;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.aeron.Aeron;
import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;
import io.flatbook.cluster.SessionPrincipal;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * Admits a client that proves to know the secret of the principal it claims to be. A session is challenged once, with a
 * nonce of its own, and its first answer counts.
 *
 * <p>A rejected client does not learn the reason; the node's log has it. An unknown principal or version is challenged
 * like any other, so that nobody learns from outside which exist. Only the leader runs this, so what it remembers of
 * failures begins anew with each leader.
 */
final class ChallengeAuthenticator implements Authenticator
{
    /** Under which failures of all unknown principals together are counted, so that they take no memory. */
    private static final String STRANGERS = "";
    private static final byte[] NO_SECRET = new byte[Proof.NONCE_LENGTH];
    private static final long ABANDONED_NS = TimeUnit.SECONDS.toNanos(60);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A session on its way in. */
    private static final class Attempt
    {
        private final Claim claim;
        private final long startedNs;
        private final byte[] nodeNonce = new byte[Proof.NONCE_LENGTH];
        private boolean isAnswered;
        private byte[] sessionKey;
        private String refusal;

        private Attempt(final Claim claim, final long startedNs, final String refusal)
        {
            this.claim = claim;
            this.startedNs = startedNs;
            this.refusal = refusal;
        }
    }

    private final Map<Long, Attempt> attempts = new HashMap<>();
    private final LockOut lockOut = new LockOut();
    private final SecretStore secrets;
    private final SessionRegistry registry;
    private final int sessionsPerPrincipalMax;
    private final NanoClock clock;
    private final ErrorHandler rejections;

    ChallengeAuthenticator(
        final SecretStore secrets,
        final SessionRegistry registry,
        final int sessionsPerPrincipalMax,
        final NanoClock clock,
        final ErrorHandler rejections)
    {
        this.secrets = secrets;
        this.registry = registry;
        this.sessionsPerPrincipalMax = sessionsPerPrincipalMax;
        this.clock = clock;
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
            // Under back pressure this is false, and the next duty cycle comes here again.
            sessionProxy.challenge(Proof.challenge(attempt.nodeNonce));
        }
    }

    @Override
    public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs)
    {
        final Attempt attempt = attempts.get(sessionId);
        if (null == attempt || null != attempt.refusal)
        {
            return;
        }
        if (attempt.isAnswered)
        {
            attempt.refusal = "answered twice";
            return;
        }
        attempt.isAnswered = true;
        attempt.refusal = check(attempt, encodedCredentials);
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
        if (!attempt.isAnswered && null == attempt.refusal)
        {
            return;
        }

        final String principal = attempt.claim.principal();
        final long nowNs = clock.nanoTime();
        if (null == attempt.refusal && registry.count(principal, nowNs) >= sessionsPerPrincipalMax)
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

    private String check(final Attempt attempt, final byte[] answer)
    {
        final Claim claim = attempt.claim;
        final String name = countedAs(claim);
        final long nowNs = clock.nanoTime();
        if (lockOut.isLocked(name, nowNs))
        {
            return "locked out after failures";
        }
        final byte[] secret = secrets.current().find(claim.principal(), claim.version());
        final boolean isProven = Proof.isAnswer(
            answer, null == secret ? NO_SECRET : secret, claim, attempt.nodeNonce);
        if (null != secret && isProven)
        {
            lockOut.succeeded(name);
            attempt.sessionKey = Proof.sessionKey(secret, claim, attempt.nodeNonce);
            return null;
        }
        lockOut.failed(name, nowNs);
        return null == secret ? "has no secret of version " + claim.version() : "does not prove its secret";
    }

    private String countedAs(final Claim claim)
    {
        return secrets.current().knows(claim.principal()) ? claim.principal() : STRANGERS;
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
