package io.flatbook.proving.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code scripts/simulate}: shares seeds among processes, sums what they tell, and makes a failure small.
 */
@Command(name = "simulate", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Runs three nodes and the clients of five principals in one process under a virtual clock: one " +
    "seed is one run, to the byte. Faults are drawn by the seed; audits and a slow twin judge what the log has.",
    footer = {"", "exit: 0 every run passed, 1 one failed (a line tells how to run it again), 2 wrong arguments"})
public final class SimulateCommand implements Callable<Integer>
{
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int ENGINE_COMMANDS = 2_000;
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int RUNS_THAT_SHARE = 12;
    private static final int SHARED_SECONDS = 10;

    @Option(names = "--seeds", paramLabel = "N", description = "how many seeds to run (default: 20)")
    private int seeds = 20;

    @Option(names = "--from", paramLabel = "S", description = "first seed (default: 1)")
    private long from = 1;

    @Option(names = "--seed", paramLabel = "S", description = "only this one, and its counters")
    private Long seed;

    @Option(names = "--hours", paramLabel = "H", description = "as many seeds of one virtual hour each, " +
        "without the seeds that once failed")
    private int hours;

    @Option(names = "--seconds", paramLabel = "S",
        description = "virtual time of a run with commands and faults (default: 20)")
    private int seconds = 20;

    @Option(names = "--jobs", paramLabel = "J", description = "processes side by side (default: one a core)")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--faults", paramLabel = "N", description = "no more than so many faults a run")
    private int faults = UNLIMITED;

    @Option(names = "--commands", paramLabel = "N", description = "no more than so many commands a run")
    private int commands = UNLIMITED;

    @Option(names = "--fault-gap", paramLabel = "MS", description = "mean virtual time between faults (default: 4000)")
    private int faultGapMs = 4_000;

    @Option(names = "--command-gap", paramLabel = "MS",
        description = "mean virtual time between commands (default: 60)")
    private int commandGapMs = 60;

    @Option(names = "--bug", paramLabel = "NAME",
        description = "wrap the service in a bug that must be found: ${COMPLETION-CANDIDATES}")
    private Bug bug = Bug.NONE;

    @Option(names = "--operations", paramLabel = "LIST",
        description = "what an operator does, by commas: upgrade, purge, backup, lying-disk; or none; " +
            "default: drawn by the seed, and none with --bug")
    private String operations;

    @Option(names = "--engine", description = "only the engine behind its adapter, without a cluster, replaced at " +
        "random points by what its snapshot restores; --commands of a seed (default: 2000)")
    private boolean isEngine;

    @Spec
    private CommandSpec spec;

    private final Map<Long, Set<Operation>> regressions = regressions();
    private final Counts counts = new Counts();
    private final Counts clauses = new Counts();
    private final List<String> failed = new ArrayList<>();
    private final Set<Process> workers = ConcurrentHashMap.newKeySet();
    private final WorkerJvm jvm = new WorkerJvm(SimulateWorker.class.getName());
    private long virtualNs;
    private long startNs;
    private int done;
    private int total;

