package io.flatbook.backup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.service.ClusteredServiceContainer;

/**
 * Deletes the snapshots of a backup that are older than the newest few, and what came of one whose fetching was cut
 * short: no list has that. Entries of old ones in the list of snapshots stay, as Aeron lets nobody but itself change
 * that; a start reads the newest.
 */
final class OldSnapshots
{
    private static final Set<Integer> STREAMS = Set.of(
        ConsensusModule.Configuration.SNAPSHOT_STREAM_ID_DEFAULT,
        ClusteredServiceContainer.Configuration.SNAPSHOT_STREAM_ID_DEFAULT);
    private static final int RECORDINGS_MAX = 1_000;

    private final int kept;

    /**
     * @param kept newest snapshots that stay, at least 1.
     */
    OldSnapshots(final int kept)
    {
        this.kept = kept;
    }

    /**
     * Call when no snapshot is being fetched.
     *
     * @param recordingLog of the backup.
     * @param archive      of the backup, to connect to.
     */
    void delete(final RecordingLog recordingLog, final AeronArchive.Context archive)
    {
        final Set<Long> newest = newest(recordingLog);
        final List<Long> others = new ArrayList<>();
        try (AeronArchive client = AeronArchive.connect(archive))
        {
            client.listRecordings(0, RECORDINGS_MAX,
                (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition,
                    stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId,
                    strippedChannel, originalChannel, sourceIdentity) ->
                {
                    if (STREAMS.contains(streamId) && !newest.contains(recordingId))
                    {
                        others.add(recordingId);
                    }
                });
            for (final long recordingId : others)
            {
                delete(client, recordingId);
            }
        }
    }

    private Set<Long> newest(final RecordingLog recordingLog)
    {
        final TreeSet<Long> positions = new TreeSet<>();
        for (final RecordingLog.Entry entry : recordingLog.entries())
        {
            if (isSnapshot(entry))
            {
                positions.add(entry.logPosition);
            }
        }
        while (positions.size() > kept)
        {
            positions.pollFirst();
        }
        final Set<Long> newest = new HashSet<>();
        for (final RecordingLog.Entry entry : recordingLog.entries())
        {
            if (isSnapshot(entry) && positions.contains(entry.logPosition))
            {
                newest.add(entry.recordingId);
            }
        }
        return newest;
    }

    private static boolean isSnapshot(final RecordingLog.Entry entry)
    {
        return entry.isValid && RecordingLog.ENTRY_TYPE_SNAPSHOT == entry.type;
    }

    private static void delete(final AeronArchive client, final long recordingId)
    {
        try
        {
            client.purgeRecording(recordingId);
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
