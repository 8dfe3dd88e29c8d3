package io.flatbook.proving.feed;

import io.flatbook.ops.link.NotAsPromisedException;
import org.agrona.IoUtil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The main behind {@code scripts/build/feed-kills}.
 */
@Command(name = "feed-kills", description = "Kills feeds at random under load and compares them with the log.")
public final class FeedKillsCommand implements Callable<Integer>
{
    private static final Set<String> SINKS = Set.of("jsonl", "duckdb", "parquet", "kafka", "history");

    @Option(names = "--times", defaultValue = "50", description = "Kills of each feed (default: ${DEFAULT-VALUE}).")
    private int times;

    @Option(names = "--to", split = ",", defaultValue = "jsonl,duckdb,parquet,kafka,history",
        description = "Sinks (default: ${DEFAULT-VALUE}).")
    private List<String> sinks;

    @Option(names = "--seed", description = "Of the moments of death (default: by chance).")
    private Long seed;

    @Option(names = "--directory", paramLabel = "DIR", description = "For what is written; removed in the end.")
    private Path parent = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--keep", description = "Write to another directory, and keep what was written.")
    private boolean keep;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    /**
     * Constructs it; options are set by the parser.
     */
    public FeedKillsCommand()
    {
    }

    /**
     * Runs it and ends the process.
     *
     * @param arguments of the command line.
     */
    public static void main(final String[] arguments)
    {
        // Of the broker only complaints.
        System.setProperty("logback.configurationFile", "io/flatbook/ops/console/logback.xml");
        System.exit(new CommandLine(new FeedKillsCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException
    {
        final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        final PrintStream talk = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        if (!SINKS.containsAll(sinks) || times < 1)
        {
            talk.println("feed-kills: --to takes jsonl, duckdb, parquet, kafka and history, --times 1 or more");
            return CommandLine.ExitCode.USAGE;
        }
        final String name = "flatbook-feeds-";
        final Path directory = keep ? Files.createTempDirectory(name) : Files.createTempDirectory(parent, name);
        final long chosen = null == seed ? System.nanoTime() & 0xFFFF : seed;
        out.println("seed " + chosen);
        try (FeedKills kills = new FeedKills(directory, sinks, chosen, talk))
        {
            final long events = kills.run(times);
            out.printf(Locale.ROOT, "each of %s was killed %d times and has the %,d events of the log, each once%n",
                String.join(", ", sinks), times, events);
            return CommandLine.ExitCode.OK;
        }
        catch (final NotAsPromisedException ex)
        {
            talk.println("feed-kills: " + ex.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        finally
        {
            if (keep)
            {
                out.println("kept in " + directory);
            }
            else
            {
                IoUtil.delete(directory.toFile(), true);
            }
        }
    }
}
