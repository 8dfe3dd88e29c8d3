package io.flatbook.ops.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rows without nested objects, for tables and CSV.
 */
public final class FlatRow
{
    private FlatRow()
    {
    }

    /**
     * A row whose nested objects are unfolded: by their fields' own names, or with the outer one if that is taken.
     *
     * @param row that may have nested objects.
     * @return a new row without.
     */
    public static ObjectNode of(final ObjectNode row)
    {
        final ObjectNode flat = row.objectNode();
        row.properties().forEach(field ->
        {
            if (field.getValue() instanceof ObjectNode inner)
            {
                of(inner).properties().forEach(each -> flat.set(
                    row.has(each.getKey()) || flat.has(each.getKey()) ? field.getKey() + '.' + each.getKey() :
                        each.getKey(), each.getValue()));
            }
            else
            {
                flat.set(field.getKey(), field.getValue());
            }
        });
        return flat;
    }

    /**
     * Names of the columns of flat rows, in the order in which they come; lists are no columns.
     *
     * @param rows that are flat.
     * @return the names.
     */
    public static Set<String> names(final List<ObjectNode> rows)
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

    /**
     * In which assets the amounts of a column are.
     *
     * @param rows that are flat.
     * @param name of the column.
     * @return symbols; none if it has no amounts.
     */
    public static SortedSet<String> symbols(final List<ObjectNode> rows, final String name)
    {
        final SortedSet<String> symbols = new TreeSet<>();
        for (final ObjectNode row : rows)
        {
            if (row.get(name) instanceof Figure figure && null != figure.symbol())
            {
                symbols.add(figure.symbol());
            }
        }
        return symbols;
    }

    /**
     * Flat rows as CSV with a line of names.
     *
     * @param names of the columns.
     * @param rows  that are flat.
     * @return lines, each with a line feed.
     */
    public static String csv(final Collection<String> names, final List<ObjectNode> rows)
    {
        final StringBuilder text = new StringBuilder();
        // A question to the history names its columns as it likes.
        text.append(names.stream().map(FlatRow::quoted).collect(Collectors.joining(","))).append('\n');
        for (final ObjectNode row : rows)
        {
            final List<String> cells = new ArrayList<>();
            for (final String name : names)
            {
                final JsonNode value = row.get(name);
                cells.add(null == value || value.isNull() ? "" : quoted(value.asText()));
            }
            text.append(String.join(",", cells)).append('\n');
        }
        return text.toString();
    }

    private static String quoted(final String text)
    {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
