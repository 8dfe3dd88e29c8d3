package io.flatbook.ops.replay;

import io.aeron.archive.checksum.Checksums;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes recordings frame by frame, as the archive does, and as it does when it is killed.
 */
final class FrameWriter
{
    static final int SEGMENT_LENGTH = 64 * 1024;
    static final int TERM_LENGTH = 64 * 1024;
    static final int MTU_LENGTH = 128;
    static final int FULL = MTU_LENGTH - DataHeaderFlyweight.HEADER_LENGTH;
    static final int INITIAL_TERM_ID = -7;
    static final int STREAM_ID = 100;
    static final byte WHOLE = FrameDescriptor.UNFRAGMENTED;
    static final byte FIRST = FrameDescriptor.BEGIN_FRAG_FLAG;
    static final byte MIDDLE = 0;
    static final byte LAST = FrameDescriptor.END_FRAG_FLAG;

    private static final int SESSION_ID = 42;

    private final Path archive;
    private final UnsafeBuffer frame = new UnsafeBuffer(BufferUtil.allocateDirectAligned(SEGMENT_LENGTH, 64));
    private boolean isChecksummed = true;
    private long position;

    FrameWriter(final Path archive)
    {
        this.archive = archive;
    }

    FrameWriter withoutChecksums()
    {
        isChecksummed = false;
        return this;
    }

    long position()
    {
        return position;
    }

    /** The recording, as a catalog describes it: with its end, or without. */
    Recording recording(final long stopPosition)
    {
        return new Recording(archive, 0, 0, stopPosition, INITIAL_TERM_ID, SEGMENT_LENGTH, TERM_LENGTH, MTU_LENGTH,
            STREAM_ID);
    }

    /** A frame of so many times the same letter. */
    FrameWriter write(final char letter, final int length, final byte flags) throws IOException
    {
        return write(letter, length, flags, Integer.MAX_VALUE);
    }

    /** A frame of which only the first bytes reach the disk. */
    FrameWriter write(final char letter, final int length, final byte flags, final int writtenMax) throws IOException
    {
        final int frameLength = DataHeaderFlyweight.HEADER_LENGTH + length;
        final int alignedLength = BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
        header(frameLength, flags, DataHeaderFlyweight.HDR_TYPE_DATA);
        frame.setMemory(DataHeaderFlyweight.HEADER_LENGTH, alignedLength - DataHeaderFlyweight.HEADER_LENGTH, (byte)0);
        frame.setMemory(DataHeaderFlyweight.HEADER_LENGTH, length, (byte)letter);
        if (isChecksummed)
        {
            FrameDescriptor.frameSessionId(frame, 0, Checksums.crc32c().compute(frame.addressOffset(),
                DataHeaderFlyweight.HEADER_LENGTH, alignedLength - DataHeaderFlyweight.HEADER_LENGTH));
        }
        return flush(Math.min(alignedLength, writtenMax), alignedLength);
    }

    /** Padding up to the end of the term, of which only the header is written. */
    FrameWriter pad() throws IOException
    {
        final int length = TERM_LENGTH - (int)(position % TERM_LENGTH);
        header(length, WHOLE, FrameDescriptor.PADDING_FRAME_TYPE);
        return flush(DataHeaderFlyweight.HEADER_LENGTH, length);
    }

    private void header(final int frameLength, final byte flags, final int type)
    {
        frame.setMemory(0, DataHeaderFlyweight.HEADER_LENGTH, (byte)0);
        final DataHeaderFlyweight header = new DataHeaderFlyweight(frame);
        header.termOffset((int)(position % TERM_LENGTH)).sessionId(SESSION_ID).streamId(STREAM_ID)
            .termId(INITIAL_TERM_ID + (int)(position / TERM_LENGTH));
        header.frameLength(frameLength).version((short)0).flags((short)flags).headerType(type);
    }

    private FrameWriter flush(final int written, final int length) throws IOException
    {
        final long base = position / SEGMENT_LENGTH * SEGMENT_LENGTH;
        try (FileChannel channel = FileChannel.open(archive.resolve("0-" + base + ".rec"),
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            if (0 == channel.size())
            {
                channel.write(ByteBuffer.allocate(1), SEGMENT_LENGTH - 1);
            }
            final ByteBuffer bytes = frame.byteBuffer().duplicate();
            channel.write(bytes.clear().limit(written), position - base);
        }
        position += length;
        return this;
    }
}
