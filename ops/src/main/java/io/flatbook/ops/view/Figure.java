package io.flatbook.ops.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;

/**
 * A figure of the wire as a person reads it. As JSON it is its exact text; {@link #shown(JsonNode)} is the same for
 * eyes: thousands separated, ratios in per cent, constants of the schema in words. Its unit and its asset travel with
 * it, so that whoever draws a table needs to know no field by name.
 */
public final class Figure extends TextNode
{
    private static final long serialVersionUID = 1L;
    private static final int MICRO_SCALE = 6;
    private static final int GROUP_DIGITS = 3;
    private static final int DATE_YEAR = 10_000;
    private static final int DATE_MONTH = 100;

    /**
     * What a figure is.
     */
    public enum Unit
    {
        /**
         * An amount of an asset, with all its decimals.
         */
        MONEY(""),
        /**
         * A quantity of an instrument.
         */
        QUANTITY(""),
        /**
         * A price of an instrument.
         */
        QUOTE(""),
        /**
         * A part of a whole: exact as a fraction of 1, shown in per cent.
         */
        RATIO(" %"),
        /**
         * A part of a whole that is counted in per cent already.
         */
        PERCENT(" %"),
        /**
         * How often something holds something else, for example leverage.
         */
        MULTIPLE(" ×"),
        /**
         * A number without a unit that may be large.
         */
        NUMBER(""),
        /**
         * An instant as ISO 8601 in UTC.
         */
        TIME(" UTC"),
        /**
         * A constant of the schema: exact by its name, shown in small letters.
         */
        WORD("");

        private final String inHeading;

        Unit(final String inHeading)
        {
            this.inHeading = inHeading;
        }
    }

    private final Unit unit;
    private final String symbol;

    private Figure(final Unit unit, final String exact, final String symbol)
    {
        super(exact);
        this.unit = unit;
        this.symbol = symbol;
    }

    /**
     * A figure of a unit.
     *
     * @param unit  of it.
     * @param exact decimal number, or the name of a constant.
     * @return the figure.
     */
    public static Figure of(final Unit unit, final String exact)
    {
        return new Figure(unit, exact, null);
    }

    /**
     * An amount of an asset.
     *
     * @param asset      of the amount.
     * @param minorUnits amount.
     * @return the figure.
     */
    public static Figure money(final AssetTerms asset, final long minorUnits)
    {
        return money(asset, asset.money(minorUnits));
    }

    /**
     * A total of an asset.
     *
     * @param asset      of the total.
     * @param minorUnits total, of up to 128 bits.
     * @return the figure.
     */
    public static Figure money(final AssetTerms asset, final BigInteger minorUnits)
    {
        return money(asset, asset.money(minorUnits));
    }

    /**
     * An amount of an asset.
     *
     * @param asset of the amount.
     * @param exact amount as a decimal number.
     * @return the figure.
     */
    static Figure money(final AssetTerms asset, final String exact)
    {
        return new Figure(Unit.MONEY, exact, AssetTerms.UNKNOWN == asset ? null : asset.symbol());
    }

    /**
     * A figure of the same unit and asset.
     *
     * @param exact decimal number.
     * @return the figure.
     */
    public Figure alike(final String exact)
    {
        return new Figure(unit, exact, symbol);
    }

    /**
     * Millionths, as the engine counts scores' inputs.
     *
     * @param unit      {@link Unit#RATIO} or {@link Unit#MULTIPLE}.
     * @param millionth number of them.
     * @return the figure.
     */
    public static Figure millionths(final Unit unit, final long millionth)
    {
        return of(unit, Decimals.plain(BigDecimal.valueOf(millionth, MICRO_SCALE)));
    }

    /**
     * An instant.
     *
     * @param epochMs milliseconds since 1970.
     * @return for example {@code 2025-10-10T21:16:04Z}.
     */
    public static Figure time(final long epochMs)
    {
        return of(Unit.TIME, Instant.ofEpochMilli(epochMs).toString());
    }

