package io.flatbook.proving.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Takes datagrams that nodes send each other and passes them on, later or changed. It runs in the namespace of the
 * clients and looks like the sender to the receiver: what a node answers goes straight back.
 */
final class Relay implements AutoCloseable
{
    private static final int LENGTH_MAX = 65_536;
    private static final int BUFFER_LENGTH = 4 << 20;
    private static final long LOOK_MS = 1;
    private static final long IDLE_MS = 20;

    private final Treatment treatment;
    private final Selector selector = Selector.open();
    private final Map<InetSocketAddress, DatagramChannel> channelBySource = new HashMap<>();
    private final PriorityQueue<Pending> pending = new PriorityQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH_MAX);
    private final Thread thread = new Thread(this::run, "relay");
    private volatile boolean closed;
    private volatile IOException failure;
    private volatile long relayed;
    private long sequence;

    /**
     * What is done with a datagram.
     */
    @FunctionalInterface
    interface Treatment
    {
        /**
         * @param to       the receiver.
         * @param datagram may be changed.
         * @return how long it is held back, in nanoseconds.
         */
        long treat(InetSocketAddress to, byte[] datagram);
    }

    private record Listener(InetSocketAddress receiver)
    {
    }

    private record Pending(long dueNs, long sequence, DatagramChannel channel, SocketAddress to, byte[] datagram)
        implements Comparable<Pending>
    {
        @Override
        public int compareTo(final Pending other)
        {
            final int byTime = Long.signum(dueNs - other.dueNs);
            return 0 == byTime ? Long.compare(sequence, other.sequence) : byTime;
        }
    }

    /**
     * @param treatment of all datagrams, called by one thread.
     */
    Relay(final Treatment treatment) throws IOException
    {
        this.treatment = treatment;
    }

    /** Takes what arrives at a port of an address of this host for a node. */
    void listen(final int member, final int port) throws IOException
    {
        final DatagramChannel channel = open(new InetSocketAddress(NetworkGround.relayAddress(member), port));
        channel.register(selector, SelectionKey.OP_READ,
            new Listener(new InetSocketAddress(NetworkGround.address(member), port)));
    }

    /** Begins to pass on. */
    void start()
    {
        thread.setDaemon(true);
        thread.start();
    }

    /** Datagrams passed on so far. */
    long relayed()
    {
        return relayed;
    }

    @Override
    public void close() throws IOException
    {
        closed = true;
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        if (null != failure)
        {
            throw failure;
        }
    }

    private void run()
    {
        try
        {
            while (!closed || !pending.isEmpty())
            {
                selector.select((key) -> receive((DatagramChannel)key.channel(), (Listener)key.attachment()),
                    pending.isEmpty() ? IDLE_MS : LOOK_MS);
                final long nowNs = System.nanoTime();
                while (!pending.isEmpty() && pending.peek().dueNs() - nowNs <= 0)
                {
                    final Pending next = pending.poll();
                    send(next);
                }
            }
            for (final SelectionKey key : selector.keys())
            {
                key.channel().close();
            }
            for (final DatagramChannel channel : channelBySource.values())
            {
                channel.close();
            }
            selector.close();
        }
        catch (final IOException ex)
        {
            failure = ex;
        }
        catch (final UncheckedIOException ex)
        {
            failure = ex.getCause();
        }
    }

    private void receive(final DatagramChannel channel, final Listener listener)
    {
        try
        {
            for (InetSocketAddress from = next(channel); null != from; from = next(channel))
            {
                final byte[] datagram = new byte[buffer.flip().remaining()];
                buffer.get(datagram);
                final long delayNs = treatment.treat(listener.receiver(), datagram);
                pending.add(new Pending(System.nanoTime() + delayNs, sequence++, sender(from), listener.receiver(),
                    datagram));
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private InetSocketAddress next(final DatagramChannel channel) throws IOException
    {
        return (InetSocketAddress)channel.receive(buffer.clear());
    }

    private void send(final Pending next)
    {
        try
        {
            next.channel().send(ByteBuffer.wrap(next.datagram()), next.to());
            relayed++;
        }
        catch (final IOException ignore)
        {
            // The receiver has died: as on a wire, nobody takes it.
        }
    }

    /** The channel whose address and port the receiver takes for those of the source. */
    private DatagramChannel sender(final InetSocketAddress source) throws IOException
    {
        DatagramChannel channel = channelBySource.get(source);
        if (null == channel)
        {
            for (int member = 0; null == channel; member++)
            {
                if (source.getAddress().getHostAddress().equals(NetworkGround.address(member)))
                {
                    channel = open(new InetSocketAddress(NetworkGround.relayAddress(member), source.getPort()));
                }
            }
            channelBySource.put(source, channel);
        }
        return channel;
    }

    private static DatagramChannel open(final InetSocketAddress address) throws IOException
    {
        final DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_LENGTH);
        channel.bind(address);
        channel.configureBlocking(false);
        return channel;
    }
}
