package io.flatbook.ops.monitoring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * A dashboard for Grafana: it asks for a data source of Prometheus, and for the job that scrapes the nodes.
 */
public final class Dashboard
{
    private static final int SCHEMA_VERSION = 38;
    private static final int WIDTH = 24;
    private static final int HEIGHT = 7;
    private static final int PER_ROW = 3;
    private static final String BY_NODE = "{{instance}}";
    private static final String BY_MEMBER = "{{instance}} of member {{member}}";

    private Dashboard()
    {
    }

    /**
     * One chart.
     *
     * @param title   of it.
     * @param unit    as Grafana names it.
     * @param legend  of a line.
     * @param queries of Prometheus, with {@code $job} for the matcher of the job.
     */
    private record Panel(String title, String unit, String legend, List<String> queries)
    {
        static Panel of(final String title, final String unit, final String legend, final String... queries)
        {
            return new Panel(title, unit, legend, List.of(queries));
        }
    }

    private static List<Panel> panels()
    {
        return List.of(
            Panel.of("Leader", "none", BY_NODE, "flatbook_role{$job,role=\"leader\"}"),
            Panel.of("Ready", "none", BY_NODE, "flatbook_ready{$job}"),
            Panel.of("Replicas that differ", "none", BY_MEMBER, "flatbook_replica_differs{$job}"),
            Panel.of("Commands a second", "ops", "{{instance}} {{outcome}}", "rate(flatbook_commands_total{$job}[1m])"),
            Panel.of("Queries a second", "ops", "{{instance}} {{outcome}}", "rate(flatbook_queries_total{$job}[1m])"),
            Panel.of("Events a second", "ops", BY_NODE, "rate(flatbook_events_total{$job}[1m])"),
            Panel.of("Commit, median and 99th percentile", "s", BY_NODE,
                quantile("0.5", "flatbook_commit_seconds"), quantile("0.99", "flatbook_commit_seconds")),
            Panel.of("Apply, median and 99th percentile", "s", BY_NODE,
                quantile("0.5", "flatbook_apply_seconds"), quantile("0.99", "flatbook_apply_seconds")),
            Panel.of("Sessions", "none", BY_NODE, "flatbook_sessions{$job}"),
            Panel.of("Log: committed, not applied", "bytes", BY_NODE,
                "flatbook_log_commit_position_bytes{$job} - flatbook_log_applied_position_bytes{$job}"),
            Panel.of("Log: appended, not committed", "bytes", BY_NODE,
                "flatbook_log_appended_position_bytes{$job} - flatbook_log_commit_position_bytes{$job}"),
            Panel.of("Members behind", "bytes", BY_MEMBER, "flatbook_member_lag_bytes{$job}"),
            Panel.of("Insurance fund", "none", "{{asset}}", "max by (asset) (flatbook_insurance_fund{$job})"),
            Panel.of("House deficit", "none", "{{asset}}", "max by (asset) (flatbook_house_deficit{$job})"),
            Panel.of("Open interest, lots", "none", "{{instrument}}",
                "max by (instrument) (flatbook_open_interest_lots{$job})"),
            Panel.of("Accounts", "none", BY_NODE, "flatbook_accounts{$job}"),
            Panel.of("Positions", "none", BY_NODE, "flatbook_positions{$job}"),
            Panel.of("Age of the newest snapshot", "s", BY_NODE, "flatbook_snapshot_age_seconds{$job}"),
            Panel.of("Disk that is free", "bytes", BY_NODE, "flatbook_disk_usable_bytes{$job}"),
            Panel.of("Clocks of other members", "s", BY_MEMBER, "flatbook_member_clock_offset_seconds{$job}"),
            Panel.of("Elections", "none", BY_NODE, "increase(aeron_cluster_elections_total{$job}[15m])"),
            Panel.of("Errors", "none", BY_NODE, "increase(flatbook_errors_total{$job}[5m])",
                "increase(aeron_errors_total{$job}[5m])", "increase(aeron_archive_errors_total{$job}[5m])"),
            Panel.of("Network, bytes a second", "Bps", BY_NODE, "rate(aeron_sent_bytes_total{$job}[1m])",
                "rate(aeron_received_bytes_total{$job}[1m])"),
            Panel.of("Loss: NAKs, retransmits, dropped by the host", "none", BY_NODE,
                "increase(aeron_naks_sent_total{$job}[5m])", "increase(aeron_retransmits_total{$job}[5m])",
                "increase(flatbook_host_udp_receive_buffer_errors_total{$job}[5m])"),
            Panel.of("Archive, bytes written a second", "Bps", BY_NODE,
                "rate(aeron_archive_written_bytes_total{$job}[1m])"),
            Panel.of("Refused: datagrams, logins", "none", BY_NODE, "increase(flatbook_wire_refused_total{$job}[5m])",
                "increase(flatbook_wrong_answers_total{$job}[5m])"),
            Panel.of("Heap", "bytes", BY_NODE, "jvm_memory_used_bytes{$job,area=~\"heap|old\"}",
                "jvm_memory_max_bytes{$job,area=~\"heap|old\"}"),
            Panel.of("Collecting garbage, share of time", "percentunit", BY_NODE,
                "sum by (instance) (rate(jvm_gc_seconds_total{$job}[5m]))"),
            Panel.of("Cores", "none", BY_NODE, "rate(process_cpu_seconds_total{$job}[1m])"));
    }

