package io.flatbook.twin;

import static io.flatbook.sbe.InstrumentStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Verdict;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The commands by which risk changes settings (CMD-2). */
abstract class TwinSettings extends TwinStarts
{
    TwinSettings(final TwinLimits limits)
    {
        super(limits);
    }

    TwinGuards risk(final By by)
    {
        return new TwinGuards().require(() -> Role.RISK == principal(by).role, NOT_AUTHORIZED, RejectField.NONE);
    }

    /** EYES-1. */
    TwinGuards fourEyes(final TwinGuards guards, final By by)
    {
        reach(guards.passed() && fourEyes && by.approved(), Clause.EYES_1_APPROVED);
        return guards.refuse(() -> fourEyes && !by.approved(), FOUR_EYES_REQUIRED, RejectField.NONE);
    }

    /** As fourEyes, for a command that may only move to a stricter state. */
    void fourEyes(final TwinGuards guards, final By by, final boolean stricter)
    {
        if (!stricter)
        {
            fourEyes(guards, by);
        }
        else
        {
            reach(guards.passed() && fourEyes && !by.approved(), Clause.EYES_1_STRICTER);
        }
    }

    TwinGuards instrumentGuards(final TwinGuards guards, final int id)
    {
        return guards.positive(id, INSTRUMENT)
            .require(() -> instruments.containsKey(id), UNKNOWN_INSTRUMENT, INSTRUMENT);
    }

