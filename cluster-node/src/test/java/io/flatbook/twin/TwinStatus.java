package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.atLeastZero;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Pending;
import io.flatbook.twin.TwinNouns.Position;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/** Statuses of section 6, and pledges (RUN-3). */
abstract class TwinStatus extends TwinBook
{
    TwinStatus(final TwinLimits limits)
    {
        super(limits);
    }

    /** STAT-2. */
    BigInteger doubt(final Account account)
    {
        BigInteger doubt = ZERO;
        for (final Position leg : account.legs.values())
        {
            if (unpriced(leg.instrument))
            {
                doubt = doubt.add(doubt(leg));
            }
        }
        return doubt;
    }

    private BigInteger doubt(final Position leg)
    {
        final Instrument instrument = leg.instrument;
        final BigInteger value = TwinMargin.value(leg);
        final BigInteger most;
        if (null != instrument.held)
        {
            reach(Clause.STAT_2_HELD);
            final long held = instrument.inverse() ? Math.max(1, instrument.held) : instrument.held;
            most = atLeastZero(TwinMargin.value(instrument, leg.lots, held).subtract(value)).min(value.abs());
        }
        else
        {
            reach(instrument.option() ? Clause.STAT_2_OPTION : Clause.STAT_2_STALE);
            most = instrument.option() ? value.abs() :
                floor(value.abs().multiply(big(instrument.protection.doubtPpm())), TwinMath.PPM);
        }
        final BigInteger cap = TwinMargin.requirement(instrument, leg.lots, true).multiply(big(3));
        reach(less(cap, most), Clause.STAT_2_CAP);
        return most.min(cap);
    }

    boolean belowMaintenance(final Account account)
    {
        return less(TwinMargin.equity(account).add(doubt(account)), TwinMargin.maintenance(account));
    }

    /** Gives every account of the collection, in ascending id, the status that its equity asks for (STAT-1). */
    void evaluate(final Collection<Account> touched)
    {
        touched.stream().distinct().sorted((a, b) -> Long.compare(a.id, b.id)).forEach(this::evaluate);
    }

    private void evaluate(final Account account)
    {
        if (DEFAULTED == account.status)
        {
            wayBack(account);
        }
        else if (CLOSED_OUT != account.status)
        {
            final AccountStatus due = due(account);
            if (due != account.status)
            {
                change(account, due);
            }
        }
        distress(account);
    }

    /** The table of section 6; LIQUIDATING is left at initial margin only. */
    private AccountStatus due(final Account account)
    {
        final BigInteger equity = TwinMargin.equity(account);
        if (!less(equity, TwinMargin.initial(account)))
        {
            return HEALTHY;
        }
        final BigInteger maintenance = TwinMargin.maintenance(account);
        if (equity.signum() >= 0 && !less(equity, maintenance))
        {
            return LIQUIDATING == account.status ? LIQUIDATING : MARGIN_CALL;
        }
        final boolean undoubted = entry.settled.containsKey(account.id) && equity.signum() < 0;
        final BigInteger doubted = undoubted ? equity : equity.add(doubt(account));
        if (reach(undoubted && doubt(account).signum() > 0, Clause.STAT_2_SETTLEMENT) || doubted.signum() < 0)
        {
            return DEFAULTED;
        }
        reach(equity.signum() < 0 || !less(doubted, maintenance), Clause.STAT_2_KEPT);
        reach(0 == equity.signum(), Clause.STAT_1_ZERO);
        return LIQUIDATING == account.status || less(doubted, maintenance) ? LIQUIDATING : MARGIN_CALL;
    }

    /** The account's new status, before pledges are looked at. */
    void change(final Account account, final AccountStatus to)
    {
        final AccountStatus from = account.status;
        final long timeoutMs = account.asset.waterfall.liquidationTimeoutMs();
        final boolean liquidating = LIQUIDATING == to;
        account.status = to;
        account.deadlineMs = liquidating && timeoutMs > 0 ? timeMs + timeoutMs : null;
        if (DEFAULTED == to)
        {
            account.pending = new Pending();
            account.pending.order = ++lastDefault;
            if (entry.settled.containsKey(account.id))
            {
                // STAT-6: the runs of a settlement are always automatic.
                account.pending.released = true;
                entry.defaultedBySettlement.add(account.id);
            }
        }
        else
        {
            account.pending = null;
        }
        emit("accountStatusChanged", account.id, from, to, TwinMargin.equity(account), account.deadlineMs,
            liquidating ? bankruptcyPrices(account) : null);
    }

