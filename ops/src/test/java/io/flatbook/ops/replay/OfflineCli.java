package io.flatbook.ops.replay;

import io.flatbook.ops.cli.RootCommand;
import io.flatbook.ops.cli.Surroundings;
import io.flatbook.ops.scenario.EngineTarget;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * The command line in this process, without a cluster to ask.
 */
final class OfflineCli
{
    private final Path profiles;
    private StringWriter out = new StringWriter();
    private volatile StringWriter err = new StringWriter();

    OfflineCli(final Path profiles)
    {
        this.profiles = profiles;
    }

    /** Runs a verb and gives its exit code. */
    int run(final String... arguments)
    {
        out = new StringWriter();
        err = new StringWriter();
        return RootCommand.execute(new Surroundings(new PrintWriter(out), new PrintWriter(err), profiles,
            (profile, principal, eventsFrom, timeoutMs) ->
            {
                throw new AssertionError("no cluster is asked");
            },
            (profile, timeoutMs) -> List.of(),
            (profile, timeoutMs) -> { },
            EngineTarget::new, EngineTarget::new, System::currentTimeMillis), arguments);
    }

    String out()
    {
        return out.toString();
    }

    String err()
    {
        return err.toString();
    }
}
