package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.Decimals;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireField;
import uk.co.real_logic.sbe.PrimitiveType;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes a value of the wire of a value in JSON, exactly, by the type of its field. What is wrong with a value is
 * reported by an {@link IllegalArgumentException}; the caller knows file, line and field.
 */
final class ValueReader
{
    /**
     * Stands for an asset or instrument that is not known, so that the service is asked and refuses it.
     */
    static final long UNKNOWN_ID = Integer.MAX_VALUE;

    private static final int PPM_SCALE = 6;
    private static final int PPB_SCALE = 9;
    private static final int DECIMAL_EXPONENT_MAX = 18;
    private static final Set<String> ON = Set.of("ON", "TRUE");
    private static final Set<String> OFF = Set.of("OFF", "FALSE");

    private final Catalog catalog;

    ValueReader(final Catalog catalog)
    {
        this.catalog = catalog;
    }

    Object read(final WireField field, final JsonNode node, final Scope scope)
    {
        return switch (field.kind())
        {
            case NUMBER -> number(field, node, scope);
            case TEXT -> text(field, node);
            case ENUM -> label(field, node);
            case SET -> choices(field, node);
            case DECIMAL -> wireDecimal(decimal(node));
            default -> throw new IllegalArgumentException("cannot be given");
        };
    }

    private Long number(final WireField field, final JsonNode node, final Scope scope)
    {
        try
        {
            final long number = switch (field.type())
            {
                case "Money" -> scope.asset().minorUnits(decimal(node));
                case "Lots" -> null == scope.instrument() ?
                    signOf(decimal(node)) : scope.instrument().lots(decimal(node));
                case "Ticks" -> ticks(decimal(node),
                    "strikeTicks".equals(field.name()) ? scope.underlying() : scope.instrument());
                case "Ppm" -> rate(decimal(node), PPM_SCALE);
                case "Ppb" -> rate(decimal(node), PPB_SCALE);
                case "AssetId" -> assetId(node);
                case "InstrumentId" -> instrumentId(node);
                case "TimestampMs" -> timestamp(node);
                case "CalendarDate" -> date(node);
                default -> Decimals.exactLong(decimal(node), "is not a whole number");
            };
            return inRange(field, number);
        }
        catch (final ArithmeticException ex)
        {
            throw new IllegalArgumentException(plainText(node) + " " + ex.getMessage(), ex);
        }
    }

    static String plainText(final JsonNode node)
    {
        return node.isValueNode() ? node.asText() : node.toString();
    }

    static BigDecimal decimal(final JsonNode node)
    {
        if (node.isNumber())
        {
            return node.decimalValue();
        }
        if (node.isTextual())
        {
            try
            {
                return new BigDecimal(node.asText().strip());
            }
            catch (final NumberFormatException ex)
            {
                throw new IllegalArgumentException("\"" + node.asText() + "\" is not a number", ex);
            }
        }
        throw new IllegalArgumentException(node + " is not a number");
    }

    private static long ticks(final BigDecimal decimal, final InstrumentTerms instrument)
    {
        return null == instrument ? signOf(decimal) : instrument.ticks(decimal);
    }

    /**
     * If no size of a lot or tick is known, the service refuses the instrument whatever the number is.
     */
    private static long signOf(final BigDecimal decimal)
    {
        return decimal.signum();
    }

    private static long rate(final BigDecimal decimal, final int scale)
    {
        return Decimals.exactLong(decimal.movePointRight(scale), "has more than " + scale + " decimals");
    }

