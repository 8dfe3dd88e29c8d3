package io.flatbook.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TornTailTest
{
    private static final int SEGMENT_LENGTH = 64 * 1024;
    private static final int PAGE_LENGTH = 4096;
    private static final int FIRST_LENGTH = 4000;
    private static final int SECOND_LENGTH = 9984;
    private static final int MTU_LENGTH = 16_384;
    private static final Checksum CHECKSUM = Checksums.crc32c();

    @TempDir
    private Path directory;
    private Path segment;
    private int blockLength = PAGE_LENGTH;
    private final UnsafeBuffer image = new UnsafeBuffer(ByteBuffer.allocateDirect(SEGMENT_LENGTH));

    @BeforeEach
    void recordTwoFragments()
    {
        segment = directory.resolve("0-0.rec");
        record(0, FIRST_LENGTH, DataHeaderFlyweight.HDR_TYPE_DATA);
        record(FIRST_LENGTH, SECOND_LENGTH, DataHeaderFlyweight.HDR_TYPE_DATA);
    }

    @Test
    void leavesAWholeTailAlone() throws IOException
    {
        assertThat(cut(CHECKSUM)).isEqualTo(-1);
        assertThat(cut(null)).isEqualTo(-1);
    }

    @Test
    void cutsAFragmentOffOfWhichThePagesAreMissing() throws IOException
    {
        image.setMemory(PAGE_LENGTH, FIRST_LENGTH + SECOND_LENGTH - PAGE_LENGTH, (byte)0);
        assertThat(cut(CHECKSUM)).isEqualTo(FIRST_LENGTH);
        assertThat(cut(null)).isEqualTo(FIRST_LENGTH);
    }

    @Test
    void cutsAFragmentOffOfWhichAPageInTheMiddleIsMissingThoughOthersFollow() throws IOException
    {
        record(FIRST_LENGTH + SECOND_LENGTH, FIRST_LENGTH, DataHeaderFlyweight.HDR_TYPE_DATA);
        image.setMemory(PAGE_LENGTH * 2, PAGE_LENGTH, (byte)0);
        assertThat(cut(CHECKSUM)).isEqualTo(FIRST_LENGTH);
    }

    @Test
    void leavesAFragmentAloneThatIsLongerThanAnyThatWasWritten() throws IOException
    {
        image.putInt(FIRST_LENGTH, SECOND_LENGTH + (1 << 15), ByteOrder.LITTLE_ENDIAN);
        assertThat(cut(CHECKSUM)).isEqualTo(-1);
        record(FIRST_LENGTH, SECOND_LENGTH, DataHeaderFlyweight.HDR_TYPE_PAD);
        for (final int length : new int[]{Integer.MAX_VALUE, Integer.MAX_VALUE - FIRST_LENGTH, 1 << 30})
        {
            image.putInt(FIRST_LENGTH, length, ByteOrder.LITTLE_ENDIAN);
            assertThat(cut(CHECKSUM)).as("%d", length).isEqualTo(-1);
        }
    }

    @Test
    void cutsAFragmentOffOfWhichASmallBlockIsMissing() throws IOException
    {
        image.setMemory(PAGE_LENGTH * 2 + 1024, 1024, (byte)0);
        assertThat(cut(CHECKSUM)).isEqualTo(-1);
        blockLength = 1024;
        assertThat(cut(CHECKSUM)).isEqualTo(FIRST_LENGTH);
    }

    @Test
    void leavesAWholeFragmentAloneThatHasAnEmptyPageOfItsOwn() throws IOException
    {
        image.setMemory(PAGE_LENGTH * 2, PAGE_LENGTH, (byte)0);
        sign(FIRST_LENGTH, SECOND_LENGTH);
        assertThat(cut(CHECKSUM)).isEqualTo(-1);
    }

    @Test
    void leavesAFlippedBitToThoseWhoAreToLook() throws IOException
    {
        image.putByte(PAGE_LENGTH * 2 + 7, (byte)(image.getByte(PAGE_LENGTH * 2 + 7) ^ 1));
        assertThat(cut(CHECKSUM)).isEqualTo(-1);
    }

    @Test
    void cutsPaddingOffThatIsTheLastForItHasNoPages() throws IOException
    {
        final int offset = FIRST_LENGTH + SECOND_LENGTH;
        record(offset, SECOND_LENGTH, DataHeaderFlyweight.HDR_TYPE_PAD);
        assertThat(cut(CHECKSUM)).isEqualTo(offset);
        record(offset + SECOND_LENGTH, FIRST_LENGTH, DataHeaderFlyweight.HDR_TYPE_DATA);
        assertThat(cut(CHECKSUM)).isEqualTo(-1);
    }

    @Test
    void doesNothingWhereNothingWasRecordedYet() throws IOException
    {
        TornTail.cut(directory, CHECKSUM);
        assertThat(directory).isEmptyDirectory();
    }

    /** The offset of the cut; before it nothing changes, behind it nothing is left, and the length stays. */
    private int cut(final Checksum checksum) throws IOException
    {
        final byte[] before = new byte[SEGMENT_LENGTH];
        image.getBytes(0, before);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw"))
        {
            file.write(before);
        }
        final int offset = TornTail.cutSegment(segment, 0, blockLength, MTU_LENGTH, checksum);
        if (0 <= offset)
        {
            Arrays.fill(before, offset, SEGMENT_LENGTH, (byte)0);
        }
        assertThat(Files.readAllBytes(segment)).isEqualTo(before);
        return offset;
    }

    private void record(final int offset, final int length, final int type)
    {
        image.putInt(offset, length, ByteOrder.LITTLE_ENDIAN);
        image.putShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET, (short)type, ByteOrder.LITTLE_ENDIAN);
        if (DataHeaderFlyweight.HDR_TYPE_DATA == type)
        {
            image.setMemory(offset + DataHeaderFlyweight.HEADER_LENGTH, length - DataHeaderFlyweight.HEADER_LENGTH,
                (byte)0x5a);
            sign(offset, length);
        }
    }

    private void sign(final int offset, final int length)
    {
        image.putInt(offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET,
            CHECKSUM.compute(image.addressOffset(), offset + DataHeaderFlyweight.HEADER_LENGTH,
            length - DataHeaderFlyweight.HEADER_LENGTH), ByteOrder.LITTLE_ENDIAN);
    }
}
