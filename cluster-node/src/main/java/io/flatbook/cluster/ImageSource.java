package io.flatbook.cluster;

import io.aeron.Image;
import io.aeron.ImageFragmentAssembler;
import org.agrona.concurrent.IdleStrategy;

/**
 * Reads a snapshot's records from the blocks of its replay.
 */
final class ImageSource
{
    private static final int FRAGMENTS_PER_POLL = 64;

    private ImageSource()
    {
    }

    /**
     * Feeds the loader until it has its last record.
     *
     * @throws IllegalStateException if the replay ends before.
     */
    static void drain(final Image image, final SnapshotLoader loader, final IdleStrategy idleStrategy)
    {
        final ImageFragmentAssembler assembler = new ImageFragmentAssembler(
            (buffer, offset, length, header) -> SnapshotBlock.read(buffer, offset, length, loader::onRecord));
        while (!loader.isComplete())
        {
            final int fragments = image.poll(assembler, FRAGMENTS_PER_POLL);
            if (0 == fragments && (image.isClosed() || image.isEndOfStream()))
            {
                throw new IllegalStateException("the snapshot ends before its last record");
            }
            idleStrategy.idle(fragments);
        }
    }
}
