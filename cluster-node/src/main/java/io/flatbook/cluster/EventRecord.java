package io.flatbook.cluster;

import io.flatbook.sbe.snapshot.EventStateDecoder;
import io.flatbook.sbe.snapshot.EventStateEncoder;
import io.flatbook.sbe.snapshot.EventsStateDecoder;
import io.flatbook.sbe.snapshot.EventsStateEncoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The retained events by sequence, after a record that says where they begin.
 */
final class EventRecord implements SnapshotRecord
{
    private final EventRing ring;
    private final UnsafeBuffer event = new UnsafeBuffer(new byte[EventRing.EVENT_LENGTH_MAX]);
    private final EventsStateEncoder eventsEncoder = new EventsStateEncoder();
    private final EventsStateDecoder eventsDecoder = new EventsStateDecoder();
    private final EventStateEncoder eventEncoder = new EventStateEncoder();
    private final EventStateDecoder eventDecoder = new EventStateDecoder();

    EventRecord(final EventRing ring)
    {
        this.ring = ring;
    }

    @Override
    public void write(final SnapshotRecords records)
    {
        final VenueSequences evicted = ring.evictedByVenue();
        eventsEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .firstSequence(ring.firstSequence())
            .evictedToAll(ring.evictedToAll())
            .events((int)(ring.nextSequence() - ring.firstSequence()));
        final EventsStateEncoder.VenuesEncoder venues = eventsEncoder.venuesCount(evicted.count());
        for (int i = 0; i < evicted.count(); i++)
        {
            venues.next().venue(evicted.venue(i)).evicted(evicted.sequence(i));
        }
        records.write(eventsEncoder.encodedLength());

        for (long sequence = ring.firstSequence(); sequence < ring.nextSequence(); sequence++)
        {
            final int length = ring.read(sequence, event);
            eventEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .venueA(ring.venueA(sequence))
                .venueB(ring.venueB(sequence))
                .putEncodedEvent(event, 0, length);
            records.write(eventEncoder.encodedLength());
        }
    }

    @Override
    public boolean read(
        final int templateId, final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header)
    {
        switch (templateId)
        {
            case EventsStateDecoder.TEMPLATE_ID:
                eventsDecoder.wrapAndApplyHeader(buffer, offset, header);
                ring.restore(eventsDecoder.firstSequence(), eventsDecoder.evictedToAll());
                for (final EventsStateDecoder.VenuesDecoder venue : eventsDecoder.venues())
                {
                    ring.restoreVenue(venue.venue(), venue.evicted());
                }
                return true;
            case EventStateDecoder.TEMPLATE_ID:
                eventDecoder.wrapAndApplyHeader(buffer, offset, header);
                final int length = eventDecoder.encodedEventLength();
                eventDecoder.getEncodedEvent(event, 0, length);
                ring.append(event, 0, length, eventDecoder.venueA(), eventDecoder.venueB());
                return true;
            default:
                return false;
        }
    }
}
