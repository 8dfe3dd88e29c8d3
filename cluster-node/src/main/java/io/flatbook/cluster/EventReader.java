package io.flatbook.cluster;


/**
 * Reads the events of a service that replays a log as a receiver of a venue would have received them, including those
 * that nodes no longer retain. To be read after every entry. Contract: ONCE-3.
 */
public final class EventReader
{
    private final EventRing ring;
    private final int venue;
    private final EventCursor cursor;
    private final long wanted;

    EventReader(final EventRing ring, final long fromSequence, final int venue)
    {
        this.ring = ring;
        this.venue = venue;
        cursor = new EventCursor(ring);
        wanted = Math.max(1, fromSequence);
        if (wanted < ring.firstSequence())
        {
            throw new IllegalStateException("event " + wanted + " is no longer here: what this begins with has the " +
                "events from " + ring.firstSequence() + " on; begin with an older snapshot, if there is one");
        }
    }

    /**
     * Gives the events that came since the last call.
     *
     * @param events takes them; the buffer is used again afterwards.
     */
    public void read(final LocalClearing.Taker events)
    {
        if (!cursor.isActive() && wanted < ring.nextSequence())
        {
            cursor.start(wanted, venue);
        }
        if (cursor.isActive())
        {
            cursor.advance((buffer, offset, length) ->
            {
                events.onMessage(buffer, offset, length);
                return true;
            }, venue, Integer.MAX_VALUE);
        }
    }
}
