package io.flatbook.backup;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.RecordingLog;

/**
 * Deletes the snapshots of a backup that are older than the newest few. Their entries in the list of snapshots stay,
 * as Aeron lets nobody but itself change that; a start reads the newest.
 */
final class OldSnapshots
{
    private final int kept;
    private final Set<Long> deleted = new HashSet<>();

    /**
     * @param kept newest snapshots that stay, at least 1.
     */
    OldSnapshots(final int kept)
    {
        this.kept = kept;
    }

    /**
     * @param recordingLog of the backup.
     * @param archive      of the backup, to connect to if there is something to delete.
     */
    void delete(final RecordingLog recordingLog, final AeronArchive.Context archive)
    {
        final Set<Long> old = old(recordingLog);
        old.removeAll(deleted);
        if (old.isEmpty())
        {
            return;
        }
        try (AeronArchive client = AeronArchive.connect(archive))
        {
            for (final long recordingId : old)
            {
                delete(client, recordingId);
                deleted.add(recordingId);
            }
        }
    }

    private Set<Long> old(final RecordingLog recordingLog)
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
        final Set<Long> old = new LinkedHashSet<>();
        for (final RecordingLog.Entry entry : recordingLog.entries())
        {
            if (isSnapshot(entry) && !positions.contains(entry.logPosition))
            {
                old.add(entry.recordingId);
            }
        }
        return old;
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
