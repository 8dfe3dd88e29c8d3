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
    private final UnsafeBuffer scratch;
    private long nextSequence = IDLE;
    private long previousSequence;

    /**
     * @param scratch of at least {@link EventRing#EVENT_LENGTH_MAX} bytes, shared by the cursors of a thread.
     */
    EventCursor(final EventRing ring, final UnsafeBuffer scratch)
    {
        this.ring = ring;
        this.scratch = scratch;
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

    /** Moves to the end: what came meanwhile is asked for anew, if it is wanted. */
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
        while (sent < eventsMax && IDLE != nextSequence && nextSequence < ring.nextSequence())
        {
            if (ring.isAddressedTo(nextSequence, venue))
            {
                final int length = ring.read(nextSequence, scratch);
                scratch.putLong(PREVIOUS_SEQUENCE_OFFSET, previousSequence, LITTLE_ENDIAN);
                if (!receiver.offer(scratch, 0, length))
                {
                    return sent;
                }
                previousSequence = nextSequence;
                sent++;
            }
            nextSequence++;
        }
        return sent;
    }
}
