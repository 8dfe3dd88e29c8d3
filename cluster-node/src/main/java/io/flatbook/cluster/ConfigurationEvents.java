package io.flatbook.cluster;

import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.Principal;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.AssetDefinedEncoder;
import io.flatbook.sbe.AssetStatusChangedEncoder;
import io.flatbook.sbe.ControlsChangedEncoder;
import io.flatbook.sbe.GatewayDefinedEncoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.GatewayStatusChangedEncoder;
import io.flatbook.sbe.InstrumentDefinedEncoder;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.InstrumentStatusChangedEncoder;
import io.flatbook.sbe.LimitsChangedEncoder;
import io.flatbook.sbe.MarginTiersChangedEncoder;
import io.flatbook.sbe.OffsetPolicyChangedEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.PriceBoundsChangedEncoder;
import io.flatbook.sbe.ProtectionChangedEncoder;
import io.flatbook.sbe.ShutdownRequestedEncoder;
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
    private final PriceBoundsChangedEncoder priceBoundsChanged = new PriceBoundsChangedEncoder();
    private final GatewayDefinedEncoder gatewayDefined = new GatewayDefinedEncoder();
    private final GatewayStatusChangedEncoder gatewayStatusChanged = new GatewayStatusChangedEncoder();
    private final ControlsChangedEncoder controlsChanged = new ControlsChangedEncoder();
    private final InstrumentStatusChangedEncoder instrumentStatusChanged = new InstrumentStatusChangedEncoder();
    private final AssetStatusChangedEncoder assetStatusChanged = new AssetStatusChangedEncoder();
    private final LimitsChangedEncoder limitsChanged = new LimitsChangedEncoder();
    private final VersionActivatedEncoder versionActivated = new VersionActivatedEncoder();
    private final ShutdownRequestedEncoder shutdownRequested = new ShutdownRequestedEncoder();
    private boolean isShutdownRequested;

    ConfigurationEvents(final EventRing ring, final Limits limits)
    {
        super(ring, limits);
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
        event.instrument(instrument.id());
        Terms.put(event.terms(), instrument);
        Terms.put(event.protection(), instrument.protection());
        event.tickValue(instrument.units().unit()).principal(nameOf(by));
        final MarginTiers tiers = instrument.marginTerms().tiers();
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
        final MarginTerms oldTerms,
        final MarginTerms newTerms,
        final Principal by)
    {
        final MarginTiersChangedEncoder event = marginTiersChanged.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.instrument(instrument.id())
            .pushedBelow(pushedBelow)
            .oldMarginModel(oldTerms.model())
            .oldInitialPerLot(oldTerms.initialPerLot())
            .oldMaintenancePerLot(oldTerms.maintenancePerLot())
            .newMarginModel(newTerms.model())
            .newInitialPerLot(newTerms.initialPerLot())
            .newMaintenancePerLot(newTerms.maintenancePerLot())
            .principal(nameOf(by));
        final MarginTiers oldTiers = oldTerms.tiers();
        final MarginTiersChangedEncoder.OldTiersEncoder oldRows = event.oldTiersCount(oldTiers.count());
        for (int i = 0; i < oldTiers.count(); i++)
        {
            oldRows.next().floor(oldTiers.floor(i)).initialPpm(oldTiers.initialPpm(i))
                .maintenancePpm(oldTiers.maintenancePpm(i));
        }
        final MarginTiers newTiers = newTerms.tiers();
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
        final Switch oldSpareHedges,
        final OffsetPolicyKind newPolicy,
        final Switch newSpareHedges,
        final Principal by)
    {
        stamp(offsetPolicyChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        offsetPolicyChanged.instrument(instrument.id())
            .oldOffsetPolicy(oldPolicy)
            .oldSpareHedges(oldSpareHedges)
            .newOffsetPolicy(newPolicy)
            .newSpareHedges(newSpareHedges)
            .principal(nameOf(by));
        toAll(offsetPolicyChanged.encodedLength());
    }

    @Override
    public void protectionChanged(
        final Instrument instrument, final Protection before, final Protection after, final Principal by)
    {
        final ProtectionChangedEncoder event = protectionChanged.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.instrument(instrument.id());
        Terms.put(event.oldProtection(), before);
        Terms.put(event.newProtection(), after);
        event.principal(nameOf(by));
        toAll(event.encodedLength());
    }

    @Override
    public void waterfallChanged(
        final Asset asset, final Waterfall before, final Waterfall after, final Principal by)
    {
        final WaterfallChangedEncoder event = waterfallChanged.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.asset(asset.id());
        Terms.put(event.oldWaterfall(), before);
        Terms.put(event.newWaterfall(), after);
        event.principal(nameOf(by));
        toAll(event.encodedLength());
    }

    @Override
    public void priceBoundsChanged(
        final Instrument instrument,
        final long oldMinTicks,
        final long oldMaxTicks,
        final long newMinTicks,
        final long newMaxTicks,
        final Principal by)
    {
        stamp(priceBoundsChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        priceBoundsChanged.instrument(instrument.id())
            .oldMinPriceTicks(oldMinTicks)
            .oldMaxPriceTicks(oldMaxTicks)
            .newMinPriceTicks(newMinTicks)
            .newMaxPriceTicks(newMaxTicks)
            .principal(nameOf(by));
        toAll(priceBoundsChanged.encodedLength());
    }

    @Override
    public void gatewayDefined(final Principal gateway, final Principal by)
    {
        final GatewayDefinedEncoder event = gatewayDefined.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.gatewayNumber(gateway.gatewayNumber()).venue(gateway.venue());
        putBits(event.capabilities(), gateway.capabilities());
        event.guaranteed(gateway.guaranteed())
            .accountFrom(gateway.accountFrom())
            .accountTo(gateway.accountTo())
            .gateway(PrincipalNames.withoutRole(gateway.name()))
            .principal(nameOf(by));
        final int[] instrumentIds = gateway.instrumentIds();
        final GatewayDefinedEncoder.InstrumentsEncoder rows = event.instrumentsCount(instrumentIds.length);
        for (final int instrumentId : instrumentIds)
        {
            rows.next().instrument(instrumentId);
        }
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

    @Override
    public void shutdownRequested(final Principal by)
    {
        stamp(shutdownRequested.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        shutdownRequested.principal(nameOf(by));
        toAll(shutdownRequested.encodedLength());
        isShutdownRequested = true;
    }

    /** Whether the entry at hand asked for the end of the cluster. The answer is given once. */
    final boolean takeShutdown()
    {
        final boolean taken = isShutdownRequested;
        isShutdownRequested = false;
        return taken;
    }

    @Override
    public void limitsChanged(final Limits limits, final Principal by)
    {
        stamp(limitsChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        limitsChanged.accounts(limits.accounts())
            .accountsPerOwner(limits.accountsPerOwner())
            .instruments(limits.instruments())
            .positionsPerInstrument(limits.positionsPerInstrument())
            .assets(limits.assets())
            .gateways(limits.gateways())
            .principals(limits.principals())
            .accountsPerVenue(limits.accountsPerVenue())
            .principal(nameOf(by));
        toAll(limitsChanged.encodedLength());
    }
}
