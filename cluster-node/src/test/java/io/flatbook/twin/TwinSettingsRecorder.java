package io.flatbook.twin;

import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Proposal;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the engine's events of definitions, settings, marks and proposals as the twin predicts them. */
abstract class TwinSettingsRecorder implements ClearingEvents
{
    final List<String> events = new ArrayList<>();

    void line(final Object... parts)
    {
        events.add(TwinBook.line(parts));
    }

    @Override
    public void assetDefined(final Asset asset, final Principal by)
    {
        line("assetDefined", asset.id(), asset.symbol(), asset.scale(), by.name());
    }

    @Override
    public void instrumentDefined(final Instrument instrument, final Principal by)
    {
        line("instrumentDefined", instrument.id(), instrument.symbol(), instrument.family(), instrument.kind(),
            instrument.settlementAsset().id(), EngineTerms.plain(instrument.definition().minTicks()),
            EngineTerms.plain(instrument.definition().maxTicks()), EngineTerms.plain(instrument.protection()),
            EngineTerms.plain(instrument.marginTerms()), instrument.offsetPolicy(), instrument.spareHedges(),
            by.name());
    }

    @Override
    public void marginTiersChanged(final Instrument instrument, final int pushedBelow, final MarginTerms oldTerms,
        final MarginTerms newTerms, final Principal by)
    {
        line("marginTiersChanged", instrument.id(), pushedBelow, EngineTerms.plain(oldTerms),
            EngineTerms.plain(newTerms), by.name());
    }

    @Override
    public void offsetPolicyChanged(final Instrument instrument, final OffsetPolicyKind oldPolicy,
        final Switch oldSpareHedges, final OffsetPolicyKind newPolicy, final Switch newSpareHedges, final Principal by)
    {
        line("offsetPolicyChanged", instrument.id(), oldPolicy, oldSpareHedges, newPolicy, newSpareHedges, by.name());
    }

    @Override
    public void priceBoundsChanged(final Instrument instrument, final long oldMinTicks, final long oldMaxTicks,
        final long newMinTicks, final long newMaxTicks, final Principal by)
    {
        line("priceBoundsChanged", instrument.id(), oldMinTicks, oldMaxTicks, newMinTicks, newMaxTicks, by.name());
    }

    @Override
    public void protectionChanged(final Instrument instrument, final Protection oldSettings,
        final Protection newSettings, final Principal by)
    {
        line("protectionChanged", instrument.id(), EngineTerms.plain(oldSettings), EngineTerms.plain(newSettings),
            by.name());
    }

    @Override
    public void waterfallChanged(final Asset asset, final Waterfall oldSettings, final Waterfall newSettings,
        final Principal by)
    {
        line("waterfallChanged", asset.id(), EngineTerms.plain(oldSettings), EngineTerms.plain(newSettings),
            by.name());
    }

    @Override
    public void gatewayDefined(final Principal gateway, final Principal by)
    {
        line("gatewayDefined", gateway.name(), gateway.venue(), gateway.capabilities(), gateway.guaranteed(),
            EngineTerms.plain(gateway.accountFrom()), EngineTerms.plain(gateway.accountTo()),
            IntStream.of(gateway.instrumentIds()).boxed().toList(), by.name());
    }

    @Override
    public void gatewayStatusChanged(final Principal gateway, final GatewayStatus oldStatus,
        final GatewayStatus newStatus, final Principal by)
    {
        line("gatewayStatusChanged", gateway.name(), oldStatus, newStatus, by.name());
    }

    @Override
    public void controlsChanged(final Switch oldFourEyes, final Switch newFourEyes, final Principal by)
    {
        line("controlsChanged", oldFourEyes, newFourEyes, by.name());
    }

    @Override
    public void instrumentStatusChanged(final Instrument instrument, final InstrumentStatus from,
        final InstrumentStatus to, final Principal by)
    {
        line("instrumentStatusChanged", instrument.id(), from, to, null == by ? null : by.name());
    }

    @Override
    public void instrumentExpired(final Instrument instrument)
    {
        line("instrumentExpired", instrument.id());
    }

    @Override
    public void instrumentRemoved(final Instrument instrument, final Principal by)
    {
        line("instrumentRemoved", instrument.id(), by.name());
    }

    @Override
    public void assetStatusChanged(final Asset asset, final Switch oldWithdrawals, final Switch oldDefaultRuns,
        final Switch newWithdrawals, final Switch newDefaultRuns, final Principal by)
    {
        line("assetStatusChanged", asset.id(), oldWithdrawals, oldDefaultRuns, newWithdrawals, newDefaultRuns,
            by.name());
    }

    @Override
    public void markPricesSkipped(final long markSequence, final int[] instrumentIds, final long[] markTicks,
        final RejectReason[] reasons, final int count)
    {
        line("markPricesSkipped", markSequence, String.join(",", IntStream.range(0, count)
            .mapToObj(i -> instrumentIds[i] + ":" + markTicks[i] + ":" + reasons[i]).toList()));
    }

    @Override
    public void markPricesUpdated(final long markSequence, final int[] instrumentIds, final long[] markTicks,
        final int count)
    {
        line("markPricesUpdated", markSequence, String.join(",", IntStream.range(0, count)
            .mapToObj(i -> instrumentIds[i] + ":" + markTicks[i]).toList()));
    }

    @Override
    public void markPriceHeld(final Instrument instrument, final long heldTicks, final long acceptedTicks)
    {
        line("markPriceHeld", instrument.id(), heldTicks, EngineTerms.plain(acceptedTicks));
    }

    @Override
    public void markConfirmed(final Instrument instrument, final long markTicks, final Principal by)
    {
        line("markConfirmed", instrument.id(), markTicks, by.name());
    }

    @Override
    public void businessDayClosed(final int date, final int page, final int pages, final long stateHash,
        final String dayRoot, final Principal by, final Book book)
    {
        line("businessDayClosed", date, page, pages, dayRoot, by.name());
    }

    @Override
    public void versionActivated(final int oldVersion, final int newVersion, final Principal by)
    {
        line("versionActivated", oldVersion, newVersion, by.name());
    }

    @Override
    public void shutdownRequested(final Principal by)
    {
        line("shutdownRequested", by.name());
    }

    @Override
    public void clockStepped(final long stepMs)
    {
        line("clockStepped", stepMs);
    }

    @Override
    public void storageStatusChanged(final Switch storageLow)
    {
        line("storageStatusChanged", storageLow);
    }

    @Override
    public void entryRefused(final long commandId, final Principal sender)
    {
        line("entryRefused", commandId, null == sender ? "" : sender.name());
    }

    @Override
    public void proposed(final Proposal proposal, final Principal by)
    {
        line("proposed", proposal.id(), proposal.expiresMs(), proposal.templateId(), by.name());
    }

    @Override
    public void approved(final Proposal proposal, final RejectReason outcome, final RejectField field,
        final Principal by)
    {
        line("approved", proposal.id(), outcome, field, proposal.proposer().name(), by.name());
    }

    @Override
    public void proposalRejected(final Proposal proposal, final Principal by)
    {
        line("proposalRejected", proposal.id(), proposal.proposer().name(), by.name());
    }

    @Override
    public void proposalExpired(final Proposal proposal)
    {
        line("proposalExpired", proposal.id());
    }
}
