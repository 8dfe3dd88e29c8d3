package io.flatbook.twin;

import static io.flatbook.twin.Scene.step;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.Scene.Step;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** Short plots: a few commands in order, with others between them, that lead to states which chance avoids. */
final class PlotMaker
{
    private final Scene scene;
    private final Twin twin;
    private final Chance chance;
    private final Deque<Supplier<Step>> plot = new ArrayDeque<>();

    PlotMaker(final Scene scene)
    {
        this.scene = scene;
        this.twin = scene.twin;
        this.chance = scene.chance;
    }

    /** The next command of a plot, or null if there is none now. */
    Step next()
    {
        if (plot.isEmpty() && chance.percent(95) || !plot.isEmpty() && chance.percent(25))
        {
            return null;
        }
        if (plot.isEmpty())
        {
            begin();
        }
        return plot.isEmpty() ? null : plot.poll().get();
    }

    private void begin()
    {
        if (chance.percent(30))
        {
            final Asset asset = scene.account().asset;
            plot.add(() -> waterfall(asset, dry(asset.waterfall)));
        }
        switch (chance.below(8))
        {
            case 0 -> settlement(false);
            case 1 -> settlement(true);
            case 2 -> recovery();
            case 3 -> withoutTimeout();
            case 4 -> giveAway();
            case 5 -> together();
            case 6 -> frozen();
            default -> operator();
        }
    }

    private List<Account> withLegs(final int atLeast)
    {
        return scene.accounts(account -> account.legs.size() >= atLeast &&
            AccountStatus.DEFAULTED != account.status);
    }

    private Step status(final Instrument instrument, final InstrumentStatus status)
    {
        final int id = instrument.id;
        return step(Scene.ALICE, (clearing, by) -> clearing.setInstrumentStatus(by, id, status), "status", id, status);
    }

    /** A price that is good or bad for the position by so many per cent, or ticks where prices are near zero. */
    private static long priceFor(final Position leg, final int percent)
    {
        final Instrument instrument = leg.instrument;
        final long move = Math.max(Math.abs(instrument.mark), 100) * percent / 100;
        return Math.max(instrument.minTicks, Math.min(instrument.maxTicks,
            instrument.mark + Long.signum(leg.lots) * move));
    }

    private Step mark(final Instrument instrument, final long ticks)
    {
        final long sequence = ++scene.lastSequence;
        final int id = instrument.id;
        return step(chance.percent(50) ? "gateway/a" : "gateway/b", (clearing, by) ->
            clearing.updateMarkPrices(by, sequence, new int[] {id}, new long[] {ticks}), "marks", sequence, id, ticks);
    }

    private Step settle(final Position leg, final int percent)
    {
        final Instrument instrument = leg.instrument;
        final Instrument priced = instrument.option() ? instrument.underlying : instrument;
        final long ticks = instrument.option() ? priced.mark : priceFor(leg, percent);
        return step(Scene.ALICE, (clearing, by) -> clearing.settleInstrument(by, instrument.id, ticks),
            "settle", instrument.id, ticks);
    }

    private static Position leg(final Account account, final int index)
    {
        return new ArrayList<>(account.legs.values()).get(index % account.legs.size());
    }

    /** One leg is halted or put in doubt, another is settled at a price that ruins the account. */
    private void settlement(final boolean doubt)
    {
        final List<Account> candidates = withLegs(2);
        if (candidates.isEmpty())
        {
            return;
        }
        final Account account = chance.of(candidates);
        final Position settled = leg(account, chance.below(9));
        for (final Position other : account.legs.values())
        {
            if (other != settled)
            {
                plot.add(() -> doubt ? mark(other.instrument, priceFor(other, 30) + 40) :
                    status(other.instrument, InstrumentStatus.HALTED));
            }
        }
        plot.add(() -> settle(settled, doubt ? -60 : -90));
    }

