package io.flatbook.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import org.agrona.IoUtil;

/**
 * Data that is brought into the directory of a node. It is built up in {@code incoming}, which becomes {@code accepted}
 * when it is whole, and is then moved to its place. If the process is killed during the move, the next start finishes
 * it. As long as {@code incoming} is there and nothing else, no node starts on the directory.
 */
public final class Incoming
{
    static final String INCOMING = "incoming";
    static final String ACCEPTED = "accepted";

    private static final String REPLACED = "replaced-";
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path directory;

    /**
     * Into a directory of a node.
     *
     * @param locked by this process.
     */
    public Incoming(final LockedDirectory locked)
    {
        directory = locked.path();
    }

    /**
     * @param directory of a node.
     * @return whether something was being brought into it, is not whole, and there is nothing else to start on.
     */
    public static boolean isUnfinished(final Path directory)
    {
        return Files.exists(directory.resolve(INCOMING)) &&
            !LockedDirectory.PARTS.stream().allMatch((name) -> Files.exists(directory.resolve(name)));
    }

    /**
     * @param directory of a node.
     * @return when something in it was last replaced; the epoch if that is gone, or never was.
     */
    public static Instant lastReplaced(final Path directory)
    {
        Instant last = Instant.EPOCH;
        try
        {
            for (final Path file : LockedDirectory.files(directory))
            {
                if (file.getFileName().toString().startsWith(REPLACED))
                {
                    final Instant replaced = Files.getLastModifiedTime(file).toInstant();
                    last = replaced.isAfter(last) ? replaced : last;
                }
            }
            return last;
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot read " + directory, ex);
        }
    }

    /**
     * @return a new empty directory for what is brought in; until {@link #accept()} no node starts here.
     */
    public Path begin()
    {
        final Path incoming = directory.resolve(INCOMING);
        IoUtil.delete(incoming.toFile(), true);
        try
        {
            LockedDirectory.createOwnerOnly(incoming);
            return incoming;
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot create " + incoming, ex);
        }
    }

    /**
     * Removes what is being brought in, if there is a log and a list of terms besides; otherwise it stays, and no node
     * starts.
     */
    public void discard()
    {
        if (!isUnfinished(directory))
        {
            IoUtil.delete(directory.resolve(INCOMING).toFile(), true);
        }
    }

    /**
     * Move what was brought in into place: it is whole. What was there before is moved into a directory of its own,
     * named after the time.
     *
     * @return that directory; null if nothing was there.
     */
    public Path accept()
    {
        final Path incoming = directory.resolve(INCOMING);
        try
        {
            LockedDirectory.forgetProcesses(incoming);
            sync(incoming);
            Files.move(incoming, directory.resolve(ACCEPTED), StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(directory);
            return finish(directory);
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot put " + incoming + " to its place", ex);
        }
    }

    /**
     * Move into place what was accepted, if a process was killed while doing so. For the holder of the lock.
     *
     * @param directory of a node.
     * @return where the former content is now; null if nothing was moved.
     */
    static Path finish(final Path directory)
    {
        final Path accepted = directory.resolve(ACCEPTED);
        Path replaced = null;
        try
        {
            for (final String name : LockedDirectory.PARTS)
            {
                if (Files.exists(accepted.resolve(name)))
                {
                    if (Files.exists(directory.resolve(name)))
                    {
                        replaced = null == replaced ? newReplaced(directory) : replaced;
                        Files.move(directory.resolve(name), replaced.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                    }
                    Files.move(accepted.resolve(name), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            if (Files.exists(accepted))
            {
                syncDirectory(directory);
                IoUtil.delete(accepted.toFile(), false);
                syncDirectory(directory);
            }
            return replaced;
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot put " + accepted + " to its place", ex);
        }
    }

    private static Path newReplaced(final Path directory) throws IOException
    {
        final Path replaced = directory.resolve(REPLACED + TIME.format(Clock.systemUTC().instant()));
        LockedDirectory.createOwnerOnly(replaced);
        return replaced;
    }

    private static void sync(final Path incoming) throws IOException
    {
        for (final String name : LockedDirectory.PARTS)
        {
            for (final Path file : LockedDirectory.files(incoming.resolve(name)))
            {
                try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE))
                {
                    written.force(true);
                }
            }
            syncDirectory(incoming.resolve(name));
        }
        syncDirectory(incoming);
    }

    private static void syncDirectory(final Path directory) throws IOException
    {
        try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ))
        {
            opened.force(true);
        }
    }
}
