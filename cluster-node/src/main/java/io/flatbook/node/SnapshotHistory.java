package io.flatbook.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;

/**
 * The snapshots of a node that can be loaded, by its recording log: valid, of the consensus module and of the
 * service both.
 *
 * @param snapshots      oldest first.
 * @param logRecordingId of the log in the node's archive; -1 if there is none yet.
 */
record SnapshotHistory(List<Taken> snapshots, long logRecordingId)
{
    static final SnapshotHistory NONE = new SnapshotHistory(List.of(), -1);

    private static final int SERVICE_ID = 0;

    /**
     * One snapshot.
     *
     * @param position     of the log at which it was taken, in bytes.
     * @param timestampMs  of the cluster at that position, since the epoch.
     * @param recordingIds of its parts in the node's archive.
     */
    record Taken(long position, long timestampMs, List<Long> recordingIds)
    {
    }

    /**
     * @param clusterDirectory of the node.
     * @return what is there now.
     */
    static SnapshotHistory read(final Path clusterDirectory)
    {
        if (!Files.exists(clusterDirectory.resolve(RecordingLog.RECORDING_LOG_FILE_NAME)))
        {
            return NONE;
        }
        final TreeMap<Long, RecordingLog.Entry> ofModule = new TreeMap<>();
        final TreeMap<Long, RecordingLog.Entry> ofService = new TreeMap<>();
        try (RecordingLog recordingLog = new RecordingLog(clusterDirectory.toFile(), false))
        {
            for (final RecordingLog.Entry entry : recordingLog.entries())
            {
                if (entry.isValid && RecordingLog.ENTRY_TYPE_SNAPSHOT == entry.type)
                {
                    final boolean isService = SERVICE_ID == entry.serviceId;
                    final boolean isModule = ConsensusModule.Configuration.SERVICE_ID == entry.serviceId;
                    if (isService || isModule)
                    {
                        (isService ? ofService : ofModule).put(entry.logPosition, entry);
                    }
                }
            }

            final List<Taken> snapshots = new ArrayList<>();
            for (final RecordingLog.Entry module : ofModule.values())
            {
                final RecordingLog.Entry service = ofService.get(module.logPosition);
                if (null != service)
                {
                    snapshots.add(new Taken(
                        module.logPosition, module.timestamp, List.of(module.recordingId, service.recordingId)));
                }
            }
            return new SnapshotHistory(List.copyOf(snapshots), recordingLog.findLastTermRecordingId());
        }
    }

    /**
     * @param clusterDirectory of the node.
     * @param snapshots        of it.
     * @return whether any part of any of them is listed as valid.
     */
    static boolean isAnyListed(final Path clusterDirectory, final List<Taken> snapshots)
    {
        try (RecordingLog recordingLog = new RecordingLog(clusterDirectory.toFile(), false))
        {
            return recordingLog.entries().stream().anyMatch((entry) -> entry.isValid &&
                RecordingLog.ENTRY_TYPE_SNAPSHOT == entry.type &&
                snapshots.stream().anyMatch((snapshot) -> snapshot.recordingIds().contains(entry.recordingId)));
        }
    }

    /**
     * @param clusterDirectory of the node.
     * @return recordings that any entry names, also of snapshots that were deleted.
     */
    static Set<Long> recordingsNamed(final Path clusterDirectory)
    {
        try (RecordingLog recordingLog = new RecordingLog(clusterDirectory.toFile(), false))
        {
            return recordingLog.entries().stream().map((entry) -> entry.recordingId).collect(Collectors.toSet());
        }
    }

    /** Position of the newest snapshot, -1 if there is none. */
    long newestPosition()
    {
        return snapshots.isEmpty() ? -1 : snapshots.get(snapshots.size() - 1).position();
    }

    /** The first recording of the newest snapshot; only if there is one. */
    long newestRecordingId()
    {
        return Collections.min(snapshots.get(snapshots.size() - 1).recordingIds());
    }

    /** Age of the newest snapshot by a wall clock, -1 if there is none. */
    long newestAgeMs(final long nowMs)
    {
        return snapshots.isEmpty() ? -1 : Math.max(0, nowMs - snapshots.get(snapshots.size() - 1).timestampMs());
    }

    /** Below this the log is not needed even if the newest snapshot turns out to be damaged; 0: all is needed. */
    long coveredPosition()
    {
        return snapshots.size() < 2 ? 0 : snapshots.get(snapshots.size() - 2).position();
    }

    /** Those that are older than the newest few. */
    List<Taken> beyond(final int kept)
    {
        return snapshots.subList(0, Math.max(0, snapshots.size() - kept));
    }
}
