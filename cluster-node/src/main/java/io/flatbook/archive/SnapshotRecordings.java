package io.flatbook.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredServiceContainer;

/**
 * The recordings of snapshots in an archive: those of the service and those of the consensus module.
 */
public final class SnapshotRecordings
{
    private static final Set<Integer> STREAMS = Set.of(
        ConsensusModule.Configuration.SNAPSHOT_STREAM_ID_DEFAULT,
        ClusteredServiceContainer.Configuration.SNAPSHOT_STREAM_ID_DEFAULT);

    private SnapshotRecordings()
    {
    }

    /**
     * Deletes recordings of snapshots. One that is still being written stays.
     *
     * @param archive    that has them.
     * @param isNeedless by the id of a recording: whether nobody needs it.
     * @return ids of the recordings that are gone, oldest first.
     * @throws ArchiveException if one is being replayed: what comes after it is still there.
     */
    public static List<Long> purge(final AeronArchive archive, final LongPredicate isNeedless)
    {
        final List<Long> needless = new ArrayList<>();
        archive.listRecordings(0, Integer.MAX_VALUE,
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition, stopPosition,
                initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId, strippedChannel,
                originalChannel, sourceIdentity) ->
            {
                if (STREAMS.contains(streamId) && AeronArchive.NULL_POSITION != stopPosition &&
                    isNeedless.test(recordingId))
                {
                    needless.add(recordingId);
                }
            });
        needless.forEach((recordingId) -> purge(archive, recordingId));
        return needless;
    }

    /**
     * Deletes one recording, or does nothing if it is gone already.
     *
     * @param archive     that has it.
     * @param recordingId of it.
     * @throws ArchiveException if it is being written or replayed.
     */
    public static void purge(final AeronArchive archive, final long recordingId)
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
