package io.flatbook.proving.simulate;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often each thing happened, by name.
 */
final class Counts
{
    private final TreeMap<String, Long> counts = new TreeMap<>();

    void add(final String what)
    {
        add(what, 1);
    }

    void add(final String what, final long count)
    {
        counts.merge(what, count, Long::sum);
    }

    void addAll(final Map<String, Long> others)
    {
        others.forEach(this::add);
    }

    long of(final String what)
    {
        return counts.getOrDefault(what, 0L);
    }

    Map<String, Long> all()
    {
        return counts;
    }
}
