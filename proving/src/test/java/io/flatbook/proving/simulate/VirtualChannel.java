package io.flatbook.proving.simulate;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.spi.SelectorProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * A UDP socket of a host, with the datagrams that are under way to it in order of their arrival.
 */
final class VirtualChannel extends DatagramChannel
{
    private static final int BUFFER_DEFAULT = 212_992;

    private final VirtualNetwork network;
    private final Host host;
    private final Map<SocketOption<?>, Object> options = new HashMap<>();
    private final PriorityQueue<Datagram> arriving = new PriorityQueue<>();
    private InetSocketAddress local;
    private InetSocketAddress remote;
    private long bytesArriving;

    /** Under way. */
    record Datagram(long arrivesNs, long number, InetSocketAddress source, byte[] bytes)
        implements Comparable<Datagram>
    {
        @Override
        public int compareTo(final Datagram other)
        {
            return arrivesNs == other.arrivesNs ? Long.compare(number, other.number) :
                Long.compare(arrivesNs, other.arrivesNs);
        }
    }

    VirtualChannel(final SelectorProvider provider, final VirtualNetwork network)
    {
        super(provider);
        this.network = network;
        host = null == network ? null : network.hostThatRuns();
        options.put(StandardSocketOptions.SO_RCVBUF, BUFFER_DEFAULT);
        options.put(StandardSocketOptions.SO_SNDBUF, BUFFER_DEFAULT);
    }

    Host host()
    {
        return host;
    }

    /** A datagram is on its way; it is dropped if the socket's buffer holds no more. */
    boolean arrives(final Datagram datagram)
    {
        if (bytesArriving + datagram.bytes().length > (int)options.get(StandardSocketOptions.SO_RCVBUF))
        {
            return false;
        }
        bytesArriving += datagram.bytes().length;
        arriving.add(datagram);
        return true;
    }

    /** When its next datagram arrives. */
    long nextNs()
    {
        return arriving.isEmpty() ? Long.MAX_VALUE : arriving.peek().arrivesNs();
    }

    @Override
    public SocketAddress receive(final ByteBuffer buffer)
    {
        final Datagram next = arriving.peek();
        if (null == next || next.arrivesNs() > network.nowNs())
        {
            return null;
        }
        arriving.poll();
        bytesArriving -= next.bytes().length;
        buffer.put(next.bytes(), 0, Math.min(buffer.remaining(), next.bytes().length));
        return next.source();
    }

    @Override
    public int send(final ByteBuffer buffer, final SocketAddress target) throws IOException
    {
        if (null == local)
        {
            bind(null);
        }
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        network.send(this, local, (InetSocketAddress)target, bytes);
        return bytes.length;
    }

    @Override
    public int write(final ByteBuffer buffer) throws IOException
    {
        return send(buffer, remote);
    }

    @Override
    public DatagramChannel bind(final SocketAddress wanted) throws IOException
    {
        final int port = host.bind(null == wanted ? 0 : ((InetSocketAddress)wanted).getPort(), this);
        if (0 == port)
        {
            throw new BindException("Address already in use");
        }
        local = new InetSocketAddress(host.address(), port);
        return this;
    }

    @Override
    public DatagramChannel connect(final SocketAddress target) throws IOException
    {
        if (null == local)
        {
            bind(null);
        }
        remote = (InetSocketAddress)target;
        return this;
    }

    @Override
    public DatagramChannel disconnect()
    {
        remote = null;
        return this;
    }

    @Override
    public boolean isConnected()
    {
        return null != remote;
    }

    @Override
    @SuppressWarnings("checkstyle:regexpsinglelinejava")
    public SocketAddress getRemoteAddress()
    {
        return remote;
    }

    @Override
    @SuppressWarnings("checkstyle:regexpsinglelinejava")
    public SocketAddress getLocalAddress()
    {
        return local;
    }

    @Override
    public <T> DatagramChannel setOption(final SocketOption<T> name, final T value)
    {
        options.put(name, value);
        return this;
    }

    @Override
    public <T> T getOption(final SocketOption<T> name)
    {
        return name.type().cast(options.get(name));
    }

    @Override
    public Set<SocketOption<?>> supportedOptions()
    {
        return options.keySet();
    }

    @Override
    protected void implCloseSelectableChannel()
    {
        if (null != local)
        {
            host.unbind(local.getPort(), this);
        }
        arriving.clear();
    }

    @Override
    protected void implConfigureBlocking(final boolean block)
    {
        // It never blocks.
    }

    @Override
    public DatagramSocket socket()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(final ByteBuffer buffer)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(final ByteBuffer[] buffers, final int offset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(final ByteBuffer[] buffers, final int offset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public MembershipKey join(final InetAddress group, final NetworkInterface face)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public MembershipKey join(final InetAddress group, final NetworkInterface face, final InetAddress source)
    {
        throw new UnsupportedOperationException();
    }
}
