package io.flatbook.cluster;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/**
 * Writes a snapshot to the archive's recording; waits while it is behind, fails when it is gone.
 */
final class PublicationSink implements SnapshotSink
{
    private final ExclusivePublication publication;
    private final IdleStrategy idleStrategy;

    PublicationSink(final ExclusivePublication publication, final IdleStrategy idleStrategy)
    {
        this.publication = publication;
        this.idleStrategy = idleStrategy;
    }

    @Override
    public void write(final DirectBuffer buffer, final int offset, final int length)
    {
        idleStrategy.reset();
        long result = publication.offer(buffer, offset, length);
        while (result < 0)
        {
            if (Publication.CLOSED == result || Publication.NOT_CONNECTED == result ||
                Publication.MAX_POSITION_EXCEEDED == result)
            {
                throw new IllegalStateException("the snapshot's recording is gone: " + result);
            }
            idleStrategy.idle();
            result = publication.offer(buffer, offset, length);
        }
    }

    @Override
    public int recordLengthMax()
    {
        return publication.maxMessageLength();
    }
}