    /** As change, with the run released: a deadline, a failure report, a declaration (STAT-6). */
    void toDefault(final Account account, final boolean declared)
    {
        change(account, DEFAULTED);
        account.pending.released = true;
        account.pending.declared = declared;
        distress(account);
    }

    private static String bankruptcyPrices(final Account account)
    {
        final List<BigInteger> values = TwinMargin.bankruptcyValues(account);
        final StringJoiner joiner = new StringJoiner(",", "[", "]");
        int index = 0;
        for (final Position leg : account.legs.values())
        {
            final BigInteger value = values.get(index++);
            final BigInteger ticks = TwinMargin.bankruptcyTicks(leg, value);
            joiner.add(leg.instrument.id + ":" + leg.lots + ":" + value + ":" + (null == ticks ? "-" : ticks));
        }
        return joiner.toString();
    }

    /** STAT-5. */
    private void wayBack(final Account account)
    {
        final Pending pending = account.pending;
        if (!pending.held() || pending.declared ||
            account.legs.values().stream().anyMatch(leg -> unpriced(leg.instrument)))
        {
            return;
        }
        final BigInteger equity = TwinMargin.equity(account);
        if (less(equity, TwinMargin.initial(account).add(account.debt)) ||
            TwinMath.tooMuch(account.asset.fund.add(account.debt)))
        {
            return;
        }
        reach(Clause.STAT_5_WAY_BACK);
        reach(account.debt.signum() > 0, Clause.STAT_5_DEBT);
        final BigInteger debt = account.debt;
        emit("defaultRunDropped", account.id, equity, debt);
        account.debt = ZERO;
        account.collateral = account.collateral.subtract(debt);
        payIntoFund(account.asset, debt, CollateralCause.DEBT_REPAID, account);
        account.pending = null;
        change(account, due(account));
    }

    /** The status after a run that closed only as much as needed (RUN-10). */
    void backToTable(final Account account)
    {
        account.status = MARGIN_CALL;
        final AccountStatus due = due(account);
        account.status = DEFAULTED;
        change(account, due);
        distress(account);
    }

    /** Sees whether only doubt keeps the account, then who is pledged, then who is released (RUN-3). */
    void distress(final Account account)
    {
        final BigInteger equity = MARGIN_CALL == account.status || LIQUIDATING == account.status ?
            TwinMargin.equity(account) : ZERO;
        account.keptByDoubt = MARGIN_CALL == account.status && less(equity, TwinMargin.maintenance(account)) ||
            LIQUIDATING == account.status && equity.signum() < 0;
        final List<Account> kin = kin(account);
        final boolean distressed = kin.stream().anyMatch(Account::distressed);
        if (!distressed)
        {
            for (final Account released : kin.stream().filter(other -> other.pledged).toList())
            {
                reach(Clause.RUN_3_RELEASED);
                released.pledged = false;
                emit("accountReleased", released.id);
            }
            return;
        }
        for (final Account other : kin)
        {
            if (other != account && other.distressed())
            {
                pledge(account, other);
            }
        }
        if (account.distressed())
        {
            kin.stream().filter(other -> other != account).forEach(other -> pledge(other, account));
        }
    }

    private void pledge(final Account account, final Account distressed)
    {
        if (!account.pledged && opposite(entry.legsFor(distressed, distressed), entry.legsFor(distressed, account)))
        {
            reach(Clause.RUN_3_PLEDGED);
            reach(account.distressed(), Clause.RUN_3_DISTRESSED_PLEDGED);
            reach(distressed.keptByDoubt && MARGIN_CALL == distressed.status, Clause.RUN_3_DOUBT);
            reach(entry.defaultedBySettlement.contains(distressed.id) && !opposite(
                TwinEntry.legsOf(distressed), TwinEntry.legsOf(account)), Clause.RUN_3_SETTLEMENT);
            account.pledged = true;
            emit("accountPledged", account.id, distressed.id);
        }
    }

    private static boolean opposite(final List<TwinEntry.Leg> one, final List<TwinEntry.Leg> other)
    {
        return one.stream().anyMatch(leg -> other.stream().anyMatch(
            against -> leg.family().equals(against.family()) && leg.direction() == -against.direction()));
    }

    /** All accounts of the owner in the asset, the account itself among them, ascending. */
    List<Account> kin(final Account account)
    {
        return accounts.values().stream().filter(account::kin).toList();
    }
}
