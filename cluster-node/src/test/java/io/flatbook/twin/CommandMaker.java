package io.flatbook.twin;

import static io.flatbook.twin.Scene.step;

import io.flatbook.sbe.FundInsuranceDecoder;
import io.flatbook.twin.Scene.Step;
import io.flatbook.twin.TwinNouns.Account;
import java.nio.ByteBuffer;
import java.util.Set;

/** Makes seeded commands, biased to valid ones by a look at the twin's book, with junk among them. */
final class CommandMaker
{
    /** What an adapter lets through to Propose (EYES-1). */
    private static final Set<Object> PROPOSABLE = Set.of("tiers", "protection", "waterfall", "fourEyes", "status",
        "mode", "gatewayStatus", "assetStatus", "fundInsurance", "withdrawInsurance", "withdrawFees", "confirm",
        "declare", "settle", "transfer", "bounds", "policy", "asset", "gateway", "sweep", "variation", "remove",
        "version");

    private final Scene scene;
    private final Twin twin;
    private final Chance chance;
    private final TradeMaker trades;
    private final MarkMaker marks;
    private final MoneyMaker money;
    private final RiskMaker interventions;
    private final SettingsMaker settings;
    private final PlotMaker plots;
    private final int riskPercent;

    CommandMaker(final Scene scene)
    {
        this.scene = scene;
        this.twin = scene.twin;
        this.chance = scene.chance;
        this.trades = new TradeMaker(scene);
        this.marks = new MarkMaker(scene);
        this.money = new MoneyMaker(scene);
        this.interventions = new RiskMaker(scene);
        this.settings = new SettingsMaker(scene);
        this.plots = new PlotMaker(scene);
        this.riskPercent = chance.one(10, 30, 100);
    }

    Step next()
    {
        final Step plotted = plots.next();
        if (null != plotted)
        {
            return plotted;
        }
        final int dice = chance.below(1_000);
        if (dice < 270)
        {
            return trades.trade();
        }
        if (dice < 310)
        {
            return trades.batch();
        }
        if (dice < 540)
        {
            return marks.marks();
        }
        if (dice < 570)
        {
            return marks.funding();
        }
        if (dice < 760)
        {
            return money.next(chance.below(100));
        }
        if (!twin.proposals.isEmpty() && dice < 800)
        {
            return interventions.proposal();
        }
        return chance.percent(riskPercent) ? risk() : dice < 900 ? trades.trade() : marks.marks();
    }

    Step deposit(final Account account)
    {
        return money.deposit(account);
    }

    private Step risk()
    {
        final Step drawn = chance.percent(55) ? interventions.next(chance.below(100)) : settings.next();
        if ((twin.fourEyes && chance.percent(60) || chance.percent(2)) && PROPOSABLE.contains(drawn.words()[0]))
        {
            final byte[] index = ByteBuffer.allocate(4).putInt(scene.proposable.size()).array();
            scene.proposable.add(drawn.command());
            return step(drawn.by(), (clearing, by) ->
                clearing.propose(by, FundInsuranceDecoder.TEMPLATE_ID, index), "propose", drawn.text());
        }
        return chance.percent(1) ? interventions.proposal() : drawn;
    }
}
