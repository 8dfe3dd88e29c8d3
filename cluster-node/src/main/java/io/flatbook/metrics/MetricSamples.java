package io.flatbook.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of metrics, collected for one answer. For use by one thread.
 */
public final class MetricSamples
{
    /** By declaration, so that no metric is exported under two. */
    private final Map<MetricFamily, List<DataPointSnapshot>> points = new LinkedHashMap<>();

    /**
     * Gives a value.
     *
     * @param family      a counter or a gauge.
     * @param value       in the unit of the family.
     * @param labelValues in the order of its labels.
     * @return this.
     */
    public MetricSamples set(final MetricFamily family, final double value, final String... labelValues)
    {
        final Labels labels = Labels.of(family.labels(), List.of(labelValues));
        return add(family, MetricFamily.Kind.COUNTER == family.kind() ?
            new CounterSnapshot.CounterDataPointSnapshot(value, labels, null, 0) :
            new GaugeSnapshot.GaugeDataPointSnapshot(value, labels, null));
    }

    /**
     * Gives a value that is true or false.
     *
     * @param family      a gauge.
     * @param value       exported as 1 or 0.
     * @param labelValues in the order of its labels.
     * @return this.
     */
    public MetricSamples set(final MetricFamily family, final boolean value, final String... labelValues)
    {
        return set(family, value ? 1 : 0, labelValues);
    }

    /**
     * Gives counts of durations.
     *
     * @param family        a histogram.
     * @param boundsSeconds upper bounds, ascending; without the last, which is infinite.
     * @param counts        of each bucket alone; one more than bounds.
     * @param sumSeconds    of all durations.
     * @return this.
     */
    MetricSamples set(
        final MetricFamily family, final double[] boundsSeconds, final long[] counts, final double sumSeconds)
    {
        final List<Double> bounds = new ArrayList<>();
        final List<Long> each = new ArrayList<>();
        for (int i = 0; i < counts.length; i++)
        {
            bounds.add(i < boundsSeconds.length ? boundsSeconds[i] : Double.POSITIVE_INFINITY);
            each.add(counts[i]);
        }
        return add(family, new HistogramSnapshot.HistogramDataPointSnapshot(
            ClassicHistogramBuckets.of(bounds, each), sumSeconds, Labels.EMPTY, null, 0));
    }

    /**
     * @return all values, for a writer of the library.
     */
    MetricSnapshots snapshots()
    {
        final List<MetricSnapshot> snapshots = new ArrayList<>();
        points.forEach((family, values) -> snapshots.add(snapshot(family, Collections.unmodifiableList(values))));
        return new MetricSnapshots(snapshots);
    }

    private MetricSamples add(final MetricFamily family, final DataPointSnapshot point)
    {
        points.computeIfAbsent(family, (absent) -> new ArrayList<>()).add(point);
        return this;
    }

    private static MetricSnapshot snapshot(final MetricFamily family, final List<DataPointSnapshot> values)
    {
        final MetricMetadata metadata = new MetricMetadata(
            family.name(), family.help(), family.unit().isEmpty() ? null : new Unit(family.unit()));
        return switch (family.kind())
        {
            case COUNTER -> new CounterSnapshot(metadata, cast(values, CounterSnapshot.CounterDataPointSnapshot.class));
            case GAUGE -> new GaugeSnapshot(metadata, cast(values, GaugeSnapshot.GaugeDataPointSnapshot.class));
            case HISTOGRAM -> new HistogramSnapshot(
                metadata, cast(values, HistogramSnapshot.HistogramDataPointSnapshot.class));
        };
    }

    private static <T> List<T> cast(final List<DataPointSnapshot> values, final Class<T> type)
    {
        return values.stream().map(type::cast).toList();
    }
}
