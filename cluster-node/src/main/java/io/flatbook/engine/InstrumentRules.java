package io.flatbook.engine;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Validation of definitions and settings, and the units that follow from a definition.
 */
final class InstrumentRules
{
    private static final long TICKS_MAX_DEFAULT = 10_000_000;
    private static final long TICKS_MAX = Instrument.VALUE_MAX;
    /** Largest price of an option's underlying, so that margin charges in ppm of ticks fit 63 bits. */
    private static final long UNDERLYING_TICKS_MAX = 1L << 42;
    private static final long BAND_PPM_MAX = 1_000_000_000L;
    private static final int EXPONENT_MAX = 18;

    private InstrumentRules()
    {
    }

    /** The field whose value is out of range whatever the instrument, or NONE. */
    static RejectField invalidField(final InstrumentDefinition d)
    {
        if (!Symbols.valid(d.symbol))
        {
            return RejectField.SYMBOL;
        }
        if (null == d.kind || InstrumentKind.NULL_VAL == d.kind || InstrumentKind.SBE_UNKNOWN == d.kind)
        {
            return RejectField.KIND;
        }
        final RejectField unitField = invalidSizes(d);
        if (RejectField.NONE != unitField)
        {
            return unitField;
        }
        if (!Enums.known(d.offsetPolicy))
        {
            return RejectField.OFFSET_POLICY;
        }
        final RejectField terms = invalidTerms(d);
        if (RejectField.NONE != terms)
        {
            return terms;
        }
        final RejectField protection = invalidProtection(d.protection);
        return RejectField.NONE != protection ? protection : d.tiers.invalidField();
    }

    private static RejectField invalidSizes(final InstrumentDefinition d)
    {
        if (d.settlementAssetId <= 0)
        {
            return RejectField.SETTLEMENT_ASSET;
        }
        if (d.tickSizeMantissa <= 0 || Math.abs(d.tickSizeExponent) > EXPONENT_MAX)
        {
            return RejectField.TICK_SIZE;
        }
        if (d.lotSizeMantissa <= 0 || Math.abs(d.lotSizeExponent) > EXPONENT_MAX)
        {
            return RejectField.LOT_SIZE;
        }
        if (d.multiplierMantissa <= 0 || Math.abs(d.multiplierExponent) > EXPONENT_MAX)
        {
            return RejectField.MULTIPLIER;
        }
        if (ClearingEngine.NULL_LONG != d.minTicks && d.minTicks <= 0)
        {
            return RejectField.MIN_PRICE;
        }
        return ClearingEngine.NULL_LONG != d.maxTicks && (d.maxTicks <= 0 || d.maxTicks > TICKS_MAX) ?
            RejectField.MAX_PRICE : RejectField.NONE;
    }

    private static RejectField invalidTerms(final InstrumentDefinition d)
    {
        if (ClearingEngine.NULL_INT != d.underlyingId && d.underlyingId <= 0)
        {
            return RejectField.UNDERLYING;
        }
        if (ClearingEngine.NULL_LONG != d.expiryMs && d.expiryMs <= 0)
        {
            return RejectField.EXPIRY;
        }
        if (ClearingEngine.NULL_LONG != d.strikeTicks && d.strikeTicks <= 0)
        {
            return RejectField.STRIKE;
        }
        if (outsidePpm(d.optionInitialPpm))
        {
            return RejectField.OPTION_INITIAL;
        }
        if (outsidePpm(d.optionInitialFloorPpm))
        {
            return RejectField.OPTION_INITIAL_FLOOR;
        }
        return outsidePpm(d.optionMaintenancePpm) ? RejectField.OPTION_MAINTENANCE : RejectField.NONE;
    }

    /** The field that the kind wants and that is missing, or that it has no use for, or NONE. */
    static RejectField incoherentField(final InstrumentDefinition d, final int tiersMax)
    {
        if (d.isOption() != (ClearingEngine.NULL_INT != d.underlyingId))
        {
            return RejectField.UNDERLYING;
        }
        if (d.isPerpetual() == (ClearingEngine.NULL_LONG != d.expiryMs))
        {
            return RejectField.EXPIRY;
        }
        if (d.isOption() != (ClearingEngine.NULL_LONG != d.strikeTicks))
        {
            return RejectField.STRIKE;
        }
        if (!d.isOption() && 0 != d.optionInitialPpm + d.optionInitialFloorPpm + d.optionMaintenancePpm)
        {
            return RejectField.OPTION_INITIAL;
        }
        // Tiers do not apply to options.
        final boolean tiersValid = 0 == d.tiers.count() ? d.isOption() : d.tiers.valid(tiersMax);
        return tiersValid ? RejectField.NONE : RejectField.MARGIN_TIERS;
    }

    private static boolean outsidePpm(final long ppm)
    {
        return ppm < 0 || ppm > FixedPoint.PPM;
    }

