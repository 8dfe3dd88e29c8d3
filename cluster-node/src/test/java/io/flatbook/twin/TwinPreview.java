package io.flatbook.twin;

import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a run of an account would do now: the run is made on a copy of the twin's book. */
final class TwinPreview
{
    private TwinPreview()
    {
    }

    /** The events of the run, each instrument under the given policy or, if that is null, its own. */
    static List<String> events(final Twin twin, final long accountId, final OffsetPolicyKind policy)
    {
        final Twin copy = new Twin(twin.limits);
        final Map<Asset, Asset> assets = new HashMap<>();
        final Map<Instrument, Instrument> instruments = new HashMap<>();
        copy.timeMs = twin.timeMs;
        copy.lastRun = twin.lastRun;
        for (final Asset asset : twin.assets.values())
        {
            assets.put(asset, asset.copy());
            copy.assets.put(asset.id, assets.get(asset));
        }
        for (final Instrument instrument : twin.instruments.values())
        {
            final Instrument twinOf = instrument.copy();
            instruments.put(instrument, twinOf);
            twinOf.asset = assets.get(instrument.asset);
            twinOf.underlying = instruments.get(instrument.underlying);
            twinOf.policy = null == policy ? instrument.policy : policy;
            copy.instruments.put(instrument.id, twinOf);
        }
        for (final Account account : twin.accounts.values())
        {
            copy.accounts.put(account.id, account.copy(assets.get(account.asset), instruments));
        }
        final Account defaulter = copy.accounts.get(accountId);
        if (!defaulter.legs.isEmpty())
        {
            copy.preview(defaulter);
        }
        return copy.events;
    }
}
