package io.flatbook.client;

import io.aeron.security.CredentialsSupplier;
import org.agrona.MutableDirectBuffer;

import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import java.security.GeneralSecurityException;

/**
 * The last bytes of each message of a session: the first 16 bytes of HMAC-SHA256 over the message, under the key of the
 * session. Aeron accepts a message from anyone who knows the number of a session; only the client that opened it has
 * the key.
 */
public final class Seal
{
    /** Length in bytes. */
    public static final int LENGTH = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final byte[] full;
    private byte[] message = new byte[512];

    private Seal(final byte[] sessionKey)
    {
        try
        {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(sessionKey, ALGORITHM));
            full = new byte[mac.getMacLength()];
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, ex);
        }
    }

    /**
     * The seal of a session that was opened.
     *
     * @param credentials that opened it.
     * @return the seal, null if the nodes do not ask for proof.
     */
    public static Seal of(final CredentialsSupplier credentials)
    {
        final byte[] key = credentials instanceof SessionKeys ? ((SessionKeys)credentials).sessionKey() : null;
        return null == key ? null : new Seal(key);
    }

    /**
     * Appends the seal to a message.
     *
     * @param buffer with the message; it grows as needed.
     * @param offset of the message.
     * @param length of the message in bytes.
     * @return length of the message and the seal together.
     */
    public int append(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        if (message.length < length)
        {
            message = new byte[2 * length];
        }
        buffer.getBytes(offset, message, 0, length);
        try
        {
            mac.update(message, 0, length);
            mac.doFinal(full, 0);
        }
        catch (final ShortBufferException ex)
        {
            throw new IllegalStateException(ex);
        }
        buffer.putBytes(offset + length, full, 0, LENGTH);
        return length + LENGTH;
    }
}
