package io.flatbook.ops.history;

import io.flatbook.ops.feed.FeedPlace;
import org.duckdb.DuckDBConnection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A DuckDB file with a history. While one process has it open to write no other can open it, so writers open it for one
 * transaction at a time and readers for one question; each waits for the other. A reader gives up after a while. A
 * writer does not: what it has to write would be missing from then on, and no reader stays for ever.
 */
final class HistoryFile
{
    private static final String SCHEMA = "history.sql";
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(2);
    private static final long PAUSE_MS = 20;
    private static final String IN_USE = "Could not set lock on file";
    private static final Pattern HOLDER = Pattern.compile("\\(PID \\d+\\)");
    private static final long TELL_NS = TimeUnit.MINUTES.toNanos(1);

    /**
     * Work on an open file.
     */
    @FunctionalInterface
    interface Work<T>
    {
        /** Does it, in one transaction. */
        T on(DuckDBConnection connection, Statement statement) throws SQLException;
    }

    private final Path file;
    private final Consumer<String> told;
    private final long tellNs;

    /** A file to be read. */
    HistoryFile(final Path file)
    {
        this(file, (sentence) -> { });
    }

    /** A file to be written; once a minute it tells for whom it waits. */
    HistoryFile(final Path file, final Consumer<String> told)
    {
        this(file, told, TELL_NS);
    }

    HistoryFile(final Path file, final Consumer<String> told, final long tellNs)
    {
        if (file.toAbsolutePath().toString().indexOf(';') >= 0)
        {
            throw new IllegalArgumentException(file + ": the path of a history cannot have a semicolon, behind which " +
                "the driver of DuckDB looks for settings");
        }
        this.file = file;
        this.told = told;
        this.tellNs = tellNs;
    }

    Path file()
    {
        return file;
    }

    /** Makes the file and its tables if they are missing, and says how far the history is. */
    FeedPlace create()
    {
        makeIfMissing();
        try (InputStream in = HistoryFile.class.getResourceAsStream(SCHEMA))
        {
            final String schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return write((connection, statement) ->
            {
                statement.execute(schema);
                try (ResultSet row = statement.executeQuery("SELECT log_position, event_sequence FROM feed"))
                {
                    return row.next() ? FeedPlace.endOf(row.getLong(1), row.getLong(2)) : FeedPlace.NONE;
                }
            });
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Under another name first: what is cut off on a full disk, or by a kill, would pass for a damaged history. */
    private void makeIfMissing()
    {
        if (Files.exists(file))
        {
            return;
        }
        final Path draft = file.resolveSibling(file.getFileName() + ".new");
        try
        {
            Files.deleteIfExists(draft);
            new HistoryFile(draft).write((connection, statement) -> statement.execute("SELECT 1"));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot make " + file, ex);
        }
    }

    /**
     * Reads every event.
     *
     * @throws HistoryException if the file is damaged.
     */
    void check()
    {
        read((connection, statement) -> statement.execute("SELECT bit_xor(hash(events)) FROM events"));
    }

    /** Says how far the history is. */
    void reached(final FeedPlace place)
    {
        write((connection, statement) ->
        {
            HistoryRows.reached(statement, place.logPosition(), place.sequence());
            return null;
        });
    }

    /** Moves the file, and what was written ahead of it, out of the way under another name. */
    Path putAside()
    {
        final Path damaged = file.resolveSibling(file.getFileName() + ".damaged");
        try
        {
            Files.move(file, damaged, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
            return damaged;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot move " + file, ex);
        }
    }

    /** Writes, all or nothing. */
    <T> T write(final Work<T> work)
    {
        return with(false, work);
    }

    /**
     * Reads.
     *
     * @throws IllegalStateException if there is no such file.
     */
    <T> T read(final Work<T> work)
    {
        if (!Files.isRegularFile(file))
        {
            throw new IllegalStateException("there is no history " + file);
        }
        return with(true, work);
    }

    private <T> T with(final boolean readsOnly, final Work<T> work)
    {
        try (DuckDBConnection connection = open(readsOnly); Statement statement = connection.createStatement())
        {
            // Casts and now() would go by the zone of this host.
            statement.execute("SET TimeZone = 'UTC'");
            // Without auto-commit the driver begins a transaction with the first statement, and rows that are appended
            // before it would be on their own.
            statement.execute("BEGIN TRANSACTION");
            final T result = work.on(connection, statement);
            statement.execute("COMMIT");
            return result;
        }
        catch (final SQLException ex)
        {
            throw new HistoryException(file + ": " + ex.getMessage(), ex);
        }
    }

    private DuckDBConnection open(final boolean readsOnly) throws SQLException
    {
        final Properties settings = new Properties();
        settings.setProperty("duckdb.read_only", Boolean.toString(readsOnly));
        settings.setProperty("autoinstall_known_extensions", "false");
        final long startNs = System.nanoTime();
        long toTellNs = tellNs;
        while (true)
        {
            try
            {
                final DuckDBConnection connection =
                    (DuckDBConnection)DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath(), settings);
                NativeLibrary.forgetFile();
                return connection;
            }
            catch (final SQLException ex)
            {
                final long waitedNs = System.nanoTime() - startNs;
                if (!String.valueOf(ex.getMessage()).contains(IN_USE) || readsOnly && waitedNs > PATIENCE_NS)
                {
                    throw ex;
                }
                if (!readsOnly && waitedNs >= toTellNs)
                {
                    toTellNs += tellNs;
                    tell(waitedNs, ex.getMessage());
                }
                pause();
            }
        }
    }

    private void tell(final long waitedNs, final String why)
    {
        final Matcher holder = HOLDER.matcher(why);
        told.accept(file + " has been read for " + TimeUnit.NANOSECONDS.toMinutes(waitedNs) + " minutes by another " +
            "program" + (holder.find() ? " " + holder.group() : "") + ": what happens meanwhile is written after that");
    }

    private static void pause()
    {
        try
        {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new HistoryException("interrupted", ex);
        }
    }
}
