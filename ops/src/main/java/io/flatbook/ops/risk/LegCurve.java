package io.flatbook.ops.risk;

import io.flatbook.engine.book.MarginTiers;
import io.flatbook.ops.wire.WireRow;

import java.math.BigInteger;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Value and maintenance margin of one position as functions of its instrument's mark (NUM-3, MAR-1 to MAR-3).
 */
final class LegCurve
{
    private final WireRow instrument;
    private final long lots;
    private final long markTicks;
    private final long reportedMaintenance;
    private final MarginTiers tiers;

    /**
     * @param instrument          InstrumentReport, with a mark.
     * @param lots                signed quantity, not 0.
     * @param reportedMaintenance maintenance margin of the position today, in minor units.
     */
    LegCurve(final WireRow instrument, final long lots, final long reportedMaintenance)
    {
        this.instrument = instrument;
        this.lots = lots;
        this.reportedMaintenance = reportedMaintenance;
        markTicks = instrument.required("markTicks");
        final List<WireRow> rows = instrument.rows("marginTiers");
        final long[] floors = rows.stream().mapToLong(row -> row.required("floor")).toArray();
        tiers = MarginTiers.of(floors, rows.stream().mapToLong(row -> row.required("initialPpm")).toArray(),
            rows.stream().mapToLong(row -> row.required("maintenancePpm")).toArray(), floors.length);
    }

    long lots()
    {
        return lots;
    }

    long markTicks()
    {
        return markTicks;
    }

    /**
     * What the position gains when the mark moves, in minor units.
     */
    BigInteger gain(final long ticks)
    {
        return value(lots, ticks).subtract(value(lots, markTicks));
    }

    /**
     * Maintenance margin at a mark. That of an option is held at today's: it depends on its underlying too.
     */
    BigInteger maintenance(final long ticks)
    {
        final BigInteger perLot = BigInteger.valueOf(Math.abs(lots))
            .multiply(BigInteger.valueOf(instrument.required("maintenancePerLot")));
        if ("BOUNDED".equals(instrument.text("marginModel")))
        {
            final long worst = instrument.required(lots > 0 ? "minPriceTicks" : "maxPriceTicks");
            return value(lots, ticks).subtract(value(lots, worst));
        }
        if (instrument.rows("marginTiers").isEmpty())
        {
            return BigInteger.valueOf(reportedMaintenance);
        }
        return BigInteger.valueOf(tiers.maintenance(value(lots, ticks).abs().longValueExact())).max(perLot);
    }

    long reportedMaintenance()
    {
        return reportedMaintenance;
    }

    /**
     * The first mark, going from today's toward a bound of the instrument, at which something holds that goes on
     * holding beyond it.
     *
     * @param isUp      whether the mark rises.
     * @param condition of a mark.
     * @return the mark in ticks, today's if it holds already; null if it does not hold at the bound.
     */
    Long first(final boolean isUp, final LongPredicate condition)
    {
        final long step = isUp ? 1 : -1;
        long beyond = Math.abs(instrument.required(isUp ? "maxPriceTicks" : "minPriceTicks") - markTicks);
        if (condition.test(markTicks))
        {
            return markTicks;
        }
        if (!condition.test(markTicks + step * beyond))
        {
            return null;
        }
        long before = 0;
        while (1 < beyond - before)
        {
            final long middle = before + (beyond - before) / 2;
            if (condition.test(markTicks + step * middle))
            {
                beyond = middle;
            }
            else
            {
                before = middle;
            }
        }
        return markTicks + step * beyond;
    }

    private BigInteger value(final long quantity, final long ticks)
    {
        final BigInteger product = BigInteger.valueOf(quantity).multiply(
            BigInteger.valueOf(instrument.required("tickValue")));
        return instrument.text("kind").startsWith("INVERSE") ? product.divide(BigInteger.valueOf(ticks)).negate() :
            product.multiply(BigInteger.valueOf(ticks));
    }
}
