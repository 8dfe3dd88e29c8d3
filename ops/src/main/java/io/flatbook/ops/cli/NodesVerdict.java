package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.link.StatusPages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
            leader = "LEADER".equals(page.page().path("role").asText()) ? page.page().path("member").asText() : leader;
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
            return new NodesVerdict(ExitCode.NO_LEADER, "there is no leader");
        }
        if (!isBalanced)
        {
            return new NodesVerdict(ExitCode.UNHEALTHY, "the book is not balanced");
        }
        if (up < pages.size())
        {
            return new NodesVerdict(
                ExitCode.UNHEALTHY, (pages.size() - up) + " of " + pages.size() + " nodes do not answer");
        }
        final String trouble = trouble(pages, leader);
        return null != trouble ? new NodesVerdict(ExitCode.UNHEALTHY, trouble) :
            new NodesVerdict(ExitCode.OK, "healthy: node " + leader + " leads, " + up + " of " + up +
                " nodes answer, hashes agree, the book balances");
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
            lagging = node.path("member").asText().equals(leader) ? lagging(node) : lagging;
        }
        if (null != full)
        {
            return full;
        }
        return null == lagging ? suspect : lagging;
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