    /**
     * A day of the calendar.
     *
     * @param yyyymmdd for example 20251010.
     * @return for example {@code 2025-10-10}.
     */
    static TextNode date(final long yyyymmdd)
    {
        return TextNode.valueOf(String.format(Locale.ROOT, "%04d-%02d-%02d",
            yyyymmdd / DATE_YEAR, yyyymmdd / DATE_MONTH % DATE_MONTH, yyyymmdd % DATE_MONTH));
    }

    /**
     * What the figure is.
     *
     * @return its unit.
     */
    public Unit unit()
    {
        return unit;
    }

    /**
     * Symbol of the asset of an amount.
     *
     * @return the symbol, or null.
     */
    public String symbol()
    {
        return symbol;
    }

    /**
     * Whether a value belongs at the right edge of its column.
     *
     * @param node any value.
     * @return whether it is a number.
     */
    public static boolean isNumeric(final JsonNode node)
    {
        return node instanceof Figure figure ? Unit.WORD != figure.unit && Unit.TIME != figure.unit : node.isNumber();
    }

    /**
     * Any value of a row for eyes.
     *
     * @param node a figure or a plain value; null: none.
     * @return its text; empty for none.
     */
    public static String shown(final JsonNode node)
    {
        if (null == node || node.isNull() || node.isMissingNode())
        {
            return "";
        }
        if (node.isBoolean())
        {
            return node.asBoolean() ? "yes" : "no";
        }
        if (node instanceof Count)
        {
            return grouped(node.asText());
        }
        return node instanceof Figure figure ? figure.shown() : node.asText();
    }

    /**
     * Any value of a row for eyes, an amount with its asset.
     *
     * @param node a figure or a plain value; null: none.
     * @return its text; empty for none.
     */
    public static String withSymbol(final JsonNode node)
    {
        return node instanceof Figure figure && null != figure.symbol ? shown(node) + ' ' + figure.symbol : shown(node);
    }

    /**
     * Name of a column or of a line for eyes, with the unit in which its values are shown.
     *
     * @param name  in JSON, for example {@code maintenanceMargin}.
     * @param value of that name; null: none is known.
     * @return for example {@code maintenance margin}, {@code roe %}.
     */
    public static String heading(final String name, final JsonNode value)
    {
        final StringBuilder words = new StringBuilder();
        for (final char letter : name.toCharArray())
        {
            if (Character.isUpperCase(letter) && !words.isEmpty())
            {
                words.append(' ');
            }
            words.append('.' == letter ? ' ' : Character.toLowerCase(letter));
        }
        return value instanceof Figure figure ? words + figure.unit.inHeading : words.toString();
    }

    private String shown()
    {
        return switch (unit)
        {
            case WORD -> words(asText());
            case TIME -> asText().replace('T', ' ').replace("Z", "");
            case RATIO -> grouped(percent(asText()));
            default -> grouped(asText());
        };
    }

    /**
     * A fraction in per cent, with two decimals at least and no digit lost.
     *
     * @param fraction decimal number, for example {@code 0.05}.
     * @return for example {@code 5.00}.
     */
    public static String percent(final String fraction)
    {
        final BigDecimal percent = new BigDecimal(fraction).movePointRight(2).stripTrailingZeros();
        return percent.setScale(Math.max(2, percent.scale())).toPlainString();
    }

    /**
     * The name of a constant in words.
     *
     * @param constant for example {@code MARGIN_CALL}.
     * @return for example {@code margin call}.
     */
    public static String words(final String constant)
    {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * A decimal number with its whole digits in groups of three.
     *
     * @param decimal for example {@code -1234567.890}.
     * @return for example {@code -1,234,567.890}.
     */
    public static String grouped(final String decimal)
    {
        final int from = decimal.startsWith("-") ? 1 : 0;
        final int point = decimal.indexOf('.');
        final int whole = point < 0 ? decimal.length() : point;
        final StringBuilder text = new StringBuilder(decimal);
        for (int at = whole - GROUP_DIGITS; at > from; at -= GROUP_DIGITS)
        {
            text.insert(at, ',');
        }
        return text.toString();
    }
}
