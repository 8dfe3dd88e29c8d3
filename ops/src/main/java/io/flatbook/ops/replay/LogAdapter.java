package io.flatbook.ops.replay;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.ClusterActionRequestDecoder;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.NewLeadershipTermEventDecoder;
import io.aeron.cluster.codecs.SessionCloseEventDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import io.aeron.cluster.codecs.SessionOpenEventDecoder;
import io.aeron.cluster.codecs.TimerEventDecoder;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.ClusterClock;
import io.flatbook.cluster.ClearingService;
import org.agrona.DirectBuffer;

/**
 * Tells the entries of the log apart and gives them to the service, with the same arguments and at the same positions
 * as a node does.
 */
final class LogAdapter
{
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SessionMessageHeaderDecoder sessionMessage = new SessionMessageHeaderDecoder();
    private final TimerEventDecoder timerEvent = new TimerEventDecoder();
    private final SessionOpenEventDecoder sessionOpen = new SessionOpenEventDecoder();
    private final SessionCloseEventDecoder sessionClose = new SessionCloseEventDecoder();
    private final ClusterActionRequestDecoder action = new ClusterActionRequestDecoder();
    private final NewLeadershipTermEventDecoder newTerm = new NewLeadershipTermEventDecoder();
    private final OfflineCluster cluster;
    private final ClearingService service;

    LogAdapter(final OfflineCluster cluster, final ClearingService service)
    {
        this.cluster = cluster;
        this.service = service;
    }

    /**
     * Kind of an entry; null if it does not belong into a cluster's log.
     */
    EntryKind kind(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length >= MessageHeaderDecoder.ENCODED_LENGTH)
        {
            header.wrap(buffer, offset);
            if (MessageHeaderDecoder.SCHEMA_ID == header.schemaId())
            {
                return switch (header.templateId())
                {
                    case SessionMessageHeaderDecoder.TEMPLATE_ID -> EntryKind.MESSAGE;
                    case TimerEventDecoder.TEMPLATE_ID -> EntryKind.TIMER;
                    case SessionOpenEventDecoder.TEMPLATE_ID -> EntryKind.SESSION_OPEN;
                    case SessionCloseEventDecoder.TEMPLATE_ID -> EntryKind.SESSION_CLOSE;
                    case ClusterActionRequestDecoder.TEMPLATE_ID -> EntryKind.ACTION;
                    case NewLeadershipTermEventDecoder.TEMPLATE_ID -> EntryKind.LEADERSHIP_TERM;
                    default -> EntryKind.OTHER;
                };
            }
        }
        return null;
    }

    /**
     * Time of an entry, ms.
     */
    long timestampMs(final EntryKind kind, final DirectBuffer buffer, final int offset)
    {
        final int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        header.wrap(buffer, offset);
        final int blockLength = header.blockLength();
        final int version = header.version();
        return switch (kind)
        {
            case MESSAGE -> sessionMessage.wrap(buffer, body, blockLength, version).timestamp();
            case TIMER -> timerEvent.wrap(buffer, body, blockLength, version).timestamp();
            case SESSION_OPEN -> sessionOpen.wrap(buffer, body, blockLength, version).timestamp();
            case SESSION_CLOSE -> sessionClose.wrap(buffer, body, blockLength, version).timestamp();
            case ACTION -> action.wrap(buffer, body, blockLength, version).timestamp();
            case LEADERSHIP_TERM -> newTerm.wrap(buffer, body, blockLength, version).timestamp();
            default -> cluster.time();
        };
    }

    /**
     * Applies the entry that was last looked at by both methods above.
     *
     * @param position   after the entry, where its message ended in the log.
     */
    void apply(
        final EntryKind kind, final long position, final DirectBuffer buffer, final int offset, final int length)
    {
        switch (kind)
        {
            case MESSAGE:
                cluster.at(position, sessionMessage.timestamp());
                service.onSessionMessage(
                    cluster.getClientSession(sessionMessage.clusterSessionId()),
                    sessionMessage.timestamp(),
                    buffer,
                    offset + AeronCluster.SESSION_HEADER_LENGTH,
                    length - AeronCluster.SESSION_HEADER_LENGTH,
                    null);
                break;
            case TIMER:
                cluster.at(position, timerEvent.timestamp());
                service.onTimerEvent(timerEvent.correlationId(), timerEvent.timestamp());
                break;
            case SESSION_OPEN:
                open(position);
                break;
            case SESSION_CLOSE:
                close(position);
                break;
            case ACTION:
                cluster.at(action.logPosition(), action.timestamp());
                break;
            case LEADERSHIP_TERM:
                leadershipTerm();
                break;
            default:
                break;
        }
    }

    private void open(final long position)
    {
        cluster.at(position, sessionOpen.timestamp());
        final String responseChannel = sessionOpen.responseChannel();
        final byte[] encodedPrincipal = new byte[sessionOpen.encodedPrincipalLength()];
        sessionOpen.getEncodedPrincipal(encodedPrincipal, 0, encodedPrincipal.length);
        final OfflineSession session = new OfflineSession(
            sessionOpen.clusterSessionId(), sessionOpen.responseStreamId(), responseChannel, encodedPrincipal);
        cluster.add(session);
        service.onSessionOpen(session, sessionOpen.timestamp());
    }

    private void close(final long position)
    {
        cluster.at(position, sessionClose.timestamp());
        final ClientSession session = cluster.remove(sessionClose.clusterSessionId());
        if (null != session)
        {
            service.onSessionClose(session, sessionClose.timestamp(), sessionClose.closeReason());
        }
    }

    private void leadershipTerm()
    {
        cluster.at(newTerm.logPosition(), newTerm.timestamp());
        service.onNewLeadershipTermEvent(
            newTerm.leadershipTermId(),
            newTerm.logPosition(),
            newTerm.timestamp(),
            newTerm.termBaseLogPosition(),
            newTerm.leaderMemberId(),
            newTerm.logSessionId(),
            ClusterClock.map(newTerm.timeUnit()),
            newTerm.appVersion());
    }
}
