package io.flatbook.ops.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the status pages of all nodes: who leads, who has caught up, whether their books are the same.
 */
public final class Replicas
{
    private static final long PAGE_TIMEOUT_MS = 500;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Profile profile;

    /**
     * The replicas of a cluster.
     *
     * @param profile of the cluster, with the status pages of all nodes.
     */
    public Replicas(final Profile profile)
    {
        this.profile = profile;
    }

    /**
     * What all nodes say at one position of the log.
     *
     * @param nodes     that say it.
     * @param position  of the log, in bytes.
     * @param stateHash hash of the book.
     * @param compared  positions at which replica hashes were compared in all.
     */
    public record Agreement(int nodes, long position, String stateHash, int compared)
    {
    }

    /**
     * Waits for a leader that takes commands.
     *
     * @return its member id.
     * @throws NotAsPromisedException if there is none within a minute.
     */
    public int awaitLeader()
    {
        return awaitLeader(() ->
        {
        });
    }

    /**
     * Waits for a leader that takes commands, as long as it can come.
     *
     * @param check throws if none can come any more.
     * @return its member id.
     * @throws NotAsPromisedException if there is none within a minute.
     */
    public int awaitLeader(final Runnable check)
    {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() - deadlineNs < 0)
        {
            check.run();
            final List<JsonNode> pages = pages();
            for (int member = 0; member < pages.size(); member++)
            {
                final JsonNode page = pages.get(member);
                if ("LEADER".equals(page.path("role").asText()) && "CLOSED".equals(page.path("election").asText()) &&
                    "ACTIVE".equals(page.path("module").asText()) && page.has("service"))
                {
                    return member;
                }
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new NotAsPromisedException("no leader after " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS) + " s");
    }

    /**
     * Waits until a node that was started again has applied what the leader had when this was called, or more.
     *
     * @param member id of the node.
     * @throws NotAsPromisedException if it has not within a minute.
     */
    public void awaitCaughtUp(final int member)
    {
        long target = 0;
        for (final JsonNode page : pages())
        {
            target = Math.max(target, page.path("commitPosition").asLong());
        }
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() - deadlineNs < 0)
        {
            final JsonNode page = pages().get(member);
            // Whether it follows or has come to lead meanwhile.
            if ("CLOSED".equals(page.path("election").asText()) &&
                target <= page.path("service").path("appliedPosition").asLong())
            {
                return;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new NotAsPromisedException("node " + member + " has not caught up after " +
            TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS) + " s");
    }

    /**
     * Waits until all nodes tell of one position and compares everything they say there.
     *
     * @return what they agree upon.
     * @throws NotAsPromisedException if they differ, or tell of no common position within a minute.
     */
    public Agreement compare()
    {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() - deadlineNs < 0)
        {
            final List<JsonNode> pages = pages();
            final int compared = compareHashes(pages);
            if (0 < compared && 1 == pages.stream().map(Replicas::position).distinct().count() &&
                0 < position(pages.get(0)))
            {
                return agreement(pages, compared);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new NotAsPromisedException("the nodes tell of no common position");
    }

    private static Agreement agreement(final List<JsonNode> pages, final int compared)
    {
        final JsonNode first = pages.get(0).path("service");
        for (final JsonNode page : pages)
        {
            final JsonNode service = page.path("service");
            for (final String name : List.of("stateHash", "replicaHash", "accounts", "positions", "assets"))
            {
                if (!service.path(name).equals(first.path(name)))
                {
                    throw new NotAsPromisedException("at position " + position(page) + " nodes differ in " + name +
                        ": " + first.path(name) + " and " + service.path(name));
                }
            }
            for (final JsonNode asset : service.path("assets"))
            {
                if (!asset.path("balanced").asBoolean())
                {
                    throw new NotAsPromisedException("money is not conserved: " + asset);
                }
            }
        }
        return new Agreement(pages.size(), position(pages.get(0)), first.path("stateHash").asText(), compared);
    }

    /** Number of positions at which all nodes have published a hash; they must be equal. */
    private static int compareHashes(final List<JsonNode> pages)
    {
        final TreeMap<Long, List<String>> hashesByPosition = new TreeMap<>();
        for (final JsonNode page : pages)
        {
            for (final JsonNode hash : page.path("service").path("hashes"))
            {
                hashesByPosition.computeIfAbsent(hash.path("position").asLong(), key -> new ArrayList<>())
                    .add(hash.path("replicaHash").asText());
            }
        }
        int compared = 0;
        for (final var entry : hashesByPosition.entrySet())
        {
            if (1 < entry.getValue().stream().distinct().count())
            {
                throw new NotAsPromisedException("replica hashes differ at position " + entry.getKey() + ": " +
                    entry.getValue());
            }
            compared += entry.getValue().size() == pages.size() ? 1 : 0;
        }
        return compared;
    }

    private static Long position(final JsonNode page)
    {
        return page.path("service").path("appliedPosition").asLong();
    }

    /**
     * What all nodes say now.
     *
     * @return a page for every node in order of member ids; one of type MISSING if a node does not answer.
     */
    public List<JsonNode> pages()
    {
        final List<JsonNode> pages = new ArrayList<>();
        for (final StatusPages.Page page : StatusPages.read(profile, PAGE_TIMEOUT_MS))
        {
            pages.add(null == page.page() ? MissingNode.getInstance() :
                page.page());
        }
        return pages;
    }
}
