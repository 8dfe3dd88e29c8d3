package io.flatbook.twin;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.Clearing.Command;
import io.flatbook.twin.CommandMaker.Step;
import io.flatbook.twin.TwinTerms.Decimal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.util.ArrayList;
import java.util.List;

/** Makes the world at the start and the commands by which risk changes it. */
final class SettingsMaker
{
    private static final String[] GATEWAYS = {"a", "b", "marks"};

    private final Twin twin;
    private final Chance chance;

    SettingsMaker(final Twin twin, final Chance chance)
    {
        this.twin = twin;
        this.chance = chance;
    }

    private static Step step(final String by, final Command command, final Object... text)
    {
        return new Step(by, command, text);
    }

    private Long maybe(final int percentNone, final long number)
    {
        return chance.percent(percentNone) ? null : Long.valueOf(chance.negative(number));
    }

    private long off(final int percentOff, final long number)
    {
        return chance.percent(percentOff) ? 0 : chance.negative(number);
    }

    private Protection protection()
    {
        return new Protection(off(60, 50_000 + chance.below(300_000)), off(65, 2_000 + chance.below(20_000)),
            off(50, 50_000 + chance.below(200_000)), maybe(50, 100 + chance.below(20_000)),
            maybe(70, 20 + chance.below(80)), maybe(70, 40 + chance.below(200)), maybe(80, chance.below(10_000_000)));
    }

    private Waterfall waterfall()
    {
        final long windowMs = 500 + chance.below(4_000);
        final Long windowCap = maybe(70, chance.below(500_000));
        final Long withdrawalCap = maybe(80, chance.below(1_000_000));
        final boolean windowed = null != windowCap || null != withdrawalCap;
        return new Waterfall(off(60, chance.below(200_000)), maybe(70, chance.below(200_000)), windowCap,
            windowed && !chance.percent(2) || chance.percent(20) ? windowMs : 0,
            chance.percent(1) ? -1 : chance.percent(40) ? 0 : 200 + chance.below(3_000),
            off(40, chance.below(20_000)), off(40, chance.below(30_000)), off(50, chance.below(100_000)),
            withdrawalCap, chance.percent(15) ? DefaultTrigger.OPERATOR : DefaultTrigger.AUTOMATIC);
    }

    private List<Tier> tiers()
    {
        final List<Tier> tiers = new ArrayList<>();
        long floor = 0;
        long maintenancePpm = 5_000 + chance.below(60_000);
        final int count = chance.percent(2) ? chance.below(6) : 1 + chance.below(3);
        for (int i = 0; i < count; i++)
        {
            final long initialPpm = maintenancePpm * (100 + chance.below(100)) / 100;
            final long floorOfLast = tiers.isEmpty() ? 0 : tiers.get(i - 1).initialPpm();
            tiers.add(new Tier(chance.junk(floor), chance.junk(Math.max(floorOfLast, initialPpm)), maintenancePpm));
            floor += 100_000 + chance.below(3_000_000);
            maintenancePpm += chance.percent(3) ? -100 : chance.below(40_000);
        }
        return tiers;
    }

    private Definition definition(final int number, final InstrumentKind kind)
    {
        final boolean inverse = InstrumentKind.INVERSE_PERPETUAL == kind || InstrumentKind.INVERSE_FUTURE == kind;
        final boolean option = InstrumentKind.CALL == kind || InstrumentKind.PUT == kind;
        final boolean perpetual = InstrumentKind.LINEAR_PERPETUAL == kind || InstrumentKind.INVERSE_PERPETUAL == kind;
        final Decimal multiplier = inverse ? new Decimal(1 + chance.below(20), 0) :
            new Decimal(chance.junk(1 + chance.below(60)), 0);
        return new Definition("I" + number, kind, inverse ? 2 : 1, option ? 1 : null, new Decimal(1, inverse ? 0 : -2),
            new Decimal(1, 0), multiplier, perpetual ? null : Long.valueOf(4_000_000_000_000L),
            option ? Long.valueOf(700 + chance.below(600)) : null,
            chance.percent(50) ? null : Long.valueOf(1 + chance.below(4)),
            chance.percent(50) ? null : Long.valueOf(20_000 + chance.below(100_000)),
            option ? 150_000 : 0, option ? 100_000 : 0, option ? 75_000 : 0,
            chance.one(OffsetPolicyKind.QUEUE, OffsetPolicyKind.PRO_RATA, OffsetPolicyKind.WATERFILL), protection(),
            tiers());
    }

