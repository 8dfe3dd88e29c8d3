package io.flatbook.ops.replay;

import io.flatbook.cluster.SnapshotSource;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;

import java.util.function.BiFunction;

/**
 * Compares two snapshots record by record. Equal states have equal records in equal order.
 */
final class SnapshotDiff
{
    private SnapshotDiff()
    {
    }

    /**
     * Finds the first record that differs.
     *
     * @param one   read up to three times.
     * @param other likewise.
     * @param text  what to say of the two records, each null if there is none.
     * @return null if they are equal, else what the text function says.
     */
    static String first(
        final SnapshotSource one, final SnapshotSource other, final BiFunction<byte[], byte[], String> text)
    {
        final LongArrayList ofOne = hashes(one);
        final LongArrayList ofOther = hashes(other);
        final int shared = Math.min(ofOne.size(), ofOther.size());
        int i = 0;
        while (i < shared && ofOne.getLong(i) == ofOther.getLong(i))
        {
            i++;
        }
        return i == ofOne.size() && i == ofOther.size() ? null : text.apply(record(one, i), record(other, i));
    }

    private static LongArrayList hashes(final SnapshotSource source)
    {
        final LongArrayList hashes = new LongArrayList();
        source.feed((buffer, offset, length) -> hashes.addLong(hash(buffer, offset, length)));
        return hashes;
    }

    private static byte[] record(final SnapshotSource source, final int index)
    {
        final byte[][] found = new byte[1][];
        final int[] next = new int[1];
        source.feed((buffer, offset, length) ->
        {
            if (index == next[0]++)
            {
                found[0] = new byte[length];
                buffer.getBytes(offset, found[0]);
            }
        });
        return found[0];
    }

    // FNV-1a, 64 bits (Fowler, Noll, Vo).
    private static long hash(final DirectBuffer buffer, final int offset, final int length)
    {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < length; i++)
        {
            hash = (hash ^ buffer.getByte(offset + i)) * 0x100000001B3L;
        }
        return hash;
    }
}
