package io.flatbook.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a client sends first: who it is, which version of its secret it has, and a nonce. On the wire one byte of
 * format, four of version (big endian), 32 of nonce, the rest the principal's name.
 *
 * @param principal   {@code role/NAME}.
 * @param version     of the secret.
 * @param clientNonce 32 bytes.
 */
record Claim(String principal, int version, byte[] clientNonce)
{
    private static final int PRINCIPAL_OFFSET = 1 + Integer.BYTES + Proof.NONCE_LENGTH;

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
        return new Claim(
            new String(principal, StandardCharsets.US_ASCII),
            ByteBuffer.wrap(credentials).getInt(1),
            Arrays.copyOfRange(credentials, 1 + Integer.BYTES, PRINCIPAL_OFFSET));
    }

    byte[] encodedPrincipal()
    {
        return principal.getBytes(StandardCharsets.US_ASCII);
    }
}
