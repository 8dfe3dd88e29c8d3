package io.flatbook.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import io.flatbook.metrics.AeronExporter;
import io.flatbook.metrics.AeronMetrics;
import io.flatbook.metrics.MetricFamily;

/**
 * {@code docs/metrics.md}, made of the declarations. Writes it if it is run as a program, in the module's directory.
 */
final class MetricsPage
{
    static final Path PAGE = Path.of("..", "docs", "metrics.md");

    private MetricsPage()
    {
    }

    public static void main(final String[] args) throws IOException
    {
        Files.writeString(PAGE, render());
    }

    static String render()
    {
        final StringBuilder page = new StringBuilder("""
            # Metrics

            Written by `scripts/build/metrics` from the declarations in the code; do not edit it.

            A node answers `/metrics` at its `statusPort`, beside `/status`, `/livez` and `/readyz`: in OpenMetrics if
            the `Accept` header asks for it, as Prometheus does, else in the older text format. At most 200 series a
            node; no account is a label. All counters begin at 0 with the process, but `flatbook_events_total`.

            ```yaml
            scrape_configs:
              - job_name: flatbook
                static_configs:
                  - targets: [node-0.example.com:20006, node-1.example.com:20106, node-2.example.com:20206]
            ```

            `/livez` answers 200 while all threads of the node run. `/readyz` answers 200 if also its election is
            closed, its consensus module is active, its service has started and has applied, within half a second, what
            was committed when it was asked; else 503 and one sentence that says what is missing. While a node takes a
            snapshot, and while it ends, it is not ready.

            `flatbook generate alerts` and `flatbook generate dashboard` write alert rules and a dashboard over these
            metrics; [runbooks.md](runbooks.md) says what to do about each alert.

            ## Of a node

            """);
        table(page, NodeMetrics.families().stream()
            .filter((family) -> !AeronMetrics.families().contains(family)).toList());
        page.append("""

            ## Of Aeron

            A node exports these too. `flatbook aeron-exporter --aeron-dir DIR`, which knows nothing of Flatbook,
            exports them of any media driver, with its archives and members of clusters; what is not there is left out.
            The label `cluster` is Aeron's cluster id.

            """);
        table(page, AeronMetrics.families());
        page.append("\nOf the exporter only:\n\n");
        table(page, List.of(AeronExporter.UP, AeronExporter.START));
        return page.toString();
    }

    private static void table(final StringBuilder page, final List<MetricFamily> families)
    {
        page.append("| metric | kind | unit | labels | meaning |\n|---|---|---|---|---|\n");
        for (final MetricFamily family : families)
        {
            page.append("| `").append(family.exportedName()).append("` | ")
                .append(family.kind().name().toLowerCase(Locale.ROOT)).append(" | ")
                .append(family.unit()).append(" | ").append(String.join(", ", family.labels())).append(" | ")
                .append(family.help()).append(" |\n");
        }
    }
}
