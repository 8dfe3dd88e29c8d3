package io.flatbook.ops.replay;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of a recording, in memory.
 */
final class Segment implements AutoCloseable
{
    private final Path file;
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;

    private Segment(final Path file, final MappedByteBuffer mapped)
    {
        this.file = file;
        this.mapped = mapped;
        buffer = new UnsafeBuffer(mapped);
    }

    static Segment open(final Path file, final int lengthMax)
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final long length = Math.min(channel.size(), lengthMax);
            return new Segment(file, channel.map(FileChannel.MapMode.READ_ONLY, 0, length));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot read " + file, ex);
        }
    }

    Path file()
    {
        return file;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    @Override
    public void close()
    {
        BufferUtil.free(mapped);
    }
}
