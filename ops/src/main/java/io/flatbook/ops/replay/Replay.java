package io.flatbook.ops.replay;

import io.aeron.cluster.client.AeronCluster;
import io.flatbook.cluster.ClearingService;
import io.flatbook.cluster.EventReader;
import io.flatbook.cluster.LocalClearing;
import io.flatbook.cluster.NodeStatus;
import io.flatbook.cluster.SnapshotSink;
import io.flatbook.cluster.SnapshotSource;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.EngineView;
import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One run through a log.
 */
final class Replay
{
    private static final int FINDINGS_MAX = 1_000;

    private final NodeDirectory directory;
    private final long verifyEvery;
    private final ReplayListener listener;
    private final OfflineCluster cluster = new OfflineCluster();
    private final CommandRecorder recorder;
    private final ClearingService service;
    private final LogAdapter adapter;
    private final List<String> findings = new ArrayList<>();
    private long entries;
    private long verifiedCommands;
    private int snapshotsCompared;
    private long eventsFrom;
    private int eventsVenue;
    private EventReader events;
    private LongSupplier end = () -> Long.MAX_VALUE;

    /**
     * @param verifyEvery commands after which the book is added up, beside snapshots and the end; 0: only at the end.
     */
    Replay(
        final NodeDirectory directory,
        final Limits limits,
        final long verifyEvery,
        final ReplayListener listener)
    {
        this.directory = directory;
        this.verifyEvery = verifyEvery;
        this.listener = listener;
        recorder = new CommandRecorder(this::engine, listener, this::found);
        service = new ClearingService(limits, (events) -> listener.listening(events, place()), recorder);
        adapter = new LogAdapter(cluster, service);
    }

    /** From 0: none are wanted. */
    Replay events(final long fromSequence, final int venue)
    {
        eventsFrom = fromSequence;
        eventsVenue = venue;
        return this;
    }

    /** Reads no further than a position that may rise. */
    Replay upTo(final LongSupplier position)
    {
        end = position;
        return this;
    }

    Replay refuseAt(final long... positions)
    {
        service.signals().refuseAt(positions);
        return this;
    }

    /**
     * @param start null for an empty book at position 0.
     */
    ReplayResult run(final SnapshotEntry start, final long toPosition, final long toTimeMs)
    {
        final long fromPosition = null == start ? 0 : start.logPosition();
        cluster.at(fromPosition, null == start ? 0 : start.timestampMs());
        final SnapshotRecording first = null == start ? null : new SnapshotRecording(directory.recording(start));
        service.startOffline(cluster, null == first ? null : (records) -> first.read(cluster::add, records));
        listener.onStart(engine());
        events = eventsFrom > 0 ? service.events(eventsFrom, eventsVenue) : null;
        try (MessageReader reader = new MessageReader(directory.log(), fromPosition, end))
        {
            listener.onBegin();
            tellEvents();
            boolean goesOn = true;
            while (goesOn && !listener.isEnough())
            {
                goesOn = reader.next() ? apply(reader, toPosition, toTimeMs) : listener.onEnd();
            }
            check();
            return result(fromPosition, reader);
        }
    }

    /** The whole state, in memory. */
    byte[] book()
    {
        return LocalClearing.keep(service::takeSnapshot);
    }

    private EngineView engine()
    {
        return service.engine();
    }

    private ReplayPlace place()
    {
        return new ReplayPlace()
        {
            @Override
            public EngineView engine()
            {
                return Replay.this.engine();
            }

            @Override
            public long logPosition()
            {
                return cluster.logPosition();
            }

            @Override
            public byte[] snapshot()
            {
                return book();
            }
        };
    }

