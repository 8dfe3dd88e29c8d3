package io.flatbook.ops.view;

import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages that are asked for ahead of the ones before them, and accounts that are asked for one by one.
 */
final class BookReaderTest
{
    private final Protocol protocol = Protocol.wire();
    private final TreeSet<Long> instruments = new TreeSet<>();
    private int rowsOfAPage = 16;
    private int roundTrips;

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "15, 2", "16, 2", "17, 1", "44, 1", "48, 1", "63, 1", "64, 2", "200, 4"})
    void readsAFewHundredInstrumentsInAFewRoundTrips(final int count, final int expected)
    {
        LongStream.rangeClosed(1, count).forEach(instruments::add);

        assertThat(read()).containsExactlyElementsOf(instruments);
        assertThat(roundTrips).isLessThanOrEqualTo(expected);
    }

    @Test
    void readsEachOnceWhateverAPageHoldsAndWhereverThereAreHoles()
    {
        for (final int rows : new int[]{1, 5, 15, 16, 40})
        {
            for (int hole = 1; hole < 100; hole += 7)
            {
                rowsOfAPage = rows;
                instruments.clear();
                for (long id = 1; id < 120; id++)
                {
                    if (id < hole || hole + rows + 3 < id && 0 != id % 5)
                    {
                        instruments.add(id);
                    }
                }
                assertThat(read()).as("%d rows, a hole at %d", rows, hole).containsExactlyElementsOf(instruments);
            }
        }
    }

    @Test
    void leavesOutAccountsThatAreGone()
    {
        final Map<Long, WireRow> found = new BookReader(query -> List.of(account(query)), new Catalog())
            .accounts(LongStream.rangeClosed(1, 1_000).boxed().collect(Collectors.toSet()));

        assertThat(found).hasSize(900).doesNotContainKey(10L);
        assertThat(found.get(11L).required("account")).isEqualTo(11);
        assertThat(new BookReader(query -> List.of(account(query)), new Catalog()).accounts(Set.of())).isEmpty();
    }

    private List<Long> read()
    {
        roundTrips = 0;
        return new BookReader(new QuerySource()
        {
            @Override
            public List<WireMessage> ask(final WireMessage query)
            {
                throw new AssertionError("one by one");
            }

            @Override
            public List<List<WireMessage>> askAll(final List<WireMessage> queries)
            {
                roundTrips++;
                return queries.stream().map(query -> List.of(page(query))).toList();
            }
        }, new Catalog()).instruments().stream().map(entry -> entry.row().required("instrument")).toList();
    }

    private WireMessage page(final WireMessage query)
    {
        final Long after = query.row().number("after");
        final WireMessage report = report("InstrumentsReport");
        final List<WireRow> rows = new ArrayList<>();
        for (final Long id : instruments.tailSet(null == after ? 1 : after + 1))
        {
            if (rows.size() < rowsOfAPage)
            {
                rows.add(row(report, "instruments").put("instrument", id).put("symbol", "I" + id)
                    .put("settlementAsset", 1L));
            }
        }
        return report.with("instruments", rows);
    }

    private WireMessage account(final WireMessage query)
    {
        final long id = query.row().required("account");
        if (0 == id % 10)
        {
            return protocol.create("QueryRefused").with("reason", "UNKNOWN_ACCOUNT");
        }
        final WireMessage report = report("AccountsReport");
        return report.with("accounts", List.of(row(report, "accounts").put("account", id).put("asset", 1L)));
    }

    private WireMessage report(final String name)
    {
        return protocol.create(name).with("logPosition", 1L).with("timestamp", 1L);
    }

    private static WireRow row(final WireMessage report, final String group)
    {
        return new WireRow(report.spec().fields().stream().filter(field -> group.equals(field.name())).findFirst()
            .orElseThrow().children());
    }
}
