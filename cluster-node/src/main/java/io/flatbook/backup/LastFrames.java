package io.flatbook.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.aeron.archive.CatalogView;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.flatbook.archive.SegmentFiles;
import org.agrona.BitUtil;

/**
 * The frames of the last file of each recording, by their lengths. Aeron's verification adds up the bytes that the
 * last frame claims to have, and ends the process if there are not so many.
 */
final class LastFrames
{
    private final Path file;
    private final long startOffset;
    private final int termLength;
    private final int mtuLength;

    private LastFrames(final Path file, final long startOffset, final int termLength, final int mtuLength)
    {
        this.file = file;
        this.startOffset = startOffset;
        this.termLength = termLength;
        this.mtuLength = mtuLength;
    }

    /**
     * @param archive with a catalog.
     * @throws BackupException if a frame has a length that none was written with.
     */
    static void check(final Path archive)
    {
        CatalogView.listRecordings(archive.toFile(),
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition, stopPosition,
            initialTermId, segmentLength, termLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel,
            sourceIdentity) ->
            {
                final long base = SegmentFiles.newestBase(archive, recordingId);
                if (0 <= base)
                {
                    final long first = startPosition - startPosition % termLength;
                    new LastFrames(SegmentFiles.file(archive, recordingId, base),
                        base == first ? startPosition - first : 0, termLength, mtuLength).check();
                }
            });
    }

    private void check()
    {
        final ByteBuffer header = ByteBuffer.allocate(DataHeaderFlyweight.HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            long offset = startOffset;
            while (header.capacity() == channel.read(header.clear(), offset) && 0 < header.getInt(0))
            {
                final int frameLength = header.getInt(0);
                final long end = offset + BitUtil.align((long)frameLength, FrameDescriptor.FRAME_ALIGNMENT);
                final boolean isPadding = DataHeaderFlyweight.HDR_TYPE_PAD ==
                    header.getShort(DataHeaderFlyweight.TYPE_FIELD_OFFSET);
                if (channel.size() < end || (isPadding ? 0 != end % termLength : mtuLength < frameLength))
                {
                    throw new BackupException("the backup is damaged: " + file.getFileName() + ", offset " + offset +
                        ": a frame cannot be of " + frameLength + " bytes");
                }
                offset = end;
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
