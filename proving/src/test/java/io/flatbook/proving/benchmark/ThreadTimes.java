package io.flatbook.proving.benchmark;

import io.flatbook.ops.link.LocalCluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time of the threads of a cluster's three nodes and of this process, by thread name, as Linux counts it in
 * {@code /proc}: by hundredths of a second.
 */
final class ThreadTimes
{
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final double MICROS_PER_TICK = 10_000;
    private static final double LEAST_MICROS = 0.05;

    private final Map<String, Long> ticks = new TreeMap<>();

    private ThreadTimes()
    {
    }

    static ThreadTimes of(final LocalCluster cluster) throws IOException
    {
        final ThreadTimes times = new ThreadTimes();
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            times.add("node", cluster.node(member).pid());
        }
        times.add("client", ProcessHandle.current().pid());
        return times;
    }

    /** Prints what passed since an earlier time, in microseconds a message. */
    void printSince(final ThreadTimes before, final String name, final double messages)
    {
        double total = 0;
        final StringBuilder lines = new StringBuilder();
        for (final Map.Entry<String, Long> thread : ticks.entrySet())
        {
            final double micros = MICROS_PER_TICK / messages *
                (thread.getValue() - before.ticks.getOrDefault(thread.getKey(), 0L));
            total += micros;
            if (LEAST_MICROS < micros)
            {
                lines.append(String.format(Locale.ROOT, "    %-24s %8.2f%n", thread.getKey(), micros));
            }
        }
        System.out.printf(Locale.ROOT, "  CPU us a message, %s: %.2f%n%s", name, total, lines);
    }

    private void add(final String name, final long pid) throws IOException
    {
        final File[] threads = new File("/proc/" + pid + "/task").listFiles();
        for (final File thread : null == threads ? new File[0] : threads)
        {
            final String line = Files.readString(thread.toPath().resolve("stat"));
            final int nameEnd = line.lastIndexOf(')');
            final String threadName = line.substring(line.indexOf('(') + 1, nameEnd);
            final String[] fields = line.substring(nameEnd + 2).split(" ");
            ticks.merge(name + ' ' + (threadName.startsWith("/") ? "media-driver" : threadName),
                Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]), Long::sum);
        }
    }
}
