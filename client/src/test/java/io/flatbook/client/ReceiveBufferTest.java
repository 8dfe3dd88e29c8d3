package io.flatbook.client;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.Publication;
import io.aeron.Subscription;
import org.agrona.collections.MutableLong;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class ReceiveBufferTest
{
    private static final String CHANNEL = "aeron:udp?endpoint=localhost:0|term-length=1m";
    private static final int STREAM = 1;

    @Test
    void lessIsOnTheWayThanASocketHolds()
    {
        final ReceiveBuffer buffer = ReceiveBuffer.granted();
        assertThat(buffer.windowLength()).isPositive().isLessThanOrEqualTo(buffer.socketLength());
    }

    @Test
    void aNodeMaySendAClientAsMuchAsItsSystemGives()
    {
        final ReceiveBuffer buffer = ReceiveBuffer.granted();
        try (EmbeddedDriver driver = new EmbeddedDriver(null, (error) -> {});
            Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.directoryName())
                .epochClock(driver::timeMs));
            Subscription client = aeron.addSubscription(CHANNEL, STREAM))
        {
            String channel = client.tryResolveChannelEndpointPort();
            while (null == channel)
            {
                Thread.onSpinWait();
                channel = client.tryResolveChannelEndpointPort();
            }
            try (Publication node = aeron.addPublication(channel, STREAM))
            {
                while (!node.isConnected() || 0 == senderLimit(aeron.countersReader()))
                {
                    Thread.onSpinWait();
                }
                assertThat(senderLimit(aeron.countersReader())).isEqualTo(buffer.windowLength());
            }
        }
    }

    /** What the only sender may have sent until its receiver tells of more; 0 before it has heard of it. */
    private static long senderLimit(final CountersReader counters)
    {
        final MutableLong limit = new MutableLong();
        counters.forEach((counterId, typeId, key, label) ->
        {
            if (AeronCounters.DRIVER_SENDER_LIMIT_TYPE_ID == typeId)
            {
                limit.set(counters.getCounterValue(counterId));
            }
        });
        return limit.get();
    }
}
