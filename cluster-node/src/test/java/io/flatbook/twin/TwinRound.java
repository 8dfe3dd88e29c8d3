package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.atLeastZero;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;

import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.Recourse;
import io.flatbook.twin.TwinNouns.Account;
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
import java.util.TreeMap;

/** A round of default runs (RUN-2): each phase for all runs in account order before the next begins. */
final class TwinRound
{
    final Set<Account> touched = new HashSet<>();
    final List<TwinRun> runs = new ArrayList<>();
    final TwinStarts twin;
    private final Map<Account, TwinRun> runOf = new TreeMap<>(Comparator.comparingLong(account -> account.id));
    private final Set<Position> hedged = new HashSet<>();
    private final TwinHaircut haircut;

    /** Freezes what the round goes by. */
    TwinRound(final TwinStarts twin, final List<Account> defaulters)
    {
        this.twin = twin;
        for (final Account defaulter : defaulters)
        {
            final TwinRun run = new TwinRun(defaulter, twin);
            runs.add(run);
            runOf.put(defaulter, run);
        }
        haircut = new TwinHaircut(this);
        for (final Account account : twin.accounts.values())
        {
            account.legs.values().stream().filter(leg -> leg.instrument.spareHedges && TwinPolicies.hedged(leg))
                .forEach(hedged::add);
        }
    }

    boolean runs(final Account account)
    {
        return runOf.containsKey(account);
    }

    int booked()
    {
        return runs.stream().mapToInt(TwinRun::booked).sum();
    }

    int booked(final long accountId)
    {
        return runOf.get(twin.accounts.get(accountId)).booked();
    }

    void play()
    {
        for (final TwinRun run : runs)
        {
            run.id = ++twin.lastRun;
            if (twin.entry.settled.containsKey(run.defaulter.id))
            {
                twin.entry.ranAfterSettlement.add(run.defaulter.id);
            }
            run.defaulter.pending.heldFor = null;
            run.defaulter.pending.ran = true;
            twin.emit("defaultRunStarted", run.id, run.defaulter.id, run.equity, run.kept, run.notional, run.frozen);
            run.legs.forEach(leg -> cancelOrders(run, run.defaulter, leg.instrument));
        }
        ownAccounts();
        new TwinFund(this).draw();
        runs.forEach(this::offset);
        haircut.take();
        final TwinCompletion completion = new TwinCompletion(twin);
        runs.forEach(completion::complete);
    }

    private void cancelOrders(final TwinRun run, final Account account, final Instrument instrument)
    {
        twin.emit("cancelOrders", run.id, account.id, instrument.id);
    }

    /** RUN-4. */
    void ownAccounts()
    {
        for (final TwinRun run : runs)
        {
            if (run.left.signum() > 0)
            {
                run.legs.forEach(leg -> closeOwn(run, leg, null));
            }
            run.legs.forEach(leg -> closeOthers(run, leg));
            collect(run);
        }
    }

    private List<Position> opposite(final TwinRun.Leg leg)
    {
        return twin.positions(leg.instrument).stream()
            .filter(position -> Long.signum(position.lots) == -leg.sign).toList();
    }

    /** RUN-4a, and what is left opposite at the end of an offset (RUN-7): unpaid, in account order. */
    private void closeOwn(final TwinRun run, final TwinRun.Leg leg, final Dues dues)
    {
        for (final Position other : opposite(leg))
        {
            if (leg.left > 0 && other.account.kin(run.defaulter))
            {
                final long lots = Math.min(leg.left, TwinPolicies.lotsOf(other));
                twin.reach(null == dues ? Clause.RUN_4_OWN : Clause.RUN_7_OWN);
                twin.reach(null == dues && TwinMargin.unrealizedPnl(other).signum() < 0, Clause.RUN_4_OWN_AT_LOSS);
                run.bookings += null == dues ? 1 : 0;
                if (runs(other.account))
                {
                    runOf.get(other.account).gave(leg.instrument, lots);
                }
                pair(run, leg, new Pair(OffsetLayer.OWN_HEDGE, other, lots, null == dues ? ZERO : dues.next(lots), 0,
                    TwinMargin.score(other)));
            }
        }
    }

