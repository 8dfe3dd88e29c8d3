package io.flatbook.cluster;

import org.agrona.DirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Many records of a snapshot in one piece, each preceded by its length in four bytes, little endian. A message of a
 * snapshot's recording is a block; a snapshot in memory or in a file is one block as well.
 */
public final class SnapshotBlock
{
    static final int LENGTH_OF_LENGTH = Integer.BYTES;

    private SnapshotBlock()
    {
    }

    /**
     * Gives all records of a block, in order.
     *
     * @param buffer  that holds the block.
     * @param offset  of its first byte.
     * @param length  in bytes.
     * @param records takes them.
     * @throws IllegalStateException if a length does not fit.
     */
    public static void read(
        final DirectBuffer buffer, final int offset, final int length, final LocalClearing.Taker records)
    {
        final int end = offset + length;
        int at = offset;
        while (at < end)
        {
            final int recordLength = end - at < LENGTH_OF_LENGTH ? -1 : buffer.getInt(at, LITTLE_ENDIAN);
            if (recordLength < 0 || recordLength > end - at - LENGTH_OF_LENGTH)
            {
                throw new IllegalStateException("the snapshot is cut off at byte " + (at - offset) + " of a block");
            }
            records.onMessage(buffer, at + LENGTH_OF_LENGTH, recordLength);
            at += LENGTH_OF_LENGTH + recordLength;
        }
    }
}
