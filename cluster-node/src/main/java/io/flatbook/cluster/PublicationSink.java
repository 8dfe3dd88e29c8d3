package io.flatbook.cluster;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Writes a snapshot to the archive's recording in blocks of the longest message; waits while it is behind, fails when
 * it is gone. An offer for each record would cost more than the record.
 */
final class PublicationSink implements SnapshotSink
{
    private final ExclusivePublication publication;
    private final IdleStrategy idleStrategy;
    private final UnsafeBuffer block;
    private int length;

    PublicationSink(final ExclusivePublication publication, final IdleStrategy idleStrategy)
    {
        this.publication = publication;
        this.idleStrategy = idleStrategy;
        // Outside of the heap: as an array it would be large enough for the collector to begin a cycle for it.
        block = new UnsafeBuffer(ByteBuffer.allocateDirect(publication.maxMessageLength()));
    }

    @Override
    public void write(final DirectBuffer buffer, final int offset, final int recordLength)
    {
        if (SnapshotBlock.LENGTH_OF_LENGTH + recordLength > block.capacity() - length)
        {
            finish();
        }
        block.putInt(length, recordLength, LITTLE_ENDIAN);
        block.putBytes(length + SnapshotBlock.LENGTH_OF_LENGTH, buffer, offset, recordLength);
        length += SnapshotBlock.LENGTH_OF_LENGTH + recordLength;
    }

    @Override
    public int recordLengthMax()
    {
        return block.capacity() - SnapshotBlock.LENGTH_OF_LENGTH;
    }

    @Override
    public void finish()
    {
        if (0 == length)
        {
            return;
        }
        idleStrategy.reset();
        long result = publication.offer(block, 0, length);
        while (result < 0)
        {
            if (Publication.CLOSED == result || Publication.NOT_CONNECTED == result ||
                Publication.MAX_POSITION_EXCEEDED == result)
            {
                throw new IllegalStateException("the snapshot's recording is gone: " + result);
            }
            idleStrategy.idle();
            result = publication.offer(block, 0, length);
        }
        length = 0;
    }
}
