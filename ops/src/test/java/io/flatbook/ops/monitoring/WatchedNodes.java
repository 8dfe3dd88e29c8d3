package io.flatbook.ops.monitoring;

import io.flatbook.client.FlatbookClient;
import io.flatbook.testkit.ClusterHarness;
import org.agrona.CloseHelper;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Three nodes with faults, and what Prometheus would see of them.
 */
final class WatchedNodes implements AutoCloseable
{
    static final int MEMBERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ClusterHarness cluster = new ClusterHarness(MEMBERS, FaultyService::next, Map.of());
    private final int[] ports = new int[MEMBERS];

    /** Starts all, and returns when one leads. */
    WatchedNodes start()
    {
        for (int member = 0; member < MEMBERS; member++)
        {
            start(member);
        }
        cluster.awaitLeader();
        return this;
    }

    ClusterHarness cluster()
    {
        return cluster;
    }

    void start(final int member)
    {
        cluster.start(member);
        ports[member] = cluster.node(member).statusPort();
    }

    int port(final int member)
    {
        return ports[member];
    }

    /** A node in a process of its own answers there. */
    void port(final int member, final int port)
    {
        ports[member] = port;
    }

    Map<String, String> scrape()
    {
        final Map<String, String> series = new TreeMap<>();
        for (int member = 0; member < MEMBERS; member++)
        {
            series.putAll(NodeScrape.series(ports[member], "node-" + member));
        }
        return series;
    }

    /** What is seen now, with a metric of all nodes that goes on by what it was seen to rise. */
    Map<String, String> rising(final String metric)
    {
        final Map<String, String> series = scrape();
        final Map<String, Long> steps = new TreeMap<>();
        cluster.await(metric + " that rises").until(() ->
        {
            scrape().entrySet().stream().filter((each) -> each.getKey().startsWith(metric + "{")).forEach((each) ->
                steps.put(each.getKey(), whole(each.getValue()) - whole(series.get(each.getKey()))));
            return steps.size() == MEMBERS && steps.values().stream().allMatch((step) -> step > 0);
        });
        steps.forEach((name, step) -> series.put(name, whole(series.get(name)) + "+" + step));
        return series;
    }

    /** Whether a metric of any node has at least a value; 0: whether no node has more. */
    boolean has(final String metric, final double least)
    {
        final List<Double> values = NodeScrape.values(scrape(), metric);
        return 0 == least ? values.stream().allMatch((value) -> 0 == value) :
            values.stream().anyMatch((value) -> value >= least);
    }

    FlatbookClient risk()
    {
        return FlatbookClient.connect(new FlatbookClient.Context().risk("bob")
            .ingressEndpoints(cluster.ingressEndpoints()).connectTimeout(PATIENCE));
    }

    private static long whole(final String value)
    {
        return (long)Double.parseDouble(value);
    }

    @Override
    public void close()
    {
        CloseHelper.close(cluster);
    }
}
