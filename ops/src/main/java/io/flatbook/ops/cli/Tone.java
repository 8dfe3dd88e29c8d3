package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.view.Figure;

import java.util.Set;

/**
 * Color of a value by what it means.
 */
enum Tone
{
    /**
     * Nothing to look at.
     */
    PLAIN(""),
    /**
     * As it should be.
     */
    GOOD("32"),
    /**
     * Look at it.
     */
    WARNING("33"),
    /**
     * Act on it.
     */
    BAD("31"),
    /**
     * Belongs to the drawing, not to the values.
     */
    FAINT("2"),
    /**
     * Stands out.
     */
    STRONG("1");

    private static final Set<String> GOODS = Set.of("HEALTHY", "LEADER");
    private static final Set<String> WARNINGS = Set.of("MARGIN_CALL", "CLOSE_ONLY", "REDUCE_ONLY", "EXPIRED",
        "CANDIDATE", "MARK_STALE", "MARK_SUSPECT");
    private static final Set<String> BADS = Set.of("LIQUIDATING", "DEFAULTED", "HALTED", "FROZEN", "DOWN",
        "DISABLED", "INSTRUMENT_HALTED", "RUNS_SUSPENDED");
    private static final Set<String> GOOD_IF_TRUE = Set.of("balanced", "healthy", "quantitySumZero");
    private static final Set<String> RESULTS = Set.of("unrealizedPnl", "equity", "roe", "distance", "insuranceFund");

    private final String code;

    Tone(final String code)
    {
        this.code = code;
    }

    /**
     * Tone of a value of a row.
     *
     * @param name  of the value in JSON.
     * @param value or null.
     */
    static Tone of(final String name, final JsonNode value)
    {
        if (null == value)
        {
            return PLAIN;
        }
        if (GOOD_IF_TRUE.contains(name))
        {
            return value.asBoolean() ? GOOD : BAD;
        }
        final String text = value.asText();
        if (RESULTS.contains(name) && Figure.isNumeric(value))
        {
            return text.startsWith("-") ? BAD : PLAIN;
        }
        if (GOODS.contains(text))
        {
            return GOOD;
        }
        return BADS.contains(text) ? BAD : WARNINGS.contains(text) ? WARNING : PLAIN;
    }

    /**
     * Text without what colors it.
     */
    static String plain(final String text)
    {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    /**
     * Text in this color, if the screen shows colors.
     */
    String on(final Screen screen, final String text)
    {
        return PLAIN == this || !screen.isColored() || text.isBlank() ? text :
            "\u001b[" + code + 'm' + text + "\u001b[0m";
    }
}
