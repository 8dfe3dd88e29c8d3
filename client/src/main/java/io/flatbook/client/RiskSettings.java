package io.flatbook.client;

import io.flatbook.sbe.DefineAssetEncoder;
import io.flatbook.sbe.DefineGatewayEncoder;
import io.flatbook.sbe.DefineInstrumentEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.SetMarginTiersEncoder;
import io.flatbook.sbe.SetOffsetPolicyEncoder;
import io.flatbook.sbe.SetProtectionEncoder;
import io.flatbook.sbe.SetWaterfallEncoder;
import io.flatbook.sbe.Switch;
import org.agrona.MutableDirectBuffer;

import java.util.List;
import java.util.Objects;

/**
 * The commands of a risk principal that define and configure: assets, instruments, gateways, tiers, policies,
 * protection, waterfalls. {@link RiskCommands} has the others.
 */
public final class RiskSettings
{
    private RiskSettings()
    {
    }

    /**
     * Defines a settlement asset. The outcome's detail is the asset id.
     *
     * @param symbol 1 to 16 printable ASCII characters, unique.
     * @param scale  decimals, 0 to 12.
     * @return the command.
     */
    public static Command defineAsset(final String symbol, final int scale)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new DefineAssetEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).scale((byte)scale)
            .symbol(Wire.ascii("symbol", symbol, DefineAssetEncoder.symbolLength())).encodedLength();
    }

    /**
     * Defines an instrument. The outcome's detail is the instrument id.
     *
     * @param definition not to be changed before the command is sent.
     * @return the command.
     */
    public static Command defineInstrument(final InstrumentDefinition definition)
    {
        return (buffer, offset, commandId) -> encodeInstrument(buffer, offset, commandId, definition);
    }

    /**
     * Defines a gateway. The outcome's detail is the gateway's number.
     *
     * @param gateway      name without the role, 1 to 24 of a-z 0-9 . - _
     * @param venue        whose accounts it may touch, 1 or more.
     * @param capabilities what it may send.
     * @param guaranteed   whether it may mark trades as guaranteed.
     * @return the command.
     */
    public static Command defineGateway(
        final String gateway, final int venue, final GatewayCapabilities capabilities, final boolean guaranteed)
    {
        return (buffer, offset, commandId) ->
        {
            final DefineGatewayEncoder encoder = new DefineGatewayEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .commandId(commandId).venue(venue).guaranteed(guaranteed ? Switch.ON : Switch.OFF)
                .gateway(Wire.ascii("gateway", gateway, DefineGatewayEncoder.gatewayLength()));
            encoder.capabilities().clear().trade(capabilities.trade()).collateral(capabilities.collateral())
                .marks(capabilities.marks()).funding(capabilities.funding());
            return Wire.HEADER_LENGTH + encoder.encodedLength();
        };
    }

    /**
     * Replaces the margin tiers of an instrument. The outcome's detail is how many accounts it pushed below
     * maintenance.
     *
     * @param instrumentId of the instrument.
     * @param tiers        1 to 16 in ascending order of floor.
     * @return the command.
     */
    public static Command setMarginTiers(final int instrumentId, final List<MarginTier> tiers)
    {
        return (buffer, offset, commandId) ->
        {
            final SetMarginTiersEncoder encoder = new SetMarginTiersEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .commandId(commandId).instrument(instrumentId);
            final SetMarginTiersEncoder.MarginTiersEncoder group = encoder.marginTiersCount(tiers.size());
            for (final MarginTier tier : tiers)
            {
                group.next().floor(tier.floor()).initialPpm(tier.initialPpm()).maintenancePpm(tier.maintenancePpm());
            }
            return Wire.HEADER_LENGTH + encoder.encodedLength();
        };
    }

    /**
     * Replaces the offset policy of an instrument.
     *
     * @param instrumentId of the instrument.
     * @param policy       new policy.
     * @return the command.
     */
    public static Command setOffsetPolicy(final int instrumentId, final OffsetPolicyKind policy)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SetOffsetPolicyEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).instrument(instrumentId).offsetPolicy(policy).encodedLength();
    }

    /**
     * Replaces all protection settings of an instrument.
     *
     * @param instrumentId of the instrument.
     * @param settings     new settings.
     * @return the command.
     */
    public static Command setProtection(final int instrumentId, final ProtectionSettings settings)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SetProtectionEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId)
            .instrument(instrumentId)
            .markBandPpm(settings.markBandPpm())
            .markMaxAgeMs(settings.markMaxAgeMs())
            .tradeBandPpm(settings.tradeBandPpm())
            .maxFeePpm(Wire.orNull(settings.maxFeePpm(), SetProtectionEncoder.maxFeePpmNullValue()))
            .maxPositionLots(Wire.orNull(settings.maxPositionLots(), SetProtectionEncoder.maxPositionLotsNullValue()))
            .maxOpenInterestLots(
                Wire.orNull(settings.maxOpenInterestLots(), SetProtectionEncoder.maxOpenInterestLotsNullValue()))
            .fundingCapPpb(Wire.orNull(settings.fundingCapPpb(), SetProtectionEncoder.fundingCapPpbNullValue()))
            .encodedLength();
    }

    /**
     * Replaces all waterfall settings of an asset.
     *
     * @param assetId  of the asset.
     * @param settings new settings.
     * @return the command.
     */
    public static Command setWaterfall(final int assetId, final WaterfallSettings settings)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SetWaterfallEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId)
            .asset(assetId)
            .fundFloor(settings.fundFloor())
            .perEventCap(Wire.orNull(settings.perEventCap(), SetWaterfallEncoder.perEventCapNullValue()))
            .windowCap(Wire.orNull(settings.windowCap(), SetWaterfallEncoder.windowCapNullValue()))
            .windowMs(settings.windowMs())
            .liquidationTimeoutMs(settings.liquidationTimeoutMs())
            .liquidationFeePpm(settings.liquidationFeePpm())
            .closeOutFeePpm(settings.closeOutFeePpm())
            .houseDeficitGate(settings.houseDeficitGate())
            .withdrawalCap(Wire.orNull(settings.withdrawalCap(), SetWaterfallEncoder.withdrawalCapNullValue()))
            .trigger(settings.trigger())
            .encodedLength();
    }

    private static int encodeInstrument(
        final MutableDirectBuffer buffer, final int offset, final long commandId, final InstrumentDefinition definition)
    {
        final ProtectionSettings protection = definition.protection;
        final DefineInstrumentEncoder encoder = new DefineInstrumentEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId)
            .symbol(Wire.ascii("symbol", definition.symbol, DefineInstrumentEncoder.symbolLength()))
            .kind(Objects.requireNonNull(definition.kind, "kind"))
            .settlementAsset(definition.settlementAssetId)
            .underlying(Wire.orNull(definition.underlyingId, DefineInstrumentEncoder.underlyingNullValue()))
            .expiry(Wire.orNull(definition.expiryMs, DefineInstrumentEncoder.expiryNullValue()))
            .strikeTicks(Wire.orNull(definition.strikeTicks, DefineInstrumentEncoder.strikeTicksNullValue()))
            .minPriceTicks(Wire.orNull(definition.minTicks, DefineInstrumentEncoder.minPriceTicksNullValue()))
            .maxPriceTicks(Wire.orNull(definition.maxTicks, DefineInstrumentEncoder.maxPriceTicksNullValue()))
            .optionInitialPpm(definition.optionInitialPpm)
            .optionInitialFloorPpm(definition.optionInitialFloorPpm)
            .optionMaintenancePpm(definition.optionMaintenancePpm)
            .offsetPolicy(Objects.requireNonNull(definition.offsetPolicy, "offsetPolicy"))
            .markBandPpm(protection.markBandPpm())
            .markMaxAgeMs(protection.markMaxAgeMs())
            .tradeBandPpm(protection.tradeBandPpm())
            .maxFeePpm(Wire.orNull(protection.maxFeePpm(), DefineInstrumentEncoder.maxFeePpmNullValue()))
            .maxPositionLots(
                Wire.orNull(protection.maxPositionLots(), DefineInstrumentEncoder.maxPositionLotsNullValue()))
            .maxOpenInterestLots(
                Wire.orNull(protection.maxOpenInterestLots(), DefineInstrumentEncoder.maxOpenInterestLotsNullValue()))
            .fundingCapPpb(Wire.orNull(protection.fundingCapPpb(), DefineInstrumentEncoder.fundingCapPpbNullValue()));
        Wire.decimal("tickSize", definition.tickSize, encoder.tickSize());
        Wire.decimal("lotSize", definition.lotSize, encoder.lotSize());
        Wire.decimal("multiplier", definition.multiplier, encoder.multiplier());
        final DefineInstrumentEncoder.MarginTiersEncoder group =
            encoder.marginTiersCount(definition.marginTiers.size());
        for (final MarginTier tier : definition.marginTiers)
        {
            group.next().floor(tier.floor()).initialPpm(tier.initialPpm()).maintenancePpm(tier.maintenancePpm());
        }
        return Wire.HEADER_LENGTH + encoder.encodedLength();
    }
}
