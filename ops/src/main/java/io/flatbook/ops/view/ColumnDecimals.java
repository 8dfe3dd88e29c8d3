package io.flatbook.ops.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collection;

/**
 * Gives the values of a column of a table as many decimals as the longest has, so that digits line up. Exact text has
 * no zeros at its end. Only values in the same unit are drawn alike: rates and multiples, and what is counted in the
 * lots and ticks of one instrument.
 */
public final class ColumnDecimals
{
    private final boolean isOfOneInstrument;
    private final int most;

    /**
     * The decimals of a column.
     *
     * @param rows of the table, flat.
     * @param name of the column.
     */
    public ColumnDecimals(final Collection<ObjectNode> rows, final String name)
    {
        isOfOneInstrument = rows.stream().map(row -> Figure.shown(row.get("instrument"))).distinct().count() < 2;
        most = rows.stream().mapToInt(row -> decimals(row.get(name))).max().orElse(0);
    }

    /**
     * A value of the column for eyes.
     *
     * @param value of it; null: none.
     * @return its text.
     */
    public String shown(final JsonNode value)
    {
        final String text = Figure.shown(value);
        final int missing = most - decimals(value);
        return text.isEmpty() || missing <= 0 || !isAligned(value) ? text :
            text + (text.contains(".") ? "" : ".") + "0".repeat(missing);
    }

    private int decimals(final JsonNode value)
    {
        final String text = isAligned(value) ? Figure.shown(value) : "";
        return text.contains(".") ? text.length() - 1 - text.indexOf('.') : 0;
    }

    private boolean isAligned(final JsonNode value)
    {
        return value instanceof Figure figure && switch (figure.unit())
        {
            case RATIO, PERCENT, MULTIPLE -> true;
            case QUANTITY, QUOTE -> isOfOneInstrument;
            default -> false;
        };
    }
}
