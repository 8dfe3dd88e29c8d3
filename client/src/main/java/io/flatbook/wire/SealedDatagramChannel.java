package io.flatbook.wire;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.Set;

/**
 * Takes the place of an endpoint's channel for sending, so that by whatever path Aeron sends, it can only send what is
 * sealed. It never receives and is never registered with a selector.
 */
final class SealedDatagramChannel extends DatagramChannel
{
    private final DatagramChannel channel;
    private final Sealer sealer;
    private int connectedPort;

    SealedDatagramChannel(final DatagramChannel channel, final Sealer sealer) throws IOException
    {
        super(channel.provider());
        this.channel = channel;
        this.sealer = sealer;
        final InetSocketAddress remote = (InetSocketAddress)channel.getRemoteAddress();
        connectedPort = null == remote ? 0 : remote.getPort();
    }

    @Override
    public int send(final ByteBuffer plain, final SocketAddress target) throws IOException
    {
        return sent(plain, channel.send(sealer.seal(plain, ((InetSocketAddress)target).getPort()), target));
    }

    @Override
    public int write(final ByteBuffer plain) throws IOException
    {
        return sent(plain, channel.write(sealer.seal(plain, connectedPort)));
    }

    @Override
    public DatagramChannel connect(final SocketAddress remote) throws IOException
    {
        channel.connect(remote);
        connectedPort = ((InetSocketAddress)remote).getPort();
        return this;
    }

    @Override
    public DatagramChannel disconnect() throws IOException
    {
        channel.disconnect();
        return this;
    }

    @Override
    public boolean isConnected()
    {
        return channel.isConnected();
    }

    @Override
    @SuppressWarnings("checkstyle:regexpsinglelinejava")
    public SocketAddress getRemoteAddress() throws IOException
    {
        return channel.getRemoteAddress();
    }

    @Override
    @SuppressWarnings("checkstyle:regexpsinglelinejava")
    public SocketAddress getLocalAddress() throws IOException
    {
        return channel.getLocalAddress();
    }

    @Override
    public <T> T getOption(final SocketOption<T> name) throws IOException
    {
        return channel.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions()
    {
        return channel.supportedOptions();
    }

    @Override
    public <T> DatagramChannel setOption(final SocketOption<T> name, final T value)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public DatagramChannel bind(final SocketAddress local)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public DatagramSocket socket()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketAddress receive(final ByteBuffer buffer)
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
    public MembershipKey join(final InetAddress group, final NetworkInterface network)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public MembershipKey join(final InetAddress group, final NetworkInterface network, final InetAddress source)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException
    {
        channel.close();
    }

    @Override
    protected void implConfigureBlocking(final boolean block)
    {
        throw new UnsupportedOperationException();
    }

    /** Aeron compares what was sent with what it gave; a datagram goes whole or not at all. */
    private static int sent(final ByteBuffer plain, final int bytesSent)
    {
        final int length = bytesSent > 0 ? plain.remaining() : 0;
        plain.position(plain.position() + length);
        return length;
    }
}
