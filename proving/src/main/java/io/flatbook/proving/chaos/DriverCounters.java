package io.flatbook.proving.chaos;

import io.aeron.AeronCounters;
import io.aeron.CncFileDescriptor;
import io.aeron.driver.status.StreamCounter;
import io.aeron.driver.status.SystemCounterDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;

import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/**
 * Reads what a media driver counts, from outside.
 */
final class DriverCounters implements AutoCloseable
{
    private final MappedByteBuffer file;
    private final CountersReader counters;

    /**
     * @param aeronDirectory of the driver.
     */
    DriverCounters(final Path aeronDirectory)
    {
        file = IoUtil.mapExistingFile(
            aeronDirectory.resolve(CncFileDescriptor.CNC_FILE).toFile(), CncFileDescriptor.CNC_FILE);
        final DirectBuffer meta = CncFileDescriptor.createMetaDataBuffer(file);
        counters = new CountersReader(
            CncFileDescriptor.createCountersMetaDataBuffer(file, meta),
            CncFileDescriptor.createCountersValuesBuffer(file, meta));
    }

    /** Datagrams that the driver in this directory took for no frame. */
    static long invalidPackets(final Path aeronDirectory)
    {
        try (DriverCounters driver = new DriverCounters(aeronDirectory))
        {
            return driver.invalidPackets();
        }
    }

    /** Datagrams that the driver took for no frame. */
    long invalidPackets()
    {
        return counters.getCounterValue(SystemCounterDescriptor.INVALID_PACKETS.id());
    }

    /** How many counters there are. */
    int count()
    {
        final int[] count = {0};
        counters.forEach((counterId, typeId, key, label) -> count[0]++);
        return count[0];
    }

    /** Images of streams that were made of {@link RawFrames}. */
    int forgedImages()
    {
        final int[] count = {0};
        counters.forEach((counterId, typeId, key, label) ->
        {
            if (AeronCounters.DRIVER_RECEIVER_HWM_TYPE_ID == typeId &&
                RawFrames.isSession(key.getInt(StreamCounter.SESSION_ID_OFFSET)))
            {
                count[0]++;
            }
        });
        return count[0];
    }

    @Override
    public void close()
    {
        IoUtil.unmap(file);
    }
}
