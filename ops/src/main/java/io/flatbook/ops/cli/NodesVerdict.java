package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.link.StatusPages;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the status pages of all nodes say together.
 *
 * @param exitCode of the verb that asks.
 * @param sentence for a person.
 */
record NodesVerdict(int exitCode, String sentence)
{
    static NodesVerdict of(final List<StatusPages.Page> pages)
    {
        final Map<Long, String> hashes = new HashMap<>();
        String leader = null;
        int up = 0;
        boolean isBalanced = true;
        for (final StatusPages.Page page : pages)
        {
            if (null == page.page())
            {
                continue;
            }
            up++;
            leader = leads(page.page()) ? page.page().path("member").asText() : leader;
            final JsonNode service = page.page().path("service");
            isBalanced &= isBalanced(service);
            for (final JsonNode pair : service.path("hashes"))
            {
                final String hash = pair.path("replicaHash").asText();
                final String other = hashes.putIfAbsent(pair.path("position").asLong(), hash);
                if (null != other && !other.equals(hash))
                {
                    return new NodesVerdict(ExitCode.REPLICAS_DIFFER,
                        "REPLICAS DIFFER at log position " + pair.path("position"));
                }
            }
        }
        if (null == leader)
        {
            return new NodesVerdict(ExitCode.NO_LEADER, "there is no leader" + (0 < up || pages.isEmpty() ? "" :
                ", and no node answers; " + pages.get(0).url() + ": " + pages.get(0).problem()));
        }
        if (!isBalanced)
        {
            return new NodesVerdict(ExitCode.UNHEALTHY, "the book is not balanced");
        }
        final String differs = differs(pages);
        if (up < pages.size())
        {
            return new NodesVerdict(ExitCode.UNHEALTHY, (pages.size() - up) + " of " + pages.size() +
                " nodes do not answer: " + silent(pages) + (null == differs ? "" : "; " + differs));
        }
        if (null != differs)
        {
            return new NodesVerdict(ExitCode.REPLICAS_DIFFER, differs);
        }
        final String idle = idle(pages);
        final String trouble = null != idle ? idle : trouble(pages, leader);
        if (null != trouble)
        {
            return new NodesVerdict(ExitCode.UNHEALTHY, trouble);
        }
        return up < nodes(pages) ? new NodesVerdict(ExitCode.UNHEALTHY, "the profile names status pages of " + up +
            " of " + nodes(pages) + " nodes: the others were not asked") :
            new NodesVerdict(ExitCode.OK, "healthy: node " + leader + " leads, " + up + " of " + up +
                " nodes answer, hashes agree, the book balances");
    }

    private static String silent(final List<StatusPages.Page> pages)
    {
        return pages.stream().filter(page -> null == page.page())
            .map(page -> page.url() + " (" + page.problem() + ")").collect(Collectors.joining(", "));
    }

    /**
     * What a node found of another one, which may have stopped for it, and holds until that one has started again and
     * agrees; null if there is nothing.
     */
    private static String differs(final List<StatusPages.Page> pages)
    {
        for (final StatusPages.Page page : pages)
        {
            for (final JsonNode replica : null == page.page() ? List.<JsonNode>of() : page.page().path("replicas"))
            {
                if (replica.path("differs").asBoolean())
                {
                    return "node " + page.page().path("member") + " found the state of node " +
                        replica.path("member") + " to differ at log position " + replica.path("position");
                }
            }
        }
        return null;
    }

    /**
     * How many nodes the cluster has, as those say that answer.
     *
     * @return number of nodes; 0 if none answers.
     */
    static int nodes(final List<StatusPages.Page> pages)
    {
        return pages.stream().filter(page -> null != page.page())
            .mapToInt(page -> 1 + page.page().path("replicas").size()).max().orElse(0);
    }

    /**
     * How far the leader says that the log is committed.
     *
     * @return position in bytes; 0 if nobody leads.
     */
    static long committed(final List<StatusPages.Page> pages)
    {
        long position = 0;
        for (final StatusPages.Page page : pages)
        {
            position = null != page.page() && leads(page.page()) ?
                page.page().path("commitPosition").asLong() : position;
        }
        return position;
    }

    /**
     * Whether all nodes have applied what was committed when it was asked for, and can be compared: nodes have the
     * same hashes only at positions that they have both reached.
     *
     * @param pages     of the nodes.
     * @param committed position that they are to have applied, in bytes.
     * @return OK, or what is behind.
     */
    static NodesVerdict caughtUp(final List<StatusPages.Page> pages, final long committed)
    {
        final NodesVerdict verdict = of(pages);
        if (ExitCode.OK != verdict.exitCode)
        {
            return verdict;
        }
        for (final StatusPages.Page page : pages)
        {
            final long applied = page.page().path("service").path("appliedPosition").asLong();
            if (applied < committed)
            {
                return new NodesVerdict(ExitCode.UNHEALTHY, "node " + page.page().path("member").asText() + " is " +
                    (committed - applied) + " bytes of log behind what was committed when it was asked");
            }
        }
        final String alone = uncompared(pages);
        return null == alone ? verdict : new NodesVerdict(ExitCode.UNHEALTHY,
            "node " + alone + " has published no hash yet that could be compared with the leader's");
    }

