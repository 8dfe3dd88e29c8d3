package io.flatbook.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A trade of the engine against a trade of exchange-core's risk engine, in processes that take turns, each with the
 * same flags, those of a node: accounts with a position in each of five futures, or in one, two strangers trade a lot
 * back and forth. What exchange-core does is in {@code proving/exchange-core}. Ratios are medians of pairs.
 */
public final class PairBenchmark
{
    private static final int PAIRS = 5;
    private static final int QUICK_PAIRS = 3;
    private static final int FEW = 10_000;
    private static final int MANY = 1_000_000;
    private static final int POSITIONS = 5;
    private static final double MANY_LEAST = 1.5;
    private static final double FEW_LEAST = 0.5;
    private static final String PEER = "io.flatbook.exchangecore.ExchangeCoreTrades";

    private PairBenchmark()
    {
    }

    /**
     * Prints a table.
     *
     * @param args {@code pairs DIRECTORY [--quick] [--json FILE]}; the directory is the target of the build of
     *             {@code proving/exchange-core}.
     * @throws IOException if a process cannot be started, or the file not be written.
     * @throws InterruptedException if the caller is interrupted.
     */
    public static void main(final String[] args) throws IOException, InterruptedException
    {
        final Arguments arguments = Arguments.of(args);
        final Path target = arguments.directory();
        final String peerPath = target.resolve("classes") + File.pathSeparator + target.resolve("dependency") + "/*";
        final int pairs = arguments.isQuick() ? QUICK_PAIRS : PAIRS;
        final Results results = new Results();
        System.out.printf("java %s, CPU of a trade, %d pairs of processes%n%10s %10s %12s %18s %8s %8s%n",
            System.getProperty("java.version"), pairs, "accounts", "positions", "Flatbook ns",
            "exchange-core ns", "ratio", "loop");
        for (final int positions : new int[]{POSITIONS, 1})
        {
            for (final int accounts : new int[]{FEW, MANY})
            {
                results.add(row(accounts, positions, pairs, peerPath));
            }
        }
        results.writeTo(arguments.json());
    }

    private static Results.Row row(
        final int accounts, final int positions, final int pairs, final String peerPath)
        throws IOException, InterruptedException
    {
        final double[] own = new double[pairs];
        final double[] peer = new double[pairs];
        final double[] ratios = new double[pairs];
        final double[] loops = new double[pairs];
        for (int pair = 0; pair < pairs; pair++)
        {
            loops[pair] = Results.loopNs();
            own[pair] = run(System.getProperty("java.class.path"), TradeBenchmark.class.getName(), accounts, positions);
            peer[pair] = run(peerPath, PEER, accounts, positions);
            ratios[pair] = peer[pair] / own[pair];
            System.out.printf(Locale.ROOT, "%10d %10d %12.0f %18.0f %8.2f %8.2f%n", accounts, positions, own[pair],
                peer[pair], ratios[pair], loops[pair]);
        }
        final double least = FEW == accounts ? FEW_LEAST : MANY_LEAST;
        return new Results.Row("pair-" + accounts + '-' + positions, String.format(Locale.ROOT,
            "trade among %,d accounts of %d position(s), CPU ns; rate against exchange-core's risk engine", accounts,
            positions), Results.median(own), Results.median(peer), Results.median(ratios),
            POSITIONS == positions ? least : Double.NaN, true, Results.median(loops));
    }

    // The figure on the last line of what the process prints.
    private static double run(
        final String classPath, final String main, final int accounts, final int positions)
        throws IOException, InterruptedException
    {
        final Process child = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            MANY == accounts ? "-Xms6g" : "-Xms1g", MANY == accounts ? "-Xmx6g" : "-Xmx1g",
            "-XX:+UseParallelGC", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UseTransparentHugePages",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", classPath, main, Integer.toString(accounts), Integer.toString(positions)))
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String[] lines =
            new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().split("\n");
        if (0 != child.waitFor())
        {
            throw new IOException(main + " ended with " + child.exitValue());
        }
        return Double.parseDouble(lines[lines.length - 1]);
    }
}