    /** RUN-4b: whoever must be closed anyway. */
    private void closeOthers(final TwinRun run, final TwinRun.Leg leg)
    {
        final Map<Position, Long> eligible = new LinkedHashMap<>();
        for (final Position other : opposite(leg))
        {
            final long lots = LIQUIDATING == other.account.status ? TwinPolicies.lotsOf(other) :
                runs(other.account) ? runOf.get(other.account).leftOf(leg.instrument) : 0;
            if (lots > 0 && !other.account.owner.equals(run.defaulter.owner))
            {
                eligible.put(other, lots);
            }
        }
        final List<Position> sorted = new ArrayList<>(eligible.keySet());
        sorted.sort(Comparator.<Position, Long>comparing(eligible::get).reversed()
            .thenComparing(position -> position.account.id));
        for (final Position other : sorted)
        {
            final long lots = Math.min(leg.left, eligible.get(other));
            if (lots > 0)
            {
                twin.reach(runs(other.account) ? Clause.RUN_4_DEFAULTERS : Clause.RUN_4_LIQUIDATING);
                run.bookings++;
                if (runs(other.account))
                {
                    runOf.get(other.account).gave(leg.instrument, lots);
                }
                pair(run, leg, new Pair(OffsetLayer.DEFAULTERS, other, lots, ZERO, 0, TwinMargin.score(other)));
            }
        }
    }

    /** RUN-4c. */
    private void collect(final TwinRun run)
    {
        if (0 == run.left.signum())
        {
            return;
        }
        final boolean owner = Recourse.OWNER == run.defaulter.asset.waterfall.recourse();
        final List<Account> answerable = new ArrayList<>(twin.kin(run.defaulter));
        answerable.removeIf(account -> account == run.defaulter || !owner && !account.pledged);
        final List<BigInteger> weights = new ArrayList<>();
        for (final Account account : answerable)
        {
            final BigInteger kept = owner || runs(account) ? ZERO : TwinMargin.maintenance(account);
            weights.add(atLeastZero(TwinMargin.equity(account).subtract(kept)));
        }
        final BigInteger most = TwinMath.sum(weights).min(run.left);
        final List<BigInteger> shares = TwinMath.shares(most, weights);
        for (int i = 0; i < shares.size(); i++)
        {
            final Account account = answerable.get(i);
            final BigInteger share = shares.get(i);
            if (share.signum() > 0)
            {
                twin.reach(owner ? Clause.RUN_4_COLLECTED_OWNER : Clause.RUN_4_COLLECTED);
                twin.reach(runs(account), Clause.RUN_4_COLLECTED_FROM_RUN);
                account.collateral = account.collateral.subtract(share);
                run.credit(share);
                run.collected = run.collected.add(share);
                haircut.gave(account, share);
                touched.add(account);
                twin.emit("ownAccountCollected", run.id, account.id, run.defaulter.id, share);
            }
        }
    }

    /** Surcharges due along a leg, in the order of choice (RUN-7). */
    private static final class Dues
    {
        final BigInteger share;
        final BigInteger lots;
        long booked;
        BigInteger due = ZERO;

        Dues(final BigInteger share, final long lots)
        {
            this.share = share;
            this.lots = big(lots);
        }

        BigInteger next(final long more)
        {
            booked += more;
            final BigInteger before = due;
            due = floor(share.multiply(big(booked)), lots);
            return due.subtract(before);
        }
    }

    /** RUN-7. */
    private void offset(final TwinRun run)
    {
        final List<TwinRun.Leg> legs = run.legs.stream().filter(leg -> leg.left > 0).toList();
        final List<BigInteger> weights = new ArrayList<>();
        for (final TwinRun.Leg leg : legs)
        {
            final boolean free = leg.instrument.option() && leg.sign > 0 ||
                io.flatbook.sbe.MarginModel.BOUNDED == leg.instrument.margins.model();
            weights.add(free ? ZERO : TwinMargin.requirement(leg.instrument, leg.sign * leg.left, false));
        }
        final List<BigInteger> shares = TwinMargin.sharesOfLegs(run.left, weights,
            legs.stream().map(leg -> leg.instrument).toList(), legs.stream().map(leg -> leg.sign * leg.left).toList());
        for (int i = 0; i < legs.size(); i++)
        {
            final TwinRun.Leg leg = legs.get(i);
            final Dues dues = new Dues(shares.get(i), leg.left);
            final List<Pair> pairs = new ArrayList<>();
            choose(run, leg).forEach((position, lots) -> pairs.add(new Pair(OffsetLayer.OFFSET, position, lots, null,
                pairs.size() + 1, TwinMargin.score(position))));
            pairs.forEach(pair -> pair(run, leg, new Pair(pair.layer, pair.other, pair.lots, dues.next(pair.lots),
                pair.rank, pair.score)));
            closeOwn(run, leg, dues);
        }
        run.uncollected = run.left;
    }

