package io.flatbook.ops.cli;

import io.flatbook.ops.link.StatusPages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/**
 * Ends all nodes.
 */
@Command(name = "shutdown", description = {
    "Lets all nodes take a snapshot and end, and waits until none answers (risk).",
    "With four eyes it is proposed instead: send '{\"command\":\"propose\",\"proposal\":" +
    "{\"command\":\"requestShutdown\"}}'."})
final class ClusterShutdownCommand extends SendingCommand
{
    private static final long INTERVAL_MS = 100;

    @Option(names = "--for", paramLabel = "TIME", defaultValue = "60s",
        description = "Longest wait for the end, such as 30s or 2m (default: ${DEFAULT-VALUE}).")
    private String longest;

    @Override
    String text()
    {
        return "{\"command\":\"requestShutdown\"}";
    }

    @Override
    int runs()
    {
        final long longestMs = RootCommand.milliseconds("--for", longest);
        final List<String> running = answering();
        final int exitCode = run();
        if (ExitCode.OK == exitCode && sends())
        {
            awaitEnd(running, longestMs);
        }
        return exitCode;
    }

    private void awaitEnd(final List<String> before, final long longestMs)
    {
        if (before.isEmpty())
        {
            talk("no status page had answered: look on their hosts whether the nodes have ended");
            return;
        }
        final long startMs = surroundings().epochMs().getAsLong();
        List<String> running = answering();
        while (!running.isEmpty())
        {
            if (surroundings().epochMs().getAsLong() - startMs >= longestMs || !NodesCommand.pause(INTERVAL_MS))
            {
                throw new CliException(ExitCode.FAILURE,
                    "it was asked for, but there are still answers from " + String.join(", ", running) +
                    ": if the leader has changed, ask again");
            }
            running = answering();
        }
        talk(before.size() + " of " + before.size() + " nodes that answered have ended");
    }

    /** Status pages that answer. */
    private List<String> answering()
    {
        final List<String> urls = new ArrayList<>();
        for (final StatusPages.Page page : surroundings().statusPages().read(root().profile(), root().timeoutMs()))
        {
            if (null != page.page())
            {
                urls.add(page.url());
            }
        }
        return urls;
    }
}
