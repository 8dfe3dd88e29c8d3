package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.atLeastZero;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;

import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A default run, step by step. */
abstract class TwinRuns extends TwinStarts
{
    private Run run;

    TwinRuns(final TwinLimits limits)
    {
        super(limits);
    }

    /** A run under way. */
    private static final class Run
    {
        final long id;
        final Account defaulter;
        final Set<String> canceled = new HashSet<>();
        final Set<Account> touched = new HashSet<>();
        BigInteger paid = ZERO;
        BigInteger closedValue = ZERO;
        int pairs;
        long closedLots;

        Run(final long id, final Account defaulter)
        {
            this.id = id;
            this.defaulter = defaulter;
        }
    }

    @Override
    void run(final Account defaulter)
    {
        run = new Run(++lastRun, defaulter);
        final Asset asset = defaulter.asset;
        final BigInteger fundBefore = asset.fund;
        final BigInteger equityAtFreeze = entry.equities.get(defaulter.id);
        final BigInteger notional = entry.notionals.get(defaulter.id);
        emit("defaultRunStarted", run.id, defaulter.id, equityAtFreeze, notional);
        for (final Position leg : defaulter.legs.values())
        {
            cancelOrders(defaulter, leg.instrument);
        }
        for (final Position leg : new ArrayList<>(defaulter.legs.values()))
        {
            closeAgainstDefaulters(leg);
        }
        ownHedges();
        final BigInteger hedged = run.paid;
        final BigInteger drawn = drawFund();
        final BigInteger deficit = atLeastZero(TwinMargin.equity(defaulter).negate());
        run.paid = ZERO;
        offset(deficit);
        final BigInteger surcharge = run.paid;
        final BigInteger haircut = haircut(deficit.subtract(surcharge));
        final BigInteger house = deficit.subtract(surcharge).subtract(haircut);
        if (house.signum() > 0)
        {
            defaulter.collateral = defaulter.collateral.add(house);
            asset.houseDeficit = asset.houseDeficit.add(house);
            emit("houseDeficitChanged", asset.id, house, asset.houseDeficit, run.id);
        }
        final BigInteger fee = closeOutFee(equityAtFreeze, notional);
        emit("defaultRunCompleted", run.id, defaulter.id, atLeastZero(equityAtFreeze.negate()), hedged, drawn,
            surcharge, haircut, house, fee, fundBefore, asset.fund, deficit, asset.houseDeficit, run.pairs,
            run.closedLots, run.closedValue);
        defaulter.operatorWait = false;
        change(defaulter, CLOSED_OUT);
        run.touched.remove(defaulter);
        evaluate(run.touched, false);
    }

    private void cancelOrders(final Account account, final Instrument instrument)
    {
        if (run.canceled.add(line(account.id, instrument.id)))
        {
            emit("cancelOrders", run.id, account.id, instrument.id);
        }
    }

    private List<Position> opposite(final Position leg)
    {
        return positions(leg.instrument).stream()
            .filter(position -> Long.signum(position.lots) == -Long.signum(leg.lots)).toList();
    }

    private void closeAgainstDefaulters(final Position leg)
    {
        final List<Position> others = new ArrayList<>(opposite(leg));
        others.removeIf(position -> LIQUIDATING != position.account.status && DEFAULTED != position.account.status);
        others.sort(Comparator.comparingLong(TwinPolicies::lotsOf).reversed()
            .thenComparing(position -> position.account.id));
        for (final Position other : others)
        {
            if (0 != leg.lots)
            {
                final long lots = Math.min(TwinPolicies.lotsOf(leg), TwinPolicies.lotsOf(other));
                pair(OffsetLayer.DEFAULTERS, leg, other, lots, ZERO, 0);
            }
        }
    }

    /** Shares of the deficit over the legs by maintenance, long options 0; by value if all are 0. */
    private static List<BigInteger> sharesOfLegs(final Account defaulter, final BigInteger deficit)
    {
        List<BigInteger> weights = defaulter.legs.values().stream().map(
            leg -> leg.instrument.option() && leg.lots > 0 ? ZERO : TwinMargin.maintenance(leg)).toList();
        if (0 == TwinMath.sum(weights).signum())
        {
            weights = defaulter.legs.values().stream().map(leg -> TwinMargin.value(leg).abs()).toList();
        }
        return TwinMath.shares(deficit, weights);
    }

