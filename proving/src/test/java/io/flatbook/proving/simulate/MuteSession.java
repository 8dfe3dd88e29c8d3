package io.flatbook.proving.simulate;

import io.aeron.DirectBufferVector;
import io.aeron.cluster.service.ClientSession;
import io.aeron.logbuffer.BufferClaim;
import io.flatbook.sbe.BundleDecoder;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.Switch;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Loses each frame with the outcome of a command that had been applied before: what a leader that is gone had not
 * answered is never answered.
 */
final class MuteSession implements ClientSession
{
    private final ClientSession inside;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CommandOutcomeDecoder outcome = new CommandOutcomeDecoder();
    private final BundleDecoder bundle = new BundleDecoder();
    private final UnsafeBuffer message = new UnsafeBuffer();

    MuteSession(final ClientSession inside)
    {
        this.inside = inside;
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        return isLate(buffer, offset) ? 1 : inside.offer(buffer, offset, length);
    }

    private boolean isLate(final DirectBuffer buffer, final int offset)
    {
        header.wrap(buffer, offset);
        if (BundleDecoder.TEMPLATE_ID == header.templateId())
        {
            boolean isLate = false;
            bundle.wrapAndApplyHeader(buffer, offset, header);
            for (final BundleDecoder.MessagesDecoder each : bundle.messages())
            {
                each.wrapMessage(message);
                isLate |= isLate(message, 0);
            }
            return isLate;
        }
        return CommandOutcomeDecoder.TEMPLATE_ID == header.templateId() &&
            Switch.ON == outcome.wrapAndApplyHeader(buffer, offset, header).duplicate();
    }

    @Override
    public long id()
    {
        return inside.id();
    }

    @Override
    public int responseStreamId()
    {
        return inside.responseStreamId();
    }

    @Override
    public String responseChannel()
    {
        return inside.responseChannel();
    }

    @Override
    public byte[] encodedPrincipal()
    {
        return inside.encodedPrincipal();
    }

    @Override
    public void close()
    {
        inside.close();
    }

    @Override
    public boolean isClosing()
    {
        return inside.isClosing();
    }

    @Override
    public long offer(final DirectBufferVector[] vectors)
    {
        return inside.offer(vectors);
    }

    @Override
    public long tryClaim(final int length, final BufferClaim bufferClaim)
    {
        return inside.tryClaim(length, bufferClaim);
    }
}
