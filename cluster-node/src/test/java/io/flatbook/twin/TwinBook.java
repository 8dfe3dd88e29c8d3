package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.big;

import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.Role;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinNouns.Proposal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** The book itself: state, book-keeping of section 3, and the list of events. */
abstract class TwinBook implements Clearing
{
    static final long TICK_MS = 100;

    final TwinLimits limits;
    final TreeMap<Integer, Asset> assets = new TreeMap<>();
    final TreeMap<Integer, Instrument> instruments = new TreeMap<>();
    final TreeMap<Long, Account> accounts = new TreeMap<>();
    final TreeMap<String, Principal> principals = new TreeMap<>();
    final TreeMap<Long, Proposal> proposals = new TreeMap<>();
    final List<String> events = new ArrayList<>();
    final long[] reached = new long[Clause.values().length];
    TwinEntry entry = new TwinEntry();
    boolean fourEyes;
    boolean storageLow;
    long timeMs;
    long lastRun;
    long lastProposal;
    long lastDefault;
    long lastSerial;
    int lastInstrument;

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

    /** Counts that a clause decided something. */
    void reach(final Clause clause)
    {
        reached[clause.ordinal()]++;
    }

    /** Counts it if so; answers the condition. */
    boolean reach(final boolean condition, final Clause clause)
    {
        if (condition)
        {
            reach(clause);
        }
        return condition;
    }

    /** Who sends; one who is not known comes into being, undefined if a gateway (NOUN-6). */
    Principal principal(final Clearing.By by)
    {
        return principals.computeIfAbsent(by.name(),
            name -> new Principal(name, name.startsWith("risk/") ? Role.RISK : Role.GATEWAY));
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

    List<Instrument> optionsOn(final Instrument underlying)
    {
        return instruments.values().stream().filter(instrument -> underlying == instrument.underlying).toList();
    }

    /** MARK-4. */
    boolean stale(final Instrument instrument)
    {
        final long maxAgeMs = instrument.protection.markMaxAgeMs();
        return maxAgeMs > 0 && null != instrument.mark && timeMs - instrument.markTimeMs > maxAgeMs;
    }

    private boolean ownMarkBad(final Instrument instrument)
    {
        return null == instrument.mark || null != instrument.held || stale(instrument);
    }

    /** A position in it is unpriced (MARK-4). */
    boolean unpriced(final Instrument instrument)
    {
        return ownMarkBad(instrument) || null != instrument.underlying && ownMarkBad(instrument.underlying);
    }

    /** RUN-1. */
    boolean closable(final Instrument instrument)
    {
        return !unpriced(instrument) && InstrumentStatus.HALTED != instrument.status;
    }

    /** Closes lots for a value on the account's side; what is realized goes to collateral (BOOK-1). */
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

    /** What a close of lots at mark is worth on the account's own side: the change of its own mark value (NUM-3). */
    static BigInteger markValueOf(final Position position, final long lots)
    {
        final long after = position.lots - Long.signum(position.lots) * lots;
        return TwinMargin.value(position).subtract(TwinMargin.value(position.instrument, after));
    }

    /** A trade of one party: signed lots for a signed value, closing first (BOOK-1); answers what was realized. */
    static BigInteger trade(final Account account, final Instrument instrument, final long signedLots,
        final BigInteger tradeValue, final LongFunction<BigInteger> valueOfClosed)
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

    /** Every inflow to the fund repays the house deficit first (RUN-9). */
    void payIntoFund(final Asset asset, final BigInteger money, final CollateralCause cause, final Account account)
    {
        final BigInteger repaid = money.min(asset.houseDeficit);
        if (repaid.signum() > 0)
        {
            reach(Clause.RUN_9_INFLOW);
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
        final BigInteger fee, final PositionCause cause)
    {
        final Position position = account.legs.get(instrument.id);
        emit("positionChanged", account.id, instrument.id, account.lots(instrument),
            null == position ? ZERO : position.cost, realized, fee, cause, account.collateral);
    }

    /** The number of the present window; without windows nothing is kept. */
    long window(final Asset asset)
    {
        return 0 == asset.waterfall.windowMs() ? -1 : timeMs / asset.waterfall.windowMs();
    }

    boolean windowed(final Asset asset)
    {
        return asset.waterfall.windowMs() > 0;
    }

    /** Whether money and quantities are conserved (BOOK-2), and no account of the house is below zero (I8). */
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
            if (0 != sum.signum() || asset.fund.signum() < 0 || asset.fees.signum() < 0 ||
                asset.houseDeficit.signum() < 0)
            {
                return false;
            }
        }
        return instruments.values().stream().allMatch(
            instrument -> 0 == positions(instrument).stream().mapToLong(position -> position.lots).sum());
    }
}
