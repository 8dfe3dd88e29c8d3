package io.flatbook.node;

import java.util.List;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from the archive of this node what nobody needs any more: segments of the log below a position, and
 * recordings of old snapshots. The archive refuses what is being replayed; that is tried again another time.
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
     * Delete the segments of the log that lie wholly below a position.
     *
     * @param recordingId of the log.
     * @param position    in bytes; what is at or after it stays.
     * @return where the log begins now.
     */
    long purgeLog(final long recordingId, final long position)
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
        return newStartPosition[0];
    }

    /**
     * Delete the recordings of snapshots.
     *
     * @param snapshots that nobody needs.
     * @return how many are gone now, deleted here or before.
     */
    int purgeSnapshots(final List<SnapshotHistory.Taken> snapshots)
    {
        int gone = 0;
        for (final SnapshotHistory.Taken snapshot : snapshots)
        {
            for (final long recordingId : snapshot.recordingIds())
            {
                purge(recordingId);
            }
            LOGGER.info("the snapshot of log position {} was purged", snapshot.position());
            gone++;
        }
        return gone;
    }

    @Override
    public void close()
    {
        archive.close();
    }

    private void purge(final long recordingId)
    {
        try
        {
            archive.purgeRecording(recordingId);
        }
        catch (final ArchiveException ex)
        {
            if (ArchiveException.UNKNOWN_RECORDING != ex.errorCode())
            {
                throw ex;
            }
        }
    }
}
