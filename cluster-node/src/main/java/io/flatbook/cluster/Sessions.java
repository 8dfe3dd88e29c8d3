package io.flatbook.cluster;

import io.aeron.cluster.service.ClientSession;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Principal;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.Role;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The connections, and which of a principal's may send commands: the newest that has sent one. That alone is state.
 */
final class Sessions
{
    /** Events that one callback sends to all sessions together; the next callback goes on. */
    private static final int EVENTS_PER_CALLBACK = 8192;
    private static final int EVENTS_PER_SESSION_MIN = 64;

    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[EventRing.EVENT_LENGTH_MAX]);
    private final Long2ObjectHashMap<Session> sessionById = new Long2ObjectHashMap<>();
    private final List<Session> inOrder = new ArrayList<>();
    private long[] activeIds = new long[16];

    Sessions(final ClearingEngine engine, final EventPublisher publisher, final ReportEncoding reports)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
    }

    /**
     * Takes a connection in.
     *
     * @return false if the principal name is invalid.
     */
    boolean open(final ClientSession client)
    {
        final SessionPrincipal opener = SessionPrincipal.decode(client.encodedPrincipal());
        final String name = opener.name();
        final Role role = PrincipalNames.roleOf(name);
        if (Role.NULL_VAL == role)
        {
            return false;
        }
        final Session session = new Session(
            this, client, opener, role, reports, publisher.ring(), scratch, engine.limits().outcomesPerPrincipal());
        sessionById.put(session.id(), session);
        inOrder.add(session);
        return true;
    }

    void closed(final long sessionId)
    {
        final Session session = sessionById.remove(sessionId);
        if (null != session)
        {
            inOrder.remove(session);
        }
    }

    Session find(final long sessionId)
    {
        return sessionById.get(sessionId);
    }

    int count()
    {
        return inOrder.size();
    }

    /**
     * Lets the newest session of a principal that sends commands do so, and closes the one that did before.
     */
    boolean claim(final Session session, final Principal principal)
    {
        final long activeId = activeId(principal.number());
        if (session.id() < activeId)
        {
            return false;
        }
        if (session.id() > activeId)
        {
            activeId(principal.number(), session.id());
            final Session fenced = sessionById.get(activeId);
            if (null != fenced)
            {
                fenced.close();
            }
        }
        return true;
    }

    /**
     * Id of the session that last sent a command of the principal.
     *
     * @param principalNumber from 1.
     * @return the id, or -1 for none.
     */
    long activeId(final int principalNumber)
    {
        return principalNumber < activeIds.length ? activeIds[principalNumber] - 1 : -1;
    }

    void activeId(final int principalNumber, final long sessionId)
    {
        if (principalNumber >= activeIds.length)
        {
            activeIds = Arrays.copyOf(activeIds, 2 * principalNumber);
        }
        activeIds[principalNumber] = sessionId + 1;
    }

    /** Asks for a report to every session. */
    void reportsDue()
    {
        for (int i = 0; i < inOrder.size(); i++)
        {
            inOrder.get(i).reportDue();
        }
    }

    /**
     * Sends what waits, as far as each connection takes it. Only inside callbacks of the log.
     *
     * @param isLeader whether what is sent leaves this node; a connection that is behind is closed only then.
     */
    void advance(final boolean isLeader)
    {
        final int count = inOrder.size();
        final int eventsMax = Math.max(EVENTS_PER_SESSION_MIN, EVENTS_PER_CALLBACK / Math.max(1, count));
        for (int i = 0; i < count; i++)
        {
            final Session session = inOrder.get(i);
            final Principal principal = engine.principals().byName(session.principalName());
            final boolean mayRead = Role.GATEWAY != session.role() ||
                null != principal && GatewayStatus.ENABLED == principal.status();
            session.advance(principal, mayRead, isLeader, eventsMax);
        }
    }
}
