package io.flatbook.ops.monitoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cases for {@code promtool test rules}: five minutes of what nodes exported before a fault, then what they exported
 * after it. Alerts must not be raised in the former and must be raised in the latter.
 */
final class AlertCases
{
    private static final int INTERVAL_S = 15;
    private static final int BEFORE = 20;
    private static final int AFTER = 80;
    private static final String CALM = "4m";

    private final StringBuilder tests = new StringBuilder();
    private final Set<String> raised = new TreeSet<>();
    private final Set<String> exported = new TreeSet<>();

    /** Alerts that a case has raised. */
    Set<String> raised()
    {
        return raised;
    }

    /**
     * @param atMinute after the fault, by which the alerts are raised.
     * @param before   values by series; a series that is missing there is missing for five minutes, and 5+2 rises by 2.
     * @param after    the same.
     */
    AlertCases expect(
        final List<String> alerts,
        final int atMinute,
        final Map<String, String> before,
        final Map<String, String> after)
    {
        raised.addAll(alerts);
        return check(alerts, true, atMinute, before, after);
    }

    /** As above, of alerts that are not raised. */
    AlertCases expectNone(
        final List<String> alerts,
        final int atMinute,
        final Map<String, String> before,
        final Map<String, String> after)
    {
        return check(alerts, false, atMinute, before, after);
    }

    private AlertCases check(
        final List<String> alerts,
        final boolean isRaised,
        final int atMinute,
        final Map<String, String> before,
        final Map<String, String> after)
    {
        tests.append("  - interval: ").append(INTERVAL_S).append("s\n    input_series:\n");
        final Set<String> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        exported.addAll(after.keySet());
        for (final String series : all)
        {
            tests.append("      - series: '").append(series).append("'\n        values: '")
                .append(values(before.get(series), BEFORE)).append(' ').append(values(after.get(series), AFTER))
                .append("'\n");
        }
        tests.append("    promql_expr_test:\n");
        final int raisedAt = BEFORE * INTERVAL_S / 60 + atMinute;
        for (final String alert : alerts)
        {
            final String firing =
                "count by (alertname) (ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\"}) > bool 0";
            tests.append("      - expr: '").append(firing).append("'\n        eval_time: ").append(CALM).append('\n');
            tests.append("      - expr: '").append(firing).append("'\n        eval_time: ").append(raisedAt)
                .append("m\n").append(isRaised ? "        exp_samples:\n          - labels: '{alertname=\"" + alert +
                "\"}'\n            value: 1\n" : "");
        }
        return this;
    }

    /** Has promtool evaluate queries over all series that were exported; one that finds nothing fails. */
    void queries(final List<String> queries, final Path directory) throws IOException, InterruptedException
    {
        final StringBuilder text = new StringBuilder("evaluation_interval: 15s\ntests:\n  - interval: ")
            .append(INTERVAL_S).append("s\n    input_series:\n");
        exported.forEach((series) -> text.append("      - series: '").append(series).append("'\n        values: '0+1x")
            .append(BEFORE).append("'\n"));
        text.append("    promql_expr_test:\n");
        queries.forEach((query) -> text.append("      - expr: 'absent(").append(query).append(")'\n")
            .append("        eval_time: ").append(CALM).append('\n'));
        Files.writeString(directory.resolve("queries.yml"), text);
        promtool(directory, null, "test", "rules", "queries.yml");
    }

    /** Runs promtool over the rules and all cases. */
    void run(final AlertRules rules, final Path directory) throws IOException, InterruptedException
    {
        Files.writeString(directory.resolve("alerts.yml"), rules.yaml());
        Files.writeString(directory.resolve("cases.yml"),
            "rule_files: [alerts.yml]\nevaluation_interval: 15s\ntests:\n" + tests);
        promtool(directory, null, "check", "rules", "alerts.yml");
        promtool(directory, null, "test", "rules", "cases.yml");
    }

    /** @param input given on standard input; null: none. */
    static void promtool(final Path directory, final String input, final String... arguments)
        throws IOException, InterruptedException
    {
        final String[] command = new String[arguments.length + 1];
        command[0] = "promtool";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        final Path output = directory.resolve("promtool.out");
        final Process promtool = new ProcessBuilder(command).directory(directory.toFile())
            .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try (var in = promtool.getOutputStream())
        {
            in.write((null == input ? "" : input).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(promtool.waitFor(2, TimeUnit.MINUTES)).as("promtool ends").isTrue();
        assertThat(promtool.exitValue()).as(Files.readString(output)).isZero();
    }

    /** A series that ends is marked as stale, as Prometheus does if a target does not answer. */
    private static String values(final String value, final int times)
    {
        return (null == value ? "stale _" : value.contains("+") ? value : value + "+0") + "x" + (times - 1);
    }
}
