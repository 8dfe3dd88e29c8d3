package io.flatbook.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.flatbook.archive.SegmentFiles;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a recording of a stopped archive frame by frame, and checks the checksums and what they do not cover: place,
 * kind and order of the frames. A recording that was not stopped in order ends before the first empty frame.
 *
 * <p>A log may end in the middle of a message, if its leader died within it; the next leader begins its term there, and
 * the rest of that message never comes.
 */
final class RecordingCheck
{
    private static final int PAGE_LENGTH = 4096;
    private static final int FRAME_LENGTH_MAX = 64 * 1024;
    private static final int HEADER_LENGTH = DataHeaderFlyweight.HEADER_LENGTH;
    private static final int BEGIN = FrameDescriptor.BEGIN_FRAG_FLAG & 0xFF;
    private static final int END = FrameDescriptor.END_FRAG_FLAG & 0xFF;

    /** The catalog's entry of a recording. */
    record Recording(
        long id, long startPosition, long stopPosition, int initialTermId, int segmentLength, int termLength)
    {
        boolean isStopped()
        {
            return AeronArchive.NULL_POSITION != stopPosition;
        }

        long segmentBase(final long position)
        {
            return AeronArchive.segmentFileBasePosition(startPosition, position, termLength, segmentLength);
        }
    }

    private final Path directory;
    private final Recording recording;
    private final Checksum checksum;
    private String what;
    private long position;
    private boolean isInsideMessage;

    RecordingCheck(final Path directory, final Recording recording, final Checksum checksum)
    {
        this.directory = directory;
        this.recording = recording;
        this.checksum = checksum;
    }

    /**
     * @param name         of the recording, for messages.
     * @param fromPosition at which a message begins.
     * @return where it ends.
     * @throws DamagedException if it is not as it was written.
     */
    long run(final String name, final long fromPosition) throws IOException
    {
        what = name;
        position = fromPosition;
        if (recording.isStopped() && recording.stopPosition() < fromPosition)
        {
            throw damaged("ends before " + fromPosition);
        }
        boolean isMore = true;
        while (isMore && (!recording.isStopped() || position < recording.stopPosition()))
        {
            isMore = checkSegment(recording.segmentBase(position));
        }
        return position;
    }

    /**
     * @param name         of the recording, for messages.
     * @param fromPosition below the end of the recording.
     * @return the frame that begins there, behind padding if there is such; null if that part of the recording was
     *         deleted.
     * @throws DamagedException if none does.
     */
    DirectBuffer frameAt(final String name, final long fromPosition) throws IOException
    {
        what = name;
        position = fromPosition;
        isInsideMessage = false;
        final long base = recording.segmentBase(position);
        if (position < recording.startPosition() || !Files.exists(segment(base)))
        {
            return null;
        }
        try (FileChannel channel = FileChannel.open(segment(base)))
        {
            final ByteBuffer bytes = ByteBuffer.allocateDirect(FRAME_LENGTH_MAX).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(bytes, position - base);
            final UnsafeBuffer frame = new UnsafeBuffer(bytes);
            final int frameLength = frame.getInt(0, ByteOrder.LITTLE_ENDIAN);
            final boolean isPadding = isPadding(frame, 0);
            if (position % FrameDescriptor.FRAME_ALIGNMENT != 0 || frameLength < HEADER_LENGTH ||
                (isPadding ? recording.termLength() : bytes.position()) < frameLength)
            {
                throw damaged("has no frame");
            }
            final int alignedLength = BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
            checkHeader(frame, 0, alignedLength);
            return isPadding ? frameAt(name, position + alignedLength) : new UnsafeBuffer(frame, 0, frameLength);
        }
    }

    /**
     * @return whether something was recorded and is there.
     */
    boolean holdsAnything()
    {
        final long base = recording.segmentBase(recording.startPosition());
        final ByteBuffer frameLength = ByteBuffer.allocate(Integer.BYTES);
        try (FileChannel channel = FileChannel.open(segment(base)))
        {
            channel.read(frameLength, recording.startPosition() - base);
            return 0 != frameLength.getInt(0);
        }
        catch (final IOException ignore)
        {
            return false;
        }
    }

