package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.Figure;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the leader takes for a message, by the histograms of its metrics page: what they counted in the last ten
 * seconds. A percentile is the bound of its bucket, so at most that much. Used by two threads.
 */
final class LeaderLatency
{
    private static final long WINDOW_MS = 10_000;
    private static final Pattern BUCKET =
        Pattern.compile("^flatbook_(commit|apply)_seconds_bucket\\{le=\"([^\"]+)\"\\} (\\d+)", Pattern.MULTILINE);

    private final Deque<Look> looks = new ArrayDeque<>();

    // Counts by the bound of their bucket; the last has none and is left out.
    private record Look(long epochMs, String url, Map<String, NavigableMap<BigDecimal, Long>> counts)
    {
    }

    /**
     * Takes in what the leader says.
     *
     * @param epochMs time of day.
     * @param url     of the leader: of another one there is nothing to compare with yet.
     * @param metrics its page; empty if it does not answer.
     */
    synchronized void look(final long epochMs, final String url, final String metrics)
    {
        if (metrics.isEmpty() || !looks.isEmpty() && !looks.peekLast().url().equals(url))
        {
            looks.clear();
        }
        if (!metrics.isEmpty())
        {
            add(new Look(epochMs, url, counts(metrics)));
        }
    }

    private void add(final Look look)
    {
        looks.addLast(look);
        while (WINDOW_MS < look.epochMs() - looks.peekFirst().epochMs())
        {
            looks.removeFirst();
        }
    }

    private static Map<String, NavigableMap<BigDecimal, Long>> counts(final String metrics)
    {
        final Map<String, NavigableMap<BigDecimal, Long>> counts =
            Map.of("commit", new TreeMap<>(), "apply", new TreeMap<>());
        final Matcher bucket = BUCKET.matcher(metrics);
        while (bucket.find())
        {
            if (!"+Inf".equals(bucket.group(2)))
            {
                counts.get(bucket.group(1)).put(new BigDecimal(bucket.group(2)), Long.parseLong(bucket.group(3)));
            }
        }
        return counts;
    }

    /** Puts the percentiles beside other figures; none if no message came. */
    synchronized void putInto(final ObjectNode figures)
    {
        put(figures, "commit", "commitP50Ms", 50);
        put(figures, "commit", "commitP99Ms", 99);
        put(figures, "apply", "applyP99Ms", 99);
    }

    private void put(final ObjectNode figures, final String histogram, final String name, final int percent)
    {
        if (looks.size() < 2)
        {
            return;
        }
        final NavigableMap<BigDecimal, Long> before = looks.peekFirst().counts().get(histogram);
        final NavigableMap<BigDecimal, Long> now = looks.peekLast().counts().get(histogram);
        final long all = now.isEmpty() ? 0 : now.lastEntry().getValue() - before.getOrDefault(now.lastKey(), 0L);
        for (final Map.Entry<BigDecimal, Long> bucket : now.entrySet())
        {
            final long count = bucket.getValue() - before.getOrDefault(bucket.getKey(), 0L);
            if (0 < all && all * percent <= count * 100)
            {
                figures.set(name, Figure.of(Figure.Unit.NUMBER,
                    bucket.getKey().movePointRight(3).stripTrailingZeros().toPlainString()));
                return;
            }
        }
    }
}
