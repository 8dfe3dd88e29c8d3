package io.flatbook.ops.cli;

import io.flatbook.ops.monitoring.AlertRules;
import io.flatbook.ops.monitoring.Dashboard;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.Map;
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
            final AlertRules rules = new AlertRules(
                job, runbooks, Duration.ofMillis(RootCommand.milliseconds("--snapshot-age", snapshotAge)));
            return print(spec, rules.yaml());
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
        command.surroundings().out().flush();
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
            return print(spec, Shell.fish == shell ? fish(root) : AutoComplete.bash(spec.root().name(), root));
        }

        private static String fish(final CommandLine root)
        {
            final StringBuilder script = new StringBuilder("complete -c flatbook -f\n");
            add(script, root, "__fish_use_subcommand");
            return script.toString();
        }

        /**
         * Lines for the verbs below a verb, then for their own.
         *
         * @param condition under which the verb was typed.
         */
        private static void add(final StringBuilder script, final CommandLine verb, final String condition)
        {
            for (final OptionSpec option : verb.getCommandSpec().options())
            {
                script.append("complete -c flatbook -n '").append(condition).append('\'');
                for (final String name : option.names())
                {
                    script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceAll("^-+", ""));
                }
                script.append(0 < option.arity().min() ? " -r" : "").append(" -d '")
                    .append(quoted(option.description())).append("'\n");
            }
            for (final Map.Entry<String, CommandLine> each : verb.getSubcommands().entrySet())
            {
                script.append("complete -c flatbook -n '").append(condition);
                if (condition.startsWith("__fish_seen"))
                {
                    script.append("; and not __fish_seen_subcommand_from ")
                        .append(String.join(" ", verb.getSubcommands().keySet()));
                }
                script.append("' -a ").append(each.getKey()).append(" -d '")
                    .append(quoted(each.getValue().getCommandSpec().usageMessage().description())).append("'\n");
            }
            for (final Map.Entry<String, CommandLine> each : verb.getSubcommands().entrySet())
            {
                final String seen = "__fish_seen_subcommand_from " + each.getKey();
                add(script, each.getValue(), condition.startsWith("__fish_seen") ? condition + "; and " + seen : seen);
            }
        }

        private static String quoted(final String[] description)
        {
            return 0 == description.length ? "" : description[0].replaceAll("\\$\\{.*?}|%n", "").replace("\\", "\\\\")
                .replace("'", "\\'");
        }
    }
}
