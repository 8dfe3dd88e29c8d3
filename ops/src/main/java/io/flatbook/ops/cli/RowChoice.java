package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.FlatRow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which rows and columns of an answer are wanted, and in what order.
 */
final class RowChoice
{
    private static final String DESCENDING = ":desc";

    private final List<String> columns;
    private final List<String> sort;
    private final Integer limit;
    private final boolean isWide;
    private final Set<String> known = new TreeSet<>();
    private boolean knowsAll = true;

    /**
     * @param columns names in JSON, in order; null: all.
     * @param sort    names in JSON, each with {@code :desc} for the largest first; null: as they come.
     * @param limit   rows at most; null: all.
     * @param isWide  whether a table may be wider than the screen.
     */
    RowChoice(final List<String> columns, final List<String> sort, final Integer limit, final boolean isWide)
    {
        this.columns = columns;
        this.sort = sort;
        this.limit = limit;
        this.isWide = isWide;
    }

    boolean isWide()
    {
        return isWide;
    }

    boolean hasLimit()
    {
        return null != limit;
    }

    boolean hasColumns()
    {
        return null != columns;
    }

    /**
     * The rows wanted, in order. Nested values are addressed by their own names.
     */
    List<ObjectNode> rows(final List<ObjectNode> rows)
    {
        final List<ObjectNode> chosen = new ArrayList<>(rows);
        for (int key = null == sort ? -1 : sort.size() - 1; key >= 0; key--)
        {
            chosen.sort(order(sort.get(key)));
        }
        know(rows);
        return null == limit || chosen.size() <= limit ? chosen : chosen.subList(0, limit);
    }

    /**
     * Takes note of the columns that an answer has. Those of a table without rows are not known.
     */
    void know(final List<ObjectNode> rows)
    {
        knowsAll &= !rows.isEmpty();
        rows.forEach(row -> known.addAll(FlatRow.names(List.of(FlatRow.of(row)))));
    }

    /**
     * The columns wanted of flat rows.
     */
    List<String> columns(final List<ObjectNode> flat)
    {
        final List<String> names = new ArrayList<>(FlatRow.names(flat));
        if (!hasColumns())
        {
            return names;
        }
        final List<String> chosen = new ArrayList<>();
        for (final String column : columns)
        {
            names.stream().filter(name -> isNamed(name, column)).forEach(chosen::add);
        }
        return chosen.isEmpty() ? names : chosen;
    }

    /**
     * Says which names are no column of anything that was shown.
     *
     * @throws CliException if there are such names.
     */
    void check()
    {
        final Set<String> wanted = new LinkedHashSet<>(null == columns ? List.of() : columns);
        if (null != sort)
        {
            sort.forEach(key -> wanted.add(bare(key)));
        }
        for (final String name : wanted)
        {
            if (knowsAll && !known.isEmpty() && known.stream().noneMatch(each -> isNamed(each, name)))
            {
                throw new CliException(ExitCode.USAGE,
                    "there is no column " + name + "; there are " + String.join(", ", known));
            }
        }
    }

    /**
     * A row with some of its values in another order.
     */
    static ObjectNode only(final ObjectNode row, final List<String> names)
    {
        final ObjectNode chosen = row.objectNode();
        names.stream().filter(row::has).forEach(name -> chosen.set(name, row.get(name)));
        return chosen;
    }

    private static Comparator<ObjectNode> order(final String key)
    {
        final Comparator<ObjectNode> order =
            Comparator.comparing(row -> value(row, bare(key)), RowChoice::compare);
        return key.endsWith(DESCENDING) ? order.reversed() : order;
    }

    private static String bare(final String key)
    {
        return key.endsWith(DESCENDING) ? key.substring(0, key.length() - DESCENDING.length()) : key;
    }

    /** A column is named as in JSON or as headings have it, without its unit. */
    private static boolean isNamed(final String column, final String wanted)
    {
        return column.equalsIgnoreCase(wanted) || Figure.heading(column, null).equalsIgnoreCase(wanted.strip());
    }

    private static JsonNode value(final ObjectNode row, final String name)
    {
        final ObjectNode flat = FlatRow.of(row);
        final Iterator<String> names = flat.fieldNames();
        while (names.hasNext())
        {
            final String each = names.next();
            if (isNamed(each, name))
            {
                return flat.get(each);
            }
        }
        return row.missingNode();
    }

    private static int compare(final JsonNode left, final JsonNode right)
    {
        final boolean areNumbers = Figure.isNumeric(left) && Figure.isNumeric(right);
        return areNumbers ? new BigDecimal(left.asText()).compareTo(new BigDecimal(right.asText())) :
            left.asText().compareTo(right.asText());
    }
}
