package io.flatbook.ops.monitoring;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.flatbook.ops.monitoring.AlertRule.Severity;

/**
 * The alert rules of a cluster whose nodes are the targets of one job.
 *
 * @param job         of Prometheus that scrapes the nodes, without control characters.
 * @param runbooks    address of {@code runbooks.md}: a URI, so that nothing in it is a template of Prometheus.
 * @param snapshotAge after which a snapshot is too old.
 */
public record AlertRules(String job, String runbooks, Duration snapshotAge)
{
    private static final String NODE = "node {{ $labels.instance }}";
    private static final String MEMBER = NODE + " says of member {{ $labels.member }}: ";
    private static final String NOW = "0s";

    /**
     * @return the rules, what is most urgent first.
     */
    public List<AlertRule> rules()
    {
        return List.of(
            page("FlatbookNoLeader", "max by (job) (" + series("flatbook_role", "role=\"leader\"") +
                " * on (job, instance) " + series("flatbook_ready") + ") == 0", "15s",
                "no node leads: commands are not taken"),
            page("FlatbookLeaderStalled", "delta(" + series("flatbook_engine_time_seconds") +
                "[2m]) == 0 and on (job, instance) (" + series("flatbook_role", "role=\"leader\"") +
                " * on (job, instance) " + series("flatbook_ready") + " == 1)", "30s",
                NODE + " leads, and its engine time stands still"),
            page("FlatbookReplicasDiffer", series("flatbook_replica_differs") + " == 1", NOW,
                MEMBER + "its state differs"),
            page("FlatbookNodeDown", series("up") + " == 0", "30s", NODE + " does not answer"),
            page("FlatbookNodeNotReady", series("flatbook_ready") + " == 0", "1m",
                NODE + " answers, but does not serve"),
            page("FlatbookStorageLow", series("flatbook_storage_low") + " == 1", NOW,
                NODE + ": new business is refused, too few disks have room"),
            page("FlatbookDiskShort", series("flatbook_disk_has_room") + " == 0", NOW,
                NODE + ": its disk has less room than diskReserve"),
            page("FlatbookMemberLagging", series("flatbook_member_lagging") + " == 1", "30s",
                MEMBER + "silent or far behind"),
            page("FlatbookHouseDeficit", series("flatbook_assets_in_deficit") + " > 0", NOW,
                NODE + ": the house owes in {{ $value }} assets"),
            page("FlatbookApplySlow", slow("flatbook_apply_seconds", "0.1"), "1m",
                NODE + ": one command in a hundred takes {{ $value }} s to apply"),
            page("FlatbookCommitSlow", slow("flatbook_commit_seconds", "0.5"), "1m",
                NODE + ": one command in a hundred waits {{ $value }} s for a majority"),
            ticket("FlatbookClocksApart", series("flatbook_member_clock_apart") + " == 1", "30s",
                MEMBER + "its clock is apart"),
            // Two, of nodes that are restarted one after the other, are extrapolated to a bit more than two.
            ticket("FlatbookElections", increase("aeron_cluster_elections_total", "15m") + " > 2.5", NOW,
                NODE + ": {{ $value }} elections within 15 minutes"),
            ticket("FlatbookErrors", increase("flatbook_errors_total", "5m") + " > 0 or " +
                increase("aeron_errors_total", "5m") + " > 0 or " + increase("aeron_archive_errors_total", "5m") +
                " > 0", NOW, NODE + " counts errors"),
            ticket("FlatbookSnapshotOld", series("flatbook_snapshot_age_seconds") + " > " + snapshotAge.toSeconds(),
                NOW, NODE + ": its newest snapshot is {{ $value }} s old"),
            ticket("FlatbookEntriesUndecodable", increase("flatbook_entries_undecodable_total", "15m") + " > 0", NOW,
                NODE + ": the log has messages that it cannot decode"),
            ticket("FlatbookWrongAnswers", increase("flatbook_wrong_answers_total", "5m") + " > 10", NOW,
                NODE + ": {{ $value }} logins without the secret within 5 minutes"),
            ticket("FlatbookWireRefused", increase("flatbook_wire_refused_total", "5m") + " > 100", NOW,
                NODE + ": {{ $value }} datagrams of the ring {{ $labels.ring }} were not genuine"),
            ticket("FlatbookDatagramsDropped",
                increase("flatbook_host_udp_receive_buffer_errors_total", "5m") + " > 100", NOW,
                "host of " + NODE + ": {{ $value }} datagrams dropped, since buffers were full"),
            ticket("FlatbookQueriesBusy", increase("flatbook_queries_total", "5m", "outcome=\"busy\"") + " > 100", NOW,
                NODE + ": {{ $value }} queries were refused for the budget of their principal"),
            ticket("FlatbookHeapFull", series("jvm_memory_used_bytes", "area=\"old\"") + " / " +
                series("jvm_memory_max_bytes", "area=\"old\"") + " > 0.9", "15m", NODE + ": its heap is full"));
    }

    /**
     * @return a file of rules for Prometheus.
     */
    public String yaml()
    {
        final StringBuilder yaml = new StringBuilder(
            "# Written by `flatbook generate alerts`.\ngroups:\n  - name: flatbook\n    rules:\n");
        for (final AlertRule rule : rules())
        {
            yaml.append("      - alert: ").append(rule.name()).append('\n');
            yaml.append("        expr: ").append(quoted(rule.expression())).append('\n');
            yaml.append("        for: ").append(rule.pending()).append('\n');
            yaml.append("        labels:\n          severity: ")
                .append(rule.severity().name().toLowerCase(Locale.ROOT)).append('\n');
            yaml.append("        annotations:\n          summary: ").append(quoted(rule.summary())).append('\n');
            yaml.append("          runbook_url: ").append(quoted(runbooks + "#" + rule.anchor())).append('\n');
        }
        return yaml.toString();
    }

    /** One in a hundred is longer than a bound of the histogram, and five are: where little is asked, one may be. */
    private String slow(final String histogram, final String seconds)
    {
        return "histogram_quantile(0.99, rate(" + series(histogram + "_bucket") + "[5m])) > " + seconds +
            " and on (job, instance) (" + increase(histogram + "_count", "5m") + " - on (job, instance) " +
            increase(histogram + "_bucket", "5m", "le=\"" + seconds + "\"") + ") > 4.5";
    }

    private String increase(final String metric, final String range, final String... matchers)
    {
        return "increase(" + series(metric, matchers) + "[" + range + "])";
    }

    private String series(final String metric, final String... matchers)
    {
        final String more = 0 == matchers.length ? "" : "," + String.join(",", matchers);
        return metric + "{job=\"" + job.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" + more + "}";
    }

    private static AlertRule page(
        final String name, final String expression, final String pending, final String summary)
    {
        return new AlertRule(name, Severity.PAGE, expression, pending, summary);
    }

    private static AlertRule ticket(
        final String name, final String expression, final String pending, final String summary)
    {
        return new AlertRule(name, Severity.TICKET, expression, pending, summary);
    }

    private static String quoted(final String text)
    {
        return "'" + text.replace("'", "''") + "'";
    }
}
