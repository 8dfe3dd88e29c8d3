package io.flatbook.ops.replay;

import io.aeron.cluster.RecordingLog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The data directory of a node that does not run, or a copy of one. While it is open no node can start on it.
 */
public final class NodeDirectory implements AutoCloseable
{
    /** Held by a node while it runs. */
    private static final String LOCK_FILE = "node.lock";
    private static final int SERVICE_ID = 0;

    private final Path archive;
    private final FileChannel lock;
    private final boolean isGrowing;
    private final long logRecordingId;
    private final List<SnapshotEntry> snapshots = new ArrayList<>();

    private NodeDirectory(
        final Path archive, final Path cluster, final FileChannel lock, final boolean isGrowing)
    {
        this.isGrowing = isGrowing;
        this.archive = archive;
        this.lock = lock;
        try (RecordingLog recordingLog = new RecordingLog(cluster.toFile(), false))
        {
            logRecordingId = recordingLog.findLastTermRecordingId();
            for (final RecordingLog.Entry entry : recordingLog.entries())
            {
                if (RecordingLog.ENTRY_TYPE_SNAPSHOT == entry.type && entry.isValid && SERVICE_ID == entry.serviceId)
                {
                    snapshots.add(new SnapshotEntry(
                        entry.recordingId, entry.leadershipTermId, entry.logPosition, entry.timestamp));
                }
            }
        }
        catch (final RuntimeException ex)
        {
            throw new BadRecordingException(recordingLog(cluster), 0, "it cannot be read: " + ex.getMessage());
        }
        snapshots.sort((a, b) -> Long.compare(a.logPosition(), b.logPosition()));
        dropDeleted();
    }

    /**
     * A backup lists the snapshots that it has deleted for good, a node until its consensus module has marked them. The
     * newest is never deleted.
     */
    private void dropDeleted()
    {
        final int newest = snapshots.size() - 1;
        if (0 < newest)
        {
            snapshots.subList(0, newest)
                .removeIf((snapshot) -> null == Recording.findOrNull(archive, snapshot.recordingId()));
        }
    }

    /**
     * Opens a directory.
     *
     * @param directory of a node, with its {@code archive} and {@code cluster}.
     * @return the directory, to be closed.
     * @throws BadRecordingException if it has no log.
     * @throws IllegalStateException if a node runs in it.
     */
    public static NodeDirectory open(final Path directory)
    {
        requireLog(directory);
        final FileChannel lock = lock(directory);
        try
        {
            return new NodeDirectory(directory.resolve("archive"), directory.resolve("cluster"), lock, false);
        }
        catch (final RuntimeException ex)
        {
            release(lock);
            throw ex;
        }
    }

    /**
     * Opens the directory of a backup that may be running, without locking it: its log is read as far as the backup
     * says that it is here, and may grow.
     *
     * @param directory of a backup.
     * @return the directory, to be closed.
     * @throws BadRecordingException if it has no log.
     */
    public static NodeDirectory openGrowing(final Path directory)
    {
        requireLog(directory);
        return new NodeDirectory(directory.resolve("archive"), directory.resolve("cluster"), null, true);
    }

    private static void requireLog(final Path directory)
    {
        final Path recordingLog = recordingLog(directory.resolve("cluster"));
        if (!Files.isRegularFile(recordingLog))
        {
            throw new BadRecordingException(recordingLog, 0, "there is no such file: is this a node's data directory?");
        }
    }

    private static Path recordingLog(final Path cluster)
    {
        return cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME);
    }

    /**
     * The snapshots that count, oldest first.
     *
     * @return the snapshots; empty before the first.
     */
    public List<SnapshotEntry> snapshots()
    {
        return List.copyOf(snapshots);
    }

    /**
     * Position at which the recorded log begins: 0 until it is purged.
     *
     * @return position in bytes.
     */
    public long logStartPosition()
    {
        return log().startPosition();
    }

    Recording log()
    {
        if (logRecordingId < 0)
        {
            throw new BadRecordingException(archive, 0, "the node has never been in a cluster with a leader: no log");
        }
        final Recording log = Recording.find(archive, logRecordingId);
        return isGrowing ? log.growing() : log;
    }

    Recording recording(final SnapshotEntry snapshot)
    {
        return Recording.find(archive, snapshot.recordingId());
    }

    @Override
    public void close()
    {
        release(lock);
    }

    private static FileChannel lock(final Path directory)
    {
        final Path file = directory.resolve(LOCK_FILE);
        if (!Files.exists(file))
        {
            return null;
        }
        FileChannel channel = null;
        FileLock lock = null;
        try
        {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            lock = channel.tryLock();
        }
        catch (final OverlappingFileLockException ex)
        {
            lock = null;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot lock " + directory, ex);
        }
        if (null == lock)
        {
            release(channel);
            throw new IllegalStateException(
                "a node or a backup runs in " + directory + ": stop it, or copy the directory and read the copy");
        }
        return channel;
    }

    private static void release(final FileChannel channel)
    {
        if (null != channel)
        {
            try
            {
                channel.close();
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }
    }
}
