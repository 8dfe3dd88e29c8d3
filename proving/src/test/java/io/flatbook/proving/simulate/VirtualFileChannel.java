package io.flatbook.proving.simulate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * A file of a {@link VirtualDisk}, as far as an archive's recording writes it.
 */
final class VirtualFileChannel extends FileChannel
{
    private final Path path;
    private final FileChannel file;
    private final VirtualDisk disk;

    VirtualFileChannel(final Path path, final FileChannel file, final VirtualDisk disk)
    {
        this.path = path;
        this.file = file;
        this.disk = disk;
    }

    @Override
    public int write(final ByteBuffer bytes, final long position) throws IOException
    {
        return disk.write(path, file, bytes, position);
    }

    @Override
    public FileChannel position(final long position) throws IOException
    {
        file.position(position);
        return this;
    }

    @Override
    public long position() throws IOException
    {
        return file.position();
    }

    @Override
    @SuppressWarnings("checkstyle:illegalidentifiername")
    public long size() throws IOException
    {
        return file.size();
    }

    @Override
    public void force(final boolean withMetadata)
    {
        // What the disk has taken is on it.
    }

    @Override
    protected void implCloseChannel() throws IOException
    {
        file.close();
    }

    @Override
    public FileChannel truncate(final long length)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(final ByteBuffer bytes)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(final ByteBuffer[] bytes, final int offset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(final ByteBuffer bytes, final long position)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(final ByteBuffer bytes)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(final ByteBuffer[] bytes, final int offset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(final long position, final long count, final WritableByteChannel target)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(final ReadableByteChannel source, final long position, final long count)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(final MapMode mode, final long position, final long length)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(final long position, final long length, final boolean shared)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(final long position, final long length, final boolean shared)
    {
        throw new UnsupportedOperationException();
    }
}
