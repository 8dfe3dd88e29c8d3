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
        return up < pages.size() ?
            new NodesVerdict(
                ExitCode.UNHEALTHY, (pages.size() - up) + " of " + pages.size() + " nodes do not answer") :
            new NodesVerdict(ExitCode.OK, "healthy: node " + leader + " leads, " + up + " of " + up +
                " nodes answer, hashes agree, the book balances");
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
