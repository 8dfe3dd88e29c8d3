package io.flatbook.ops.feed;

import io.flatbook.engine.EngineView;

import java.time.LocalDate;

/**
 * Takes events for good. What it was given since the last commit may be lost in a crash, or not: after a restart
 * {@link #place()} says how far it is, and it is given what comes next.
 */
public interface EventSink extends AutoCloseable
{
    /**
     * How far it is, found out when it was opened.
     *
     * @return the place of the last event or entry that it has; {@link FeedPlace#NONE} if it is new.
     */
    FeedPlace place();

    /**
     * What was found when it was opened and somebody should know.
     *
     * @return a sentence, empty if there is nothing to say.
     */
    default String remark()
    {
        return "";
    }

    /**
     * Takes an event.
     *
     * @param event that comes next.
     */
    void event(FeedEvent event);

    /**
     * A day of the calendar is over, in UTC and by engine time: no later event has a time of that day. A sink may be
     * told of a day once more, with the same book: if its place lies within an entry, or before the entry that moves
     * engine time into the next day.
     *
     * @param day    that is over.
     * @param engine with the book at its end, to be read now.
     */
    default void dayEnded(final LocalDate day, final EngineView engine)
    {
    }

    /**
     * Makes durable what it was given. An entry has ended.
     *
     * @param logPosition up to which it was given everything, in bytes.
     * @param sequence    of the last event up to there, 0 if there was none.
     */
    void commit(long logPosition, long sequence);

    @Override
    void close();
}
