package io.flatbook.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the log says of who opened a session: the principal's name and, if a secret was proven, a zero and the key of
 * the session, under which every message of it is sealed.
 *
 * @param name {@code role/name}.
 * @param key  of the session, 32 bytes; null for none.
 */
public record SessionPrincipal(String name, byte[] key)
{
    /**
     * Reads it.
     *
     * @param encoded as the session has it.
     * @return name and key.
     */
    public static SessionPrincipal decode(final byte[] encoded)
    {
        int length = 0;
        while (length < encoded.length && 0 != encoded[length])
        {
            length++;
        }
        final String name = new String(encoded, 0, length, StandardCharsets.ISO_8859_1);
        return new SessionPrincipal(
            name, length == encoded.length ? null : Arrays.copyOfRange(encoded, length + 1, encoded.length));
    }

    /**
     * Writes it.
     *
     * @return as the session is to have it.
     */
    public byte[] encode()
    {
        final byte[] plain = name.getBytes(StandardCharsets.ISO_8859_1);
        if (null == key)
        {
            return plain;
        }
        final byte[] encoded = Arrays.copyOf(plain, plain.length + 1 + key.length);
        System.arraycopy(key, 0, encoded, plain.length + 1, key.length);
        return encoded;
    }
}