    /** Whether the recording may go on in the next segment. */
    private boolean checkSegment(final long base) throws IOException
    {
        final Path segment = segment(base);
        if (!Files.exists(segment))
        {
            if (recording.isStopped())
            {
                throw damaged("has no file " + segment.getFileName());
            }
            return false;
        }
        try (FileChannel channel = FileChannel.open(segment))
        {
            if (recording.segmentLength() != channel.size())
            {
                throw damaged("has a file of another length, " + segment.getFileName());
            }
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            try
            {
                return checkFrames(new UnsafeBuffer(mapped), base);
            }
            finally
            {
                IoUtil.unmap(mapped);
            }
        }
    }

    private boolean checkFrames(final UnsafeBuffer buffer, final long base)
    {
        int offset = (int)(position - base);
        while (offset < buffer.capacity() && (!recording.isStopped() || position < recording.stopPosition()))
        {
            final int frameLength = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
            if (0 == frameLength && !recording.isStopped())
            {
                checkNothingFollows(buffer, offset, base);
                return false;
            }
            if (frameLength < HEADER_LENGTH || buffer.capacity() - offset < frameLength)
            {
                throw damaged("has a frame of a wrong length");
            }
            final int alignedLength = BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
            checkHeader(buffer, offset, alignedLength);
            offset += alignedLength;
            position += alignedLength;
        }
        return true;
    }

    private void checkHeader(final UnsafeBuffer buffer, final int offset, final int alignedLength)
    {
        final int termMask = recording.termLength() - 1;
        final int termOffset = (int)(position & termMask);
        final int terms = (int)(position / recording.termLength());
        if (0 != buffer.getByte(offset + DataHeaderFlyweight.VERSION_FIELD_OFFSET) ||
            termOffset != intAt(buffer, offset + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET) ||
            recording.initialTermId() + terms != intAt(buffer, offset + DataHeaderFlyweight.TERM_ID_FIELD_OFFSET))
        {
            throw damaged("has a frame that does not belong to its place");
        }
        if (isPadding(buffer, offset))
        {
            if (termOffset + alignedLength != recording.termLength())
            {
                throw damaged("has padding before the end of a term");
            }
            return;
        }
        checkFlags(buffer.getByte(offset + DataHeaderFlyweight.FLAGS_FIELD_OFFSET) & 0xFF,
            TermListCheck.isBegin(buffer, offset + HEADER_LENGTH, alignedLength - HEADER_LENGTH));
        final int computed = checksum.compute(
            buffer.addressOffset(), offset + HEADER_LENGTH, alignedLength - HEADER_LENGTH);
        if (DataHeaderFlyweight.HDR_TYPE_DATA != typeAt(buffer, offset) ||
            termOffset + alignedLength > recording.termLength() ||
            computed != intAt(buffer, offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET))
        {
            throw damaged("fails its checksum");
        }
    }

    private void checkFlags(final int flags, final boolean isBeginOfTerm)
    {
        final boolean isBegin = 0 != (flags & BEGIN);
        final boolean isAfterALeader = isBeginOfTerm && (BEGIN | END) == flags;
        if (0 != (flags & ~(BEGIN | END)) || isBegin == isInsideMessage && !isAfterALeader)
        {
            throw damaged("has a part of a message out of order");
        }
        isInsideMessage = 0 == (flags & END);
    }

    /**
     * A write that did not end leaves whole pages out, and a later segment is begun only when this one is on the disk.
     */
    private void checkNothingFollows(final UnsafeBuffer buffer, final int offset, final long base)
    {
        final int pageEnd = Math.min((offset / PAGE_LENGTH + 1) * PAGE_LENGTH, buffer.capacity());
        boolean isEmpty = !Files.exists(segment(base + recording.segmentLength()));
        for (int i = offset; isEmpty && i < pageEnd; i += Integer.BYTES)
        {
            isEmpty = 0 == buffer.getInt(i);
        }
        if (!isEmpty)
        {
            throw damaged("has a hole");
        }
    }

    private Path segment(final long base)
    {
        return SegmentFiles.file(directory, recording.id(), base);
    }

    private DamagedException damaged(final String how)
    {
        return new DamagedException(what + " (recording " + recording.id() + ") " + how + " at position " + position);
    }

    private static boolean isPadding(final DirectBuffer buffer, final int offset)
    {
        return DataHeaderFlyweight.HDR_TYPE_PAD == typeAt(buffer, offset);
    }

    private static int typeAt(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    private static int intAt(final UnsafeBuffer buffer, final int index)
    {
        return buffer.getInt(index, ByteOrder.LITTLE_ENDIAN);
    }
}
