package io.flatbook.proving.chaos;

import io.flatbook.ops.link.LocalCluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes on loopback, each with a small file system of its own that can be filled, or lose what was not synced.
 */
final class DiskGround implements Sandbox
{
    private static final long DISK_LENGTH = 320L << 20;
    private static final int CHUNK_LENGTH = 1 << 20;
    private static final int BLOCK_LENGTH = 4096;
    private static final int UNMOUNTS_MAX = 100;
    private static final long PAUSE_MS = 50;

    private final Path directory;

    DiskGround(final Path directory) throws IOException
    {
        this.directory = directory;
        try
        {
            for (int member = 0; member < LocalCluster.MEMBERS; member++)
            {
                try (RandomAccessFile file = new RandomAccessFile(image(member).toFile(), "rw"))
                {
                    file.setLength(DISK_LENGTH);
                }
                // No room that only root may fill.
                ChaosCluster.run("mkfs.ext4", "-q", "-m", "0", image(member).toString());
                Files.createDirectory(mountPoint(member));
                mount(member);
            }
        }
        catch (final IOException ex)
        {
            close();
            throw ex;
        }
    }

    /** Where the file system of a node is mounted. */
    Path mountPoint(final int member)
    {
        return directory.resolve("disk-" + member);
    }

    @Override
    public Path nodeDirectory(final Path ofCluster, final int member)
    {
        return mountPoint(member).resolve("node");
    }

    /** Fills a disk up to some bytes that stay free. */
    void fill(final int member, final long leftLength) throws IOException
    {
        final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_LENGTH);
        try (FileChannel channel = FileChannel.open(ballast(member),
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND))
        {
            long free = free(member);
            while (leftLength + BLOCK_LENGTH <= free)
            {
                chunk.clear().limit((int)Math.min(chunk.capacity(), free - leftLength));
                channel.write(chunk);
                channel.force(false);
                free = free(member);
            }
        }
    }

    /** Bytes that are free on the disk of a node. */
    long free(final int member) throws IOException
    {
        return Files.getFileStore(mountPoint(member)).getUsableSpace();
    }

    /** Frees what was filled. */
    void empty(final int member) throws IOException
    {
        Files.deleteIfExists(ballast(member));
    }

    /** Leaves a file that was never synced, to be lost by the next {@link #cut}. */
    void writeUnsynced(final int member) throws IOException
    {
        Files.write(mountPoint(member).resolve("unsynced"), new byte[BLOCK_LENGTH]);
    }

    /** Whether that file is there, and whole. */
    boolean hasUnsynced(final int member) throws IOException
    {
        final Path file = mountPoint(member).resolve("unsynced");
        return Files.exists(file) && BLOCK_LENGTH == Files.size(file);
    }

    /** The power of the disk is gone: what was not synced is lost, the journal not flushed, all access fails. */
    void cut(final int member) throws IOException
    {
        ChaosCluster.run("xfs_io", "-x", "-c", "shutdown", mountPoint(member).toString());
    }

    /** The power is back, and the file system is mounted by its journal; the node must have ended. */
    void restore(final int member) throws IOException
    {
        unmount(member);
        mount(member);
    }

    @Override
    public void close()
    {
        final List<IOException> failures = new ArrayList<>();
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            try
            {
                if (ChaosCluster.run("cat", "/proc/self/mounts").contains(' ' + mountPoint(member).toString() + ' '))
                {
                    unmount(member);
                }
                Files.deleteIfExists(image(member));
                Files.deleteIfExists(mountPoint(member));
            }
            catch (final IOException ex)
            {
                failures.add(ex);
            }
        }
        if (!failures.isEmpty())
        {
            throw new UncheckedIOException(failures.get(0));
        }
    }

    private Path image(final int member)
    {
        return directory.resolve("disk-" + member + ".image");
    }

    private Path ballast(final int member)
    {
        return mountPoint(member).resolve("ballast");
    }

    /** The loop device goes with the last user of the file system. */
    private void mount(final int member) throws IOException
    {
        ChaosCluster.run("mount", "-o", "loop", image(member).toString(), mountPoint(member).toString());
    }

    private void unmount(final int member) throws IOException
    {
        for (int attempt = 1; true; attempt++)
        {
            try
            {
                ChaosCluster.run("umount", mountPoint(member).toString());
                return;
            }
            catch (final IOException ex)
            {
                // The last files of a process that was killed are closed a moment after it is gone.
                if (UNMOUNTS_MAX == attempt)
                {
                    throw ex;
                }
                ChaosCluster.pass(PAUSE_MS);
            }
        }
    }
}
