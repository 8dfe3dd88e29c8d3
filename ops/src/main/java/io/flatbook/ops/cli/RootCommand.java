package io.flatbook.ops.cli;

import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.link.NotPermittedException;
import io.flatbook.ops.link.OutcomeUnknownException;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.view.RefusedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The root of the command line and the options that every verb takes.
 */
@Command(name = "flatbook", mixinStandardHelpOptions = true, version = "flatbook 0.1",
    scope = ScopeType.INHERIT,
    description = "Asks and steers a Flatbook cluster, and runs scenarios.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Exit codes: 0 ok, 1 failure, 2 usage, 10 unhealthy, 11 no leader, 12 outcome unknown, " +
        "13 rejected, 14 not found, 15 not authorized, 16 replicas differ."})
public final class RootCommand implements Runnable
{
    private static final List<Class<?>> VERBS = List.of(
        ClusterCommand.class, SendCommand.class, PositionsCommand.class, AccountCommand.class,
        QueueCommand.class, FundCommand.class, AuditCommand.class, InstrumentCommand.class, OffsetCommand.class,
        SettleCommand.class, RoundingCommand.class, TransferCommand.class, ProposalCommand.class,
        DefaultCommand.class, EventsCommand.class, ScenarioCommand.class, ExposureCommand.class,
        AtRiskCommand.class, DistanceCommand.class, ReconcileCommand.class, StressCommand.class,
        OutcomeCommand.class, LogCommand.class, SnapshotCommand.class, BackupCommand.class, DossierCommand.class,
        ConsoleCommand.class, FeedCommand.class, HistoryCommand.class, GenerateCommand.class, ReplCommand.class);
    /** Words with which every verb counts. */
    private static final Set<String> NEED_ALL = Set.of("--help", "-h", "generate", "repl");
    private static final int HELP_WIDTH = 100;

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Option(names = "--profile", paramLabel = "P", scope = ScopeType.INHERIT,
        description = "Cluster to speak to: a file, or NAME of NAME.properties in the profiles' directory.")
    private String profileName;

    @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "table", scope = ScopeType.INHERIT,
        description = "table, json or csv (default: ${DEFAULT-VALUE}).")
    private OutputFormat format;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "5s", scope = ScopeType.INHERIT,
        description = "For every answer, such as 500ms, 5s or 1m (default: ${DEFAULT-VALUE}).")
    private String timeout;

    @Option(names = "--columns", paramLabel = "NAME", split = ",", scope = ScopeType.INHERIT,
        description = "Only these columns, in this order, by their names in JSON.")
    private List<String> columns;

    @Option(names = "--sort", paramLabel = "NAME[:desc]", split = ",", scope = ScopeType.INHERIT,
        description = "Order of the rows, by names in JSON.")
    private List<String> sort;

    @Option(names = "--limit", paramLabel = "N", scope = ScopeType.INHERIT, description = "The first N rows.")
    private Integer limit;

    @Option(names = "--wide", scope = ScopeType.INHERIT,
        description = "All columns, even if they do not fit the terminal.")
    private boolean isWide;

    private RootCommand(final Surroundings surroundings)
    {
        this.surroundings = surroundings;
    }

    /**
     * Runs a command line.
     *
     * @param surroundings of the run.
     * @param arguments    of the command line.
     * @return one of the codes of {@link ExitCode}.
     */
    public static int execute(final Surroundings surroundings, final String... arguments)
    {
        final CommandLine line = line(surroundings, verbsOf(List.of(arguments)));
        final int exitCode = line.execute(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        return exitCode;
    }

    /**
     * The parser of a command line.
     */
    static CommandLine line(final Surroundings surroundings)
    {
        return line(surroundings, VERBS);
    }

    private static CommandLine line(final Surroundings surroundings, final List<Class<?>> verbs)
    {
        final CommandLine line = new CommandLine(new RootCommand(surroundings));
        verbs.forEach(line::addSubcommand);
        line.setOut(surroundings.out());
        line.setErr(surroundings.err());
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setExecutionExceptionHandler((ex, failed, result) -> surroundings.tell(ex));
        return line;
    }

    /**
     * The verbs that arguments name: to describe all of them takes most of the time of a short answer. All if none is
     * named, so that help and suggestions know them.
     */
    private static List<Class<?>> verbsOf(final List<String> arguments)
    {
        if (arguments.stream().anyMatch(NEED_ALL::contains))
        {
            return VERBS;
        }
        final List<Class<?>> named = VERBS.stream()
            .filter(verb -> arguments.contains(verb.getAnnotation(Command.class).name())).toList();
        return named.isEmpty() ? VERBS : named;
    }

    @Override
    public void run()
    {
        spec.commandLine().usage(surroundings.err());
        throw new CliException(ExitCode.USAGE, "which command?");
    }

    Surroundings surroundings()
    {
        return surroundings;
    }

    OutputFormat format()
    {
        return format;
    }

    /**
     * An answer in the format, and with the rows and columns, that were asked for.
     */
    Answer answer()
    {
        return answer(surroundings.screen());
    }

    /**
     * Such an answer on another screen.
     */
    Answer answer(final Screen screen)
    {
        return new Answer(format, surroundings.on(screen), new RowChoice(columns, sort, limit, isWide));
    }

    /**
     * Whether a cluster was named.
     */
    boolean hasProfile()
    {
        return null != profileName;
    }

    Profile profile()
    {
        try
        {
            return Profile.load(hasProfile() ? profileName : Profile.LOCAL, surroundings.profiles());
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            throw new CliException(ExitCode.USAGE, ex.getMessage());
        }
    }

    long timeoutMs()
    {
        return milliseconds("--timeout", timeout);
    }

    /**
     * Reads a time such as 500ms, 5s or 1m.
     */
    static long milliseconds(final String option, final String time)
    {
        final String text = time.toLowerCase(Locale.ROOT);
        try
        {
            return text.endsWith("ms") ? Long.parseLong(text.substring(0, text.length() - 2)) :
                Duration.parse("PT" + text).toMillis();
        }
        catch (final RuntimeException ex)
        {
            throw new CliException(ExitCode.USAGE, option + ": " + time + " is no time such as 500ms, 5s or 1m");
        }
    }

    static int exitCode(final Throwable ex)
    {
        if (ex instanceof CliException cli)
        {
            return cli.exitCode();
        }
        if (ex instanceof RefusedException refused)
        {
            return ExitCode.of(refused.reason());
        }
        if (ex instanceof NotPermittedException)
        {
            return ExitCode.NOT_AUTHORIZED;
        }
        if (ex instanceof NoLeaderException)
        {
            return ExitCode.NO_LEADER;
        }
        return ex instanceof OutcomeUnknownException ? ExitCode.OUTCOME_UNKNOWN : ExitCode.FAILURE;
    }
}
