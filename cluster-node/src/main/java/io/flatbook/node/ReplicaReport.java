package io.flatbook.node;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import io.flatbook.cluster.NodeStatus.PositionHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What members report to each other about themselves and their replicas: how far they are, whether their disk has room,
 * what their clocks say, the last hashes and where in the log they were taken. Fits into one datagram; each report says
 * all, so that a lost one needs no repair.
 *
 * <p>Little endian: magic (int), hash of the cluster's name (int), member (int), number of pairs (int), incarnation,
 * applied, commit and covered position, flags (long each; bit 0 of the flags: the disk has room, the others are 0),
 * clock of the node and of its machine (long each, milliseconds since 1970), then the pairs of position (long) and hash
 * (long) in ascending order of position.
 *
 * @param member      that reports.
 * @param incarnation differs after each start of the member.
 * @param progress    of the member; no position is negative.
 * @param clocks      of the member when it reports.
 * @param hashes      at most {@link #PAIRS_MAX}, oldest first.
 */
record ReplicaReport(
    int member, long incarnation, MemberProgress progress, MemberClocks clocks, List<PositionHash> hashes)
{
    static final int PAIRS_MAX = 64;

    /** "FRH3", the last character being the version of the layout. */
    static final int MAGIC = 0x33485246;

    private static final int NAME_OFFSET = 4;
    private static final int MEMBER_OFFSET = 8;
    private static final int COUNT_OFFSET = 12;
    private static final int INCARNATION_OFFSET = 16;
    private static final int APPLIED_OFFSET = 24;
    private static final int COMMIT_OFFSET = 32;
    private static final int COVERED_OFFSET = 40;
    private static final int FLAGS_OFFSET = 48;
    private static final int NODE_CLOCK_OFFSET = 56;
    private static final int HOST_CLOCK_OFFSET = 64;
    private static final int PAIRS_OFFSET = 72;
    private static final long HAS_ROOM_FLAG = 1;
    private static final int PAIR_LENGTH = 2 * Long.BYTES;

    /** Longest report in bytes. */
    static final int LENGTH_MAX = PAIRS_OFFSET + PAIRS_MAX * PAIR_LENGTH;

    /**
     * @param clusterName that both sides must have.
     * @param buffer      of {@link #LENGTH_MAX} bytes at least.
     * @return length in bytes.
     */
    int encode(final String clusterName, final MutableDirectBuffer buffer)
    {
        final int first = Math.max(0, hashes.size() - PAIRS_MAX);
        buffer.putInt(0, MAGIC, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(NAME_OFFSET, clusterName.hashCode(), ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MEMBER_OFFSET, member, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(COUNT_OFFSET, hashes.size() - first, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(INCARNATION_OFFSET, incarnation, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(APPLIED_OFFSET, progress.appliedPosition(), ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(COMMIT_OFFSET, progress.commitPosition(), ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(COVERED_OFFSET, progress.coveredPosition(), ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(FLAGS_OFFSET, progress.hasRoom() ? HAS_ROOM_FLAG : 0, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(NODE_CLOCK_OFFSET, clocks.nodeMs(), ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(HOST_CLOCK_OFFSET, clocks.hostMs(), ByteOrder.LITTLE_ENDIAN);
        int at = PAIRS_OFFSET;
        for (final PositionHash pair : hashes.subList(first, hashes.size()))
        {
            buffer.putLong(at, pair.logPosition(), ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(at + Long.BYTES, pair.replicaHash(), ByteOrder.LITTLE_ENDIAN);
            at += PAIR_LENGTH;
        }
        return at;
    }

    /**
     * @param clusterName that both sides must have.
     * @return the report, or null if these bytes are no report of this cluster.
     */
    static ReplicaReport decode(
        final String clusterName, final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < PAIRS_OFFSET ||
            MAGIC != buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN) ||
            clusterName.hashCode() != buffer.getInt(offset + NAME_OFFSET, ByteOrder.LITTLE_ENDIAN))
        {
            return null;
        }
        final int count = buffer.getInt(offset + COUNT_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final MemberProgress progress = progress(buffer, offset);
        if (count < 0 || count > PAIRS_MAX || length != PAIRS_OFFSET + count * PAIR_LENGTH || null == progress)
        {
            return null;
        }

        final List<PositionHash> pairs = new ArrayList<>(count);
        long last = -1;
        for (int i = 0; i < count; i++)
        {
            final int at = offset + PAIRS_OFFSET + i * PAIR_LENGTH;
            final long position = buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
            if (position <= last)
            {
                return null;
            }
            last = position;
            pairs.add(new PositionHash(position, buffer.getLong(at + Long.BYTES, ByteOrder.LITTLE_ENDIAN)));
        }
        return new ReplicaReport(
            buffer.getInt(offset + MEMBER_OFFSET, ByteOrder.LITTLE_ENDIAN),
            buffer.getLong(offset + INCARNATION_OFFSET, ByteOrder.LITTLE_ENDIAN),
            progress,
            new MemberClocks(
                buffer.getLong(offset + NODE_CLOCK_OFFSET, ByteOrder.LITTLE_ENDIAN),
                buffer.getLong(offset + HOST_CLOCK_OFFSET, ByteOrder.LITTLE_ENDIAN)),
            List.copyOf(pairs));
    }

    private static MemberProgress progress(final DirectBuffer buffer, final int offset)
    {
        final long appliedPosition = buffer.getLong(offset + APPLIED_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final long commitPosition = buffer.getLong(offset + COMMIT_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final long coveredPosition = buffer.getLong(offset + COVERED_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final long flags = buffer.getLong(offset + FLAGS_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (appliedPosition < 0 || commitPosition < 0 || coveredPosition < 0 || 0 != (flags & ~HAS_ROOM_FLAG))
        {
            return null;
        }
        return new MemberProgress(appliedPosition, commitPosition, coveredPosition, 0 != (flags & HAS_ROOM_FLAG));
    }
}
