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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The root of the command line and the options that every verb takes.
 */
@Command(name = "flatbook", mixinStandardHelpOptions = true, addMethodSubcommands = false, version = "flatbook 0.1",
    scope = ScopeType.INHERIT,
    description = {"Asks and steers a Flatbook cluster, and runs scenarios.",
        "If an account cannot pay, its default run closes its positions against opposite ones of others: these are " +
        "offset. Positions are valued at marks, the prices that gateways send.",
        "", "Begin with:",
        "  flatbook cluster status         whether the nodes run and agree",
        "  flatbook queue INSTRUMENT       who is offset next, and why",
        "  flatbook at-risk                which accounts are nearest to liquidation",
        "  flatbook distance ACCOUNT       how far prices may move until an account is there",
        "  flatbook offset explain last    why the last default run took what it took",
        "Options of a verb: flatbook VERB --help. If no cluster runs, scripts/demo --keep starts one.", ""},
    synopsisSubcommandLabel = "COMMAND",
    footer = {"",
        "Exit codes: 0 ok, 1 failure, 2 usage, 10 unhealthy, 11 no leader, 12 outcome unknown, " +
        "13 rejected, 14 not found, 15 not authorized, 16 replicas differ."})
public final class RootCommand implements Runnable
{
    /** Verbs by name, as the help lists them. To read the names off would parse all annotations at each start. */
    static final Map<String, Class<?>> VERBS = verbs();
    /** What the JVM puts in the place of a byte that is no letter in the locale, such as C. */
    private static final char UNREADABLE = '\uFFFD';
    /** Words with which every verb counts. */
    private static final Set<String> NEED_ALL = Set.of("--help", "-h", "generate", "repl");
    private static final Set<String> VERSION = Set.of("--version", "-V");
    private static final int HELP_WIDTH = 100;

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Option(names = "--profile", paramLabel = "P", scope = ScopeType.INHERIT,
        description = "Cluster to speak to: a file, or NAME of ~/.config/flatbook/NAME.properties (default: local, " +
            "or without that file a cluster on this machine at the default ports).")
    private String profileName;

    @Option(names = "--replica", paramLabel = "DIR", scope = ScopeType.INHERIT, description = "Read the book out of " +
        "the log of a backup that runs, about a second old, and ask no node; acts still go to the cluster.")
    private Path replica;

