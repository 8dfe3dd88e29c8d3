package io.flatbook.node;

import java.util.List;
import java.util.Set;

import io.aeron.archive.client.AeronArchive;
import io.flatbook.archive.SnapshotRecordings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is no longer needed from the archive of this node: segments of the log below a position, and recordings
 * of snapshots that are old or were never finished. The archive refuses to delete what is being recorded or replayed;
 * that is tried again later.
 */
final class LogPurge implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(LogPurge.class);

    private final AeronArchive archive;

    LogPurge(final AeronArchive.Context context)
    {
        archive = AeronArchive.connect(context);
    }

    /**
     * Deletes the segments of the log that lie wholly below a position.
     *
     * @param recordingId of the log.
     * @param position    in bytes; what is at or after it stays.
     */
    void purgeLog(final long recordingId, final long position)
    {
        final long startPosition = archive.getStartPosition(recordingId);
        final long[] newStartPosition = {startPosition};
        archive.listRecording(recordingId,
            (controlSessionId, correlationId, id, startTimestamp, stopTimestamp, start, stop, initialTermId,
                segmentFileLength, termBufferLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel,
                sourceIdentity) ->
                newStartPosition[0] = Math.max(start, AeronArchive.segmentFileBasePosition(
                    start, Math.max(start, position), termBufferLength, segmentFileLength)));
        if (newStartPosition[0] > startPosition)
        {
            final long segments = archive.purgeSegments(recordingId, newStartPosition[0]);
            LOGGER.info("{} segments of the log were purged: it begins at position {} now, {} is covered",
                segments, newStartPosition[0], position);
        }
    }

    /**
     * Deletes the recordings of snapshots.
     *
     * @param snapshots that nobody needs; they may have been deleted before.
     */
    void purgeSnapshots(final List<SnapshotHistory.Taken> snapshots)
    {
        for (final SnapshotHistory.Taken snapshot : snapshots)
        {
            for (final long recordingId : snapshot.recordingIds())
            {
                SnapshotRecordings.purge(archive, recordingId);
            }
            LOGGER.info("the snapshot of log position {} was purged", snapshot.position());
        }
    }

    /**
     * Deletes recordings of snapshots that were being taken when a process of this node was killed. Each snapshot gets
     * its entries when it is whole, and its recordings later ids than all snapshots before it; so what is older than a
     * snapshot that is whole and has no entry gets none any more.
     *
     * @param named  recordings that entries of the recording log name.
     * @param before the first recording of a snapshot that is whole.
     */
    void purgeHalves(final Set<Long> named, final long before)
    {
        for (final long recordingId : SnapshotRecordings.purge(archive, (id) -> id < before && !named.contains(id)))
        {
            LOGGER.info("recording {} was purged: it is of a snapshot that was not finished", recordingId);
        }
    }

    @Override
    public void close()
    {
        archive.close();
    }
}
