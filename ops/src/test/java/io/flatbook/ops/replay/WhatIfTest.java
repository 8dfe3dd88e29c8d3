package io.flatbook.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.ops.cli.ExitCode;
import io.flatbook.ops.whatif.Rules;
import io.flatbook.ops.whatif.RunUnderRules;
import io.flatbook.ops.whatif.WhatIf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run under other rules does what the scenario of these rules does, and begins with the book as it was.
 */
final class WhatIfTest
{
    private static final Path SCENARIOS = Path.of("..", "scenarios");

    @TempDir
    private Path temporary;

    private static List<RunUnderRules> compare(final String scenario, final Rules... rules) throws Exception
    {
        return new WhatIf(List.of(rules)).ofScenario(
            scenario, Files.readAllLines(SCENARIOS.resolve(scenario + ".jsonl")));
    }

    // policy-pro-rata: account 1's ten lots close against 7, 5 and 3; 40.00 are missing.
    @Test
    void anotherPolicyTakesOthers() throws Exception
    {
        final List<RunUnderRules> runs =
            compare("policy-pro-rata", Rules.ofPolicy("QUEUE"), Rules.ofPolicy("WATERFILL"));

        assertThat(runs).extracting(RunUnderRules::rules).containsExactly("as it was", "QUEUE", "WATERFILL");
        assertThat(runs).extracting(RunUnderRules::counterparties).containsExactly(3, 2, 3);
        assertThat(runs).extracting(RunUnderRules::closedWhole).containsExactly(0, 1, 0);
        assertThat(runs).extracting(RunUnderRules::surcharge).containsOnly(4_000L);
        assertThat(runs).extracting(RunUnderRules::largestShare).containsExactly(500_000L, 700_000L, 500_000L);
        assertThat(runs).extracting(RunUnderRules::overshoot).containsOnly(0L);
    }

    @Test
    void theSameRulesDoTheSame() throws Exception
    {
        final List<RunUnderRules> runs = compare("policy-queue", Rules.ofPolicy("QUEUE"));

        assertThat(runs).hasSize(2);
        assertThat(runs.get(1)).usingRecursiveComparison().ignoringFields("rules").isEqualTo(runs.get(0));
    }

    @Test
    void aFundThatMayNotBeTouchedLeavesMoreToOthersInEveryRunOfTheEntry() throws Exception
    {
        final Path file = Files.writeString(temporary.resolve("floor"),
            "# nothing to be had\n{\"command\":\"setWaterfall\",\"asset\":\"USD\",\"fundFloor\":\"1000000\"}\n");

        final List<RunUnderRules> runs = compare("shared-fund", Rules.ofWaterfall(file));

        assertThat(runs).extracting(RunUnderRules::rules).containsExactly("as it was", "as it was", "floor", "floor");
        assertThat(runs.subList(0, 2)).allMatch((run) -> run.fund() > 0);
        assertThat(runs.subList(2, 4)).allMatch((run) -> run.fund() == 0 && run.deficit() ==
            run.surcharge() + run.haircut() + run.houseDeficit());
    }

    @Test
    void whatIsWrongInTheFileOfAWaterfallIsSaidWithItsLine() throws Exception
    {
        final OfflineCli cli = new OfflineCli(temporary);
        final Path file = temporary.resolve("floor");
        final String floor = "{\"command\":\"setWaterfall\",\"asset\":\"USD\",\"fundFloor\":\"1\"}\n";
        for (final String[] wrong : new String[][]{
            {"{", ":3: not a JSON object"},
            {"{\"command\":\"fundInsurance\",\"asset\":\"setWaterfall\",\"amount\":\"1\"}",
                ":3: command: only setWaterfall"},
            {"{\"command\":\"setWaterfall\",\"asset\":\"USD\",\"fundFloor\":\"a\"}", ":3: fundFloor: "}})
        {
            Files.writeString(file, "  // what we try\n" + floor + wrong[0] + "\n");
            assertThat(whatIf(cli, file)).as(wrong[0]).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).startsWith("flatbook: " + file + wrong[1]);
        }
        Files.writeString(file, "  // what we try\n" + floor);
        assertThat(whatIf(cli, file)).as(cli.err()).isEqualTo(ExitCode.OK);
        Files.delete(file);
        assertThat(whatIf(cli, file)).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).isEqualTo("flatbook: " + file + " does not exist\n");
    }

    private static int whatIf(final OfflineCli cli, final Path waterfall)
    {
        return cli.run("log", "what-if", "--scenario", SCENARIOS.resolve("shared-fund.jsonl").toString(),
            "--waterfall", waterfall.toString());
    }

    @Test
    void fourEyesDoNotStandInTheWay() throws Exception
    {
        final List<String> lines = new ArrayList<>(
            Files.readAllLines(SCENARIOS.resolve("policy-queue.jsonl")));
        lines.add(lines.size() - 2, "{\"command\":\"setControls\",\"fourEyes\":true}");

        final List<RunUnderRules> runs =
            new WhatIf(List.of(Rules.ofPolicy("PRO_RATA"))).ofScenario("four eyes", lines);

        assertThat(runs).extracting(RunUnderRules::rules).containsExactly("as it was", "PRO_RATA");
        assertThat(runs.get(1).counterparties()).isNotEqualTo(runs.get(0).counterparties());
    }

    @Test
    void theVerbShowsATableAndDrawsAPicture() throws Exception
    {
        final OfflineCli cli = new OfflineCli(temporary);
        final Path picture = temporary.resolve("picture.svg");
        final String scenario = SCENARIOS.resolve("policy-pro-rata.jsonl").toString();

        assertThat(cli.run("-o", "json", "log", "what-if", "--scenario", scenario, "--policy", "all", "--picture",
            picture.toString())).as(cli.err()).isEqualTo(ExitCode.OK);

        final JsonNode answer = new ObjectMapper().readTree(cli.out());
        assertThat(answer.path("runs")).hasSize(4);
        assertThat(answer.path("rules").findValuesAsText("rules"))
            .containsExactly("as it was", "QUEUE", "PRO_RATA", "WATERFILL");
        assertThat(answer.path("runs").path(0).path("surcharge").asText()).isEqualTo("40.00");
        assertThat(picture).content().startsWith("<svg ").contains("Accounts offset", "WATERFILL").endsWith("</svg>\n");
        assertThat(cli.run("log", "what-if", "--scenario", scenario)).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("log", "what-if", "--scenario", scenario, "--policy", "FIFO")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("log", "what-if", "--scenario", SCENARIOS.resolve("business-day.jsonl").toString(),
            "--policy", "QUEUE")).isEqualTo(ExitCode.NOT_FOUND);
        for (final String ofALog : List.of("--run", "--to-position", "--refuse-at"))
        {
            assertThat(cli.run("log", "what-if", "--scenario", scenario, "--policy", "QUEUE", ofALog, "1"))
                .isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).contains(ofALog + ": with --scenario there is no log");
        }
    }
}
