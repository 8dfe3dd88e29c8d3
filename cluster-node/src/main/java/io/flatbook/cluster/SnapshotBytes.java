package io.flatbook.cluster;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * A snapshot in memory or in a file, as one {@link SnapshotBlock}.
 */
final class SnapshotBytes implements SnapshotSink
{
    private static final int BYTES_INITIAL = 64 * 1024;

    private byte[] bytes = new byte[BYTES_INITIAL];
    private final UnsafeBuffer view = new UnsafeBuffer(bytes);
    private int length;

    @Override
    public void write(final DirectBuffer buffer, final int offset, final int recordLength)
    {
        final int newLength = Math.addExact(length, SnapshotBlock.LENGTH_OF_LENGTH + recordLength);
        if (newLength > bytes.length)
        {
            bytes = Arrays.copyOf(bytes, Math.max(newLength, (int)Math.min(Integer.MAX_VALUE - 8, 2L * length)));
            view.wrap(bytes);
        }
        view.putInt(length, recordLength, LITTLE_ENDIAN);
        view.putBytes(length + SnapshotBlock.LENGTH_OF_LENGTH, buffer, offset, recordLength);
        length = newLength;
    }

    @Override
    public int recordLengthMax()
    {
        return Integer.MAX_VALUE;
    }

    @Override
    public void finish()
    {
        // Nothing is kept back.
    }

    byte[] toByteArray()
    {
        return Arrays.copyOf(bytes, length);
    }

    /**
     * Gives all records, in order.
     *
     * @throws IllegalStateException if a length does not fit.
     */
    static void read(final byte[] snapshot, final LocalClearing.Taker records)
    {
        SnapshotBlock.read(new UnsafeBuffer(snapshot), 0, snapshot.length, records);
    }
}