    private Definition spoiled(final Definition sound)
    {
        final int dice = chance.below(9);
        return new Definition(dice == 0 ? "" : sound.symbol(), sound.kind(), dice == 1 ? 7 : sound.assetId(),
            dice == 2 ? Integer.valueOf(77) : sound.underlyingId(), dice == 3 ? new Decimal(1, -9) : sound.tick(),
            dice == 4 ? new Decimal(0, 0) : sound.lot(), sound.multiplier(), dice == 5 ? null : sound.expiryMs(),
            dice == 6 ? null : sound.strikeTicks(), dice == 7 ? Long.valueOf(200_000) : sound.minTicks(),
            sound.maxTicks(), dice == 8 ? -1 : sound.optionInitialPpm(), sound.optionFloorPpm(),
            sound.optionMaintenancePpm(), sound.policy(), sound.protection(), sound.tiers());
    }

    /** The commands that make the small world: two assets, six instruments, three gateways, twelve accounts. */
    List<Step> world()
    {
        final List<Step> steps = new ArrayList<>();
        final String risk = "risk/alice";
        steps.add(step(risk, (clearing, by, approved) -> clearing.defineAsset(by, 2, "USD"), "asset"));
        steps.add(step(risk, (clearing, by, approved) -> clearing.defineAsset(by, 8, "BTC"), "asset"));
        for (int i = 0; i < GATEWAYS.length; i++)
        {
            final int venue = 1 == i ? 2 : 1;
            final int capabilities = 2 == i ? TwinMoney.MARKS_CAPABILITY : 15;
            final Switch guaranteed = chance.one(Switch.ON, Switch.OFF);
            final String name = GATEWAYS[i];
            steps.add(step(risk, (clearing, by, approved) ->
                clearing.defineGateway(by, name, venue, capabilities, guaranteed), "gateway", name));
        }
        final InstrumentKind[] kinds = {InstrumentKind.LINEAR_PERPETUAL, InstrumentKind.LINEAR_FUTURE,
            InstrumentKind.CALL, InstrumentKind.PUT, InstrumentKind.INVERSE_PERPETUAL, InstrumentKind.INVERSE_FUTURE};
        for (final InstrumentKind kind : kinds)
        {
            final int number = 1 + List.of(kinds).indexOf(kind);
            final List<Tier> sound = List.of(new Tier(0, 60_000, 30_000), new Tier(900_000, 90_000, 50_000));
            final Definition drawn = definition(number, kind);
            final List<Tier> tiers = RejectedTiers.none(drawn.tiers(), twin.limits.tiers()) ? drawn.tiers() : sound;
            final Definition definition = new Definition(drawn.symbol(), kind, drawn.assetId(), drawn.underlyingId(),
                drawn.tick(), drawn.lot(), new Decimal(1 + chance.below(50), 0), drawn.expiryMs(),
                drawn.strikeTicks(), drawn.minTicks(), drawn.maxTicks(), drawn.optionInitialPpm(),
                drawn.optionFloorPpm(), drawn.optionMaintenancePpm(), drawn.policy(),
                new Protection(0, 0, 0, null, null, null, null), tiers);
            steps.add(step(risk, (clearing, by, approved) -> clearing.defineInstrument(by, definition), definition));
        }
        final long[] spot = {900 + chance.below(200)};
        final int marked = chance.one(1, 3);
        steps.add(step("gateway/a", (clearing, by, approved) ->
            clearing.updateMarkPrices(by, 1, new int[] {marked}, spot), "first mark", marked, spot[0]));
        for (int i = 1; i <= 12; i++)
        {
            final int id = i;
            final int asset = i <= 8 ? 1 : 2;
            final String gateway = i > 5 && i <= 8 ? "gateway/b" : "gateway/a";
            final int owner = 1 + chance.below(5);
            steps.add(step(gateway, (clearing, by, approved) -> clearing.openAccount(by, id, owner, asset),
                "open", id, owner, asset));
        }
        return steps;
    }

    /** Whether tiers would be taken. */
    private static final class RejectedTiers
    {
        static boolean none(final List<Tier> tiers, final int most)
        {
            return io.flatbook.sbe.RejectField.NONE == TwinDefinitions.inconsistent(tiers, 1, most);
        }
    }

    private int instrumentId()
    {
        return (int)chance.junk(1 + chance.below(twin.instruments.size()));
    }

    Step fund(final int dice, final String risk)
    {
        final int asset = (int)chance.junk(1 + chance.below(2));
        final long money = chance.junk(1 + chance.below(200_000));
        if (dice < 130)
        {
            return step(risk, (clearing, by, approved) -> clearing.fundInsurance(by, asset, money, approved),
                "fundInsurance", asset, money);
        }
        return dice < 136 ? step(risk, (clearing, by, approved) ->
            clearing.withdrawInsurance(by, asset, money, approved), "withdrawInsurance", asset, money) :
            step(risk, (clearing, by, approved) ->
            clearing.withdrawFees(by, asset, money / 100, approved), "withdrawFees", asset, money / 100);
    }

