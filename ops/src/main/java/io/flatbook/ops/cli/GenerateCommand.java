package io.flatbook.ops.cli;

import io.flatbook.ops.monitoring.AlertRules;
import io.flatbook.ops.monitoring.Dashboard;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Verbs that write files for other programs.
 */
@Command(name = "generate", description = "Files for other programs.", synopsisSubcommandLabel = "VERB",
    subcommands = {
        GenerateCommand.Completion.class, GenerateCommand.Alerts.class, GenerateCommand.Dashboards.class})
final class GenerateCommand
{
    private static final String RUNBOOKS = "https://github.com/flatbook/flatbook/blob/main/docs/runbooks.md";

    /**
     * Writes alert rules.
     */
    @Command(name = "alerts", description = {"Alert rules for Prometheus, on standard output.",
        "Each alert has the address of its section in the runbooks."})
    static final class Alerts implements Callable<Integer>
    {
        private static final long SECOND_MS = 1_000;

        @Spec
        private CommandSpec spec;

        @Option(names = "--job", paramLabel = "NAME", defaultValue = "flatbook",
            description = "Job of Prometheus that scrapes the nodes (default: ${DEFAULT-VALUE}).")
        private String job;

        @Option(names = "--runbooks", paramLabel = "URL", defaultValue = RUNBOOKS,
            description = "Where docs/runbooks.md can be read (default: ${DEFAULT-VALUE}).")
        private String runbooks;

        @Option(names = "--snapshot-age", paramLabel = "TIME", defaultValue = "120m",
            description = "After which a snapshot is too old, such as 120m (default: ${DEFAULT-VALUE}).")
        private String snapshotAge;

        @Override
        public Integer call()
        {
            if (job.isBlank() || job.chars().anyMatch(Character::isISOControl))
            {
                throw new CliException(ExitCode.USAGE, "--job: not empty, and without control characters");
            }
            checkRunbooks();
            final long ageMs = RootCommand.atLeast(
                SECOND_MS, "--snapshot-age in ms", RootCommand.milliseconds("--snapshot-age", snapshotAge));
            return print(spec, new AlertRules(job, runbooks, Duration.ofMillis(ageMs)).yaml());
        }

        /** The name of an alert's section is put behind it. */
        private void checkRunbooks()
        {
            try
            {
                if (null == new URI(runbooks).getRawFragment())
                {
                    return;
                }
            }
            catch (final URISyntaxException ignore)
            {
                // Refused below, as an address with a section of its own is.
            }
            throw new CliException(ExitCode.USAGE, "--runbooks: " + runbooks + " is not an address without #");
        }
    }

    /**
     * Writes a dashboard.
     */
    @Command(name = "dashboard", description = "A dashboard for Grafana, on standard output: import it there.")
    static final class Dashboards implements Callable<Integer>
    {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call()
        {
            return print(spec, Dashboard.json().toPrettyString() + "\n");
        }
    }

    private static int print(final CommandSpec spec, final String text)
    {
        final RootCommand command = (RootCommand)spec.root().userObject();
        command.surroundings().out().print(text);
        return ExitCode.OK;
    }

    /**
     * Writes a completion script.
     */
    @Command(name = "completion", description = {"A completion script for a shell, on standard output.",
        "Try: source <(flatbook generate completion bash)"})
    static final class Completion implements Callable<Integer>
    {
        /**
         * Shells that are known.
         */
        enum Shell
        {
            /** Also completes in zsh. */
            bash,
            /** The same script, which loads what bash has and zsh has not. */
            zsh,
            /** Verbs and options with their descriptions. */
            fish
        }

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
        private Shell shell;

        @Override
        public Integer call()
        {
            final CommandLine root = spec.root().commandLine();
            return print(spec, Shell.fish == shell ? FishCompletion.script(root) :
                AutoComplete.bash(spec.root().name(), root));
        }
    }
}
