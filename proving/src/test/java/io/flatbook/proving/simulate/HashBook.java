package io.flatbook.proving.simulate;

import io.flatbook.cluster.NodeStatus;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the nodes told of their state hashes, by position of the log.
 */
final class HashBook
{
    private final TreeMap<Long, Long> hashByPosition = new TreeMap<>();

    /** @return what differs from another node, or null. */
    String told(final int member, final NodeStatus status)
    {
        String difference = null;
        for (final NodeStatus.PositionHash each : status.replicaHashes())
        {
            final Long before = hashByPosition.putIfAbsent(each.logPosition(), each.replicaHash());
            if (null != before && before != each.replicaHash())
            {
                difference = String.format("node %d has %016x at position %d, where another had %016x",
                    member, each.replicaHash(), each.logPosition(), before);
            }
        }
        return difference;
    }

    Map<Long, Long> all()
    {
        return hashByPosition;
    }
}
