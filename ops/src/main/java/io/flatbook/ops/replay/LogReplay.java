package io.flatbook.ops.replay;

import io.flatbook.engine.book.Limits;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Replays the log in a stopped node's data directory, or a copy of one, without a cluster: the service that nodes run
 * is given the same entries at the same positions, so that all hashes can be compared with what the nodes published.
 *
 * <pre>{@code
 * final ReplayResult result = LogReplay.of(directory).verifying().run(listener);
 * }</pre>
 *
 * <p>All that the log holds is applied. The last entries of a node that was killed may be ones that the cluster never
 * committed, and that no client has heard of: if that matters, give the position up to which nodes agree.
 *
 * <p>Not safe for use by several threads.
 */
public final class LogReplay
{
    /** Commands after which a replay that verifies adds up the whole book. */
    public static final long VERIFY_EVERY = 100_000;

    private final Path nodeDirectory;
    private final Start start = new Start();
    private Limits limits = new Limits();
    private long toPosition = Long.MAX_VALUE;
    private long toTimeMs = Long.MAX_VALUE;
    private long verifyEvery;
    private long[] refuseAt = new long[0];
    private long eventsFrom;
    private int eventsVenue;
    private LongSupplier end;
    private boolean keepsBook;
    private byte[] book;

    private LogReplay(final Path nodeDirectory)
    {
        this.nodeDirectory = nodeDirectory;
    }

    /**
     * A replay of all that there is: from position 0, or, if the log no longer begins there, from the oldest
     * snapshot that it reaches back to.
     *
     * @param nodeDirectory data directory of a node, with its {@code archive} and {@code cluster}.
     * @return the replay, not run yet.
     */
    public static LogReplay of(final Path nodeDirectory)
    {
        return new LogReplay(nodeDirectory);
    }

    /**
     * Begins at position 0.
     *
     * @return this.
     */
    public LogReplay fromZero()
    {
        start.position = 0;
        return this;
    }

    /**
     * Begins with the snapshot that was taken at a position.
     *
     * @param position of the snapshot, in bytes.
     * @return this.
     */
    public LogReplay fromSnapshot(final long position)
    {
        start.position = position;
        return this;
    }

    /**
     * Begins as late as it can if a position is to come: with the newest snapshot taken before it, or at 0.
     *
     * @param position of the first entry that the caller wants to see applied, in bytes.
     * @return this.
     */
    public LogReplay fromBefore(final long position)
    {
        start.before = position;
        return this;
    }

    /**
     * Begins with the newest snapshot.
     *
     * @return this.
     */
    public LogReplay fromNewestSnapshot()
    {
        start.position = Start.NEWEST;
        return this;
    }

    /**
     * Replays a backup that may be running, and goes on as its log grows, as often as {@link ReplayListener#onEnd} says
     * so.
     *
     * @param position up to which its log is there and committed, in bytes; asked again and again.
     * @return this.
     */
    public LogReplay following(final LongSupplier position)
    {
        end = position;
        return this;
    }

    /**
     * Ends before the first entry that reaches beyond a position.
     *
     * @param position in bytes.
     * @return this.
     */
    public LogReplay toPosition(final long position)
    {
        toPosition = position;
        return this;
    }

    /**
     * Ends before the first entry that is younger than a time.
     *
     * @param timeMs milliseconds since 1970.
     * @return this.
     */
    public LogReplay toTimeMs(final long timeMs)
    {
        toTimeMs = timeMs;
        return this;
    }

    /**
     * Uses other limits than nodes have by default.
     *
     * @param newLimits the same as those of the nodes.
     * @return this.
     */
    public LogReplay limits(final Limits newLimits)
    {
        limits = newLimits;
        return this;
    }

    /**
     * Does not apply entries that the operators had refused. Those that the newest snapshot knows of are refused
     * anyway: only later ones must be named.
     *
     * @param positions of the entries, as the nodes' setting names them.
     * @return this.
     */
    public LogReplay refuseAt(final long... positions)
    {
        refuseAt = positions.clone();
        return this;
    }

    /**
     * Also compares each snapshot in the directory with the state at its position, and adds up the whole book there and
     * every {@link #VERIFY_EVERY} commands.
     *
     * @return this.
     */
    public LogReplay verifying()
    {
        return verifyingEvery(VERIFY_EVERY);
    }

    /**
     * Verifies, and adds up the whole book more often or more seldom; it takes as long as the book is large.
     *
     * @param commands after which it is added up, at least 1.
     * @return this.
     */
    public LogReplay verifyingEvery(final long commands)
    {
        verifyEvery = commands;
        return this;
    }

