package io.flatbook.ops.stress;

import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Values of an instrument's positions (NUM-3).
 */
final class InstrumentValuation
{
    private final long instrumentId;
    private final boolean isInverse;
    private final BigInteger unit;
    private final long minTicks;
    private final long maxTicks;
    private final Long markTicks;

    /**
     * @param instrumentId number on the copy.
     * @param report       of the live instrument.
     * @param asset        in which it settles.
     */
    InstrumentValuation(final long instrumentId, final WireRow report, final AssetTerms asset)
    {
        this.instrumentId = instrumentId;
        isInverse = report.text("kind").startsWith("INVERSE");
        final BigDecimal tickSize = (BigDecimal)report.value("tickSize");
        final BigDecimal lotSize = (BigDecimal)report.value("lotSize");
        final BigDecimal perContract =
            lotSize.multiply((BigDecimal)report.value("multiplier")).scaleByPowerOfTen(asset.scale());
        unit = (isInverse ? perContract.divide(tickSize) : perContract.multiply(tickSize)).toBigIntegerExact();
        minTicks = report.required("minPriceTicks");
        maxTicks = report.required("maxPriceTicks");
        markTicks = report.number("markTicks");
    }

    /** Number of the instrument on the copy. */
    long instrumentId()
    {
        return instrumentId;
    }

    Long markTicks()
    {
        return markTicks;
    }

    /**
     * A mark moved by per cent of its size, rounded to the nearest tick and kept within the bounds.
     */
    long moved(final BigDecimal percent)
    {
        final BigDecimal step = BigDecimal.valueOf(Math.abs(markTicks)).multiply(percent).movePointLeft(2);
        return bounded(BigDecimal.valueOf(markTicks).add(step).setScale(0, RoundingMode.HALF_EVEN).toBigInteger());
    }

    /**
     * Trades that open a position with a cost, which they meet exactly if ticks allow it.
     */
    List<Opening> open(final long accountId, final long lots, final long cost)
    {
        final List<Opening> openings = new ArrayList<>();
        final BigInteger signedLots = BigInteger.valueOf(lots);
        final BigInteger signedCost = BigInteger.valueOf(cost);
        if (isInverse)
        {
            final long ticks = 0 == cost ? maxTicks :
                bounded(signedLots.multiply(unit).divide(signedCost).abs());
            openings.add(opening(accountId, lots, ticks));
            return openings;
        }
        // Lots at a price and, of as many as are left over, at the next tick: lots * ticks sums to cost / unit.
        final BigInteger absoluteLots = signedLots.abs();
        final BigInteger perSide = signedCost.divide(unit).multiply(BigInteger.valueOf(Long.signum(lots)));
        final BigInteger rest = perSide.mod(absoluteLots);
        final long ticks = bounded(perSide.subtract(rest).divide(absoluteLots));
        final boolean isExact = perSide.subtract(rest).divide(absoluteLots).equals(BigInteger.valueOf(ticks));
        final long atNextTick = isExact && ticks < maxTicks ? rest.longValueExact() : 0;
        if (Math.abs(lots) > atNextTick)
        {
            openings.add(opening(accountId, Long.signum(lots) * (Math.abs(lots) - atNextTick), ticks));
        }
        if (atNextTick > 0)
        {
            openings.add(opening(accountId, Long.signum(lots) * atNextTick, ticks + 1));
        }
        return openings;
    }

    private Opening opening(final long accountId, final long lots, final long ticks)
    {
        return new Opening(accountId, instrumentId, lots, ticks, value(lots, ticks), value(lots, markTicks));
    }

    private long value(final long lots, final long ticks)
    {
        final BigInteger product = BigInteger.valueOf(lots).multiply(unit);
        return (isInverse ? product.divide(BigInteger.valueOf(ticks)).negate() :
            product.multiply(BigInteger.valueOf(ticks))).longValueExact();
    }

    private long bounded(final BigInteger ticks)
    {
        return ticks.max(BigInteger.valueOf(minTicks)).min(BigInteger.valueOf(maxTicks)).longValue();
    }
}
