package io.flatbook.node;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.NodeControl;
import io.flatbook.cluster.NodeSignals;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * What a node does besides clearing, a few times a second, on a thread of its own. It looks which snapshots there are
 * and whether secrets have changed. It requests the next snapshot when that is due, this node leads and there is room
 * for it. It deletes old snapshots, remains of those during which the node was killed and, if allowed, the log that two
 * snapshots of every member cover. If the log asks for the end of the cluster and this node leads, it requests that
 * (CMD-13).
 */
final class Housekeeping implements AutoCloseable
{
    private static final long INTERVAL_MS = 200;
    private static final long CLOSE_TIMEOUT_MS = 10_000;
    private static final long PURGE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(5);

    private final NodeConfig config;
    private final NodeWatch watch;
    private final ConsensusModule.Context consensus;
    private final Requests requests;
    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    private final Path clusterDirectory;
    private final Admission admission;
    private final SnapshotSchedule schedule;
    private final NodeSignals signals;
    private Supplier<List<PeerStanding>> standings;
    private Thread thread;
    private long snapshotsSeen = -1;
    private long purgedPosition;
    private long purgeTriedNs;
    private boolean areHalvesGone;
    private List<SnapshotHistory.Taken> unmarked = List.of();
    private volatile SnapshotHistory history = SnapshotHistory.NONE;

    /** What housekeeping asks of the node. */
    interface Requests
    {
        /** A new context that connects to the archive of the node. */
        AeronArchive.Context archive();

        /** Asks for a snapshot on all nodes, if this one has room; whether the request was taken. */
        boolean snapshot();

        /** Asks for a snapshot and the end of all nodes; whether the request was taken. */
        boolean shutdown();
    }

    /**
     * @param contexts   of the node.
     * @param consensus  of the module, which runs.
     * @param nanoClock  that never goes back.
     * @param epochClock by which the age of a snapshot counts.
     * @param signals    of the service: whether the log asks for the end of the cluster.
     * @param requests   to the node.
     */
    Housekeeping(
        final NodeContexts contexts,
        final ConsensusModule.Context consensus,
        final NanoClock nanoClock,
        final EpochClock epochClock,
        final NodeSignals signals,
        final Requests requests)
    {
        this.config = contexts.config();
        this.watch = contexts.watch();
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
        this.consensus = consensus;
        this.signals = signals;
        this.requests = requests;
        clusterDirectory = contexts.clusterDirectory();
        admission = contexts.admission();
        purgeTriedNs = nanoClock.nanoTime() - PURGE_INTERVAL_NS;
        schedule =
            new SnapshotSchedule(config.snapshotIntervalMs(), config.snapshotLogLength(), nanoClock.nanoTime());
    }

    /**
     * @param peerStandings gives the states of the other members.
     */
    void start(final Supplier<List<PeerStanding>> peerStandings)
    {
        knows(peerStandings);
        thread = watch.threads("housekeeping").newThread(this::run);
        thread.start();
    }

    /** Before {@link #attend}, for a caller who has a thread of its own. */
    void knows(final Supplier<List<PeerStanding>> peerStandings)
    {
        standings = peerStandings;
    }

    /** Log position below which this node needs its log no more. May be asked by any thread. */
    long coveredPosition()
    {
        return history.coveredPosition();
    }

    /** The snapshots of this node. May be asked by any thread. */
    SnapshotHistory history()
    {
        return history;
    }

