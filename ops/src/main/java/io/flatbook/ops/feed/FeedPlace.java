package io.flatbook.ops.feed;

/**
 * Key of an event: the same in every feed of a cluster, whichever copy of the log it is made from.
 *
 * @param logPosition of the entry that caused the event, in bytes.
 * @param index       of the event among those of its entry, from 0.
 * @param sequence    of the event in the cluster, dense from 1; it rises with the key.
 */
public record FeedPlace(long logPosition, int index, long sequence)
{
    /** Before every event. */
    public static final FeedPlace NONE = new FeedPlace(-1, 0, 0);

    /** Before every event of a log that must be there from its start: a later snapshot will not do. */
    public static final FeedPlace START = endOf(0, 0);

    /**
     * The place of a sink that has all events up to the end of an entry.
     *
     * @param logPosition of the entry, in bytes.
     * @param sequence    of the last event up to there, 0 if there was none.
     * @return the place.
     */
    public static FeedPlace endOf(final long logPosition, final long sequence)
    {
        return new FeedPlace(logPosition, Integer.MAX_VALUE, sequence);
    }

    /**
     * Whether another place comes later in the log.
     *
     * @param other place.
     * @return true if it does.
     */
    public boolean isBefore(final FeedPlace other)
    {
        return logPosition < other.logPosition || logPosition == other.logPosition && index < other.index;
    }
}
