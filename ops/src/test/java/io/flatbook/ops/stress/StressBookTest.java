package io.flatbook.ops.stress;

import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.ScenarioRunner;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.wire.WireRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A copy of the book at the end of every scenario has the same positions, equities and margins.
 */
final class StressBookTest
{
    /** As much money as an asset can have leaves no room for what a copy needs on its way. */
    private static final String FULL = "largest-position.jsonl";

    static List<Path> everyScenario() throws IOException
    {
        try (Stream<Path> files = Files.list(Path.of("..", "scenarios")))
        {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                .filter(file -> !file.toString().endsWith(".expected.jsonl"))
                .filter(file -> !file.endsWith(FULL)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("everyScenario")
    void copiesTheBook(final Path file) throws Exception
    {
        final Catalog catalog = new Catalog();
        final BookReader live = run(file, catalog);

        final StressBook book = new StressBook(live, catalog);
        final BookReader copy = book.reader();

        assertThat(positions(copy, book.catalog())).isEqualTo(positions(live, catalog));
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

    @Test
    void saysWhatItCannotCopy() throws Exception
    {
        final Catalog catalog = new Catalog();
        final BookReader live = run(Path.of("..", "scenarios", FULL), catalog);

        assertThatThrownBy(() -> new StressBook(live, catalog))
            .hasMessage("cannot copy deposit of account 2: OVERFLOW AMOUNT");
    }

    private static BookReader run(final Path file, final Catalog catalog) throws Exception
    {
        final EngineTarget target = new EngineTarget();
        new ScenarioRunner(target, line ->
        {
        }, false).run(file.toString(), Files.readAllLines(file));
        final BookReader live = new BookReader(query -> target.ask(ScenarioRunner.RISK, query), catalog);
        live.learnDefinitions();
        return live;
    }

    private static List<String> positions(final BookReader book, final Catalog catalog)
    {
        return book.positions(null, null).stream().map(BookReader.Entry::row).map(row -> row.number("account") + " " +
            catalog.instrument((int)row.required("instrument")).symbol() + " " + row.number("quantityLots")).toList();
    }
}
