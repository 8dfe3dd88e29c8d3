package io.flatbook.ops.cli;

import io.flatbook.ops.scenario.BadLineException;
import io.flatbook.ops.scenario.LinkedTarget;
import io.flatbook.ops.scenario.ScenarioRunner;
import io.flatbook.ops.scenario.ScenarioTarget;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Verbs about scenarios.
 */
@Command(name = "scenario", description = "Files of commands and queries, one JSON object a line.",
    synopsisSubcommandLabel = "VERB", subcommands = ScenarioCommand.Run.class)
final class ScenarioCommand
{
    /**
     * Runs a scenario.
     */
    @Command(name = "run", description = "Runs a scenario and prints every event, refusal and answer as a JSON line.")
    static final class Run implements Callable<Integer>
    {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "The scenario.")
        private Path file;

        @ArgGroup
        private Place place;

        @Option(names = "--strict", description = "Stop at the first refusal, with exit code 13.")
        private boolean strict;

        /**
         * Where it runs.
         */
        static final class Place
        {
            @Option(names = "--engine", description = "On an engine in this process (the default).")
            private boolean engine;

            @Option(names = "--cluster", description = "On a throw-away cluster of three nodes on this machine.")
            private boolean cluster;
        }

        @Override
        public Integer call()
        {
            final RootCommand root = (RootCommand)spec.root().userObject();
            final List<String> text;
            try
            {
                text = Files.readAllLines(file);
            }
            catch (final IOException ex)
            {
                throw CliException.unreadable(file, ex);
            }
            if (null != place && root.hasProfile())
            {
                throw new CliException(
                    ExitCode.USAGE, "--profile runs it on that cluster: leave out --engine, --cluster");
            }
            try (ScenarioTarget target = target(root))
            {
                final ScenarioRunner runner =
                    new ScenarioRunner(target, line -> root.surroundings().out().println(line), strict);
                return runner.run(file.toString(), text) ? ExitCode.OK : ExitCode.REJECTED;
            }
            catch (final BadLineException ex)
            {
                throw new CliException(ExitCode.USAGE, ex.getMessage());
            }
        }

        private ScenarioTarget target(final RootCommand root)
        {
            if (root.hasProfile())
            {
                return new LinkedTarget(
                    root.surroundings().links(), root.profile(), root.timeoutMs(), root.surroundings().epochMs());
            }
            return null != place && place.cluster ?
                root.surroundings().clusters().get() : root.surroundings().engines().get();
        }
    }
}
