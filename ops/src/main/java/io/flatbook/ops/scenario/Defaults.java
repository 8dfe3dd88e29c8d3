package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.wire.WireField;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Defaults for what a line of a scenario leaves out: the trial settings, with no bands, limits, caps, fees and
 * deadlines, and a doubt of 25 % (SET-1).
 */
final class Defaults
{
    private static final Map<String, Long> NUMBERS = Map.ofEntries(
        Map.entry("initialPerLot", 0L),
        Map.entry("maintenancePerLot", 0L),
        Map.entry("markBandPpm", 0L),
        Map.entry("markBandAbsoluteTicks", 0L),
        Map.entry("markBandMs", 0L),
        Map.entry("markMaxAgeMs", 0L),
        Map.entry("tradeBandPpm", 0L),
        Map.entry("tradeBandAbsoluteTicks", 0L),
        Map.entry("doubtPpm", 250_000L),
        Map.entry("fundFloor", 0L),
        Map.entry("windowMs", 0L),
        Map.entry("liquidationTimeoutMs", 0L),
        Map.entry("liquidationFeePpm", 0L),
        Map.entry("closeOutFeePpm", 0L),
        Map.entry("houseDeficitGate", 0L),
        Map.entry("buyerFee", 0L),
        Map.entry("sellerFee", 0L),
        Map.entry("venue", 1L),
        Map.entry("top", 100L));
    private static final Map<String, Long> OPTION_RATES = Map.of(
        "optionInitialPpm", 150_000L,
        "optionInitialFloorPpm", 100_000L,
        "optionMaintenancePpm", 75_000L);
    private static final Set<String> MADE = Set.of("tradeId", "reference", "fundingId", "markSequence");
    private static final Map<String, String> ENUMS = Map.ofEntries(
        Map.entry("offsetPolicy", "QUEUE"),
        Map.entry("spareHedges", "OFF"),
        Map.entry("marginModel", "TIERS"),
        Map.entry("trigger", "AUTOMATIC"),
        Map.entry("recourse", "HEDGES"),
        Map.entry("closeOut", "WHOLE"),
        Map.entry("withdrawals", "ON"),
        Map.entry("defaultRuns", "ON"),
        Map.entry("guaranteed", "OFF"),
        Map.entry("cause", "TRADE"));
    /**
     * What a command is about has no default.
     */
    private static final Set<String> WANTED = Set.of("SetOffsetPolicy.offsetPolicy");

    /** Above this a number of the file is taken for a trial of the limits, not for one to go on from. */
    private static final long NUMBER_MAX = 1L << 62;

    /**
     * Next number to make, by field.
     */
    private final Map<String, Long> next = new HashMap<>();

    private Defaults()
    {
    }

    /**
     * Makes numbers above those that the lines of a scenario give themselves. Mark sequences must ascend from line to
     * line and follow the last one given.
     *
     * @param first of the numbers made.
     * @param lines of the scenario.
     */
    static Defaults above(final long first, final List<ScenarioLine> lines)
    {
        final Defaults defaults = new Defaults();
        for (final String name : MADE)
        {
            long highest = first - 1;
            for (final ScenarioLine line : lines)
            {
                if (!"markSequence".equals(name))
                {
                    for (final JsonNode node : line.json().findValues(name))
                    {
                        final long number = node.canConvertToLong() ? node.asLong() : 0;
                        highest = Math.max(highest, number < NUMBER_MAX ? number : 0);
                    }
                }
            }
            defaults.next.put(name, highest + 1);
        }
        return defaults;
    }

    /**
     * Takes note of a number that a line gives itself.
     */
    void note(final WireField field, final Object given)
    {
        if ("markSequence".equals(field.name()) && given instanceof Long number)
        {
            next.merge(field.name(), number + 1, Math::max);
        }
    }

    /**
     * A number that was not given.
     *
     * @param field    of the schema.
     * @param isOption whether the line defines an option.
     * @return the number, or null if it must be given.
     */
    Long number(final WireField field, final boolean isOption)
    {
        if (MADE.contains(field.name()))
        {
            return next.merge(field.name(), 1L, Long::sum) - 1;
        }
        if (OPTION_RATES.containsKey(field.name()))
        {
            return isOption ? OPTION_RATES.get(field.name()) : 0L;
        }
        return NUMBERS.get(field.name());
    }

    /**
     * An enum's value that was not given, or null if it must be given.
     */
    static String label(final String message, final WireField field)
    {
        return WANTED.contains(message + "." + field.name()) ? null : ENUMS.get(field.name());
    }

    /**
     * Choices that were not given: all capabilities, no flags.
     */
    static Set<String> choices(final WireField field)
    {
        return "capabilities".equals(field.name()) ? field.labels().keySet() : Set.of();
    }

    /**
     * A decimal that was not given, or null if it must be given.
     */
    static BigDecimal decimal(final WireField field)
    {
        return "multiplier".equals(field.name()) ? BigDecimal.ONE : null;
    }
}
