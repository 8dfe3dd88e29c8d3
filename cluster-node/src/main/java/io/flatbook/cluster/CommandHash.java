package io.flatbook.cluster;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * 64-bit hash of a command's bytes, by which a command id that was reused for other bytes differs from a command that
 * was sent again. Eight bytes at a time, each mixed by the finalizer of splitmix64 (Steele, Lea, Flood: Fast splittable
 * pseudorandom number generators, 2014).
 */
public final class CommandHash
{
    private CommandHash()
    {
    }

    /**
     * Computes it.
     *
     * @param buffer with the command.
     * @param offset of its message header, in bytes.
     * @param length in bytes, message header included.
     * @return the hash.
     */
    public static long of(final DirectBuffer buffer, final int offset, final int length)
    {
        long hash = length;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES)
        {
            hash = mix(hash, buffer.getLong(offset + i, ByteOrder.LITTLE_ENDIAN));
        }
        for (; i < length; i++)
        {
            hash = mix(hash, buffer.getByte(offset + i));
        }
        return hash;
    }

    private static long mix(final long seed, final long value)
    {
        long z = seed * 0x9E3779B97F4A7C15L + value + 0x632BE59BD9B4E019L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
