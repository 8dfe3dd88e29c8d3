package io.flatbook.ops.replay;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Reads the messages of a recording from its files, each whole, and checks every frame: its place, its kind and, if the
 * archive writes checksums, its bytes. A checksum takes the place of the frame's session id; it does not cover the
 * frame's header, so that is compared with what is around it.
 */
final class MessageReader implements AutoCloseable
{
    private static final int PAGE_LENGTH = 4096;
    private static final int FRAMES_TO_LOOK_AT = 64;

    private final Recording recording;
    private final Checksum checksum = Checksums.crc32c();
    private final LongSupplier end;
    private boolean isLookedAt;
    private boolean isChecksummed;
    private final MutableDirectBuffer assembled = new ExpandableArrayBuffer();
    private int assembledLength;
    private boolean isBegun;
    private Segment segment;
    private long segmentBase;
    private long position;
    private long tornPosition = -1;
    private boolean isEnded;
    private DirectBuffer message;
    private int messageOffset;
    private int messageLength;

    /**
     * @param fromPosition where a frame begins.
     * @throws BadRecordingException if the recording has no file there.
     */
    MessageReader(final Recording recording, final long fromPosition)
    {
        this(recording, fromPosition, () -> Long.MAX_VALUE);
    }

    /**
     * @param fromPosition where a frame begins.
     * @param end          position up to which frames are there and committed, asked before each frame; it may rise.
     * @throws BadRecordingException if the recording has no file there.
     */
    MessageReader(final Recording recording, final long fromPosition, final LongSupplier end)
    {
        this.recording = recording;
        this.end = end;
        position = fromPosition;
        segmentBase = recording.segmentBase(fromPosition);
        final Path file = recording.segmentFile(segmentBase);
        if (fromPosition < recording.startPosition() || !Files.exists(file))
        {
            throw new BadRecordingException(
                file, 0, "recording " + recording.id() + " does not reach back to position " + fromPosition);
        }
        segment = Segment.open(file, recording.segmentLength());
    }

    /**
     * Moves on to the next message; after the end it may be called again, for a recording that grows. A message that a
     * leader died over may be there in part, with others behind it: nobody applies it, and it is passed over.
     *
     * @return false at the end.
     * @throws BadRecordingException if it is damaged.
     */
    boolean next()
    {
        while (hasFrame())
        {
            if (!isLookedAt)
            {
                isLookedAt = true;
                isChecksummed = looksChecksummed();
            }
            final UnsafeBuffer buffer = segment.buffer();
            final int offset = (int)(position - segmentBase);
            final int frameLength = FrameDescriptor.frameLength(buffer, offset);
            if (isTorn(buffer, offset, frameLength))
            {
                tornPosition = position;
                return false;
            }
            check(buffer, offset, frameLength);
            position += BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
            if (FrameDescriptor.isPaddingFrame(buffer, offset))
            {
                continue;
            }
            final byte flags = FrameDescriptor.frameFlags(buffer, offset);
            final boolean begins = 0 != (flags & FrameDescriptor.BEGIN_FRAG_FLAG);
            final boolean goesOn = 0 == (flags & FrameDescriptor.END_FRAG_FLAG);
            if (!begins && !isBegun || goesOn && frameLength != recording.mtuLength())
            {
                throw bad(offset, "the flags of a frame are damaged");
            }
            assembledLength = begins ? 0 : assembledLength;
            isBegun = true;
            if (take(buffer, offset, frameLength, flags))
            {
                isBegun = false;
                return true;
            }
        }
        return false;
    }

    DirectBuffer buffer()
    {
        return message;
    }

    int offset()
    {
        return messageOffset;
    }

    int length()
    {
        return messageLength;
    }

    /** Position after the message. */
    long position()
    {
        return position;
    }

    /**
     * What to throw if the message does not belong here.
     */
    BadRecordingException notAnEntry()
    {
        return new BadRecordingException(segment.file(), position - segmentBase - messageLength,
            "the message up to here is no entry of a log (position " + position + ")");
    }

    /** Whether checksums were found, and so checked. */
    boolean isChecksummed()
    {
        return isChecksummed;
    }

    /** Where the last frame began whose writing was cut off in the middle; -1 for none. */
    long tornPosition()
    {
        return tornPosition;
    }

    /**
     * Where the recording ends, though its file holds more behind: the beginning of a frame was lost, or the file was
     * copied while a node wrote to it. -1 if there is nothing.
     */
    long holePosition()
    {
        final UnsafeBuffer buffer = segment.buffer();
        if (isEnded)
        {
            for (long i = position - segmentBase; i + Long.BYTES <= buffer.capacity(); i += Long.BYTES)
            {
                if (0 != buffer.getLong((int)i))
                {
                    return position;
                }
            }
        }
        return -1;
    }

    @Override
    public void close()
    {
        if (null != segment)
        {
            segment.close();
            segment = null;
        }
    }

    /** Whether a frame begins at the position; opens the file that holds it. */
    private boolean hasFrame()
    {
        if (recording.hasStopPosition() && position >= recording.stopPosition() || position >= end.getAsLong())
        {
            return false;
        }
        if (position - segmentBase >= recording.segmentLength())
        {
            final Path file = recording.segmentFile(recording.segmentBase(position));
            if (!Files.exists(file))
            {
                return endsHere(file, 0, "the recording should go on here, up to position ");
            }
            segment.close();
            segmentBase = recording.segmentBase(position);
            segment = Segment.open(file, recording.segmentLength());
        }
        final int offset = (int)(position - segmentBase);
        if (offset + DataHeaderFlyweight.HEADER_LENGTH > segment.buffer().capacity() ||
            0 == FrameDescriptor.frameLength(segment.buffer(), offset))
        {
            final boolean goesOn = Files.exists(recording.segmentFile(segmentBase + recording.segmentLength()));
            if (goesOn)
            {
                throw bad(offset, "there is no frame, and the recording goes on in another file");
            }
            return endsHere(segment.file(), offset, "there is no frame, and the recording goes on up to position ");
        }
        return true;
    }

