package io.flatbook.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the log says of who opened a session: the principal's name; a zero, then the instance of the client and the
 * epoch that it names (ONCE-2), 8 bytes each, big endian; and, if a secret was proven, the secret's version, 4 bytes,
 * and the key of the session, under which every message of it is sealed. A name alone is a session that only reads.
 *
 * @param name          {@code role/name}.
 * @param instance      of the client; 0 for a session that only reads.
 * @param epoch         that the instance was given; 0 if it names none.
 * @param secretVersion of the secret that was proven, from 1; 0 if none was.
 * @param key           of the session, 32 bytes; null if no secret was proven.
 */
public record SessionPrincipal(String name, long instance, long epoch, int secretVersion, byte[] key)
{
    private static final int WRITER_LENGTH = 2 * Long.BYTES;

    /**
     * Reads it.
     *
     * @param encoded as the session has it.
     * @return what it says, as far as the bytes suffice: the name alone if no instance and epoch follow it.
     */
    public static SessionPrincipal decode(final byte[] encoded)
    {
        int length = 0;
        while (length < encoded.length && 0 != encoded[length])
        {
            length++;
        }
        final String name = new String(encoded, 0, length, StandardCharsets.ISO_8859_1);
        final int versionOffset = length + 1 + WRITER_LENGTH;
        if (encoded.length < versionOffset)
        {
            return new SessionPrincipal(name, 0, 0, 0, null);
        }
        final ByteBuffer rest = ByteBuffer.wrap(encoded, length + 1, encoded.length - length - 1);
        final long instance = rest.getLong();
        final long epoch = rest.getLong();
        if (rest.remaining() <= Integer.BYTES)
        {
            return new SessionPrincipal(name, instance, epoch, 0, null);
        }
        final int secretVersion = rest.getInt();
        final byte[] key = new byte[rest.remaining()];
        rest.get(key);
        return new SessionPrincipal(name, instance, epoch, secretVersion, key);
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
        final int provenLength = null == key ? 0 : Integer.BYTES + key.length;
        final ByteBuffer encoded = ByteBuffer.allocate(plain.length + 1 + WRITER_LENGTH + provenLength)
            .put(plain).put((byte)0).putLong(instance).putLong(epoch);
        if (null != key)
        {
            encoded.putInt(secretVersion).put(key);
        }
        return encoded.array();
    }
}
