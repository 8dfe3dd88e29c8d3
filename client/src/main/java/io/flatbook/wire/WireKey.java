package io.flatbook.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of a ring, and what is derived from it: a key for each direction, and from that one for each salt.
 */
final class WireKey
{
    static final int ID_MAX = 0xFFFF;

    private static final String MAC = "HmacSHA256";
    private static final byte[] LABEL = "flatbook wire 1".getBytes(StandardCharsets.US_ASCII);

    private final int id;
    private final byte[] secret;
    private final SecretKeySpec forth;
    private final SecretKeySpec back;
    private final SecretKeySpec proof;

    WireKey(final int id, final byte[] secret)
    {
        this.id = id;
        this.secret = secret.clone();
        forth = derive("data");
        back = derive("control");
        proof = derive("proof");
    }

    int id()
    {
        return id;
    }

    /**
     * Key of an endpoint that seals.
     *
     * @param isControl of what subscribers send to publishers; else of what publishers send.
     * @param salt      of the endpoint.
     */
    byte[] of(final boolean isControl, final long salt)
    {
        return mac(isControl ? back : forth, ByteBuffer.allocate(Long.BYTES).putLong(salt).array());
    }

    /** What only who has this key can say to a challenge. */
    byte[] prove(final byte[] challenge)
    {
        return mac(proof, challenge);
    }

    boolean hasSecretOf(final WireKey other)
    {
        return Arrays.equals(secret, other.secret);
    }

    /** HKDF-SHA256 (RFC 5869), of which one block of output is enough. */
    private SecretKeySpec derive(final String direction)
    {
        final byte[] extracted = mac(new SecretKeySpec(LABEL, MAC), secret);
        final byte[] context = (id + "|" + direction + '\1').getBytes(StandardCharsets.US_ASCII);
        return new SecretKeySpec(mac(new SecretKeySpec(extracted, MAC), context), MAC);
    }

    private static byte[] mac(final SecretKeySpec key, final byte[] message)
    {
        try
        {
            final Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(message);
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