    private void ownHedges()
    {
        final Account defaulter = run.defaulter;
        final BigInteger deficit = atLeastZero(TwinMargin.equity(defaulter).negate());
        if (0 == deficit.signum())
        {
            return;
        }
        final List<BigInteger> shares = sharesOfLegs(defaulter, deficit);
        int index = 0;
        for (final Position leg : new ArrayList<>(defaulter.legs.values()))
        {
            final LinkedHashMap<Position, Long> chosen = new LinkedHashMap<>();
            long left = TwinPolicies.lotsOf(leg);
            for (final Position other : opposite(leg))
            {
                if (other.account.ownerId == defaulter.ownerId && TwinMargin.unrealizedPnl(other).signum() > 0 &&
                    left > 0)
                {
                    chosen.put(other, Math.min(left, TwinPolicies.lotsOf(other)));
                    left -= chosen.get(other);
                }
            }
            payByShares(OffsetLayer.OWN_HEDGE, leg, shares.get(index++), chosen);
        }
    }

    private BigInteger drawFund()
    {
        final Account defaulter = run.defaulter;
        final Asset asset = defaulter.asset;
        final BigInteger carried = entry.carriedShares.get(asset.id);
        final BigInteger limit = entry.fundShares.containsKey(defaulter.id) ?
            entry.fundShares.get(defaulter.id).add(carried) : fundLeft(asset);
        BigInteger drawn = atLeastZero(TwinMargin.equity(defaulter).negate()).min(fundLeft(asset)).min(limit);
        final Long cap = asset.waterfall.perEventCap();
        drawn = null == cap ? drawn : drawn.min(big(cap));
        entry.carriedShares.put(asset.id, atLeastZero(limit.subtract(drawn)));
        if (drawn.signum() > 0)
        {
            asset.fund = asset.fund.subtract(drawn);
            if (asset.waterfall.windowMs() > 0)
            {
                asset.drawn.add(window(asset), drawn);
            }
            defaulter.collateral = defaulter.collateral.add(drawn);
            emit("insuranceFundChanged", asset.id, drawn.negate(), asset.fund, CollateralCause.DEFAULT_DRAW,
                defaulter.id);
        }
        return drawn;
    }

    private void offset(final BigInteger deficit)
    {
        final List<BigInteger> shares = sharesOfLegs(run.defaulter, deficit);
        int index = 0;
        for (final Position leg : new ArrayList<>(run.defaulter.legs.values()))
        {
            final List<Position> inProfit = new ArrayList<>(opposite(leg));
            inProfit.removeIf(position -> TwinMargin.unrealizedPnl(position).signum() <= 0);
            final List<Position> others = new ArrayList<>(opposite(leg));
            others.removeAll(inProfit);
            final long legLots = TwinPolicies.lotsOf(leg);
            final LinkedHashMap<Position, Long> chosen = TwinPolicies.choose(leg.instrument.policy, legLots, inProfit);
            final long left = legLots - chosen.values().stream().mapToLong(lots -> lots).sum();
            chosen.putAll(TwinPolicies.choose(leg.instrument.policy, left, others));
            payByShares(OffsetLayer.OFFSET, leg, shares.get(index++), chosen);
        }
    }

    private void payByShares(final OffsetLayer layer, final Position leg, final BigInteger share,
        final Map<Position, Long> chosen)
    {
        final BigInteger legLots = big(TwinPolicies.lotsOf(leg));
        BigInteger dueSoFar = ZERO;
        long booked = 0;
        int rank = 0;
        for (final Map.Entry<Position, Long> choice : chosen.entrySet())
        {
            booked += choice.getValue();
            final BigInteger due = floor(share.multiply(big(booked)), legLots);
            pair(layer, leg, choice.getKey(), choice.getValue(), due.subtract(dueSoFar), ++rank);
            dueSoFar = due;
        }
    }

