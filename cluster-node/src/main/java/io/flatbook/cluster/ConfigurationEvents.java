package io.flatbook.cluster;

import io.flatbook.engine.Asset;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.Instrument;
import io.flatbook.engine.InstrumentDefinition;
import io.flatbook.engine.MarginTiers;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Protection;
import io.flatbook.engine.Waterfall;
import io.flatbook.sbe.AssetDefinedEncoder;
import io.flatbook.sbe.AssetStatusChangedEncoder;
import io.flatbook.sbe.ControlsChangedEncoder;
import io.flatbook.sbe.GatewayDefinedEncoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.GatewayStatusChangedEncoder;
import io.flatbook.sbe.InstrumentDefinedEncoder;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.InstrumentStatusChangedEncoder;
import io.flatbook.sbe.MarginTiersChangedEncoder;
import io.flatbook.sbe.OffsetPolicyChangedEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.ProtectionChangedEncoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.VersionActivatedEncoder;
import io.flatbook.sbe.WaterfallChangedEncoder;

/**
 * Encodes what changed in definitions and settings; addressed to all.
 */
abstract class ConfigurationEvents extends EventEncoding implements ClearingEvents
{
    private final AssetDefinedEncoder assetDefined = new AssetDefinedEncoder();
    private final InstrumentDefinedEncoder instrumentDefined = new InstrumentDefinedEncoder();
    private final MarginTiersChangedEncoder marginTiersChanged = new MarginTiersChangedEncoder();
    private final OffsetPolicyChangedEncoder offsetPolicyChanged = new OffsetPolicyChangedEncoder();
    private final ProtectionChangedEncoder protectionChanged = new ProtectionChangedEncoder();
    private final WaterfallChangedEncoder waterfallChanged = new WaterfallChangedEncoder();
    private final GatewayDefinedEncoder gatewayDefined = new GatewayDefinedEncoder();
    private final GatewayStatusChangedEncoder gatewayStatusChanged = new GatewayStatusChangedEncoder();
    private final ControlsChangedEncoder controlsChanged = new ControlsChangedEncoder();
    private final InstrumentStatusChangedEncoder instrumentStatusChanged = new InstrumentStatusChangedEncoder();
    private final AssetStatusChangedEncoder assetStatusChanged = new AssetStatusChangedEncoder();
    private final VersionActivatedEncoder versionActivated = new VersionActivatedEncoder();

    ConfigurationEvents(final EventRing ring)
    {
        super(ring);
    }

