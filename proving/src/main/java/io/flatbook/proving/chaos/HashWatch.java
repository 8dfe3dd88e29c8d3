package io.flatbook.proving.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flatbook.ops.link.Replicas;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the replica hashes of all nodes while a run lasts, so that those of a node that dies are known too.
 */
final class HashWatch implements AutoCloseable
{
    private static final long INTERVAL_MS = 2_000;

    private final Replicas replicas;
    private final TreeMap<Long, String> hashByPosition = new TreeMap<>();
    private final TreeMap<Long, String> differences = new TreeMap<>();
    private final BitSet ignored = new BitSet();
    private final Lookout lookout = new Lookout("hash-watch", INTERVAL_MS, this::read);

    /**
     * What nodes reported.
     *
     * @param hashByPosition in the log, of the node that was read first.
     * @param differences    what two nodes said of one position and was not the same.
     */
    record Reported(Map<Long, String> hashByPosition, List<String> differences)
    {
    }

    HashWatch(final Replicas replicas)
    {
        this.replicas = replicas;
        lookout.start();
    }

    /** Reads what all nodes say now. */
    void read()
    {
        read(replicas.pages());
    }

    /** Takes no hash of a node that is to be the odd one, until it is released. */
    synchronized void ignore(final int member, final boolean isIgnored)
    {
        ignored.set(member, isIgnored);
    }

    /** What the nodes have reported so far. */
    synchronized Reported reported()
    {
        return new Reported(Map.copyOf(hashByPosition), List.copyOf(differences.values()));
    }

    /** Why it has stopped to read; null if it has not. */
    String failure()
    {
        return lookout.failure();
    }

    @Override
    public void close()
    {
        lookout.close();
    }

    private synchronized void read(final List<JsonNode> pages)
    {
        for (int member = 0; member < pages.size(); member++)
        {
            final JsonNode page = ignored.get(member) ? MissingNode.getInstance() : pages.get(member);
            for (final JsonNode pair : page.path("service").path("hashes"))
            {
                final long position = pair.path("position").asLong();
                final String hash = pair.path("replicaHash").asText();
                final String before = hashByPosition.putIfAbsent(position, hash);
                if (null != before && !before.equals(hash))
                {
                    differences.put(position, "node " + member + " has " + hash + " at " + position +
                        " where another had " + before);
                }
            }
        }
    }
}
