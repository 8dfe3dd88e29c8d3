package io.flatbook.cluster;

import io.flatbook.sbe.EventHeaderEncoder;

import java.util.function.LongSupplier;

/**
 * Fills the header of events: the next sequence of the ring, the entry's log position, engine time.
 */
final class EventStamps
{
    private final EventRing ring;
    private LongSupplier engineTimeMs = () -> 0;
    private long logPosition;

    EventStamps(final EventRing ring)
    {
        this.ring = ring;
    }

    /** Gives the source of time: the engine, which is constructed later. */
    void clock(final LongSupplier timeMs)
    {
        engineTimeMs = timeMs;
    }

    void logPosition(final long position)
    {
        logPosition = position;
    }

    long logPosition()
    {
        return logPosition;
    }

    long timeMs()
    {
        return engineTimeMs.getAsLong();
    }

    /**
     * Fills a header; previous sequences differ from receiver to receiver and are written when the event is sent.
     */
    void put(final EventHeaderEncoder header, final long timeMs)
    {
        header.eventSequence(ring.nextSequence())
            .previousSequence(0)
            .logPosition(logPosition)
            .timestampMs(timeMs);
    }
}
