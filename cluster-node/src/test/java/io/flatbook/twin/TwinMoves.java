package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.InstrumentStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.RejectField;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinTerms.Verdict;
import java.math.BigInteger;
import java.util.List;

/** Positions that move between accounts without a trade (MOV-1). */
abstract class TwinMoves extends TwinTrades
{
    private static final long LOTS_SURELY_TOO_MANY = 1L << 61;

    TwinMoves(final TwinLimits limits)
    {
        super(limits);
    }

    /** The cost that moved and what both sides realized. */
    private record Moved(BigInteger cost, BigInteger given, BigInteger taken)
    {
    }

    @Override
    public Verdict transferPosition(
        final By by, final long fromId, final long toId, final int instrumentId, final long lots, final Long ticks)
    {
        final Account from = accounts.get(fromId);
        final Account to = accounts.get(toId);
        final Instrument instrument = instruments.get(instrumentId);
        final TwinGuards guards = risk(by)
            .positive(fromId, FROM)
            .positive(toId, TO)
            .positive(instrumentId, INSTRUMENT)
            .positive(lots, QUANTITY)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        known(guards, from, FROM);
        known(guards, to, TO);
        guards.refuse(() -> from.asset != instrument.asset, ASSET_MISMATCH, FROM)
            .refuse(() -> to.asset != instrument.asset, ASSET_MISMATCH, TO)
            .refuse(() -> from == to, SAME_ACCOUNT, TO);
        fourEyes(guards, by);
        open(guards, instrument)
            .refuse(() -> null == instrument.mark, NO_MARK, INSTRUMENT)
            .refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT)
            .refuse(() -> DEFAULTED == from.status && !from.pending.held(), ACCOUNT_STATUS, FROM)
            .refuse(() -> CLOSED_OUT == from.status || AccountMode.FROZEN == from.mode, ACCOUNT_STATUS, FROM)
            .refuse(() -> DEFAULTED == to.status, ACCOUNT_STATUS, TO)
            .refuse(() -> CLOSED_OUT == to.status || AccountMode.FROZEN == to.mode, ACCOUNT_STATUS, TO);
        if (!guards.passed())
        {
            return guards.verdict();
        }
        final boolean enough = Math.abs(from.lots(instrument)) >= lots;
        final Account fromAfter = from.copy();
        final Account toAfter = to.copy();
        if (enough)
        {
            transfer(fromAfter, toAfter, instrument, lots, ticks);
        }
        final long taken = Long.signum(from.lots(instrument)) * Math.min(lots, LOTS_SURELY_TOO_MANY);
        guards.refuse(() -> AccountMode.REDUCE_ONLY == to.mode && TwinParty.opens(to.lots(instrument),
            to.lots(instrument) + taken), ACCOUNT_STATUS, TO)
            .refuse(() -> null != ticks && outOfBounds(instrument, ticks), OUTSIDE_BAND, PRICE);
        receiver(guards, from, to, toAfter, instrument);
        guards.refuse(() -> !enough, INSUFFICIENT_POSITION, QUANTITY);
        after(guards, from, fromAfter, toAfter);
        final int more = toAfter.legs.size() - to.legs.size() + fromAfter.legs.size() - from.legs.size();
        guards.refuse(() -> more > 0 && positions(instrument).size() + more > limits.positionsPerInstrument(),
            TOO_MANY, INSTRUMENT)
            .refuse(() -> tooMuch(fromAfter, ZERO) || tooMuch(toAfter, ZERO) ||
                TwinExtents.tooLarge(toAfter, instrument), OVERFLOW, QUANTITY);
        return guards.then(() -> transfer(by, from, to, instrument, lots, ticks));
    }

    private static TwinGuards open(final TwinGuards guards, final Instrument instrument)
    {
        return guards.refuse(
            () -> HALTED == instrument.status || SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT);
    }

    private void receiver(final TwinGuards guards, final Account from, final Account to, final Account toAfter,
        final Instrument instrument)
    {
        final long before = to.lots(instrument);
        final long after = toAfter.lots(instrument);
        final long given = from.owner.equals(to.owner) ? after - before : 0;
        guards.refuse(() -> Math.abs(after) > Math.abs(before) && less(instrument.maxLots(), big(after).abs()) ||
            ownerHoldsTooMuch(instrument, to.owner, before, after, given), POSITION_LIMIT, TO)
            .refuse(() -> toAfter.legs.size() > limits.legsPerAccount() && toAfter.legs.size() > to.legs.size(),
            LEG_LIMIT, TO);
    }

    private static void after(
        final TwinGuards guards, final Account from, final Account fromAfter, final Account toAfter)
    {
        guards.refuse(() -> LIQUIDATING != fromAfter.status && DEFAULTED != fromAfter.status &&
            lacksInitial(fromAfter), INSUFFICIENT_MARGIN, FROM)
            .refuse(() -> lacksInitial(toAfter), INSUFFICIENT_MARGIN, TO)
            .refuse(() -> DEFAULTED != fromAfter.status && TwinMargin.equity(fromAfter).signum() < 0 &&
                less(TwinMargin.equity(fromAfter), TwinMargin.equity(from)),
            BEYOND_BANKRUPTCY, FROM);
    }

    private static boolean lacksInitial(final Account account)
    {
        return less(TwinMargin.equity(account).subtract(account.hold), TwinMargin.initial(account));
    }

    private void transfer(final By by, final Account from, final Account to, final Instrument instrument,
        final long lots, final Long ticks)
    {
        reach(null != ticks, Clause.MOV_1_PRICE);
        reach(LIQUIDATING == from.status, Clause.MOV_1_LIQUIDATING);
        if (DEFAULTED == from.status)
        {
            reach(Clause.MOV_1_DEFAULTED);
            from.pending.givenAway.add(from.legs.get(instrument.id).side());
        }
        final Moved moved = transfer(from, to, instrument, lots, ticks);
        emit("positionTransferred", from.id, to.id, instrument.id, lots, moved.cost, ticks, by.name());
        emitPosition(from, instrument, moved.given, ZERO, PositionCause.TRANSFER);
        emitPosition(to, instrument, moved.taken, ZERO, PositionCause.TRANSFER);
        finish(List.of(from, to));
    }

    /** Moves lots with their share of cost, or at a price, which the giver realizes. */
    private static Moved transfer(
        final Account from, final Account to, final Instrument instrument, final long lots, final Long ticks)
    {
        final Position position = from.legs.get(instrument.id);
        final long signed = Long.signum(position.lots) * lots;
        if (null != ticks)
        {
            final BigInteger value = TwinMargin.value(instrument, signed, ticks);
            final BigInteger given = close(from, instrument, lots, value);
            return new Moved(value, given, trade(to, instrument, signed, value,
                closed -> TwinMargin.value(instrument, closed, ticks)));
        }
        final BigInteger costBefore = position.cost;
        close(from, instrument, lots, ZERO);
        final BigInteger cost = costBefore.subtract(position.cost);
        from.collateral = from.collateral.add(cost);
        return new Moved(cost, ZERO, trade(to, instrument, signed, cost,
            closed -> lots == Math.abs(closed) ? cost.negate() :
            TwinMath.towardZero(cost.multiply(big(Math.abs(closed))), big(lots)).negate()));
    }

    @Override
    public Verdict offsetPositions(
        final By by, final long idA, final long idB, final int instrumentId, final long lots)
    {
        final Account accountA = accounts.get(idA);
        final Account accountB = accounts.get(idB);
        final Instrument instrument = instruments.get(instrumentId);
        final TwinGuards guards = business(by, TRADE_CAPABILITY)
            .positive(idA, ACCOUNT_A)
            .positive(idB, ACCOUNT_B)
            .positive(instrumentId, INSTRUMENT)
            .positive(lots, QUANTITY)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        known(guards, accountA, ACCOUNT_A);
        known(guards, accountB, ACCOUNT_B);
        mine(guards, by, accountA, ACCOUNT_A);
        mine(guards, by, accountB, ACCOUNT_B);
        guards.refuse(() -> accountA.asset != instrument.asset, ASSET_MISMATCH, ACCOUNT_A)
            .refuse(() -> accountB.asset != instrument.asset, ASSET_MISMATCH, ACCOUNT_B)
            .refuse(() -> accountA == accountB, SAME_ACCOUNT, ACCOUNT_B);
        priced(open(guards, instrument), guards.passed() ? List.of(instrument) : List.of(), INSTRUMENT)
            .refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT);
        for (final RejectField field : List.of(ACCOUNT_A, ACCOUNT_B))
        {
            final Account account = ACCOUNT_A == field ? accountA : accountB;
            guards.refuse(() -> AccountMode.FROZEN == account.mode ||
                HEALTHY != account.status && MARGIN_CALL != account.status, ACCOUNT_STATUS, field);
        }
        return guards
            .refuse(() -> Long.signum(accountA.lots(instrument)) != -Long.signum(accountB.lots(instrument)) ||
                Math.min(Math.abs(accountA.lots(instrument)), Math.abs(accountB.lots(instrument))) < lots,
                INSUFFICIENT_POSITION, QUANTITY)
            .refuse(() -> offsetsTooMuch(accountA, instrument, lots) || offsetsTooMuch(accountB, instrument, lots),
                OVERFLOW, QUANTITY)
            .then(() -> offset(accountA, accountB, instrument, lots));
    }

    private static boolean offsetsTooMuch(final Account account, final Instrument instrument, final long lots)
    {
        final Account after = account.copy();
        close(after, instrument, lots, markValueOf(account.legs.get(instrument.id), lots));
        return tooMuch(after, ZERO);
    }

    private void offset(final Account accountA, final Account accountB, final Instrument instrument, final long lots)
    {
        reach(Clause.MOV_1_OFFSET);
        emit("positionsOffset", accountA.id, accountB.id, instrument.id, lots, instrument.mark);
        for (final Account account : List.of(accountA, accountB))
        {
            final BigInteger value = markValueOf(account.legs.get(instrument.id), lots);
            instrument.asset.rounding = instrument.asset.rounding.subtract(value);
            emitPosition(account, instrument, close(account, instrument, lots, value), ZERO, PositionCause.OFFSET);
        }
        finish(List.of(accountA, accountB));
    }
}
