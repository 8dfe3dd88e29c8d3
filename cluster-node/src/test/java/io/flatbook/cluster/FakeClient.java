package io.flatbook.cluster;

import io.aeron.DirectBufferVector;
import io.aeron.Publication;
import io.aeron.cluster.service.ClientSession;
import io.aeron.logbuffer.BufferClaim;
import io.flatbook.client.BundleReader;
import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * A connection that takes as many frames as a test allows it.
 */
final class FakeClient implements ClientSession
{
    private final long id;
    private final SessionPrincipal opener;
    private final List<byte[]> taken = new ArrayList<>();
    private final BundleReader bundles = new BundleReader((buffer, offset, length) ->
    {
        final byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        taken.add(message);
    });
    private int offers;
    private int longest;
    private int room = Integer.MAX_VALUE;
    private boolean isClosing;
    private boolean isConnected = true;
    private boolean takesClose = true;

    /** A client of an instance of its own that has the number of its session. */
    FakeClient(final long id, final String principal)
    {
        this(id, principal, id, 0);
    }

    FakeClient(final long id, final String principal, final long instance, final long epoch)
    {
        this.id = id;
        opener = new SessionPrincipal(principal, instance, epoch, 0, null);
    }

    /** Frames taken so far. */
    int offers()
    {
        return offers;
    }

    /** Length of the longest frame taken so far, in bytes. */
    int longest()
    {
        return longest;
    }

    void room(final int frames)
    {
        room = frames;
    }

    void connected(final boolean isOne)
    {
        isConnected = isOne;
    }

    /** Whether an order to close it is taken by what puts that into the log. */
    void takesClose(final boolean isTaken)
    {
        takesClose = isTaken;
    }

    /** Messages taken since the last call. */
    List<byte[]> take()
    {
        final List<byte[]> messages = List.copyOf(taken);
        taken.clear();
        return messages;
    }

    @Override
    public long id()
    {
        return id;
    }

    @Override
    public int responseStreamId()
    {
        return 1;
    }

    @Override
    public String responseChannel()
    {
        return "";
    }

    @Override
    public byte[] encodedPrincipal()
    {
        return opener.encode();
    }

    @Override
    public void close()
    {
        isClosing = takesClose;
    }

    @Override
    public boolean isClosing()
    {
        return isClosing;
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!isConnected)
        {
            return Publication.NOT_CONNECTED;
        }
        if (0 == room)
        {
            return Publication.BACK_PRESSURED;
        }
        room--;
        offers++;
        longest = Math.max(longest, length);
        bundles.read(buffer, offset, length);
        return 1;
    }

    @Override
    public long offer(final DirectBufferVector[] vectors)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long tryClaim(final int length, final BufferClaim bufferClaim)
    {
        throw new UnsupportedOperationException();
    }
}
