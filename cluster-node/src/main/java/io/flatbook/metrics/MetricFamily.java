package io.flatbook.metrics;

import java.util.List;

/**
 * Declares a metric: what is exported under one name.
 *
 * @param name   without the {@code _total} of a counter; ends with its unit if it has one.
 * @param kind   of the metric.
 * @param unit   {@code seconds} or {@code bytes}; empty: a plain number.
 * @param help   one sentence.
 * @param labels names of the labels, in the order in which values are given.
 */
public record MetricFamily(String name, Kind kind, String unit, String help, List<String> labels)
{
    /**
     * Kinds of metrics.
     */
    public enum Kind
    {
        /** Only rises, until its process starts again. */
        COUNTER,
        /** Rises and falls. */
        GAUGE,
        /** Counts observations by their size. */
        HISTOGRAM
    }

    /**
     * A metric that only rises.
     *
     * @param name   without {@code _total}.
     * @param unit   of the values, empty for a plain number.
     * @param help   one sentence.
     * @param labels names.
     * @return the declaration.
     */
    public static MetricFamily counter(final String name, final String unit, final String help, final String... labels)
    {
        return new MetricFamily(name, Kind.COUNTER, unit, help, List.of(labels));
    }

    /**
     * A metric that rises and falls.
     *
     * @param name   of it.
     * @param unit   of the values, empty for a plain number.
     * @param help   one sentence.
     * @param labels names.
     * @return the declaration.
     */
    public static MetricFamily gauge(final String name, final String unit, final String help, final String... labels)
    {
        return new MetricFamily(name, Kind.GAUGE, unit, help, List.of(labels));
    }

    /**
     * Durations, counted by their length.
     *
     * @param name of it, which ends with {@code _seconds}.
     * @param help one sentence.
     * @return the declaration.
     */
    public static MetricFamily durations(final String name, final String help)
    {
        return new MetricFamily(name, Kind.HISTOGRAM, "seconds", help, List.of());
    }

    /**
     * @return the name under which values are found; a histogram has {@code _bucket}, {@code _count} and {@code _sum}
     * behind it.
     */
    public String exportedName()
    {
        return Kind.COUNTER == kind ? name + "_total" : name;
    }
}
