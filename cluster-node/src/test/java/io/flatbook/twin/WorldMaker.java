package io.flatbook.twin;

import static io.flatbook.twin.Scene.step;

import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.DefinitionMaker.Kind;
import io.flatbook.twin.Scene.Step;
import io.flatbook.twin.TwinTerms.Decimal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Gateway;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the small world at the start: two assets, nine instruments in a few families, three gateways, fourteen accounts
 * of few owners at two venues.
 */
final class WorldMaker
{
    private static final List<Tier> SOUND = List.of(new Tier(0, 60_000, 30_000), new Tier(900_000, 90_000, 50_000));

    private final Scene scene;
    private final Chance chance;
    private final DefinitionMaker definitions;
    private final List<Step> steps = new ArrayList<>();

    WorldMaker(final Scene scene, final DefinitionMaker definitions)
    {
        this.scene = scene;
        this.chance = scene.chance;
        this.definitions = definitions;
    }

    List<Step> world()
    {
        scene.owners = chance.one(2, 3, 3, 4);
        steps.add(step(Scene.ALICE, (clearing, by) -> clearing.defineAsset(by, 2, "USD"), "asset"));
        steps.add(step(Scene.ALICE, (clearing, by) -> clearing.defineAsset(by, 8, "BTC"), "asset"));
        for (int i = 0; i < Scene.GATEWAYS.length; i++)
        {
            final Gateway gateway = new Gateway(Scene.GATEWAYS[i], 1 == i ? 2 : 1,
                2 == i ? TwinMarks.MARKS_CAPABILITY : 15, chance.one(Switch.ON, Switch.OFF), null,
                1 == i ? Long.valueOf(16) : null, List.of());
            steps.add(step(Scene.ALICE, (clearing, by) -> clearing.defineGateway(by, gateway), "gateway", gateway));
        }
        instruments();
        waterfalls();
        final long[] spot = {900 + chance.below(200)};
        final int marked = chance.one(1, 2);
        steps.add(step("gateway/a", (clearing, by) ->
            clearing.updateMarkPrices(by, 1, new int[] {marked}, spot), "first mark", marked, spot[0]));
        accounts();
        return steps;
    }

    private void instruments()
    {
        final boolean oneFamily = chance.percent(70);
        for (final Kind kind : Kind.values())
        {
            final int number = 1 + kind.ordinal();
            final String family = kind.inverse() ? "X" : kind.ordinal() < 2 && oneFamily ? "F" :
                chance.percent(40) ? "F" : null;
            final Definition drawn = definitions.definition("I" + number, kind, family);
            final Definition sound = new Definition(drawn.symbol(), drawn.family(), drawn.kind(), drawn.assetId(),
                kind.option() ? Integer.valueOf(1) : null, drawn.tick(), drawn.lot(),
                new Decimal(1 + chance.below(kind.inverse() ? 20 : 50), 0), drawn.expiryMs(), drawn.strikeTicks(),
                drawn.minTicks(), drawn.maxTicks(), drawn.optionInitialPpm(), drawn.optionFloorPpm(),
                drawn.optionMaintenancePpm(), drawn.policy(), drawn.spare(),
                chance.percent(60) || RejectField.NONE != TwinDefinitions.invalid(drawn.protection()) ?
                TwinTerms.TRIAL_PROTECTION : drawn.protection(), margins(kind, drawn.margins()));
            steps.add(step(Scene.ALICE, (clearing, by) -> clearing.defineInstrument(by, sound), sound));
            if (chance.percent(kind.ordinal() < 2 ? 80 : 25))
            {
                scene.busy.add(number);
            }
        }
        scene.busy.add(chance.one(1, 2));
    }

    private Margins margins(final Kind kind, final Margins drawn)
    {
        if (Kind.EVENT == kind)
        {
            return new Margins(MarginModel.BOUNDED, List.of(), 0, 0);
        }
        final boolean tiers = RejectField.NONE == TwinDefinitions.inconsistent(
            drawn.tiers(), scene.twin.limits.tiers());
        final long perLot = kind.belowZero() ? 1_000 + chance.below(4_000) : 0;
        return new Margins(MarginModel.TIERS, kind.option() ? List.of() : tiers ? drawn.tiers() : SOUND,
            perLot * 5 / 4, perLot);
    }

    private void waterfalls()
    {
        for (int asset = 1; asset <= 2; asset++)
        {
            final int id = asset;
            final Waterfall waterfall = definitions.waterfall();
            if (chance.percent(60) && RejectField.NONE == TwinDefinitions.invalid(waterfall))
            {
                steps.add(step(Scene.ALICE, (clearing, by) -> clearing.setWaterfall(by, id, waterfall),
                    "waterfall", id, waterfall));
            }
            final long money = 1 + chance.below(300_000);
            steps.add(step(Scene.ALICE, (clearing, by) -> clearing.fundInsurance(by, id, money),
                "fundInsurance", id, money));
        }
    }

    private void accounts()
    {
        for (int i = 1; i <= 14; i++)
        {
            final int id = i;
            final int asset = i <= 10 ? 1 : 2;
            final String gateway = i > 7 && i <= 10 ? "gateway/b" : "gateway/a";
            final int owner = 1 + chance.below(scene.owners);
            steps.add(step(gateway, (clearing, by) -> clearing.openAccount(by, id, owner, asset),
                "open", id, owner, asset));
        }
    }
}
