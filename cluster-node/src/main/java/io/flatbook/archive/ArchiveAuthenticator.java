package io.flatbook.archive;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;

/**
 * Admits to an archive clients that show the token of this process and, as a different principal, clients that come by
 * the gate and prove the members' key. A wrong answer changes nothing; the archive itself ends a session that gives no
 * right one in time.
 */
final class ArchiveAuthenticator implements Authenticator
{
    private static final long ABANDONED_MS = TimeUnit.SECONDS.toMillis(60);
    private static final int CHALLENGE_LENGTH = 32;

    /** A session on its way in; the challenge is null if none is asked for. */
    private static final class Attempt
    {
        private final byte[] principal;
        private final byte[] challenge;
        private final long startedMs;
        private boolean isProven;

        private Attempt(final byte[] principal, final byte[] challenge, final long startedMs)
        {
            this.principal = principal;
            this.challenge = challenge;
            this.startedMs = startedMs;
        }
    }

    private final Map<Long, Attempt> attempts = new HashMap<>();
    private final ArchiveAccess access;

    ArchiveAuthenticator(final ArchiveAccess access)
    {
        this.access = access;
    }

    /** What the gate shows in place of what came to it: its token, and by which image that was. */
    static byte[] ofGate(final ArchiveAccess access, final long imageId)
    {
        return ByteBuffer.allocate(ArchiveAccess.TOKEN_LENGTH + Long.BYTES)
            .put(access.gateToken()).putLong(imageId).array();
    }

    @Override
    public void onConnectRequest(final long sessionId, final byte[] encodedCredentials, final long nowMs)
    {
        attempts.values().removeIf((attempt) -> nowMs - attempt.startedMs >= ABANDONED_MS);
        if (access.isOwnToken(encodedCredentials))
        {
            attempts.put(sessionId, new Attempt(ArchiveRights.OWN, null, nowMs));
        }
        else if (isOfGate(encodedCredentials) && access.gateSessions().begin(
            ByteBuffer.wrap(encodedCredentials).getLong(ArchiveAccess.TOKEN_LENGTH), sessionId))
        {
            attempts.put(sessionId, new Attempt(
                ArchiveRights.REMOTE, null == access.keys() ? null : ArchiveAccess.random(CHALLENGE_LENGTH), nowMs));
        }
    }

    @Override
    public void onConnectedSession(final SessionProxy sessionProxy, final long nowMs)
    {
        final Attempt attempt = attempts.get(sessionProxy.sessionId());
        if (null == attempt)
        {
            sessionProxy.reject();
        }
        else if (null == attempt.challenge)
        {
            admit(sessionProxy, attempt);
        }
        else
        {
            // Under back pressure this is false, and it is tried again.
            sessionProxy.challenge(attempt.challenge);
        }
    }

    @Override
    public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs)
    {
        final Attempt attempt = attempts.get(sessionId);
        if (null != attempt && null != attempt.challenge && !attempt.isProven)
        {
            attempt.isProven = access.keys().isProof(attempt.challenge, encodedCredentials);
        }
    }

    @Override
    public void onChallengedSession(final SessionProxy sessionProxy, final long nowMs)
    {
        final Attempt attempt = attempts.get(sessionProxy.sessionId());
        if (null == attempt)
        {
            sessionProxy.reject();
        }
        else if (attempt.isProven)
        {
            admit(sessionProxy, attempt);
        }
    }

    private void admit(final SessionProxy sessionProxy, final Attempt attempt)
    {
        if (sessionProxy.authenticate(attempt.principal))
        {
            attempts.remove(sessionProxy.sessionId());
        }
    }

    private boolean isOfGate(final byte[] credentials)
    {
        return null != credentials && credentials.length == ArchiveAccess.TOKEN_LENGTH + Long.BYTES &&
            MessageDigest.isEqual(access.gateToken(), Arrays.copyOf(credentials, ArchiveAccess.TOKEN_LENGTH));
    }
}
