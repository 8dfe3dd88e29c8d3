package io.flatbook.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.aeron.archive.CatalogView;
import io.aeron.archive.checksum.Checksum;
import io.aeron.cluster.ConsensusModule;
import io.flatbook.archive.SegmentFiles;

/**
 * Checks before a start what the start is going to read: the newest snapshot, the log behind it, and the lists that
 * name them. A log that is damaged before its newest snapshot is not looked at: nothing of the node is built upon it.
 */
final class DamageCheck
{
    private final Path archiveDirectory;
    private final Path clusterDirectory;
    private final Checksum checksum;
    private final Map<Long, RecordingCheck.Recording> recordings = new HashMap<>();
    private boolean holdsLog;

    private DamageCheck(final Path archiveDirectory, final Path clusterDirectory, final Checksum checksum)
    {
        this.archiveDirectory = archiveDirectory;
        this.clusterDirectory = clusterDirectory;
        this.checksum = checksum;
    }

    /**
     * Call under the lock of the data directory, before the archive starts.
     *
     * @param archiveDirectory of the node; it need not hold anything yet.
     * @param clusterDirectory of the node; it need not hold anything yet.
     * @param checksum         that was recorded; null: none, and nothing is checked.
     * @throws DamagedException if something is not as it was written.
     */
    static void run(final Path archiveDirectory, final Path clusterDirectory, final Checksum checksum)
    {
        if (null != checksum)
        {
            check(() -> new DamageCheck(archiveDirectory, clusterDirectory, checksum).check());
        }
    }

    /**
     * The catalog alone, for a caller that reads it before {@link #run}.
     *
     * @throws DamagedException if it is not as it was written.
     */
    static void catalog(final Path archiveDirectory, final Checksum checksum)
    {
        final Path catalog = SegmentFiles.catalog(archiveDirectory);
        if (null != checksum && Files.exists(catalog))
        {
            check(() -> CatalogCheck.run(catalog, checksum));
        }
    }

    /** Reads files. */
    @FunctionalInterface
    private interface Check
    {
        void run() throws IOException;
    }

    private static void check(final Check check)
    {
        try
        {
            check.run();
        }
        catch (final DamagedException ex)
        {
            throw ex;
        }
        catch (final RuntimeException | IOException ex)
        {
            throw new DamagedException(
                "the lists of recordings, terms and snapshots cannot be read: " + ex.getMessage(), ex);
        }
    }

    private void check() throws IOException
    {
        final boolean isCatalogThere = Files.exists(SegmentFiles.catalog(archiveDirectory));
        if (isCatalogThere)
        {
            readCatalog();
        }
        final SnapshotHistory history = SnapshotHistory.read(clusterDirectory);
        if (history.logRecordingId() < 0)
        {
            if (holdsLog)
            {
                throw new DamagedException("there is a log, but no list of its terms");
            }
            return;
        }
        if (!isCatalogThere)
        {
            throw new DamagedException("the catalog of the recordings is missing");
        }
        final TermListCheck terms = new TermListCheck(clusterDirectory);
        terms.run();
        final List<SnapshotHistory.Taken> snapshots = history.snapshots();
        final SnapshotHistory.Taken newest = snapshots.isEmpty() ? null : snapshots.get(snapshots.size() - 1);
        if (null != newest)
        {
            for (final long recordingId : newest.recordingIds())
            {
                check("a snapshot", recordingId, 0);
            }
        }
        final long logEnd = check("the log", history.logRecordingId(), null == newest ? 0 : newest.position());
        terms.againstLog(recordingCheck("the log", history.logRecordingId()), logEnd);
    }

    private void readCatalog()
    {
        CatalogView.listRecordings(archiveDirectory.toFile(),
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition, stopPosition,
            initialTermId, segmentLength, termLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel,
            sourceIdentity) ->
            {
                final RecordingCheck.Recording recording = new RecordingCheck.Recording(
                    recordingId, startPosition, stopPosition, initialTermId, segmentLength, termLength);
                recordings.put(recordingId, recording);
                holdsLog |= ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT == streamId &&
                    new RecordingCheck(archiveDirectory, recording, checksum).holdsAnything();
            });
    }

    /** Returns where the recording ends. */
    private long check(final String what, final long recordingId, final long fromPosition) throws IOException
    {
        final RecordingCheck check = recordingCheck(what, recordingId);
        return check.run(what, Math.max(fromPosition, recordings.get(recordingId).startPosition()));
    }

    private RecordingCheck recordingCheck(final String what, final long recordingId)
    {
        final RecordingCheck.Recording recording = recordings.get(recordingId);
        if (null == recording)
        {
            throw new DamagedException("the catalog lacks recording " + recordingId + ", which is " + what);
        }
        return new RecordingCheck(archiveDirectory, recording, checksum);
    }
}
