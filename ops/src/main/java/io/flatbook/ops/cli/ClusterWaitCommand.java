package io.flatbook.ops.cli;

import io.flatbook.ops.link.StatusPages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;

/**
 * Waits until the cluster can be used.
 */
@Command(name = "wait", description = {"Waits until there is a leader, and every node serves, has applied " +
    "what was committed when there was one, and agrees.",
    "After the time it gives up, with what is wrong and its exit code: 10, 11 or 16."})
final class ClusterWaitCommand extends NodesCommand
{
    private static final long INTERVAL_MS = 200;

    @Option(names = "--for", paramLabel = "TIME", defaultValue = "60s",
        description = "Longest wait, such as 30s or 2m (default: ${DEFAULT-VALUE}).")
    private String longest;

    @Option(names = "--leader-only", description = "A leader is enough; nodes may be missing.")
    private boolean leaderOnly;

    @Override
    public Integer call()
    {
        final long longestMs = RootCommand.milliseconds("--for", longest);
        final long startMs = root().surroundings().epochMs().getAsLong();
        long committed = 0;
        while (true)
        {
            final List<StatusPages.Page> pages = pages();
            committed = 0 == committed ? NodesVerdict.committed(pages) : committed;
            final NodesVerdict verdict = NodesVerdict.caughtUp(pages, committed);
            final boolean isEnough = ExitCode.OK == verdict.exitCode() ||
                leaderOnly && ExitCode.UNHEALTHY == verdict.exitCode();
            final boolean isLate = root().surroundings().epochMs().getAsLong() - startMs >= longestMs;
            if (isEnough || isLate || !pause(INTERVAL_MS))
            {
                root().surroundings().err().println(verdict.sentence());
                end(root().answer(), pages);
                return isEnough ? ExitCode.OK : verdict.exitCode();
            }
        }
    }
}
