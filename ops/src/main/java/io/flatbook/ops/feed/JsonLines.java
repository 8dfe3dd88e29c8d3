package io.flatbook.ops.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.agrona.CloseHelper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes events as JSON lines into files of a directory, each named after its first event. A file ends with the line
 * that reaches its length, so the files of two feeds of a cluster are the same, whatever happened to their processes.
 * When it is opened, the newest file is read and cut off after its last whole line.
 */
public final class JsonLines implements EventSink
{
    /** Bytes after which a file is full, unless another length is chosen. */
    public static final long FILE_LENGTH = 64L * 1024 * 1024;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PROGRESS = "feed.progress";
    private static final String LOCK = "feed.lock";
    private static final int BUFFERED_MAX = 256 * 1024;
    private static final long PROGRESS_BYTES = 1024 * 1024;

    private final Path directory;
    private final long fileLength;
    private final WriterLock lock;
    private final ByteArrayOutputStream buffered = new ByteArrayOutputStream();
    private FeedPlace place = FeedPlace.NONE;
    private FileChannel file;
    private long length;
    private long progressPosition = -1;

    private JsonLines(final Path directory, final long fileLength, final WriterLock lock)
    {
        this.directory = directory;
        this.fileLength = fileLength;
        this.lock = lock;
    }

    /**
     * Opens a directory, which is made if it is missing.
     *
     * @param directory  for the files.
     * @param fileLength bytes after which a file is full.
     * @return the sink, to be closed.
     * @throws IllegalStateException if another process writes there.
     */
    public static JsonLines open(final Path directory, final long fileLength)
    {
        try
        {
            Files.createDirectories(directory);
            return recovered(new JsonLines(directory, fileLength, WriterLock.on(directory.resolve(LOCK))));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot use " + directory, ex);
        }
    }

    private static JsonLines recovered(final JsonLines lines) throws IOException
    {
        try
        {
            lines.recover();
            return lines;
        }
        catch (final IOException | RuntimeException ex)
        {
            CloseHelper.quietCloseAll(lines.file, lines.lock);
            throw ex;
        }
    }

    @Override
    public FeedPlace place()
    {
        return place;
    }

    @Override
    public void event(final FeedEvent event)
    {
        try
        {
            if (null == file)
            {
                file = FileChannel.open(directory.resolve(name(event.place().sequence())),
                    StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                length = 0;
                sync(directory);
            }
            final byte[] line = (event.line() + "\n").getBytes(StandardCharsets.UTF_8);
            buffered.writeBytes(line);
            length += line.length;
            if (fileLength <= length)
            {
                write();
                file.force(true);
                file.close();
                file = null;
            }
            else if (BUFFERED_MAX <= buffered.size())
            {
                write();
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("events cannot be written to " + directory, ex);
        }
    }

    @Override
    public void commit(final long logPosition, final long sequence)
    {
        try
        {
            if (null != file)
            {
                write();
                file.force(false);
            }
            if (PROGRESS_BYTES <= logPosition - progressPosition)
            {
                note(logPosition, sequence);
            }
            place = FeedPlace.endOf(logPosition, sequence);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("events cannot be written to " + directory, ex);
        }
    }

    @Override
    public void close()
    {
        try
        {
            if (null != file)
            {
                file.close();
            }
            if (Integer.MAX_VALUE == place.index())
            {
                note(place.logPosition(), place.sequence());
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot close the files of " + directory, ex);
        }
        finally
        {
            lock.close();
        }
    }

    private void write() throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.wrap(buffered.toByteArray());
        while (bytes.hasRemaining())
        {
            file.write(bytes);
        }
        buffered.reset();
    }

    /** While nothing happens for long no line says how far the log was read. */
    private void note(final long logPosition, final long sequence) throws IOException
    {
        final Path next = directory.resolve(PROGRESS + ".next");
        Files.writeString(next, logPosition + " " + sequence + "\n");
        try (FileChannel written = FileChannel.open(next, StandardOpenOption.WRITE))
        {
            written.force(true);
        }
        Files.move(next, directory.resolve(PROGRESS), StandardCopyOption.ATOMIC_MOVE);
        progressPosition = logPosition;
    }

    private void recover() throws IOException
    {
        final List<Path> files;
        try (Stream<Path> all = Files.list(directory))
        {
            files = all.filter((each) -> each.getFileName().toString().matches("events-[0-9]{20}\\.jsonl")).sorted()
                .toList();
        }
        for (int i = files.size() - 1; 0 <= i && FeedPlace.NONE == place; i--)
        {
            recover(files.get(i));
        }
        final Path progress = directory.resolve(PROGRESS);
        if (Files.exists(progress))
        {
            final String[] noted = Files.readString(progress).strip().split(" ");
            final FeedPlace reached = FeedPlace.endOf(Long.parseLong(noted[0]), Long.parseLong(noted[1]));
            progressPosition = reached.logPosition();
            if (place.sequence() < reached.sequence())
            {
                throw new IllegalStateException(directory + " ends with event " + place.sequence() +
                    ", and had event " + reached.sequence() + " before: files were removed or damaged");
            }
            place = place.isBefore(reached) ? reached : place;
        }
    }

    /** Cuts the file off after its last whole line and goes on with it; one without any is removed. */
    private void recover(final Path newest) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(newest);
        int wholeLength = 0;
        for (int i = 0; i < bytes.length; i++)
        {
            if ('\n' == bytes[i])
            {
                final FeedPlace next = place(bytes, wholeLength, i - wholeLength);
                if (null == next || 0 < wholeLength && next.sequence() != place.sequence() + 1)
                {
                    break;
                }
                place = next;
                wholeLength = i + 1;
            }
        }
        if (0 == wholeLength)
        {
            Files.delete(newest);
            return;
        }
        length = wholeLength;
        file = FileChannel.open(newest, StandardOpenOption.WRITE).truncate(length).position(length);
        if (fileLength <= length)
        {
            file.close();
            file = null;
        }
    }

    /** Place of a line; null if it is damaged: after a power cut a file may hold zeros. */
    private static FeedPlace place(final byte[] bytes, final int offset, final int length)
    {
        try
        {
            final JsonNode json = MAPPER.readTree(bytes, offset, length);
            return !json.has("eventSequence") ? null : new FeedPlace(json.path("logPosition").asLong(),
                json.path("index").asInt(), json.path("eventSequence").asLong());
        }
        catch (final IOException ex)
        {
            return null;
        }
    }

    private static String name(final long sequence)
    {
        return String.format(Locale.ROOT, "events-%020d.jsonl", sequence);
    }

    private static void sync(final Path directory) throws IOException
    {
        try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ))
        {
            opened.force(true);
        }
    }
}
