package io.flatbook.ops.whatif;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Draws a comparison as SVG: a panel for each metric, with a bar for each set of rules, of all runs together.
 */
public final class ComparisonPicture
{
    private static final int WIDTH = 760;
    private static final int LEFT = 150;
    private static final int BAR = 20;
    private static final int PITCH = 28;
    private static final int HEADING = 34;
    private static final int NUMBERS = 130;
    private static final double PPM = 1_000_000;

    private final Map<String, List<RunUnderRules>> byRules = new LinkedHashMap<>();
    private final StringBuilder svg = new StringBuilder();
    private int top = HEADING;

    private ComparisonPicture(final List<RunUnderRules> runs)
    {
        for (final RunUnderRules run : runs)
        {
            byRules.put(run.rules(), runs.stream().filter((other) -> other.rules().equals(run.rules())).toList());
        }
    }

    /**
     * Draws a comparison.
     *
     * @param title above it.
     * @param runs  of all rules; money is added up over the runs, so they should be of one asset.
     * @return SVG.
     */
    public static String of(final String title, final List<RunUnderRules> runs)
    {
        return new ComparisonPicture(runs).draw(title);
    }

    private String draw(final String title)
    {
        panel("Others gave (surcharge and haircut)",
            (runs) -> runs.stream().mapToDouble((run) -> money(run, run.surcharge() + run.haircut())).sum(), "%,.2f");
        panel("Left to the house",
            (runs) -> runs.stream().mapToDouble((run) -> money(run, run.houseDeficit())).sum(), "%,.2f");
        panel("Accounts offset", (runs) -> runs.stream().mapToDouble(RunUnderRules::counterparties).sum(), "%,.0f");
        panel("Positions closed whole",
            (runs) -> runs.stream().mapToDouble(RunUnderRules::closedWhole).sum(), "%,.0f");
        panel("Largest share of ten accounts in a run, %", (runs) -> runs.stream()
            .mapToDouble((run) -> 100 * run.topTenShare() / PPM).max().orElse(0), "%.1f");
        panel("Highest leverage afterwards of one that was offset",
            (runs) -> runs.stream().mapToDouble((run) -> run.highestLeverage() / PPM).max().orElse(0), "%.2f");
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + top +
            "\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n" +
            text(10, 22, "font-weight=\"bold\" font-size=\"16\"", title) + svg + "</svg>\n";
    }

    private static double money(final RunUnderRules run, final long minorUnits)
    {
        return BigDecimal.valueOf(minorUnits, run.asset().scale()).setScale(2, RoundingMode.HALF_EVEN).doubleValue();
    }

    private void panel(final String heading, final ToDoubleFunction<List<RunUnderRules>> metric, final String format)
    {
        top += BAR;
        svg.append(text(10, top, "font-weight=\"bold\"", heading));
        top += BAR / 2;
        final double most = byRules.values().stream().mapToDouble(metric).max().orElse(0);
        boolean isFirst = true;
        for (final Map.Entry<String, List<RunUnderRules>> entry : byRules.entrySet())
        {
            final double value = metric.applyAsDouble(entry.getValue());
            final double width = most > 0 ? Math.max(0, value) / most * (WIDTH - LEFT - NUMBERS) : 0;
            svg.append(text(10, top + BAR - 5, "", entry.getKey()));
            svg.append(String.format(Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                LEFT, top, width, BAR, isFirst ? "#5b6b7f" : "#2f81c7"));
            svg.append(text(LEFT + (int)width + 6, top + BAR - 5, "", String.format(Locale.ROOT, format, value)));
            top += PITCH;
            isFirst = false;
        }
    }

    private static String text(final int x, final int y, final String style, final String words)
    {
        return "<text x=\"" + x + "\" y=\"" + y + "\" " + style + ">" +
            words.replace("&", "&amp;").replace("<", "&lt;") + "</text>\n";
    }
}
