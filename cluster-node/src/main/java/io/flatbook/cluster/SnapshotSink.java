package io.flatbook.cluster;

import org.agrona.DirectBuffer;

/**
 * Takes the records of a snapshot, in order.
 */
public interface SnapshotSink
{
    /**
     * Writes one record whole.
     *
     * @param buffer that holds it; it may be reused after the call.
     * @param offset of its first byte.
     * @param length in bytes, at most {@link #recordLengthMax()}.
     */
    void write(DirectBuffer buffer, int offset, int length);

    /**
     * The longest record that is taken.
     *
     * @return length in bytes.
     */
    int recordLengthMax();

    /**
     * Passes on what is kept back, after the last record.
     */
    void finish();
}
