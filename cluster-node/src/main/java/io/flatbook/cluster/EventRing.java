package io.flatbook.cluster;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The last events, each with its addressees. Sequences are dense from 1.
 *
 * <p>The ring keeps a number of events and a number of bytes, whichever is reached first, and all events of the present
 * entry, however many: a receiver that had read everything before misses none of them. It returns to its size over
 * later entries, by a few events at each. All this depends on the log alone, so that every replica retains the same. It
 * is in the snapshot and outside the hashes.
 *
 * <p>The bytes are in segments, so that a ring that must grow for a large entry copies none of them. An event is in
 * one piece: behind the end of a segment there is room for the longest, and the next one begins where it would have
 * ended in the next segment. So events are encoded where they stay ({@link #next()}) and sent from there.
 *
 * <p>Contract: ONCE-3.
 */
final class EventRing
{
    /** Addressed to all gateways, and to risk and ops. */
    static final int ALL = -1;
    /** Addressed to risk and ops only, who are addressed by every event; also the venue of their cursors. */
    static final int RISK_OPS = 0;
    static final int EVENT_LENGTH_MAX = 32 * 1024;

    private static final int BYTES_PER_EVENT = 256;
    private static final int SEGMENT_BITS = 20;
    private static final int SEGMENT_LENGTH = 1 << SEGMENT_BITS;
    /** Readers of an entry larger than the ring have the time of many entries to read it. */
    private static final int EVICTIONS_PER_EVENT = 16;

    private final int eventsMax;
    private final long bytesMax;
    private int mask;
    private long[] positions;
    private int[] lengths;
    private int[] venuesA;
    private int[] venuesB;
    private AddressIndex addresses;
    private final VenueSequences lastByVenue = new VenueSequences();
    private final VenueSequences evictedByVenue = new VenueSequences();
    private final UnsafeBuffer next = new UnsafeBuffer(0, 0);
    private byte[][] segments = {null};
    private long headPosition;
    private long tailPosition;
    private long firstSequence = 1;
    private long nextSequence = 1;
    /** Events from here on are of the present entry. */
    private long entrySequence = Long.MAX_VALUE;
    private long lastToAll;
    private long evictedToAll;

    /**
     * @param eventsMax number of events retained; 256 times as many bytes, at least 64 KB.
     */
    EventRing(final int eventsMax)
    {
        this.eventsMax = eventsMax;
        bytesMax = Math.max(2L * EVENT_LENGTH_MAX, (long)eventsMax * BYTES_PER_EVENT);
        final int capacity = Integer.highestOneBit(Math.max(1, eventsMax - 1)) << 1;
        mask = capacity - 1;
        positions = new long[capacity];
        lengths = new int[capacity];
        venuesA = new int[capacity];
        venuesB = new int[capacity];
        addresses = new AddressIndex(capacity);
        placeNext();
    }

    /**
     * Where the next event is to be encoded, from 0, {@link #EVENT_LENGTH_MAX} bytes: always the same buffer, which
     * moves on with each event.
     */
    UnsafeBuffer next()
    {
        return next;
    }

    long firstSequence()
    {
        return firstSequence;
    }

    long nextSequence()
    {
        return nextSequence;
    }

    /**
     * Appends an event of another buffer with the next sequence; see {@link #append(int, int, int)}.
     */
    void append(final DirectBuffer event, final int offset, final int length, final int venueA, final int venueB)
    {
        next.putBytes(0, event, offset, length);
        append(length, venueA, venueB);
    }

    /**
     * Appends what was put into {@link #next()} with the next sequence.
     *
     * @param venueA {@link #ALL}, {@link #RISK_OPS} or a venue.
     * @param venueB a second venue, or 0.
     */
    void append(final int length, final int venueA, final int venueB)
    {
        for (int i = 0; i < EVICTIONS_PER_EVENT && firstSequence < entrySequence && isFull(length); i++)
        {
            evict();
        }
        if (nextSequence - firstSequence > mask)
        {
            growIndex();
        }
        final int index = (int)nextSequence & mask;
        positions[index] = tailPosition;
        lengths[index] = length;
        venuesA[index] = venueA;
        venuesB[index] = venueB;
        addresses.add(nextSequence, venueA, venueB);
        tailPosition += length;
        if (ALL == venueA)
        {
            lastToAll = nextSequence;
        }
        else if (venueA > 0)
        {
            lastByVenue.set(venueA, nextSequence);
            if (venueB > 0)
            {
                lastByVenue.set(venueB, nextSequence);
            }
        }
        nextSequence++;
        placeNext();
    }

    /** An entry begins: what follows is retained until it has ended. */
    void beginEntry()
    {
        entrySequence = nextSequence;
    }

    /**
     * Copies a retained event out.
     *
     * @return its length in bytes.
     */
    int read(final long sequence, final UnsafeBuffer into)
    {
        final int index = (int)sequence & mask;
        into.putBytes(0, segment(positions[index]), offset(positions[index]), lengths[index]);
        return lengths[index];
    }

    /**
     * Lays a buffer over a retained event, until the next is appended.
     */
    void wrap(final long sequence, final UnsafeBuffer over)
    {
        final int index = (int)sequence & mask;
        over.wrap(segment(positions[index]), offset(positions[index]), lengths[index]);
    }

    int venueA(final long sequence)
    {
        return venuesA[(int)sequence & mask];
    }

    int venueB(final long sequence)
    {
        return venuesB[(int)sequence & mask];
    }

    /**
     * @return the first event from a retained one on that is addressed to the venue; the end if none is.
     */
    long nextAddressed(final long sequence, final int venue)
    {
        if (RISK_OPS == venue)
        {
            return sequence;
        }
        long candidate = addresses.from(sequence, nextSequence, venue);
        while (candidate < nextSequence && !isAddressedTo(candidate, venue))
        {
            candidate = addresses.from(candidate + 1, nextSequence, venue);
        }
        return candidate;
    }

    /**
     * @return the last event addressed to the venue, 0 if none was.
     */
    long lastAddressed(final int venue)
    {
        return RISK_OPS == venue ? nextSequence - 1 : Math.max(lastToAll, lastByVenue.sequenceOf(venue));
    }

    /**
     * @return the last event before a retained one, or the end, that was addressed to the venue; 0 if none was.
     */
    long lastAddressedBefore(final long sequence, final int venue)
    {
        if (RISK_OPS == venue)
        {
            return sequence - 1;
        }
        if (lastAddressed(venue) < sequence)
        {
            return lastAddressed(venue);
        }
        long candidate = addresses.backFrom(sequence - 1, firstSequence, venue);
        while (candidate >= firstSequence && !isAddressedTo(candidate, venue))
        {
            candidate = addresses.backFrom(candidate - 1, firstSequence, venue);
        }
        return candidate >= firstSequence ? candidate : Math.max(evictedToAll, evictedByVenue.sequenceOf(venue));
    }

    VenueSequences evictedByVenue()
    {
        return evictedByVenue;
    }

    long evictedToAll()
    {
        return evictedToAll;
    }

    /**
     * Sets an empty ring to where a snapshot's ring began; its events are appended next.
     */
    void restore(final long firstRetainedSequence, final long lastEvictedToAll)
    {
        firstSequence = firstRetainedSequence;
        nextSequence = firstRetainedSequence;
        entrySequence = firstRetainedSequence;
        evictedToAll = lastEvictedToAll;
        lastToAll = lastEvictedToAll;
    }

    void restoreVenue(final int venue, final long lastEvicted)
    {
        evictedByVenue.set(venue, lastEvicted);
        lastByVenue.set(venue, lastEvicted);
    }

    private boolean isAddressedTo(final long sequence, final int venue)
    {
        final int index = (int)sequence & mask;
        return ALL == venuesA[index] || venue == venuesA[index] || venue == venuesB[index];
    }

    private boolean isFull(final int length)
    {
        return nextSequence - firstSequence >= eventsMax || tailPosition - headPosition + length > bytesMax;
    }

    private void evict()
    {
        final int index = (int)firstSequence & mask;
        if (ALL == venuesA[index])
        {
            evictedToAll = firstSequence;
        }
        else if (venuesA[index] > 0)
        {
            evictedByVenue.set(venuesA[index], firstSequence);
            if (venuesB[index] > 0)
            {
                evictedByVenue.set(venuesB[index], firstSequence);
            }
        }
        headPosition += lengths[index];
        firstSequence++;
    }

    private void growIndex()
    {
        final int formerMask = mask;
        final long[] formerPositions = positions;
        final int[] formerLengths = lengths;
        final int[] formerVenuesA = venuesA;
        final int[] formerVenuesB = venuesB;
        final int capacity = Math.multiplyExact(2, positions.length);
        mask = capacity - 1;
        positions = new long[capacity];
        lengths = new int[capacity];
        venuesA = new int[capacity];
        venuesB = new int[capacity];
        addresses = new AddressIndex(capacity);
        for (long sequence = firstSequence; sequence < nextSequence; sequence++)
        {
            final int from = (int)sequence & formerMask;
            final int to = (int)sequence & mask;
            positions[to] = formerPositions[from];
            lengths[to] = formerLengths[from];
            venuesA[to] = formerVenuesA[from];
            venuesB[to] = formerVenuesB[from];
            addresses.add(sequence, venuesA[to], venuesB[to]);
        }
    }

    /** There is room for the longest event before anything is evicted for it. */
    private void placeNext()
    {
        final long needed = tailPosition - headPosition + EVENT_LENGTH_MAX;
        if (needed > (long)segments.length << SEGMENT_BITS)
        {
            grow(needed);
        }
        final int place = place(tailPosition >>> SEGMENT_BITS);
        if (null == segments[place])
        {
            segments[place] = new byte[SEGMENT_LENGTH + EVENT_LENGTH_MAX];
        }
        next.wrap(segments[place], offset(tailPosition), EVENT_LENGTH_MAX);
    }

    private void grow(final long needed)
    {
        final byte[][] former = segments;
        int count = former.length;
        while ((long)count << SEGMENT_BITS < needed)
        {
            count = Math.multiplyExact(2, count);
        }
        segments = new byte[count][];
        final long first = headPosition >>> SEGMENT_BITS;
        for (long number = first; number <= tailPosition >>> SEGMENT_BITS; number++)
        {
            // The last may share the place of the first.
            final byte[] segment = former[(int)number & former.length - 1];
            segments[place(number)] = null != segment && number == first + former.length ? segment.clone() : segment;
        }
    }

    private int place(final long segment)
    {
        return (int)segment & segments.length - 1;
    }

    private byte[] segment(final long position)
    {
        return segments[place(position >>> SEGMENT_BITS)];
    }

    private static int offset(final long position)
    {
        return (int)position & SEGMENT_LENGTH - 1;
    }
}
