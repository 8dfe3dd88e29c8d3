package io.flatbook.node;

import java.nio.charset.StandardCharsets;

import io.aeron.Aeron;
import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;

/**
 * Admits hosts that back the cluster up, under a principal that may do nothing else, and leaves all other sessions to
 * another authenticator.
 *
 * <p>A request for a backup reaches the port between members and never the clients' one, and Aeron gives all such
 * requests one session id, so that one which proves something would let all others in. The answer names members and
 * snapshots; what is in them the archives give out, which ask for a proof of the members' key.
 */
final class BackupAuthenticator implements Authenticator
{
    /** No client can have it: its role is not a client's. */
    static final String PRINCIPAL = "member/backup";

    private final Authenticator clients;

    BackupAuthenticator(final Authenticator clients)
    {
        this.clients = clients;
    }

    static boolean isBackup(final byte[] encodedPrincipal)
    {
        return null != encodedPrincipal &&
            PRINCIPAL.equals(new String(encodedPrincipal, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void onConnectRequest(final long sessionId, final byte[] encodedCredentials, final long nowMs)
    {
        if (Aeron.NULL_VALUE != sessionId)
        {
            clients.onConnectRequest(sessionId, encodedCredentials, nowMs);
        }
    }

    @Override
    public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs)
    {
        if (Aeron.NULL_VALUE != sessionId)
        {
            clients.onChallengeResponse(sessionId, encodedCredentials, nowMs);
        }
    }

    @Override
    public void onConnectedSession(final SessionProxy sessionProxy, final long nowMs)
    {
        if (Aeron.NULL_VALUE == sessionProxy.sessionId())
        {
            sessionProxy.authenticate(PRINCIPAL.getBytes(StandardCharsets.US_ASCII));
        }
        else
        {
            clients.onConnectedSession(sessionProxy, nowMs);
        }
    }

    @Override
    public void onChallengedSession(final SessionProxy sessionProxy, final long nowMs)
    {
        if (Aeron.NULL_VALUE == sessionProxy.sessionId())
        {
            sessionProxy.reject();
        }
        else
        {
            clients.onChallengedSession(sessionProxy, nowMs);
        }
    }
}
