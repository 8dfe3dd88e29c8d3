package io.flatbook.client;

import io.flatbook.sbe.DefineAssetEncoder;
import io.flatbook.sbe.DefineGatewayEncoder;
import io.flatbook.sbe.DefineInstrumentEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.SetMarginTiersEncoder;
import io.flatbook.sbe.SetOffsetPolicyEncoder;
import io.flatbook.sbe.SetPriceBoundsEncoder;
import io.flatbook.sbe.SetProtectionEncoder;
import io.flatbook.sbe.SetWaterfallEncoder;
import org.agrona.MutableDirectBuffer;

import java.util.List;
import java.util.Objects;

/**
 * The commands of a risk principal that define and configure: assets, instruments, gateways, margin, policies, price
 * bounds, protection, waterfalls. {@link RiskCommands} has the others.
 */
public final class RiskSettings
{
    private RiskSettings()
    {
    }

    /**
     * Defines a settlement asset. The outcome's detail is the asset id.
     *
     * @param symbol 1 to 32 bytes of UTF-8 without control characters and outer spaces, unique.
     * @param scale  decimals, 0 to 12.
     * @return the command.
     */
    public static Command defineAsset(final String symbol, final int scale)
    {
        final byte octet = Wire.int8("scale", scale);
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new DefineAssetEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).scale(octet)
            .symbol(Wire.symbol("symbol", symbol, DefineAssetEncoder.symbolLength())).encodedLength();
    }

    /**
     * Defines an instrument. The outcome's detail is the instrument id; if it is refused with INVALID_DEFINITION and
     * the field TICK_SIZE, the smallest scale of the asset with which it could be defined (see
     * {@link Outcome#explanation}).
     *
     * @param definition not to be changed before the command is sent.
     * @return the command.
     */
    public static Command defineInstrument(final InstrumentDefinition definition)
    {
        Objects.requireNonNull(definition, "definition");
        return (buffer, offset, commandId) -> encodeInstrument(buffer, offset, commandId, definition);
    }

    /**
     * Defines a gateway that may open accounts of any id and send marks and funding of all instruments. The outcome's
     * detail is the gateway's number.
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
        return defineGateway(GatewayDefinition.of(gateway, venue, capabilities, guaranteed));
    }

    /**
     * Defines a gateway, or replaces all of its definition but the venue. The outcome's detail is the gateway's number.
     *
     * @param definition of the gateway.
     * @return the command.
     */
    public static Command defineGateway(final GatewayDefinition definition)
    {
        Objects.requireNonNull(definition, "definition");
        return (buffer, offset, commandId) -> encodeGateway(buffer, offset, commandId, definition);
    }

    /**
     * Replaces the margin terms of an instrument. The outcome's detail is how many accounts it pushed below
     * maintenance.
     *
     * @param instrumentId of the instrument.
     * @param terms        tiers, amounts per lot, or {@link MarginTerms#BOUNDED}.
     * @return the command.
     */
    public static Command setMarginTiers(final int instrumentId, final MarginTerms terms)
    {
        Objects.requireNonNull(terms, "terms");
        return (buffer, offset, commandId) ->
        {
            final SetMarginTiersEncoder encoder = new SetMarginTiersEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .commandId(commandId).instrument(instrumentId).marginModel(terms.model())
                .initialPerLot(terms.initialPerLot()).maintenancePerLot(terms.maintenancePerLot());
            final SetMarginTiersEncoder.MarginTiersEncoder group =
                encoder.marginTiersCount(Wire.count("tiers", terms.tiers().size()));
            for (final MarginTier tier : terms.tiers())
            {
                group.next().floor(tier.floor()).initialPpm(tier.initialPpm()).maintenancePpm(tier.maintenancePpm());
            }
            return Wire.HEADER_LENGTH + encoder.encodedLength();
        };
    }

    /**
     * Replaces the margin terms of an instrument by tiers, nothing per lot; see
     * {@link #setMarginTiers(int, MarginTerms)}.
     *
     * @param instrumentId of the instrument.
     * @param tiers        1 to 256 in ascending order of floor.
     * @return the command.
     */
    public static Command setMarginTiers(final int instrumentId, final List<MarginTier> tiers)
    {
        return setMarginTiers(instrumentId, MarginTerms.ofTiers(tiers));
    }

    /**
     * Replaces the offset policy of an instrument.
     *
     * @param instrumentId of the instrument.
     * @param policy       new policy.
     * @param spareHedges  whether positions that are not hedged are chosen first (POL-4).
     * @return the command.
     */
    public static Command setOffsetPolicy(
        final int instrumentId, final OffsetPolicyKind policy, final boolean spareHedges)
    {
        Objects.requireNonNull(policy, "policy");
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SetOffsetPolicyEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).instrument(instrumentId).offsetPolicy(policy)
            .spareHedges(Terms.toSwitch(spareHedges)).encodedLength();
    }

    /**
     * Moves the price bounds of an instrument (NUM-4). The accepted mark must lie inside.
     *
     * @param instrumentId of the instrument.
     * @param minTicks     lowest price taken; may be negative for linear instruments.
     * @param maxTicks     highest price taken, above {@code minTicks}.
     * @return the command.
     */
    public static Command setPriceBounds(final int instrumentId, final long minTicks, final long maxTicks)
    {
        return (buffer, offset, commandId) -> Wire.HEADER_LENGTH + new SetPriceBoundsEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId).instrument(instrumentId).minPriceTicks(minTicks).maxPriceTicks(maxTicks)
            .encodedLength();
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
        Objects.requireNonNull(settings, "settings");
        return (buffer, offset, commandId) ->
        {
            final SetProtectionEncoder encoder = new SetProtectionEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .commandId(commandId).instrument(instrumentId);
            Terms.put(encoder.protection(), settings);
            return Wire.HEADER_LENGTH + encoder.encodedLength();
        };
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
        Objects.requireNonNull(settings, "settings");
        return (buffer, offset, commandId) ->
        {
            final SetWaterfallEncoder encoder = new SetWaterfallEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .commandId(commandId).asset(assetId);
            Terms.put(encoder.waterfall(), settings);
            return Wire.HEADER_LENGTH + encoder.encodedLength();
        };
    }

    private static int encodeGateway(
        final MutableDirectBuffer buffer, final int offset, final long commandId, final GatewayDefinition definition)
    {
        final GatewayCapabilities capabilities = definition.capabilities();
        final DefineGatewayEncoder encoder = new DefineGatewayEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId)
            .venue(definition.venue())
            .guaranteed(Terms.toSwitch(definition.guaranteed()))
            .accountFrom(Wire.orNull(definition.accountFrom(), DefineGatewayEncoder.accountFromNullValue()))
            .accountTo(Wire.orNull(definition.accountTo(), DefineGatewayEncoder.accountToNullValue()))
            .gateway(Wire.ascii("gateway", definition.gateway(), DefineGatewayEncoder.gatewayLength()));
        encoder.capabilities().clear().trade(capabilities.trade()).collateral(capabilities.collateral())
            .marks(capabilities.marks()).funding(capabilities.funding());
        final DefineGatewayEncoder.InstrumentsEncoder group =
            encoder.instrumentsCount(Wire.count("instrumentIds", definition.instrumentIds().size()));
        for (final int instrumentId : definition.instrumentIds())
        {
            group.next().instrument(instrumentId);
        }
        return Wire.HEADER_LENGTH + encoder.encodedLength();
    }

    private static int encodeInstrument(
        final MutableDirectBuffer buffer, final int offset, final long commandId, final InstrumentDefinition definition)
    {
        final List<MarginTier> tiers = definition.marginTerms.tiers();
        final DefineInstrumentEncoder encoder = new DefineInstrumentEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .commandId(commandId);
        Terms.put(encoder.terms(), definition);
        Terms.put(encoder.protection(), definition.protection);
        final DefineInstrumentEncoder.MarginTiersEncoder group =
            encoder.marginTiersCount(Wire.count("tiers", tiers.size()));
        for (final MarginTier tier : tiers)
        {
            group.next().floor(tier.floor()).initialPpm(tier.initialPpm()).maintenancePpm(tier.maintenancePpm());
        }
        return Wire.HEADER_LENGTH + encoder.encodedLength();
    }
}
