package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.ColumnDecimals;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.FlatRow;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Draws rows as a table that fits the screen: columns that do not fit are left out.
 */
final class TableText
{
    private static final int PADDING = 2;
    private static final Pattern DULL = Pattern.compile("|false|NORMAL|-?0(\\.0*)?");

    private final Screen screen;
    private final List<ObjectNode> rows;
    private final List<String> names;
    private final List<String> headings = new ArrayList<>();
    private final List<List<String>> cells = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private final List<Integer> shown = new ArrayList<>();

    /**
     * @param rows   flat rows, at least one.
     * @param names  of the columns in order.
     * @param kept   names of those that are left out last, the last of them first.
     * @param isWide whether columns may go beyond the edge of the screen.
     * @param screen to draw on.
     */
    TableText(final List<ObjectNode> rows, final List<String> names, final List<String> kept, final boolean isWide,
        final Screen screen)
    {
        this.screen = screen;
        this.rows = rows;
        this.names = names;
        names.forEach(this::head);
        for (int column = 0; column < names.size(); column++)
        {
            shown.add(column);
        }
        if (!isWide && 0 < screen.columns())
        {
            fit(kept);
        }
    }

    /**
     * Names of the columns that did not fit.
     */
    List<String> left()
    {
        final List<String> left = new ArrayList<>();
        for (int column = 0; column < names.size(); column++)
        {
            if (!shown.contains(column))
            {
                left.add(names.get(column));
            }
        }
        return left;
    }

    /**
     * Lines without the last line feed.
     */
    String draw()
    {
        final List<StringBuilder> lines = new ArrayList<>();
        for (int line = 0; line <= rows.size(); line++)
        {
            lines.add(new StringBuilder());
        }
        for (final Integer column : shown)
        {
            final String name = names.get(column);
            final boolean isRight = isNumeric(name);
            draw(lines.get(0), headings.get(column), Tone.STRONG, widths.get(column), isRight);
            for (int row = 0; row < rows.size(); row++)
            {
                draw(lines.get(1 + row), cells.get(column).get(row), Tone.of(name, rows.get(row).get(name)),
                    widths.get(column), isRight);
            }
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).collect(Collectors.joining("\n"));
    }

    /** Adds a text to a line, with a blank before and after it, and with more on one side until it has its width. */
    private void draw(
        final StringBuilder line, final String text, final Tone tone, final int width, final boolean isRight)
    {
        final String blanks = " ".repeat(1 + width - PADDING - text.length());
        line.append(isRight ? blanks : " ").append(tone.on(screen, text)).append(isRight ? " " : blanks);
    }

    /**
     * Leaves out what says nothing in any row, then what nobody asked for, each from the right, then the rest, until
     * what is left fits. The first column stays.
     */
    private void fit(final List<String> kept)
    {
        final List<Integer> leaving = new ArrayList<>();
        for (final boolean isDull : new boolean[]{true, false})
        {
            for (int column = names.size() - 1; column > 0; column--)
            {
                if (!kept.contains(names.get(column)) && isDull == isDull(names.get(column)))
                {
                    leaving.add(column);
                }
            }
        }
        for (int at = kept.size() - 1; at >= 0; at--)
        {
            leaving.add(names.indexOf(kept.get(at)));
        }
        int width = shown.stream().mapToInt(widths::get).sum();
        for (final Integer column : leaving)
        {
            if (0 < column && screen.columns() < width)
            {
                width -= widths.get(column);
                shown.remove(column);
            }
        }
    }

    /**
     * Whether a column says nothing, or what others say: an owner with one account of the same number, an asset that
     * the headings name.
     */
    private boolean isDull(final String name)
    {
        if ("asset".equals(name))
        {
            return rows.stream().map(row -> Figure.shown(row.get(name))).distinct().count() < 2;
        }
        return rows.stream().allMatch(row ->
        {
            final JsonNode value = row.get(name);
            return null == value || value.isNull() || DULL.matcher(value.asText()).matches() ||
                "owner".equals(name) && value.asText().equals(Figure.shown(row.get("account")));
        });
    }

    private void head(final String name)
    {
        final SortedSet<String> symbols = FlatRow.symbols(rows, name);
        final String heading = Figure.heading(name, first(name));
        headings.add(1 == symbols.size() ? heading + ' ' + symbols.first() : heading);
        final ColumnDecimals decimals = new ColumnDecimals(rows, name);
        final List<String> column = rows.stream()
            .map(row -> cell(row.get(name), 1 < symbols.size(), decimals)).toList();
        cells.add(column);
        widths.add(PADDING + Math.max(headings.get(headings.size() - 1).length(),
            column.stream().mapToInt(String::length).max().orElse(0)));
    }

    private JsonNode first(final String name)
    {
        for (final ObjectNode row : rows)
        {
            if (row.get(name) instanceof Figure figure)
            {
                return figure;
            }
        }
        return null;
    }

    private static String cell(final JsonNode value, final boolean isMixed, final ColumnDecimals decimals)
    {
        final String text = isMixed && value instanceof Figure figure && null != figure.symbol() ?
            Figure.shown(value) + ' ' + figure.symbol() : decimals.shown(value);
        return text.replace('\n', ' ');
    }

    private boolean isNumeric(final String name)
    {
        boolean isNumeric = true;
        for (final ObjectNode row : rows)
        {
            final JsonNode value = row.get(name);
            isNumeric &= null == value || value.isNull() || value.asText().isEmpty() || Figure.isNumeric(value);
        }
        return isNumeric;
    }
}