    /**
     * Runs it and ends the process.
     *
     * @param arguments see --help.
     */
    public static void main(final String[] arguments)
    {
        System.exit(new CommandLine(new SimulateCommand()).setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException
    {
        checkArguments();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> workers.forEach(Process::destroy)));
        startNs = System.nanoTime();
        if (0 < hours)
        {
            seeds = hours;
            seconds = SECONDS_PER_HOUR;
        }
        final List<Long> all = new ArrayList<>();
        if (null != seed)
        {
            all.add(seed);
        }
        else
        {
            // What a regression seed found is in the first seconds of its run.
            all.addAll(0 < hours ? List.of() : regressions.keySet());
            for (int i = 0; i < seeds; i++)
            {
                all.add(from + i);
            }
        }
        total = all.size();
        if (isEngine)
        {
            return new EngineRuns(bug, UNLIMITED == commands ? ENGINE_COMMANDS : commands).run(all, jobs) ? 0 : 1;
        }
        if (RUNS_THAT_SHARE <= total && 0 == hours)
        {
            jvm.shareClasses(arguments(SHARED_SECONDS, all.get(0), faults, commands));
        }
        final ConcurrentLinkedQueue<Long> left = new ConcurrentLinkedQueue<>(all);
        final List<Thread> threads = new ArrayList<>();
        for (int job = 0; job < Math.min(jobs, total); job++)
        {
            final Thread thread = new Thread(() ->
            {
                for (Long next = left.poll(); null != next; next = left.poll())
                {
                    run(next, faults, commands, this::take);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (final Thread thread : threads)
        {
            thread.join();
        }
        return sum();
    }

    private void checkArguments()
    {
        if (0 > hours || 1 > Math.min(Math.min(seeds, seconds), Math.min(jobs, Math.min(faultGapMs, commandGapMs))) ||
            0 > Math.min(faults, commands))
        {
            throw new ParameterException(spec.commandLine(), "--seeds, --seconds, --jobs, --fault-gap and " +
                "--command-gap must be 1 or more, --hours, --faults and --commands 0 or more");
        }
        try
        {
            Operation.parse(null == operations ? Operation.NONE : operations);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), "--operations: no such operation: " + operations, ex);
        }
    }

    private int sum()
    {
        counts.all().forEach((name, count) -> System.out.printf(Locale.ROOT, "%,12d %s%n", count, name));
        final List<String> unreached = new ArrayList<>();
        clauses.all().forEach((name, count) ->
        {
            if (0 == count)
            {
                unreached.add(name);
            }
        });
        System.out.printf(Locale.ROOT, "%d of %d clauses of the twin decided something; not reached: %s%n",
            clauses.all().size() - unreached.size(), clauses.all().size(), String.join(" ", unreached));
        final double wallS = (System.nanoTime() - startNs) / 1e9;
        System.out.printf(Locale.ROOT, "%d passed, %d failed; %.2f virtual hours, %,d leader changes in %.0f s: " +
            "%.0f virtual seconds a second%n", done - failed.size(), failed.size(), virtualNs / 3.6e12,
            counts.of("leader changes"), wallS, virtualNs / 1e9 / wallS);
        if (done < total)
        {
            System.out.println(total - done + " runs did not come to their end");
        }
        failed.stream().limit(1).forEach(this::shrink);
        return failed.isEmpty() && done == total ? 0 : 1;
    }

    private synchronized void take(final String line)
    {
        if (line.startsWith(SimulateWorker.COUNT))
        {
            add(counts, line.substring(SimulateWorker.COUNT.length()));
        }
        else if (line.startsWith(SimulateWorker.CLAUSE))
        {
            add(clauses, line.substring(SimulateWorker.CLAUSE.length()));
        }
        else if (line.startsWith(SimulateWorker.VIOLATION))
        {
            System.out.println("  " + line.replace("|", System.lineSeparator() + "    "));
        }
        else if (line.startsWith(SimulateWorker.RESULT))
        {
            result(line.split(" "));
        }
    }

    private void result(final String[] words)
    {
        done++;
        virtualNs += Long.parseLong(words[3]);
        final double leftS = (System.nanoTime() - startNs) / 1e9 / done * (total - done);
        System.out.printf(Locale.ROOT, "seed %s trace %s %.0f virtual s in %.1f s + %.1f s of audits: %s; %d of %d, " +
            "%.0f s left%n", words[1], words[2], Long.parseLong(words[3]) / 1e9, Long.parseLong(words[4]) / 1e9,
            Long.parseLong(words[5]) / 1e9, Boolean.parseBoolean(words[6]) ? "passed" : "FAILED", done, total, leftS);
        if (!Boolean.parseBoolean(words[6]))
        {
            failed.add(words[1]);
        }
    }

    /** Halves the faults, and then the commands, while the run still fails. */
    private void shrink(final String failedSeed)
    {
        System.out.println("run it again: " + line(failedSeed, faults, commands));
        if (Bug.NONE != bug)
        {
            return;
        }
        final int fewFaults = fewest(failedSeed, 0, seconds * 1_000 / faultGapMs * 2, true, commands);
        final int fewCommands = fewest(failedSeed, 0, seconds * 1_000 / commandGapMs * 2, false, fewFaults);
        System.out.println("made small:   " + line(failedSeed, fewFaults, fewCommands));
    }

    private int fewest(
        final String failedSeed, final int least, final int most, final boolean isOfFaults, final int other)
    {
        int passes = least - 1;
        int fails = most;
        while (passes + 1 < fails)
        {
            final int middle = (passes + fails) >>> 1;
            final boolean[] good = {true};
            run(Long.parseLong(failedSeed), isOfFaults ? middle : other, isOfFaults ? other : middle,
                (line) -> good[0] &= !line.startsWith(SimulateWorker.RESULT) || line.endsWith("true"));
            passes = good[0] ? middle : passes;
            fails = good[0] ? fails : middle;
        }
        return fails;
    }

    private String line(final String failedSeed, final int faultsMax, final int commandsMax)
    {
        return "scripts/simulate --seed " + failedSeed + " --seconds " + seconds + " --fault-gap " + faultGapMs +
            " --command-gap " + commandGapMs + (UNLIMITED == faultsMax ? "" : " --faults " + faultsMax) +
            (UNLIMITED == commandsMax ? "" : " --commands " + commandsMax) + (Bug.NONE == bug ? "" : " --bug " + bug) +
            (null == operations ? "" : " --operations " + operations);
    }

    /** In a JVM of its own: what one run leaves behind in the JVM would change the next one's trace. */
    private void run(
        final long runSeed, final int faultsMax, final int commandsMax, final Consumer<String> lines)
    {
        final List<String> command = jvm.command();
        command.addAll(arguments(seconds, runSeed, faultsMax, commandsMax));
        final boolean[] hasResult = {false};
        try
        {
            final Process worker = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            workers.add(worker);
            try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8)))
            {
                reader.lines().forEach((line) ->
                {
                    hasResult[0] |= line.startsWith(SimulateWorker.RESULT);
                    lines.accept(line);
                });
            }
            final boolean hasEnded = worker.waitFor(1, TimeUnit.MINUTES);
            workers.remove(worker);
            if (!hasResult[0])
            {
                System.out.println("seed " + runSeed + " has no result: its process " +
                    (hasEnded ? "ended with exit code " + worker.exitValue() : "does not end"));
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> arguments(
        final int runSeconds, final long runSeed, final int faultsMax, final int commandsMax)
    {
        return List.of(Integer.toString(runSeconds), Integer.toString(faultsMax), Integer.toString(commandsMax),
            Integer.toString(faultGapMs), Integer.toString(commandGapMs), bug.name(), Long.toString(runSeed),
            Operation.text(operations(runSeed)));
    }

    /** Bugs are looked for without: so what finds them stays what found them. */
    private Set<Operation> operations(final long runSeed)
    {
        final boolean isDrawn = null == operations && Bug.NONE == bug;
        if (isDrawn)
        {
            return regressions.containsKey(runSeed) ? regressions.get(runSeed) : Operation.of(runSeed);
        }
        return Operation.parse(null == operations ? Operation.NONE : operations);
    }

    private static void add(final Counts sums, final String line)
    {
        final int space = line.indexOf(' ');
        sums.add(line.substring(space + 1), Long.parseLong(line.substring(0, space)));
    }

    /** A seed a line, and what operators do in its run if it is anything; what stands after # explains it. */
    private static Map<Long, Set<Operation>> regressions()
    {
        try (InputStream in = SimulateCommand.class.getResourceAsStream("regression-seeds.txt"))
        {
            final Map<Long, Set<Operation>> operationsBySeed = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .map((line) -> line.replaceFirst("#.*", "").trim()).filter((line) -> !line.isEmpty())
                .map((line) -> line.split(" +")).forEach((words) -> operationsBySeed.put(
                    Long.valueOf(words[0]), Operation.parse(1 == words.length ? Operation.NONE : words[1])));
            return operationsBySeed;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
