package io.flatbook.archive;

import java.nio.ByteOrder;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.ImageControlledFragmentAssembler;
import io.aeron.Publication;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.AuthConnectRequestDecoder;
import io.aeron.archive.codecs.AuthConnectRequestEncoder;
import io.aeron.archive.codecs.BoundedReplayRequestDecoder;
import io.aeron.archive.codecs.ConnectRequestDecoder;
import io.aeron.archive.codecs.MessageHeaderDecoder;
import io.aeron.archive.codecs.MessageHeaderEncoder;
import io.aeron.archive.codecs.ReplayRequestDecoder;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * What one stream of requests says to the archive. It can open one session, and speaks in the name of that only.
 *
 * <p>Of the channel for the answers only endpoint and session are taken: how much of this node's memory answers use is
 * not for the other host to decide. Replays go over UDP, never into a stream of this node.
 */
final class GatePassage implements ControlledFragmentHandler
{
    private static final int FRAGMENTS_MAX = 8;
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    /** All requests except those that open a session begin with the number of the session. */
    private static final int NAMED_LENGTH = HEADER_LENGTH + Long.BYTES;
    private static final String UDP = "aeron:udp?";
    private static final String TERM = "term-length=64k";

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AuthConnectRequestDecoder request = new AuthConnectRequestDecoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final ImageControlledFragmentAssembler assembler = new ImageControlledFragmentAssembler(this);
    private final ArchiveAccess access;
    private final Image image;
    private final ExclusivePublication archive;
    private boolean isOpened;

    GatePassage(final ArchiveAccess access, final Aeron aeron, final Image image)
    {
        this.access = access;
        this.image = image;
        archive = aeron.addExclusivePublication(
            "aeron:ipc?" + TERM, AeronArchive.Configuration.localControlStreamId());
        access.gateSessions().open(image.correlationId());
    }

    int poll()
    {
        return image.controlledPoll(assembler, FRAGMENTS_MAX);
    }

    /** Whether the stream has ended; its session ends with it. */
    boolean isOver()
    {
        if (!image.isClosed())
        {
            return false;
        }
        access.gateSessions().close(image.correlationId());
        archive.close();
        return true;
    }

    @Override
    public Action onFragment(
        final DirectBuffer message, final int offset, final int length, final Header ignored)
    {
        if (length < NAMED_LENGTH)
        {
            return Action.COMMIT;
        }
        header.wrap(message, offset);
        if (MessageHeaderDecoder.SCHEMA_ID != header.schemaId())
        {
            return Action.COMMIT;
        }
        switch (header.templateId())
        {
            case ConnectRequestDecoder.TEMPLATE_ID:
                return Action.COMMIT;

            case AuthConnectRequestDecoder.TEMPLATE_ID:
                return isOpened ? Action.COMMIT : open(message, offset);

            default:
                return mayPass(message, offset) ? offer(message, offset, length) : Action.COMMIT;
        }
    }

    private Action open(final DirectBuffer message, final int offset)
    {
        request.wrap(message, offset + HEADER_LENGTH, header.blockLength(), header.version());
        final AuthConnectRequestEncoder own = new AuthConnectRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .correlationId(request.correlationId())
            .responseStreamId(request.responseStreamId())
            .version(request.version());
        final String channel = request.responseChannel();
        if (!channel.startsWith(UDP))
        {
            return Action.COMMIT;
        }
        final byte[] credentials = ArchiveAuthenticator.ofGate(access, image.correlationId());
        own.responseChannel(answers(ChannelUri.parse(channel)))
            .putEncodedCredentials(credentials, 0, credentials.length)
            .clientInfo("gate " + image.sourceIdentity());
        final Action action = offer(buffer, 0, HEADER_LENGTH + own.encodedLength());
        isOpened = Action.COMMIT == action;
        return action;
    }

    private static String answers(final ChannelUri asked)
    {
        final String sessionId = asked.get(CommonContext.SESSION_ID_PARAM_NAME);
        return UDP + TERM + "|" + CommonContext.ENDPOINT_PARAM_NAME + "=" +
            asked.get(CommonContext.ENDPOINT_PARAM_NAME) +
            (null == sessionId ? "" : "|" + CommonContext.SESSION_ID_PARAM_NAME + "=" + Integer.parseInt(sessionId));
    }

    private boolean mayPass(final DirectBuffer message, final int offset)
    {
        final int block = offset + HEADER_LENGTH;
        if (!access.gateSessions().isOf(image.correlationId(), message.getLong(block, ByteOrder.LITTLE_ENDIAN)))
        {
            return false;
        }
        return switch (header.templateId())
        {
            case ReplayRequestDecoder.TEMPLATE_ID -> new ReplayRequestDecoder()
                .wrap(message, block, header.blockLength(), header.version()).replayChannel().startsWith(UDP);
            case BoundedReplayRequestDecoder.TEMPLATE_ID -> new BoundedReplayRequestDecoder()
                .wrap(message, block, header.blockLength(), header.version()).replayChannel().startsWith(UDP);
            default -> true;
        };
    }

    private Action offer(final DirectBuffer message, final int offset, final int length)
    {
        if (length > archive.maxMessageLength())
        {
            return Action.COMMIT;
        }
        final long result = archive.offer(message, offset, length);
        return result > 0 || Publication.CLOSED == result || Publication.MAX_POSITION_EXCEEDED == result ?
            Action.COMMIT : Action.ABORT;
    }
}
