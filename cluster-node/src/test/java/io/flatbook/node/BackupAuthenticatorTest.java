package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.aeron.Aeron;
import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;
import org.junit.jupiter.api.Test;

class BackupAuthenticatorTest
{
    private final List<String> told = new ArrayList<>();
    private final BackupAuthenticator authenticator = new BackupAuthenticator(new Clients());

    @Test
    void admitsTheSessionsOfMembersPortUnderAPrincipalOfTheirOwn()
    {
        final Proxy backup = new Proxy(Aeron.NULL_VALUE);
        authenticator.onConnectRequest(Aeron.NULL_VALUE, "ops/olga".getBytes(StandardCharsets.US_ASCII), 1);
        authenticator.onConnectedSession(backup, 1);
        assertThat(backup.told).containsExactly("authenticated " + BackupAuthenticator.PRINCIPAL);
        authenticator.onChallengeResponse(Aeron.NULL_VALUE, new byte[0], 1);
        authenticator.onChallengedSession(backup, 1);
        assertThat(backup.told).endsWith("rejected");
        assertThat(told).as("the clients' authenticator hears nothing of it").isEmpty();
    }

    @Test
    void leavesAllOtherSessionsToTheOther()
    {
        final Proxy client = new Proxy(7);
        authenticator.onConnectRequest(7, new byte[0], 1);
        authenticator.onConnectedSession(client, 1);
        authenticator.onChallengeResponse(7, new byte[0], 1);
        authenticator.onChallengedSession(client, 1);
        assertThat(told).containsExactly("request 7", "connected 7", "response 7", "challenged 7");
        assertThat(client.told).isEmpty();
    }

    private static final class Proxy implements SessionProxy
    {
        private final long sessionId;
        private final List<String> told = new ArrayList<>();

        private Proxy(final long sessionId)
        {
            this.sessionId = sessionId;
        }

        @Override
        public long sessionId()
        {
            return sessionId;
        }

        @Override
        public boolean challenge(final byte[] encodedChallenge)
        {
            return told.add("challenged");
        }

        @Override
        public boolean authenticate(final byte[] encodedPrincipal)
        {
            return told.add("authenticated " + new String(encodedPrincipal, StandardCharsets.US_ASCII));
        }

        @Override
        public void reject()
        {
            told.add("rejected");
        }
    }

    private final class Clients implements Authenticator
    {
        @Override
        public void onConnectRequest(final long sessionId, final byte[] encodedCredentials, final long nowMs)
        {
            told.add("request " + sessionId);
        }

        @Override
        public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs)
        {
            told.add("response " + sessionId);
        }

        @Override
        public void onConnectedSession(final SessionProxy sessionProxy, final long nowMs)
        {
            told.add("connected " + sessionProxy.sessionId());
        }

        @Override
        public void onChallengedSession(final SessionProxy sessionProxy, final long nowMs)
        {
            told.add("challenged " + sessionProxy.sessionId());
        }
    }
}
