package io.flatbook.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the log says of who opened a session: the principal's name; a zero, then the instance of the client and the
 * epoch that it names (ONCE-2), 8 bytes each, big endian; and, if a secret was proven, the key of the session, under
 * which every message of it is sealed. A name alone is a session that only reads.
 *
 * @param name     {@code role/name}.
 * @param instance of the client; 0 for a session that only reads.
 * @param epoch    that the instance was given; 0 if it names none.
 * @param key      of the session, 32 bytes; null for none.
 */
public record SessionPrincipal(String name, long instance, long epoch, byte[] key)
{
    private static final int WRITER_LENGTH = 2 * Long.BYTES;

    /**
     * Reads it.
     *
     * @param encoded as the session has it.
     * @return what it says; of bytes that it would not write, the name alone.
     */
    public static SessionPrincipal decode(final byte[] encoded)
    {
        int length = 0;
        while (length < encoded.length && 0 != encoded[length])
        {
            length++;
        }
        final String name = new String(encoded, 0, length, StandardCharsets.ISO_8859_1);
        final int keyOffset = length + 1 + WRITER_LENGTH;
        if (encoded.length < keyOffset)
        {
            return new SessionPrincipal(name, 0, 0, null);
        }
        final ByteBuffer writer = ByteBuffer.wrap(encoded, length + 1, WRITER_LENGTH);
        return new SessionPrincipal(
            name,
            writer.getLong(),
            writer.getLong(),
            keyOffset == encoded.length ? null : Arrays.copyOfRange(encoded, keyOffset, encoded.length));
    }

    /**
     * Whether the session named no instance, and so may ask but not command.
     *
     * @return true for a session that only reads.
     */
    public boolean onlyReads()
    {
        return 0 == instance;
    }

    /**
     * Writes it.
     *
     * @return as the session is to have it.
     */
    public byte[] encode()
    {
        final byte[] plain = name.getBytes(StandardCharsets.ISO_8859_1);
        if (0 == instance && null == key)
        {
            return plain;
        }
        final byte[] keyBytes = null == key ? new byte[0] : key;
        return ByteBuffer.allocate(plain.length + 1 + WRITER_LENGTH + keyBytes.length)
            .put(plain).put((byte)0).putLong(instance).putLong(epoch).put(keyBytes).array();
    }
}