    private boolean endsHere(final Path file, final int offset, final String what)
    {
        if (recording.hasStopPosition())
        {
            throw new BadRecordingException(file, offset, what + recording.stopPosition());
        }
        isEnded = true;
        return false;
    }

    /**
     * A node that was killed may have left the last frame half written, of whole pages, which the archive cuts off at
     * the next start.
     */
    private boolean isTorn(final UnsafeBuffer buffer, final int offset, final int frameLength)
    {
        if (recording.hasStopPosition() || frameLength < DataHeaderFlyweight.HEADER_LENGTH ||
            FrameDescriptor.isPaddingFrame(buffer, offset))
        {
            return false;
        }
        final long alignedLength = BitUtil.align((long)frameLength, FrameDescriptor.FRAME_ALIGNMENT);
        if (offset + alignedLength > buffer.capacity())
        {
            return false;
        }
        final int end = (int)(offset + alignedLength);
        final boolean isLast = end + DataHeaderFlyweight.HEADER_LENGTH > buffer.capacity() ||
            0 == FrameDescriptor.frameLength(buffer, end);
        return isLast && offset / PAGE_LENGTH != (end - 1) / PAGE_LENGTH &&
            isChecksummed && !hasChecksum(buffer, offset, frameLength);
    }

    private void check(final UnsafeBuffer buffer, final int offset, final int frameLength)
    {
        final int termOffset = (int)(position & recording.termLength() - 1);
        final long alignedLength = BitUtil.align((long)frameLength, FrameDescriptor.FRAME_ALIGNMENT);
        final boolean isPadding = FrameDescriptor.isPaddingFrame(buffer, offset);
        if (frameLength < DataHeaderFlyweight.HEADER_LENGTH || termOffset + alignedLength > recording.termLength() ||
            !isPadding && offset + alignedLength > buffer.capacity())
        {
            throw bad(offset, "a frame cannot be of " + frameLength + " bytes");
        }
        final int termId = recording.initialTermId() + (int)(position / recording.termLength());
        if (DataHeaderFlyweight.termOffset(buffer, offset) != termOffset ||
            DataHeaderFlyweight.termId(buffer, offset) != termId ||
            DataHeaderFlyweight.streamId(buffer, offset) != recording.streamId() ||
            !isPadding && FrameDescriptor.frameType(buffer, offset) != DataHeaderFlyweight.HDR_TYPE_DATA ||
            0 != FrameDescriptor.frameVersion(buffer, offset))
        {
            throw bad(offset, "the header of a frame is damaged");
        }
        if (isChecksummed && isPadding == hasChecksum(buffer, offset, frameLength))
        {
            throw bad(offset, isPadding ? "a frame was made padding" : "a frame's checksum does not fit");
        }
    }

    private boolean hasChecksum(final UnsafeBuffer buffer, final int offset, final int frameLength)
    {
        final int alignedLength = BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
        return offset + alignedLength <= buffer.capacity() &&
            FrameDescriptor.frameSessionId(buffer, offset) == checksum.compute(buffer.addressOffset(),
            offset + DataHeaderFlyweight.HEADER_LENGTH, alignedLength - DataHeaderFlyweight.HEADER_LENGTH);
    }

    /** Takes a fragment in; true if the message is whole. */
    private boolean take(final UnsafeBuffer buffer, final int offset, final int frameLength, final byte flags)
    {
        final int fragmentOffset = offset + DataHeaderFlyweight.HEADER_LENGTH;
        final int fragmentLength = frameLength - DataHeaderFlyweight.HEADER_LENGTH;
        if (FrameDescriptor.UNFRAGMENTED == (flags & FrameDescriptor.UNFRAGMENTED))
        {
            message = buffer;
            messageOffset = fragmentOffset;
            messageLength = fragmentLength;
            return true;
        }
        assembled.putBytes(assembledLength, buffer, fragmentOffset, fragmentLength);
        assembledLength += fragmentLength;
        message = assembled;
        messageOffset = 0;
        messageLength = assembledLength;
        return 0 != (flags & FrameDescriptor.END_FRAG_FLAG);
    }

    /**
     * The directory does not say whether checksums are written. If none of the first frames has one, none are: a
     * damaged frame or two among them do not change the answer.
     */
    private boolean looksChecksummed()
    {
        final UnsafeBuffer buffer = segment.buffer();
        int offset = (int)(position - segmentBase);
        for (int frame = 0; frame < FRAMES_TO_LOOK_AT; frame++)
        {
            final int frameLength = offset + DataHeaderFlyweight.HEADER_LENGTH > buffer.capacity() ? 0 :
                FrameDescriptor.frameLength(buffer, offset);
            final long end = offset + BitUtil.align((long)frameLength, FrameDescriptor.FRAME_ALIGNMENT);
            if (frameLength < DataHeaderFlyweight.HEADER_LENGTH || end > buffer.capacity())
            {
                return false;
            }
            if (!FrameDescriptor.isPaddingFrame(buffer, offset) && hasChecksum(buffer, offset, frameLength))
            {
                return true;
            }
            offset = (int)end;
        }
        return false;
    }

    private BadRecordingException bad(final int offset, final String what)
    {
        return new BadRecordingException(segment.file(), offset, what + " (position " + (segmentBase + offset) + ")");
    }
}
