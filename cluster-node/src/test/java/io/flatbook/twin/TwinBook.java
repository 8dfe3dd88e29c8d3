package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.atLeastZero;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinNouns.Proposal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The book itself: state, book-keeping of section 3, status of section 5, and the list of events. */
abstract class TwinBook
{
    static final long TICK_MS = 100;

    final TwinLimits limits;
    final TreeMap<Integer, Asset> assets = new TreeMap<>();
    final TreeMap<Integer, Instrument> instruments = new TreeMap<>();
    final TreeMap<Long, Account> accounts = new TreeMap<>();
    final TreeMap<String, Principal> principals = new TreeMap<>();
    final TreeMap<Long, Proposal> proposals = new TreeMap<>();
    final List<String> events = new ArrayList<>();
    boolean fourEyes;
    boolean storageLow;
    long timeMs;
    long lastRun;
    long lastProposal;
    long lastDefault;

    TwinBook(final TwinLimits limits)
    {
        this.limits = limits;
    }

    /** One event or note as text: the name and its arguments, absent ones as a dash. */
    static String line(final Object... parts)
    {
        final StringJoiner joiner = new StringJoiner(" ");
        for (final Object part : parts)
        {
            joiner.add(null == part ? "-" : String.valueOf(part));
        }
        return joiner.toString();
    }

    void emit(final Object... parts)
    {
        events.add(line(parts));
    }

    List<Position> positions(final Instrument instrument)
    {
        final List<Position> positions = new ArrayList<>();
        for (final Account account : accounts.values())
        {
            final Position position = account.legs.get(instrument.id);
            if (null != position)
            {
                positions.add(position);
            }
        }
        return positions;
    }

    long openInterest(final Instrument instrument)
    {
        return positions(instrument).stream().mapToLong(position -> Math.max(position.lots, 0)).sum();
    }

    boolean stale(final Instrument instrument)
    {
        final long maxAgeMs = instrument.protection.markMaxAgeMs();
        return maxAgeMs > 0 && instrument.markTicks > 0 && timeMs - instrument.markTimeMs > maxAgeMs;
    }

    /** Closes lots for a value on the account's side; what is realized goes to collateral. */
    static BigInteger close(final Account account, final Instrument instrument, final long lots,
        final BigInteger valueClosed)
    {
        final Position position = account.legs.get(instrument.id);
        final long before = Math.abs(position.lots);
        final BigInteger costClosed = lots == before ? position.cost :
            TwinMath.towardZero(position.cost.multiply(big(lots)), big(before));
        position.cost = position.cost.subtract(costClosed);
        position.lots -= Long.signum(position.lots) * lots;
        if (0 == position.lots)
        {
            account.legs.remove(instrument.id);
        }
        final BigInteger realized = valueClosed.subtract(costClosed);
        account.collateral = account.collateral.add(realized);
        return realized;
    }

    static void open(final Account account, final Instrument instrument, final long lots, final BigInteger cost)
    {
        final Position position = account.legs.computeIfAbsent(instrument.id, id -> new Position(account, instrument));
        position.lots += lots;
        position.cost = position.cost.add(cost);
    }

    /** What a close of lots at mark is worth on the account's own side. */
    static BigInteger markValueOf(final Position position, final long lots)
    {
        final long after = position.lots - Long.signum(position.lots) * lots;
        return TwinMargin.value(position).subtract(
            TwinMargin.value(position.instrument, after, position.instrument.markTicks));
    }

    /** A trade of one party: signed lots for a signed value, closing first; answers what was realized. */
    static BigInteger trade(final Account account, final Instrument instrument, final long signedLots,
        final BigInteger tradeValue, final java.util.function.LongFunction<BigInteger> valueOfClosed)
    {
        final long held = account.lots(instrument);
        final long closing = (held > 0) == (signedLots > 0) ? 0 : Math.min(Math.abs(held), Math.abs(signedLots));
        if (0 == closing)
        {
            open(account, instrument, signedLots, tradeValue);
            return ZERO;
        }
        final BigInteger valueClosed = valueOfClosed.apply(Long.signum(held) * closing);
        final BigInteger realized = close(account, instrument, closing, valueClosed);
        final long rest = Math.abs(signedLots) - closing;
        if (rest > 0)
        {
            open(account, instrument, Long.signum(signedLots) * rest, tradeValue.add(valueClosed));
        }
        return realized;
    }

    /** Every inflow to the fund repays the house deficit first. */
    void payIntoFund(final Asset asset, final BigInteger money, final CollateralCause cause, final Account account)
    {
        final BigInteger repaid = money.min(asset.houseDeficit);
        if (repaid.signum() > 0)
        {
            asset.houseDeficit = asset.houseDeficit.subtract(repaid);
            emit("houseDeficitChanged", asset.id, repaid.negate(), asset.houseDeficit, 0);
        }
        final BigInteger rest = money.subtract(repaid);
        if (rest.signum() > 0)
        {
            asset.fund = asset.fund.add(rest);
            emit("insuranceFundChanged", asset.id, rest, asset.fund, cause, null == account ? null : account.id);
        }
    }

    void move(final Account account, final BigInteger money, final CollateralCause cause, final long reference)
    {
        account.collateral = account.collateral.add(money);
        emit("collateralChanged", account.id, money, account.collateral, cause, reference);
    }

