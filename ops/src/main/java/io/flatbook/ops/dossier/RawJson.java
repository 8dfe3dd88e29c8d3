package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.wire.WireField;
import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A message as it is on the wire: every number in the unit of its type, so that nothing depends on definitions.
 */
final class RawJson
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** What a receiver is addressed differs between receivers. */
    private static final String PREVIOUS = "previousSequence";

    private RawJson()
    {
    }

    static ObjectNode of(final WireRow row)
    {
        final ObjectNode json = JSON.objectNode();
        for (final WireField field : row.fields())
        {
            if (!PREVIOUS.equals(field.name()))
            {
                json.set(field.name(), of(row, field));
            }
        }
        return json;
    }

    @SuppressWarnings("unchecked")
    private static JsonNode of(final WireRow row, final WireField field)
    {
        final Object value = row.value(field.name());
        if (WireField.Kind.GROUP == field.kind())
        {
            final ArrayNode rows = JSON.arrayNode();
            row.rows(field.name()).forEach((entry) -> rows.add(of(entry)));
            return rows;
        }
        if (null == value)
        {
            return JSON.nullNode();
        }
        return switch (field.kind())
        {
            case NUMBER -> JSON.numberNode((Long)value);
            case WIDE -> JSON.numberNode((BigInteger)value);
            case DECIMAL -> JSON.textNode(((BigDecimal)value).toPlainString());
            case COMPOSITE -> of((WireRow)value);
            case BYTES -> JSON.textNode(HexFormat.of().formatHex((byte[])value));
            case SET ->
            {
                final ArrayNode choices = JSON.arrayNode();
                List.copyOf((Set<String>)value).stream().sorted().forEach(choices::add);
                yield choices;
            }
            default -> JSON.textNode(value.toString());
        };
    }
}
