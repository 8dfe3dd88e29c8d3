package io.flatbook.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.agrona.IoUtil;

/**
 * A directory of a node or of a backup, locked by this process: {@code archive} and {@code cluster} in it are Aeron's.
 *
 * <p>What is brought into a node's directory is built up in {@code incoming}, which becomes {@code accepted} when it is
 * whole, and is then moved to its place. Whoever is killed while it moves leaves that to the next start. As long as
 * {@code incoming} is there and nothing else, no node starts on the directory.
 */
public final class LockedDirectory implements AutoCloseable
{
    private static final String LOCK = "node.lock";
    private static final String ARCHIVE = "archive";
    private static final String CLUSTER = "cluster";
    private static final String INCOMING = "incoming";
    private static final String ACCEPTED = "accepted";
    private static final String REPLACED = "replaced-";
    private static final List<String> CONTENTS = List.of(ARCHIVE, CLUSTER, INCOMING, ACCEPTED);
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final FileChannel channel;

    private LockedDirectory(final Path directory, final FileChannel channel)
    {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Create a directory if it is missing, close it to other accounts (0700), and lock it against nodes and backups.
     *
     * @param directory of a node or backup.
     * @return the directory, to be closed.
     * @throws BackupException if it is in use, or cannot be used.
     */
    public static LockedDirectory lock(final Path directory)
    {
        final LockedDirectory locked = tryLock(directory);
        if (null == locked)
        {
            throw new BackupException(directory + " is in use by a node or a backup that runs");
        }
        return locked;
    }

    /**
     * As {@link #lock(Path)}; the lock is the operating system's and ends with the process however that ends, so its
     * holder knows that nobody else runs in the directory, whatever the files in it claim.
     *
     * @param directory of a node or backup.
     * @return the directory, to be closed; null if it is in use.
     * @throws BackupException if it cannot be used.
     */
    public static LockedDirectory tryLock(final Path directory)
    {
        try
        {
            createOwnerOnly(directory);
            final FileChannel channel = FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (null == tryLock(channel))
            {
                channel.close();
                return null;
            }
            finish(directory);
            return new LockedDirectory(directory, channel);
        }
        catch (final FileAlreadyExistsException ex)
        {
            throw new BackupException("cannot use " + directory + ": " + ex.getMessage() + " is not a directory", ex);
        }
        catch (final IOException ex)
        {
            // By its name: the message of many is the path and no more.
            throw new BackupException("cannot use " + directory + ": " + ex, ex);
        }
    }

    /**
     * @param directory of a node.
     * @return whether something was being brought into it, is not whole, and there is nothing else to start on.
     */
    public static boolean isUnfinished(final Path directory)
    {
        return Files.exists(directory.resolve(INCOMING)) &&
            !(Files.exists(directory.resolve(ARCHIVE)) && Files.exists(directory.resolve(CLUSTER)));
    }

    /**
     * @return where it is.
     */
    public Path path()
    {
        return directory;
    }

    /**
     * @return whether a node or backup has been here.
     */
    public boolean holdsAnything()
    {
        return CONTENTS.stream().anyMatch((name) -> Files.exists(directory.resolve(name)));
    }

    /**
     * @return a new empty directory in it for what is brought in; until {@link #accept()} no node starts here.
     */
    public Path incoming()
    {
        final Path incoming = directory.resolve(INCOMING);
        IoUtil.delete(incoming.toFile(), true);
        try
        {
            createOwnerOnly(incoming);
            return incoming;
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot create " + incoming, ex);
        }
    }

    /**
     * Remove what is being brought in, if there is a log and a list of terms besides: else it stays, and no node
     * starts.
     */
    public void discardIncoming()
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
            forgetProcesses(incoming);
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
    public static Path finish(final Path directory)
    {
        final Path accepted = directory.resolve(ACCEPTED);
        Path replaced = null;
        try
        {
            for (final String name : List.of(ARCHIVE, CLUSTER))
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

    /**
     * @param directory of a node.
     * @return when something that stood there was last replaced; the epoch if that is gone, or never was.
     */
    public static Instant lastReplaced(final Path directory)
    {
        Instant last = Instant.EPOCH;
        try
        {
            for (final Path file : files(directory))
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
     * Remove the marks of processes that ran on a directory: the holder of the lock knows that none still does.
     *
     * @param directory with {@code archive} and {@code cluster} in it, which may be missing.
     */
    static void forgetProcesses(final Path directory) throws IOException
    {
        for (final String name : List.of(ARCHIVE, CLUSTER))
        {
            if (Files.isDirectory(directory.resolve(name)))
            {
                for (final Path file : files(directory.resolve(name)))
                {
                    final String fileName = file.getFileName().toString();
                    if (fileName.contains("-mark") || fileName.endsWith(".lck") || fileName.endsWith("-error.log"))
                    {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    static Path archive(final Path directory)
    {
        return directory.resolve(ARCHIVE);
    }

    static Path cluster(final Path directory)
    {
        return directory.resolve(CLUSTER);
    }

    /**
     * Create a directory if it is missing, and close it to other accounts (0700).
     *
     * @param directory of a node or backup, or in one.
     * @throws IOException if it cannot be created or closed.
     */
    public static void createOwnerOnly(final Path directory) throws IOException
    {
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix"))
        {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    static List<Path> files(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.sorted().collect(Collectors.toList());
        }
    }

    @Override
    public void close()
    {
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot give " + directory + " back", ex);
        }
    }

    private static Path newReplaced(final Path directory) throws IOException
    {
        final Path replaced = directory.resolve(REPLACED + TIME.format(Clock.systemUTC().instant()));
        createOwnerOnly(replaced);
        return replaced;
    }

    private static void sync(final Path incoming) throws IOException
    {
        for (final String name : List.of(ARCHIVE, CLUSTER))
        {
            for (final Path file : files(incoming.resolve(name)))
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

    private static FileLock tryLock(final FileChannel channel) throws IOException
    {
        try
        {
            return channel.tryLock();
        }
        catch (final OverlappingFileLockException ignore)
        {
            return null;
        }
    }
}