    /** @return a node that has no position in common with the leader, null if there is none. */
    private static String uncompared(final List<StatusPages.Page> pages)
    {
        final Set<Long> positions = new HashSet<>();
        pages.stream().filter(page -> leads(page.page()))
            .forEach(page -> hashes(page).forEach(pair -> positions.add(pair.path("position").asLong())));
        for (final StatusPages.Page page : pages)
        {
            boolean isCompared = leads(page.page());
            for (final JsonNode pair : hashes(page))
            {
                isCompared |= positions.contains(pair.path("position").asLong());
            }
            if (!isCompared)
            {
                return page.page().path("member").asText();
            }
        }
        return null;
    }

    private static JsonNode hashes(final StatusPages.Page page)
    {
        return page.page().path("service").path("hashes");
    }

    private static boolean leads(final JsonNode node)
    {
        return "LEADER".equals(node.path("role").asText()) && isActive(node);
    }

    private static boolean isActive(final JsonNode node)
    {
        return "CLOSED".equals(node.path("election").asText()) && "ACTIVE".equals(node.path("module").asText());
    }

    /** @return the first node that answers and serves nobody, in words; null if there is none. */
    private static String idle(final List<StatusPages.Page> pages)
    {
        for (final StatusPages.Page page : pages)
        {
            final JsonNode node = page.page();
            if (!isActive(node))
            {
                return "node " + node.path("member").asText() + " does not serve: its election is " +
                    node.path("election").asText() + ", its consensus module " + node.path("module").asText();
            }
            if (!node.has("service"))
            {
                return "node " + node.path("member").asText() + " does not serve: its state machine has not started";
            }
        }
        return null;
    }

    /**
     * What nodes that all answer say of disks and of the wire, and their leader of members that do not keep up.
     *
     * @return null if there is nothing.
     */
    private static String trouble(final List<StatusPages.Page> pages, final String leader)
    {
        String full = null;
        String suspect = null;
        String lagging = null;
        for (final StatusPages.Page page : pages)
        {
            final JsonNode node = page.page();
            if (node.path("service").path("storageLow").asBoolean())
            {
                return "new business is refused with STORAGE_LOW: too few disks of the cluster have room";
            }
            full = node.path("hasRoom").asBoolean(true) ? full : "the disk of node " + node.path("member") +
                " is short of space: " + node.path("diskUsableBytes") + " bytes are left";
            suspect = null == suspect ? suspect(node) : suspect;
            suspect = null == suspect ? apart(node) : suspect;
            lagging = node.path("member").asText().equals(leader) ? lagging(node) : lagging;
        }
        if (null != full)
        {
            return full;
        }
        return null == lagging ? suspect : lagging;
    }

    /** A clock that a node found to be further from its own than its setting allows; null if there is none. */
    private static String apart(final JsonNode node)
    {
        for (final JsonNode replica : node.path("replicas"))
        {
            if (replica.path("clockApart").asBoolean())
            {
                return "the clocks of nodes " + node.path("member") + " and " + replica.path("member") +
                    " are apart: the latter is " + replica.path("clockSkewMs") + " ms ahead, its machine " +
                    replica.path("hostClockSkewMs") + " ms";
            }
        }
        return null;
    }

    /** What a node refused in the last minute that a wrong clock or a wrong key brings about, or an attack. */
    private static String suspect(final JsonNode node)
    {
        for (final String ring : new String[]{"members", "clients"})
        {
            final JsonNode wire = node.path("wire").path(ring);
            if (wire.path("clockSuspect").asBoolean())
            {
                return "node " + node.path("member") + " refuses datagrams of the ring " + ring +
                    " as stale: look at the clocks of its hosts";
            }
            if (wire.path("tagSuspect").asBoolean())
            {
                return "node " + node.path("member") + " refuses datagrams of the ring " + ring +
                    " as forged: look at the keys of its hosts";
            }
        }
        return null;
    }

    private static String lagging(final JsonNode leader)
    {
        for (final JsonNode replica : leader.path("replicas"))
        {
            if (replica.path("lagging").asBoolean())
            {
                return "node " + replica.path("member") + (replica.path("heard").asBoolean() ?
                    " is " + replica.path("lagBytes") + " bytes of log behind" : " is silent to the leader");
            }
        }
        return null;
    }

    static boolean isBalanced(final JsonNode service)
    {
        for (final JsonNode asset : service.path("assets"))
        {
            if (!asset.path("balanced").asBoolean())
            {
                return false;
            }
        }
        return true;
    }
}
