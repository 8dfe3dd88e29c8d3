package io.flatbook.cluster;

import io.flatbook.engine.ClearingEvents;

/**
 * Reads the events of a service in this process, as risk is sent them, for whoever replays a log and exports it. Not
 * safe for use by several threads.
 */
public final class EventTap
{
    private final EventPublisher publisher;
    private EventCursor cursor;

    /**
     * A tap on a service.
     *
     * @param events that the service gives to whoever wraps its listener.
     * @throws IllegalArgumentException if they are not a service's own.
     */
    public EventTap(final ClearingEvents events)
    {
        if (!(events instanceof EventPublisher))
        {
            throw new IllegalArgumentException("these are not the events of a service: " + events.getClass());
        }
        publisher = (EventPublisher)events;
    }

    /** Begins with the next event. */
    public void begin()
    {
        cursor = new EventCursor(publisher.ring());
        cursor.start(0, EventRing.RISK_OPS);
    }

    /**
     * Gives the events since the last call.
     *
     * @param taker takes them, in order.
     * @throws IllegalStateException if more came than are retained.
     */
    public void take(final LocalClearing.Taker taker)
    {
        if (cursor.isBehind())
        {
            throw new IllegalStateException("events were lost: take them after every entry");
        }
        cursor.advance((buffer, offset, length) ->
        {
            taker.onMessage(buffer, offset, length);
            return true;
        }, EventRing.RISK_OPS, Integer.MAX_VALUE);
    }
}
