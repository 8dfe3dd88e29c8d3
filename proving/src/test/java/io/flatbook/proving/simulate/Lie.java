package io.flatbook.proving.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.agrona.IoUtil;

/**
 * What a disk has confirmed and not kept, from the time on at which it began to lie: writes of recordings, and how
 * small files stood then.
 */
final class Lie
{
    private static final List<String> SMALL_FILES =
        List.of("archive/archive.catalog", "cluster/recording.log", "cluster/node-state.dat");

    private static final int ALL_GONE_ONE_IN = 5;
    private static final int SMALL_GONE_ONE_IN = 4;

    private final Path directory;
    private final List<Write> writes = new ArrayList<>();
    private final Map<Path, byte[]> former = new TreeMap<>();

    /** Of a recording. */
    private record Write(Path file, long position, int length)
    {
    }

    Lie(final Path directory)
    {
        this.directory = directory;
        for (final String name : SMALL_FILES)
        {
            final Path file = directory.resolve(name);
            if (Files.exists(file))
            {
                try
                {
                    former.put(file, Files.readAllBytes(file));
                }
                catch (final IOException ex)
                {
                    throw new UncheckedIOException(ex);
                }
            }
        }
    }

    void wrote(final Path file, final long position, final int length)
    {
        writes.add(new Write(file, position, length));
    }

    /**
     * The power fails: gone is all that was written from a point on, and now and then what changed in a small file, or
     * all that there was. Files keep their lengths, as what a killed node has mapped is never unmapped.
     *
     * @return writes that are gone.
     */
    int lose(final SplittableRandom random)
    {
        if (0 == random.nextInt(ALL_GONE_ONE_IN))
        {
            IoUtil.delete(directory.toFile(), false);
            return writes.size();
        }
        final int kept = random.nextInt(writes.size() + 1);
        try
        {
            for (final Write write : writes.subList(kept, writes.size()))
            {
                overwrite(write.file(), write.position(), new byte[write.length()]);
            }
            for (final Map.Entry<Path, byte[]> each : former.entrySet())
            {
                if (0 == random.nextInt(SMALL_GONE_ONE_IN) && Files.exists(each.getKey()))
                {
                    final byte[] bytes = new byte[(int)Files.size(each.getKey())];
                    System.arraycopy(each.getValue(), 0, bytes, 0, Math.min(bytes.length, each.getValue().length));
                    overwrite(each.getKey(), 0, bytes);
                }
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return writes.size() - kept;
    }

    private static void overwrite(final Path file, final long position, final byte[] bytes) throws IOException
    {
        if (Files.exists(file))
        {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
            {
                channel.write(ByteBuffer.wrap(bytes), position);
            }
        }
    }
}
