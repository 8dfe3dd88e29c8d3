package io.flatbook.ops.history;

import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.ops.feed.FeedEvent;
import io.flatbook.ops.replay.AssetTotals;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that wait for their transaction. Values are kept and not the book, which goes on.
 */
final class HistoryRows
{
    private static final int SCALE = 12;
    private static final int MS_PER_SECOND = 1_000;
    private static final int NS_PER_MS = 1_000_000;

    private final List<FeedEvent> events = new ArrayList<>();
    private final List<Object[]> assetDays = new ArrayList<>();
    private final List<Object[]> accountDays = new ArrayList<>();

    void add(final FeedEvent event)
    {
        events.add(event);
    }

    boolean isEmpty()
    {
        return events.isEmpty() && assetDays.isEmpty() && accountDays.isEmpty();
    }

    void dayEnded(final LocalDate day, final EngineView engine)
    {
        final Book book = engine.book();
        assetDays.removeIf((row) -> day.equals(row[0]));
        accountDays.removeIf((row) -> day.equals(row[0]));
        for (final AssetTotals asset : AssetTotals.of(book))
        {
            final int scale = asset.scale();
            assetDays.add(new Object[]{day, asset.symbol(), money(asset.insuranceFund(), scale),
                money(asset.fees(), scale), money(asset.rounding(), scale), money(asset.houseDeficit(), scale),
                money(asset.deposits(), scale), money(asset.withdrawals(), scale)});
        }
        for (final Account account : book.accounts())
        {
            final int scale = account.asset().scale();
            accountDays.add(new Object[]{day, account.id(), account.owner().id(), account.asset().symbol(),
                account.status().name(), money(account.collateral(), scale),
                money(engine.margin().equity(account), scale), money(account.debt(), scale)});
        }
    }

    /** Appends all rows, and notes how far they reach. */
    void write(final DuckDBConnection connection, final Statement statement, final long logPosition,
        final long sequence) throws SQLException
    {
        try (DuckDBAppender rows = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "events"))
        {
            for (final FeedEvent event : events)
            {
                rows.beginRow();
                rows.append(event.place().logPosition());
                rows.append(event.place().index());
                rows.append(event.place().sequence());
                rows.append(LocalDateTime.ofEpochSecond(Math.floorDiv(event.timestampMs(), MS_PER_SECOND),
                    (int)Math.floorMod(event.timestampMs(), (long)MS_PER_SECOND) * NS_PER_MS, ZoneOffset.UTC));
                rows.append(event.version());
                rows.append(event.name());
                rows.append(event.body().toString());
                rows.endRow();
            }
        }
        replaceDays(connection, statement, "asset_days", assetDays);
        replaceDays(connection, statement, "account_days", accountDays);
        reached(statement, logPosition, sequence);
    }

    /** Notes how far all rows reach. */
    static void reached(final Statement statement, final long logPosition, final long sequence) throws SQLException
    {
        statement.execute("DELETE FROM feed");
        statement.execute("INSERT INTO feed VALUES (" + logPosition + ", " + sequence + ")");
    }

    void clear()
    {
        events.clear();
        assetDays.clear();
        accountDays.clear();
    }

    /** Appends rows; those that are there of their days, from another telling, go. */
    private static void replaceDays(final DuckDBConnection connection, final Statement statement, final String table,
        final List<Object[]> all) throws SQLException
    {
        for (final Object day : all.stream().map((row) -> row[0]).distinct().toList())
        {
            statement.execute("DELETE FROM " + table + " WHERE day = '" + day + "'");
        }
        try (DuckDBAppender rows = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table))
        {
            for (final Object[] row : all)
            {
                rows.beginRow();
                for (final Object value : row)
                {
                    append(rows, value);
                }
                rows.endRow();
            }
        }
    }

    private static void append(final DuckDBAppender rows, final Object value) throws SQLException
    {
        if (value instanceof BigDecimal decimal)
        {
            rows.append(decimal);
        }
        else if (value instanceof LocalDate day)
        {
            rows.append(day);
        }
        else if (value instanceof Long number)
        {
            rows.append((long)number);
        }
        else
        {
            rows.append((String)value);
        }
    }

    private static BigDecimal money(final long minorUnits, final int scale)
    {
        return money(BigInteger.valueOf(minorUnits), scale);
    }

    private static BigDecimal money(final BigInteger minorUnits, final int scale)
    {
        return new BigDecimal(minorUnits, scale).setScale(SCALE);
    }
}
