package io.flatbook.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.aeron.archive.codecs.RecordingState;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Checks the catalog of an archive that does not run: every recording against the checksum before it. The
 * archive leaves that as it was when it finds out after a crash where a recording ended, so an end that it found itself
 * is left out.
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
        if (!BitUtil.isPowerOfTwo(header.alignment()))
        {
            throw new DamagedException("the catalog has an alignment of " + header.alignment());
        }
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
            if (length < 0 || buffer.capacity() - offset - HEADER_LENGTH < length)
            {
                throw new DamagedException("recording number " + recordings + " of the catalog has a wrong length");
            }
            if (RecordingState.VALID == descriptor.state() && !isAsWritten(
                buffer, offset + HEADER_LENGTH, length, header.alignment(), checksum, descriptor.checksum()))
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

    private static boolean isAsWritten(final UnsafeBuffer buffer, final int offset, final int length,
        final int alignment, final Checksum checksum, final int recorded)
    {
        // A recording that took the place of a longer one keeps its length, but is summed up to its own end.
        // A checksum over a length below 0, as a damaged text may seem to have, would end the JVM.
        final long encodedLength = BitUtil.align((long)HEADER_LENGTH + encodedLength(buffer, offset), alignment);
        final int ownLength = (int)Math.max(0, Math.min(length, encodedLength - HEADER_LENGTH));
        if (recorded == checksum.compute(buffer.addressOffset(), offset, length) ||
            recorded == checksum.compute(buffer.addressOffset(), offset, ownLength))
        {
            return true;
        }
        final UnsafeBuffer open = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        open.putBytes(0, buffer, offset, length);
        open.putLong(RecordingDescriptorDecoder.stopPositionEncodingOffset(), AeronArchive.NULL_POSITION,
            ByteOrder.LITTLE_ENDIAN);
        open.putLong(RecordingDescriptorDecoder.stopTimestampEncodingOffset(), AeronArchive.NULL_TIMESTAMP,
            ByteOrder.LITTLE_ENDIAN);
        return recorded == checksum.compute(open.addressOffset(), 0, length) ||
            recorded == checksum.compute(open.addressOffset(), 0, ownLength);
    }

    private static int encodedLength(final UnsafeBuffer buffer, final int offset)
    {
        final RecordingDescriptorDecoder decoder = new RecordingDescriptorDecoder().wrap(buffer, offset,
            RecordingDescriptorDecoder.BLOCK_LENGTH, RecordingDescriptorDecoder.SCHEMA_VERSION);
        decoder.skipStrippedChannel();
        decoder.skipOriginalChannel();
        decoder.skipSourceIdentity();
        return decoder.encodedLength();
    }
}
