package io.flatbook.cluster;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * The place of a receiver in the retained events. It is not state: a successor does not know what a leader sent, so
 * the receiver asks again after a change of leader.
 */
final class EventCursor
{
    /** In every event the previous sequence follows the message header and the sequence. */
    private static final int PREVIOUS_SEQUENCE_OFFSET = MessageCheck.HEADER_LENGTH + Long.BYTES;
    private static final long IDLE = -1;

    private final EventRing ring;
    private final UnsafeBuffer event = new UnsafeBuffer(0, 0);
    private long nextSequence = IDLE;
    private long previousSequence;

    EventCursor(final EventRing ring)
    {
        this.ring = ring;
    }

    boolean isActive()
    {
        return IDLE != nextSequence;
    }

    void stop()
    {
        nextSequence = IDLE;
    }

    /**
     * Starts at a sequence, 0 (or one not yet reached): from now on.
     *
     * @return false if the sequence is no longer retained; the cursor then stays as it was.
     */
    boolean start(final long fromSequence, final int venue)
    {
        if (fromSequence > 0 && fromSequence < ring.firstSequence())
        {
            return false;
        }
        nextSequence = fromSequence > 0 ? Math.min(fromSequence, ring.nextSequence()) : ring.nextSequence();
        previousSequence = ring.lastAddressedBefore(nextSequence, venue);
        return true;
    }

    /** Moves to the end: the client asks again for what came meanwhile, if it wants it. */
    void skip(final int venue)
    {
        if (isActive())
        {
            start(0, venue);
        }
    }

    /**
     * @return whether the next event wanted has left the ring.
     */
    boolean isBehind()
    {
        return IDLE != nextSequence && nextSequence < ring.firstSequence();
    }

    /**
     * Sends what is addressed to the venue until the receiver takes no more.
     *
     * @param eventsMax most events to send.
     * @return number of events sent.
     */
    int advance(final Receiver receiver, final int venue, final int eventsMax)
    {
        int sent = 0;
        while (isActive() && sent < eventsMax)
        {
            nextSequence = ring.nextAddressed(nextSequence, venue);
            if (ring.nextSequence() == nextSequence || !offer(receiver))
            {
                return sent;
            }
            previousSequence = nextSequence;
            sent++;
            nextSequence++;
        }
        return sent;
    }

    /** Sends the event from where it lies. It stays as it was: the previous sequence is the receiver's own. */
    private boolean offer(final Receiver receiver)
    {
        ring.wrap(nextSequence, event);
        final long retained = event.getLong(PREVIOUS_SEQUENCE_OFFSET, LITTLE_ENDIAN);
        event.putLong(PREVIOUS_SEQUENCE_OFFSET, previousSequence, LITTLE_ENDIAN);
        try
        {
            return receiver.offer(event, 0, event.capacity());
        }
        finally
        {
            event.putLong(PREVIOUS_SEQUENCE_OFFSET, retained, LITTLE_ENDIAN);
        }
    }
}
