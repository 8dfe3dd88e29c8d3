package io.flatbook.ops.scenario;

import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import org.agrona.CloseHelper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Runs scenarios on a running cluster: one link for every principal, and the events as risk receives them.
 *
 * <p>After each command it asks for the number of the last event and waits for it, so that the output is in the order
 * of the log whatever the network does.
 */
public final class LinkedTarget implements ScenarioTarget
{
    private static final long PAUSE_NS = 50_000;
    private static final long NUMBERS_PER_MS = 1_000;

    private final Protocol protocol = Protocol.wire();
    private final Map<String, BookLink> links = new HashMap<>();
    private final BookLink.Opener opener;
    private final Profile profile;
    private final long timeoutMs;
    private final LongSupplier epochMs;
    private long lastSequence;
    private boolean hasAsset;
    private boolean hasBegun;

    /**
     * Constructs a target; it connects when it is first used.
     *
     * @param opener    opens links.
     * @param profile   of the cluster.
     * @param timeoutMs for every answer, in milliseconds.
     * @param epochMs   time of day in milliseconds since 1970.
     */
    public LinkedTarget(
        final BookLink.Opener opener, final Profile profile, final long timeoutMs, final LongSupplier epochMs)
    {
        this.opener = opener;
        this.profile = profile;
        this.timeoutMs = timeoutMs;
        this.epochMs = epochMs;
    }

    @Override
    public Reply submit(final String principal, final WireMessage command)
    {
        link(ScenarioRunner.RISK);
        final WireMessage outcome = link(principal).submit(command);
        if (!hasBegun)
        {
            // What happened before the first command is not the scenario's and is not sent to so new a session.
            hasBegun = true;
            lastSequence = Math.max(lastSequence, outcome.row().required("firstEventSequence") - 1);
        }
        return new Reply(eventsUpTo(lastEvent(outcome)), outcome);
    }

    @Override
    public List<WireMessage> ask(final String principal, final WireMessage query)
    {
        return link(principal).ask(query);
    }

    @Override
    public List<WireMessage> advanceTo(final long timestampMs)
    {
        throw new UnsupportedOperationException("a cluster has a clock of its own; use --engine");
    }

    @Override
    public long firstNumber()
    {
        return epochMs.getAsLong() * NUMBERS_PER_MS;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(links.values());
        links.clear();
    }

    private BookLink link(final String principal)
    {
        return links.computeIfAbsent(principal,
            name -> opener.open(profile, name,
                ScenarioRunner.RISK.equals(name) ? BookLink.FROM_NOW : BookLink.NO_EVENTS, timeoutMs));
    }

    /**
     * Number of the last event of the log, from the audit. Without an asset nothing is audited, and a command causes
     * one event at most.
     */
    private long lastEvent(final WireMessage outcome)
    {
        if (!hasAsset)
        {
            hasAsset = !link(ScenarioRunner.RISK).ask(protocol.create("AssetsQuery")).get(0).row()
                .rows("assets").isEmpty();
        }
        if (hasAsset)
        {
            return link(ScenarioRunner.RISK).ask(protocol.create("AuditQuery").with("asset", 1L)).get(0).row()
                .required("eventSequence");
        }
        final long first = outcome.row().required("firstEventSequence");
        return "NONE".equals(outcome.row().text("reason")) ? first : first - 1;
    }

    private List<WireMessage> eventsUpTo(final long sequence)
    {
        final List<WireMessage> events = new ArrayList<>();
        final long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
        while (true)
        {
            // All links, since a session that is not polled is closed as silent.
            links.values().forEach(BookLink::poll);
            for (final WireMessage event : link(ScenarioRunner.RISK).takeEvents())
            {
                events.add(event);
                lastSequence = event.header().required("eventSequence");
            }
            if (lastSequence >= sequence)
            {
                return events;
            }
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new NoLeaderException("event " + sequence + " did not come in time");
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
