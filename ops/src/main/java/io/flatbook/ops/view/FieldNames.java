package io.flatbook.ops.view;

import io.flatbook.ops.wire.WireField;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the fields of the schema are called in JSON: without the endings of their units.
 */
public final class FieldNames
{
    private static final Map<String, String> UNITS = Map.of("Lots", "Quantity", "Ticks", "Price", "Ppm", "Rate",
        "Ppb", "Rate");

    private FieldNames()
    {
    }

    /**
     * Name of a field in JSON. If the name without its unit belongs to another field of the row, the unit is
     * spelled out: {@code counterpartyLots} becomes {@code counterpartyQuantity}.
     *
     * @param field  of the schema.
     * @param fields of the same row.
     * @return the name.
     */
    public static String json(final WireField field, final List<WireField> fields)
    {
        final String unit = field.type();
        if (!UNITS.containsKey(unit) || !field.name().endsWith(unit))
        {
            return field.name();
        }
        final String bare = field.name().substring(0, field.name().length() - unit.length());
        for (final WireField other : fields)
        {
            if (other.name().equals(bare))
            {
                return bare + UNITS.get(unit);
            }
        }
        return bare;
    }

    /**
     * Name of an event or command with a small first letter.
     *
     * @param name in the schema, for example {@code RegisterTrade}.
     * @return for example {@code registerTrade}.
     */
    public static String lowerFirst(final String name)
    {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * Name of a command as in the schema.
     *
     * @param name for example {@code registerTrade}.
     * @return for example {@code RegisterTrade}.
     */
    public static String upperFirst(final String name)
    {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * Name of the symbol that a command gives to what it defines.
     *
     * @param command name in the schema.
     * @return {@code asset} or {@code instrument}.
     */
    public static String ofSymbol(final String command)
    {
        return "DefineAsset".equals(command) ? "asset" : "instrument";
    }

    /**
     * Name of the field that a refusal is about.
     *
     * @param rejectField name in the schema, for example {@code TRADE_ID}.
     * @return for example {@code tradeId}; null for {@code NONE} and for null.
     */
    public static String rejected(final String rejectField)
    {
        if (null == rejectField || "NONE".equals(rejectField))
        {
            return null;
        }
        final StringBuilder name = new StringBuilder();
        for (final String word : rejectField.toLowerCase(Locale.ROOT).split("_"))
        {
            name.append(name.isEmpty() ? word : upperFirst(word));
        }
        return name.toString();
    }
}
