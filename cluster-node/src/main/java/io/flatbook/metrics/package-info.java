/**
 * Metrics and the pages on which they are read, and an exporter of what Aeron counts.
 *
 * <p>A {@link io.flatbook.metrics.MetricFamily} declares a metric, {@link io.flatbook.metrics.MetricSamples} collects
 * values for one answer, {@link io.flatbook.metrics.PageServer} serves them over HTTP. Start at
 * {@link io.flatbook.metrics.AeronExporter}: it reads the counters of any Aeron directory. Nothing in this package
 * knows what Flatbook is, so the exporter serves every media driver, archive and cluster alike.
 */
package io.flatbook.metrics;
