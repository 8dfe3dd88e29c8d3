package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.StatusPages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets all nodes take a snapshot.
 */
@Command(name = "snapshot", description = {"Lets all nodes take a snapshot, and waits until all that answer have it.",
    "It is asked for as ops/NAME: the profile's principal is one, or its name is taken if no secret is needed."})
final class ClusterSnapshotCommand extends NodesCommand
{
    private static final long INTERVAL_MS = 100;

    @Option(names = "--for", paramLabel = "TIME", defaultValue = "60s",
        description = "Longest wait for the snapshot, such as 30s or 2m (default: ${DEFAULT-VALUE}).")
    private String longest;

    @Override
    public Integer call()
    {
        final long longestMs = RootCommand.milliseconds("--for", longest);
        final List<StatusPages.Page> before = pages();
        if (ExitCode.NO_LEADER == NodesVerdict.of(before).exitCode())
        {
            throw new CliException(ExitCode.NO_LEADER, "there is no leader");
        }
        root().surroundings().snapshots().request(root().profile(), root().timeoutMs());
        final long startMs = root().surroundings().epochMs().getAsLong();
        while (true)
        {
            final List<StatusPages.Page> now = pages();
            final List<ObjectNode> rows = rows(before, now);
            if (rows.stream().allMatch(row -> row.path("taken").asBoolean()))
            {
                end(root().wholeAnswer().rows("snapshots", rows), now);
                return ExitCode.OK;
            }
            if (root().surroundings().epochMs().getAsLong() - startMs >= longestMs || !pause(INTERVAL_MS))
            {
                end(root().wholeAnswer().rows("snapshots", rows), now);
                throw new CliException(ExitCode.FAILURE, "it was asked for, but not every node has taken it yet");
            }
        }
    }

    /**
     * A row for each node that answered before it was asked for.
     */
    private static List<ObjectNode> rows(final List<StatusPages.Page> before, final List<StatusPages.Page> now)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        for (int i = 0; i < before.size(); i++)
        {
            if (null == before.get(i).page())
            {
                continue;
            }
            final ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("member", before.get(i).page().path("member").asText());
            final long taken = null == now.get(i).page() ? 0 : now.get(i).page().path("snapshots").asLong();
            row.put("taken", taken > before.get(i).page().path("snapshots").asLong());
            rows.add(row.put("snapshots", taken));
        }
        return rows;
    }
}
