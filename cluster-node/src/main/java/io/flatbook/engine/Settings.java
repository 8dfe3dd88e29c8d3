package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Enums;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentRules;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTriggers;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Registry;
import io.flatbook.engine.book.SettingRules;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings by risk (SET-1, SET-2, MAR-2, POL-4). Every change is reported with what was before and what is after.
 */
final class Settings
{
    private final Guards guards;
    private final Registry registry;
    private final Margin margin;
    private final MarginTriggers triggers;
    private final ClearingEvents events;
    private final UnitChanges unitChanges;

    Settings(
        final Guards guards, final Registry registry, final Margin margin, final MarginTriggers triggers,
        final ClearingEvents events)
    {
        this.guards = guards;
        this.registry = registry;
        this.margin = margin;
        this.triggers = triggers;
        this.events = events;
        unitChanges = new UnitChanges(registry, guards.result());
    }

    RejectReason setMarginTiers(final Sender sender, final int instrumentId, final MarginTerms terms)
    {
        RejectReason refusal =
            guards.checkInstrument(sender, instrumentId, InstrumentRules.invalidMargin(terms));
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        final RejectField incoherent =
            InstrumentRules.incoherentMargin(instrument.kind(), terms, guards.limits().tiers());
        if (RejectField.NONE != incoherent)
        {
            return guards.refuse(RejectReason.INVALID_DEFINITION, incoherent);
        }
        refusal = instrument.isSettled() ? RejectReason.NONE : unitChanges.planTerms(instrument, terms);
        if (RejectReason.NONE == refusal)
        {
            refusal = checkOpen(sender, instrument);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final MarginTerms old = instrument.marginTerms();
        final List<Account> covered = new ArrayList<>();
        for (final Position position : instrument.positions())
        {
            if (!isBelowMaintenance(position.account()))
            {
                covered.add(position.account());
            }
        }
        unitChanges.applyTerms(instrument, terms);
        int pushedBelow = 0;
        for (final Account account : covered)
        {
            pushedBelow += isBelowMaintenance(account) ? 1 : 0;
        }
        events.marginTiersChanged(instrument, pushedBelow, old, terms, sender.principal());
        triggers.requirementsChanged(instrument);
        return guards.accept(pushedBelow);
    }

    private boolean isBelowMaintenance(final Account account)
    {
        return margin.equity(account) < margin.maintenanceMargin(account);
    }

    RejectReason setPriceBounds(
        final Sender sender, final int instrumentId, final long minTicks, final long maxTicks)
    {
        RejectReason refusal = guards.checkInstrument(sender, instrumentId,
            InstrumentRules.isNoPrice(minTicks) ? RejectField.MIN_PRICE :
            InstrumentRules.isNoPrice(maxTicks) ? RejectField.MAX_PRICE : RejectField.NONE);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        refusal = unitChanges.planBounds(instrument, minTicks, maxTicks);
        if (RejectReason.NONE == refusal)
        {
            refusal = checkOpen(sender, instrument);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final long oldMinTicks = instrument.units().minTicks();
        final long oldMaxTicks = instrument.units().maxTicks();
        unitChanges.applyBounds(instrument);
        events.priceBoundsChanged(
            instrument, oldMinTicks, oldMaxTicks, minTicks, maxTicks, sender.principal());
        triggers.requirementsChanged(instrument);
        return guards.accept();
    }

    RejectReason setOffsetPolicy(
        final Sender sender, final int instrumentId, final OffsetPolicyKind policy, final Switch spareHedges)
    {
        RejectReason refusal = guards.checkInstrument(sender, instrumentId,
            !Enums.known(policy) ? RejectField.OFFSET_POLICY :
            Enums.known(spareHedges) ? RejectField.NONE : RejectField.SPARE_HEDGES);
        if (RejectReason.NONE == refusal)
        {
            refusal = checkOpen(sender, guards.book().instrument(instrumentId));
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        final OffsetPolicyKind old = instrument.offsetPolicy();
        final Switch oldSpareHedges = instrument.spareHedges();
        registry.offsetPolicy(instrument, policy, spareHedges);
        events.offsetPolicyChanged(instrument, old, oldSpareHedges, policy, spareHedges, sender.principal());
        return guards.accept();
    }

    RejectReason setProtection(final Sender sender, final int instrumentId, final Protection protection)
    {
        RejectReason refusal =
            guards.checkInstrument(sender, instrumentId, SettingRules.invalidProtection(protection));
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        if (Absent.LONG != protection.maxPositionLots() &&
            protection.maxPositionLots() > instrument.units().largestPositionLots())
        {
            return guards.refuse(RejectReason.INVALID_DEFINITION, RejectField.MAX_POSITION);
        }
        refusal = checkOpen(sender, instrument);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Protection old = instrument.protection();
        final boolean wasUnpriced = instrument.unpriced(guards.nowMs());
        registry.protection(instrument, protection);
        if (old.markBandMs() != protection.markBandMs())
        {
            // MARK-2: other windows start with the accepted mark.
            final long window =
                protection.markBandMs() > 0 ? guards.nowMs() / protection.markBandMs() : 0;
            registry.bandReference(
                instrument, window, protection.markBandMs() > 0 ? instrument.markTicks() : Absent.LONG);
        }
        events.protectionChanged(instrument, old, protection, sender.principal());
        if (wasUnpriced && !instrument.unpriced(guards.nowMs()))
        {
            // STAT-2: another age makes a stale mark fresh, and accounts that only doubt kept are evaluated again.
            triggers.heldMarkChanged(instrument);
        }
        return guards.accept();
    }

    private RejectReason checkOpen(final Sender sender, final Instrument instrument)
    {
        final RejectReason refusal = guards.checkApproval(sender, true);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        return instrument.isSettled() ?
            guards.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT) : RejectReason.NONE;
    }

    RejectReason setWaterfall(final Sender sender, final int assetId, final Waterfall waterfall)
    {
        RejectReason refusal = guards.checkAsset(sender, assetId, SettingRules.invalidWaterfall(waterfall));
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkApproval(sender, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = guards.book().asset(assetId);
        final Waterfall old = asset.waterfall();
        registry.waterfall(asset, waterfall);
        events.waterfallChanged(asset, old, waterfall, sender.principal());
        return guards.accept();
    }
}
