package io.flatbook.ops.stress;

import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Values of an instrument's positions, as section 1 of the rules defines them.
 */
final class Contract
{
    private final long instrumentId;
    private final boolean isInverse;
    private final BigInteger unit;
    private final long minTicks;
    private final long maxTicks;
    private final Long markTicks;

    Contract(final WireRow report, final AssetTerms asset)
    {
        instrumentId = report.required("instrument");
        isInverse = report.text("kind").startsWith("INVERSE");
        final BigDecimal tickSize = (BigDecimal)report.value("tickSize");
        final BigDecimal lotSize = (BigDecimal)report.value("lotSize");
        final BigDecimal perContract =
            lotSize.multiply((BigDecimal)report.value("multiplier")).scaleByPowerOfTen(asset.scale());
        unit = (isInverse ? perContract.divide(tickSize) : perContract.multiply(tickSize)).toBigIntegerExact();
        minTicks = null == report.number("minPriceTicks") ? 1 : report.number("minPriceTicks");
        maxTicks = null == report.number("maxPriceTicks") ? Long.MAX_VALUE : report.number("maxPriceTicks");
        markTicks = report.number("markTicks");
    }

    Long markTicks()
    {
        return markTicks;
    }

    /**
     * A mark moved by per cent, rounded to the nearest tick and kept within the bounds.
     */
    long moved(final BigDecimal percent)
    {
        final BigDecimal factor = BigDecimal.ONE.add(percent.movePointLeft(2));
        return bounded(BigDecimal.valueOf(markTicks).multiply(factor)
            .setScale(0, RoundingMode.HALF_EVEN).toBigInteger());
    }

    /**
     * Trades that open a position with a cost, which they meet exactly where ticks allow it.
     */
    List<Opening> open(final long accountId, final long lots, final long cost)
    {
        final List<Opening> openings = new ArrayList<>();
        final BigInteger sizeLots = BigInteger.valueOf(Math.abs(lots));
        final BigInteger costSize = BigInteger.valueOf(Math.abs(cost));
        if (isInverse)
        {
            final long ticks = 0 == costSize.signum() ? maxTicks : bounded(sizeLots.multiply(unit).divide(costSize));
            openings.add(opening(accountId, lots, ticks));
            return openings;
        }
        final BigInteger[] parts = costSize.divide(unit).divideAndRemainder(sizeLots);
        final long ticks = bounded(parts[0]);
        final long atNextTick = ticks < maxTicks && parts[0].longValue() == ticks ? parts[1].longValue() : 0;
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
