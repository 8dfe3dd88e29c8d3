package io.flatbook.engine.book;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;

/**
 * The units of an instrument within its price bounds, and what makes them impossible (NUM-3, NUM-4).
 */
public final class UnitRules
{
    private static final long TICKS_MAX_DEFAULT = 10_000_000;
    private static final int SCALE_MAX = 12;

    private RejectField field = RejectField.NONE;
    private long detail;

    /** Rules that remember the last thing that was wrong. */
    public UnitRules()
    {
    }

    /** The field because of which there are no units. */
    public RejectField field()
    {
        return field;
    }

    /** The least scale of the asset that would do, or 0. */
    public long detail()
    {
        return detail;
    }

    /** Units of a definition whose fields are in range, within its own price bounds; null if it does not hold. */
    public InstrumentUnits units(final InstrumentDefinition d, final Asset asset, final Instrument underlying)
    {
        final long minTicks = Absent.LONG == d.minTicks ? d.isOption() ? 0 : 1 : d.minTicks;
        final long maxTicks = Absent.LONG == d.maxTicks ? TICKS_MAX_DEFAULT : d.maxTicks;
        return units(d, minTicks, maxTicks, d.marginTerms, asset, underlying);
    }

    /**
     * Units of a definition within other price bounds or with other margin terms.
     *
     * @param d          definition.
     * @param minTicks   lowest price.
     * @param maxTicks   highest price.
     * @param terms      margin terms.
     * @param asset      in which it settles.
     * @param underlying of an option, with its bounds; else null.
     * @return the units, or null; {@link #field()} then says why.
     */
    public InstrumentUnits units(
        final InstrumentDefinition d, final long minTicks, final long maxTicks, final MarginTerms terms,
        final Asset asset, final Instrument underlying)
    {
        final long highest = null == underlying ? 0 : highest(
            underlying.units().minTicks(), underlying.units().maxTicks(), d.strikeTicks);
        return units(d, minTicks, maxTicks, terms, asset, underlying, highest);
    }

    /** The largest size of a price of an underlying, or the strike. */
    static long highest(final long minTicks, final long maxTicks, final long strikeTicks)
    {
        return Math.max(strikeTicks, Math.max(Math.abs(minTicks), Math.abs(maxTicks)));
    }

    /** Units of an option if its underlying had other price bounds; null if it cannot. */
    public InstrumentUnits unitsOn(
        final Instrument option, final long underlyingMinTicks, final long underlyingMaxTicks)
    {
        return units(option.definition(), option.units().minTicks(), option.units().maxTicks(), option.marginTerms(),
            option.settlementAsset(), option.underlying(),
            highest(underlyingMinTicks, underlyingMaxTicks, option.definition().strikeTicks));
    }

    private InstrumentUnits units(
        final InstrumentDefinition d, final long minTicks, final long maxTicks, final MarginTerms terms,
        final Asset asset, final Instrument underlying, final long underlyingHighest)
    {
        final long unit = unit(d, asset.scale());
        if (unit <= 0 || unit > Instrument.VALUE_MAX)
        {
            return refuse(RejectField.TICK_SIZE, scaleThatWouldDo(d, asset.scale()));
        }
        if (d.isInverse() && minTicks < 1 || d.isOption() && minTicks < 0)
        {
            return refuse(RejectField.MIN_PRICE, 0);
        }
        if (maxTicks <= minTicks || d.isInverse() && unit < maxTicks)
        {
            return refuse(RejectField.MAX_PRICE, 0);
        }
        // The value of an inverse position is rounded toward zero: a fraction above the bound still keeps to it.
        long largest = d.isInverse() ?
            FixedPoint.multiplyDivideCeil(Instrument.VALUE_MAX + 1, minTicks, unit) - 1 :
            Instrument.VALUE_MAX / unit /
                Math.max(maxTicks - minTicks, Math.max(Math.abs(minTicks), Math.abs(maxTicks)));
        if (terms.initialPerLot() > 0)
        {
            largest = Math.min(largest, Instrument.VALUE_MAX / terms.initialPerLot());
        }
        long strikeUnit = 0;
        if (null != underlying)
        {
            final InstrumentDefinition of = underlying.definition();
            strikeUnit = Decimals.product(of.tickSizeMantissa, of.tickSizeExponent, d, asset.scale());
            if (strikeUnit <= 0)
            {
                return refuse(RejectField.UNDERLYING, 0);
            }
            largest = Math.min(largest, Instrument.VALUE_MAX / strikeUnit / underlyingHighest);
        }
        return largest <= 0 ? refuse(RejectField.MAX_POSITION, 0) :
            new InstrumentUnits(d.isInverse(), unit, minTicks, maxTicks, largest,
                null == underlying ? 0 : d.strikeTicks, strikeUnit, InstrumentKind.CALL == d.kind);
    }

    private static long unit(final InstrumentDefinition d, final int scale)
    {
        return d.isInverse() ? Decimals.quotient(d, scale) :
            Decimals.product(d.tickSizeMantissa, d.tickSizeExponent, d, scale);
    }

    private static long scaleThatWouldDo(final InstrumentDefinition d, final int scaleNow)
    {
        for (int scale = 0; scale <= SCALE_MAX; scale++)
        {
            final long unit = unit(d, scale);
            if (scale != scaleNow && unit > 0 && unit <= Instrument.VALUE_MAX)
            {
                return scale;
            }
        }
        return 0;
    }

    private InstrumentUnits refuse(final RejectField refusedField, final long refusalDetail)
    {
        field = refusedField;
        detail = refusalDetail;
        return null;
    }
}
