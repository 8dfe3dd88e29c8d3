package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.view.Count;
import io.flatbook.ops.view.Figure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.ArrayList;
import java.util.List;

/**
 * Verbs about the nodes of a cluster.
 */
@Command(name = "cluster", description = "The nodes of the cluster.", synopsisSubcommandLabel = "VERB",
    subcommands = {ClusterCommand.Status.class, ClusterHealthCommand.class, ClusterWaitCommand.class,
        ClusterSnapshotCommand.class, ClusterShutdownCommand.class})
final class ClusterCommand
{
    /**
     * What every node says of itself, and whether they agree.
     */
    @Command(name = "status", description = "Role, term, position and hash of every node, and whether they agree.")
    static final class Status extends NodesCommand
    {
        private static final List<String> KEPT =
            List.of("member", "role", "note", "applied", "replicaHash", "stateHash");

        @Mixin
        private Watching watching;

        @Override
        public Integer call()
        {
            return watching.repeat(root().surroundings(), this::look);
        }

        private int look()
        {
            final List<StatusPages.Page> pages = pages();
            final List<ObjectNode> rows = new ArrayList<>();
            pages.forEach(page -> rows.add(row(page)));
            end(root().answer(watching.screen(root().surroundings())).keeping(KEPT).rows("nodes", rows), pages);
            final NodesVerdict verdict = NodesVerdict.of(pages);
            if (ExitCode.OK != verdict.exitCode())
            {
                root().surroundings().err().println(verdict.sentence());
            }
            return verdict.exitCode();
        }

        private static ObjectNode row(final StatusPages.Page page)
        {
            final ObjectNode row = JsonNodeFactory.instance.objectNode();
            final JsonNode json = page.page();
            if (null == json)
            {
                row.put("member", page.url()).set("role", Figure.of(Figure.Unit.WORD, "DOWN"));
                return row.put("note", page.problem());
            }
            final JsonNode service = json.path("service");
            row.put("member", json.path("member").asText());
            row.set("role", Figure.of(Figure.Unit.WORD, json.path("role").asText()));
            row.put("term", json.path("leadershipTermId").asLong());
            row.set("committed", Count.of(json.path("commitPosition").asLong()));
            row.set("applied", Count.of(service.path("appliedPosition").asLong()));
            row.set("accounts", Count.of(service.path("accounts").asLong()));
            row.set("positions", Count.of(service.path("positions").asLong()));
            row.put("stateHash", service.path("stateHash").asText());
            row.put("replicaHash", service.path("replicaHash").asText());
            row.put("balanced", NodesVerdict.isBalanced(service));
            return row;
        }
    }
}
