package io.flatbook.proving.demo;

import io.flatbook.local.FreePorts;
import io.flatbook.ops.link.NotAsPromisedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * The main behind {@code scripts/demo} and {@code scripts/kill-leader}: exit code 0 when everything is as it must be,
 * 1 when something differed, 2 for wrong arguments.
 */
@Command(name = "demo", description = "Replays a real crash on three nodes of its own, kills the leader under load " +
    "and compares all replicas.")
public final class DemoCommand implements Callable<Integer>
{
    private static final int RATE_MAX = 100_000;
    private static final int EVERY_MIN_S = 2;
    private static final int EVERY_MAX_S = 3_600;

    @Option(names = "--kill-leader", paramLabel = "TIMES", hidden = true,
        description = "Only kill the leader that many times under load.")
    private Integer kills;

    @Option(names = "--keep", description = "After the crash, keep nodes and a market running until this is ended.")
    private boolean keep;

    @Option(names = "--every", paramLabel = "SECONDS", defaultValue = "60",
        description = "With --keep: how often somebody goes bankrupt, 2 to 3600 (default: ${DEFAULT-VALUE}).")
    private int everyS;

    @Option(names = "--holders", paramLabel = "N", defaultValue = "11000",
        description = "Holders besides the defaulter (default: ${DEFAULT-VALUE}).")
    private int holders;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "20251010",
        description = "Of the population (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "2000",
        description = "Trades per second while a leader is killed (default: ${DEFAULT-VALUE}).")
    private int tradesPerSecond;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
        description = "A setting of the nodes, to compare; may be given more than once.")
    private Map<String, String> settings = new TreeMap<>();

    @Option(names = "--directory", paramLabel = "DIR", required = true, hidden = true,
        description = "For logs and state; removed in the end.")
    private Path directory;

    @Option(names = "--bars", hidden = true, description = "Show progress as bars, for terminals.")
    private boolean bars;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    /**
     * Constructs it; options are set by the parser.
     */
    public DemoCommand()
    {
    }

    /**
     * Runs it and ends the process.
     *
     * @param arguments of the command line.
     */
    public static void main(final String[] arguments)
    {
        System.exit(new CommandLine(new DemoCommand()).execute(arguments));
    }

    @Override
    public Integer call()
    {
        final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        final PrintStream talk = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        final List<Terms> wave = Wave.read();
        final String wrong = wrongArgument(wave);
        if (null != wrong)
        {
            talk.println("demo: " + wrong);
            return CommandLine.ExitCode.USAGE;
        }
        final Path place = directory.toAbsolutePath();
        Stage stage = null;
        try
        {
            final Population population =
                null == kills ? PopulationGenerator.generate(wave, holders, Wave.DEFICIT, seed) : null;
            if (keep && FreePorts.areFree(LiveMarket.BASE_PORT))
            {
                settings.putIfAbsent("basePort", Integer.toString(LiveMarket.BASE_PORT));
            }
            stage = new Stage(place, settings, out, talk, bars);
            if (keep)
            {
                new LiveMarket(stage, population, seed, place, Duration.ofSeconds(everyS)).run();
                return CommandLine.ExitCode.OK;
            }
            if (null == kills)
            {
                stage.print("seed      " + seed);
                new Demo(stage, population, tradesPerSecond).run();
                return CommandLine.ExitCode.OK;
            }
            return new KillLeader(stage, kills, tradesPerSecond).run() ?
                CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
        catch (final RuntimeException ex)
        {
            talk.println("demo: " + (ex instanceof NotAsPromisedException ? ex.getMessage() : ex.toString()));
            if (null != stage)
            {
                talk.print(stage.cluster().lastLines());
            }
            return CommandLine.ExitCode.SOFTWARE;
        }
        finally
        {
            if (null != stage)
            {
                stage.close();
            }
        }
    }

    // Null if all can be used.
    private String wrongArgument(final List<Terms> wave)
    {
        if (tradesPerSecond < 1 || RATE_MAX < tradesPerSecond)
        {
            return "--rate must be 1 to " + RATE_MAX;
        }
        if (null != kills && kills < 1)
        {
            return "--kill-leader must be 1 or more";
        }
        if (everyS < EVERY_MIN_S || EVERY_MAX_S < everyS)
        {
            return "--every must be " + EVERY_MIN_S + " to " + EVERY_MAX_S;
        }
        return null == kills && holders < PopulationGenerator.holdersMin(wave) ?
            "--holders must be " + PopulationGenerator.holdersMin(wave) + " or more" : null;
    }
}
