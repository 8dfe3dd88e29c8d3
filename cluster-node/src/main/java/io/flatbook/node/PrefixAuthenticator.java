package io.flatbook.node;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;
import io.flatbook.cluster.SessionPrincipal;

/**
 * Takes a client at its word: its credentials are {@code risk/NAME}, {@code gateway/NAME}, {@code ops/NAME} or
 * {@code audit/NAME}, without a secret, and become the principal as they are. NAME is 1 to 24 lower-case letters,
 * digits, '.', '_' and '-'. A zero, the client's instance and its epoch may follow, as {@link SessionPrincipal} has
 * them (ONCE-2). Anything else is rejected.
 *
 * <p>This identifies, it does not authenticate: anybody who reaches the ingress port may use any name. For trials, if
 * {@code authentication=names} is set; the node logs a warning at every start.
 */
final class PrefixAuthenticator implements Authenticator
{
    private static final Pattern PRINCIPAL = Pattern.compile("(risk|gateway|ops|audit)/[a-z0-9._-]{1,24}");

    private final Map<Long, byte[]> principalBySessionId = new HashMap<>();

    static boolean isPrincipal(final byte[] credentials)
    {
        return null != credentials &&
            PRINCIPAL.matcher(new String(credentials, StandardCharsets.ISO_8859_1)).matches();
    }

    /** Whether the bytes are a principal, alone or as a session's writer and without a key. */
    private static boolean isOpener(final byte[] credentials)
    {
        if (null == credentials || isPrincipal(credentials))
        {
            return null != credentials;
        }
        final SessionPrincipal opener = SessionPrincipal.decode(credentials);
        return null == opener.key() && isPrincipal(opener.name().getBytes(StandardCharsets.ISO_8859_1)) &&
            !opener.onlyReads() && Claim.isWriter(opener.instance(), opener.epoch()) &&
            Arrays.equals(opener.encode(), credentials);
    }

    @Override
    public void onConnectRequest(final long sessionId, final byte[] encodedCredentials, final long nowMs)
    {
        if (isOpener(encodedCredentials))
        {
            principalBySessionId.put(sessionId, encodedCredentials.clone());
        }
    }

    @Override
    public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs)
    {
        // No challenge is ever sent, so an answer to one says nothing about anybody.
    }

    @Override
    public void onConnectedSession(final SessionProxy sessionProxy, final long nowMs)
    {
        final byte[] principal = principalBySessionId.get(sessionProxy.sessionId());
        if (null == principal)
        {
            sessionProxy.reject();
        }
        else if (sessionProxy.authenticate(principal))
        {
            principalBySessionId.remove(sessionProxy.sessionId());
        }
    }

    @Override
    public void onChallengedSession(final SessionProxy sessionProxy, final long nowMs)
    {
        sessionProxy.reject();
    }
}
