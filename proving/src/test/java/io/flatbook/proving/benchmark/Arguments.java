package io.flatbook.proving.benchmark;

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
 */
record Arguments(String what, boolean isQuick, boolean hasThreads, Path json)
{
    static Arguments of(final String[] args)
    {
        final List<String> words = Arrays.asList(args);
        final int json = words.indexOf("--json");
        return new Arguments(
            words.get(0), words.contains("--quick"), words.contains("--threads"),
            json < 0 ? null : Path.of(words.get(json + 1)));
    }
}
