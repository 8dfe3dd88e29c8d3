package io.flatbook.cluster;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.UnknownVersionException;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Limits;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentTerminationException;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The replicated service: entries of the log go to the {@link CommandAdapter}, the tick timer moves engine time, what
 * happened goes to the {@link Sessions}.
 *
 * <p>A failure in any callback ends the service at that log position: an entry must never stay half applied under the
 * next one. Messages are sent only inside callbacks of the log, never waited for, and never by way of the log.
 */
public final class ClearingService implements ClusteredService
{
    private final Limits limits;
    private final UnaryOperator<ClearingEvents> listening;
    private final CommandWatch watch;
    private final NodeSignals signals = new NodeSignals();
    private final TickTimer tickTimer = new TickTimer();
    private final StorageTimer storageTimer = new StorageTimer();
    private Cluster cluster;
    private ClearingEngine engine;
    private EventPublisher publisher;
    private ReportEncoding reports;
    private CommandAdapter adapter;
    private Sessions sessions;
    private volatile StatusBoard status;
    private long reportedSecond;

    /**
     * A service with the limits given; every node of a cluster has the same.
     *
     * @param limits of the engine.
     */
    public ClearingService(final Limits limits)
    {
        this(limits, (events) -> events);
    }

    /**
     * A service whose engine reports its events to a listener of the caller's.
     *
     * @param limits of the engine.
     * @param listening wraps the service's listener and must delegate to it.
     */
    public ClearingService(final Limits limits, final UnaryOperator<ClearingEvents> listening)
    {
        this(limits, listening, CommandWatch.NONE);
    }

    /**
     * A service that is looked at from inside, for replays.
     *
     * @param limits of the engine.
     * @param listening wraps the service's listener and must delegate to it.
     * @param watch sees every command.
     */
    public ClearingService(
        final Limits limits, final UnaryOperator<ClearingEvents> listening, final CommandWatch watch)
    {
        this.limits = limits;
        this.listening = listening;
        this.watch = watch;
    }

    /**
     * How the node stood at its last tick. May be called by any thread.
     *
     * @return the status, null before the first.
     */
    public NodeStatus status()
    {
        final StatusBoard board = status;
        return null == board ? null : board.current();
    }

    /**
     * @return what node and service tell each other apart from the log; always the same.
     */
    public NodeSignals signals()
    {
        return signals;
    }

    @Override
    public void onStart(final Cluster startedCluster, final Image snapshotImage)
    {
        try
        {
            start(startedCluster, null == snapshotImage ? null : (loader) ->
                ImageSource.drain(snapshotImage, loader, startedCluster.idleStrategy()));
        }
        catch (final Throwable failure)
        {
            throw stopped("onStart", startedCluster, failure);
        }
    }

    /**
     * Starts outside a node, for a replay: as {@link #onStart(Cluster, Image)}, with a snapshot read by the caller.
     *
     * @param startedCluster stands in for the node's; its sessions are those of the snapshot.
     * @param snapshot to start from, null to start from nothing.
     * @throws IllegalStateException if the snapshot is not whole, or of other limits or hashes.
     */
    public void startOffline(final Cluster startedCluster, final SnapshotSource snapshot)
    {
        start(startedCluster, null == snapshot ? null : (loader) -> snapshot.feed(loader::onRecord));
    }

    /**
     * @return the engine, to be read by the thread that calls the service; null before the start.
     */
    public EngineView engine()
    {
        return engine;
    }

    /**
     * Reads events of a replay.
     *
     * @param fromSequence first event wanted, at least 1.
     * @param venue        whose events are wanted, 0: all of them.
     * @return reader.
     */
    public EventReader events(final long fromSequence, final int venue)
    {
        return new EventReader(publisher.ring(), fromSequence, venue);
    }

    /**
     * Writes all state as records, changing nothing.
     *
     * @param sink takes the records.
     */
    public void takeSnapshot(final SnapshotSink sink)
    {
        new SnapshotTaker(engine, publisher).takeTo(sink);
    }

    @Override
    public void onSessionOpen(final ClientSession session, final long timestamp)
    {
        try
        {
            beginEntry();
            advanceTo(timestamp);
            if (!sessions.open(session))
            {
                session.close();
            }
            endEntry();
        }
        catch (final Throwable failure)
        {
            throw stoppedAtEntry("onSessionOpen", failure);
        }
    }