    @Override
    public Verdict setMarginTiers(final By by, final int instrumentId, final Margins margins)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final TwinGuards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> TwinDefinitions.invalid(margins), INVALID_FIELD)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT)
            .refuse(() -> TwinDefinitions.inconsistent(margins, instrument.option(),
                InstrumentKind.LINEAR_FUTURE == instrument.kind, limits.tiers()), INVALID_DEFINITION)
            .refuse(() -> SETTLED != instrument.status && (TwinUnits.uncovered(instrument, margins) ||
                tooMuchPerLot(instrument, margins) || tooLargeWith(instrument, margins)),
                INVALID_DEFINITION, INITIAL_PER_LOT);
        return fourEyes(guards, by)
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .answer(() -> changeMargins(by, instrument, margins));
    }

    private boolean tooMuchPerLot(final Instrument instrument, final Margins margins)
    {
        return TwinUnits.given(instrument).stream().anyMatch(lots -> TwinUnits.tooMuch(margins, lots)) ||
            positions(instrument).stream().anyMatch(position -> TwinUnits.tooMuch(margins, big(position.lots)));
    }

    private boolean tooLargeWith(final Instrument instrument, final Margins margins)
    {
        final Margins old = instrument.margins;
        instrument.margins = margins;
        final boolean tooLarge = renewedTooLarge(List.of(instrument));
        instrument.margins = old;
        return tooLarge;
    }

    /** NUM-4: whether the positions of a holder are too large once these instruments have their largest ones anew. */
    private boolean renewedTooLarge(final List<Instrument> changed)
    {
        final List<BigInteger> old = changed.stream().map(each -> each.definedMaxLots).toList();
        changed.forEach(each -> TwinUnits.renew(each, positions(each)));
        final boolean tooLarge = holders(changed).stream().anyMatch(TwinExtents::tooLarge);
        for (int i = 0; i < old.size(); i++)
        {
            changed.get(i).definedMaxLots = old.get(i);
        }
        return tooLarge;
    }

    private long changeMargins(final By by, final Instrument instrument, final Margins margins)
    {
        final List<Account> holders = new ArrayList<>();
        final List<Boolean> below = new ArrayList<>();
        for (final Position position : positions(instrument))
        {
            holders.add(position.account);
            below.add(isBelowMaintenance(position.account));
        }
        final Margins old = instrument.margins;
        instrument.margins = margins;
        TwinUnits.renew(instrument, positions(instrument));
        long pushed = 0;
        for (int i = 0; i < holders.size(); i++)
        {
            pushed += !below.get(i) && isBelowMaintenance(holders.get(i)) ? 1 : 0;
        }
        reach(pushed > 0, Clause.CMD_2_PUSHED);
        reach(instrument.option(), Clause.SET_2_OPTION_PER_LOT);
        emit("marginTiersChanged", instrument.id, pushed, old, margins, by.name());
        finish(holders);
        return pushed;
    }

    private static boolean isBelowMaintenance(final Account account)
    {
        return less(TwinMargin.equity(account), TwinMargin.maintenance(account));
    }

    @Override
    public Verdict setOffsetPolicy(
        final By by, final int instrumentId, final OffsetPolicyKind policy, final Switch spareHedges)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final TwinGuards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> null == policy, INVALID_FIELD, OFFSET_POLICY)
            .refuse(() -> null == spareHedges, INVALID_FIELD, SPARE_HEDGES)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        return fourEyes(guards, by)
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .then(() ->
            {
                emit("offsetPolicyChanged", instrument.id, instrument.policy, of(instrument.spareHedges), policy,
                    spareHedges, by.name());
                instrument.policy = policy;
                instrument.spareHedges = Switch.ON == spareHedges;
                finish(List.of());
            });
    }

    /** NUM-4: bounds that move. */
    @Override
    public Verdict setPriceBounds(final By by, final int instrumentId, final long minTicks, final long maxTicks)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final TwinGuards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> !TwinDefinitions.bound(minTicks), INVALID_FIELD, MIN_PRICE)
            .refuse(() -> !TwinDefinitions.bound(maxTicks), INVALID_FIELD, MAX_PRICE)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT)
            .refuse(() -> boundsDoNotHold(instrument, minTicks, maxTicks), INVALID_DEFINITION);
        return fourEyes(guards, by)
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .then(() -> moveBounds(by, instrument, minTicks, maxTicks));
    }

    private RejectField boundsDoNotHold(final Instrument instrument, final long minTicks, final long maxTicks)
    {
        final Long mark = instrument.mark;
        if (minTicks >= maxTicks || null != mark && mark > maxTicks)
        {
            return MAX_PRICE;
        }
        final RejectField bounds = TwinUnits.bounds(instrument, minTicks, maxTicks);
        if (null != mark && mark < minTicks || RejectField.NONE != bounds)
        {
            return null != mark && mark < minTicks ? MIN_PRICE : bounds;
        }
        final long oldMin = instrument.minTicks;
        final long oldMax = instrument.maxTicks;
        instrument.minTicks = minTicks;
        instrument.maxTicks = maxTicks;
        final boolean fits = TwinUnits.holdsOne(instrument) && TwinUnits.fits(instrument, positions(instrument));
        final boolean optionsHoldOne = optionsOn(instrument).stream().allMatch(TwinUnits::holdsOne);
        final List<Instrument> options =
            optionsOn(instrument).stream().filter(option -> SETTLED != option.status).toList();
        final boolean optionsFit =
            optionsHoldOne && options.stream().allMatch(option -> TwinUnits.fits(option, positions(option)));
        final boolean uncovered = TwinUnits.uncovered(instrument, instrument.margins) ||
            options.stream().anyMatch(option -> TwinUnits.uncovered(option, option.margins));
        final List<Instrument> changed = new ArrayList<>(options);
        changed.add(instrument);
        final boolean tooLarge = fits && optionsFit && renewedTooLarge(changed);
        instrument.minTicks = oldMin;
        instrument.maxTicks = oldMax;
        return !fits ? MAX_POSITION : !optionsFit ? UNDERLYING : uncovered ? INITIAL_PER_LOT :
            tooLarge ? MAX_POSITION : RejectField.NONE;
    }

    private void moveBounds(final By by, final Instrument instrument, final long minTicks, final long maxTicks)
    {
        reach(Clause.NUM_4_BOUNDS_MOVED);
        emit("priceBoundsChanged", instrument.id, instrument.minTicks, instrument.maxTicks, minTicks, maxTicks,
            by.name());
        instrument.minTicks = minTicks;
        instrument.maxTicks = maxTicks;
        final List<Instrument> concerned = new ArrayList<>(optionsOn(instrument));
        concerned.add(instrument);
        concerned.forEach(each -> TwinUnits.renew(each, positions(each)));
        finish(holders(concerned));
    }

    @Override
    public Verdict setProtection(final By by, final int instrumentId, final Protection asked)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final TwinGuards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> TwinDefinitions.invalid(asked), INVALID_FIELD)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT)
            .refuse(() -> null != asked.maxPositionLots() && !TwinUnits.fits(instrument,
                big(asked.maxPositionLots())), INVALID_DEFINITION, MAX_POSITION);
        return fourEyes(guards, by)
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .then(() ->
            {
                emit("protectionChanged", instrument.id, instrument.protection, asked, by.name());
                final boolean window = instrument.protection.markBandMs() != asked.markBandMs();
                final List<Instrument> priced = new ArrayList<>(optionsOn(instrument));
                priced.add(instrument);
                priced.removeIf(each -> !unpriced(each));
                instrument.protection = asked;
                priced.removeIf(this::unpriced);
                if (window && null != instrument.mark)
                {
                    reach(Clause.MARK_2_WINDOW_CHANGED);
                    startWindow(instrument, instrument.mark);
                }
                // STAT-2: holders are re-evaluated when a position becomes priced.
                reach(!priced.isEmpty(), Clause.STAT_2_FRESH);
                finish(holders(priced));
            });
    }

    /** The window of now begins with that reference (MARK-2). */
    void startWindow(final Instrument instrument, final long ticks)
    {
        final long windowMs = instrument.protection.markBandMs();
        instrument.bandWindow = 0 == windowMs ? null : Long.valueOf(timeMs / windowMs);
        instrument.bandReference = ticks;
    }

    private List<Account> holders(final List<Instrument> of)
    {
        return accounts.values().stream().filter(account -> account.legs.values().stream()
            .anyMatch(leg -> of.contains(leg.instrument))).toList();
    }

    @Override
    public Verdict setWaterfall(final By by, final int assetId, final Waterfall waterfall)
    {
        final Asset asset = assets.get(assetId);
        final TwinGuards guards = risk(by)
            .positive(assetId, ASSET)
            .refuse(() -> TwinDefinitions.invalid(waterfall), INVALID_FIELD)
            .refuse(() -> null == asset, UNKNOWN_ASSET, ASSET);
        return fourEyes(guards, by).then(() ->
        {
            emit("waterfallChanged", asset.id, asset.waterfall, waterfall, by.name());
            if (asset.waterfall.windowMs() != waterfall.windowMs())
            {
                asset.draws = new TwinNouns.Draws();
            }
            asset.waterfall = waterfall;
            finish(List.of());
        });
    }

    @Override
    public Verdict setControls(final By by, final Switch fourEyesAsked)
    {
        return fourEyes(risk(by).refuse(() -> null == fourEyesAsked, INVALID_FIELD, FOUR_EYES), by).then(() ->
        {
            emit("controlsChanged", of(fourEyes), fourEyesAsked, by.name());
            fourEyes = Switch.ON == fourEyesAsked;
            finish(List.of());
        });
    }

    static Switch of(final boolean on)
    {
        return on ? Switch.ON : Switch.OFF;
    }

    /** The gateway that sends, if it may (NOUN-6, SET-2). */
    TwinGuards gateway(final By by, final int capability)
    {
        final Principal sender = principal(by);
        return new TwinGuards().require(() -> Role.GATEWAY == sender.role && sender.defined &&
            io.flatbook.sbe.GatewayStatus.ENABLED == sender.status && 0 != (sender.capabilities & capability),
            RejectReason.NOT_AUTHORIZED, RejectField.NONE);
    }

    /** What brings new business waits while storage is low. */
    TwinGuards business(final By by, final int capability)
    {
        return gateway(by, capability).refuse(() -> storageLow, STORAGE_LOW, RejectField.NONE);
    }
}
