package io.flatbook.engine.book;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.RejectField;

/**
 * Validation of definitions: fields that are out of range, then fields that do not go together.
 */
public final class InstrumentRules
{
    /** Largest size of a price, ticks. */
    public static final long TICKS_MAX = Instrument.VALUE_MAX;

    private static final int EXPONENT_MAX = 18;

    private InstrumentRules()
    {
    }

    /** The field whose value is out of range whatever the instrument, or NONE. */
    public static RejectField invalidField(final InstrumentDefinition d)
    {
        if (!Symbols.valid(d.symbol))
        {
            return RejectField.SYMBOL;
        }
        if (null != d.family && !Symbols.valid(d.family))
        {
            return RejectField.FAMILY;
        }
        if (!Enums.known(d.kind))
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
        if (!Enums.known(d.spareHedges))
        {
            return RejectField.SPARE_HEDGES;
        }
        final RejectField terms = invalidTerms(d);
        if (RejectField.NONE != terms)
        {
            return terms;
        }
        final RejectField protection = SettingRules.invalidProtection(d.protection);
        return RejectField.NONE != protection ? protection : invalidMargin(d.marginTerms);
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
        if (Absent.LONG != d.minTicks && isNoPrice(d.minTicks))
        {
            return RejectField.MIN_PRICE;
        }
        return Absent.LONG != d.maxTicks && isNoPrice(d.maxTicks) ? RejectField.MAX_PRICE : RejectField.NONE;
    }

    /** Whether ticks are absent or too large to be any instrument's price. */
    public static boolean isNoPrice(final long ticks)
    {
        return ticks < -TICKS_MAX || ticks > TICKS_MAX;
    }

    private static RejectField invalidTerms(final InstrumentDefinition d)
    {
        if (Absent.INT != d.underlyingId && d.underlyingId <= 0)
        {
            return RejectField.UNDERLYING;
        }
        if (Absent.LONG != d.expiryMs && d.expiryMs <= 0)
        {
            return RejectField.EXPIRY;
        }
        if (Absent.LONG != d.strikeTicks && d.strikeTicks <= 0)
        {
            return RejectField.STRIKE;
        }
        if (SettingRules.outsidePpm(d.optionInitialPpm))
        {
            return RejectField.OPTION_INITIAL;
        }
        if (SettingRules.outsidePpm(d.optionInitialFloorPpm))
        {
            return RejectField.OPTION_INITIAL_FLOOR;
        }
        return SettingRules.outsidePpm(d.optionMaintenancePpm) ?
            RejectField.OPTION_MAINTENANCE : RejectField.NONE;
    }

    /** The margin field that is out of range whatever the instrument, or NONE. */
    public static RejectField invalidMargin(final MarginTerms terms)
    {
        if (!Enums.known(terms.model()))
        {
            return RejectField.MARGIN_MODEL;
        }
        if (terms.initialPerLot() < 0 || terms.initialPerLot() > Instrument.VALUE_MAX)
        {
            return RejectField.INITIAL_PER_LOT;
        }
        if (terms.maintenancePerLot() < 0 || terms.maintenancePerLot() > Instrument.VALUE_MAX)
        {
            return RejectField.MAINTENANCE_PER_LOT;
        }
        return terms.tiers().invalidField();
    }

    /** The field that the kind wants and that is missing, or that it has no use for, or NONE. */
    public static RejectField incoherentField(final InstrumentDefinition d)
    {
        if (d.isOption() != (Absent.INT != d.underlyingId))
        {
            return RejectField.UNDERLYING;
        }
        if (d.isPerpetual() == (Absent.LONG != d.expiryMs))
        {
            return RejectField.EXPIRY;
        }
        if (d.isOption() != (Absent.LONG != d.strikeTicks))
        {
            return RejectField.STRIKE;
        }
        return !d.isOption() && 0 != d.optionInitialPpm + d.optionInitialFloorPpm + d.optionMaintenancePpm ?
            RejectField.OPTION_INITIAL : RejectField.NONE;
    }

    /** The margin field that an instrument of a kind cannot have (MAR-1 to MAR-3, SET-2), or NONE. */
    public static RejectField incoherentMargin(final InstrumentKind kind, final MarginTerms terms, final int tiersMax)
    {
        final boolean isBounded = MarginModel.BOUNDED == terms.model();
        if (isBounded && InstrumentKind.LINEAR_FUTURE != kind)
        {
            return RejectField.MARGIN_MODEL;
        }
        final boolean takesTiers = !isBounded && InstrumentKind.CALL != kind && InstrumentKind.PUT != kind;
        if (takesTiers ? !terms.tiers().valid(tiersMax) : 0 != terms.tiers().count())
        {
            return RejectField.MARGIN_TIERS;
        }
        if (isBounded && 0 != terms.initialPerLot() || terms.initialPerLot() < terms.maintenancePerLot())
        {
            return isBounded && 0 == terms.initialPerLot() ?
                RejectField.MAINTENANCE_PER_LOT : RejectField.INITIAL_PER_LOT;
        }
        return RejectField.NONE;
    }

    /**
     * Whether a price near or below zero would leave an instrument without a margin (MAR-2): a linear one whose lowest
     * price is below 1, and an option on such a one, needs amounts per lot or is BOUNDED.
     */
    public static boolean lacksMargin(final InstrumentDefinition d, final MarginTerms terms, final long minTicks)
    {
        return minTicks < 1 && !d.isInverse() && !terms.isBounded() && !terms.hasPerLot();
    }
}
