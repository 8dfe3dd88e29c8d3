package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Positions with their leverage. In order of account and instrument they come a page at a time: however many there are,
 * a browser gets one page, and the cluster is asked for no more. To sort them, or to find those at risk, all are read,
 * so a large book is refused.
 */
final class PositionsPage
{
    /** Positions, and accounts, of a book that is sorted at most. */
    static final int SORTED_MAX = 5_000;

    private static final int ROWS_MIN = 50;
    private static final int ROWS_SORTED = 200;
    private static final int LEVERAGE_SCALE = 2;
    private static final String LEVERAGE = "leverage";
    private static final String DESCENDING = ":desc";
    private static final Set<String> SORTS =
        new TreeSet<>(Set.of("value", LEVERAGE, "unrealizedPnl", "maintenanceMargin"));

    private final Book book;
    private final Choice choice;
    private final Map<Long, WireRow> accounts = new HashMap<>();

    /**
     * Which positions are wanted.
     *
     * @param accountId only of this account; null: all.
     * @param symbol    only in this instrument; null: all.
     * @param after     {@code ACCOUNT:INSTRUMENT}, {@code next} of an earlier page; null: from the first.
     * @param sort      name of a figure, with {@code :desc} for the largest first; null: by account and instrument.
     * @param isAtRisk  only of accounts below their initial margin.
     */
    record Choice(Long accountId, String symbol, String after, String sort, boolean isAtRisk)
    {
        Choice
        {
            if (null != after)
            {
                checkPlace(after);
            }
            if (null != sort && !SORTS.contains(sort.replaceFirst(DESCENDING + "$", "")))
            {
                throw new IllegalArgumentException("sort: must be one of " + String.join(", ", SORTS) +
                    ", with " + DESCENDING + " for the largest first");
            }
        }

        private static void checkPlace(final String after)
        {
            // A page that ends with all positions of an account names the largest instrument, of ten digits.
            if (!after.matches("[0-9]{1,19}:[0-9]{1,10}") ||
                Integer.MAX_VALUE < Long.parseLong(after.substring(after.indexOf(':') + 1)))
            {
                throw new IllegalArgumentException("after: must be ACCOUNT:INSTRUMENT as a page gave it");
            }
            Routes.whole("after", after.substring(0, after.indexOf(':')));
        }

        private boolean needsAll()
        {
            return null != sort || isAtRisk;
        }
    }

    private PositionsPage(final Book book, final Choice choice)
    {
        this.book = book;
        this.choice = choice;
    }

    /**
     * A page.
     *
     * @param book   that is asked.
     * @param choice of its rows.
     * @return the page; with {@code next} if there may be more, {@code matches} if only the first of them are in it.
     */
    static ObjectNode of(final Book book, final Choice choice)
    {
        final PositionsPage page = new PositionsPage(book, choice);
        return choice.needsAll() ? page.sorted() : page.paged();
    }

    private ObjectNode paged()
    {
        final String after = choice.after();
        Long afterAccount = null == after ? null : Long.valueOf(after.substring(0, after.indexOf(':')));
        Long afterInstrument = null == after ? null : Long.valueOf(after.substring(after.indexOf(':') + 1));
        if (null != choice.accountId())
        {
            // Before its places in the queue, which may cost more than the next second's queries may (CMD-12).
            readAccount();
        }
        final List<ObjectNode> rows = new ArrayList<>();
        do
        {
            final WireMessage report = book.reader().askOne(book.query("PositionsQuery")
                .with("account", choice.accountId()).with("instrument", instrumentId())
                .with("afterAccount", afterAccount).with("afterInstrument", afterInstrument));
            final List<WireRow> positions = report.row().rows("positions");
            readAccounts(positions);
            positions.forEach(row -> rows.add(row(new BookReader.Entry(report, row))));
            afterAccount = report.row().number("nextAfterAccount");
            afterInstrument = report.row().number("nextAfterInstrument");
        }
        while (null != afterAccount && rows.size() < ROWS_MIN);
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("table", TableJson.of(rows));
        return null == afterAccount ? page : page.put("next", afterAccount + ":" + afterInstrument);
    }

    private ObjectNode sorted()
    {
        readAccounts();
        List<ObjectNode> rows = new ArrayList<>();
        for (final BookReader.Entry position : book.reader().positions(choice.accountId(), instrumentId()))
        {
            final WireRow account = accounts.get(position.row().required("account"));
            if (!choice.isAtRisk() ||
                null != account && account.required("equity") < account.required("initialMargin"))
            {
                rows.add(row(position));
            }
        }
        if (null != choice.sort())
        {
            final String name = choice.sort().replaceFirst(DESCENDING + "$", "");
            final Comparator<ObjectNode> order = Comparator.comparing(row -> key(row, name),
                Comparator.nullsLast(Comparator.naturalOrder()));
            rows.sort(choice.sort().endsWith(DESCENDING) ? order.reversed() : order);
        }
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        if (ROWS_SORTED < rows.size())
        {
            page.put("matches", rows.size());
            rows = rows.subList(0, ROWS_SORTED);
        }
        page.set("table", TableJson.of(rows));
        return page;
    }

    private void readAccount()
    {
        accounts.put(choice.accountId(), book.reader().account(choice.accountId()).row());
    }

    /** All of a page at once: one by one they would take a round trip each. */
    private void readAccounts(final List<WireRow> positions)
    {
        final Set<Long> missing = new TreeSet<>();
        positions.forEach(row -> missing.add(row.required("account")));
        missing.removeAll(accounts.keySet());
        accounts.putAll(book.reader().accounts(missing));
    }

    private void readAccounts()
    {
        if (null != choice.accountId())
        {
            readAccount();
            return;
        }
        if (0 < book.catalog().assetCount())
        {
            final WireRow totals = book.reader().audit(book.catalog().firstAsset().id()).row();
            if (SORTED_MAX < Math.max(totals.required("positions"), totals.required("accounts")))
            {
                throw new IllegalArgumentException("The book is too large to be sorted or searched here: more than " +
                    SORTED_MAX + " positions or accounts. Name an account, or ask flatbook positions.");
            }
        }
        book.reader().accounts().forEach(account -> accounts.put(account.row().required("account"), account.row()));
    }

    private Long instrumentId()
    {
        return null == choice.symbol() ? null : (Long)(long)book.instrument(choice.symbol()).id();
    }

    private ObjectNode row(final BookReader.Entry position)
    {
        final ObjectNode row = book.view().entry(position.report(), position.row());
        final WireRow account = accounts.get(position.row().required("account"));
        if (null != account && 0 < account.required("equity"))
        {
            row.set(LEVERAGE, Figure.of(Figure.Unit.MULTIPLE,
                BigDecimal.valueOf(position.row().required("value")).abs()
                    .divide(BigDecimal.valueOf(account.required("equity")), LEVERAGE_SCALE, RoundingMode.HALF_EVEN)
                    .toPlainString()));
        }
        return row;
    }

    /**
     * What a row is sorted by: a value by how large it is, long or short; null for a leverage without equity, which is
     * above all others.
     */
    private static BigDecimal key(final ObjectNode row, final String name)
    {
        if (!row.has(name))
        {
            return null;
        }
        final BigDecimal figure = new BigDecimal(row.get(name).asText());
        return "value".equals(name) ? figure.abs() : figure;
    }
}