    /** The protection field that is out of range, or NONE. */
    static RejectField invalidProtection(final Protection p)
    {
        if (p.markBandPpm() < 0 || p.markBandPpm() > BAND_PPM_MAX)
        {
            return RejectField.MARK_BAND;
        }
        if (p.markMaxAgeMs() < 0)
        {
            return RejectField.MARK_MAX_AGE_MS;
        }
        if (p.tradeBandPpm() < 0 || p.tradeBandPpm() > BAND_PPM_MAX)
        {
            return RejectField.TRADE_BAND;
        }
        if (negativeOptional(p.maxFeePpm()) || p.maxFeePpm() > BAND_PPM_MAX)
        {
            return RejectField.MAX_FEE;
        }
        if (negativeOptional(p.maxPositionLots()))
        {
            return RejectField.MAX_POSITION;
        }
        if (negativeOptional(p.maxOpenInterestLots()))
        {
            return RejectField.MAX_OPEN_INTEREST;
        }
        return negativeOptional(p.fundingCapPpb()) || p.fundingCapPpb() > FixedPoint.PPB ?
            RejectField.FUNDING_CAP : RejectField.NONE;
    }

    /** The waterfall field that is out of range, or NONE. */
    static RejectField invalidWaterfall(final Waterfall w)
    {
        if (w.fundFloor() < 0)
        {
            return RejectField.FUND_FLOOR;
        }
        if (negativeOptional(w.perEventCap()))
        {
            return RejectField.PER_EVENT_CAP;
        }
        if (negativeOptional(w.windowCap()))
        {
            return RejectField.WINDOW_CAP;
        }
        final boolean windowNeeded =
            ClearingEngine.NULL_LONG != w.windowCap() || ClearingEngine.NULL_LONG != w.withdrawalCap();
        if (w.windowMs() < 0 || windowNeeded && 0 == w.windowMs())
        {
            return RejectField.WINDOW_MS;
        }
        if (w.liquidationTimeoutMs() < 0 || w.liquidationTimeoutMs() > Instrument.VALUE_MAX)
        {
            return RejectField.LIQUIDATION_TIMEOUT_MS;
        }
        if (outsidePpm(w.liquidationFeePpm()))
        {
            return RejectField.LIQUIDATION_FEE;
        }
        if (outsidePpm(w.closeOutFeePpm()))
        {
            return RejectField.CLOSE_OUT_FEE;
        }
        if (w.houseDeficitGate() < 0)
        {
            return RejectField.HOUSE_DEFICIT_GATE;
        }
        if (negativeOptional(w.withdrawalCap()))
        {
            return RejectField.WITHDRAWAL_CAP;
        }
        return Enums.known(w.trigger()) ? RejectField.NONE : RejectField.TRIGGER;
    }

    private static boolean negativeOptional(final long value)
    {
        return value < 0 && ClearingEngine.NULL_LONG != value;
    }

    /**
     * Units of a definition whose fields are in range.
     *
     * @return the units, or null where the definition does not hold together; the answer then names the field.
     */
    static InstrumentUnits units(
        final InstrumentDefinition d, final Asset asset, final Instrument underlying, final Answer answer)
    {
        final long unit = d.isInverse() ?
            Decimals.quotient(d, asset.scale()) : Decimals.product(d.tickSizeMantissa, d.tickSizeExponent, d, asset);
        if (unit <= 0 || unit > Instrument.VALUE_MAX)
        {
            return refuse(answer, RejectField.TICK_SIZE);
        }
        final long minTicks = ClearingEngine.NULL_LONG == d.minTicks ? 1 : d.minTicks;
        final long maxTicks = ClearingEngine.NULL_LONG == d.maxTicks ?
            Math.max(minTicks, TICKS_MAX_DEFAULT) : d.maxTicks;
        if (maxTicks < minTicks || d.isInverse() && unit < maxTicks)
        {
            return refuse(answer, RejectField.MAX_PRICE);
        }
        long largest = d.isInverse() ?
            FixedPoint.multiplyDivideFloor(Instrument.VALUE_MAX, minTicks, unit) :
            Instrument.VALUE_MAX / unit / maxTicks;
        long strikeUnit = 0;
        if (null != underlying)
        {
            strikeUnit = Decimals.product(
                underlying.definition().tickSizeMantissa, underlying.definition().tickSizeExponent, d, asset);
            final long highest = Math.max(underlying.units().maxTicks(), d.strikeTicks);
            if (strikeUnit <= 0 || highest > UNDERLYING_TICKS_MAX)
            {
                return refuse(answer, RejectField.UNDERLYING);
            }
            largest = Math.min(largest, Instrument.VALUE_MAX / strikeUnit / highest);
        }
        final long defined = d.protection.maxPositionLots();
        if (largest <= 0 || ClearingEngine.NULL_LONG != defined && defined > largest)
        {
            return refuse(answer, RejectField.MAX_POSITION);
        }
        return new InstrumentUnits(d.isInverse(), unit, minTicks, maxTicks,
            ClearingEngine.NULL_LONG == defined ? largest : defined,
            null == underlying ? 0 : d.strikeTicks, strikeUnit, InstrumentKind.CALL == d.kind);
    }

    private static InstrumentUnits refuse(final Answer answer, final RejectField field)
    {
        answer.refuse(RejectReason.INVALID_DEFINITION, field);
        return null;
    }
}
