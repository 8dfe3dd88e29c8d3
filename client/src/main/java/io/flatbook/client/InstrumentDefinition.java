package io.flatbook.client;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;

import java.math.BigDecimal;
import java.util.List;

/**
 * Definition of an instrument. What is not set has the meaning given at its setter.
 */
public final class InstrumentDefinition
{
    String symbol;
    String family;
    InstrumentKind kind;
    int settlementAssetId;
    Integer underlyingId;
    BigDecimal tickSize;
    BigDecimal lotSize;
    BigDecimal multiplier = BigDecimal.ONE;
    Long expiryMs;
    Long strikeTicks;
    Long minTicks;
    Long maxTicks;
    long optionInitialPpm;
    long optionInitialFloorPpm;
    long optionMaintenancePpm;
    OffsetPolicyKind offsetPolicy = OffsetPolicyKind.QUEUE;
    boolean spareHedges;
    ProtectionSettings protection = ProtectionSettings.TRIAL;
    MarginTerms marginTerms = MarginTerms.NONE;

    /**
     * A definition with nothing set.
     */
    public InstrumentDefinition()
    {
    }

    /**
     * Symbol, unique among instruments that are not removed. Required.
     *
     * @param text 1 to 32 bytes of UTF-8 without control characters and outer spaces.
     * @return this for a fluent API.
     */
    public InstrumentDefinition symbol(final String text)
    {
        symbol = text;
        return this;
    }

    /**
     * Label of the instruments whose positions can hedge each other: give all instruments on one coin the same.
     * Default: the instrument's own symbol; for an option the family of its underlying.
     *
     * @param text as a symbol.
     * @return this for a fluent API.
     */
    public InstrumentDefinition family(final String text)
    {
        family = text;
        return this;
    }

    /**
     * Kind. Required.
     *
     * @param instrumentKind of the instrument.
     * @return this for a fluent API.
     */
    public InstrumentDefinition kind(final InstrumentKind instrumentKind)
    {
        kind = instrumentKind;
        return this;
    }

    /**
     * Asset in which it settles. Required.
     *
     * @param assetId 1 or more.
     * @return this for a fluent API.
     */
    public InstrumentDefinition settlementAsset(final int assetId)
    {
        settlementAssetId = assetId;
        return this;
    }

    /**
     * Instrument on which an option is written. Required for options, not set otherwise.
     *
     * @param instrumentId 1 or more.
     * @return this for a fluent API.
     */
    public InstrumentDefinition underlying(final int instrumentId)
    {
        underlyingId = instrumentId;
        return this;
    }

    /**
     * Price of one tick and size of one lot. Required.
     *
     * @param ofTick above 0.
     * @param ofLot  above 0.
     * @return this for a fluent API.
     */
    public InstrumentDefinition units(final BigDecimal ofTick, final BigDecimal ofLot)
    {
        tickSize = ofTick;
        lotSize = ofLot;
        return this;
    }

    /**
     * Contract multiplier of a linear instrument or option, contract value of an inverse one. Default: 1.
     *
     * @param value above 0.
     * @return this for a fluent API.
     */
    public InstrumentDefinition multiplier(final BigDecimal value)
    {
        multiplier = value;
        return this;
    }

    /**
     * Expiry. Required for futures and options, not set otherwise.
     *
     * @param timestampMs engine time in milliseconds.
     * @return this for a fluent API.
     */
    public InstrumentDefinition expiryMs(final long timestampMs)
    {
        expiryMs = timestampMs;
        return this;
    }

    /**
     * Strike of an option. Required for options, not set otherwise.
     *
     * @param ticks of the underlying.
     * @return this for a fluent API.
     */
    public InstrumentDefinition strikeTicks(final long ticks)
    {
        strikeTicks = ticks;
        return this;
    }

    /**
     * Lowest price taken. Default: 1, for an option 0.
     *
     * @param ticks below the highest price; 0 or negative for linear instruments with an amount per lot (MAR-2) or
     *              BOUNDED, 1 or more for inverse ones.
     * @return this for a fluent API.
     */
    public InstrumentDefinition minTicks(final long ticks)
    {
        minTicks = ticks;
        return this;
    }

    /**
     * Highest price taken. Default: 10,000,000.
     *
     * @param ticks above the lowest price; may be negative for linear instruments.
     * @return this for a fluent API.
     */
    public InstrumentDefinition maxTicks(final long ticks)
    {
        maxTicks = ticks;
        return this;
    }

    /**
     * Margin of short options as shares of the underlying's mark. Required for options, not set otherwise.
     *
     * @param initialPpm      initial margin in parts per million, for example 150,000.
     * @param initialFloorPpm floor of it, for example 100,000.
     * @param maintenancePpm  maintenance margin, for example 75,000.
     * @return this for a fluent API.
     */
    public InstrumentDefinition optionMargin(
        final long initialPpm, final long initialFloorPpm, final long maintenancePpm)
    {
        optionInitialPpm = initialPpm;
        optionInitialFloorPpm = initialFloorPpm;
        optionMaintenancePpm = maintenancePpm;
        return this;
    }

    /**
     * Offset policy. Default: QUEUE.
     *
     * @param policy of the instrument.
     * @return this for a fluent API.
     */
    public InstrumentDefinition offsetPolicy(final OffsetPolicyKind policy)
    {
        offsetPolicy = policy;
        return this;
    }

    /**
     * Whether the offset policy chooses positions that are not hedged first (POL-4). Default: no.
     *
     * @param isSpared true to break hedges last.
     * @return this for a fluent API.
     */
    public InstrumentDefinition spareHedges(final boolean isSpared)
    {
        spareHedges = isSpared;
        return this;
    }

    /**
     * Protection. Default: {@link ProtectionSettings#TRIAL}.
     *
     * @param settings of the instrument.
     * @return this for a fluent API.
     */
    public InstrumentDefinition protection(final ProtectionSettings settings)
    {
        protection = settings;
        return this;
    }

    /**
     * Margin by tiers in ascending order of floor, nothing per lot; replaces {@link #marginTerms}.
     *
     * @param tiers 1 to 256.
     * @return this for a fluent API.
     */
    public InstrumentDefinition marginTiers(final List<MarginTier> tiers)
    {
        return marginTerms(MarginTerms.ofTiers(tiers));
    }

    /**
     * How margin is computed. Required but for options; default: {@link MarginTerms#NONE}.
     *
     * @param terms tiers, amounts per lot, or {@link MarginTerms#BOUNDED}.
     * @return this for a fluent API.
     */
    public InstrumentDefinition marginTerms(final MarginTerms terms)
    {
        marginTerms = terms;
        return this;
    }
}
