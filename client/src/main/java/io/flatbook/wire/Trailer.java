package io.flatbook.wire;

import java.nio.ByteOrder;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The last 24 bytes of a datagram, read and written in place, big endian. The last 12 are the nonce.
 */
final class Trailer
{
    static final int LENGTH = 24;
    /** Bytes that sealing adds to a frame. */
    static final int OVERHEAD = FrameCipher.TAG_LENGTH + LENGTH;
    /** The longest that UDP over IPv4 carries. */
    static final int PACKET_LENGTH_MAX = 65_507;
    static final long COUNTER_END = 1L << 48;

    private static final int KEY_ID = 0;
    private static final int PORT = 2;
    private static final int TIME = 4;
    private static final int SALT = 10;
    private static final int COUNTER = 18;
    private static final int WORD = 16;
    private static final int UNSIGNED_SHORT = 0xFFFF;

    final byte[] bytes = new byte[LENGTH];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);

    int keyId()
    {
        return buffer.getShort(KEY_ID, ByteOrder.BIG_ENDIAN) & UNSIGNED_SHORT;
    }

    int port()
    {
        return buffer.getShort(PORT, ByteOrder.BIG_ENDIAN) & UNSIGNED_SHORT;
    }

    long timeMs()
    {
        return six(TIME);
    }

    long salt()
    {
        return buffer.getLong(SALT, ByteOrder.BIG_ENDIAN);
    }

    long counter()
    {
        return six(COUNTER);
    }

    void keyId(final int id)
    {
        buffer.putShort(KEY_ID, (short)id, ByteOrder.BIG_ENDIAN);
    }

    void port(final int port)
    {
        buffer.putShort(PORT, (short)port, ByteOrder.BIG_ENDIAN);
    }

    void timeMs(final long timeMs)
    {
        six(TIME, timeMs);
    }

    void salt(final long salt)
    {
        buffer.putLong(SALT, salt, ByteOrder.BIG_ENDIAN);
    }

    void counter(final long counter)
    {
        six(COUNTER, counter);
    }

    private long six(final int offset)
    {
        return (buffer.getShort(offset, ByteOrder.BIG_ENDIAN) & (long)UNSIGNED_SHORT) << 2 * WORD |
            buffer.getInt(offset + 2, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    private void six(final int offset, final long number)
    {
        buffer.putShort(offset, (short)(number >>> 2 * WORD), ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + 2, (int)number, ByteOrder.BIG_ENDIAN);
    }
}
