package io.flatbook.proving.simulate;

import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import io.flatbook.cluster.CommandHash;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A fault of the service, made by hand around it: each must be found by the audits, or they prove nothing.
 */
enum Bug
{
    /** As shipped. */
    NONE,
    /** One node skips one entry. */
    SKIPPED_ENTRY,
    /** One node does not see one timer. */
    LOST_TIMER,
    /** One node reads a clock of its own. */
    OWN_CLOCK,
    /** One bit of one entry flips in the memory of one node. */
    FLIPPED_BIT,
    /** One node does not see that a session is closed. */
    LOST_SESSION_CLOSE,
    /** All nodes take a message that was sent again for a new one. */
    APPLIED_AGAIN,
    /** All nodes skip the same entry, which no hash of theirs can show. */
    ALL_SKIP_ENTRY;

    private static final int SICK_MEMBER = 1;
    private static final int SICK_EVERY = 97;
    private static final int BODY_OFFSET = 16;

    ClusteredService around(final ClusteredService service, final int member)
    {
        final boolean isEverywhere = APPLIED_AGAIN == this || ALL_SKIP_ENTRY == this;
        return NONE == this || member != SICK_MEMBER && !isEverywhere ? service : new Sick(service, this);
    }

    private static final class Sick extends ForwardingService
    {
        private final Bug bug;
        private final UnsafeBuffer changed = new UnsafeBuffer(new byte[64 * 1024]);
        private long timers;
        private long lastHash;

        private Sick(final ClusteredService inside, final Bug bug)
        {
            super(inside);
            this.bug = bug;
        }

        @Override
        public void onSessionMessage(
            final ClientSession session,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final Header header)
        {
            // By position, so that the same entry is meant on each node and after each restart.
            final boolean isSick = 0 == header.position() / 32 % SICK_EVERY;
            if (isSick && (SKIPPED_ENTRY == bug || ALL_SKIP_ENTRY == bug))
            {
                return;
            }
            changed.putBytes(0, buffer, offset, length);
            if (isSick && FLIPPED_BIT == bug && BODY_OFFSET < length)
            {
                changed.putByte(BODY_OFFSET, (byte)(changed.getByte(BODY_OFFSET) ^ 1));
            }
            final long hash = CommandHash.of(buffer, offset, length);
            if (APPLIED_AGAIN == bug && hash == lastHash)
            {
                changed.putLong(Long.BYTES, changed.getLong(Long.BYTES) + 1);
            }
            lastHash = hash;
            super.onSessionMessage(
                session, OWN_CLOCK == bug ? timestamp + 1 : timestamp, changed, 0, length, header);
        }

        @Override
        public void onTimerEvent(final long correlationId, final long timestamp)
        {
            if (LOST_TIMER != bug || 0 != ++timers % SICK_EVERY)
            {
                super.onTimerEvent(correlationId, timestamp);
            }
        }

        @Override
        public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason)
        {
            if (LOST_SESSION_CLOSE != bug)
            {
                super.onSessionClose(session, timestamp, closeReason);
            }
        }
    }
}
