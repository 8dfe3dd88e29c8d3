package io.flatbook.proving.simulate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.agrona.IoUtil;

/**
 * Runs a seed in a JVM that was started for it, and tells its results in lines that {@link SimulateCommand} reads. The
 * JVM must have virtual datagram channels and hash codes of objects that are always the same.
 */
public final class SimulateWorker
{
    static final String RESULT = "result ";
    static final String COUNT = "count ";
    static final String CLAUSE = "clause ";
    static final String VIOLATION = "violation ";
    static final String SHARE = "share ";

    private SimulateWorker()
    {
    }

    /**
     * Runs.
     *
     * @param arguments virtual seconds of each run, most faults, most commands, mean gaps of faults and of commands in
     *                  milliseconds, name of the bug, the seed, and the operations.
     */
    public static void main(final String[] arguments)
    {
        SeededChance.install();
        VirtualFile.install();
        InstalledVersion.install();
        final Path memory = Path.of("/dev/shm");
        final Path base = Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        final Path directory = base.resolve("flatbook-simulate-" + ProcessHandle.current().pid());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> IoUtil.delete(directory.toFile(), true)));
        tell(Simulation.run(new Plan(
            Long.parseLong(arguments[6]),
            TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[0])),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]),
            Bug.valueOf(arguments[5]),
            Operation.parse(arguments[7]),
            directory,
            (share) -> System.out.println(SHARE + share))));
        IoUtil.delete(directory.toFile(), true);
        Runtime.getRuntime().halt(0);
    }

    private static void tell(final Result result)
    {
        tell(COUNT, result.counts().all());
        tell(CLAUSE, result.clauses().all());
        result.violations().forEach((each) -> System.out.println(VIOLATION + each.replace('\n', '|')));
        System.out.println(RESULT + result.seed() + ' ' + String.format("%016x", result.traceHash()) + ' ' +
            result.virtualNs() + ' ' + result.playNs() + ' ' + result.auditNs() + ' ' + result.isGood());
        System.out.flush();
    }

    private static void tell(final String kind, final Map<String, Long> counts)
    {
        counts.forEach((name, count) -> System.out.println(kind + count + ' ' + name));
    }
}
