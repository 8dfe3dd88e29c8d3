package io.flatbook.ops.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.wire.WireField;

import java.util.Map;
import java.util.Set;

/**
 * Writes values of fields: as the files of scenarios have them, or as {@link Figure}s for people.
 *
 * @param isLegible whether it is for people.
 */
record FigureWriter(boolean isLegible)
{
    /**
     * Numbers that the schema gives no type of their own: they count millionths.
     */
    private static final Map<String, Figure.Unit> MILLIONTHS = Map.of("roe", Figure.Unit.RATIO,
        "leverage", Figure.Unit.MULTIPLE, "highestLeverage", Figure.Unit.MULTIPLE);

    /** Plain numbers that count; the others name something, or are settings. */
    private static final Set<String> COUNTS = Set.of("accounts", "positions", "eventSequence", "firstEventSequence");

    void put(final ObjectNode json, final String name, final Figure.Unit unit, final String exact)
    {
        if (isLegible)
        {
            json.set(name, Figure.of(unit, exact));
        }
        else
        {
            json.put(name, exact);
        }
    }

    void putMoney(final ObjectNode json, final String name, final AssetTerms asset, final String exact)
    {
        if (isLegible)
        {
            json.set(name, Figure.money(asset, exact));
        }
        else
        {
            json.put(name, exact);
        }
    }

    /**
     * Writes a number without a unit of money, quantity, price or rate.
     */
    void putPlain(final ObjectNode json, final String name, final WireField field, final long value)
    {
        final Figure.Unit millionths = MILLIONTHS.get(field.name());
        if (isLegible && null != millionths)
        {
            json.set(name, Figure.millionths(millionths, value));
        }
        else if (isLegible && "TimestampMs".equals(field.type()))
        {
            json.set(name, Figure.time(value));
        }
        else if (isLegible && "CalendarDate".equals(field.type()))
        {
            json.set(name, Figure.date(value));
        }
        else if (isLegible && "score".equals(field.name()))
        {
            json.set(name, Figure.of(Figure.Unit.NUMBER, Long.toString(value)));
        }
        else if (isLegible && COUNTS.contains(field.name()))
        {
            json.set(name, Count.of(value));
        }
        else
        {
            json.put(name, value);
        }
    }
}
