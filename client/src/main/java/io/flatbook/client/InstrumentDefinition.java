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
    ProtectionSettings protection = ProtectionSettings.OFF;
    List<MarginTier> marginTiers = List.of();

    /**
     * A definition with nothing set.
     */
    public InstrumentDefinition()
    {
    }

    /**
     * Symbol, unique. Required.
     *
     * @param text 1 to 16 printable ASCII characters.
     * @return this for a fluent API.
     */
    public InstrumentDefinition symbol(final String text)
    {
        symbol = text;
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
     * Lowest price taken. Default: 1.
     *
     * @param ticks 1 or more.
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
     * @param ticks 1 or more.
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
     * Protection. Default: {@link ProtectionSettings#OFF}.
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
     * Margin tiers in ascending order of floor. Required but for options.
     *
     * @param tiers 1 to 16.
     * @return this for a fluent API.
     */
    public InstrumentDefinition marginTiers(final List<MarginTier> tiers)
    {
        marginTiers = List.copyOf(tiers);
        return this;
    }
}
