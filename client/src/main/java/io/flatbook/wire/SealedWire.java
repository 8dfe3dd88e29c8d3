package io.flatbook.wire;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.exceptions.InvalidChannelException;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Seals all UDP of a media driver. A driver has one or two rings of keys: what the members of a cluster say to each
 * other is sealed with one, what they and their clients say with the other, so that the key of a client opens nothing
 * of the members'. The port decides which.
 *
 * <p>Made before the driver and put into its context by {@link #install}; closed after it. The clocks of all who share
 * a ring must agree to less than 30 seconds when they start; one that is set afterwards does no harm.
 */
public final class SealedWire implements AutoCloseable
{
    /** Bytes that sealing adds to a datagram. */
    public static final int OVERHEAD = Trailer.OVERHEAD;
    /** MTU for Aeron with which a sealed datagram and its headers of UDP and IPv4 are 1,444 bytes. */
    public static final int MTU_LENGTH = 1376;
    /** Largest MTU for Aeron that can be sealed. */
    public static final int MTU_LENGTH_MAX = 65_440;

    static final String NO_MULTICAST = "multicast is not sealed";

    private static final long LOOK_INTERVAL_MS = 500;
    private static final long CLOSE_TIMEOUT_MS = 2_000;
    private static final int WARM_ROUNDS_NODE = 20_000;
    private static final int WARM_ROUNDS_OTHER = 1_000;

    private final WireRing members;
    private final WireRing clients;
    private final IntPredicate isClientPort;
    private final ErrorHandler errors;
    private final Thread watch;

    private SealedWire(
        final WireRing members, final WireRing clients, final IntPredicate isClientPort, final ErrorHandler errors)
    {
        this.members = members;
        this.clients = clients;
        this.isClientPort = isClientPort;
        this.errors = errors;
        watch = new Thread(this::watchKeys, "wire-keys");
        watch.setDaemon(true);
        watch.start();
    }

    /**
     * The wire of one who has one ring: of a client the clients', of a backup the members'.
     *
     * @param ring   of all ports.
     * @param errors called when a file has become invalid.
     * @return the wire.
     * @throws KeyFileException if the keys cannot be used.
     */
    public static SealedWire ofOneRing(final RingSettings ring, final ErrorHandler errors)
    {
        final WireRing only = new WireRing(ring, AesGcm::new, clock());
        Warming.warm(AesGcm::new, WARM_ROUNDS_OTHER);
        return new SealedWire(null, only, (port) -> true, errors);
    }

    /**
     * The wire of a node.
     *
     * @param members      ring of the members.
     * @param clients      ring of the clients.
     * @param isClientPort tells of the port at which something is received, here or there, whether a client is at
     *                     either end. Port 0, one that is not known yet, is taken for the members'.
     * @param errors       called when a file has become invalid.
     * @return the wire.
     * @throws KeyFileException if the keys cannot be used, or one is in both rings.
     */
    public static SealedWire ofTwoRings(
        final RingSettings members,
        final RingSettings clients,
        final IntPredicate isClientPort,
        final ErrorHandler errors)
    {
        final WireRing membersRing = new WireRing(members, AesGcm::new, clock());
        final WireRing clientsRing = new WireRing(clients, AesGcm::new, clock());
        if (membersRing.keys().sharesKeyWith(clientsRing.keys()))
        {
            throw new KeyFileException(members.setting() + " " + members.keyFile() + " and " + clients.setting() + " " +
                clients.keyFile() + " hold the same key: " +
                "members and clients must have different ones");
        }
        Warming.warm(AesGcm::new, WARM_ROUNDS_NODE);
        return new SealedWire(membersRing, clientsRing, (port) -> 0 != port && isClientPort.test(port), errors);
    }

    /**
     * Puts the wire into the context of a driver that was not started yet.
     *
     * @param context of the driver; its MTU becomes {@link #MTU_LENGTH} if it is larger.
     * @return the context.
     * @throws IllegalArgumentException if the driver is to resolve names by itself: what it says for that is not
     *                                  sealed.
     */
    public MediaDriver.Context install(final MediaDriver.Context context)
    {
        if (null != context.resolverInterface() || null != context.resolverName())
        {
            throw new IllegalArgumentException("the name resolver of the media driver is not sealed: unset " +
                "aeron.name.resolver.*");
        }
        return context
            .mtuLength(Math.min(MTU_LENGTH, context.mtuLength()))
            .sendChannelEndpointSupplier(this::sendEndpoint)
            .receiveChannelEndpointSupplier(this::receiveEndpoint);
    }

    /**
     * @return counters of the members' ring; null if there is none.
     */
    public WireCounters memberCounters()
    {
        return null == members ? null : members.counters();
    }

    /**
     * @return counters of the clients' ring, or of the only one.
     */
    public WireCounters clientCounters()
    {
        return clients.counters();
    }

    /**
     * @return the members' keys; null if there are none.
     */
    public KeyRing memberKeys()
    {
        return null == members ? null : members.keys();
    }

    /**
     * @return the clients' keys, or those of the only ring.
     */
    public KeyRing clientKeys()
    {
        return clients.keys();
    }

    /**
     * Looks at the files of keys no more. What was sealed before stays so.
     */
    @Override
    public void close()
    {
        watch.interrupt();
        try
        {
            watch.join(CLOSE_TIMEOUT_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static WireClock clock()
    {
        return new WireClock(SystemEpochClock.INSTANCE, SystemNanoClock.INSTANCE);
    }

    private SendChannelEndpoint sendEndpoint(
        final UdpChannel channel, final AtomicCounter statusIndicator, final MediaDriver.Context context)
    {
        final WireRing ring = ringOf(channel);
        if (null != members)
        {
            checkNamed(channel, ring);
        }
        return new SealedSendEndpoint(channel, statusIndicator, context, ring);
    }

    private ReceiveChannelEndpoint receiveEndpoint(
        final UdpChannel channel,
        final DataPacketDispatcher dispatcher,
        final AtomicCounter statusIndicator,
        final MediaDriver.Context context)
    {
        return new SealedReceiveEndpoint(channel, dispatcher, statusIndicator, context, ringOf(channel));
    }

    private WireRing ringOf(final UdpChannel channel)
    {
        if (channel.isMulticast())
        {
            throw new InvalidChannelException(NO_MULTICAST);
        }
        return isClientPort.test(channel.remoteData().getPort()) ? clients : members;
    }

    /** A client names where a node answers it: one address, from which clients may come. */
    private void checkNamed(final UdpChannel channel, final WireRing ring)
    {
        if (channel.isDynamicControlMode() || channel.isResponseControlMode() ||
            ring == clients && channel.hasExplicitControl())
        {
            throw new InvalidChannelException("a node sends to one address only");
        }
        final InetAddress address = channel.remoteData().getAddress();
        if (ring == clients && null != address && !clients.sources().allows(address))
        {
            throw new InvalidChannelException(address.getHostAddress() + " is not in allowedSources");
        }
    }

    private void watchKeys()
    {
        try
        {
            while (true)
            {
                TimeUnit.MILLISECONDS.sleep(LOOK_INTERVAL_MS);
                refresh(members);
                refresh(clients);
            }
        }
        catch (final InterruptedException ignore)
        {
            // It was closed.
        }
    }

    private void refresh(final WireRing ring)
    {
        try
        {
            if (null != ring)
            {
                ring.keys().refresh();
            }
        }
        catch (final RuntimeException ex)
        {
            errors.onError(ex);
        }
    }
}
