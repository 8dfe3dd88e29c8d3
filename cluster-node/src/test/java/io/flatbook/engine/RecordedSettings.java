package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * Keeps events as lines that read like the sentence they stand for; here those of definitions, settings, switches,
 * proposals and the cluster.
 */
abstract class RecordedSettings implements ClearingEvents
{
    private final List<String> lines = new ArrayList<>();

    /** The events since the last call. */
    public final List<String> take()
    {
        final List<String> taken = new ArrayList<>(lines);
        lines.clear();
        return taken;
    }

    /** The events since the last call whose names are given; the others are dropped. */
    public final List<String> take(final String... names)
    {
        final List<String> wanted = Arrays.asList(names);
        return take().stream().filter((line) -> wanted.contains(line.substring(0, (line + " ").indexOf(' ')))).toList();
    }

    final void add(final Object... parts)
    {
        final StringJoiner line = new StringJoiner(" ");
        for (final Object part : parts)
        {
            line.add(String.valueOf(part));
        }
        lines.add(line.toString());
    }

    static String by(final Principal principal)
    {
        return "by " + (null == principal ? "engine" : principal.name());
    }

    @Override
    public void assetDefined(final Asset asset, final Principal by)
    {
        add("assetDefined", asset.symbol(), by(by));
    }

    @Override
    public void instrumentDefined(final Instrument instrument, final Principal by)
    {
        add("instrumentDefined", instrument.symbol(), by(by));
    }

    @Override
    public void marginTiersChanged(
        final Instrument instrument, final int pushedBelow, final MarginTerms oldTerms, final MarginTerms newTerms,
        final Principal by)
    {
        add("marginTiersChanged", instrument.symbol(), "pushedBelow=" + pushedBelow,
            text(oldTerms) + "->" + text(newTerms), by(by));
    }

    @Override
    public void offsetPolicyChanged(
        final Instrument instrument, final OffsetPolicyKind oldPolicy, final Switch oldSpareHedges,
        final OffsetPolicyKind newPolicy, final Switch newSpareHedges, final Principal by)
    {
        add("offsetPolicyChanged", instrument.symbol(), oldPolicy + "->" + newPolicy,
            "spareHedges", oldSpareHedges + "->" + newSpareHedges, by(by));
    }

    @Override
    public void priceBoundsChanged(
        final Instrument instrument, final long oldMinTicks, final long oldMaxTicks, final long newMinTicks,
        final long newMaxTicks, final Principal by)
    {
        add("priceBoundsChanged", instrument.symbol(), oldMinTicks + ".." + oldMaxTicks + "->" + newMinTicks + ".." +
            newMaxTicks, by(by));
    }

    @Override
    public void protectionChanged(
        final Instrument instrument, final Protection oldSettings, final Protection newSettings, final Principal by)
    {
        add("protectionChanged", instrument.symbol(), by(by));
    }

    @Override
    public void waterfallChanged(
        final Asset asset, final Waterfall oldSettings, final Waterfall newSettings, final Principal by)
    {
        add("waterfallChanged", asset.symbol(), "floor", oldSettings.fundFloor() + "->" + newSettings.fundFloor(),
            by(by));
    }

    @Override
    public void gatewayDefined(final Principal gateway, final Principal by)
    {
        add("gatewayDefined", gateway.name(), "venue=" + gateway.venue(), by(by));
    }

    @Override
    public void gatewayStatusChanged(
        final Principal gateway, final GatewayStatus oldStatus, final GatewayStatus newStatus, final Principal by)
    {
        add("gatewayStatusChanged", gateway.name(), oldStatus + "->" + newStatus, by(by));
    }

    @Override
    public void controlsChanged(final Switch oldFourEyes, final Switch newFourEyes, final Principal by)
    {
        add("controlsChanged", oldFourEyes + "->" + newFourEyes, by(by));
    }

    @Override
    public void instrumentStatusChanged(
        final Instrument instrument, final InstrumentStatus from, final InstrumentStatus to, final Principal by)
    {
        add("instrumentStatusChanged", instrument.symbol(), from + "->" + to, by(by));
    }

    @Override
    public void instrumentExpired(final Instrument instrument)
    {
        add("instrumentExpired", instrument.symbol());
    }

    @Override
    public void instrumentRemoved(final Instrument instrument, final Principal by)
    {
        add("instrumentRemoved", instrument.symbol(), by(by));
    }

    @Override
    public void assetStatusChanged(
        final Asset asset, final Switch oldWithdrawals, final Switch oldDefaultRuns, final Switch newWithdrawals,
        final Switch newDefaultRuns, final Principal by)
    {
        add("assetStatusChanged", asset.symbol(), "withdrawals", oldWithdrawals + "->" + newWithdrawals,
            "defaultRuns", oldDefaultRuns + "->" + newDefaultRuns, by(by));
    }

    @Override
    public void businessDayClosed(
        final int date, final int page, final int pages, final long stateHash, final String dayRoot, final Principal by,
        final Book book)
    {
        add("businessDayClosed", date, page + "/" + pages, by(by));
    }

    @Override
    public void versionActivated(final int oldVersion, final int newVersion, final Principal by)
    {
        add("versionActivated", oldVersion + "->" + newVersion, by(by));
    }

    @Override
    public void shutdownRequested(final Principal by)
    {
        add("shutdownRequested", by(by));
    }

    @Override
    public void clockStepped(final long stepMs)
    {
        add("clockStepped", stepMs);
    }

    @Override
    public void storageStatusChanged(final Switch storageLow)
    {
        add("storageStatusChanged", storageLow);
    }

    @Override
    public void entryRefused(final long commandId, final Principal sender)
    {
        add("entryRefused", commandId, null == sender ? "" : sender.name());
    }

    @Override
    public void accountModeChanged(
        final Account account, final AccountMode from, final AccountMode to, final Principal by)
    {
        add("accountModeChanged", account.id(), from + "->" + to, by(by));
    }

    @Override
    public void proposed(final Proposal proposal, final Principal by)
    {
        add("proposed", proposal.id(), "expires=" + proposal.expiresMs(), by(by));
    }

    @Override
    public void approved(
        final Proposal proposal, final RejectReason outcome, final RejectField field, final Principal by)
    {
        add("approved", proposal.id(), "of", proposal.proposer().name(), by(by));
    }

    @Override
    public void proposalRejected(final Proposal proposal, final Principal by)
    {
        add("proposalRejected", proposal.id(), by(by));
    }

    @Override
    public void proposalExpired(final Proposal proposal)
    {
        add("proposalExpired", proposal.id());
    }

    private static String text(final MarginTerms terms)
    {
        final String tiers = 0 == terms.tiers().count() ? terms.model().name() :
            Long.toString(terms.tiers().initialPpm(0));
        return 0 == terms.initialPerLot() && 0 == terms.maintenancePerLot() ? tiers :
            tiers + "+" + terms.initialPerLot() + "/" + terms.maintenancePerLot();
    }
}