    /**
     * Also gives the events, with the sequences that they had: for a gateway whose missed events are no longer
     * retained (ONCE-3). Unless it is said where the replay begins, it begins with the newest snapshot that still
     * retains the first of them, or else with the start of the log.
     *
     * @param fromSequence first event wanted, at least 1; the replay must begin at or before it.
     * @param venue        the gateway's, 0 for all events.
     * @return this.
     */
    public LogReplay events(final long fromSequence, final int venue)
    {
        eventsFrom = fromSequence;
        eventsVenue = venue;
        return this;
    }

    /**
     * Also keeps the book as it is at the end, for {@link #book}.
     *
     * @return this.
     */
    public LogReplay keepingBook()
    {
        keepsBook = true;
        return this;
    }

    /**
     * The book as it was at the end of the run.
     *
     * @return records that {@link io.flatbook.ops.scenario.EngineTarget#restored} takes; null if none was kept.
     */
    public byte[] book()
    {
        return book;
    }

    /**
     * Replays.
     *
     * @param listener receives everything on the way.
     * @return where it ended.
     * @throws BadRecordingException if a file of log or snapshot is damaged or missing.
     * @throws IllegalStateException if a node runs in the directory, if it has not the snapshot to begin with, or if
     *                               the snapshot is not of these limits.
     * @throws org.agrona.concurrent.AgentTerminationException if an entry ends the service, as it did on the nodes.
     */
    public ReplayResult run(final ReplayListener listener)
    {
        try (NodeDirectory directory = null == end ? NodeDirectory.open(nodeDirectory) :
            NodeDirectory.openGrowing(nodeDirectory))
        {
            final SnapshotEntry from = start.choose(directory, eventsFrom);
            final Replay replay = new Replay(directory, limits, verifyEvery, listener)
                .events(eventsFrom, eventsVenue)
                .upTo(null == end ? () -> Long.MAX_VALUE : end)
                .refuseAt(LongStream.concat(LongStream.of(refuseAt), Refusals.after(directory, from)).toArray());
            final ReplayResult result = replay.run(from, toPosition, toTimeMs);
            book = keepsBook ? replay.book() : null;
            return result;
        }
    }

    /**
     * What to begin with.
     */
    private static final class Start
    {
        private static final long OLDEST = -1;
        private static final long NEWEST = -2;

        private long position = OLDEST;
        private long before = Long.MAX_VALUE;

        /**
         * @param eventsFrom first event wanted; 0: none is.
         * @return the snapshot, null to begin at 0.
         */
        private SnapshotEntry choose(final NodeDirectory directory, final long eventsFrom)
        {
            final long logStart = directory.logStartPosition();
            if (Long.MAX_VALUE != before)
            {
                return newestBefore(directory, logStart);
            }
            if (OLDEST == position && 0 < eventsFrom)
            {
                final List<SnapshotEntry> snapshots = directory.snapshots();
                for (int i = snapshots.size() - 1; i >= 0 && snapshots.get(i).logPosition() >= logStart; i--)
                {
                    if (new SnapshotRecording(directory.recording(snapshots.get(i))).firstEvent() <= eventsFrom)
                    {
                        return snapshots.get(i);
                    }
                }
            }
            if (0 == logStart && (0 == position || OLDEST == position))
            {
                return null;
            }
            SnapshotEntry chosen = null;
            for (final SnapshotEntry snapshot : directory.snapshots())
            {
                final boolean isFirst = null == chosen && OLDEST == position;
                if (snapshot.logPosition() >= logStart &&
                    (isFirst || NEWEST == position || snapshot.logPosition() == position))
                {
                    chosen = snapshot;
                }
            }
            if (null == chosen)
            {
                throw new IllegalStateException("the log begins at position " + logStart + (0 == position ?
                    ", not at 0" : " and there is no snapshot" +
                    (position > 0 ? " at position " + position : " from there on") + " to begin with"));
            }
            return chosen;
        }

        private SnapshotEntry newestBefore(final NodeDirectory directory, final long logStart)
        {
            SnapshotEntry chosen = null;
            for (final SnapshotEntry snapshot : directory.snapshots())
            {
                chosen = snapshot.logPosition() >= logStart && snapshot.logPosition() < before ? snapshot : chosen;
            }
            if (null == chosen && 0 < logStart)
            {
                throw new IllegalStateException("the log begins at position " + logStart +
                    " and there is no snapshot from before position " + before + ": what comes next is lost");
            }
            return chosen;
        }
    }
}
