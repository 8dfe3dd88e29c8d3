package io.flatbook.cluster;

import io.flatbook.engine.Principal;
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

    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[EventRing.EVENT_LENGTH_MAX]);
    final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final EventRing ring;
    private LongSupplier engineTimeMs = () -> 0;
    private long logPosition;

    EventEncoding(final EventRing ring)
    {
        this.ring = ring;
    }

    final EventRing ring()
    {
        return ring;
    }

    /**
     * Gives the source of the time that events are stamped with: the engine, which is constructed later.
     */
    final void clock(final LongSupplier timeMs)
    {
        engineTimeMs = timeMs;
    }

    /**
     * Position of the log entry that causes the events to come, in bytes.
     */
    final void logPosition(final long position)
    {
        logPosition = position;
    }

    final long logPosition()
    {
        return logPosition;
    }

    /**
     * @return the sequence that the next event will have.
     */
    public final long nextSequence()
    {
        return ring.nextSequence();
    }

    /**
     * Previous sequences differ from receiver to receiver and are written when the event is sent.
     */
    final void stamp(final EventHeaderEncoder header)
    {
        header.eventSequence(ring.nextSequence())
            .previousSequence(0)
            .logPosition(logPosition)
            .timestampMs(engineTimeMs.getAsLong());
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
        ring.append(buffer, 0, MessageCheck.HEADER_LENGTH + encodedLength, venueA, venueB);
    }
}