    /**
     * @return false if the entry is beyond the end that is wanted.
     */
    private boolean apply(final MessageReader reader, final long toPosition, final long toTimeMs)
    {
        final DirectBuffer buffer = reader.buffer();
        final EntryKind kind = adapter.kind(buffer, reader.offset(), reader.length());
        if (null == kind)
        {
            throw reader.notAnEntry();
        }
        final long timestampMs = adapter.timestampMs(kind, buffer, reader.offset());
        if (reader.position() > toPosition || timestampMs > toTimeMs)
        {
            return false;
        }
        recorder.at(reader.position(), timestampMs);
        listener.onNext(reader.position(), timestampMs);
        if (EntryKind.MESSAGE == kind)
        {
            listener.onMessage(buffer, reader.offset() + AeronCluster.SESSION_HEADER_LENGTH,
                reader.length() - AeronCluster.SESSION_HEADER_LENGTH);
        }
        adapter.apply(kind, reader.position(), buffer, reader.offset(), reader.length());
        entries++;
        tellEvents();
        listener.onEntry(kind, cluster.logPosition(), timestampMs,
            engine().timeMs(), engine().stateHash(), engine().replicaHash());
        if (EntryKind.TIMER == kind)
        {
            tellHash();
        }
        else if (EntryKind.ACTION == kind && 0 < verifyEvery)
        {
            compareSnapshots();
        }
        if (0 < verifyEvery && recorder.commands() - verifiedCommands >= verifyEvery)
        {
            check();
        }
        return true;
    }

    private void tellEvents()
    {
        if (null != events)
        {
            events.read(listener::onEvent);
        }
    }

    /** What a node publishes once a second. */
    private void tellHash()
    {
        final List<NodeStatus.PositionHash> hashes = service.status().replicaHashes();
        final NodeStatus.PositionHash last = hashes.isEmpty() ? null : hashes.get(hashes.size() - 1);
        if (null != last && last.logPosition() == cluster.logPosition())
        {
            listener.onReplicaHash(last.logPosition(), last.replicaHash());
        }
    }

    /** Adds up the whole book, which takes as long as the book is large. */
    private void check()
    {
        verifiedCommands = recorder.commands();
        BookCheck.check(engine().book(), (finding) -> found(finding + ", at position " + cluster.logPosition()));
    }

    private void compareSnapshots()
    {
        for (final SnapshotEntry snapshot : directory.snapshots())
        {
            if (snapshot.logPosition() == cluster.logPosition())
            {
                snapshotsCompared++;
                final SnapshotRecording recorded = new SnapshotRecording(directory.recording(snapshot));
                final String difference = SnapshotDiff.first(
                    this::records, (records) -> recorded.read((session) -> { }, records), SnapshotText::differ);
                if (null != difference)
                {
                    found("the snapshot at position " + snapshot.logPosition() + " is not the replayed state: " +
                        difference);
                }
            }
        }
        check();
    }

    /** The replayed state, as a {@link SnapshotSource}. */
    private void records(final LocalClearing.Taker records)
    {
        service.takeSnapshot(new SnapshotSink()
        {
            @Override
            public void write(final DirectBuffer buffer, final int offset, final int length)
            {
                records.onMessage(buffer, offset, length);
            }

            @Override
            public int recordLengthMax()
            {
                return Integer.MAX_VALUE;
            }

            @Override
            public void finish()
            {
                // Nothing is kept back.
            }
        });
    }

    private void found(final String finding)
    {
        if (findings.size() < FINDINGS_MAX)
        {
            findings.add(finding);
        }
        listener.onFinding(finding);
    }

    private ReplayResult result(final long fromPosition, final MessageReader reader)
    {
        return new ReplayResult(
            fromPosition,
            cluster.logPosition(),
            cluster.time(),
            engine().timeMs(),
            entries,
            recorder.commands(),
            recorder.refused(),
            recorder.resent(),
            recorder.outOfOrder(),
            cluster.undecodable(),
            snapshotsCompared,
            engine().stateHash(),
            engine().replicaHash(),
            engine().book().accountCount(),
            BookCheck.assets(engine().book()),
            BookCheck.instruments(engine().book()),
            reader.isChecksummed(),
            reader.tornPosition(),
            Long.MAX_VALUE == end.getAsLong() ? reader.holePosition() : -1,
            List.copyOf(findings));
    }
}
