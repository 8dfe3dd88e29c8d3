package io.flatbook.cluster;

import io.flatbook.engine.Principal;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.CapabilitiesEncoder;
import io.flatbook.sbe.EventHeaderEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.function.LongSupplier;

/**
 * What all events share: the buffer they are encoded in, their header, and the ring they go to.
 */
abstract class EventEncoding
{
    private static final String ENGINE_ITSELF = "";

    /** Where the next event stays. */
    final UnsafeBuffer buffer;
    final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final EventRing ring;
    private final EventStamps stamps;
    private final EventPages pages;

    EventEncoding(final EventRing ring, final Limits limits)
    {
        this.ring = ring;
        buffer = ring.next();
        stamps = new EventStamps(ring);
        pages = new EventPages(ring, stamps, limits);
    }

    final EventRing ring()
    {
        return ring;
    }

    /** Rows that are published in pages. */
    final EventPages pages()
    {
        return pages;
    }

    /**
     * Appends the rows that wait for more of their kind; whoever reads the ring calls it before.
     */
    final void flushPages()
    {
        pages.flush();
    }

    /**
     * Gives the source of the time that events are stamped with: the engine, which is constructed later.
     */
    final void clock(final LongSupplier timeMs)
    {
        stamps.clock(timeMs);
    }

    /** Events from now on are of another entry than those before. */
    final void beginEntry()
    {
        pages.flush();
        ring.beginEntry();
    }

    /**
     * Position of the log entry that causes the events to come, in bytes.
     */
    final void logPosition(final long position)
    {
        beginEntry();
        stamps.logPosition(position);
    }

    final long logPosition()
    {
        return stamps.logPosition();
    }

    /**
     * @return the sequence that the next event will have.
     */
    public final long nextSequence()
    {
        pages.flush();
        return ring.nextSequence();
    }

    /**
     * Fills the header of an event, after the rows that came before it.
     */
    final void stamp(final EventHeaderEncoder header)
    {
        if (pages.areWaiting())
        {
            // They take the place, and the event at hand moves on with its message header.
            final long encodedHeader = buffer.getLong(0);
            pages.flush();
            buffer.putLong(0, encodedHeader);
        }
        stamps.put(header, stamps.timeMs());
    }

    final void toAll(final int encodedLength)
    {
        append(encodedLength, EventRing.ALL, 0);
    }

    final void toVenue(final int encodedLength, final int venue)
    {
        append(encodedLength, venue, 0);
    }

    final void toVenues(final int encodedLength, final int venueA, final int venueB)
    {
        append(encodedLength, venueA, venueA == venueB ? 0 : venueB);
    }

    final void toRiskAndOps(final int encodedLength)
    {
        append(encodedLength, EventRing.RISK_OPS, 0);
    }

    static String nameOf(final Principal principal)
    {
        return null == principal ? ENGINE_ITSELF : principal.name();
    }

    static void putBits(final CapabilitiesEncoder capabilities, final int bits)
    {
        capabilities.buffer().putByte(capabilities.offset(), (byte)bits);
    }

    private void append(final int encodedLength, final int venueA, final int venueB)
    {
        ring.append(MessageCheck.HEADER_LENGTH + encodedLength, venueA, venueB);
    }
}
