package io.flatbook.ops.replay;

import io.flatbook.cluster.ClearingService;
import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.EngineView;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads the snapshots in the data directory of a stopped node, or a copy of one.
 */
public final class SnapshotInspector
{
    private SnapshotInspector()
    {
    }

    /**
     * Reads all snapshots that count, loads each as a node would, and so checks their checksums and hashes.
     *
     * @param nodeDirectory data directory of a node.
     * @return a report of each, oldest first.
     * @throws BadRecordingException if the directory has no log.
     * @throws IllegalStateException if a node runs in it.
     */
    public static List<SnapshotReport> inspect(final Path nodeDirectory)
    {
        try (NodeDirectory directory = NodeDirectory.open(nodeDirectory))
        {
            directory.log();
            final List<SnapshotReport> reports = new ArrayList<>();
            for (final SnapshotEntry entry : directory.snapshots())
            {
                try
                {
                    reports.add(load(directory, entry));
                }
                catch (final BadRecordingException | IllegalStateException | IndexOutOfBoundsException ex)
                {
                    reports.add(SnapshotReport.bad(entry, ex.getMessage()));
                }
            }
            return reports;
        }
    }

    /**
     * The newest position at which both directories have a snapshot.
     *
     * @param one   data directory of a node.
     * @param other of another one.
     * @return the position, empty if there is none.
     */
    public static Optional<Long> sharedPosition(final Path one, final Path other)
    {
        final TreeSet<Long> shared = positions(one);
        shared.retainAll(positions(other));
        return shared.isEmpty() ? Optional.empty() : Optional.of(shared.last());
    }

    /**
     * Compares two snapshots of one position.
     *
     * @param one         data directory of a node.
     * @param other       of another one.
     * @param logPosition of both snapshots.
     * @return the first record that differs, in words; empty if they are equal.
     * @throws BadRecordingException if one of them is damaged.
     * @throws IllegalStateException if there is no such snapshot.
     */
    public static Optional<String> difference(final Path one, final Path other, final long logPosition)
    {
        try (NodeDirectory first = NodeDirectory.open(one); NodeDirectory second = NodeDirectory.open(other))
        {
            final SnapshotRecording ofFirst = find(first, one, logPosition);
            final SnapshotRecording ofSecond = find(second, other, logPosition);
            return Optional.ofNullable(SnapshotDiff.first(
                (records) -> ofFirst.read(SnapshotInspector::ignore, records),
                (records) -> ofSecond.read(SnapshotInspector::ignore, records),
                SnapshotText::differ));
        }
    }

    private static SnapshotReport load(final NodeDirectory directory, final SnapshotEntry entry)
    {
        final Recording recording = directory.recording(entry);
        final SnapshotRecording snapshot = new SnapshotRecording(recording);
        final OfflineCluster cluster = new OfflineCluster();
        cluster.at(entry.logPosition(), entry.timestampMs());
        final long[] records = new long[1];
        final boolean[] isChecksummed = new boolean[1];
        final ClearingService service = new ClearingService(new Limits());
        service.startOffline(cluster, (taker) ->
            isChecksummed[0] = snapshot.read(cluster::add, counted(taker, records)));
        final EngineView engine = service.engine();
        return new SnapshotReport(
            entry,
            recording.hasStopPosition() ? recording.stopPosition() - recording.startPosition() : 0,
            records[0],
            cluster.clientSessions().size(),
            isChecksummed[0],
            engine.timeMs(),
            engine.stateHash(),
            engine.replicaHash(),
            engine.book().accountCount(),
            BookCheck.assets(engine.book()),
            BookCheck.instruments(engine.book()),
            null);
    }

    private static LocalClearing.Taker counted(final LocalClearing.Taker taker, final long[] records)
    {
        return (buffer, offset, length) ->
        {
            records[0]++;
            taker.onMessage(buffer, offset, length);
        };
    }

    private static SnapshotRecording find(final NodeDirectory directory, final Path path, final long logPosition)
    {
        for (final SnapshotEntry entry : directory.snapshots())
        {
            if (entry.logPosition() == logPosition)
            {
                return new SnapshotRecording(directory.recording(entry));
            }
        }
        throw new IllegalStateException(path + " has no snapshot at position " + logPosition);
    }

    private static TreeSet<Long> positions(final Path nodeDirectory)
    {
        try (NodeDirectory directory = NodeDirectory.open(nodeDirectory))
        {
            final TreeSet<Long> positions = new TreeSet<>();
            directory.snapshots().forEach((snapshot) -> positions.add(snapshot.logPosition()));
            return positions;
        }
    }

    private static void ignore(final OfflineSession session)
    {
        // Sessions are the cluster's, not state of the book.
    }
}
