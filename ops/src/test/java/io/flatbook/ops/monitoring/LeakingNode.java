package io.flatbook.ops.monitoring;

import io.flatbook.node.ClearingNode;
import io.flatbook.testkit.ClusterHarness;
import io.flatbook.testkit.NodeJvm;
import org.awaitility.Awaitility;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A node with another wall clock, in whose process something leaks once it is ready, until a collection frees hardly
 * anything.
 */
final class LeakingNode
{
    private static final double FULL = 0.92;
    private static final int PIECE = 64 * 1024;
    private static final List<byte[]> LEAK = new ArrayList<>();

    private LeakingNode()
    {
    }

    /** Starts one as a member of a cluster, in the place of the node that was stopped for it. */
    static NodeJvm start(final ClusterHarness cluster, final int member, final int port, final Path output)
        throws IOException
    {
        final Map<String, String> settings = new TreeMap<>();
        cluster.config(member).text().lines().map((line) -> line.replaceAll(" +#.*", ""))
            .forEach((line) -> settings.put(line.replaceAll("=.*", ""), line.replaceAll("^[^=]*=", "")));
        settings.put("statusPort", Integer.toString(port));
        try (Stream<Path> found = Files.find(Path.of("/usr/lib"), 3,
            (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1")))
        {
            final String library = found.findFirst().orElseThrow().toString();
            return NodeJvm.start(LeakingNode.class.getName(), settings, Map.of("LD_PRELOAD", library,
                "FAKETIME", "+1h", "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0"), output);
        }
    }

    public static void main(final String[] args)
    {
        final Thread leak = new Thread(LeakingNode::leak, "leak");
        leak.setDaemon(true);
        leak.start();
        ClearingNode.main(args);
    }

    private static void leak()
    {
        final int port = Integer.getInteger("flatbook.node.statusPort");
        Awaitility.await("a node that is ready").atMost(Duration.ofMinutes(2)).until(() ->
            NodeScrape.series(port, "leaking").entrySet().stream().anyMatch((series) ->
                series.getKey().startsWith("flatbook_ready{") && Double.parseDouble(series.getValue()) > 0));
        while (!isFull())
        {
            LEAK.add(new byte[PIECE]);
        }
    }

    /** What is left after a collection counts, so it stays full. */
    private static boolean isFull()
    {
        if (used() > FULL)
        {
            System.gc();
        }
        return used() > FULL;
    }

    private static double used()
    {
        final MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return (double)heap.getUsed() / heap.getMax();
    }
}
