package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.ColumnDecimals;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.FlatRow;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * A table for a browser: its columns with their headings, each row exactly, and each row as it is shown.
 */
final class TableJson
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TableJson()
    {
    }

    /**
     * Makes a table.
     *
     * @param rows with {@link Figure}s.
     * @return the table.
     */
    static ObjectNode of(final List<ObjectNode> rows)
    {
        final List<ObjectNode> flat = rows.stream().map(FlatRow::of).toList();
        final ObjectNode table = JSON.objectNode();
        final ArrayNode columns = table.putArray("columns");
        final ArrayNode exact = table.putArray("rows");
        final ArrayNode shown = table.putArray("shown");
        flat.forEach(row ->
        {
            exact.add(row);
            shown.addArray();
        });
        for (final String name : FlatRow.names(flat))
        {
            final JsonNode first = first(flat, name);
            final SortedSet<String> symbols = FlatRow.symbols(flat, name);
            columns.addObject().put("name", name)
                .put("heading", Figure.heading(name, first) + (1 == symbols.size() ? ' ' + symbols.first() : ""))
                .put("numeric", Figure.isNumeric(first));
            final ColumnDecimals decimals = new ColumnDecimals(flat, name);
            for (int row = 0; row < flat.size(); row++)
            {
                final JsonNode value = flat.get(row).get(name);
                ((ArrayNode)shown.get(row)).add(1 < symbols.size() ? Figure.withSymbol(value) : decimals.shown(value));
            }
        }
        return table;
    }

    /**
     * One object as a table of names and values.
     *
     * @param object with {@link Figure}s.
     * @return an array of name, heading, exact value and what is shown.
     */
    static ArrayNode figures(final ObjectNode object)
    {
        final ArrayNode figures = JSON.arrayNode();
        final ObjectNode flat = FlatRow.of(object);
        for (final String name : FlatRow.names(List.of(flat)))
        {
            final JsonNode value = flat.get(name);
            figures.addObject().put("name", name).put("heading", Figure.heading(name, value))
                .put("shown", Figure.withSymbol(value)).set("exact", value);
        }
        return figures;
    }

    /**
     * The exact rows of a table as CSV.
     *
     * @param table made by {@link #of(List)}.
     * @return lines.
     */
    static String csv(final JsonNode table)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        table.path("rows").forEach(row -> rows.add((ObjectNode)row));
        return FlatRow.csv(FlatRow.names(rows), rows);
    }

    private static JsonNode first(final List<ObjectNode> rows, final String name)
    {
        for (final ObjectNode row : rows)
        {
            if (row.hasNonNull(name))
            {
                return row.get(name);
            }
        }
        return JSON.nullNode();
    }
}
