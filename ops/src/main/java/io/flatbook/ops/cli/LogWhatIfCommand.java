package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.scenario.BadLineException;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.whatif.ComparisonPicture;
import io.flatbook.ops.whatif.Rules;
import io.flatbook.ops.whatif.RunUnderRules;
import io.flatbook.ops.whatif.WhatIf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What other rules would have done.
 */
@Command(name = "what-if", description = {
    "What other rules would have done, default run by default run.",
    "Each run is made again on a copy of the book right before it, under other policies or waterfalls, and measured. " +
    "A row for each run and set of rules, as it was first. Nothing is changed.",
    "Exit code 14 if there is no run."})
final class LogWhatIfCommand extends OfflineCommand
{
    /** All that there are. */

    @Mixin
    private LogSource source;

    @Option(names = "--policy", paramLabel = "POLICY", split = ",",
        description = "Another policy for all instruments: QUEUE, PRO_RATA, WATERFILL, or all of them.")
    private List<String> policies = List.of();

    @Option(names = "--waterfall", paramLabel = "FILE", split = ",",
        description = "Another waterfall: setWaterfall commands as in a scenario, a line for each asset.")
    private List<Path> waterfalls = List.of();

    @Option(names = "--run", paramLabel = "RUN", defaultValue = "0",
        description = "Only this run, and those of its entry; of a log.")
    private long run;

    @Option(names = "--picture", paramLabel = "FILE", description = "Draw the comparison as SVG.")
    private Path picture;

    @Override
    int run()
    {
        final List<RunUnderRules> runs = compare(rules());
        if (runs.isEmpty())
        {
            throw new CliException(ExitCode.NOT_FOUND, "there is no default run");
        }
        if (null != picture)
        {
            draw(runs);
        }
        answer().rows("runs", runs.stream().map(RunUnderRules::row).toList())
            .line("").rows("rules", totals(runs)).end();
        return ExitCode.OK;
    }

    private List<Rules> rules()
    {
        final List<Rules> rules = new ArrayList<>();
        policies.forEach((policy) ->
            PolicyOption.named(policy).forEach((name) -> rules.add(Rules.ofPolicy(name))));
        waterfalls.forEach((file) -> rules.add(waterfall(file)));
        if (rules.isEmpty())
        {
            throw new CliException(ExitCode.USAGE, "which rules? give --policy or --waterfall");
        }
        return rules;
    }

    private static Rules waterfall(final Path file)
    {
        try
        {
            return Rules.ofWaterfall(file);
        }
        catch (final IOException ex)
        {
            throw CliException.unreadable(file, ex);
        }
        catch (final BadLineException ex)
        {
            throw new CliException(ExitCode.USAGE, ex.getMessage());
        }
    }

    private List<RunUnderRules> compare(final List<Rules> rules)
    {
        final WhatIf whatIf = new WhatIf(rules);
        if (null != source.scenario() && 0 != run)
        {
            throw LogSource.ofALogOnly("--run");
        }
        try
        {
            return null == source.scenario() ? source.withReplays((replays) -> whatIf.ofLog(replays, run)) :
                whatIf.ofScenario(source.scenario().toString(), Files.readAllLines(source.scenario()));
        }
        catch (final BadLineException | IllegalArgumentException ex)
        {
            throw new CliException(ExitCode.USAGE, ex.getMessage());
        }
        catch (final IOException ex)
        {
            throw CliException.unreadable(source.scenario(), ex);
        }
    }

    private void draw(final List<RunUnderRules> runs)
    {
        try
        {
            Files.writeString(picture, ComparisonPicture.of("What other rules would have done", runs));
        }
        catch (final IOException ex)
        {
            throw CliException.unwritable(picture, ex);
        }
    }

    /** The runs of each asset added up, by rules. */
    private static List<ObjectNode> totals(final List<RunUnderRules> runs)
    {
        final Map<String, List<RunUnderRules>> groups = new LinkedHashMap<>();
        runs.forEach((run) -> groups.computeIfAbsent(
            run.asset().symbol() + ' ' + run.rules(), (name) -> new ArrayList<>()).add(run));
        final List<ObjectNode> rows = new ArrayList<>();
        for (final List<RunUnderRules> group : groups.values())
        {
            final RunUnderRules first = group.get(0);
            final ObjectNode row = row().put("asset", first.asset().symbol()).put("rules", first.rules())
                .put("runs", group.size());
            row.set("deficit", Figure.money(first.asset(), group.stream().mapToLong(RunUnderRules::deficit).sum()));
            row.set("givenByOthers", Figure.money(first.asset(),
                group.stream().mapToLong((run) -> run.surcharge() + run.haircut()).sum()));
            row.set("houseDeficit",
                Figure.money(first.asset(), group.stream().mapToLong(RunUnderRules::houseDeficit).sum()));
            row.set("overshoot", Figure.money(first.asset(), group.stream().mapToLong(RunUnderRules::overshoot).sum()));
            row.put("counterparties", group.stream().mapToInt(RunUnderRules::counterparties).sum())
                .put("closedWhole", group.stream().mapToInt(RunUnderRules::closedWhole).sum());
            rows.add(row);
        }
        return rows;
    }
}