    /**
     * @return the document that Grafana imports.
     */
    public static ObjectNode json()
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putNull("id").put("uid", "flatbook").put("title", "Flatbook").put("schemaVersion", SCHEMA_VERSION)
            .put("version", 1).put("editable", true).put("refresh", "10s").put("timezone", "utc");
        json.putArray("tags").add("flatbook");
        json.putObject("time").put("from", "now-1h").put("to", "now");
        json.putObject("annotations").putArray("list");
        final ArrayNode variables = json.putObject("templating").putArray("list");
        variables.addObject().put("name", "source").put("label", "Prometheus").put("type", "datasource")
            .put("query", "prometheus");
        variables.addObject().put("name", "job").put("label", "Job").put("type", "query").put("refresh", 1)
            .put("query", "label_values(flatbook_node_info, job)").set("datasource", source());
        final ArrayNode all = json.putArray("panels");
        final List<Panel> panels = panels();
        for (int i = 0; i < panels.size(); i++)
        {
            all.add(panel(panels.get(i), i));
        }
        return json;
    }

    private static ObjectNode panel(final Panel panel, final int index)
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", index + 1).put("type", "timeseries").put("title", panel.title).set("datasource", source());
        json.putObject("gridPos").put("x", index % PER_ROW * (WIDTH / PER_ROW)).put("y", index / PER_ROW * HEIGHT)
            .put("w", WIDTH / PER_ROW).put("h", HEIGHT);
        final ObjectNode field = json.putObject("fieldConfig");
        field.putObject("defaults").put("unit", panel.unit);
        field.putArray("overrides");
        final ObjectNode options = json.putObject("options");
        options.putObject("legend").put("displayMode", "list").put("placement", "bottom").put("showLegend", true)
            .putArray("calcs");
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
        final ArrayNode targets = json.putArray("targets");
        for (int i = 0; i < panel.queries.size(); i++)
        {
            targets.addObject().put("refId", String.valueOf((char)('A' + i))).put("legendFormat", panel.legend)
                .put("expr", panel.queries.get(i).replace("$job", "job=\"$job\"")).set("datasource", source());
        }
        return json;
    }

    private static ObjectNode source()
    {
        return JsonNodeFactory.instance.objectNode().put("type", "prometheus").put("uid", "${source}");
    }

    private static String quantile(final String share, final String histogram)
    {
        return "histogram_quantile(" + share + ", rate(" + histogram + "_bucket{$job}[1m]))";
    }
}
