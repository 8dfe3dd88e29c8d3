package io.flatbook.ops.replay;

import io.aeron.DirectBufferVector;
import io.aeron.cluster.service.ClientSession;
import io.aeron.logbuffer.BufferClaim;
import io.flatbook.cluster.LocalClearing;
import org.agrona.DirectBuffer;

/**
 * A session of the log whose client is not there: it takes everything and keeps nothing, as on a follower.
 */
final class OfflineSession implements ClientSession
{
    private final long id;
    private final int responseStreamId;
    private final String responseChannel;
    private final byte[] encodedPrincipal;
    private LocalClearing.Taker replies = (buffer, offset, length) -> { };
    private boolean isClosing;

    OfflineSession(
        final long id, final int responseStreamId, final String responseChannel, final byte[] encodedPrincipal)
    {
        this.id = id;
        this.responseStreamId = responseStreamId;
        this.responseChannel = responseChannel;
        this.encodedPrincipal = encodedPrincipal;
    }

    /** Who looks at what the service would send to the session. */
    void replies(final LocalClearing.Taker taker)
    {
        replies = taker;
    }

    @Override
    public long id()
    {
        return id;
    }

    @Override
    public int responseStreamId()
    {
        return responseStreamId;
    }

    @Override
    public String responseChannel()
    {
        return responseChannel;
    }

    @Override
    public byte[] encodedPrincipal()
    {
        return encodedPrincipal;
    }

    @Override
    public void close()
    {
        isClosing = true;
    }

    @Override
    public boolean isClosing()
    {
        return isClosing;
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        replies.onMessage(buffer, offset, length);
        return MOCKED_OFFER;
    }

    @Override
    public long offer(final DirectBufferVector[] vectors)
    {
        return MOCKED_OFFER;
    }

    @Override
    public long tryClaim(final int length, final BufferClaim bufferClaim)
    {
        throw new UnsupportedOperationException("a replay has nothing to claim");
    }
}