    /** Closes a pair at mark; the counterparty pays at most its gain and what it has above maintenance after it. */
    private void pair(final OffsetLayer layer, final Position leg, final Position other, final long lots,
        final BigInteger due, final int rank)
    {
        final Instrument instrument = leg.instrument;
        final Account counterparty = other.account;
        final boolean offset = OffsetLayer.OFFSET == layer;
        final BigInteger equity = TwinMargin.equity(counterparty);
        final BigInteger pnl = TwinMargin.unrealizedPnl(other);
        final TwinMargin.Score score = TwinMargin.score(other);
        final BigInteger gain = floor(atLeastZero(pnl).multiply(big(lots)), big(TwinPolicies.lotsOf(other)));
        final String before = line(other.lots, other.cost, pnl, equity);
        final BigInteger ownValue = markValueOf(leg, lots);
        final BigInteger otherValue = markValueOf(other, lots);
        cancelOrders(counterparty, instrument);
        final BigInteger ownRealized = close(run.defaulter, instrument, lots, ownValue);
        final BigInteger otherRealized = close(counterparty, instrument, lots, otherValue);
        instrument.asset.rounding = instrument.asset.rounding.subtract(ownValue).subtract(otherValue);
        final BigInteger headroom = atLeastZero(equity.subtract(TwinMargin.maintenance(counterparty)));
        final BigInteger paid = due.min(gain).min(headroom);
        counterparty.collateral = counterparty.collateral.subtract(paid);
        run.defaulter.collateral = run.defaulter.collateral.add(paid);
        entry.gave(counterparty, paid);
        entry.bookings++;
        run.touched.add(counterparty);
        run.paid = run.paid.add(paid);
        run.pairs++;
        run.closedLots += lots;
        run.closedValue = run.closedValue.add(TwinMargin.value(instrument, lots, instrument.markTicks).abs());
        emit("positionOffset", run.id, layer, instrument.id, run.defaulter.id, counterparty.id, lots,
            instrument.markTicks, paid, due, offset ? rank : null, offset ? instrument.policy : null, before,
            offset ? line(score.roe(), score.leverage(), score.score(), gain, headroom) : null, ownRealized,
            otherRealized);
    }

    private BigInteger haircut(final BigInteger uncollected)
    {
        final List<Account> givers = new ArrayList<>();
        final List<BigInteger> weights = new ArrayList<>();
        for (final Account account : accounts.values())
        {
            final BigInteger weight = entry.gainsOpposite(account, run.defaulter)
                .min(atLeastZero(TwinMargin.equity(account)));
            if (account != run.defaulter && account.asset == run.defaulter.asset && weight.signum() > 0)
            {
                givers.add(account);
                weights.add(weight);
            }
        }
        final BigInteger taken = uncollected.min(TwinMath.sum(weights));
        final List<BigInteger> shares = TwinMath.shares(taken, weights);
        for (int i = 0; i < givers.size(); i++)
        {
            if (shares.get(i).signum() > 0)
            {
                final Account giver = givers.get(i);
                final BigInteger gain = entry.gainsOpposite(giver, run.defaulter);
                emit("gainsHaircut", run.id, giver.id, shares.get(i), gain, TwinMargin.equity(giver));
                giver.collateral = giver.collateral.subtract(shares.get(i));
                entry.gave(giver, shares.get(i));
                run.touched.add(giver);
            }
        }
        run.defaulter.collateral = run.defaulter.collateral.add(taken);
        return taken;
    }

    private BigInteger closeOutFee(final BigInteger equityAtFreeze, final BigInteger notional)
    {
        if (equityAtFreeze.signum() < 0)
        {
            return ZERO;
        }
        final Asset asset = run.defaulter.asset;
        final BigInteger fee = floor(notional.multiply(big(asset.waterfall.closeOutFeePpm())), TwinMath.PPM)
            .min(atLeastZero(run.defaulter.collateral));
        if (fee.signum() > 0)
        {
            run.defaulter.collateral = run.defaulter.collateral.subtract(fee);
            payIntoFund(asset, fee, CollateralCause.CLOSE_OUT_FEE, run.defaulter);
        }
        return fee;
    }
}
