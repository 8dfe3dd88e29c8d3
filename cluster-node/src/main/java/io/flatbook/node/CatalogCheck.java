package io.flatbook.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.aeron.archive.codecs.RecordingState;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Checks the catalog of an archive that does not run: every recording against the checksum that stands before it.
 */
final class CatalogCheck
{
    private static final int HEADER_LENGTH = RecordingDescriptorHeaderDecoder.BLOCK_LENGTH;

    private CatalogCheck()
    {
    }

    /**
     * @throws DamagedException if a recording is not as it was written.
     */
    static void run(final Path catalog, final Checksum checksum) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(catalog);
        final ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        direct.put(bytes);
        final UnsafeBuffer buffer = new UnsafeBuffer(direct);
        final CatalogHeaderDecoder header = new CatalogHeaderDecoder().wrap(
            buffer, 0, CatalogHeaderDecoder.BLOCK_LENGTH, CatalogHeaderDecoder.SCHEMA_VERSION);
        final RecordingDescriptorHeaderDecoder descriptor = new RecordingDescriptorHeaderDecoder();
        int offset = header.length();
        long recordings = 0;
        long lastId = -1;
        while (offset + HEADER_LENGTH <= buffer.capacity())
        {
            descriptor.wrap(buffer, offset, HEADER_LENGTH, RecordingDescriptorHeaderDecoder.SCHEMA_VERSION);
            final int length = descriptor.length();
            if (0 == length)
            {
                break;
            }
            if (length < 0 || offset + HEADER_LENGTH + length > buffer.capacity())
            {
                throw new DamagedException("recording number " + recordings + " of the catalog has a wrong length");
            }
            if (RecordingState.VALID == descriptor.state() && descriptor.checksum() !=
                checksum.compute(buffer.addressOffset(), offset + HEADER_LENGTH, length))
            {
                throw new DamagedException("recording number " + recordings + " of the catalog fails its checksum");
            }
            lastId = new RecordingDescriptorDecoder().wrap(buffer, offset + HEADER_LENGTH,
                RecordingDescriptorDecoder.BLOCK_LENGTH, RecordingDescriptorDecoder.SCHEMA_VERSION).recordingId();
            offset += HEADER_LENGTH + length;
            recordings++;
        }
        if (lastId + 1 != header.nextRecordingId())
        {
            throw new DamagedException("the catalog ends with recording " + lastId + ", but the next one is to be " +
                header.nextRecordingId());
        }
    }
}
