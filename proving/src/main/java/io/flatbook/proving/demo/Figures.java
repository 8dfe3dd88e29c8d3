package io.flatbook.proving.demo;

import org.HdrHistogram.Histogram;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Figures as people read them.
 */
final class Figures
{
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    private Figures()
    {
    }

    /** Minor units as money with two decimals. */
    static String money(final long minorUnits)
    {
        return format("#,##0.00", BigDecimal.valueOf(minorUnits, Terms.ASSET_SCALE));
    }

    static String quantity(final Terms terms, final long lots)
    {
        return format("#,##0.########", BigDecimal.valueOf(lots, terms.lotDecimals()));
    }

    static String seconds(final long ns)
    {
        return String.format(Locale.ROOT, "%.1f s", ns / NS_PER_S);
    }

    static String roundTrips(final Histogram ns)
    {
        return String.format(Locale.ROOT, "p50 %.1f, p99 %.1f, p99.9 %.1f, max %.1f ms",
            ns.getValueAtPercentile(P50) / NS_PER_MS, ns.getValueAtPercentile(P99) / NS_PER_MS,
            ns.getValueAtPercentile(P999) / NS_PER_MS, ns.getMaxValue() / NS_PER_MS);
    }

    private static String format(final String pattern, final BigDecimal value)
    {
        final DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        return format.format(value);
    }
}
