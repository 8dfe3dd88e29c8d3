package io.flatbook.testkit;

import io.flatbook.cluster.NodeStatus;
import io.flatbook.node.EmbeddedNode;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What nodes publish of their replica hashes, each of the positions of its own last ticks.
 */
final class ReplicaHashes
{
    private ReplicaHashes()
    {
    }

    /**
     * The hashes of the first position of which all nodes have published one.
     *
     * @param nodes        that run, one at least.
     * @param fromPosition of the log, in bytes; earlier ones are passed over.
     * @return the hashes by member; empty if there is no such position yet.
     */
    static Map<Integer, Long> shared(final List<EmbeddedNode> nodes, final long fromPosition)
    {
        for (final NodeStatus.PositionHash hash : hashes(nodes.get(0)))
        {
            final Map<Integer, Long> hashByMember = at(nodes, hash.logPosition());
            if (hash.logPosition() >= fromPosition && hashByMember.size() == nodes.size())
            {
                return hashByMember;
            }
        }
        return Map.of();
    }

    private static Map<Integer, Long> at(final List<EmbeddedNode> nodes, final long position)
    {
        final Map<Integer, Long> hashByMember = new TreeMap<>();
        for (final EmbeddedNode node : nodes)
        {
            for (final NodeStatus.PositionHash hash : hashes(node))
            {
                if (hash.logPosition() == position)
                {
                    hashByMember.put(node.config().memberId(), hash.replicaHash());
                }
            }
        }
        return hashByMember;
    }

    private static List<NodeStatus.PositionHash> hashes(final EmbeddedNode node)
    {
        final NodeStatus status = node.status();
        return null == status ? List.of() : status.replicaHashes();
    }
}
