package io.flatbook.ops.chaos;

import io.aeron.CncFileDescriptor;
import io.aeron.driver.status.SystemCounterDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;

import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/**
 * Reads what the media driver of a node counts, from outside.
 */
final class DriverCounters
{
    private DriverCounters()
    {
    }

    /** Datagrams that the driver in this directory took for no frame. */
    static long invalidPackets(final Path aeronDirectory)
    {
        final MappedByteBuffer file = IoUtil.mapExistingFile(
            aeronDirectory.resolve(CncFileDescriptor.CNC_FILE).toFile(), CncFileDescriptor.CNC_FILE);
        try
        {
            final DirectBuffer meta = CncFileDescriptor.createMetaDataBuffer(file);
            return new CountersReader(
                CncFileDescriptor.createCountersMetaDataBuffer(file, meta),
                CncFileDescriptor.createCountersValuesBuffer(file, meta))
                .getCounterValue(SystemCounterDescriptor.INVALID_PACKETS.id());
        }
        finally
        {
            IoUtil.unmap(file);
        }
    }
}
