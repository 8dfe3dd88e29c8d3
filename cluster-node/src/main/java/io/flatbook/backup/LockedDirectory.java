package io.flatbook.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory of a node or of a backup, locked by this process: {@code archive} and {@code cluster} in it are Aeron's.
 * {@link Incoming} brings data into it.
 */
public final class LockedDirectory implements AutoCloseable
{
    private static final String LOCK = "node.lock";
    private static final String ARCHIVE = "archive";
    private static final String CLUSTER = "cluster";
    /** Names of what is Aeron's. */
    static final List<String> PARTS = List.of(ARCHIVE, CLUSTER);
    private static final List<String> CONTENTS = List.of(ARCHIVE, CLUSTER, Incoming.INCOMING, Incoming.ACCEPTED);

    private final Path directory;
    private final FileChannel channel;

    private LockedDirectory(final Path directory, final FileChannel channel)
    {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Creates a directory if it is missing, closes it to other accounts (0700), and locks it against nodes and backups.
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
            Incoming.finish(directory);
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
     * Removes the marks of processes that ran on a directory: the holder of the lock knows that none still does.
     *
     * @param directory with {@code archive} and {@code cluster} in it, which may be missing.
     */
    static void forgetProcesses(final Path directory) throws IOException
    {
        for (final String name : PARTS)
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
     * Creates a directory if it is missing, and closes it to other accounts (0700).
     *
     * @param directory of a node or backup, or in one.
     * @throws IOException if it cannot be created or closed.
     */
    public static void createOwnerOnly(final Path directory) throws IOException
    {
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix"))
        {
            try
            {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            catch (final FileSystemException ex)
            {
                throw new FileSystemException(directory.toString(), null, ex.getReason() + ", it belongs to " +
                    Files.getOwner(directory) + ": the account that runs here must own it");
            }
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
