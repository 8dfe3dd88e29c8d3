package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.StatusPages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Verbs about the nodes of a cluster.
 */
@Command(name = "cluster", description = "The nodes of the cluster.", synopsisSubcommandLabel = "VERB",
    subcommands = ClusterCommand.Status.class)
final class ClusterCommand
{
    /**
     * What every node says of itself, and whether they agree.
     */
    @Command(name = "status", description = "Role, term, position and hash of every node, and whether they agree.")
    static final class Status implements Callable<Integer>
    {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call()
        {
            final RootCommand root = (RootCommand)spec.root().userObject();
            final List<StatusPages.Page> pages =
                root.surroundings().statusPages().read(root.profile(), root.timeoutMs());
            final List<ObjectNode> rows = new ArrayList<>();
            pages.forEach(page -> rows.add(row(page)));
            final Answer answer = new Answer(root.format(), root.surroundings()).rows("nodes", rows);
            long logPosition = 0;
            long timestampMs = 0;
            for (final StatusPages.Page page : pages)
            {
                final JsonNode service = null == page.page() ? null : page.page().path("service");
                if (null != service && logPosition <= service.path("appliedPosition").asLong())
                {
                    logPosition = service.path("appliedPosition").asLong();
                    timestampMs = service.path("timestamp").asLong();
                }
            }
            answer.end(logPosition, timestampMs);
            return exitCode(root, pages);
        }

        private static ObjectNode row(final StatusPages.Page page)
        {
            final ObjectNode row = JsonNodeFactory.instance.objectNode();
            final JsonNode json = page.page();
            if (null == json)
            {
                return row.put("member", page.url()).put("role", "DOWN").put("note", page.problem());
            }
            final JsonNode service = json.path("service");
            row.put("member", json.path("member").asText()).put("role", json.path("role").asText());
            row.put("term", json.path("leadershipTermId").asLong());
            row.put("committed", json.path("commitPosition").asLong());
            row.put("applied", service.path("appliedPosition").asLong());
            row.put("accounts", service.path("accounts").asLong());
            row.put("positions", service.path("positions").asLong());
            row.put("stateHash", service.path("stateHash").asText());
            row.put("replicaHash", service.path("replicaHash").asText());
            row.put("balanced", isBalanced(service));
            return row;
        }

        private static boolean isBalanced(final JsonNode service)
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

        private static int exitCode(final RootCommand root, final List<StatusPages.Page> pages)
        {
            final Map<Long, String> hashes = new HashMap<>();
            int leaders = 0;
            int up = 0;
            boolean isBalanced = true;
            for (final StatusPages.Page page : pages)
            {
                if (null == page.page())
                {
                    continue;
                }
                up++;
                leaders += "LEADER".equals(page.page().path("role").asText()) ? 1 : 0;
                final JsonNode service = page.page().path("service");
                isBalanced &= isBalanced(service);
                for (final JsonNode pair : service.path("hashes"))
                {
                    final String hash = pair.path("replicaHash").asText();
                    final String other = hashes.putIfAbsent(pair.path("position").asLong(), hash);
                    if (null != other && !other.equals(hash))
                    {
                        root.surroundings().err().println("REPLICAS DIFFER at log position " + pair.path("position"));
                        return ExitCode.REPLICAS_DIFFER;
                    }
                }
            }
            if (0 == leaders)
            {
                root.surroundings().err().println("there is no leader");
                return ExitCode.NO_LEADER;
            }
            if (up < pages.size() || !isBalanced)
            {
                root.surroundings().err().println(isBalanced ?
                    (pages.size() - up) + " of " + pages.size() + " nodes do not answer" : "the book is not balanced");
                return ExitCode.UNHEALTHY;
            }
            return ExitCode.OK;
        }
    }
}