    @Override
    public void close()
    {
        if (null == thread)
        {
            return;
        }
        thread.interrupt();
        try
        {
            thread.join(CLOSE_TIMEOUT_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run()
    {
        while (watch.isRunning())
        {
            try
            {
                attend();
            }
            catch (final Exception ex)
            {
                watch.onError(ex);
            }
            try
            {
                TimeUnit.MILLISECONDS.sleep(INTERVAL_MS);
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
                break;
            }
        }
    }

    /** Whether all that was deleted is marked as such. */
    boolean isMarked()
    {
        return unmarked.isEmpty();
    }

    /** Does what is due. Always called by the same thread. */
    void attend()
    {
        admission.lookAtSecrets();
        if (!NodeCounters.areMapped(consensus))
        {
            return;
        }
        final NodeCounters counters = NodeCounters.read(config, consensus);
        final long nowNs = nanoClock.nanoTime();
        if (counters.snapshots() != snapshotsSeen)
        {
            readHistory(nowNs);
            snapshotsSeen = counters.snapshots();
        }
        // While a snapshot is being taken no request is: it is made again at the next look.
        if (signals.isShutdownRequested() && (!counters.isLeading() || requests.shutdown()))
        {
            signals.shutdownDone();
        }
        if (counters.isLeading() && schedule.isDue(counters.commitPosition(), nowNs) && haveRoom(standings.get()) &&
            requests.snapshot())
        {
            schedule.requested(nowNs);
        }
        if (nowNs - purgeTriedNs >= PURGE_INTERVAL_NS)
        {
            purgeTriedNs = nowNs;
            purge();
        }
        mark();
    }

    private void readHistory(final long nowNs)
    {
        final SnapshotHistory read = SnapshotHistory.read(clusterDirectory);
        final long ageMs = read.newestAgeMs(epochClock.time());
        schedule.newest(read.newestPosition(), ageMs, nowNs);
        history = read;
    }

    /**
     * Has the consensus module mark as invalid the snapshots whose recordings are gone. During an election it takes no
     * such order, and forgets one that it has begun with: it is given again until they are marked.
     */
    private void mark()
    {
        if (!unmarked.isEmpty())
        {
            if (SnapshotHistory.isAnyListed(clusterDirectory, unmarked))
            {
                NodeControl.ToggleState.VALIDATE_RECORDING_LOG.toggle(consensus.nodeControlToggleCounter());
            }
            else
            {
                unmarked = List.of();
            }
        }
    }

    private void purge()
    {
        final SnapshotHistory known = history;
        final long covered = coveredByAll(known.coveredPosition(), standings.get());
        final List<SnapshotHistory.Taken> old = known.beyond(config.snapshotsKept());
        final boolean isLogDue = config.purgesLog() && covered > purgedPosition && known.logRecordingId() >= 0;
        // A process leaves a half only by its end, so the first snapshot of the next one is younger than all halves.
        final boolean areHalvesDue = !areHalvesGone && snapshotsSeen > 0 && !known.snapshots().isEmpty();
        if (!isLogDue && old.isEmpty() && !areHalvesDue)
        {
            return;
        }

        try (LogPurge purge = new LogPurge(requests.archive()))
        {
            if (!old.isEmpty())
            {
                purge.purgeSnapshots(old);
                // What is marked is read after the next snapshot at the latest; until then they are known to be gone.
                unmarked = old;
                history = new SnapshotHistory(
                    known.snapshots().subList(old.size(), known.snapshots().size()), known.logRecordingId());
            }
            if (isLogDue)
            {
                purge.purgeLog(known.logRecordingId(), covered);
                purgedPosition = covered;
            }
            if (areHalvesDue)
            {
                purge.purgeHalves(SnapshotHistory.recordingsNamed(clusterDirectory), known.newestRecordingId());
                areHalvesGone = true;
            }
        }
    }

    /** A node that can not write its snapshot ends, so none is asked for while a member that lives has no room. */
    static boolean haveRoom(final List<PeerStanding> standings)
    {
        for (final PeerStanding standing : standings)
        {
            if (standing.isHeard() && !standing.progress().hasRoom())
            {
                return false;
            }
        }
        return true;
    }

    /**
     * @return position of the log that this node and every other member covers; 0 if one of them is silent.
     */
    static long coveredByAll(final long ownCoveredPosition, final List<PeerStanding> standings)
    {
        long covered = ownCoveredPosition;
        for (final PeerStanding standing : standings)
        {
            covered = Math.min(covered, standing.isHeard() ? standing.progress().coveredPosition() : 0);
        }
        return covered;
    }
}
