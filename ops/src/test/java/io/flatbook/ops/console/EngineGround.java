package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.EngineView;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.link.NotPermittedException;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.Reply;
import io.flatbook.ops.scenario.ScenarioTarget;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * An engine in this process that scenarios and links share, with the status pages of three nodes. What is asked is
 * counted.
 */
final class EngineGround implements ScenarioTarget, BookLink.Opener
{
    /** Of everybody who signs in. */
    static final String SECRET = "1:" + "5e".repeat(32);

    private static final int NODES = 3;
    private static final long BUSY_PAUSE_NS = 20_000_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final EngineTarget engine = new EngineTarget();
    private final List<EngineLink> links = new ArrayList<>();
    private final List<WireMessage> told = new ArrayList<>();
    private final boolean[] isDown = new boolean[NODES];
    private int leader;
    private int term = 1;
    private long asked;
    private long submitted;
    private long timeMs;
    private boolean hasLeader = true;
    private boolean isBusyForPeople;

    @Override
    public synchronized Reply submit(final String principal, final WireMessage command)
    {
        submitted++;
        tick();
        final Reply reply = engine.submit(principal, command);
        tell(reply.events());
        return reply;
    }

    /**
     * Takes a command of which nobody is told: for a book that is large before anybody looks.
     *
     * @return its outcome.
     */
    synchronized WireMessage fill(final String principal, final WireMessage command)
    {
        submitted++;
        return engine.submit(principal, command).outcome();
    }

    @Override
    public synchronized List<WireMessage> ask(final String principal, final WireMessage query)
    {
        tick();
        return engine.ask(principal, query);
    }

    @Override
    public synchronized List<WireMessage> advanceTo(final long timestampMs)
    {
        throw new UnsupportedOperationException("it has the time of day");
    }

    @Override
    public synchronized long firstNumber()
    {
        return 1 + 1_000 * submitted;
    }

    @Override
    public void close()
    {
        // It lasts for a whole test, over many scenarios.
    }

    @Override
    public synchronized BookLink open(
        final Profile profile, final String principal, final long eventsFrom, final long timeoutMs)
    {
        final EngineLink link = new EngineLink(principal);
        links.add(link);
        return link;
    }

    /**
     * Opens a link for somebody who signs in; everybody has the same secret.
     */
    synchronized BookLink openFor(final String principal, final String secret, final boolean onlyReads)
    {
        if (!SECRET.equals(secret))
        {
            throw new NotPermittedException(principal + " is not let in");
        }
        return open(null, principal, BookLink.NO_EVENTS, 0);
    }

    /** All events so far. */
    synchronized List<WireMessage> told()
    {
        return List.copyOf(told);
    }

    synchronized EngineView engine()
    {
        return engine.engine();
    }

    synchronized long asked()
    {
        return asked;
    }

    synchronized void leaderAnswers(final boolean answers)
    {
        hasLeader = answers;
    }

    /** Whether it is too busy to answer anybody but the console itself, however long they wait. */
    synchronized void busyForPeople(final boolean isBusy)
    {
        isBusyForPeople = isBusy;
    }

    /**
     * Lets a node be down, and the next one lead if it led.
     */
    synchronized void kill(final int member)
    {
        isDown[member] = true;
        if (leader == member)
        {
            leader = (member + 1) % NODES;
            term++;
        }
    }

    synchronized List<StatusPages.Page> pages()
    {
        final List<StatusPages.Page> pages = new ArrayList<>();
        for (int member = 0; member < NODES; member++)
        {
            final ObjectNode page = MAPPER.createObjectNode().put("cluster", "engine").put("member", member)
                .put("role", leader == member ? "LEADER" : "FOLLOWER").put("election", "CLOSED")
                .put("module", "ACTIVE").put("leadershipTermId", term).put("commitPosition", 4_190_208L)
                .put("snapshots", 2).put("snapshotAgeMs", 754_000L).put("hasRoom", true);
            page.putObject("service").put("appliedPosition", 4_190_208L - 96 * (leader == member ? 0 : member))
                .put("stateHash", "9f31c2d07b5e4a16").put("replicaHash", "51d2c08a7e44b9f3");
            pages.add(isDown[member] ? new StatusPages.Page("http://node-" + member, null, "does not answer") :
                new StatusPages.Page("http://node-" + member, page, null));
        }
        return pages;
    }

    /** Nodes tick without commands too, and spend a part of the time between two ticks on questions. */
    private void tick()
    {
        timeMs = Math.max(timeMs, System.currentTimeMillis());
        tell(engine.advanceTo(timeMs));
    }

    private void tell(final List<WireMessage> events)
    {
        told.addAll(events);
        links.forEach(link -> link.events.addAll(events));
    }

    private final class EngineLink implements BookLink
    {
        private final String principal;
        private final List<WireMessage> events = new ArrayList<>();

        private EngineLink(final String principal)
        {
            this.principal = principal;
        }

        @Override
        public WireMessage submit(final WireMessage command)
        {
            if (principal.startsWith("audit/"))
            {
                throw new IllegalStateException("the console itself sends nothing");
            }
            return EngineGround.this.submit(principal, command).outcome();
        }

        @Override
        public void poll()
        {
            // Nothing waits.
        }

        @Override
        public List<WireMessage> takeEvents()
        {
            synchronized (EngineGround.this)
            {
                final List<WireMessage> taken = List.copyOf(events);
                events.clear();
                return taken;
            }
        }

        @Override
        public List<WireMessage> ask(final WireMessage query)
        {
            synchronized (EngineGround.this)
            {
                asked++;
                if (!hasLeader)
                {
                    throw new NoLeaderException("no leader answers");
                }
                if (isBusyForPeople && !principal.startsWith("audit/"))
                {
                    return List.of(Protocol.wire().create("QueryRefused").with("reason", "QUERY_BUSY"));
                }
                List<WireMessage> answer = EngineGround.this.ask(principal, query);
                while ("QueryRefused".equals(answer.get(0).name()) &&
                    "QUERY_BUSY".equals(answer.get(0).row().text("reason")))
                {
                    // As a link to a cluster does.
                    LockSupport.parkNanos(BUSY_PAUSE_NS);
                    answer = EngineGround.this.ask(principal, query);
                }
                return answer;
            }
        }

        @Override
        public void close()
        {
            synchronized (EngineGround.this)
            {
                links.remove(this);
            }
        }
    }
}