    /** A held run's leg moves in favor of its account, or money comes; then it may run again. */
    private void recovery()
    {
        final List<Account> held = scene.accounts(account -> AccountStatus.DEFAULTED == account.status);
        final List<Account> indebted = held.stream().filter(account -> account.debt.signum() > 0).toList();
        final Account account = chance.firstOf(indebted, held);
        if (null == account)
        {
            partial();
            return;
        }
        for (final Position leg : account.legs.values())
        {
            plot.add(() -> mark(leg.instrument, priceFor(leg, chance.one(5, 15, 40))));
        }
        if (chance.percent(40))
        {
            plot.add(() -> new MoneyMaker(scene).deposit(account));
        }
        for (final Position leg : account.legs.values())
        {
            plot.add(() -> status(leg.instrument, InstrumentStatus.TRADING));
        }
    }

    /** One leg is halted and another ruins the account, which so keeps a leg and a debt. */
    private void partial()
    {
        final List<Account> candidates = withLegs(2);
        if (!candidates.isEmpty())
        {
            final Account account = chance.of(candidates);
            final Position ruin = leg(account, chance.below(9));
            account.legs.values().stream().filter(leg -> leg != ruin)
                .forEach(leg -> plot.add(() -> status(leg.instrument, InstrumentStatus.HALTED)));
            plot.add(() -> mark(ruin.instrument, priceFor(ruin, -60)));
            plot.add(() -> mark(ruin.instrument, priceFor(ruin, -60)));
        }
    }

    private Step waterfall(final Asset asset, final Waterfall waterfall)
    {
        return step(Scene.ALICE, (clearing, by) -> clearing.setWaterfall(by, asset.id, waterfall),
            "waterfall", asset.id, waterfall);
    }

    private static Waterfall with(
        final Waterfall fall, final long timeoutMs, final DefaultTrigger trigger, final CloseOut closeOut)
    {
        return new Waterfall(fall.fundFloor(), fall.perOwnerCap(), fall.windowCap(), fall.windowMs(), timeoutMs,
            fall.liquidationFeePpm(), Math.max(fall.closeOutFeePpm(), 1_000), fall.houseDeficitGate(),
            fall.withdrawalCap(), trigger, fall.recourse(), closeOut);
    }

    /** The legs of a LIQUIDATING account are halted, and its timeout is taken away before it ends. */
    private void withoutTimeout()
    {
        final List<Account> timed = scene.accounts(account -> null != account.deadlineMs);
        if (!timed.isEmpty())
        {
            final Account account = chance.of(timed);
            account.legs.values().forEach(
                leg -> plot.add(() -> status(leg.instrument, InstrumentStatus.HALTED)));
            plot.add(() -> waterfall(account.asset, with(account.asset.waterfall, 0, DefaultTrigger.AUTOMATIC,
                account.asset.waterfall.closeOut())));
        }
        else
        {
            final Asset asset = scene.account().asset;
            plot.add(() -> waterfall(asset, with(asset.waterfall, 200 + chance.below(2_000),
                DefaultTrigger.AUTOMATIC, asset.waterfall.closeOut())));
        }
    }

    /** Runs are switched off, an account is ruined, gives its legs away, and runs are switched on. */
    private void giveAway()
    {
        final List<Account> candidates = withLegs(1);
        if (candidates.isEmpty())
        {
            return;
        }
        final Account account = chance.of(candidates);
        final Position leg = leg(account, chance.below(9));
        plot.add(() -> runs(account.asset, Switch.OFF));
        plot.add(() -> mark(leg.instrument, priceFor(leg, -60)));
        plot.add(() -> mark(leg.instrument, priceFor(leg, -60)));
        plot.add(() -> transfer(account, leg.instrument));
        plot.add(() -> runs(account.asset, Switch.ON));
    }

    private Step runs(final Asset asset, final Switch on)
    {
        return step(Scene.ALICE, (clearing, by) -> clearing.setAssetStatus(by, asset.id, Switch.ON, on),
            "assetStatus", asset.id, Switch.ON, on);
    }