    void emitPosition(final Account account, final Instrument instrument, final BigInteger realized,
        final BigInteger fee)
    {
        final Position position = account.legs.get(instrument.id);
        emit("positionChanged", account.id, instrument.id, account.lots(instrument),
            null == position ? ZERO : position.cost, realized, fee, account.collateral);
    }

    /** Gives every account of the collection, in ascending id, the status that its equity asks for. */
    void evaluate(final Collection<Account> touched, final boolean settling)
    {
        touched.stream().distinct().sorted((a, b) -> Long.compare(a.id, b.id)).forEach(account ->
            {
                final AccountStatus due = statusDue(account);
                if (due != account.status)
                {
                    account.operatorWait = DEFAULTED == due && !settling;
                    change(account, due);
                }
            });
    }

    private static AccountStatus statusDue(final Account account)
    {
        final BigInteger equity = TwinMargin.equity(account);
        if (DEFAULTED == account.status || CLOSED_OUT == account.status)
        {
            return account.status;
        }
        if (equity.signum() < 0)
        {
            return DEFAULTED;
        }
        if (!less(equity, TwinMargin.initial(account)))
        {
            return HEALTHY;
        }
        return LIQUIDATING == account.status || less(equity, TwinMargin.maintenance(account)) ?
            LIQUIDATING : MARGIN_CALL;
    }

    void change(final Account account, final AccountStatus to)
    {
        final AccountStatus from = account.status;
        final long timeoutMs = account.asset.waterfall.liquidationTimeoutMs();
        final boolean liquidating = LIQUIDATING == to;
        account.status = to;
        account.deadlineMs = liquidating && timeoutMs > 0 ? timeMs + timeoutMs : null;
        if (DEFAULTED == to)
        {
            account.announcedHold = null;
            account.defaultOrder = ++lastDefault;
            account.signsAtDefault.clear();
            account.legs.values().forEach(leg -> account.signsAtDefault.put(leg.instrument.id, Long.signum(leg.lots)));
        }
        emit("accountStatusChanged", account.id, from, to, TwinMargin.equity(account), account.deadlineMs,
            liquidating ? bankruptcyPrices(account) : null);
    }

    /** Shares of the equity by maintenance, or by absolute value if all are 0, in instrument order. */
    static List<BigInteger> bankruptcyValues(final Account account)
    {
        List<BigInteger> weights = account.legs.values().stream().map(TwinMargin::maintenance).toList();
        if (0 == TwinMath.sum(weights).signum())
        {
            weights = account.legs.values().stream().map(leg -> TwinMargin.value(leg).abs()).toList();
        }
        final List<BigInteger> shares = TwinMath.shares(TwinMargin.equity(account), weights);
        final List<BigInteger> values = new ArrayList<>();
        for (final Position leg : account.legs.values())
        {
            values.add(TwinMargin.value(leg).subtract(shares.get(values.size())));
        }
        return values;
    }

    private static String bankruptcyPrices(final Account account)
    {
        final List<BigInteger> values = bankruptcyValues(account);
        final StringJoiner joiner = new StringJoiner(",", "[", "]");
        int index = 0;
        for (final Position leg : account.legs.values())
        {
            final BigInteger value = values.get(index++);
            joiner.add(leg.instrument.id + ":" + leg.lots + ":" + value + ":" + bankruptcyTicks(leg, value));
        }
        return joiner.toString();
    }

    /** The price whose value that is, rounded against the account: up for a long, down for a short. */
    private static String bankruptcyTicks(final Position leg, final BigInteger value)
    {
        final BigInteger units = big(leg.lots).multiply(leg.instrument.unitValue);
        BigInteger dividend = leg.instrument.inverse() ? units.negate() : value;
        BigInteger divisor = leg.instrument.inverse() ? value : units;
        if (0 == divisor.signum())
        {
            return "-";
        }
        if (divisor.signum() < 0)
        {
            dividend = dividend.negate();
            divisor = divisor.negate();
        }
        final BigInteger ticks = leg.lots > 0 ? TwinMath.ceil(dividend, divisor) : TwinMath.floor(dividend, divisor);
        final boolean inside = ticks.compareTo(big(leg.instrument.minTicks)) >= 0 &&
            ticks.compareTo(big(leg.instrument.maxTicks)) <= 0;
        return inside ? ticks.toString() : "-";
    }

    BigInteger windowLeft(final Asset asset)
    {
        final Long cap = asset.waterfall.windowCap();
        return null == cap ? null : atLeastZero(big(cap).subtract(asset.drawn.in(window(asset))));
    }

    /** The number of the present window, 0 where there are none. */
    long window(final Asset asset)
    {
        return 0 == asset.waterfall.windowMs() ? 0 : timeMs / asset.waterfall.windowMs();
    }

    /** Whether money and quantities are conserved. */
    boolean balanced()
    {
        for (final Asset asset : assets.values())
        {
            BigInteger sum = asset.fund.add(asset.fees).add(asset.rounding).subtract(asset.houseDeficit)
                .subtract(asset.deposits).add(asset.withdrawals);
            for (final Account account : accounts.values())
            {
                if (account.asset == asset)
                {
                    sum = sum.add(account.collateral);
                    for (final Position leg : account.legs.values())
                    {
                        sum = sum.subtract(leg.cost);
                    }
                }
            }
            if (0 != sum.signum())
            {
                return false;
            }
        }
        return instruments.values().stream().allMatch(
            instrument -> 0 == positions(instrument).stream().mapToLong(position -> position.lots).sum());
    }
}
