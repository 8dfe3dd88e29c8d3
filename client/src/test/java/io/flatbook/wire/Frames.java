package io.flatbook.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

import io.aeron.protocol.SetupFlyweight;

/** Frames as somebody else would make them, and a socket to send them by. */
final class Frames implements AutoCloseable
{
    private final DatagramChannel channel;

    Frames() throws IOException
    {
        channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress("127.0.0.1", 0));
    }

    static ByteBuffer setup(final int streamId, final int sessionId, final int termLength)
    {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(SetupFlyweight.HEADER_LENGTH);
        final SetupFlyweight setup = new SetupFlyweight();
        setup.wrap(buffer);
        setup.streamId(streamId).sessionId(sessionId).initialTermId(1).activeTermId(1).termOffset(0)
            .termLength(termLength).mtuLength(1376).ttl(0)
            .version((short)0).flags((short)0).headerType(SetupFlyweight.HDR_TYPE_SETUP)
            .frameLength(SetupFlyweight.HEADER_LENGTH);
        return buffer;
    }

    void send(final ByteBuffer datagram, final int port) throws IOException
    {
        channel.send(datagram.duplicate(), new InetSocketAddress("127.0.0.1", port));
    }

    void send(final byte[] datagram, final int length, final int port) throws IOException
    {
        channel.send(ByteBuffer.wrap(datagram, 0, length), new InetSocketAddress("127.0.0.1", port));
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }
}
