package io.flatbook.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How a benchmark is to run.
 *
 * @param what    to measure.
 * @param isQuick whether fewer rounds will do.
 * @param hasThreads whether the CPU time of threads is printed.
 * @param json    where the rows go, null: nowhere.
 * @param hdr     directory for histograms, null: none are written.
 * @param directory under which data directories are made.
 */
public record Arguments(String what, boolean isQuick, boolean hasThreads, Path json, Path hdr, Path directory)
{
    /** Of a command line: {@code WHAT [DIRECTORY] [--quick] [--threads] [--json FILE] [--hdr DIRECTORY]}. */
    public static Arguments of(final String[] args)
    {
        final List<String> words = Arrays.asList(args);
        final boolean hasDirectory = words.size() > 1 && !words.get(1).startsWith("--");
        return new Arguments(
            words.get(0), words.contains("--quick"), words.contains("--threads"),
            after(words, "--json"), after(words, "--hdr"),
            Path.of(hasDirectory ? words.get(1) : System.getProperty("java.io.tmpdir")));
    }

    private static Path after(final List<String> words, final String option)
    {
        final int at = words.indexOf(option);
        return at < 0 ? null : Path.of(words.get(at + 1));
    }
}
