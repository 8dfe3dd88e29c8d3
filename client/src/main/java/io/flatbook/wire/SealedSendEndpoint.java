package io.flatbook.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.driver.status.SystemCounterDescriptor;
import org.agrona.LangUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Seals what publishers send and opens what subscribers send back.
 */
final class SealedSendEndpoint extends SendChannelEndpoint
{
    /** Refused datagrams taken in one poll: a flood is neither "no work" nor may it hold the agent. */
    static final int REFUSED_PER_POLL_MAX = 16;

    private final WireRing ring;
    private final IntPredicate ports = this::isBound;
    private final AtomicCounter invalidPackets;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private ByteBuffer viewed;
    private int port;

    SealedSendEndpoint(
        final UdpChannel udpChannel,
        final AtomicCounter statusIndicator,
        final MediaDriver.Context context,
        final WireRing ring)
    {
        super(udpChannel, statusIndicator, context);
        this.ring = ring;
        invalidPackets = context.systemCounters().get(SystemCounterDescriptor.INVALID_PACKETS);
    }

    @Override
    public void openDatagramChannel(final AtomicCounter statusIndicator)
    {
        super.openDatagramChannel(statusIndicator);
        try
        {
            port = ((InetSocketAddress)receiveDatagramChannel.getLocalAddress()).getPort();
            sendDatagramChannel = new SealedDatagramChannel(sendDatagramChannel, Sealer.forth(ring));
        }
        catch (final IOException ex)
        {
            LangUtil.rethrowUnchecked(ex);
        }
    }

    @Override
    public InetSocketAddress receive(final ByteBuffer buffer)
    {
        for (int i = 0; i < REFUSED_PER_POLL_MAX; i++)
        {
            final InetSocketAddress source = super.receive(buffer);
            if (null == source || isOpened(buffer, source))
            {
                return source;
            }
            invalidPackets.increment();
        }
        return null;
    }

    private boolean isOpened(final ByteBuffer buffer, final InetSocketAddress source)
    {
        if (!ring.sources().allows(source.getAddress()))
        {
            ring.counters().onRefused(Refusal.SOURCE);
            return false;
        }
        if (viewed != buffer)
        {
            viewed = buffer;
            view.wrap(buffer);
        }
        final int length = ring.back().open(view, buffer.position(), ports);
        if (Opener.REFUSED == length)
        {
            return false;
        }
        buffer.position(length);
        return true;
    }

    private boolean isBound(final int sealedPort)
    {
        return port == sealedPort;
    }
}
