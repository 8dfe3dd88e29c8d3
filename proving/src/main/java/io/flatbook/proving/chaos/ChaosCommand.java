package io.flatbook.proving.chaos;

import org.agrona.IoUtil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The main behind {@code scripts/chaos}: exit code 0 when every run passed, 1 when one failed, 2 for wrong arguments.
 */
@Command(name = "chaos", sortOptions = false, description = "Strikes three node processes with faults while gateways " +
    "trade, and audits what they were told against an offline replay of the leader's log.")
public final class ChaosCommand implements Callable<Integer>
{
    private static final int SEEDS = 1_000_000;

    @Option(names = "--list", description = "List the faults and end.")
    private boolean isList;

    @Option(names = "--fault", paramLabel = "NAME", split = ",", description = "Only these faults.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "A selection that takes four to five minutes on two cores.")
    private boolean isQuick;

    @Option(names = "--seed", paramLabel = "N", description = "Of the first run; the next has N + 1.")
    private Long firstSeed;

    @Option(names = "--times", paramLabel = "N", defaultValue = "1",
        description = "How often each fault is run (default: ${DEFAULT-VALUE}).")
    private int times;

    @Option(names = "--hours", paramLabel = "H", description = "Run all faults again and again for that long.")
    private Double hours;

    @Option(names = "--holders", paramLabel = "N", defaultValue = "" + HolderCrowd.HOLDERS_DEFAULT,
        description = "Holders that an entry of the faults under pressure concerns, at least " +
        HolderCrowd.HOLDERS_MIN + " (default: ${DEFAULT-VALUE}).")
    private int holders;

    @Option(names = "--patient", description = "No run fails for the length of its gap: for machines whose cores are " +
        "shared.")
    private boolean isPatient;

    @Option(names = "--directory", paramLabel = "DIR", required = true,
        description = "For logs and data, which are removed after each run.")
    private Path directory;

    @Option(names = "--keep", paramLabel = "DIR", description = "Copies what the nodes of a failed run wrote to a " +
        "new directory in there.")
    private Path keep;

    @Option(names = "--sandbox", hidden = true, description = "This process has namespaces of its own.")
    private boolean isSandbox;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream talk = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    /**
     * Constructs it; options are set by the parser.
     */
    public ChaosCommand()
    {
    }

    /**
     * Runs it and ends the process.
     *
     * @param arguments of the command line.
     */
    public static void main(final String[] arguments)
    {
        System.exit(new CommandLine(new ChaosCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException
    {
        if (isList)
        {
            Faults.all().forEach((fault) -> out.printf("%-26s %s%s%n", fault.name(), fault.what(),
                Need.LOOPBACK == fault.need() ? "" : " (root)"));
            return CommandLine.ExitCode.OK;
        }
        final List<Fault> faults = new ArrayList<>();
        for (final Fault fault : Faults.all())
        {
            if (names.isEmpty() ? !isQuick || fault.quick() : names.contains(fault.name()))
            {
                faults.add(fault);
            }
        }
        for (final String name : names)
        {
            if (faults.stream().noneMatch((fault) -> fault.name().equals(name)))
            {
                talk.println("chaos: there is no fault " + name + ", --list tells which there are");
                return CommandLine.ExitCode.USAGE;
            }
        }
        if (times < 1 || null != hours && hours <= 0)
        {
            talk.println("chaos: --times must be 1 or more, --hours above 0");
            return CommandLine.ExitCode.USAGE;
        }
        if (holders < HolderCrowd.HOLDERS_MIN)
        {
            talk.println("chaos: --holders must be " + HolderCrowd.HOLDERS_MIN + " or more");
            return CommandLine.ExitCode.USAGE;
        }
        return run(faults);
    }

    private int run(final List<Fault> faults) throws IOException
    {
        final long endNs = null == hours ? 0 : System.nanoTime() + (long)(hours * TimeUnit.HOURS.toNanos(1));
        long seed = null == firstSeed ? 1 + ThreadLocalRandom.current().nextInt(SEEDS) : firstSeed;
        final ResultTable table = new ResultTable(out);
        final List<Fault> struck = new ArrayList<>();
        for (final Fault fault : faults)
        {
            if (Need.LOOPBACK != fault.need() && !isSandbox)
            {
                table.skipped(fault, "needs root");
            }
            else
            {
                struck.add(fault);
            }
        }
        for (int round = 0; !struck.isEmpty() && (null == hours ? round < times : System.nanoTime() - endNs < 0);
            round++, seed++)
        {
            for (final Fault fault : struck)
            {
                table.add(run(fault, seed));
            }
        }
        table.end();
        return 0 == table.failed() && 0 < table.passed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Finding run(final Fault fault, final long seed) throws IOException
    {
        final Path own = Files.createTempDirectory(directory, directory.getFileName() + "-");
        talk.printf("%s --seed %d%n", fault.name(), seed);
        try (Sandbox sandbox = Sandbox.of(fault.need(), own))
        {
            final Fault struck = isPatient ? fault.gapMaxMs(0) : fault;
            return new ChaosRun(struck, seed, holders, keep, (line) -> line.strip().lines().forEach((each) ->
                talk.println("    " + each))).in(own, sandbox);
        }
        catch (final IOException | UncheckedIOException ex)
        {
            return Finding.withoutAudits(fault.name(), seed, 0, "no ground: " + ex.getMessage());
        }
        finally
        {
            IoUtil.delete(own.toFile(), true);
        }
    }
}
