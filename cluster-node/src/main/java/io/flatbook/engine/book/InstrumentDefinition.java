package io.flatbook.engine.book;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;

/**
 * A new instrument as risk defines it. Decimals are exact: mantissa times ten to the exponent. The engine validates it,
 * not this class.
 */
public final class InstrumentDefinition
{
    String symbol;
    InstrumentKind kind;
    int settlementAssetId;
    int underlyingId = Absent.INT;
    long tickSizeMantissa;
    int tickSizeExponent;
    long lotSizeMantissa;
    int lotSizeExponent;
    long multiplierMantissa;
    int multiplierExponent;
    long expiryMs = Absent.LONG;
    long strikeTicks = Absent.LONG;
    long minTicks = Absent.LONG;
    long maxTicks = Absent.LONG;
    long optionInitialPpm;
    long optionInitialFloorPpm;
    long optionMaintenancePpm;
    OffsetPolicyKind offsetPolicy;
    Protection protection = Protection.TRIAL;
    MarginTerms marginTerms = MarginTerms.of(MarginTiers.NONE);
    Switch spareHedges = Switch.OFF;
    String family;

    /** Sets the symbol, 1 to 32 bytes of UTF-8 without control characters or outer spaces. */
    public InstrumentDefinition symbol(final String value)
    {
        symbol = value;
        return this;
    }

    /** Sets the kind. */
    public InstrumentDefinition kind(final InstrumentKind value)
    {
        kind = value;
        return this;
    }

    /** Sets the settlement asset. */
    public InstrumentDefinition settlementAssetId(final int value)
    {
        settlementAssetId = value;
        return this;
    }

    /** Sets the underlying of an option; {@link Absent#INT}: none. */
    public InstrumentDefinition underlyingId(final int value)
    {
        underlyingId = value;
        return this;
    }

    /** Sets the price of one tick. */
    public InstrumentDefinition tickSize(final long mantissa, final int exponent)
    {
        tickSizeMantissa = mantissa;
        tickSizeExponent = exponent;
        return this;
    }

    /** Sets the size of one lot. */
    public InstrumentDefinition lotSize(final long mantissa, final int exponent)
    {
        lotSizeMantissa = mantissa;
        lotSizeExponent = exponent;
        return this;
    }

    /** Sets the multiplier, or the contract value of an inverse instrument. */
    public InstrumentDefinition multiplier(final long mantissa, final int exponent)
    {
        multiplierMantissa = mantissa;
        multiplierExponent = exponent;
        return this;
    }

    /** Sets the expiry in ms of engine time; {@link Absent#LONG}: none. */
    public InstrumentDefinition expiryMs(final long value)
    {
        expiryMs = value;
        return this;
    }

    /** Sets the strike in ticks of the underlying; {@link Absent#LONG}: none. */
    public InstrumentDefinition strikeTicks(final long value)
    {
        strikeTicks = value;
        return this;
    }

    /** Sets the lowest price; {@link Absent#LONG}: 1, of an option 0. */
    public InstrumentDefinition minTicks(final long value)
    {
        minTicks = value;
        return this;
    }

    /** Sets the highest price; {@link Absent#LONG}: 10,000,000. */
    public InstrumentDefinition maxTicks(final long value)
    {
        maxTicks = value;
        return this;
    }

    /** Sets the margin parameters of an option, ppm. */
    public InstrumentDefinition option(final long initialPpm, final long floorPpm, final long maintenancePpm)
    {
        optionInitialPpm = initialPpm;
        optionInitialFloorPpm = floorPpm;
        optionMaintenancePpm = maintenancePpm;
        return this;
    }

    /** Sets the offset policy. */
    public InstrumentDefinition offsetPolicy(final OffsetPolicyKind value)
    {
        offsetPolicy = value;
        return this;
    }

    /** Sets the protection; its largest position is the default of later ones. */
    public InstrumentDefinition protection(final Protection value)
    {
        protection = value;
        return this;
    }

