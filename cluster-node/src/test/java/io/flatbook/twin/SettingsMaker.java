package io.flatbook.twin;

import static io.flatbook.twin.Scene.step;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.DefinitionMaker.Kind;
import io.flatbook.twin.Scene.Step;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Gateway;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.util.ArrayList;
import java.util.List;

/** Makes the commands by which risk defines and changes things. */
final class SettingsMaker
{
    private final Scene scene;
    private final Twin twin;
    private final Chance chance;

    SettingsMaker(final Scene scene)
    {
        this.scene = scene;
        this.twin = scene.twin;
        this.chance = scene.chance;
    }

    private DefinitionMaker definitions()
    {
        return new DefinitionMaker(chance, twin.timeMs);
    }

    Step next()
    {
        final String risk = scene.risk();
        final int id = scene.instrumentId();
        final int dice = chance.below(100);
        if (dice < 8)
        {
            final Instrument instrument = twin.instruments.get(id);
            final boolean option = null != instrument && instrument.option();
            final boolean bounded = null != instrument && MarginModel.BOUNDED == instrument.margins.model();
            final Margins margins = definitions().margins(option, bounded && !chance.percent(3), chance.percent(40));
            return step(risk, (clearing, by) -> clearing.setMarginTiers(by, id, margins), "tiers", id, margins);
        }
        if (dice < 14)
        {
            final OffsetPolicyKind asked =
                chance.one(OffsetPolicyKind.QUEUE, OffsetPolicyKind.PRO_RATA, OffsetPolicyKind.WATERFILL, null);
            final Switch spare = chance.percent(2) ? null : chance.one(Switch.ON, Switch.OFF);
            return step(risk, (clearing, by) -> clearing.setOffsetPolicy(by, id, asked, spare),
                "policy", id, asked, spare);
        }
        if (dice < 22)
        {
            return bounds(risk, id);
        }
        if (dice < 32)
        {
            final Protection protection = chance.percent(30) ? TwinTerms.TRIAL_PROTECTION : definitions().protection();
            return step(risk, (clearing, by) -> clearing.setProtection(by, id, protection),
                "protection", id, protection);
        }
        if (dice < 42)
        {
            final int asset = scene.assetId();
            final Waterfall waterfall =
                chance.percent(10) ? TwinTerms.TRIAL_WATERFALL : definitions().waterfall();
            return step(risk, (clearing, by) -> clearing.setWaterfall(by, asset, waterfall),
                "waterfall", asset, waterfall);
        }
        if (dice < 46)
        {
            final Switch on = chance.percent(2) ? null : chance.percent(35) ? Switch.ON : Switch.OFF;
            return step(risk, (clearing, by) -> clearing.setControls(by, on), "fourEyes", on);
        }
        return dice < 86 ? switches(dice, risk, id) : define(risk);
    }

    private Step bounds(final String risk, final int id)
    {
        final Instrument instrument = twin.instruments.get(id);
        final long mark = null == instrument || null == instrument.mark ? 1_000 : instrument.mark;
        final boolean low = null != instrument && instrument.minTicks < 0;
        final long min = chance.junk(chance.percent(40) ? mark - chance.below(500) :
            low ? -1_000 - chance.below(9_000) : chance.below(3));
        final long max = chance.junk(chance.percent(40) ? mark + chance.below(500) :
            chance.percent(10) ? 1L << 45 : 3_000 + chance.below(100_000));
        return step(risk, (clearing, by) -> clearing.setPriceBounds(by, id, min, max), "bounds", id, min, max);
    }

    private Step switches(final int dice, final String risk, final int instrumentId)
    {
        if (dice < 64)
        {
            final InstrumentStatus status = chance.percent(70) ? InstrumentStatus.TRADING :
                chance.one(InstrumentStatus.CLOSE_ONLY, InstrumentStatus.HALTED, InstrumentStatus.HALTED,
                InstrumentStatus.EXPIRED);
            final List<Instrument> halted = twin.instruments.values().stream().filter(instrument ->
                InstrumentStatus.HALTED == instrument.status || InstrumentStatus.EXPIRED == instrument.status).toList();
            final int id = halted.isEmpty() || chance.percent(50) ? instrumentId : chance.of(halted).id;
            return step(risk, (clearing, by) -> clearing.setInstrumentStatus(by, id, status), "status", id, status);
        }
        if (dice < 72)
        {
            final AccountMode mode = chance.percent(60) ? AccountMode.NORMAL :
                chance.one(AccountMode.REDUCE_ONLY, AccountMode.FROZEN);
            final long account = chance.junk(chance.percent(25) ?
                scene.accountIn(AccountStatus.LIQUIDATING).id : scene.account().id);
            return step(risk, (clearing, by) -> clearing.setAccountMode(by, account, mode), "mode", account, mode);
        }
        if (dice < 77)
        {
            final GatewayStatus status = chance.percent(88) ? GatewayStatus.ENABLED : GatewayStatus.DISABLED;
            final String name = chance.percent(5) ? chance.one("", "nobody", "A") : chance.one(Scene.GATEWAYS);
            return step(risk, (clearing, by) -> clearing.setGatewayStatus(by, name, status),
                "gatewayStatus", name, status);
        }
        final int asset = scene.assetId();
        final Switch withdrawals = chance.percent(80) ? Switch.ON : Switch.OFF;
        final Switch runs = chance.percent(75) ? Switch.ON : Switch.OFF;
        return step(risk, (clearing, by) ->
            clearing.setAssetStatus(by, asset, withdrawals, runs), "assetStatus", asset, withdrawals, runs);
    }

    private Step define(final String risk)
    {
        if (chance.percent(15))
        {
            final int scale = chance.below(15) - 1;
            final String symbol = chance.one("USD", "EUR", "", "123456789012345678901234567890123", "A\tB");
            return step(risk, (clearing, by) -> clearing.defineAsset(by, scale, symbol), "asset", scale, symbol);
        }
        if (chance.percent(20))
        {
            final Gateway gateway = gateway();
            return step(risk, (clearing, by) -> clearing.defineGateway(by, gateway), "gateway", gateway);
        }
        final Kind kind = chance.one(Kind.values());
        final Definition sound = definitions().definition("I" + (1 + chance.below(14)), kind,
            kind.inverse() ? "X" : chance.percent(60) ? "F" : null);
        final Definition definition = chance.percent(40) ? definitions().spoiled(sound) : sound;
        return step(risk, (clearing, by) -> clearing.defineInstrument(by, definition), definition);
    }

    /** One of those that there are, again, or another; now and then with a range or with instruments of its own. */
    private Gateway gateway()
    {
        final String name = chance.percent(80) ? chance.one(Scene.GATEWAYS) : chance.one("late", "Bad");
        final List<Integer> scope = new ArrayList<>();
        if (chance.percent(30))
        {
            twin.instruments.keySet().stream().filter(id -> chance.percent(60)).forEach(scope::add);
        }
        final int venue = "b".equals(name) ? 2 : 1;
        final int capabilities = "marks".equals(name) ? TwinMarks.MARKS_CAPABILITY :
            chance.percent(80) ? 15 : chance.below(17);
        return new Gateway(name, (int)chance.junk(venue), capabilities, chance.one(Switch.ON, Switch.OFF),
            chance.percent(80) ? null : Long.valueOf(chance.below(8)),
            chance.percent(80) ? null : Long.valueOf(chance.below(20)), scope);
    }
}
