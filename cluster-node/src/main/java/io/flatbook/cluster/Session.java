package io.flatbook.cluster;

import io.aeron.Publication;
import io.aeron.cluster.service.ClientSession;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Principals;
import io.flatbook.engine.Tenure;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import org.agrona.DirectBuffer;

/**
 * One connection: the place of its principal in the retained events, and the outcomes still to be sent. None of it is
 * state, and nothing ever waits for a connection that takes nothing.
 */
final class Session implements Replies
{
    /** At the end of a term a publication takes the message only at the next offer. */
    private static final int OFFERS_MAX = 3;
    /** Malformed messages after which a session is closed (ONCE-1). */
    static final int MALFORMED_MAX = 8;
    /** Time of the cluster after which a session is closed that nothing can be sent to, not even to wait. */
    static final long OUT_OF_REACH_MS = 10_000;
    private static final long REACHED = -1;

    private final Sessions sessions;
    private final ClientSession client;
    private final SessionPrincipal opener;
    private final SessionSeal seal;
    private final Role role;
    private final ReportEncoding reports;
    private final EventCursor cursor;
    private final PendingOutcomes pendingOutcomes;
    private final Outbox outbox;
    private final Receiver network = this::offerFrame;
    private int venue = EventRing.RISK_OPS;
    private boolean isReportDue = true;
    private int malformed;
    private long outOfReachSinceMs = REACHED;
    private boolean isEnding;
    private boolean leads;
    private Principal principal;
    private int principalsKnown = -1;

    Session(
        final Sessions sessions,
        final ClientSession client,
        final SessionPrincipal opener,
        final Role role,
        final ReportEncoding reports,
        final EventRing ring,
        final int outcomesRetained,
        final int frameLength)
    {
        this.sessions = sessions;
        this.client = client;
        this.opener = opener;
        seal = new SessionSeal(opener.key());
        this.role = role;
        this.reports = reports;
        cursor = new EventCursor(ring);
        pendingOutcomes = new PendingOutcomes(outcomesRetained);
        outbox = new Outbox(frameLength);
    }

    long id()
    {
        return client.id();
    }

    String principalName()
    {
        return opener.name();
    }

    long instance()
    {
        return opener.instance();
    }

    Role role()
    {
        return role;
    }

    /** Length of a message without its seal; {@link SessionSeal#FORGED} if it has not that of this session. */
    int opened(final DirectBuffer buffer, final int offset, final int length)
    {
        return seal.open(buffer, offset, length);
    }

    boolean isOpen()
    {
        return !client.isClosing();
    }

    void close()
    {
        if (!client.isClosing())
        {
            outbox.sendTo(network);
            client.close();
        }
    }

    /** Asks for a session report with the next messages that go out. */
    void reportDue()
    {
        isReportDue = true;
    }

    /**
     * Says whether what is sent leaves this node. Another leader has sent what came before, or its client asks again.
     */
    void leads(final boolean isLeader)
    {
        leads = isLeader;
        isEnding = false;
        outOfReachSinceMs = REACHED;
        outbox.clear();
        pendingOutcomes.clear();
        cursor.skip(venue);
    }

    /** It is looked up by its name again only if one has come since. */
    @Override
    public Principal principal(final Principals principals)
    {
        if (null == principal && principalsKnown != principals.count())
        {
            principalsKnown = principals.count();
            principal = principals.byName(principalName());
        }
        return principal;
    }

    /** What a follower answers leaves no machine, and is copied nowhere. */
    @Override
    public boolean offer(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!leads)
        {
            return offerFrame(buffer, offset, length);
        }
        return outbox.add(buffer, offset, length) ||
            outbox.sendTo(network) &&
            (outbox.add(buffer, offset, length) || offerFrame(buffer, offset, length));
    }

    private boolean offerFrame(final DirectBuffer buffer, final int offset, final int length)
    {
        long result = Publication.ADMIN_ACTION;
        for (int i = 0; i < OFFERS_MAX && Publication.ADMIN_ACTION == result && isOpen(); i++)
        {
            result = client.offer(buffer, offset, length);
        }
        if (Publication.NOT_CONNECTED != result && Publication.CLOSED != result)
        {
            outOfReachSinceMs = REACHED;
        }
        else if (REACHED == outOfReachSinceMs)
        {
            outOfReachSinceMs = sessions.timeMs();
        }
        return result > 0;
    }

    @Override
    public boolean onlyReads()
    {
        return opener.onlyReads();
    }

    @Override
    public Tenure.Standing standing(final Principal principal)
    {
        return onlyReads() ? null : principal.tenure().of(opener.instance(), opener.epoch(), id());
    }

    @Override
    public boolean claim(final Principal principal)
    {
        return sessions.claim(this, principal);
    }

    @Override
    public void recorded(final Principal principal, final long commandId, final boolean isDuplicate)
    {
        if (!leads)
        {
            return;
        }
        if (!pendingOutcomes.isEmpty() || !reports.recordedOutcome(this, principal, commandId, isDuplicate))
        {
            pendingOutcomes.add(commandId, isDuplicate);
        }
    }

    @Override
    public void malformed()
    {
        malformed++;
    }

    @Override
    public boolean eventsFrom(final long fromSequence, final int venueOfAsker)
    {
        venue = venueOfAsker;
        return cursor.start(fromSequence, venueOfAsker);
    }

    /**
     * Sends what waits, as far as the connection takes it: outcomes, a report that is due, then events. Only of the
     * node that leads.
     *
     * @param known   the principal of the session, null if the engine does not know it.
     * @param mayRead false for a gateway that is not, or no longer, admitted.
     */
    void advance(final Principal known, final boolean mayRead, final int eventsMax)
    {
        if (isEnding || malformed >= MALFORMED_MAX || isOutOfReach())
        {
            // The leader puts that in the log; one that takes over has counted the same messages.
            close();
        }
        if (isOpen() && pendingOutcomes.send(this, known, reports))
        {
            if (isReportDue)
            {
                isReportDue = !reports.sessionReport(this, known, role, RejectReason.NONE, RejectField.NONE);
            }
            if (cursor.isBehind())
            {
                fellBehind();
            }
            else if (mayRead && !isReportDue)
            {
                cursor.advance(this, venue, eventsMax);
            }
        }
        if (isOpen())
        {
            outbox.sendTo(network);
        }
    }

    /**
     * Aeron keeps a session to whose channel this node could not connect when it took over, and lets its client believe
     * that it has one. Such a client is never answered; if its session ends, it opens another.
     */
    private boolean isOutOfReach()
    {
        return REACHED != outOfReachSinceMs && sessions.timeMs() - outOfReachSinceMs >= OUT_OF_REACH_MS;
    }

    /** Events that the connection still wants are gone: it is closed, and its principal reconciles and asks again. */
    private void fellBehind()
    {
        // If Aeron cannot take the order to close it now, it is given again at the next entry.
        isEnding = true;
        cursor.stop();
        reports.eventsGone(this, 0);
        close();
    }
}
