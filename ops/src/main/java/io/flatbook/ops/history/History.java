package io.flatbook.ops.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.Figure;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions to a history. It may be written to at the same time.
 */
public final class History
{
    private final HistoryFile file;

    /**
     * A history.
     *
     * @param file of DuckDB.
     */
    public History(final Path file)
    {
        this.file = new HistoryFile(file);
    }

    /**
     * Checks that a text asks and does nothing else: what has a history open to read can still be told to write files.
     *
     * @param sql the text.
     * @throws HistoryException if it is not one question that DuckDB can read.
     * @throws IllegalStateException if there is no such file.
     */
    public void checkQuestion(final String sql)
    {
        final String problem = file.read((connection, statement) ->
        {
            // It knows SELECT and what DuckDB makes one of, such as DESCRIBE.
            try (ResultSet row = statement.executeQuery("SELECT tree->>'error_type', tree->>'error_message', " +
                "json_array_length(tree->'statements') FROM (SELECT json_serialize_sql('" + sql.replace("'", "''") +
                "') AS tree)"))
            {
                row.next();
                final boolean isNone = "not implemented".equals(row.getString(1)) ||
                    null == row.getString(1) && 1 != row.getLong(3);
                return isNone ? "wants one SELECT, which changes nothing" : row.getString(2);
            }
        });
        if (null != problem)
        {
            throw new HistoryException("the question: " + problem, null);
        }
    }

    /**
     * Asks.
     *
     * @param sql        one statement that changes nothing, with a question mark for each value.
     * @param parameters values.
     * @return rows by column; money, prices and quantities as exact text.
     * @throws HistoryException if the question is not understood.
     * @throws IllegalStateException if there is no such file.
     */
    public List<ObjectNode> rows(final String sql, final Object... parameters)
    {
        return file.read((connection, statement) ->
        {
            try (PreparedStatement question = connection.prepareStatement(sql))
            {
                for (int i = 0; i < parameters.length; i++)
                {
                    question.setObject(i + 1, parameters[i]);
                }
                try (ResultSet rows = question.executeQuery())
                {
                    return rows(rows);
                }
            }
        });
    }

    /**
     * Writes the answer to a question into a file.
     *
     * @param sql    a question.
     * @param format csv or parquet.
     * @param into   the file, replaced if it is there.
     * @return number of rows.
     * @throws HistoryException if the question is not understood, or the file cannot be written.
     */
    public long export(final String sql, final String format, final Path into)
    {
        return file.read((connection, statement) -> statement.executeLargeUpdate("COPY (" + sql + ") TO '" +
            into.toString().replace("'", "''") + "' (FORMAT " + format + ")"));
    }

    private static List<ObjectNode> rows(final ResultSet rows) throws SQLException
    {
        final ResultSetMetaData columns = rows.getMetaData();
        final List<ObjectNode> all = new ArrayList<>();
        while (rows.next())
        {
            final ObjectNode row = JsonNodeFactory.instance.objectNode();
            for (int column = 1; column <= columns.getColumnCount(); column++)
            {
                put(row, name(columns.getColumnLabel(column)), value(rows, column));
            }
            all.add(row);
        }
        return all;
    }

    /** A time of the file is in UTC; a {@code Timestamp} would be one of the zone of this host. */
    private static Object value(final ResultSet rows, final int column) throws SQLException
    {
        final Object value = rows.getObject(column);
        return value instanceof Timestamp ?
            rows.getObject(column, LocalDateTime.class).atOffset(ZoneOffset.UTC) : value;
    }

    private static void put(final ObjectNode row, final String name, final Object value)
    {
        if (value instanceof BigDecimal decimal)
        {
            row.set(name, Figure.of(Figure.Unit.NUMBER, plain(decimal)));
        }
        else if (value instanceof OffsetDateTime time)
        {
            row.set(name, Figure.time(time.toInstant().toEpochMilli()));
        }
        else if (value instanceof Integer || value instanceof Long)
        {
            row.put(name, ((Number)value).longValue());
        }
        else if (value instanceof Boolean yes)
        {
            row.put(name, yes);
        }
        else
        {
            row.put(name, null == value ? null : value.toString());
        }
    }

    private static String plain(final BigDecimal decimal)
    {
        final BigDecimal stripped = decimal.stripTrailingZeros();
        return stripped.setScale(Math.max(0, stripped.scale())).toPlainString();
    }

    /** A column as JSON names it: {@code fund_after} is {@code fundAfter}. */
    private static String name(final String column)
    {
        final StringBuilder name = new StringBuilder();
        boolean isNext = false;
        for (final char letter : column.toCharArray())
        {
            if ('_' == letter)
            {
                isNext = 0 < name.length();
            }
            else
            {
                name.append(isNext ? Character.toUpperCase(letter) : letter);
                isNext = false;
            }
        }
        return name.toString();
    }
}
