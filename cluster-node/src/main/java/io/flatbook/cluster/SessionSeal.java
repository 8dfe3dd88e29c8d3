package io.flatbook.cluster;

import org.agrona.DirectBuffer;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells the messages of a session from those that somebody else sent under its number: they end with the first 16 bytes
 * of HMAC-SHA256 over what precedes it, under the key of the session. All nodes decide alike, since the key is in the
 * log. A session without a key, of a client that is taken at its word, has no seal.
 */
final class SessionSeal
{
    static final int LENGTH = 16;
    static final int FORGED = -1;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final byte[] expected;
    private byte[] message = new byte[512];

    SessionSeal(final byte[] key)
    {
        if (null == key || 0 == key.length)
        {
            mac = null;
            expected = null;
            return;
        }
        try
        {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            expected = new byte[mac.getMacLength()];
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, ex);
        }
    }

    /**
     * @return length of the message without its seal, {@link #FORGED} if that is not the seal of this session.
     */
    int open(final DirectBuffer buffer, final int offset, final int length)
    {
        if (null == mac)
        {
            return length;
        }
        final int plainLength = length - LENGTH;
        if (plainLength < 0)
        {
            return FORGED;
        }
        if (message.length < plainLength)
        {
            message = new byte[2 * plainLength];
        }
        buffer.getBytes(offset, message, 0, plainLength);
        try
        {
            mac.update(message, 0, plainLength);
            mac.doFinal(expected, 0);
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
        int difference = 0;
        for (int i = 0; i < LENGTH; i++)
        {
            difference |= expected[i] ^ buffer.getByte(offset + plainLength + i);
        }
        return 0 == difference ? plainLength : FORGED;
    }
}