    @Override
    public void assetDefined(final Asset asset, final Principal by)
    {
        stamp(assetDefined.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        assetDefined.asset(asset.id()).scale((byte)asset.scale()).symbol(asset.symbol()).principal(nameOf(by));
        toAll(assetDefined.encodedLength());
    }

    @Override
    public void instrumentDefined(final Instrument instrument, final Principal by)
    {
        final InstrumentDefinedEncoder event = instrumentDefined.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        final InstrumentDefinition definition = instrument.definition();
        final Protection protection = instrument.protection();
        event.instrument(instrument.id())
            .symbol(instrument.symbol())
            .kind(instrument.kind())
            .settlementAsset(instrument.settlementAsset().id())
            .underlying(definition.underlyingId());
        event.tickSize().mantissa(definition.tickSizeMantissa()).exponent((byte)definition.tickSizeExponent());
        event.lotSize().mantissa(definition.lotSizeMantissa()).exponent((byte)definition.lotSizeExponent());
        event.multiplier().mantissa(definition.multiplierMantissa()).exponent((byte)definition.multiplierExponent());
        event.expiry(definition.expiryMs())
            .strikeTicks(definition.strikeTicks())
            .minPriceTicks(instrument.units().minTicks())
            .maxPriceTicks(instrument.units().maxTicks())
            .maxPositionLots(instrument.maxPositionLots())
            .optionInitialPpm(definition.optionInitialPpm())
            .optionInitialFloorPpm(definition.optionInitialFloorPpm())
            .optionMaintenancePpm(definition.optionMaintenancePpm())
            .offsetPolicy(instrument.offsetPolicy())
            .markBandPpm(protection.markBandPpm())
            .markMaxAgeMs(protection.markMaxAgeMs())
            .tradeBandPpm(protection.tradeBandPpm())
            .maxFeePpm(protection.maxFeePpm())
            .maxOpenInterestLots(protection.maxOpenInterestLots())
            .fundingCapPpb(protection.fundingCapPpb())
            .tickValue(instrument.units().unit())
            .principal(nameOf(by));
        final MarginTiers tiers = instrument.tiers();
        final InstrumentDefinedEncoder.MarginTiersEncoder rows = event.marginTiersCount(tiers.count());
        for (int i = 0; i < tiers.count(); i++)
        {
            rows.next().floor(tiers.floor(i)).initialPpm(tiers.initialPpm(i))
                .maintenancePpm(tiers.maintenancePpm(i));
        }
        toAll(event.encodedLength());
    }

    @Override
    public void marginTiersChanged(
        final Instrument instrument,
        final int pushedBelow,
        final MarginTiers oldTiers,
        final MarginTiers newTiers,
        final Principal by)
    {
        final MarginTiersChangedEncoder event = marginTiersChanged.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.instrument(instrument.id()).pushedBelow(pushedBelow).principal(nameOf(by));
        final MarginTiersChangedEncoder.OldTiersEncoder oldRows = event.oldTiersCount(oldTiers.count());
        for (int i = 0; i < oldTiers.count(); i++)
        {
            oldRows.next().floor(oldTiers.floor(i)).initialPpm(oldTiers.initialPpm(i))
                .maintenancePpm(oldTiers.maintenancePpm(i));
        }
        final MarginTiersChangedEncoder.NewTiersEncoder newRows = event.newTiersCount(newTiers.count());
        for (int i = 0; i < newTiers.count(); i++)
        {
            newRows.next().floor(newTiers.floor(i)).initialPpm(newTiers.initialPpm(i))
                .maintenancePpm(newTiers.maintenancePpm(i));
        }
        toAll(event.encodedLength());
    }

    @Override
    public void offsetPolicyChanged(
        final Instrument instrument,
        final OffsetPolicyKind oldPolicy,
        final OffsetPolicyKind newPolicy,
        final Principal by)
    {
        stamp(offsetPolicyChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        offsetPolicyChanged.instrument(instrument.id())
            .oldOffsetPolicy(oldPolicy)
            .newOffsetPolicy(newPolicy)
            .principal(nameOf(by));
        toAll(offsetPolicyChanged.encodedLength());
    }

    @Override
    public void protectionChanged(
        final Instrument instrument, final Protection before, final Protection after, final Principal by)
    {
        final ProtectionChangedEncoder event = protectionChanged.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.instrument(instrument.id())
            .oldMarkBandPpm(before.markBandPpm())
            .oldMarkMaxAgeMs(before.markMaxAgeMs())
            .oldTradeBandPpm(before.tradeBandPpm())
            .oldMaxFeePpm(before.maxFeePpm())
            .oldMaxPositionLots(before.maxPositionLots())
            .oldMaxOpenInterestLots(before.maxOpenInterestLots())
            .oldFundingCapPpb(before.fundingCapPpb())
            .newMarkBandPpm(after.markBandPpm())
            .newMarkMaxAgeMs(after.markMaxAgeMs())
            .newTradeBandPpm(after.tradeBandPpm())
            .newMaxFeePpm(after.maxFeePpm())
            .newMaxPositionLots(after.maxPositionLots())
            .newMaxOpenInterestLots(after.maxOpenInterestLots())
            .newFundingCapPpb(after.fundingCapPpb())
            .principal(nameOf(by));
        toAll(event.encodedLength());
    }

    @Override
    public void waterfallChanged(
        final Asset asset, final Waterfall before, final Waterfall after, final Principal by)
    {
        final WaterfallChangedEncoder event = waterfallChanged.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.asset(asset.id())
            .oldFundFloor(before.fundFloor())
            .oldPerEventCap(before.perEventCap())
            .oldWindowCap(before.windowCap())
            .oldWindowMs(before.windowMs())
            .oldLiquidationTimeoutMs(before.liquidationTimeoutMs())
            .oldLiquidationFeePpm(before.liquidationFeePpm())
            .oldCloseOutFeePpm(before.closeOutFeePpm())
            .oldHouseDeficitGate(before.houseDeficitGate())
            .oldWithdrawalCap(before.withdrawalCap())
            .oldTrigger(before.trigger())
            .newFundFloor(after.fundFloor())
            .newPerEventCap(after.perEventCap())
            .newWindowCap(after.windowCap())
            .newWindowMs(after.windowMs())
            .newLiquidationTimeoutMs(after.liquidationTimeoutMs())
            .newLiquidationFeePpm(after.liquidationFeePpm())
            .newCloseOutFeePpm(after.closeOutFeePpm())
            .newHouseDeficitGate(after.houseDeficitGate())
            .newWithdrawalCap(after.withdrawalCap())
            .newTrigger(after.trigger())
            .principal(nameOf(by));
        toAll(event.encodedLength());
    }

    @Override
    public void gatewayDefined(final Principal gateway, final Principal by)
    {
        final GatewayDefinedEncoder event = gatewayDefined.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.gatewayNumber(gateway.gatewayNumber()).venue(gateway.venue());
        putBits(event.capabilities(), gateway.capabilities());
        event.guaranteed(gateway.guaranteed())
            .gateway(PrincipalNames.withoutRole(gateway.name()))
            .principal(nameOf(by));
        toAll(event.encodedLength());
    }

    @Override
    public void gatewayStatusChanged(
        final Principal gateway, final GatewayStatus before, final GatewayStatus after, final Principal by)
    {
        stamp(gatewayStatusChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        gatewayStatusChanged.oldStatus(before)
            .newStatus(after)
            .gateway(PrincipalNames.withoutRole(gateway.name()))
            .principal(nameOf(by));
        toAll(gatewayStatusChanged.encodedLength());
    }

    @Override
    public void controlsChanged(final Switch before, final Switch after, final Principal by)
    {
        stamp(controlsChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        controlsChanged.oldFourEyes(before).newFourEyes(after).principal(nameOf(by));
        toAll(controlsChanged.encodedLength());
    }

    @Override
    public void instrumentStatusChanged(
        final Instrument instrument, final InstrumentStatus from, final InstrumentStatus to, final Principal by)
    {
        stamp(instrumentStatusChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        instrumentStatusChanged.instrument(instrument.id()).from(from).to(to).principal(nameOf(by));
        toAll(instrumentStatusChanged.encodedLength());
    }

    @Override
    public void assetStatusChanged(
        final Asset asset,
        final Switch oldWithdrawals,
        final Switch oldDefaultRuns,
        final Switch newWithdrawals,
        final Switch newDefaultRuns,
        final Principal by)
    {
        stamp(assetStatusChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        assetStatusChanged.asset(asset.id())
            .oldWithdrawals(oldWithdrawals)
            .oldDefaultRuns(oldDefaultRuns)
            .newWithdrawals(newWithdrawals)
            .newDefaultRuns(newDefaultRuns)
            .principal(nameOf(by));
        toAll(assetStatusChanged.encodedLength());
    }

    @Override
    public void versionActivated(final int oldVersion, final int newVersion, final Principal by)
    {
        stamp(versionActivated.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        versionActivated.oldVersion(oldVersion).newVersion(newVersion).principal(nameOf(by));
        toAll(versionActivated.encodedLength());
    }
}
