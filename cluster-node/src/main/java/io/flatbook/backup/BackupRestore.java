package io.flatbook.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;

import io.aeron.archive.ArchiveTool;
import io.aeron.archive.ArchiveTool.VerifyOption;
import io.aeron.cluster.RecordingLog;

/**
 * Makes the data directory of a node out of a backup. The backup stays as it is; every frame of the copy is checked
 * before the node may start on it.
 */
public final class BackupRestore
{
    private static final String CHECKSUM = "CRC-32C";
    private static final int TOLD_MAX = 2_000;
    private static final int BLOCK_LENGTH = 64 * 1024;

    private BackupRestore()
    {
    }

    /**
     * Copy, check, and put to its place.
     *
     * @param backup        directory that a backup was made in and that no backup runs in.
     * @param nodeDirectory empty or missing; nothing else may run in it.
     * @return position of the log at which the newest snapshot was taken; -1 if there is none and the log begins at 0.
     * @throws BackupException if there is nothing to restore, the target is in use or not empty, or the copy is
     *                         damaged.
     */
    public static long restore(final Path backup, final Path nodeDirectory)
    {
        final boolean checksums = BackupStatus.read(backup).checksums();
        try (LockedDirectory from = LockedDirectory.lock(backup);
            LockedDirectory to = LockedDirectory.lock(nodeDirectory))
        {
            if (to.holdsAnything())
            {
                throw new BackupException(nodeDirectory + " is not empty: restore into a new directory");
            }
            final Incoming bringing = new Incoming(to);
            final Path incoming = bringing.begin();
            copy(LockedDirectory.archive(from.path()), LockedDirectory.archive(incoming));
            copy(LockedDirectory.cluster(from.path()), LockedDirectory.cluster(incoming));
            LockedDirectory.forgetProcesses(incoming);
            verify(incoming, checksums);
            final long snapshotPosition =
                BackupStatus.newestSnapshot(LockedDirectory.cluster(incoming)).position();
            bringing.accept();
            return snapshotPosition;
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot restore " + backup + " into " + nodeDirectory, ex);
        }
    }

    private static void verify(final Path incoming, final boolean checksums)
    {
        final ByteArrayOutputStream told = new ByteArrayOutputStream();
        final EnumSet<VerifyOption> options = EnumSet.of(VerifyOption.VERIFY_ALL_SEGMENT_FILES);
        if (checksums)
        {
            options.add(VerifyOption.APPLY_CHECKSUM);
        }
        final boolean isWhole;
        try
        {
            LastFrames.check(LockedDirectory.archive(incoming));
            isWhole = ArchiveTool.verify(
                new PrintStream(told, true, StandardCharsets.UTF_8),
                LockedDirectory.archive(incoming).toFile(),
                options,
                checksums ? CHECKSUM : null,
                (file) -> true);
        }
        catch (final BackupException ex)
        {
            throw ex;
        }
        catch (final Exception ex) // Aeron throws also what it does not declare.
        {
            throw new BackupException("the backup is damaged: its recordings cannot be read: " + ex.getMessage(), ex);
        }
        if (!isWhole)
        {
            final String text = told.toString(StandardCharsets.UTF_8);
            throw new BackupException("the backup is damaged: " +
                text.substring(Math.max(0, text.length() - TOLD_MAX)).strip());
        }
        if (!holdsLog(LockedDirectory.cluster(incoming)))
        {
            throw new BackupException("the backup is of no use yet: it has no log");
        }
    }

    /** What lists the log is there from the start of a backup on, and empty until it has fetched something. */
    private static boolean holdsLog(final Path cluster)
    {
        if (!Files.exists(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME)))
        {
            return false;
        }
        try (RecordingLog recordingLog = new RecordingLog(cluster.toFile(), false))
        {
            return !recordingLog.entries().isEmpty();
        }
    }

    private static void copy(final Path from, final Path to) throws IOException
    {
        LockedDirectory.createOwnerOnly(to);
        for (final Path file : LockedDirectory.files(from))
        {
            copyFile(file, to.resolve(file.getFileName()));
        }
    }

    /** Files of an archive are as long as a segment and mostly empty: what is empty stays a hole. */
    private static void copyFile(final Path from, final Path to) throws IOException
    {
        final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_LENGTH);
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
            RandomAccessFile target = new RandomAccessFile(to.toFile(), "rw"))
        {
            target.setLength(source.size());
            long position = 0;
            while (source.read(block.clear(), position) > 0)
            {
                final int length = block.flip().remaining();
                if (!isEmpty(block))
                {
                    target.getChannel().write(block, position);
                }
                position += length;
            }
            if (position != source.size())
            {
                throw new IOException(from + " changed while it was copied");
            }
        }
    }

    private static boolean isEmpty(final ByteBuffer block)
    {
        for (int i = 0; i < block.limit(); i++)
        {
            if (0 != block.get(i))
            {
                return false;
            }
        }
        return true;
    }
}
