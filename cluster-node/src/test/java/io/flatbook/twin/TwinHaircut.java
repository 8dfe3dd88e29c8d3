package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.atLeastZero;

import io.flatbook.sbe.Side;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Owner;
import io.flatbook.twin.TwinNouns.Position;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The gains haircut of a round (RUN-8). */
final class TwinHaircut
{
    private record Gain(long accountId, TwinNouns.Side side)
    {
    }

    private final TwinRound round;
    private final TwinStarts twin;
    private final Map<Gain, BigInteger> gains = new HashMap<>();
    private final Map<Long, BigInteger> given = new HashMap<>();

    /** Remembers the gains at the freeze. */
    TwinHaircut(final TwinRound round)
    {
        this.round = round;
        this.twin = round.twin;
        for (final Account account : twin.accounts.values())
        {
            for (final Position leg : account.legs.values())
            {
                final BigInteger pnl = TwinMargin.unrealizedPnl(leg);
                if (pnl.signum() > 0)
                {
                    gains.put(new Gain(account.id, leg.side()), pnl);
                }
            }
        }
    }

    /** Surcharges, collections and haircuts: a gain is given once. */
    void gave(final Account account, final BigInteger money)
    {
        given.merge(account.id, money, BigInteger::add);
        twin.entry.gave(account, money);
    }

    private BigInteger gain(final Account account, final TwinNouns.Side side)
    {
        final BigInteger frozen = gains.getOrDefault(new Gain(account.id, side), ZERO);
        final BigInteger received = twin.entry.received(account, side);
        return atLeastZero(frozen.subtract(given.getOrDefault(account.id, ZERO)))
            .add(atLeastZero(received.subtract(twin.entry.given(account))));
    }

    private BigInteger weight(final Account account, final TwinNouns.Side side)
    {
        return gain(account, side).min(atLeastZero(TwinMargin.equity(account)));
    }

    void take()
    {
        final List<TwinRun> runs = round.runs.stream().filter(run -> run.left.signum() > 0).toList();
        if (runs.isEmpty())
        {
            return;
        }
        final TreeMap<TwinNouns.Side, List<Account>> givers = new TreeMap<>();
        runs.forEach(run -> run.sides.forEach(side -> givers.computeIfAbsent(side, key -> givers(key, runs))));
        final Map<TwinNouns.Side, BigInteger> sums = new HashMap<>();
        givers.forEach((side, accounts) -> sums.put(side, sum(side, accounts)));
        final Map<TwinRun, Map<TwinNouns.Side, BigInteger>> laid = new HashMap<>();
        for (final TwinRun run : runs)
        {
            final List<TwinNouns.Side> sides = new ArrayList<>(new TreeSet<>(run.sides));
            final List<BigInteger> shares = TwinMath.shares(run.left, sides.stream().map(sums::get).toList());
            final Map<TwinNouns.Side, BigInteger> ofRun = new HashMap<>();
            for (int i = 0; i < sides.size(); i++)
            {
                ofRun.put(sides.get(i), shares.get(i));
            }
            twin.reach(shares.stream().filter(share -> share.signum() > 0).count() > 1, Clause.RUN_8_SIDES);
            laid.put(run, ofRun);
        }
        givers.forEach((side, accounts) ->
            {
                final List<BigInteger> charges =
                    runs.stream().map(run -> laid.get(run).getOrDefault(side, ZERO)).toList();
                final BigInteger taken = take(side, accounts, TwinMath.sum(charges));
                final List<BigInteger> credits = TwinMath.shares(taken, charges);
                for (int i = 0; i < credits.size(); i++)
                {
                    runs.get(i).credit(credits.get(i));
                    runs.get(i).haircut = runs.get(i).haircut.add(credits.get(i));
                }
            });
    }

    /** Who may give on a side: no run in the round, no kin of a defaulter who lays there. */
    private List<Account> givers(final TwinNouns.Side side, final List<TwinRun> runs)
    {
        final Set<Owner> spared = new HashSet<>();
        runs.stream().filter(run -> run.sides.contains(side)).forEach(run -> spared.add(run.defaulter.owner));
        return twin.accounts.values().stream().filter(account -> !round.runs(account) &&
            !spared.contains(account.owner) && gain(account, side).signum() > 0).toList();
    }

    private BigInteger sum(final TwinNouns.Side side, final List<Account> accounts)
    {
        return TwinMath.sum(accounts.stream().map(account -> weight(account, side)).toList());
    }

    private BigInteger take(final TwinNouns.Side side, final List<Account> accounts, final BigInteger charged)
    {
        final List<BigInteger> weights = accounts.stream().map(account -> weight(account, side)).toList();
        final BigInteger taken = charged.min(TwinMath.sum(weights));
        final List<BigInteger> shares = TwinMath.shares(taken, weights);
        for (int i = 0; i < shares.size(); i++)
        {
            if (shares.get(i).signum() > 0)
            {
                take(side, accounts.get(i), shares.get(i));
            }
        }
        return taken;
    }

    /** Takes it from the gain of the position, the rest from collateral. */
    private void take(final TwinNouns.Side side, final Account account, final BigInteger share)
    {
        final Position leg = account.legs.get(side.instrumentId());
        final boolean held = null != leg && leg.side().equals(side);
        final BigInteger fromCost = held ? atLeastZero(TwinMargin.unrealizedPnl(leg)).min(share) : ZERO;
        twin.reach(fromCost.signum() > 0, Clause.RUN_8_COST);
        twin.reach(fromCost.compareTo(share) < 0, Clause.RUN_8_COLLATERAL);
        twin.reach(twin.entry.received(account, side).signum() > 0, Clause.RUN_8_RECEIVED);
        twin.reach(round.runs.stream().anyMatch(run -> run.defaulter.pending.givenAway.contains(side.opposite())),
            Clause.RUN_8_GIVEN_AWAY);
        twin.emit("gainsHaircut", account.id, side.instrumentId(), side.sign() > 0 ? Side.LONG : Side.SHORT, share,
            gain(account, side), TwinMargin.equity(account), fromCost);
        if (held)
        {
            leg.cost = leg.cost.add(fromCost);
        }
        account.collateral = account.collateral.subtract(share.subtract(fromCost));
        gave(account, share);
        round.touched.add(account);
    }
}
