package io.flatbook.backup;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;

/**
 * How far a backup is and when that was written: written beside it about once a second while it runs, and read by
 * whoever asks.
 *
 * @param followed    how far it is.
 * @param writtenMs   when it was written, since the epoch, by the clock of the backup host; 0 by one that has ended.
 * @param progressMs  when the log last grew, by the same clock; 0 if it never did.
 * @param clusterName that it is a backup of.
 * @param checksums   whether what is in it carries checksums.
 */
public record BackupStatus(
    FollowedLog followed, long writtenMs, long progressMs, String clusterName, boolean checksums)
{
    private static final String FILE_NAME = "backup-status.properties";

    /**
     * The newest snapshot of a directory.
     *
     * @param position    of the log; -1 if there is none.
     * @param timestampMs of the cluster, since the epoch; 0 if there is none.
     */
    record Newest(long position, long timestampMs)
    {
    }

    /**
     * Writes it into the backup's directory, in the place of the former one.
     *
     * @param directory of the backup.
     */
    public void write(final Path directory)
    {
        final Properties properties = new Properties();
        properties.setProperty("clusterName", clusterName);
        properties.setProperty("checksums", Boolean.toString(checksums));
        properties.setProperty("position", Long.toString(followed.position()));
        properties.setProperty("snapshotPosition", Long.toString(followed.snapshotPosition()));
        properties.setProperty("snapshotTimestampMs", Long.toString(followed.snapshotTimestampMs()));
        properties.setProperty("member", Integer.toString(followed.member()));
        properties.setProperty("connected", Boolean.toString(followed.connected()));
        properties.setProperty("problem", followed.problem());
        properties.setProperty("writtenMs", Long.toString(writtenMs));
        properties.setProperty("progressMs", Long.toString(progressMs));
        final Path next = directory.resolve(FILE_NAME + ".next");
        try
        {
            try (FileOutputStream file = new FileOutputStream(next.toFile());
                Writer writer = new OutputStreamWriter(file, StandardCharsets.UTF_8))
            {
                properties.store(writer, "How far this backup is. Written by the process that makes it.");
                file.getFD().sync();
            }
            Files.move(next, directory.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot write " + next, ex);
        }
    }

    /**
     * @param directory of a backup or of something else.
     * @return whether a backup was made there.
     */
    public static boolean exists(final Path directory)
    {
        return Files.isRegularFile(directory.resolve(FILE_NAME));
    }

    /**
     * Reads what was written last.
     *
     * @param directory of a backup.
     * @return the status.
     * @throws BackupException if no backup was made there, or it cannot be read.
     */
    public static BackupStatus read(final Path directory)
    {
        final Path file = directory.resolve(FILE_NAME);
        if (!exists(directory))
        {
            throw new BackupException(directory + " holds no backup");
        }
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8))
        {
            properties.load(reader);
            return new BackupStatus(
                new FollowedLog(
                    number(properties, "position"),
                    number(properties, "snapshotPosition"),
                    number(properties, "snapshotTimestampMs"),
                    (int)number(properties, "member"),
                    Boolean.parseBoolean(properties.getProperty("connected")),
                    properties.getProperty("problem", "")),
                number(properties, "writtenMs"),
                number(properties, "progressMs"),
                properties.getProperty("clusterName", ""),
                Boolean.parseBoolean(properties.getProperty("checksums")));
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            throw new BackupException("cannot read " + file + ": " + ex.getMessage(), ex);
        }
    }

    static Newest newestSnapshot(final Path clusterDirectory)
    {
        if (Files.exists(clusterDirectory.resolve(RecordingLog.RECORDING_LOG_FILE_NAME)))
        {
            try (RecordingLog recordingLog = new RecordingLog(clusterDirectory.toFile(), false))
            {
                final RecordingLog.Entry newest =
                    recordingLog.getLatestSnapshot(ConsensusModule.Configuration.SERVICE_ID);
                if (null != newest)
                {
                    return new Newest(newest.logPosition, newest.timestamp);
                }
            }
        }
        return new Newest(-1, 0);
    }

    private static long number(final Properties properties, final String key)
    {
        final String text = properties.getProperty(key, "");
        try
        {
            return Long.parseLong(text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException(key + " cannot be '" + text + "'", ex);
        }
    }
}
