package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.StatusPages;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Reads the status pages of the nodes on a thread of its own, which works without a leader, and remembers who led.
 */
final class ClusterWatch implements AutoCloseable
{
    private static final int ELECTIONS_MAX = 100;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Supplier<List<StatusPages.Page>> pages;
    private final Function<List<StatusPages.Page>, String> verdict;
    private final long pollMs;
    private final Consumer<ObjectNode> told;
    private final UnaryOperator<String> metrics;
    private final LeaderLatency latency;
    private final Deque<ObjectNode> elections = new ArrayDeque<>();
    private final Thread thread = new Thread(this::work, "console-status");
    private long lastTerm = -1;
    private int lastLeader = -1;
    private volatile boolean isClosed;
    private volatile ObjectNode last = JSON.objectNode();

    /**
     * @param pages   of all nodes.
     * @param verdict of them in a sentence.
     * @param pollMs  between two looks.
     * @param told    receives what is seen.
     * @param metrics reads the metrics page beside a status page.
     * @param latency learns how long the leader takes.
     */
    ClusterWatch(final Supplier<List<StatusPages.Page>> pages,
        final Function<List<StatusPages.Page>, String> verdict, final long pollMs, final Consumer<ObjectNode> told,
        final UnaryOperator<String> metrics, final LeaderLatency latency)
    {
        this.pages = pages;
        this.verdict = verdict;
        this.pollMs = pollMs;
        this.told = told;
        this.metrics = metrics;
        this.latency = latency;
        thread.setDaemon(true);
    }

    void start()
    {
        thread.start();
    }

    /**
     * What was seen last.
     *
     * @return the nodes, the verdict and the elections seen; empty before the first look.
     */
    ObjectNode last()
    {
        return last;
    }

    @Override
    public void close()
    {
        isClosed = true;
        thread.interrupt();
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void work()
    {
        while (!isClosed)
        {
            last = look();
            told.accept(last);
            try
            {
                TimeUnit.MILLISECONDS.sleep(pollMs);
            }
            catch (final InterruptedException ex)
            {
                return;
            }
        }
    }

    /** The thread goes on whatever a page says: without it the console would show an old cluster as the present one. */
    private ObjectNode look()
    {
        try
        {
            return look(pages.get());
        }
        catch (final RuntimeException ex)
        {
            return last.deepCopy().put("verdict", "the pages of the nodes cannot be read: " + ex.getMessage());
        }
    }

    private ObjectNode look(final List<StatusPages.Page> seen)
    {
        long furthest = 0;
        for (final StatusPages.Page page : seen)
        {
            furthest = null == page.page() ? furthest :
                Math.max(furthest, page.page().path("commitPosition").asLong());
        }
        final ObjectNode cluster = JSON.objectNode().put("verdict", verdict.apply(seen));
        final ArrayNode nodes = cluster.putArray("nodes");
        for (int node = 0; node < seen.size(); node++)
        {
            nodes.add(card(seen.get(node), node, furthest));
            if (leads(seen.get(node).page()))
            {
                remember(seen.get(node).page());
                final String url = seen.get(node).url();
                latency.look(System.currentTimeMillis(), url, metrics.apply(url));
            }
        }
        cluster.set("elections", TableJson.of(List.copyOf(elections)));
        return cluster;
    }

    private static ObjectNode card(final StatusPages.Page seen, final int node, final long furthest)
    {
        final ObjectNode card = JSON.objectNode().put("member", node).put("url", seen.url());
        final JsonNode page = seen.page();
        if (null == page)
        {
            return card.put("role", "DOWN").put("problem", seen.problem());
        }
        final JsonNode service = page.path("service");
        card.put("member", page.path("member").asInt()).put("role", page.path("role").asText());
        card.put("election", page.path("election").asText()).put("term", page.path("leadershipTermId").asLong());
        card.put("appliedPosition", service.path("appliedPosition").asLong());
        card.put("lagBytes", Math.max(0, furthest - service.path("appliedPosition").asLong()));
        card.put("snapshots", page.path("snapshots").asLong());
        if (0 <= page.path("snapshotAgeMs").asLong(-1))
        {
            card.put("snapshotAgeMs", page.path("snapshotAgeMs").asLong());
        }
        card.put("stateHash", service.path("stateHash").asText());
        card.put("replicaHash", service.path("replicaHash").asText());
        card.put("sessions", service.path("sessions").asLong()).put("hasRoom", page.path("hasRoom").asBoolean(true));
        return card.put("engineVersion", service.path("engineVersion").asLong());
    }

    private static boolean leads(final JsonNode page)
    {
        return null != page && "LEADER".equals(page.path("role").asText()) &&
            "CLOSED".equals(page.path("election").asText());
    }

    private void remember(final JsonNode page)
    {
        final long term = page.path("leadershipTermId").asLong();
        final int member = page.path("member").asInt();
        if (lastTerm < term || lastTerm == term && lastLeader != member)
        {
            final String before = 0 <= lastLeader ? "node " + lastLeader : "not seen";
            elections.addFirst(JSON.objectNode().put("seen", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("term", term).put("leader", member).put("before", before));
            lastTerm = term;
            lastLeader = member;
            while (ELECTIONS_MAX < elections.size())
            {
                elections.removeLast();
            }
        }
    }
}
