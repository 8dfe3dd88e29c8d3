package io.flatbook.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.aeron.archive.CatalogView;
import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.flatbook.archive.SegmentFiles;
import org.agrona.BitUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off what a node had not finished writing to its log when it died of a full disk or a power cut.
 *
 * <p>Aeron's archive does not start over a last fragment of which a page is missing; somebody would have to run a tool.
 * A block of the file system is missing only if the writing that it belonged to never ended, so nothing from there on
 * was acknowledged by this node, and it can be cut off and fetched again. A fragment that is whole but wrong is another
 * matter: somebody must look at that log, and nothing is touched.
 */
final class TornTail
{
    private static final Logger LOGGER = LoggerFactory.getLogger(TornTail.class);
    private static final int BLOCK_LENGTH_LEAST = 512;
    private static final int PAGE_LENGTH = 4096;
    private static final int WHOLE = -1;

    private TornTail()
    {
    }

    private record OpenRecording(long id, long startPosition, int termLength, int mtuLength)
    {
    }

    /**
     * Call under the lock of the data directory, before the archive starts.
     *
     * @param archiveDirectory of the node; it need not have a catalog yet.
     * @param checksum         that was recorded with the log; null: none.
     */
    static void cut(final Path archiveDirectory, final Checksum checksum) throws IOException
    {
        if (!Files.exists(SegmentFiles.catalog(archiveDirectory)))
        {
            return;
        }

        final List<OpenRecording> open = new ArrayList<>();
        CatalogView.listRecordings(archiveDirectory.toFile(),
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition, stopPosition,
            initialTermId, segmentLength, termLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel,
            sourceIdentity) ->
            {
                if (AeronArchive.NULL_POSITION == stopPosition)
                {
                    open.add(new OpenRecording(recordingId, startPosition, termLength, mtuLength));
                }
            });
        for (final OpenRecording recording : open)
        {
            cut(archiveDirectory, recording, checksum);
        }
    }

    private static void cut(final Path archiveDirectory, final OpenRecording recording, final Checksum checksum)
        throws IOException
    {
        final long basePosition = SegmentFiles.newestBase(archiveDirectory, recording.id());
        if (AeronArchive.NULL_POSITION == basePosition)
        {
            return;
        }

        final int startOffset = (int)(recording.startPosition() & (recording.termLength() - 1));
        final boolean isFirst = basePosition == recording.startPosition() - startOffset;
        final Path segment = SegmentFiles.file(archiveDirectory, recording.id(), basePosition);
        final int blockLength = (int)Math.max(BLOCK_LENGTH_LEAST,
            Math.min(PAGE_LENGTH, Files.getFileStore(segment).getBlockSize()));
        final long offset = cutSegment(
            segment, isFirst ? startOffset : 0, blockLength, recording.mtuLength(), checksum);
        if (WHOLE != offset)
        {
            LOGGER.warn("the end of recording {} was not written wholly when the node died: it is cut off at " +
                "position {} and fetched again from the other members", recording.id(), basePosition + offset);
        }
    }

    /**
     * Cuts a segment off where its first fragment with a missing block begins.
     *
     * @param blockLength what the file system writes wholly or not at all.
     * @param mtuLength   longest fragment with data: one that claims to be longer was changed, not torn.
     * @return the offset; -1 if there is none and nothing was changed.
     */
    static int cutSegment(
        final Path segment,
        final int startOffset,
        final int blockLength,
        final int mtuLength,
        final Checksum checksum)
        throws IOException
    {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw"))
        {
            final long length = file.length();
            final int offset = tornOffset(file.getChannel(), startOffset, blockLength, mtuLength, checksum);
            if (WHOLE != offset)
            {
                file.setLength(offset);
                file.setLength(length);
                file.getChannel().force(true);
            }
            return offset;
        }
    }

    private static int tornOffset(
        final FileChannel channel,
        final int startOffset,
        final int blockLength,
        final int mtuLength,
        final Checksum checksum)
        throws IOException
    {
        final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        try
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(mapped);
            int offset = startOffset;
            while (offset + DataHeaderFlyweight.HEADER_LENGTH <= buffer.capacity())
            {
                final int frameLength = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
                final long alignedLength = BitUtil.align((long)frameLength, FrameDescriptor.FRAME_ALIGNMENT);
                if (frameLength <= 0 || buffer.capacity() - offset < alignedLength ||
                    mtuLength < frameLength && !isPadding(buffer, offset))
                {
                    return WHOLE;
                }
                if (lacksBlock(buffer, offset, (int)alignedLength, blockLength) &&
                    isTorn(buffer, offset, (int)alignedLength, checksum))
                {
                    return offset;
                }
                offset += alignedLength;
            }
            return WHOLE;
        }
        finally
        {
            IoUtil.unmap(mapped);
        }
    }

    private static boolean isTorn(
        final UnsafeBuffer buffer, final int offset, final int alignedLength, final Checksum checksum)
    {
        final int end = offset + alignedLength;
        final boolean isLast = end >= buffer.capacity() || 0 == buffer.getInt(end, ByteOrder.LITTLE_ENDIAN);
        if (null == checksum || isPadding(buffer, offset))
        {
            // Of padding only the header is written: the archive takes it for torn when it is the last.
            return isLast;
        }

        final int recorded =
            buffer.getInt(offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET, ByteOrder.LITTLE_ENDIAN);
        return recorded != checksum.compute(buffer.addressOffset(), offset + DataHeaderFlyweight.HEADER_LENGTH,
            alignedLength - DataHeaderFlyweight.HEADER_LENGTH);
    }

    private static boolean isPadding(final UnsafeBuffer buffer, final int offset)
    {
        return DataHeaderFlyweight.HDR_TYPE_PAD ==
            buffer.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether a block behind the one in which a fragment begins has nothing of it. */
    private static boolean lacksBlock(
        final UnsafeBuffer buffer, final int offset, final int alignedLength, final int blockLength)
    {
        final int end = offset + alignedLength;
        for (int block = (offset / blockLength + 1) * blockLength; block < end; block += blockLength)
        {
            boolean isEmpty = true;
            for (int i = block; i < Math.min(block + blockLength, end) && isEmpty; i += Long.BYTES)
            {
                isEmpty = 0 == buffer.getLong(i);
            }
            if (isEmpty)
            {
                return true;
            }
        }
        return false;
    }
}
