package io.flatbook.archive;

import java.security.MessageDigest;
import java.security.SecureRandom;

import io.aeron.archive.Archive;
import io.aeron.archive.client.AeronArchive;
import io.aeron.security.CredentialsSupplier;
import io.flatbook.wire.KeyRing;

/**
 * What the clients of one archive, and those of other hosts' archives, show to be let in: two tokens that never leave
 * this process, and a proof of the members' key.
 */
public final class ArchiveAccess
{
    static final int TOKEN_LENGTH = 32;

    private static final byte[] NOTHING = new byte[0];
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] ownToken = random(TOKEN_LENGTH);
    private final byte[] gateToken = random(TOKEN_LENGTH);
    private final GateSessions gateSessions = new GateSessions();
    private final KeyRing keys;

    /**
     * @param keys of the members' wire; null if it is not sealed: other processes on this host then read without a
     *             proof.
     */
    public ArchiveAccess(final KeyRing keys)
    {
        this.keys = keys;
    }

    /**
     * Let an archive take requests from this process only, and over a gate those of other hosts that prove the key.
     *
     * @param archive      that was not started yet.
     * @param responseHost name of this host, to which the archives of others answer.
     * @return the archive.
     */
    public Archive.Context guard(final Archive.Context archive, final String responseHost)
    {
        return archive
            .controlChannelEnabled(false)
            .archiveClientContext(remote(new AeronArchive.Context().controlResponseChannel(
                "aeron:udp?endpoint=" + responseHost + ":0|term-length=64k")))
            .authenticatorSupplier(() -> new ArchiveAuthenticator(this))
            .authorisationServiceSupplier(ArchiveRights::new);
    }

    /**
     * Let a client of the archive of this process in.
     *
     * @param client that was not connected yet.
     * @return the client.
     */
    public AeronArchive.Context own(final AeronArchive.Context client)
    {
        return client.credentialsSupplier(new Shown(ownToken, null));
    }

    /**
     * Let a client of another host's archive in.
     *
     * @param client that was not connected yet.
     * @return the client.
     */
    public AeronArchive.Context remote(final AeronArchive.Context client)
    {
        return client.credentialsSupplier(new Shown(NOTHING, keys));
    }

    KeyRing keys()
    {
        return keys;
    }

    GateSessions gateSessions()
    {
        return gateSessions;
    }

    byte[] gateToken()
    {
        return gateToken;
    }

    boolean isOwnToken(final byte[] given)
    {
        return MessageDigest.isEqual(ownToken, given);
    }

    static byte[] random(final int length)
    {
        final byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Credentials, and the answer to a challenge if there is a key for one. */
    private record Shown(byte[] encodedCredentials, KeyRing keys) implements CredentialsSupplier
    {
        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            return null == keys ? NOTHING : keys.prove(encodedChallenge);
        }

        @Override
        public String toString()
        {
            return "Shown";
        }
    }
}
