package io.flatbook.proving.chaos;

import io.aeron.cluster.client.AeronCluster;
import io.flatbook.client.Credentials;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.Seal;
import io.flatbook.ops.link.NotAsPromisedException;
import org.agrona.ExpandableArrayBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sits between a client and the port of the leader that takes commands, and keeps what passes in both directions.
 */
final class FrameTap implements AutoCloseable
{
    /** Loopback as nobody else uses it: ports must be left as they are, since datagrams are sealed for them. */
    private static final String HOST = "127.0.0.2";
    private static final String INGRESS_CHANNEL = "aeron:udp?term-length=64k|interface=127.0.0.1";
    private static final int FRAMES_MAX = 2_000;
    private static final int FRAMES_LEAST = 20;
    private static final int PACKET_LENGTH_MAX = 65_536;
    private static final int COMMANDS = 50;
    private static final long COMMAND_PAUSE_MS = 10;
    private static final long PARK_NS = 50_000;
    private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(20);

    private final DatagramChannel outer = DatagramChannel.open();
    private final DatagramChannel inner = DatagramChannel.open();
    private final SocketAddress node;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PACKET_LENGTH_MAX);
    private final List<byte[]> frames = new ArrayList<>();
    private final Thread thread = new Thread(this::pass, "frame-tap");
    private volatile boolean running = true;
    private SocketAddress client;

    private FrameTap(final InetSocketAddress node) throws IOException
    {
        this.node = node;
        outer.bind(new InetSocketAddress(HOST, node.getPort())).configureBlocking(false);
        inner.configureBlocking(false);
        thread.setDaemon(true);
        thread.start();
    }

    /** The frames of a session that opens, sends some commands and closes. */
    static List<byte[]> framesOfASession(final ChaosCluster rig) throws IOException
    {
        GuestGateway.admit(rig);
        final int leader = rig.leader();
        final var credentials =
            Credentials.ofNewInstance(GuestGateway.PRINCIPAL, rig.keys().fileOf(GuestGateway.PRINCIPAL));
        try (FrameTap tap = new FrameTap(
            new InetSocketAddress(rig.ingressHost(leader), rig.cluster().port(leader) + 1));
            IntruderDriver stranger = new IntruderDriver(rig))
        {
            final String endpoint = leader + "=" + HOST + ':' + (rig.cluster().port(leader) + 1);
            try (AeronCluster session = AeronCluster.connect(RawSession.context(rig, stranger.aeron(), credentials)
                .ingressChannel(INGRESS_CHANNEL).ingressEndpoints(endpoint).messageTimeoutNs(CONNECT_NS)))
            {
                final Seal seal = Seal.of(credentials);
                for (int i = 1; i <= COMMANDS; i++)
                {
                    final ExpandableArrayBuffer message = new ExpandableArrayBuffer();
                    final int length = GatewayCommands.deposit(GuestGateway.ACCOUNT, i, 1L << 40).encode(message, 0, i);
                    session.offer(message, 0, seal.append(message, 0, length));
                    session.pollEgress();
                    ChaosCluster.pass(COMMAND_PAUSE_MS);
                }
            }
            return tap.taken();
        }
    }

    @Override
    public void close() throws IOException
    {
        running = false;
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        outer.close();
        inner.close();
    }

    private List<byte[]> taken() throws IOException
    {
        close();
        if (frames.size() < FRAMES_LEAST)
        {
            throw new NotAsPromisedException("only " + frames.size() + " frames of a session were seen");
        }
        return frames;
    }

    private void pass()
    {
        try
        {
            while (running)
            {
                final SocketAddress from = received(outer);
                if (null != from)
                {
                    if (null == client)
                    {
                        inner.bind(new InetSocketAddress(HOST, ((InetSocketAddress)from).getPort()));
                    }
                    client = from;
                    inner.send(buffer, node);
                }
                final boolean isAnswered = null != client && null != received(inner);
                if (isAnswered)
                {
                    outer.send(buffer, client);
                }
                if (null == from && !isAnswered)
                {
                    LockSupport.parkNanos(PARK_NS);
                }
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private SocketAddress received(final DatagramChannel channel) throws IOException
    {
        buffer.clear();
        final SocketAddress from = channel.receive(buffer);
        buffer.flip();
        if (null != from && frames.size() < FRAMES_MAX)
        {
            final byte[] frame = new byte[buffer.remaining()];
            buffer.duplicate().get(frame);
            frames.add(frame);
        }
        return from;
    }
}