    Step next(final int dice)
    {
        final String risk = chance.percent(50) ? "risk/alice" : "risk/bob";
        final int id = instrumentId();
        if (dice < 14)
        {
            final List<Tier> tiers = tiers();
            return step(risk, (clearing, by, approved) -> clearing.setMarginTiers(by, id, tiers, approved),
                "tiers", id, tiers);
        }
        if (dice < 24)
        {
            final OffsetPolicyKind asked =
                chance.one(OffsetPolicyKind.QUEUE, OffsetPolicyKind.PRO_RATA, OffsetPolicyKind.WATERFILL, null);
            return step(risk, (clearing, by, approved) -> clearing.setOffsetPolicy(by, id, asked), "policy", id, asked);
        }
        if (dice < 36)
        {
            final Protection protection = protection();
            return step(risk, (clearing, by, approved) -> clearing.setProtection(by, id, protection, approved),
                "protection", id, protection);
        }
        if (dice < 48)
        {
            final int asset = (int)chance.junk(1 + chance.below(2));
            final Waterfall waterfall = waterfall();
            return step(risk, (clearing, by, approved) -> clearing.setWaterfall(by, asset, waterfall, approved),
                "waterfall", asset, waterfall);
        }
        if (dice < 52)
        {
            final Switch on = chance.percent(30) ? Switch.ON : Switch.OFF;
            return step(risk, (clearing, by, approved) -> clearing.setControls(by, on, approved), "fourEyes", on);
        }
        return dice < 92 ? switches(dice, risk, id) : define(risk);
    }

    private Step switches(final int dice, final String risk, final int instrumentId)
    {
        if (dice < 66)
        {
            final InstrumentStatus status = chance.percent(72) ? InstrumentStatus.TRADING :
                chance.one(InstrumentStatus.CLOSE_ONLY, InstrumentStatus.HALTED, InstrumentStatus.SETTLED);
            return step(risk, (clearing, by, approved) ->
                clearing.setInstrumentStatus(by, instrumentId, status, approved), "status", instrumentId, status);
        }
        if (dice < 76)
        {
            final AccountMode mode = chance.percent(60) ? AccountMode.NORMAL :
                chance.one(AccountMode.REDUCE_ONLY, AccountMode.FROZEN);
            final long account = chance.junk(1 + chance.below(12));
            return step(risk, (clearing, by, approved) -> clearing.setAccountStatus(by, account, mode, approved),
                "mode", account, mode);
        }
        if (dice < 82)
        {
            final GatewayStatus status = chance.percent(88) ? GatewayStatus.ENABLED : GatewayStatus.DISABLED;
            final String name = chance.percent(5) ? chance.one("", "nobody", "A") : chance.one(GATEWAYS);
            return step(risk, (clearing, by, approved) -> clearing.setGatewayStatus(by, name, status, approved),
                "gatewayStatus", name, status);
        }
        final int asset = (int)chance.junk(1 + chance.below(2));
        final Switch withdrawals = chance.percent(80) ? Switch.ON : Switch.OFF;
        final Switch runs = chance.percent(75) ? Switch.ON : Switch.OFF;
        return step(risk, (clearing, by, approved) ->
            clearing.setAssetStatus(by, asset, withdrawals, runs, approved), "assetStatus", asset, withdrawals, runs);
    }

    private Step define(final String risk)
    {
        if (chance.percent(20))
        {
            final int scale = chance.below(15) - 1;
            final String symbol = chance.one("USD", "EUR", "", "ABCDEFGHIJKLMNOPQ", "A\tB");
            return step(risk, (clearing, by, approved) -> clearing.defineAsset(by, scale, symbol),
                "asset", scale, symbol);
        }
        if (chance.percent(20))
        {
            final String name = chance.one("a", "late", "Bad");
            final int venue = (int)chance.junk(1);
            final int capabilities = chance.below(17);
            return step(risk, (clearing, by, approved) ->
                clearing.defineGateway(by, name, venue, capabilities, Switch.ON), "gateway", name, venue, capabilities);
        }
        final InstrumentKind kind = chance.one(InstrumentKind.LINEAR_PERPETUAL, InstrumentKind.LINEAR_FUTURE,
            InstrumentKind.CALL, InstrumentKind.PUT, InstrumentKind.INVERSE_PERPETUAL, InstrumentKind.INVERSE_FUTURE);
        final Definition sound = definition(chance.below(12), kind);
        final Definition definition = chance.percent(60) ? spoiled(sound) : sound;
        return step(risk, (clearing, by, approved) -> clearing.defineInstrument(by, definition), definition);
    }
}
