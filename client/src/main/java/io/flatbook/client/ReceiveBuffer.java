package io.flatbook.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/**
 * How much a media driver lets nodes send before its client has read it. A node that may not send more keeps answers
 * and events until the next entry of the log, so this bounds what a client gets through; but more than the system gives
 * a socket would be lost on the way.
 *
 * @param socketLength bytes of a socket's receive buffer, at most what the system gives (net.core.rmem_max on Linux).
 * @param windowLength bytes of a stream that may be on the way.
 */
public record ReceiveBuffer(int socketLength, int windowLength)
{
    /** Half a term of the default channel for answers: Aeron lets no more be on the way. */
    private static final int WINDOW_LENGTH_MAX = 512 * 1024;
    /** A datagram takes more of the buffer than its bytes. */
    private static final int SOCKET_LENGTH_MAX = 2 * WINDOW_LENGTH_MAX;

    /**
     * What this system gives.
     *
     * @return the lengths.
     * @throws UncheckedIOException if no socket can be opened.
     */
    public static ReceiveBuffer granted()
    {
        try (DatagramChannel channel = DatagramChannel.open())
        {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_LENGTH_MAX);
            final int socketLength = Math.min(SOCKET_LENGTH_MAX, channel.getOption(StandardSocketOptions.SO_RCVBUF));
            return new ReceiveBuffer(socketLength, Math.min(WINDOW_LENGTH_MAX, socketLength));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("a socket for answers cannot be opened", ex);
        }
    }
}
