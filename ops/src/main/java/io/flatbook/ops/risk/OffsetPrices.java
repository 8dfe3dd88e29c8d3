package io.flatbook.ops.risk;

import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Decimals;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.InstrumentTerms;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prices that follow from money on lots of a linear instrument. An inverse one has none that is exact for all its lots.
 */
public final class OffsetPrices
{
    private static final int EXTRA_DECIMALS = 2;

    private final Map<Integer, Long> tickValues = new HashMap<>();

    /**
     * Learns what a tick of a lot is worth.
     *
     * @param instruments entries of InstrumentsReport; what is not among them has no prices.
     */
    public OffsetPrices(final List<BookReader.Entry> instruments)
    {
        for (final BookReader.Entry instrument : instruments)
        {
            tickValues.put((int)instrument.row().required("instrument"), instrument.row().required("tickValue"));
        }
    }

    /**
     * Average price at which a position was opened.
     *
     * @param instrument of the position, or null.
     * @param lots       signed, not 0.
     * @param cost       in minor units.
     * @return the price, or null if it has none.
     */
    String average(final InstrumentTerms instrument, final long lots, final long cost)
    {
        final Long tickValue = tickValue(instrument);
        return null == tickValue ? null : text(instrument, BigDecimal.valueOf(cost), lots, tickValue);
    }

    /**
     * The mark moved in favor of a position until it is worth more by an amount: what it would have to be closed at to
     * make up for a deficit.
     *
     * @param instrument of the position, or null.
     * @param markTicks  mark.
     * @param lots       signed, not 0.
     * @param minorUnits amount.
     * @return the price, or null if it has none.
     */
    String atMoney(final InstrumentTerms instrument, final long markTicks, final long lots, final long minorUnits)
    {
        final Long tickValue = tickValue(instrument);
        if (null == tickValue)
        {
            return null;
        }
        final BigDecimal value = BigDecimal.valueOf(markTicks).multiply(BigDecimal.valueOf(lots))
            .multiply(BigDecimal.valueOf(tickValue));
        return text(instrument, value.add(BigDecimal.valueOf(minorUnits)), lots, tickValue);
    }

    private Long tickValue(final InstrumentTerms instrument)
    {
        return null == instrument || instrument.isInverse() ? null : tickValues.get(instrument.id());
    }

    private static String text(
        final InstrumentTerms instrument, final BigDecimal value, final long lots, final long tickValue)
    {
        final BigDecimal tickSize = instrument.tickSize();
        final BigDecimal exact = value.multiply(tickSize).divide(BigDecimal.valueOf(lots)
            .multiply(BigDecimal.valueOf(tickValue)), Math.max(0, tickSize.scale()) + EXTRA_DECIMALS,
            RoundingMode.HALF_EVEN);
        return Figure.grouped(Decimals.plain(exact));
    }
}
