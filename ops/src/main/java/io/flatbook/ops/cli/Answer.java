package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes rows as a table, as JSON or as CSV. If the format has no place for them, log position and age go to
 * standard error.
 */
final class Answer
{
    private final OutputFormat format;
    private final Surroundings surroundings;
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();

    Answer(final OutputFormat format, final Surroundings surroundings)
    {
        this.format = format;
        this.surroundings = surroundings;
    }

    /**
     * Adds rows under a name.
     */
    Answer rows(final String name, final List<ObjectNode> rows)
    {
        switch (format)
        {
            case json ->
            {
                final ArrayNode array = document.putArray(name);
                rows.forEach(array::add);
            }
            case csv -> csv(rows);
            default -> table(rows);
        }
        return this;
    }

    /**
     * Adds one object under a name; a table shows it as names and values.
     */
    Answer object(final String name, final ObjectNode object)
    {
        if (OutputFormat.json == format)
        {
            document.set(name, object);
        }
        else if (OutputFormat.csv == format)
        {
            csv(List.of(object));
        }
        else
        {
            final PrintWriter out = surroundings.out();
            int width = 0;
            for (final String field : names(List.of(object)))
            {
                width = Math.max(width, field.length());
            }
            for (final String field : names(List.of(object)))
            {
                out.printf(Locale.ROOT, "%-" + (width + 2) + "s%s%n", field, text(object.get(field)));
            }
        }
        return this;
    }

    /**
     * Ends the answer with where and when it was true.
     */
    void end(final long logPosition, final long timestampMs)
    {
        final long ageMs = Math.max(0, surroundings.epochMs().getAsLong() - timestampMs);
        if (0 == timestampMs && OutputFormat.json != format)
        {
            surroundings.err().printf(Locale.ROOT, "log position %,d, no entry yet%n", logPosition);
        }
        else if (OutputFormat.json == format)
        {
            document.put("logPosition", logPosition).put("timestamp", timestampMs).put("ageMs", ageMs);
            surroundings.out().println(document);
        }
        else
        {
            surroundings.err().printf(Locale.ROOT, "log position %,d, %,d ms old%n", logPosition, ageMs);
        }
        surroundings.out().flush();
        surroundings.err().flush();
    }

    /**
     * Ends an answer that does not come from a log.
     */
    void end()
    {
        if (OutputFormat.json == format)
        {
            surroundings.out().println(document);
        }
        surroundings.out().flush();
    }

    private void table(final List<ObjectNode> rows)
    {
        final List<String> names = new ArrayList<>(names(rows));
        if (rows.isEmpty())
        {
            surroundings.err().println("none");
            return;
        }
        final Column[] columns = new Column[names.size()];
        final String[][] cells = new String[rows.size()][names.size()];
        for (int column = 0; column < columns.length; column++)
        {
            final String name = names.get(column);
            boolean isNumeric = true;
            for (int row = 0; row < cells.length; row++)
            {
                cells[row][column] = text(rows.get(row).get(name));
                isNumeric &= cells[row][column].matches("-?[0-9.]*");
            }
            columns[column] = new Column().header(name).headerAlign(HorizontalAlign.LEFT)
                .dataAlign(isNumeric ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT);
        }
        surroundings.out().println(AsciiTable.getTable(AsciiTable.NO_BORDERS, columns, cells));
    }

    private void csv(final List<ObjectNode> rows)
    {
        final PrintWriter out = surroundings.out();
        final Set<String> names = names(rows);
        out.println(String.join(",", names));
        for (final ObjectNode row : rows)
        {
            final List<String> cells = new ArrayList<>();
            for (final String name : names)
            {
                cells.add(quoted(text(row.get(name))));
            }
            out.println(String.join(",", cells));
        }
    }

    private static Set<String> names(final List<ObjectNode> rows)
    {
        final Set<String> names = new LinkedHashSet<>();
        for (final ObjectNode row : rows)
        {
            row.fieldNames().forEachRemaining(name ->
            {
                if (!row.get(name).isArray())
                {
                    names.add(name);
                }
            });
        }
        return names;
    }

    private static String text(final JsonNode node)
    {
        return null == node || node.isNull() ? "" : node.asText();
    }

    private static String quoted(final String text)
    {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
