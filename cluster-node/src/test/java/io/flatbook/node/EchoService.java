package io.flatbook.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.logbuffer.Header;
import io.flatbook.cluster.NodeStatus;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The smallest service with state: it answers each message with itself and keeps a hash of all it saw. It lets the
 * node be tested by itself.
 */
final class EchoService extends IdleService
{
    /** A message that kills the node that applies it, if the service was made to. */
    static final String POISON = "poison";

    private static final int HASHES_MAX = 64;

    private final boolean poisonable;
    private final Deque<NodeStatus.PositionHash> hashes = new ArrayDeque<>();
    private long messages;
    private long hash;
    private volatile NodeStatus status;

    private EchoService(final boolean poisonable)
    {
        this.poisonable = poisonable;
    }

    static HostedService hosted()
    {
        return hosted(false);
    }

    static HostedService poisonable()
    {
        return hosted(true);
    }

    @Override
    public void onStart(final Cluster startedCluster, final Image snapshotImage)
    {
        super.onStart(startedCluster, snapshotImage);
        while (null != snapshotImage && !snapshotImage.isEndOfStream())
        {
            snapshotImage.poll((buffer, offset, length, header) ->
            {
                messages = buffer.getLong(offset);
                hash = buffer.getLong(offset + Long.BYTES);
            }, 1);
            cluster.idleStrategy().idle();
        }
        if (null != snapshotImage)
        {
            publish(cluster.time());
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
        final String text = buffer.getStringWithoutLengthAscii(offset, length);
        if (poisonable && POISON.equals(text))
        {
            throw new AssertionError("poisoned at " + cluster.logPosition());
        }
        messages++;
        hash = 31 * hash + text.hashCode();
        hashes.addLast(new NodeStatus.PositionHash(cluster.logPosition(), hash));
        if (hashes.size() > HASHES_MAX)
        {
            hashes.removeFirst();
        }
        publish(timestamp);
        if (null != session)
        {
            session.offer(buffer, offset, length);
        }
    }

    @Override
    public void onTakeSnapshot(final ExclusivePublication snapshotPublication)
    {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        record.putLong(0, messages);
        record.putLong(Long.BYTES, hash);
        while (snapshotPublication.offer(record, 0, record.capacity()) < 0)
        {
            cluster.idleStrategy().idle();
        }
    }

    private static HostedService hosted(final boolean poisonable)
    {
        final EchoService service = new EchoService(poisonable);
        return new HostedService(service, () -> service.status);
    }

    private void publish(final long timestampMs)
    {
        status = new NodeStatus(cluster.role().name(), 0, cluster.logPosition(), timestampMs, 1, 1, hash, hash,
            messages, 0, 0, 0, 0, false, List.of(), List.of(), List.of(), List.copyOf(hashes));
    }
}
