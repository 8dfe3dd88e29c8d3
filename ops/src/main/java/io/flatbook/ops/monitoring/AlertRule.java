package io.flatbook.ops.monitoring;

import java.util.Locale;

/**
 * One alert.
 *
 * @param name       of the alert, and of its section in {@code docs/runbooks.md}.
 * @param severity   of it.
 * @param expression of Prometheus; the alert is raised for each series that it gives.
 * @param pending    how long that must last, as Prometheus writes it.
 * @param summary    one sentence; {@code {{ $labels.instance }}} names the node.
 */
public record AlertRule(String name, Severity severity, String expression, String pending, String summary)
{
    /**
     * Whom an alert concerns.
     */
    public enum Severity
    {
        /** Somebody is woken up. */
        PAGE,
        /** Somebody looks at it within the day. */
        TICKET
    }

    /**
     * @return anchor of its section in the runbooks.
     */
    public String anchor()
    {
        return name.toLowerCase(Locale.ROOT);
    }
}
