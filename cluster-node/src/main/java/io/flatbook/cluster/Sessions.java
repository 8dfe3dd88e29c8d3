package io.flatbook.cluster;

import io.aeron.cluster.service.ClientSession;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Tenure;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.Role;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;

/**
 * The connections. Which of a principal's may send commands is state of the engine: an instance takes over when it
 * connects; if its principal was not known then, with the first command of any of them, if none connected after it
 * (ONCE-2).
 */
final class Sessions
{
    /** Events that one callback sends to all sessions together; the next callback goes on. */
    private static final int EVENTS_PER_CALLBACK = 8192;
    private static final int EVENTS_PER_SESSION_MIN = 64;

    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final Long2ObjectHashMap<Session> sessionById = new Long2ObjectHashMap<>();
    private final List<Session> inOrder = new ArrayList<>();
    private final int frameLength;
    private boolean leads;

    /**
     * @param frameLength what one frame to a client holds, bytes.
     */
    Sessions(
        final ClearingEngine engine,
        final EventPublisher publisher,
        final ReportEncoding reports,
        final int frameLength)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
        this.frameLength = frameLength;
    }

    /**
     * Takes a connection in that was opened now.
     *
     * @return false if the principal name is invalid.
     */
    boolean open(final ClientSession client)
    {
        if (!add(client))
        {
            return false;
        }
        final Session session = sessionById.get(client.id());
        final Principal principal = engine.principals().byName(session.principalName());
        if (null != principal && !session.onlyReads())
        {
            claim(session, principal);
        }
        return true;
    }

    /**
     * Takes a connection in, changing no state.
     *
     * @return false if the principal name is invalid.
     */
    boolean add(final ClientSession client)
    {
        final SessionPrincipal opener = SessionPrincipal.decode(client.encodedPrincipal());
        final String name = opener.name();
        final Role role = PrincipalNames.roleOf(name);
        if (Role.NULL_VAL == role)
        {
            return false;
        }
        final Session session = new Session(
            this, client, opener, role, reports, publisher.ring(),
            engine.limits().outcomesPerPrincipal(), frameLength);
        session.leads(leads);
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

    /** Time of the cluster, since the epoch. */
    long timeMs()
    {
        return engine.timeMs();
    }

    /**
     * Says whether a session may send commands of its principal (ONCE-2). If nobody may yet, the one that connected
     * last of those that waited takes over first, whoever sends: were it the sender, the ids of its commands would be
     * those that the last one is about to give.
     */
    boolean claim(final Session session, final Principal principal)
    {
        if (Tenure.Standing.NEWCOMER == session.standing(principal))
        {
            final Session newest = newest(principal);
            engine.gate().takeOver(principal, newest.instance(), newest.id());
            reportTo(principal);
        }
        return Tenure.Standing.WRITER == session.standing(principal);
    }

    /** The session that opened last of those of a principal that may take over; there is one. */
    private Session newest(final Principal principal)
    {
        Session newest = null;
        for (int i = 0; i < inOrder.size(); i++)
        {
            final Session each = inOrder.get(i);
            if (principal.name().equals(each.principalName()) &&
                Tenure.Standing.NEWCOMER == each.standing(principal) &&
                (null == newest || newest.id() < each.id()))
            {
                newest = each;
            }
        }
        return newest;
    }

    /** Asks for a report to the sessions of a principal, so that its clients learn who has taken over. */
    private void reportTo(final Principal principal)
    {
        for (int i = 0; i < inOrder.size(); i++)
        {
            if (principal.name().equals(inOrder.get(i).principalName()))
            {
                inOrder.get(i).reportDue();
            }
        }
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
     * Says whether what is sent leaves this node. Before an entry is applied.
     */
    void leads(final boolean isLeader)
    {
        if (isLeader != leads)
        {
            leads = isLeader;
            for (int i = 0; i < inOrder.size(); i++)
            {
                inOrder.get(i).leads(isLeader);
            }
        }
    }

    /**
     * Sends what waits, as far as each connection takes it. Only inside callbacks of the log; a follower sends nothing.
     */
    void advance()
    {
        if (!leads)
        {
            return;
        }
        final int count = inOrder.size();
        final int eventsMax = Math.max(EVENTS_PER_SESSION_MIN, EVENTS_PER_CALLBACK / Math.max(1, count));
        for (int i = 0; i < count; i++)
        {
            final Session session = inOrder.get(i);
            final Principal principal = session.principal(engine.principals());
            final boolean mayRead = Role.GATEWAY != session.role() ||
                null != principal && GatewayStatus.ENABLED == principal.status();
            session.advance(principal, mayRead, eventsMax);
        }
    }
}
