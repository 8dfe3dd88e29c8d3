package io.flatbook.ops.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sees to it that one process at a time writes a feed. The system gives the lock back when the process ends.
 */
public final class WriterLock implements AutoCloseable
{
    private final FileChannel channel;

    private WriterLock(final FileChannel channel)
    {
        this.channel = channel;
    }

    /**
     * Locks a file, which is made if it is missing.
     *
     * @param file to lock.
     * @return the lock, to be closed.
     * @throws IllegalStateException if another process holds it.
     */
    public static WriterLock on(final Path file)
    {
        try
        {
            final FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel))
            {
                channel.close();
                throw new IllegalStateException("another process holds " + file);
            }
            return new WriterLock(channel);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot lock " + file, ex);
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
            throw new UncheckedIOException(ex);
        }
    }

    private static boolean isLocked(final FileChannel channel) throws IOException
    {
        try
        {
            return null != channel.tryLock();
        }
        catch (final OverlappingFileLockException ignore)
        {
            return false;
        }
    }
}
