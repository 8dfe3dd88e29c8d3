package io.flatbook.cluster;

import io.flatbook.sbe.snapshot.MessageHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The buffer in which records of a snapshot are encoded, and the count of what was written.
 */
final class SnapshotRecords
{
    private static final int RECORD_LENGTH_MAX = 2 * EventRing.EVENT_LENGTH_MAX;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RECORD_LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SnapshotSink sink;
    private long count;

    SnapshotRecords(final SnapshotSink sink)
    {
        this.sink = sink;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    MessageHeaderEncoder header()
    {
        return header;
    }

    long count()
    {
        return count;
    }

    /**
     * Writes the record that is in the buffer.
     *
     * @param encodedLength without its header, in bytes.
     */
    void write(final int encodedLength)
    {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        if (length > sink.recordLengthMax())
        {
            throw new IllegalStateException("a record of " + length + " bytes exceeds " + sink.recordLengthMax());
        }
        sink.write(buffer, 0, length);
        count++;
    }
}
