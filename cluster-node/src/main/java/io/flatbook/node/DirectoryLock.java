package io.flatbook.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Exclusive hold of a node's data directory by a lock of the operating system, which ends with the process however that
 * ends. Its holder knows that no other node runs in the directory, whatever the files in it claim.
 */
final class DirectoryLock implements AutoCloseable
{
    static final String FILE_NAME = "node.lock";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(final FileChannel channel, final FileLock lock)
    {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Create the directory if it is missing, close it to others (0700), and lock it.
     *
     * @throws DirectoryInUseException if it is locked already.
     */
    static DirectoryLock acquire(final Path directory)
    {
        try
        {
            createOwnerOnly(directory);
            final FileChannel channel = FileChannel.open(
                directory.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            final FileLock lock = tryLock(directory, channel);
            return new DirectoryLock(channel, lock);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot lock " + directory, ex);
        }
    }

    static void createOwnerOnly(final Path directory) throws IOException
    {
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix"))
        {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
    }

    @Override
    public void close()
    {
        try (channel)
        {
            lock.release();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static FileLock tryLock(final Path directory, final FileChannel channel) throws IOException
    {
        FileLock lock = null;
        OverlappingFileLockException cause = null;
        try
        {
            lock = channel.tryLock();
        }
        catch (final OverlappingFileLockException ex)
        {
            cause = ex;
        }
        if (null == lock)
        {
            channel.close();
            throw new DirectoryInUseException(directory, cause);
        }
        return lock;
    }
}
