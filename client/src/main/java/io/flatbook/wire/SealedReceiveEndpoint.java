package io.flatbook.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.exceptions.InvalidChannelException;
import io.aeron.driver.media.ImageConnection;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.ReceiveDestinationTransport;
import io.aeron.driver.media.UdpChannel;
import io.aeron.driver.media.UdpChannelTransport;
import io.aeron.driver.status.SystemCounterDescriptor;
import io.aeron.exceptions.AeronEvent;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.RttMeasurementFlyweight;
import io.aeron.protocol.SetupFlyweight;
import org.agrona.LangUtil;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Opens what publishers send and seals what subscribers send back.
 *
 * <p>A subscription of several destinations, as each follower's of the log, receives and sends by transports of a final
 * class that the driver makes. What they receive is shown to {@link #isValidFrame} of this endpoint before a byte of it
 * is read, and what is sent by them goes through the two protected {@code send} methods.
 */
final class SealedReceiveEndpoint extends ReceiveChannelEndpoint
{
    private static final long DESTINATION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int NO_PORT = 0;

    private final WireRing ring;
    private final Sealer sealer;
    private final IntPredicate bound = this::isBound;
    private final AtomicCounter invalidPackets;
    private final AtomicCounter shortSends;
    private final CachedNanoClock clock;
    private volatile int[] ports = new int[0];

    SealedReceiveEndpoint(
        final UdpChannel udpChannel,
        final DataPacketDispatcher dispatcher,
        final AtomicCounter statusIndicator,
        final MediaDriver.Context context,
        final WireRing ring)
    {
        super(udpChannel, dispatcher, statusIndicator, context);
        this.ring = ring;
        sealer = Sealer.back(ring);
        invalidPackets = context.systemCounters().get(SystemCounterDescriptor.INVALID_PACKETS);
        shortSends = context.systemCounters().get(SystemCounterDescriptor.SHORT_SENDS);
        clock = context.receiverCachedNanoClock();
    }

    @Override
    public void openDatagramChannel(final AtomicCounter statusIndicator)
    {
        super.openDatagramChannel(statusIndicator);
        try
        {
            ports = new int[]{portOf(this)};
            sendDatagramChannel = new SealedDatagramChannel(sendDatagramChannel, sealer);
        }
        catch (final IOException ex)
        {
            LangUtil.rethrowUnchecked(ex);
        }
    }

    @Override
    public int addDestination(final ReceiveDestinationTransport transport)
    {
        if (transport.isMulticast())
        {
            throw new InvalidChannelException(SealedWire.NO_MULTICAST);
        }
        final int index = super.addDestination(transport);
        try
        {
            final int[] withAdded = Arrays.copyOf(ports, Math.max(ports.length, index + 1));
            withAdded[index] = portOf(transport);
            ports = withAdded;
        }
        catch (final IOException ex)
        {
            LangUtil.rethrowUnchecked(ex);
        }
        return index;
    }

    @Override
    public void removeDestination(final int transportIndex)
    {
        super.removeDestination(transportIndex);
        final int[] withoutRemoved = ports.clone();
        withoutRemoved[transportIndex] = NO_PORT;
        ports = withoutRemoved;
    }

    /** Asked by the driver for endpoints of one destination only. */
    @Override
    public InetSocketAddress receive(final ByteBuffer buffer)
    {
        for (int i = 0; i < SealedSendEndpoint.REFUSED_PER_POLL_MAX; i++)
        {
            final InetSocketAddress source = super.receive(buffer);
            if (null == source || isAllowed(source))
            {
                return source;
            }
            invalidPackets.increment();
        }
        return null;
    }

    /** Shown what any transport of this endpoint received, before it is read. Opens it where it lies. */
    @Override
    public boolean isValidFrame(final UnsafeBuffer buffer, final int length)
    {
        final int frameLength = ring.forth().open(buffer, length, bound);
        if (Opener.REFUSED == frameLength)
        {
            invalidPackets.increment();
            return false;
        }
        return super.isValidFrame(buffer, frameLength);
    }

    @Override
    @SuppressWarnings("checkstyle:illegalidentifiername")
    public int onDataPacket(
        final DataHeaderFlyweight header,
        final UnsafeBuffer buffer,
        final int length,
        final InetSocketAddress source,
        final int transportIndex)
    {
        return super.onDataPacket(header, buffer, length - Trailer.OVERHEAD, source, transportIndex);
    }

    @Override
    public void onSetupMessage(
        final SetupFlyweight header,
        final UnsafeBuffer buffer,
        final int length,
        final InetSocketAddress source,
        final int transportIndex)
    {
        final int frameLength = length - Trailer.OVERHEAD;
        if (!isAllowed(source))
        {
            return;
        }
        if (!SetupCheck.isSound(header, frameLength, ring.termLengthMax()))
        {
            ring.counters().onRefused(Refusal.SETUP);
            return;
        }
        try
        {
            super.onSetupMessage(header, buffer, frameLength, source, transportIndex);
        }
        catch (final AeronEvent ex)
        {
            // The only one is that its stream has as many images as it may have; it is counted, not reported.
            ring.counters().onRefused(Refusal.SESSIONS);
        }
    }

    @Override
    public void onRttMeasurement(
        final RttMeasurementFlyweight header,
        final UnsafeBuffer buffer,
        final int length,
        final InetSocketAddress source,
        final int transportIndex)
    {
        super.onRttMeasurement(header, buffer, length - Trailer.OVERHEAD, source, transportIndex);
    }

    /** As the driver's class of several destinations does it, which sends by channels that do not seal. */
    @Override
    protected void send(final ByteBuffer buffer, final int length, final ImageConnection[] connections)
    {
        if (!hasDestinationControl())
        {
            super.send(buffer, length, connections);
            return;
        }
        final long nowNs = clock.nanoTime();
        int sentMin = length;
        for (int i = connections.length - 1; i >= 0; i--)
        {
            final ImageConnection connection = connections[i];
            if (null != connection && hasDestination(i) &&
                connection.timeOfLastActivityNs + DESTINATION_TIMEOUT_NS - nowNs > 0)
            {
                buffer.position(0);
                sentMin = Math.min(sentMin, sendBy(destination(i), buffer, connection.controlAddress));
            }
        }
        if (length != sentMin)
        {
            shortSends.increment();
        }
    }

    @Override
    protected void send(
        final ByteBuffer buffer, final int length, final int transportIndex, final InetSocketAddress remote)
    {
        if (!hasDestinationControl())
        {
            super.send(buffer, length, transportIndex, remote);
        }
        else if (length != (hasDestination(transportIndex) ? sendBy(destination(transportIndex), buffer, remote) : 0))
        {
            shortSends.increment();
        }
    }

    private int sendBy(
        final ReceiveDestinationTransport transport, final ByteBuffer buffer, final InetSocketAddress remote)
    {
        try
        {
            if (null != transport.receiveDatagramChannel() && transport.receiveDatagramChannel().isOpen())
            {
                final int length = buffer.remaining();
                final ByteBuffer sealed = sealer.seal(buffer, remote.getPort());
                return transport.receiveDatagramChannel().send(sealed, remote) > 0 ? length : 0;
            }
        }
        catch (final PortUnreachableException ignore)
        {
            // Nobody listens there now; Aeron takes it so too.
        }
        catch (final IOException ex)
        {
            onSendError(ex, remote, errorHandler);
        }
        return 0;
    }

    private boolean isAllowed(final InetSocketAddress source)
    {
        if (ring.sources().allows(source.getAddress()))
        {
            return true;
        }
        ring.counters().onRefused(Refusal.SOURCE);
        return false;
    }

    private boolean isBound(final int port)
    {
        for (final int boundPort : ports)
        {
            if (boundPort == port && NO_PORT != port)
            {
                return true;
            }
        }
        return false;
    }

    private static int portOf(final UdpChannelTransport transport) throws IOException
    {
        return ((InetSocketAddress)transport.receiveDatagramChannel().getLocalAddress()).getPort();
    }
}
