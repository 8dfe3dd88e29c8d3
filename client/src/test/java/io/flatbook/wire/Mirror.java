package io.flatbook.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A tap on the wire: who is at 127.0.0.1 reaches others there by way of 127.0.0.2, with the ports left as they are, and
 * each datagram is kept on its way.
 */
final class Mirror implements AutoCloseable
{
    private static final String HERE = "127.0.0.1";
    private static final String THERE = "127.0.0.2";
    private static final int KEPT_MAX = 20_000;
    private static final int PACKET_LENGTH_MAX = 65_536;

    private final Map<Integer, DatagramChannel> channels = new ConcurrentHashMap<>();
    private final Queue<Integer> wanted = new ConcurrentLinkedQueue<>();
    private final List<Tapped> tapped = new ArrayList<>();
    private final Selector selector;
    private final Thread thread;

    /** A datagram, the port it came from, and the one it was sent to. */
    record Tapped(byte[] bytes, int from, int port)
    {
        /** Whether it begins as a frame of Aeron does: version 0 and a type that there is. */
        boolean isPlain()
        {
            final int type = bytes.length < 8 ? -1 : bytes[6] & 0xFF | (bytes[7] & 0xFF) << 8;
            return bytes.length >= 8 && 0 == bytes[4] && type >= 0 && type <= 0x0B;
        }
    }

    Mirror()
    {
        try
        {
            selector = Selector.open();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        thread = new Thread(this::run, "mirror");
        thread.start();
    }

    /** Take datagrams at a port from now on. */
    void listen(final int port)
    {
        wanted.add(port);
        selector.wakeup();
        if (!Side.await(wanted::isEmpty))
        {
            throw new IllegalStateException("the mirror does not take port " + port);
        }
    }

    List<Tapped> tapped()
    {
        synchronized (tapped)
        {
            return new ArrayList<>(tapped);
        }
    }

    /** Sends something else the way of a tapped datagram: a socket that is connected takes it from nowhere else. */
    void sendLike(final Tapped way, final byte[] bytes) throws IOException
    {
        channels.get(way.from()).send(ByteBuffer.wrap(bytes), new InetSocketAddress(HERE, way.port()));
    }

    @Override
    public void close()
    {
        thread.interrupt();
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run()
    {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(PACKET_LENGTH_MAX);
        try (selector)
        {
            while (!Thread.currentThread().isInterrupted())
            {
                selector.select();
                while (null != wanted.peek())
                {
                    channel(wanted.peek());
                    wanted.remove();
                }
                for (final SelectionKey key : List.copyOf(selector.selectedKeys()))
                {
                    forward((DatagramChannel)key.channel(), (Integer)key.attachment(), buffer);
                }
                selector.selectedKeys().clear();
            }
            for (final DatagramChannel channel : channels.values())
            {
                channel.close();
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void forward(final DatagramChannel from, final int port, final ByteBuffer buffer) throws IOException
    {
        buffer.clear();
        final InetSocketAddress source = (InetSocketAddress)from.receive(buffer);
        if (null != source)
        {
            buffer.flip();
            final DatagramChannel forth = channel(source.getPort());
            keep(buffer, source.getPort(), port);
            try
            {
                forth.send(buffer, new InetSocketAddress(HERE, port));
            }
            catch (final IOException ignore)
            {
                // Nobody is there any more.
            }
        }
    }

    private void keep(final ByteBuffer buffer, final int from, final int port)
    {
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        synchronized (tapped)
        {
            if (tapped.size() < KEPT_MAX)
            {
                tapped.add(new Tapped(bytes, from, port));
            }
        }
    }

    private DatagramChannel channel(final int port) throws IOException
    {
        DatagramChannel channel = channels.get(port);
        if (null == channel)
        {
            channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(THERE, port));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, port);
            channels.put(port, channel);
        }
        return channel;
    }
}