    private static Long inRange(final WireField field, final long number)
    {
        final PrimitiveType type = field.primitive();
        final long bound = switch (type)
        {
            case INT8 -> Byte.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
        if (number > bound || number < -bound)
        {
            throw new IllegalArgumentException(number + " does not fit the field, which takes up to " + bound);
        }
        return number;
    }

    private long assetId(final JsonNode node)
    {
        final AssetTerms asset = catalog.asset(symbol(node));
        return null == asset ? UNKNOWN_ID : asset.id();
    }

    private long instrumentId(final JsonNode node)
    {
        final InstrumentTerms instrument = catalog.instrument(symbol(node));
        return null == instrument ? UNKNOWN_ID : instrument.id();
    }

    private static String symbol(final JsonNode node)
    {
        if (!node.isTextual())
        {
            throw new IllegalArgumentException("must be a symbol, not " + node);
        }
        return node.asText();
    }

    static long timestamp(final JsonNode node)
    {
        if (node.isTextual() && node.asText().contains("T"))
        {
            try
            {
                return Instant.parse(node.asText()).toEpochMilli();
            }
            catch (final DateTimeException ex)
            {
                throw new IllegalArgumentException(node + " is not a time like 2025-10-10T21:16:04Z", ex);
            }
        }
        return Decimals.exactLong(decimal(node), "is not a whole number of milliseconds");
    }

    private static long date(final JsonNode node)
    {
        if (node.isTextual() && node.asText().contains("-"))
        {
            try
            {
                return Long.parseLong(LocalDate.parse(node.asText()).format(DateTimeFormatter.BASIC_ISO_DATE));
            }
            catch (final DateTimeException ex)
            {
                throw new IllegalArgumentException(node + " is not a date like 2025-10-10", ex);
            }
        }
        return Decimals.exactLong(decimal(node), "is not a date like 2025-10-10 or 20251010");
    }

    private static String text(final WireField field, final JsonNode node)
    {
        final String text = "GatewayName".equals(field.type()) && symbol(node).startsWith("gateway/") ?
            node.asText().substring("gateway/".length()) : symbol(node);
        final boolean isSymbol = "Symbol".equals(field.type());
        final Charset charset = isSymbol ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        if (!charset.newEncoder().canEncode(text) || text.getBytes(charset).length > field.length())
        {
            throw new IllegalArgumentException("\"" + text + "\" is not a text of at most " + field.length() +
                (isSymbol ? " bytes of UTF-8" : " ASCII characters"));
        }
        return text;
    }

    static String label(final WireField field, final JsonNode node)
    {
        final String text = plainText(node).toUpperCase(Locale.ROOT);
        if ("Switch".equals(field.type()))
        {
            if (ON.contains(text) || OFF.contains(text))
            {
                return ON.contains(text) ? "ON" : "OFF";
            }
            throw new IllegalArgumentException(node + " is neither true nor false");
        }
        if (!node.isTextual() || !field.labels().containsKey(text))
        {
            throw new IllegalArgumentException(node + " is none of " + String.join(", ", field.labels().keySet()));
        }
        return text;
    }

    private static Set<String> choices(final WireField field, final JsonNode node)
    {
        final Set<String> choices = new LinkedHashSet<>();
        if (node.isBoolean())
        {
            if (node.asBoolean())
            {
                choices.addAll(field.labels().keySet());
            }
            return choices;
        }
        if (!node.isArray())
        {
            throw new IllegalArgumentException("must be a list of " + field.labels().keySet());
        }
        for (final JsonNode element : node)
        {
            choices.add(choice(field.labels(), element));
        }
        return choices;
    }

    private static String choice(final Map<String, Long> labels, final JsonNode node)
    {
        for (final String label : labels.keySet())
        {
            if (label.equalsIgnoreCase(node.asText()))
            {
                return label;
            }
        }
        throw new IllegalArgumentException(node + " is none of " + labels.keySet());
    }

    static BigDecimal wireDecimal(final BigDecimal decimal)
    {
        final BigDecimal stripped = 0 == decimal.signum() ? BigDecimal.ZERO : decimal.stripTrailingZeros();
        if (Math.abs(stripped.scale()) > DECIMAL_EXPONENT_MAX || stripped.unscaledValue().bitLength() >= Long.SIZE)
        {
            throw new IllegalArgumentException(Decimals.plain(decimal) + " has too many digits");
        }
        return stripped;
    }
}