    @Override
    public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason)
    {
        try
        {
            beginEntry();
            advanceTo(timestamp);
            sessions.closed(session.id());
            endEntry();
        }
        catch (final Throwable failure)
        {
            throw stoppedAtEntry("onSessionClose", failure);
        }
    }

    @Override
    public void onSessionMessage(
        final ClientSession client,
        final long timestamp,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header header)
    {
        try
        {
            final long beganNs = signals.metrics().begins(Cluster.Role.LEADER == cluster.role(), timestamp);
            beginEntry();
            final Session session = null == client ? null : sessions.find(client.id());
            final int plainLength = null == session ? SessionSeal.FORGED : session.opened(buffer, offset, length);
            if (SessionSeal.FORGED == plainLength)
            {
                // No answer: the reply would reach the session's owner, who did not send this.
                signals.metrics().increment(ServiceMetrics.Count.MESSAGES_FORGED);
                advanceTo(timestamp);
            }
            else if (signals.refuses(cluster.logPosition()))
            {
                adapter.refuse(cluster.logPosition(), session.principalName(), session.role(), buffer, offset,
                    plainLength, session);
            }
            else
            {
                adapter.onMessage(
                    timestamp, session.principalName(), session.role(), buffer, offset, plainLength, session);
            }
            endEntry();
            signals.metrics().applied(beganNs);
        }
        catch (final Throwable failure)
        {
            throw stoppedAtEntry("onSessionMessage", failure);
        }
    }

    @Override
    public void onTimerEvent(final long correlationId, final long timestamp)
    {
        try
        {
            beginEntry();
            advanceTo(timestamp);
            if (!tickTimer.ends(cluster, correlationId))
            {
                storageTimer.onTimer(correlationId, engine.storage());
            }
            final long second = TimeUnit.MILLISECONDS.toSeconds(timestamp);
            if (second != reportedSecond)
            {
                reportedSecond = second;
                sessions.reportsDue();
                status.tick(cluster.logPosition(), sessions.count());
            }
            endEntry();
        }
        catch (final Throwable failure)
        {
            throw stoppedAtEntry("onTimerEvent", failure);
        }
    }

    @Override
    public void onTakeSnapshot(final ExclusivePublication snapshotPublication)
    {
        try
        {
            takeSnapshot(new PublicationSink(snapshotPublication, cluster.idleStrategy()));
        }
        catch (final Throwable failure)
        {
            throw stopped("onTakeSnapshot", cluster, failure);
        }
    }

    @Override
    public void onRoleChange(final Cluster.Role newRole)
    {
        try
        {
            storageTimer.forget();
            status.role(newRole.name());
        }
        catch (final Throwable failure)
        {
            throw stopped("onRoleChange", cluster, failure);
        }
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
        try
        {
            if (TimeUnit.MILLISECONDS != timeUnit)
            {
                throw new IllegalStateException("the cluster's clock counts " + timeUnit + ", not milliseconds");
            }
            tickTimer.forget(cluster);
            storageTimer.forget();
            sessions.reportsDue();
            status.leadershipTerm(leadershipTermId, logPosition);
            beginEntry();
            endEntry();
        }
        catch (final Throwable failure)
        {
            throw stopped("onNewLeadershipTermEvent", cluster, failure);
        }
    }

    @Override
    public void onTerminate(final Cluster terminatedCluster)
    {
        // Nothing outlives the process.
    }

    private void start(final Cluster startedCluster, final Consumer<SnapshotLoader> snapshot)
    {
        cluster = startedCluster;
        publisher = new EventPublisher(limits);
        engine = new ClearingEngine(limits, listening.apply(publisher));
        publisher.clock(engine::timeMs);
        reports = new ReportEncoding(engine, publisher);
        adapter = new CommandAdapter(engine, publisher, reports, signals.metrics());
        adapter.watch(watch);
        sessions = new Sessions(engine, publisher, reports, signals.frameLength());
        if (null != snapshot)
        {
            final SnapshotLoader loader = new SnapshotLoader(engine, publisher);
            snapshot.accept(loader);
            loader.verify();
            signals.checkRefused(cluster.logPosition(), engine.storage().refusedEntries());
        }
        for (final ClientSession session : startedCluster.clientSessions())
        {
            sessions.add(session);
        }
        status = new StatusBoard(engine, publisher, adapter, startedCluster.role().name());
    }

    /** What is due comes first; at an entry that is to be refused it waits for the next one. */
    private void advanceTo(final long timestamp)
    {
        if (signals.refuses(cluster.logPosition()))
        {
            engine.storage().refused(cluster.logPosition(), Absent.LONG, null);
        }
        else
        {
            engine.advanceTo(timestamp);
        }
    }

    private void beginEntry()
    {
        publisher.logPosition(cluster.logPosition());
        sessions.leads(Cluster.Role.LEADER == cluster.role());
    }

    /** Every entry is a chance to send what waits and to get the next tick scheduled. */
    private void endEntry()
    {
        publisher.flushPages();
        sessions.advance();
        tickTimer.schedule(cluster, limits.tickMs());
        storageTimer.ask(cluster, engine.storage(), signals);
        signals.shutdown(publisher.takeShutdown() && Cluster.Role.LEADER == cluster.role());
    }

    private AgentTerminationException stoppedAtEntry(final String callback, final Throwable failure)
    {
        final long position = cluster.logPosition();
        // The log is right and this binary is old (VER-2): the way past the entry is a binary that knows the version.
        final String wayPast = failure instanceof UnknownVersionException ? "" :
            "; if no repaired binary is at hand, refuseAt=" + position + " on all nodes goes past it";
        return new AgentTerminationException(
            "stopped in " + callback + ", logPosition=" + position + ": " + failure + wayPast, failure);
    }

    private static AgentTerminationException stopped(final String callback, final Cluster at, final Throwable failure)
    {
        final long logPosition = null == at ? -1 : at.logPosition();
        return new AgentTerminationException(
            "stopped in " + callback + ", logPosition=" + logPosition + ": " + failure, failure);
    }
}