    private Step transfer(final Account from, final Instrument instrument)
    {
        final Account to = scene.account(account -> account.asset == from.asset && account != from &&
            AccountStatus.HEALTHY == account.status);
        final long lots = Math.max(1, Math.abs(from.lots(instrument)));
        return step(Scene.ALICE, (clearing, by) ->
            clearing.transferPosition(by, from.id, to.id, instrument.id, lots, null),
            "transfer", from.id, to.id, instrument.id, lots, null);
    }

    /** Several accounts default while runs are off, some of them declared or failed, and run in one round. */
    private void together()
    {
        final List<Account> candidates = withLegs(1);
        if (candidates.isEmpty())
        {
            return;
        }
        final Account first = chance.of(candidates);
        final List<Account> kin = scene.accounts(account -> account.kin(first) && !account.legs.isEmpty());
        final Position ruin = leg(first, chance.below(9));
        plot.add(() -> runs(first.asset, Switch.OFF));
        plot.add(() -> mark(ruin.instrument, priceFor(ruin, -60)));
        plot.add(() -> mark(ruin.instrument, priceFor(ruin, -60)));
        for (final Account account : chance.percent(60) ? kin : candidates.subList(0, Math.min(4, candidates.size())))
        {
            plot.add(() -> step(Scene.ALICE, (clearing, by) -> clearing.declareDefault(by, account.id),
                "declare", account.id));
        }
        plot.add(() -> runs(first.asset, Switch.ON));
    }

    /** The fund gives nothing, so that others must. */
    private static Waterfall dry(final Waterfall fall)
    {
        return new Waterfall(1_000_000_000_000L, fall.perOwnerCap(), fall.windowCap(), fall.windowMs(),
            fall.liquidationTimeoutMs(), fall.liquidationFeePpm(), fall.closeOutFeePpm(), fall.houseDeficitGate(),
            fall.withdrawalCap(), fall.trigger(), fall.recourse(), fall.closeOut());
    }

    /** A LIQUIDATING account is frozen and its legs are sold all the same. */
    private void frozen()
    {
        final List<Account> liquidating =
            scene.accounts(account -> AccountStatus.LIQUIDATING == account.status);
        if (!liquidating.isEmpty())
        {
            final Account account = chance.of(liquidating);
            plot.add(() -> step(Scene.ALICE, (clearing, by) -> clearing.setAccountMode(by, account.id,
                AccountMode.FROZEN), "mode", account.id, AccountMode.FROZEN));
            plot.add(() -> new TradeMaker(scene).liquidationOf(account));
            plot.add(() -> new TradeMaker(scene).liquidationOf(account));
        }
    }

    /** Runs wait for an operator; a holder is settled, declared, or left until the trigger is automatic again. */
    private void operator()
    {
        final List<Account> candidates = withLegs(1);
        if (candidates.isEmpty())
        {
            return;
        }
        final Account account = chance.of(candidates);
        final Position leg = leg(account, chance.below(9));
        final Asset asset = account.asset;
        final CloseOut closeOut = chance.one(CloseOut.WHOLE, CloseOut.LEAST);
        plot.add(() -> waterfall(asset, with(asset.waterfall, asset.waterfall.liquidationTimeoutMs(),
            DefaultTrigger.OPERATOR, closeOut)));
        plot.add(() -> mark(leg.instrument, priceFor(leg, -60)));
        plot.add(() -> mark(leg.instrument, priceFor(leg, -60)));
        if (chance.percent(70))
        {
            plot.add(() -> settle(leg, 0));
        }
        plot.add(() -> waterfall(asset, owner(with(asset.waterfall, asset.waterfall.liquidationTimeoutMs(),
            DefaultTrigger.AUTOMATIC, closeOut))));
    }

    private Waterfall owner(final Waterfall fall)
    {
        return new Waterfall(fall.fundFloor(), fall.perOwnerCap(), fall.windowCap(), fall.windowMs(),
            fall.liquidationTimeoutMs(), fall.liquidationFeePpm(), fall.closeOutFeePpm(), fall.houseDeficitGate(),
            fall.withdrawalCap(), fall.trigger(), chance.one(Recourse.OWNER, Recourse.HEDGES), fall.closeOut());
    }
}
