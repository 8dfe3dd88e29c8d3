package io.flatbook.ops.history;

import io.flatbook.engine.EngineView;
import io.flatbook.ops.feed.EventSink;
import io.flatbook.ops.feed.FeedEvent;
import io.flatbook.ops.feed.FeedPlace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes a history as Parquet files, by day. Events wait in a DuckDB file beside them until their day is over, there
 * are enough for a file, or this is closed. A file appears whole, by renaming; its rows leave the DuckDB file
 * afterwards. Whoever is killed in between writes the same file again, under the same name. If the DuckDB file is
 * damaged or gone, this goes on after the last event of the Parquet files.
 */
public final class ParquetFiles implements EventSink
{
    /** Events in a file, unless another number is chosen. */
    public static final long EVENTS_PER_FILE = 1_000_000;

    private static final List<String> TABLES_BY_DAY = List.of("asset_days", "account_days");

    /** Events of one file. */
    private record Chunk(LocalDate day, long firstSequence, long lastSequence)
    {
    }

    private final Path directory;
    private final long eventsPerFile;
    private final HistorySink waiting;
    private final HistoryFile file;

    private ParquetFiles(
        final Path directory, final long eventsPerFile, final Path file, final Consumer<String> told)
    {
        this.directory = directory;
        this.eventsPerFile = eventsPerFile;
        this.file = new HistoryFile(file, told);
        waiting = HistorySink.open(file, told, true);
        try
        {
            final FeedPlace last = 0 == waiting.place().sequence() ? lastWritten() : FeedPlace.NONE;
            if (FeedPlace.NONE != last)
            {
                waiting.goOnAfter(last);
            }
        }
        catch (final HistoryException | UncheckedIOException ex)
        {
            waiting.close();
            throw ex;
        }
    }

    /**
     * Opens a directory, which is made if it is missing.
     *
     * @param directory     for the files.
     * @param eventsPerFile events in a file, at least 1.
     * @param told          takes a sentence for a person each minute for which others keep it from its DuckDB file.
     * @return the sink, to be closed.
     * @throws HistoryException if its DuckDB file cannot be opened.
     * @throws IllegalStateException if another process writes there.
     */
    public static ParquetFiles open(
        final Path directory, final long eventsPerFile, final Consumer<String> told)
    {
        try
        {
            Files.createDirectories(directory);
            return new ParquetFiles(directory, eventsPerFile, directory.resolve("waiting.duckdb"), told);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot use " + directory, ex);
        }
    }

    /** The last event in the Parquet files. */
    private FeedPlace lastWritten()
    {
        final Path events = directory.resolve("events");
        if (!Files.isDirectory(events))
        {
            return FeedPlace.NONE;
        }
        try (Stream<Path> files = Files.walk(events))
        {
            return files.filter((each) -> each.getFileName().toString().matches("events-[0-9]{20}\\.parquet"))
                .max(Comparator.comparing((each) -> each.getFileName().toString()))
                .map(this::lastOf).orElse(FeedPlace.NONE);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot read " + events, ex);
        }
    }

    private FeedPlace lastOf(final Path parquet)
    {
        return file.read((connection, statement) ->
        {
            try (ResultSet row = statement.executeQuery("SELECT log_position, index, event_sequence FROM " +
                "read_parquet(" + quoted(parquet) + ") ORDER BY event_sequence DESC LIMIT 1"))
            {
                row.next();
                return new FeedPlace(row.getLong(1), row.getInt(2), row.getLong(3));
            }
        });
    }

    @Override
    public String remark()
    {
        return waiting.remark();
    }

    @Override
    public FeedPlace place()
    {
        return waiting.place();
    }

    @Override
    public void event(final FeedEvent event)
    {
        waiting.event(event);
    }

    @Override
    public void dayEnded(final LocalDate day, final EngineView engine)
    {
        waiting.dayEnded(day, engine);
    }

    @Override
    public void commit(final long logPosition, final long sequence)
    {
        waiting.commit(logPosition, sequence);
        export(false);
    }

    /** Also writes the events that still wait. */
    @Override
    public void close()
    {
        try
        {
            export(true);
        }
        finally
        {
            waiting.close();
        }
    }

    private void export(final boolean isLast)
    {
        // Days first: whoever goes on after the last event in the files is told of the day of that event once more.
        for (final String table : TABLES_BY_DAY)
        {
            for (final LocalDate day : days(table))
            {
                write(table, day, "day = '" + day + "'", table + ".parquet");
            }
        }
        Chunk chunk = next(isLast);
        while (null != chunk)
        {
            write(chunk);
            chunk = next(isLast);
        }
    }

    private void write(final Chunk chunk)
    {
        write("events", chunk.day(), "event_sequence <= " + chunk.lastSequence(),
            String.format(Locale.ROOT, "events-%020d.parquet", chunk.firstSequence()));
    }

    /** The oldest events that a file can be made of; null if they still wait for others of their day. */
    private Chunk next(final boolean isLast)
    {
        return file.write((connection, statement) ->
        {
            try (ResultSet row = statement.executeQuery(
                "WITH day AS (SELECT min(time)::DATE AS first, max(time)::DATE AS last FROM events), " +
                "chunk AS (SELECT event_sequence FROM events, day WHERE time::DATE = day.first " +
                "ORDER BY event_sequence LIMIT " + eventsPerFile + ") " +
                "SELECT day.first, day.last, min(event_sequence), max(event_sequence), count(*) " +
                "FROM day, chunk GROUP BY ALL"))
            {
                if (!row.next())
                {
                    return null;
                }
                final LocalDate day = row.getObject(1, LocalDate.class);
                final boolean isFull = eventsPerFile == row.getLong(5);
                final boolean isOver = day.isBefore(row.getObject(2, LocalDate.class));
                return isFull || isOver || isLast ? new Chunk(day, row.getLong(3), row.getLong(4)) : null;
            }
        });
    }

    private List<LocalDate> days(final String table)
    {
        return file.write((connection, statement) ->
        {
            final List<LocalDate> days = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT DISTINCT day FROM " + table + " ORDER BY day"))
            {
                while (row.next())
                {
                    days.add(row.getObject(1, LocalDate.class));
                }
            }
            return days;
        });
    }

    private void write(final String table, final LocalDate day, final String condition, final String name)
    {
        final Path partition = directory.resolve(table).resolve("day=" + day);
        try
        {
            Files.createDirectories(partition);
            final Path written = partition.resolve(name + ".next");
            file.write((connection, statement) -> copy(statement, table, condition, written));
            try (FileChannel opened = FileChannel.open(written, StandardOpenOption.WRITE))
            {
                opened.force(true);
            }
            Files.move(written, partition.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot write to " + partition, ex);
        }
        file.write((connection, statement) -> statement.execute("DELETE FROM " + table + " WHERE " + condition));
    }

    private static boolean copy(
        final Statement statement, final String table, final String condition, final Path written) throws SQLException
    {
        final String columns = "events".equals(table) ? "*" : "* EXCLUDE (day)";
        final String order = "events".equals(table) ? "event_sequence" : "ALL";
        return statement.execute("COPY (SELECT " + columns + " FROM " + table + " WHERE " + condition + " ORDER BY " +
            order + ") TO " + quoted(written) + " (FORMAT parquet)");
    }

    private static String quoted(final Path path)
    {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
