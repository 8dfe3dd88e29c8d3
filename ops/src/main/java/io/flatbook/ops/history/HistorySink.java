package io.flatbook.ops.history;

import io.flatbook.engine.EngineView;
import io.flatbook.ops.feed.EventSink;
import io.flatbook.ops.feed.FeedEvent;
import io.flatbook.ops.feed.FeedPlace;
import io.flatbook.ops.feed.WriterLock;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.function.Consumer;

/**
 * Writes a history into a DuckDB file: what an entry of the log caused, and how far the log was read, in one
 * transaction. Between two transactions others can read the file.
 */
public final class HistorySink implements EventSink
{
    private static final long IDLE_BYTES = 1024 * 1024;

    private final HistoryFile file;
    private final WriterLock lock;
    private final HistoryRows rows = new HistoryRows();
    private String remark = "";
    private FeedPlace place;

    private HistorySink(final HistoryFile file, final WriterLock lock, final boolean readsAll)
    {
        this.file = file;
        this.lock = lock;
        try
        {
            place = file.create();
            if (readsAll)
            {
                file.check();
            }
        }
        catch (final HistoryException ex)
        {
            if (!ex.isDamage(file.file()))
            {
                throw ex;
            }
            remark = file.file() + " is damaged, it is " + file.putAside() + " now and made anew";
            file.create();
            file.reached(FeedPlace.START);
            place = FeedPlace.START;
        }
    }

    /**
     * Opens a history, which is made if it is missing. A damaged file is put aside and made again, from the start of
     * the log.
     *
     * @param file of DuckDB.
     * @param told takes a sentence for a person each minute for which others keep it from the file.
     * @return the sink, to be closed.
     * @throws HistoryException if the file cannot be opened, and not since it is damaged.
     * @throws IllegalStateException if another process writes to it.
     */
    public static HistorySink open(final Path file, final Consumer<String> told)
    {
        return open(file, told, false);
    }

    /** Opens a history, and perhaps reads all of it, so that no damage is found later. */
    static HistorySink open(final Path file, final Consumer<String> told, final boolean readsAll)
    {
        final WriterLock lock = WriterLock.on(file.resolveSibling(file.getFileName() + ".lock"));
        try
        {
            return new HistorySink(new HistoryFile(file, told), lock, readsAll);
        }
        catch (final RuntimeException ex)
        {
            lock.close();
            throw ex;
        }
    }

    /** Has it go on after another place, which it notes with the next commit. */
    void goOnAfter(final FeedPlace newPlace)
    {
        place = newPlace;
    }

    @Override
    public FeedPlace place()
    {
        return place;
    }

    @Override
    public String remark()
    {
        return remark;
    }

    @Override
    public void event(final FeedEvent event)
    {
        rows.add(event);
    }

    @Override
    public void dayEnded(final LocalDate day, final EngineView engine)
    {
        rows.dayEnded(day, engine);
    }

    @Override
    public void commit(final long logPosition, final long sequence)
    {
        // Entries without events come many times a second, and cost nothing to read again.
        if (!rows.isEmpty() || IDLE_BYTES <= logPosition - place.logPosition())
        {
            file.write((connection, statement) ->
            {
                rows.write(connection, statement, logPosition, sequence);
                return null;
            });
            rows.clear();
            place = FeedPlace.endOf(logPosition, sequence);
        }
    }

    @Override
    public void close()
    {
        lock.close();
    }
}
