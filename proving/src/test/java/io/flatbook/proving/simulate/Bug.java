package io.flatbook.proving.simulate;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

import io.aeron.Image;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import io.flatbook.cluster.SessionPrincipal;
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
    /** One node reads a clock of its own. */
    OWN_CLOCK,
    /** One bit of one entry flips in the memory of one node. */
    FLIPPED_BIT,
    /** All nodes take a message that was sent again for a new one. */
    APPLIED_AGAIN,
    /** All nodes skip the same entry, which no hash of theirs can show. */
    ALL_SKIP_ENTRY,
    /** One node gets no timers. */
    TIMER_LOST,
    /** One node is not told that sessions close. */
    SESSION_CLOSE_LOST,
    /** One node starts without its snapshot. */
    SNAPSHOT_IGNORED,
    /** All nodes take the messages of an instance that was taken over for those of the one that took over. */
    FENCE_IGNORED,
    /** What a leader that is gone did not answer is never answered: no node says what it has applied before. */
    EGRESS_LOST,
    /** A node starts with the end of its log as a power cut has left it. */
    TORN_TAIL_KEPT,
    /** A node whose disk lied runs on what is left, instead of fetching all; only with what lets a disk lie. */
    LIE_BELIEVED,
    /** Whatever comes over the sealed wire is taken for genuine; only with a seed that 4 divides. */
    SEAL_UNCHECKED,
    /** A snapshot lacks what is in none of its hashes: the end of the last record; only with {@code --engine}. */
    SNAPSHOT_FIELD;

    private static final int SICK_MEMBER = 1;
    private static final int SICK_EVERY = 97;
    private static final int TEMPLATE_OFFSET = 2;
    private static final int ID_OFFSET = 8;
    private static final int BODY_OFFSET = 16;
    private static final int FIRST_EVENT = 100;
    private static final int LENGTH_OF_LENGTH = 4;

    ClusteredService around(final ClusteredService service, final int member)
    {
        return switch (this)
        {
            case NONE, TORN_TAIL_KEPT, LIE_BELIEVED, SEAL_UNCHECKED -> service;
            case APPLIED_AGAIN, ALL_SKIP_ENTRY, FENCE_IGNORED, EGRESS_LOST -> new Sick(service, this);
            default -> SICK_MEMBER == member ? new Sick(service, this) : service;
        };
    }

    /** The record before the footer ends in zeros. */
    static byte[] without(final byte[] snapshot)
    {
        final UnsafeBuffer records = new UnsafeBuffer(snapshot.clone());
        int last = 0;
        int footer = 0;
        for (int at = 0; at < snapshot.length; at += LENGTH_OF_LENGTH + records.getInt(at, ByteOrder.LITTLE_ENDIAN))
        {
            last = footer;
            footer = at;
        }
        records.setMemory(Math.max(last + LENGTH_OF_LENGTH, footer - Long.BYTES), Long.BYTES, (byte)0);
        return records.byteArray();
    }

    private static final class Sick extends ForwardingService
    {
        private final Bug bug;
        private final UnsafeBuffer changed = new UnsafeBuffer(new byte[64 * 1024]);
        private final Map<String, Long> lastIds = new HashMap<>();
        private final Map<String, ClientSession> newest = new HashMap<>();

        private Sick(final ClusteredService inside, final Bug bug)
        {
            super(inside);
            this.bug = bug;
        }

        @Override
        public void onStart(final Cluster cluster, final Image snapshotImage)
        {
            super.onStart(cluster, SNAPSHOT_IGNORED == bug ? null : snapshotImage);
        }

        @Override
        public void onSessionOpen(final ClientSession session, final long timestamp)
        {
            newest.put(SessionPrincipal.decode(session.encodedPrincipal()).name(), session);
            super.onSessionOpen(EGRESS_LOST == bug ? new MuteSession(session) : session, timestamp);
        }

        @Override
        public void onTimerEvent(final long correlationId, final long timestamp)
        {
            if (TIMER_LOST != bug)
            {
                super.onTimerEvent(correlationId, timestamp);
            }
        }

        @Override
        public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason)
        {
            if (SESSION_CLOSE_LOST != bug)
            {
                super.onSessionClose(session, timestamp, closeReason);
            }
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
            if (APPLIED_AGAIN == bug && null != session && changed.getShort(TEMPLATE_OFFSET) < FIRST_EVENT)
            {
                final String name = SessionPrincipal.decode(session.encodedPrincipal()).name();
                final long lastId = lastIds.getOrDefault(name, 0L);
                final long id = changed.getLong(ID_OFFSET);
                lastIds.put(name, id <= lastId ? lastId + 1 : id);
                changed.putLong(ID_OFFSET, lastIds.get(name));
            }
            super.onSessionMessage(FENCE_IGNORED == bug ? newest(session) : session,
                OWN_CLOCK == bug ? timestamp + 1 : timestamp, changed, 0, length, header);
        }

        private ClientSession newest(final ClientSession session)
        {
            return null == session ? null : newest.getOrDefault(
                SessionPrincipal.decode(session.encodedPrincipal()).name(), session);
        }
    }
}
