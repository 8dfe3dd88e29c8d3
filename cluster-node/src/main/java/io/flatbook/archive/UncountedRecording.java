package io.flatbook.archive;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Counts a recording that a process had entered in the catalog of an archive, but not counted, when it died: Aeron's
 * archive writes the entry first, then the id of the next recording at the head of the catalog, and does not start over
 * a catalog in which that is the id of the last entry. Nothing was recorded yet, so nothing is lost.
 */
public final class UncountedRecording
{
    private static final int HEADER_LENGTH = RecordingDescriptorHeaderDecoder.BLOCK_LENGTH;
    private static final int ENTRY_LENGTH_LEAST = HEADER_LENGTH + RecordingDescriptorDecoder.BLOCK_LENGTH;

    private UncountedRecording()
    {
    }

    /**
     * Counts the last entry if it is not counted; whatever else is wrong with the catalog stays as it is. Call under
     * the lock of the data directory, before the archive starts.
     *
     * @param archive directory of the archive; it need not have a catalog yet.
     * @return whether there was such an entry.
     * @throws IOException if the catalog cannot be read or written.
     */
    public static boolean count(final Path archive) throws IOException
    {
        final Path catalog = SegmentFiles.catalog(archive);
        if (!Files.exists(catalog))
        {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(catalog.toFile(), "rw"))
        {
            final MappedByteBuffer mapped = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, file.length());
            try
            {
                final UnsafeBuffer buffer = new UnsafeBuffer(mapped);
                final int nextIdOffset = CatalogHeaderDecoder.nextRecordingIdEncodingOffset();
                final long lastId = lastId(buffer);
                if (lastId < 0 || lastId != buffer.getLong(nextIdOffset, ByteOrder.LITTLE_ENDIAN))
                {
                    return false;
                }
                buffer.putLong(nextIdOffset, lastId + 1, ByteOrder.LITTLE_ENDIAN);
                mapped.force();
                return true;
            }
            finally
            {
                IoUtil.unmap(mapped);
            }
        }
    }

    /** Id of the last entry; -1 if there is none, or a length is wrong. */
    private static long lastId(final UnsafeBuffer buffer)
    {
        if (buffer.capacity() < CatalogHeaderDecoder.BLOCK_LENGTH)
        {
            return -1;
        }
        long lastId = -1;
        long offset = buffer.getInt(CatalogHeaderDecoder.lengthEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
        while (0 < offset && offset + ENTRY_LENGTH_LEAST <= buffer.capacity())
        {
            final int length = buffer.getInt(
                (int)offset + RecordingDescriptorHeaderDecoder.lengthEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
            if (0 == length)
            {
                return lastId;
            }
            if (length < RecordingDescriptorDecoder.BLOCK_LENGTH)
            {
                return -1;
            }
            lastId = buffer.getLong((int)offset + HEADER_LENGTH +
                RecordingDescriptorDecoder.recordingIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
            offset += HEADER_LENGTH + (long)length;
        }
        return offset <= buffer.capacity() ? lastId : -1;
    }
}
