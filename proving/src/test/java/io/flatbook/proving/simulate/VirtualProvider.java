package io.flatbook.proving.simulate;

import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/**
 * Gives unmodified Aeron datagram channels of the simulated network. The JVM is started with its name in
 * {@code java.nio.channels.spi.SelectorProvider}; there is nothing else to open.
 */
public final class VirtualProvider extends SelectorProvider
{
    private static VirtualNetwork network;

    /** Called by the JVM. */
    public VirtualProvider()
    {
    }

    /** Of the run; the JVM has one provider and so one run at a time. */
    static void network(final VirtualNetwork newNetwork)
    {
        network = newNetwork;
    }

    @Override
    public DatagramChannel openDatagramChannel()
    {
        return new VirtualChannel(this, network);
    }

    @Override
    public DatagramChannel openDatagramChannel(final ProtocolFamily family)
    {
        return new VirtualChannel(this, network);
    }

    @Override
    public Pipe openPipe()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public AbstractSelector openSelector()
    {
        return new VirtualSelector(this);
    }

    @Override
    public ServerSocketChannel openServerSocketChannel()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketChannel openSocketChannel()
    {
        throw new UnsupportedOperationException();
    }
}
