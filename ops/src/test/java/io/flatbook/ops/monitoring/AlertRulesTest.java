package io.flatbook.ops.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules and dashboard against the page of the metrics, which the node's tests hold against its declarations and these
 * against a real node; and against the runbooks.
 */
class AlertRulesTest
{
    private static final Path DOCS = Path.of("..", "docs");
    private static final AlertRules RULES = new AlertRules("flatbook", "runbooks.md", Duration.ofHours(2));
    private static final Pattern METRIC = Pattern.compile("\\b(flatbook|aeron|jvm|process)_[a-z0-9_]+");
    private static final List<String> PARTS = List.of("**Symptom**", "**Means**", "**Look**", "**Do**", "**Over**");

    @Test
    void alertsAndPanelsAskForMetricsThatAreExported() throws IOException
    {
        final Set<String> exported = exported();
        final Set<String> named = new TreeSet<>();
        RULES.rules().forEach((rule) -> named.addAll(metrics(rule.expression())));
        assertThat(named).hasSizeGreaterThan(20);
        Dashboard.json().path("panels").forEach((panel) -> panel.path("targets").forEach(
            (target) -> named.addAll(metrics(target.path("expr").asText()))));
        assertThat(exported).containsAll(named);
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException
    {
        final String runbooks = Files.readString(DOCS.resolve("runbooks.md"));
        final List<String> sections = Pattern.compile("(?m)^## (.+)$").matcher(runbooks).results()
            .map((match) -> match.group(1)).toList();
        assertThat(sections).containsExactlyElementsOf(RULES.rules().stream().map(AlertRule::name).toList());
        for (final String section : runbooks.split("(?m)^## "))
        {
            if (section.startsWith("Flatbook"))
            {
                assertThat(section).contains(PARTS);
                final AlertRule rule = RULES.rules().stream().filter(
                    (each) -> section.startsWith(each.name() + "\n")).findFirst().orElseThrow();
                assertThat(section.contains("*page*")).as(rule.name())
                    .isEqualTo(AlertRule.Severity.PAGE == rule.severity());
            }
        }
        final Matcher links = Pattern.compile("\\(#([a-z]+)\\)").matcher(runbooks);
        assertThat(links.results().map((match) -> match.group(1)).toList()).isNotEmpty()
            .isSubsetOf(RULES.rules().stream().map(AlertRule::anchor).toList());
        assertThat(metrics(runbooks.replaceAll("_bucket\\b", ""))).isSubsetOf(exported());
    }

    @Test
    void writesEachRuleWithItsRunbook()
    {
        for (final AlertRule rule : RULES.rules())
        {
            assertThat(RULES.yaml()).contains("      - alert: " + rule.name() + "\n")
                .contains("          runbook_url: 'runbooks.md#" + rule.anchor() + "'\n");
        }
    }

    @Test
    void thePanelsAreWhatGrafanaTakes()
    {
        final JsonNode json = Dashboard.json();
        assertThat(json.path("schemaVersion").isInt()).isTrue();
        assertThat(json.path("title").asText()).isEqualTo("Flatbook");
        final Set<Integer> ids = new HashSet<>();
        final Set<String> places = new HashSet<>();
        final Set<String> variables = new HashSet<>();
        json.path("templating").path("list").forEach((each) -> variables.add(each.path("name").asText()));
        assertThat(variables).containsExactlyInAnyOrder("source", "job");
        for (final JsonNode panel : json.path("panels"))
        {
            final String title = panel.path("title").asText();
            assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
            assertThat(panel.path("type").asText()).isEqualTo("timeseries");
            assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${source}");
            assertThat(panel.path("options").path("legend").fieldNames()).toIterable()
                .contains("calcs", "displayMode", "placement", "showLegend");
            assertThat(panel.path("options").path("tooltip").fieldNames()).toIterable().contains("mode", "sort");
            final JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isBetween(1, 24);
            assertThat(places.add(place.path("x") + "," + place.path("y"))).as(title).isTrue();
            assertThat(panel.path("targets")).isNotEmpty().allSatisfy((target) ->
            {
                assertThat(target.path("refId").asText()).matches("[A-Z]");
                assertThat(target.path("expr").asText()).contains("job=\"$job\"");
            });
        }
        assertThat(ids).hasSizeGreaterThan(20);
    }

    private static Set<String> exported() throws IOException
    {
        final Set<String> exported = Pattern.compile("(?m)^\\| `([a-z_0-9]+)` \\| ([a-z]+) ")
            .matcher(Files.readString(DOCS.resolve("metrics.md"))).results()
            .map((match) -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(exported).hasSizeGreaterThan(80);
        return exported;
    }

    private static Set<String> metrics(final String text)
    {
        return METRIC.matcher(text).results().map(MatchResult::group)
            .map((name) -> name.replaceAll("_(bucket|count)$", "")).collect(Collectors.toCollection(TreeSet::new));
    }
}
