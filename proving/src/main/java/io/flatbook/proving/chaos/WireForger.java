package io.flatbook.proving.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals frames of an attacker with a key, the right one or another. Written from {@code SECURITY.md} and without the
 * code of the wire, as somebody else would do it.
 */
final class WireForger
{
    /** Direction of what publishers send. */
    static final String FORTH = "data";
    /** Direction of what subscribers send back. */
    static final String CONTROL = "control";
    /** Length of what follows tag and ciphertext. */
    static final int TRAILER_LENGTH = 24;
    /** Where the trailer has the port. */
    static final int PORT_OFFSET = 2;

    private static final String MAC = "HmacSHA256";
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final int keyId;
    private final long salt;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private long counter;

    /**
     * @param keyFile   of the key.
     * @param direction of what will be sealed.
     * @param chance    source of the salt.
     */
    WireForger(final Path keyFile, final String direction, final RandomGenerator chance) throws IOException
    {
        final String[] parts = Files.readString(keyFile).strip().split(":");
        keyId = Integer.parseInt(parts[0]);
        salt = chance.nextLong();
        final byte[] extracted = mac(ascii("flatbook wire 1"), HexFormat.of().parseHex(parts[1]));
        final byte[] ofDirection = mac(extracted, ascii(keyId + "|" + direction + '\1'));
        key = new SecretKeySpec(mac(ofDirection, ByteBuffer.allocate(Long.BYTES).putLong(salt).array()), "AES");
        try
        {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    /** A datagram with this frame for a port, sealed now. */
    byte[] seal(final byte[] frame, final int port)
    {
        final byte[] trailer = ByteBuffer.allocate(TRAILER_LENGTH)
            .putShort((short)keyId)
            .putShort((short)port)
            .putShort((short)(System.currentTimeMillis() >>> Integer.SIZE))
            .putInt((int)System.currentTimeMillis())
            .putLong(salt)
            .putShort((short)(counter >>> Integer.SIZE))
            .putInt((int)counter++)
            .array();
        try
        {
            cipher.init(Cipher.ENCRYPT_MODE, key,
                new GCMParameterSpec(TAG_BITS, trailer, TRAILER_LENGTH - NONCE_LENGTH, NONCE_LENGTH));
            cipher.updateAAD(trailer);
            final byte[] sealed = cipher.doFinal(frame);
            return ByteBuffer.allocate(sealed.length + TRAILER_LENGTH).put(sealed).put(trailer).array();
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] mac(final byte[] macKey, final byte[] message)
    {
        try
        {
            final Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(macKey, MAC));
            return mac.doFinal(message);
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
