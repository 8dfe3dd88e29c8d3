package io.flatbook.twin;

import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Pending;
import java.util.IdentityHashMap;
import java.util.Map;

/** Copies of the twin's book, on which a round is tried. */
final class TwinCopy
{
    private TwinCopy()
    {
    }

    /** A copy with each instrument under the given policy or, if that is null, its own. */
    static Twin of(final Twin twin, final OffsetPolicyKind policy)
    {
        final Twin copy = new Twin(twin.limits, twin.version());
        final Map<Asset, Asset> assets = new IdentityHashMap<>();
        final Map<Instrument, Instrument> instruments = new IdentityHashMap<>();
        copy.timeMs = twin.timeMs;
        copy.lastRun = twin.lastRun;
        copy.entry = twin.entry.copy();
        for (final Asset asset : twin.assets.values())
        {
            assets.put(asset, copy(asset));
            copy.assets.put(asset.id, assets.get(asset));
        }
        for (final Instrument instrument : twin.instruments.values())
        {
            final Instrument other = copy(instrument);
            instruments.put(instrument, other);
            other.asset = assets.get(instrument.asset);
            other.underlying = instruments.get(instrument.underlying);
            other.policy = null == policy ? instrument.policy : policy;
            copy.instruments.put(instrument.id, other);
        }
        for (final Account account : twin.accounts.values())
        {
            final Account other = account.copy();
            other.asset = assets.get(account.asset);
            other.pending = copy(account.pending);
            other.legs.clear();
            account.legs.values().forEach(
                leg -> TwinBook.open(other, instruments.get(leg.instrument), leg.lots, leg.cost));
            copy.accounts.put(account.id, other);
        }
        return copy;
    }

    private static Asset copy(final Asset asset)
    {
        final Asset copy = new Asset();
        copy.id = asset.id;
        copy.fund = asset.fund;
        copy.rounding = asset.rounding;
        copy.houseDeficit = asset.houseDeficit;
        copy.runsOn = asset.runsOn;
        copy.waterfall = asset.waterfall;
        copy.draws = asset.draws.copy();
        return copy;
    }

    private static Instrument copy(final Instrument instrument)
    {
        final Instrument copy = new Instrument();
        copy.id = instrument.id;
        copy.definition = instrument.definition;
        copy.kind = instrument.kind;
        copy.family = instrument.family;
        copy.unitValue = instrument.unitValue;
        copy.underlyingUnitValue = instrument.underlyingUnitValue;
        copy.minTicks = instrument.minTicks;
        copy.maxTicks = instrument.maxTicks;
        copy.spareHedges = instrument.spareHedges;
        copy.protection = instrument.protection;
        copy.margins = instrument.margins;
        copy.status = instrument.status;
        copy.mark = instrument.mark;
        copy.markTimeMs = instrument.markTimeMs;
        copy.held = instrument.held;
        return copy;
    }

    private static Pending copy(final Pending pending)
    {
        if (null == pending)
        {
            return null;
        }
        final Pending copy = new Pending();
        copy.order = pending.order;
        copy.declared = pending.declared;
        copy.released = pending.released;
        copy.heldFor = pending.heldFor;
        copy.givenAway.addAll(pending.givenAway);
        return copy;
    }
}
