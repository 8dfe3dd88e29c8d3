package io.flatbook.node;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import io.flatbook.cluster.SessionPrincipal;
import org.agrona.DirectBuffer;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Wraps the service, and keeps a {@link SessionRegistry} informed of its sessions. On the leader it closes sessions
 * whose secret has been removed: that is a request to the consensus module, which puts the end of the session into the
 * log, so it needs no agreement before. It changes nothing else that the service sees.
 */
final class RegisteredService implements ClusteredService
{
    private final ClusteredService service;
    private final SessionRegistry registry;
    private final Predicate<SessionPrincipal> isRevoked;
    private Cluster cluster;

    RegisteredService(
        final ClusteredService service,
        final SessionRegistry registry,
        final Predicate<SessionPrincipal> isRevoked)
    {
        this.service = service;
        this.registry = registry;
        this.isRevoked = isRevoked;
    }

    @Override
    public void onStart(final Cluster startedCluster, final Image snapshotImage)
    {
        cluster = startedCluster;
        for (final ClientSession session : cluster.clientSessions())
        {
            registry.opened(session.id(), principal(session));
        }
        service.onStart(cluster, snapshotImage);
    }

    @Override
    public void onSessionOpen(final ClientSession session, final long timestamp)
    {
        registry.opened(session.id(), principal(session));
        service.onSessionOpen(session, timestamp);
    }

    @Override
    public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason)
    {
        registry.closed(session.id());
        service.onSessionClose(session, timestamp, closeReason);
    }

    @Override
    public void onSessionMessage(
        final ClientSession session,
        final long timestamp,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header header)
    {
        service.onSessionMessage(session, timestamp, buffer, offset, length, header);
    }

    @Override
    public void onTimerEvent(final long correlationId, final long timestamp)
    {
        service.onTimerEvent(correlationId, timestamp);
        if (Cluster.Role.LEADER == cluster.role())
        {
            closeRevoked();
        }
    }

    @Override
    public void onTakeSnapshot(final ExclusivePublication snapshotPublication)
    {
        service.onTakeSnapshot(snapshotPublication);
    }

    @Override
    public void onRoleChange(final Cluster.Role newRole)
    {
        service.onRoleChange(newRole);
    }

    @Override
    public void onTerminate(final Cluster cluster)
    {
        service.onTerminate(cluster);
    }

    @Override
    public void onNewLeadershipTermEvent(
        final long leadershipTermId,
        final long logPosition,
        final long timestamp,
        final long termBaseLogPosition,
        final int leaderMemberId,
        final int logSessionId,
        final TimeUnit timeUnit,
        final int appVersion)
    {
        service.onNewLeadershipTermEvent(leadershipTermId, logPosition, timestamp, termBaseLogPosition,
            leaderMemberId, logSessionId, timeUnit, appVersion);
    }

    @Override
    public int doBackgroundWork(final long nowNs)
    {
        return service.doBackgroundWork(nowNs);
    }

    private void closeRevoked()
    {
        for (final ClientSession session : cluster.clientSessions())
        {
            if (!session.isClosing() && isRevoked.test(SessionPrincipal.decode(session.encodedPrincipal())))
            {
                session.close();
            }
        }
    }

    private static String principal(final ClientSession session)
    {
        return SessionPrincipal.decode(session.encodedPrincipal()).name();
    }
}