    /** Strangers group by group: in profit, the others, then those whose run waits. */
    private LinkedHashMap<Position, Long> choose(final TwinRun run, final TwinRun.Leg leg)
    {
        final List<List<Position>> groups = new ArrayList<>();
        for (int i = 0; i < 5; i++)
        {
            groups.add(new ArrayList<>());
        }
        for (final Position position : opposite(leg))
        {
            if (!position.account.owner.equals(run.defaulter.owner))
            {
                final int spared = hedged.contains(position) ? 1 : 0;
                groups.get(DEFAULTED == position.account.status ? 4 :
                    TwinMargin.unrealizedPnl(position).signum() > 0 ? spared : 2 + spared).add(position);
            }
        }
        final LinkedHashMap<Position, Long> chosen = new LinkedHashMap<>();
        long left = leg.left;
        for (int i = 0; i < groups.size() && left > 0; i++)
        {
            final var more = TwinPolicies.choose(leg.instrument.policy, left, groups.get(i));
            twin.reach(!more.isEmpty() && 4 == i, Clause.RUN_7_WAITING);
            twin.reach(!more.isEmpty(), Clause.of(leg.instrument.policy));
            twin.reach(!more.isEmpty() && i < 4 && i % 2 == 0 && !groups.get(i + 1).isEmpty() &&
                TwinMath.sum(more.values().stream().map(TwinMath::big).toList()).longValue() == left,
                Clause.POL_4_SPARED);
            chosen.putAll(more);
            left -= more.values().stream().mapToLong(lots -> lots).sum();
        }
        return chosen;
    }

    /** A pair to close. */
    private record Pair(
        OffsetLayer layer, Position other, long lots, BigInteger due, int rank, TwinMargin.Score score)
    {
    }

    /** Closes a pair at mark; of a stranger chosen by the policy a surcharge is taken, at most what he can give. */
    private void pair(final TwinRun run, final TwinRun.Leg leg, final Pair pair)
    {
        final Instrument instrument = leg.instrument;
        final Position other = pair.other;
        final Position own = run.defaulter.legs.get(instrument.id);
        final Account counterparty = other.account;
        final BigInteger equity = TwinMargin.equity(counterparty);
        final BigInteger gain = floor(atLeastZero(TwinMargin.unrealizedPnl(other)).multiply(big(pair.lots)),
            big(TwinPolicies.lotsOf(other)));
        final String before = line(other.lots, other.cost, pair.score.pnl(), pair.score.equity(), pair.score.roe(),
            pair.score.leverage(), pair.score.score());
        final BigInteger ownValue = TwinBook.markValueOf(own, pair.lots);
        final BigInteger otherValue = TwinBook.markValueOf(other, pair.lots);
        cancelOrders(run, counterparty, instrument);
        leg.left -= pair.lots;
        final BigInteger ownRealized = TwinBook.close(run.defaulter, instrument, pair.lots, ownValue);
        final BigInteger otherRealized = TwinBook.close(counterparty, instrument, pair.lots, otherValue);
        final BigInteger rest = ownValue.add(otherValue).negate();
        twin.reach(0 != rest.signum(), Clause.NUM_3_ROUNDING);
        instrument.asset.rounding = instrument.asset.rounding.add(rest);
        final BigInteger headroom = atLeastZero(equity.subtract(TwinMargin.maintenance(counterparty)));
        final boolean pays = OffsetLayer.OFFSET == pair.layer;
        final BigInteger paid = pays ? pair.due.min(gain).min(headroom) : ZERO;
        twin.reach(paid.signum() > 0, Clause.RUN_7_SURCHARGE);
        twin.reach(pays && gain.compareTo(pair.due) < 0, Clause.RUN_7_GAIN);
        twin.reach(pays && headroom.compareTo(pair.due.min(gain)) < 0, Clause.RUN_7_HEADROOM);
        counterparty.collateral = counterparty.collateral.subtract(paid);
        run.credit(paid);
        run.surcharge = run.surcharge.add(paid);
        haircut.gave(counterparty, paid);
        touched.add(counterparty);
        run.pairs++;
        twin.emit("positionOffset", run.id, pair.layer, instrument.id, run.defaulter.id, counterparty.id, pair.lots,
            instrument.mark, paid, pair.due, pair.rank, pays ? instrument.policy : null, before, gain, headroom,
            ownRealized, otherRealized);
    }

    private static String line(final Object... parts)
    {
        return TwinBook.line(parts);
    }
}
