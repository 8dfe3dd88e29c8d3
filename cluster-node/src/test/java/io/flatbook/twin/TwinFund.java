package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.atLeastZero;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.CollateralCause;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Draws;
import io.flatbook.twin.TwinNouns.Owner;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the insurance fund gives to the runs of a round (RUN-5). */
final class TwinFund
{
    private final TwinRound round;
    private final TwinStarts twin;

    TwinFund(final TwinRound round)
    {
        this.round = round;
        this.twin = round.twin;
    }

    void draw()
    {
        for (final Asset asset : twin.assets.values())
        {
            share(asset, round.runs.stream().filter(run -> run.defaulter.asset == asset).toList());
        }
        for (final TwinRun run : round.runs)
        {
            draw(run);
        }
    }

    private void share(final Asset asset, final List<TwinRun> runs)
    {
        final Draws draws = asset.draws.in(twin.window(asset));
        final Map<Owner, BigInteger> left = new HashMap<>();
        for (final TwinRun run : runs)
        {
            final Owner owner = run.defaulter.owner;
            final Long cap = asset.waterfall.perOwnerCap();
            run.need = run.left;
            if (null != cap)
            {
                final BigInteger more = left.computeIfAbsent(
                    owner, key -> atLeastZero(big(cap).subtract(draws.drawn(owner))));
                twin.reach(less(more, run.need), Clause.RUN_5_OWNER_CAP);
                run.need = run.need.min(more);
                left.put(owner, more.subtract(run.need));
            }
        }
        final List<BigInteger> needs = runs.stream().map(run -> run.need).toList();
        BigInteger offer = atLeastZero(asset.fund.subtract(big(asset.waterfall.fundFloor())));
        if (null != asset.waterfall.windowCap())
        {
            final BigInteger more = atLeastZero(big(asset.waterfall.windowCap()).subtract(draws.drawn()));
            twin.reach(less(more, offer.min(TwinMath.sum(needs))), Clause.RUN_5_WINDOW_CAP);
            offer = offer.min(more);
        }
        final List<BigInteger> shares = TwinMath.shares(offer.min(TwinMath.sum(needs)), needs);
        for (int i = 0; i < shares.size(); i++)
        {
            runs.get(i).drawn = shares.get(i);
        }
        twin.reach(runs.stream().filter(run -> run.drawn.signum() > 0).count() > 1, Clause.RUN_5_SHARED);
    }

    private void draw(final TwinRun run)
    {
        final Asset asset = run.defaulter.asset;
        if (run.drawn.equals(ZERO))
        {
            return;
        }
        twin.reach(Clause.RUN_5_DRAWN);
        asset.fund = asset.fund.subtract(run.drawn);
        if (twin.windowed(asset))
        {
            asset.draws.draw(run.defaulter.owner, run.drawn);
        }
        run.credit(run.drawn);
        twin.emit("insuranceFundChanged", asset.id, run.drawn.negate(), asset.fund, CollateralCause.DEFAULT_DRAW,
            run.defaulter.id);
    }
}
