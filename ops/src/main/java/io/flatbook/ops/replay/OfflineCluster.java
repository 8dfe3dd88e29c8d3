package io.flatbook.ops.replay;

import io.aeron.Aeron;
import io.aeron.DirectBufferVector;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.logbuffer.BufferClaim;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the service sees of a cluster, in a replay: a follower whose entries come from files. Timers are taken and
 * forgotten, since those that fired stand in the log.
 */
final class OfflineCluster implements Cluster
{
    private final Map<Long, ClientSession> sessions = new TreeMap<>();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final SessionReportDecoder report = new SessionReportDecoder();
    private long undecodable;
    private long logPosition;
    private long timeMs;

    /** Moves to an entry. */
    void at(final long entryPosition, final long entryTimeMs)
    {
        logPosition = entryPosition;
        timeMs = entryTimeMs;
    }

    void add(final OfflineSession session)
    {
        session.replies(this::onReply);
        sessions.put(session.id(), session);
    }

    /** Messages that the service could not decode: it answers them with a session report that says so (VER-1). */
    long undecodable()
    {
        return undecodable;
    }

    private void onReply(final DirectBuffer buffer, final int offset, final int length)
    {
        if (SessionReportDecoder.TEMPLATE_ID == messageHeader.wrap(buffer, offset).templateId())
        {
            final RejectReason reason = report.wrapAndApplyHeader(buffer, offset, messageHeader).reason();
            undecodable +=
                RejectReason.MALFORMED == reason || RejectReason.UNSUPPORTED_VERSION == reason ? 1 : 0;
        }
    }

    ClientSession remove(final long sessionId)
    {
        return sessions.remove(sessionId);
    }

    @Override
    public int memberId()
    {
        return Aeron.NULL_VALUE;
    }

    @Override
    public Role role()
    {
        return Role.FOLLOWER;
    }

    @Override
    public long logPosition()
    {
        return logPosition;
    }

    @Override
    public Aeron aeron()
    {
        throw notHere();
    }

    @Override
    public ClusteredServiceContainer.Context context()
    {
        throw notHere();
    }

    @Override
    @SuppressWarnings("checkstyle:regexpsinglelinejava")
    public ClientSession getClientSession(final long clusterSessionId)
    {
        return sessions.get(clusterSessionId);
    }

    @Override
    public Collection<ClientSession> clientSessions()
    {
        return Collections.unmodifiableCollection(sessions.values());
    }

    @Override
    public void forEachClientSession(final Consumer<? super ClientSession> action)
    {
        sessions.values().forEach(action);
    }

    @Override
    public boolean closeClientSession(final long clusterSessionId)
    {
        final ClientSession session = sessions.get(clusterSessionId);
        if (null != session)
        {
            session.close();
        }
        return null != session;
    }

    @Override
    public long time()
    {
        return timeMs;
    }

    @Override
    public TimeUnit timeUnit()
    {
        return TimeUnit.MILLISECONDS;
    }

    @Override
    public boolean scheduleTimer(final long correlationId, final long deadline)
    {
        return true;
    }

    @Override
    public boolean cancelTimer(final long correlationId)
    {
        return true;
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        throw notHere();
    }

    @Override
    public long offer(final DirectBufferVector[] vectors)
    {
        throw notHere();
    }

    @Override
    public long tryClaim(final int length, final BufferClaim bufferClaim)
    {
        throw notHere();
    }

    @Override
    public IdleStrategy idleStrategy()
    {
        return NoOpIdleStrategy.INSTANCE;
    }

    private static UnsupportedOperationException notHere()
    {
        return new UnsupportedOperationException("a replay has no cluster around it");
    }
}
