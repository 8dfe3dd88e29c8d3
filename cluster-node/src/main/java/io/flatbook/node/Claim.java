package io.flatbook.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a client sends first: who it is, which version of its secret it has, a nonce, and which instance sends under
 * which epoch (ONCE-2). On the wire one byte of format, four of version (big endian), 32 of nonce, eight of instance,
 * eight of epoch, the rest the principal's name.
 *
 * @param principal   {@code role/NAME}.
 * @param version     of the secret.
 * @param clientNonce 32 bytes.
 * @param instance    of the client; 0 for a session that only reads.
 * @param epoch       that the instance was given; 0 if it names none.
 */
record Claim(String principal, int version, byte[] clientNonce, long instance, long epoch)
{
    private static final int INSTANCE_OFFSET = 1 + Integer.BYTES + Proof.NONCE_LENGTH;
    private static final int PRINCIPAL_OFFSET = INSTANCE_OFFSET + 2 * Long.BYTES;

    /**
     * @return null if the bytes are anything else.
     */
    static Claim decode(final byte[] credentials)
    {
        if (null == credentials || credentials.length <= PRINCIPAL_OFFSET || Proof.FORMAT != credentials[0])
        {
            return null;
        }
        final byte[] principal = Arrays.copyOfRange(credentials, PRINCIPAL_OFFSET, credentials.length);
        if (!PrefixAuthenticator.isPrincipal(principal))
        {
            return null;
        }
        final ByteBuffer bytes = ByteBuffer.wrap(credentials);
        final long instance = bytes.getLong(INSTANCE_OFFSET);
        final long epoch = bytes.getLong(INSTANCE_OFFSET + Long.BYTES);
        if (!isWriter(instance, epoch))
        {
            return null;
        }
        return new Claim(
            new String(principal, StandardCharsets.US_ASCII),
            bytes.getInt(1),
            Arrays.copyOfRange(credentials, 1 + Integer.BYTES, INSTANCE_OFFSET),
            instance,
            epoch);
    }

    /** Whether the two can belong together: who only reads names no epoch. */
    static boolean isWriter(final long instance, final long epoch)
    {
        return 0 == instance ? 0 == epoch : epoch >= 0;
    }

    /** What the proof covers beside the nonces: instance, epoch and name. */
    byte[] proven()
    {
        final byte[] name = principal.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 * Long.BYTES + name.length).putLong(instance).putLong(epoch).put(name).array();
    }
}
