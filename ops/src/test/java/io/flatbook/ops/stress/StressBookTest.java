package io.flatbook.ops.stress;

import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.ScenarioRunner;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.wire.WireRow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A copy of the book at the end of every scenario has the same positions, equities and margins.
 */
final class StressBookTest
{
    static List<Path> everyScenario() throws IOException
    {
        try (Stream<Path> files = Files.list(Path.of("..", "scenarios")))
        {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                .filter(file -> !file.toString().endsWith(".expected.jsonl")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("everyScenario")
    void copiesTheBook(final Path file) throws Exception
    {
        final EngineTarget target = new EngineTarget();
        new ScenarioRunner(target, line ->
        {
        }, false).run(file.toString(), Files.readAllLines(file));
        final Catalog catalog = new Catalog();
        final BookReader live = new BookReader(query -> target.ask(ScenarioRunner.RISK, query), catalog);
        live.learnDefinitions();

        final BookReader copy = new StressBook(live, catalog).reader();

        assertThat(copy.positions(null, null).stream().map(entry -> position(entry.row())).toList())
            .isEqualTo(live.positions(null, null).stream().map(entry -> position(entry.row())).toList());
        for (final BookReader.Entry account : live.accounts())
        {
            final WireRow expected = account.row();
            final WireRow copied = copy.account(expected.required("account")).row();
            assertThat(copied.number("equity")).as("equity of %s", expected)
                .isEqualTo(Math.max(0, expected.required("equity")));
            assertThat(copied.number("initialMargin")).isEqualTo(expected.number("initialMargin"));
            assertThat(copied.number("maintenanceMargin")).isEqualTo(expected.number("maintenanceMargin"));
        }
    }

    private static String position(final WireRow row)
    {
        return row.number("account") + " " + row.number("instrument") + " " + row.number("quantityLots");
    }
}
