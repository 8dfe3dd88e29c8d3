package io.flatbook.cluster;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * A snapshot in memory or in a file: every record preceded by its length.
 */
final class SnapshotBytes implements SnapshotSink
{
    private static final int LENGTH_OF_LENGTH = Integer.BYTES;
    private static final int BYTES_INITIAL = 64 * 1024;

    private byte[] bytes = new byte[BYTES_INITIAL];
    private final UnsafeBuffer view = new UnsafeBuffer(bytes);
    private int length;

    @Override
    public void write(final DirectBuffer buffer, final int offset, final int recordLength)
    {
        final int newLength = Math.addExact(length, LENGTH_OF_LENGTH + recordLength);
        if (newLength > bytes.length)
        {
            bytes = Arrays.copyOf(bytes, Math.max(newLength, (int)Math.min(Integer.MAX_VALUE - 8, 2L * length)));
            view.wrap(bytes);
        }
        view.putInt(length, recordLength, LITTLE_ENDIAN);
        view.putBytes(length + LENGTH_OF_LENGTH, buffer, offset, recordLength);
        length = newLength;
    }

    @Override
    public int recordLengthMax()
    {
        return Integer.MAX_VALUE;
    }

    byte[] toByteArray()
    {
        return Arrays.copyOf(bytes, length);
    }

    /**
     * Feeds all records to a loader.
     *
     * @throws IllegalStateException if a length does not fit.
     */
    static void read(final byte[] snapshot, final SnapshotLoader loader)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(snapshot);
        int offset = 0;
        while (offset < snapshot.length)
        {
            final int recordLength =
                snapshot.length - offset < LENGTH_OF_LENGTH ? -1 : buffer.getInt(offset, LITTLE_ENDIAN);
            if (recordLength < 0 || recordLength > snapshot.length - offset - LENGTH_OF_LENGTH)
            {
                throw new IllegalStateException("the snapshot is cut off at byte " + offset);
            }
            loader.onRecord(buffer, offset + LENGTH_OF_LENGTH, recordLength);
            offset += LENGTH_OF_LENGTH + recordLength;
        }
    }
}
