package io.flatbook.ops.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flatbook.ops.link.Replicas;

import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads the replica hashes of all nodes while a run lasts, so that those of a node that dies are known too.
 */
final class HashWatch implements AutoCloseable
{
    private static final long INTERVAL_MS = 2_000;

    private final Replicas replicas;
    private final TreeMap<Long, String> hashByPosition = new TreeMap<>();
    private final TreeMap<Long, BitSet> membersByPosition = new TreeMap<>();
    private final TreeMap<Long, String> differences = new TreeMap<>();
    private final BitSet ignored = new BitSet();
    private final Thread thread = new Thread(this::watch, "hash-watch");

    HashWatch(final Replicas replicas)
    {
        this.replicas = replicas;
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads what all nodes say now. */
    void read()
    {
        read(replicas.pages());
    }

    /** Takes no hash of a node that is to be the odd one, until told otherwise. */
    synchronized void ignore(final int member, final boolean isIgnored)
    {
        ignored.set(member, isIgnored);
    }

    /** Hashes by log position, as the node that was read first told them. */
    synchronized TreeMap<Long, String> hashByPosition()
    {
        return new TreeMap<>(hashByPosition);
    }

    /** What two nodes said of one position and was not the same. */
    synchronized List<String> differences()
    {
        return List.copyOf(differences.values());
    }

    /** Positions of which two nodes or more told a hash. */
    synchronized long compared()
    {
        return membersByPosition.values().stream().filter((members) -> 1 < members.cardinality()).count();
    }

    @Override
    public void close()
    {
        thread.interrupt();
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void watch()
    {
        try
        {
            while (true)
            {
                read();
                Thread.sleep(INTERVAL_MS);
            }
        }
        catch (final InterruptedException ignore)
        {
            Thread.currentThread().interrupt();
        }
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
                membersByPosition.computeIfAbsent(position, (key) -> new BitSet()).set(member);
            }
        }
    }
}