    /** Sets the margin terms. */
    public InstrumentDefinition marginTerms(final MarginTerms value)
    {
        marginTerms = value;
        return this;
    }

    /** Sets whether positions that are not hedged are chosen first (POL-4). */
    public InstrumentDefinition spareHedges(final Switch value)
    {
        spareHedges = value;
        return this;
    }

    /** Sets the family, a label of 1 to 32 bytes; null: the symbol, of an option its underlying's family. */
    public InstrumentDefinition family(final String value)
    {
        family = value;
        return this;
    }

    /** Symbol. */
    public String symbol()
    {
        return symbol;
    }

    /** Underlying of an option, or {@link Absent#INT}. */
    public int underlyingId()
    {
        return underlyingId;
    }

    /** Mantissa of the price of one tick. */
    public long tickSizeMantissa()
    {
        return tickSizeMantissa;
    }

    /** Exponent of the price of one tick. */
    public int tickSizeExponent()
    {
        return tickSizeExponent;
    }

    /** Mantissa of the size of one lot. */
    public long lotSizeMantissa()
    {
        return lotSizeMantissa;
    }

    /** Exponent of the size of one lot. */
    public int lotSizeExponent()
    {
        return lotSizeExponent;
    }

    /** Mantissa of the multiplier or contract value. */
    public long multiplierMantissa()
    {
        return multiplierMantissa;
    }

    /** Exponent of the multiplier or contract value. */
    public int multiplierExponent()
    {
        return multiplierExponent;
    }

    /** Expiry in ms of engine time, or {@link Absent#LONG}. */
    public long expiryMs()
    {
        return expiryMs;
    }

    /** Strike in ticks of the underlying, or {@link Absent#LONG}. */
    public long strikeTicks()
    {
        return strikeTicks;
    }

    /** Lowest price as given, or {@link Absent#LONG}. */
    public long minTicks()
    {
        return minTicks;
    }

    /** Highest price as given, or {@link Absent#LONG}. */
    public long maxTicks()
    {
        return maxTicks;
    }

    /** Initial margin of a short option, ppm of the underlying's mark. */
    public long optionInitialPpm()
    {
        return optionInitialPpm;
    }

    /** Floor of that share, ppm. */
    public long optionInitialFloorPpm()
    {
        return optionInitialFloorPpm;
    }

    /** Maintenance margin of a short option, ppm of the underlying's mark. */
    public long optionMaintenancePpm()
    {
        return optionMaintenancePpm;
    }

    /** Protection as first given. */
    public Protection protection()
    {
        return protection;
    }

    /** Kind. */
    public InstrumentKind kind()
    {
        return kind;
    }

    /** Settlement asset. */
    public int settlementAssetId()
    {
        return settlementAssetId;
    }

    /** Family as given, or null. */
    public String family()
    {
        return family;
    }

    /** Margin terms as first given. */
    public MarginTerms marginTerms()
    {
        return marginTerms;
    }

    boolean isOption()
    {
        return InstrumentKind.CALL == kind || InstrumentKind.PUT == kind;
    }

    /** Whether its kind is quoted in one currency and settled in the other. */
    public boolean isInverse()
    {
        return InstrumentKind.INVERSE_PERPETUAL == kind || InstrumentKind.INVERSE_FUTURE == kind;
    }

    boolean isPerpetual()
    {
        return InstrumentKind.LINEAR_PERPETUAL == kind || InstrumentKind.INVERSE_PERPETUAL == kind;
    }

    // Terms that neither a setting replaces nor the units carry, and the first largest position, which is the default
    // of later settings.
    long digest()
    {
        long h = StateHash.digest(25, tickSizeMantissa, tickSizeExponent, lotSizeMantissa, lotSizeExponent);
        h = StateHash.digest(h, multiplierMantissa, multiplierExponent, expiryMs, strikeTicks);
        return StateHash.digest(
            h, optionInitialPpm, optionInitialFloorPpm, optionMaintenancePpm, protection.maxPositionLots());
    }
}
