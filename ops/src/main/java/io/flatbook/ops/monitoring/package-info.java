/**
 * Alert rules for Prometheus and a dashboard for Grafana over the metrics that nodes export.
 *
 * <p>{@link io.flatbook.ops.monitoring.AlertRules} has the rules, each with its section in {@code docs/runbooks.md};
 * {@link io.flatbook.ops.monitoring.Dashboard} has the panels. Both are written as files by {@code flatbook generate};
 * nothing here reads a metric.
 */
package io.flatbook.ops.monitoring;
