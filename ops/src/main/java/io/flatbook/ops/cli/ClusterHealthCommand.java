package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.BookLink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One sentence about all nodes, once or again and again.
 */
@Command(name = "health", description = {"Whether the cluster can be relied on, in one sentence.",
    "There is a leader, every node serves and has applied what is committed, replicas agree, the book balances, no " +
    "errors are counted, and a question of the profile's principal is answered: exit code 0; otherwise 10, 11, 15 " +
    "or 16. With --watch, the code is that of the last look."})
final class ClusterHealthCommand extends NodesCommand
{
    @Option(names = "--watch", description = "Look again and again, until it is stopped.")
    private boolean watch;

    @Option(names = "--interval", paramLabel = "MS", defaultValue = "1000",
        description = "Milliseconds between two looks (default: ${DEFAULT-VALUE}).")
    private long intervalMs;

    @Option(names = "--count", paramLabel = "N", description = "With --watch: stop after N looks.")
    private Long count;

    @Option(names = "--no-question", description = "Only read status pages; no session is opened.")
    private boolean asksNothing;

    @Override
    public Integer call()
    {
        Watching.check(intervalMs, count);
        final HealthCheck check = new HealthCheck(this::pages, asksNothing ? null :
            () -> root().surroundings().links().openToRead(
                root().profile().reading(null), root().profile().principal(), BookLink.NO_EVENTS, root().timeoutMs()));
        long looks = 0;
        while (true)
        {
            final NodesVerdict verdict = tell(check.look());
            looks++;
            if (!watch || null != count && looks >= count || !pause(intervalMs))
            {
                return verdict.exitCode();
            }
        }
    }

    private NodesVerdict tell(final HealthCheck.Look look)
    {
        final NodesVerdict verdict = look.verdict();
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("healthy", ExitCode.OK == verdict.exitCode()).put("exitCode", verdict.exitCode());
        json.put("health", verdict.sentence());
        if (OutputFormat.table == root().format())
        {
            root().surroundings().out().println(verdict.sentence());
            end(root().answer(), look.pages());
        }
        else
        {
            end(root().answer().object("health", json), look.pages());
        }
        return verdict;
    }
}