    @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "table", scope = ScopeType.INHERIT,
        description = "table, json or csv (default: ${DEFAULT-VALUE}).")
    private OutputFormat format;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "${env:FLATBOOK_TIMEOUT:-5s}",
        scope = ScopeType.INHERIT, description = "For every answer, such as 500ms, 5s or 1m (default: " +
            "FLATBOOK_TIMEOUT, or without it 5s).")
    private String timeout;

    @Option(names = "--columns", paramLabel = "NAME", split = ",", scope = ScopeType.INHERIT,
        description = "Only these columns, in this order, by their names in JSON.")
    private List<String> columns;

    @Option(names = "--sort", paramLabel = "NAME[:desc]", split = ",", scope = ScopeType.INHERIT,
        description = "Order of the rows, by names in JSON.")
    private List<String> sort;

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
        if (String.join("", arguments).indexOf(UNREADABLE) >= 0)
        {
            surroundings.err().println("flatbook: the locale of this process lacks characters of the command line, " +
                "and would send others: set LC_ALL=C.UTF-8");
            surroundings.err().flush();
            return ExitCode.USAGE;
        }
        final List<String> words = helped(List.of(arguments));
        HeadStart.give(surroundings, words);
        final CommandLine line = line(surroundings, verbsOf(words));
        final int exitCode = line.execute(words.toArray(new String[0]));
        surroundings.err().flush();
        try
        {
            surroundings.flush();
            return exitCode;
        }
        catch (final CliException ex)
        {
            return ExitCode.OK == exitCode ? surroundings.tell(ex) : exitCode;
        }
    }

    /**
     * {@code help VERB} is {@code VERB --help}; a verb that does not exist is left for the parser to refuse.
     *
     * @param words of a command line.
     * @return the words that the parser knows.
     */
    static List<String> helped(final List<String> words)
    {
        if (words.isEmpty() || !"help".equals(words.get(0)))
        {
            return words;
        }
        final List<String> helped = new ArrayList<>(words.subList(1, words.size()));
        if (helped.isEmpty() || VERBS.containsKey(helped.get(0)))
        {
            helped.add("--help");
        }
        return helped;
    }

    /**
     * The parser of a command line.
     */
    static CommandLine line(final Surroundings surroundings)
    {
        return line(surroundings, VERBS.values());
    }

    private static Map<String, Class<?>> verbs()
    {
        final Map<String, Class<?>> verbs = new LinkedHashMap<>();
        verbs.put("cluster", ClusterCommand.class);
        verbs.put("send", SendCommand.class);
        verbs.put("positions", PositionsCommand.class);
        verbs.put("account", AccountCommand.class);
        verbs.put("queue", QueueCommand.class);
        verbs.put("fund", FundCommand.class);
        verbs.put("audit", AuditCommand.class);
        verbs.put("instrument", InstrumentCommand.class);
        verbs.put("offset", OffsetCommand.class);
        verbs.put("settle", SettleCommand.class);
        verbs.put("rounding", RoundingCommand.class);
        verbs.put("transfer", TransferCommand.class);
        verbs.put("proposal", ProposalCommand.class);
        verbs.put("default", DefaultCommand.class);
        verbs.put("events", EventsCommand.class);
        verbs.put("scenario", ScenarioCommand.class);
        verbs.put("exposure", ExposureCommand.class);
        verbs.put("at-risk", AtRiskCommand.class);
        verbs.put("distance", DistanceCommand.class);
        verbs.put("reconcile", ReconcileCommand.class);
        verbs.put("stress", StressCommand.class);
        verbs.put("outcome", OutcomeCommand.class);
        verbs.put("log", LogCommand.class);
        verbs.put("snapshot", SnapshotCommand.class);
        verbs.put("backup", BackupCommand.class);
        verbs.put("dossier", DossierCommand.class);
        verbs.put("console", ConsoleCommand.class);
        verbs.put("feed", FeedCommand.class);
        verbs.put("history", HistoryCommand.class);
        verbs.put("aeron-exporter", AeronExporterCommand.class);
        verbs.put("generate", GenerateCommand.class);
        verbs.put("repl", ReplCommand.class);
        return verbs;
    }

    private static CommandLine line(final Surroundings surroundings, final Collection<Class<?>> verbs)
    {
        final CommandLine line = new CommandLine(new RootCommand(surroundings));
        verbs.forEach(line::addSubcommand);
        line.setOut(surroundings.out());
        line.setErr(surroundings.err());
        // A profile may be named like a verb.
        line.setAllowSubcommandsAsOptionParameters(true);
        line.setUsageHelpWidth(surroundings.screen().width(HELP_WIDTH));
        UsageErrors.tellBriefly(line);
        line.setExecutionExceptionHandler((ex, failed, result) -> surroundings.tell(ex));
        return line;
    }

    /**
     * The verbs that arguments name: to describe all of them takes most of the time of a short answer. All if none is
     * named, so that help and suggestions know them.
     */
    private static Collection<Class<?>> verbsOf(final List<String> arguments)
    {
        final Map<String, Class<?>> named = new LinkedHashMap<>(VERBS);
        named.keySet().retainAll(arguments);
        if (arguments.stream().anyMatch(NEED_ALL::contains) || named.isEmpty() && !isVersion(arguments))
        {
            return VERBS.values();
        }
        return named.values();
    }

    private static boolean isVersion(final List<String> arguments)
    {
        return 1 == arguments.size() && VERSION.contains(arguments.get(0));
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

    /** Refused before the verb runs: what it did would stand without an answer. */
    @Option(names = "--limit", paramLabel = "N", scope = ScopeType.INHERIT, description = "The first N rows.")
    private void limit(final Integer rows)
    {
        if (rows < 0)
        {
            throw new ParameterException(spec.commandLine(), "--limit: 0 or more");
        }
        limit = rows;
    }

    /**
     * What was done, whole and in the format that was asked for: it stands, whichever columns are named.
     */
    Answer wholeAnswer()
    {
        return new Answer(format, surroundings, new RowChoice(null, null, null, isWide));
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
            final Profile profile =
                Profile.load(hasProfile() ? profileName : Profile.LOCAL, surroundings.profiles());
            return null == replica ? profile : profile.reading(replica);
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            throw new CliException(ExitCode.USAGE, ex.getMessage());
        }
    }

    long timeoutMs()
    {
        return atLeast(1, "--timeout", milliseconds("--timeout", timeout));
    }

    /**
     * A number that an option gives, unless it is too small.
     */
    static long atLeast(final long least, final String option, final long number)
    {
        if (number < least)
        {
            throw new CliException(ExitCode.USAGE, option + ": " + number + " is less than " + least);
        }
        return number;
    }

    /**
     * Reads a time such as 500ms, 5s or 1m; a negative one is none.
     */
    static long milliseconds(final String option, final String time)
    {
        final String text = time.toLowerCase(Locale.ROOT);
        long timeMs;
        try
        {
            timeMs = text.endsWith("ms") ? Long.parseLong(text.substring(0, text.length() - 2)) :
                Duration.parse("PT" + text).toMillis();
        }
        catch (final RuntimeException ex)
        {
            timeMs = -1;
        }
        if (timeMs < 0)
        {
            throw new CliException(ExitCode.USAGE, option + ": " + time + " is not a time such as 500ms, 5s or 1m");
        }
        return timeMs;
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
