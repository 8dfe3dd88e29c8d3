package io.flatbook.backup;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.RecordingLog;
import io.flatbook.archive.SnapshotRecordings;

/**
 * Deletes the snapshots of a backup that are older than the newest few, and remains of one whose fetching was cut
 * short, which no list has. Entries of old ones stay in the list of snapshots, since only Aeron may change that; a
 * start reads the newest.
 */
final class OldSnapshots
{
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
        try (AeronArchive client = AeronArchive.connect(archive))
        {
            SnapshotRecordings.purge(client, (recordingId) -> !newest.contains(recordingId));
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
}
