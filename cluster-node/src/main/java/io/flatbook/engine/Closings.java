package io.flatbook.engine;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

import java.util.ArrayList;
import java.util.List;

/**
 * Position movements without a trade: transfers, voluntary offsets, settlement of an instrument, declared defaults.
 */
final class Closings
{
    private final Core core;
    private final Answer answer;
    private final PositionChange changeA = new PositionChange();
    private final PositionChange changeB = new PositionChange();

    Closings(final Core core)
    {
        this.core = core;
        answer = core.answer();
    }

    /** Refuses where there is no mark that is fresh and not held, or a run waits on the instrument. */
    static RejectReason checkMark(final Core core, final Instrument instrument)
    {
        final Answer answer = core.answer();
        if (0 == instrument.markTicks())
        {
            return answer.refuse(RejectReason.NO_MARK, RejectField.INSTRUMENT);
        }
        if (instrument.suspect())
        {
            return answer.refuse(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT);
        }
        if (instrument.stale(core.nowMs()))
        {
            return answer.refuse(RejectReason.MARK_STALE, RejectField.INSTRUMENT);
        }
        return core.runs().isPending(instrument) ?
            answer.refuse(RejectReason.RUN_PENDING, RejectField.INSTRUMENT) : RejectReason.NONE;
    }

    RejectReason offsetPositions(
        final Principal gateway, final long accountIdA, final long accountIdB, final int instrumentId,
        final long lots)
    {
        RejectReason refusal = core.checkNewBusiness(gateway, Principal.TRADE);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        refusal = findPair(accountIdA, RejectField.ACCOUNT_A, accountIdB, RejectField.ACCOUNT_B,
            instrumentId, lots, gateway.venue());
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account a = core.book().account(accountIdA);
        final Account b = core.book().account(accountIdB);
        final Instrument instrument = core.book().instrument(instrumentId);
        refusal = checkPair(a, RejectField.ACCOUNT_A, b, RejectField.ACCOUNT_B, instrument, false);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Position legA = a.leg(instrument);
        final Position legB = b.leg(instrument);
        if (null == legA || null == legB || legA.quantityLots() > 0 == legB.quantityLots() > 0 ||
            lots > Math.abs(legA.quantityLots()) || lots > Math.abs(legB.quantityLots()))
        {
            return answer.refuse(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY);
        }
        changeA.closeAtMark(legA, lots);
        changeB.closeAtMark(legB, lots);
        core.events().positionsOffset(a, b, instrument, lots, instrument.markTicks());
        apply(a, instrument, changeA);
        apply(b, instrument, changeB);
        instrument.checkNeutral();
        instrument.settlementAsset().addRounding(-(changeA.valueClosed() + changeB.valueClosed()));
        return answer.accept();
    }

    RejectReason transferPosition(
        final Principal risk, final long fromId, final long toId, final int instrumentId, final long lots,
        final boolean approved)
    {
        RejectReason refusal = core.controls().checkRisk(risk, null);
        if (RejectReason.NONE == refusal)
        {
            refusal = findPair(fromId, RejectField.FROM, toId, RejectField.TO, instrumentId, lots, 0);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (core.controls().needsApproval(approved))
        {
            return answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE);
        }
        final Account from = core.book().account(fromId);
        final Account to = core.book().account(toId);
        final Instrument instrument = core.book().instrument(instrumentId);
        refusal = checkPair(from, RejectField.FROM, to, RejectField.TO, instrument, true);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        return transfer(risk, from, to, instrument, lots);
    }

    private RejectReason transfer(
        final Principal risk, final Account from, final Account to, final Instrument instrument, final long lots)
    {
        final Position leg = from.leg(instrument);
        final long held = null == leg ? 0 : Math.abs(leg.quantityLots());
        final long movedCost = null == leg ? 0 : lots >= held ? leg.cost() :
            FixedPoint.multiplyDivideTowardZero(leg.cost(), lots, held);
        if (lots <= held)
        {
            final long moved = leg.quantityLots() > 0 ? lots : -lots;
            changeA.transfer(leg, -moved, -movedCost);
            changeB.transfer(to.leg(instrument), moved, movedCost);
        }
        final RejectReason refusal = checkTransfer(from, to, instrument, lots, held);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        core.events().positionTransferred(from, to, instrument, lots, movedCost, risk);
        apply(from, instrument, changeA);
        apply(to, instrument, changeB);
        instrument.checkNeutral();
        return answer.accept();
    }

    private RejectReason checkTransfer(
        final Account from, final Account to, final Instrument instrument, final long lots, final long held)
    {
        if (lots <= held)
        {
            if (AccountMode.REDUCE_ONLY == to.mode() && changeB.enlarged())
            {
                return answer.refuse(RejectReason.ACCOUNT_STATUS, RejectField.TO);
            }
            final long after = Math.abs(changeB.quantityLots());
            final Position toLeg = to.leg(instrument);
            final long before = null == toLeg ? 0 : Math.abs(toLeg.quantityLots());
            if (after > instrument.maxPositionLots() && after > before)
            {
                return answer.refuse(RejectReason.POSITION_LIMIT, RejectField.TO);
            }
            if (null == toLeg && to.legCount() >= core.limits().legsPerAccount())
            {
                return answer.refuse(RejectReason.LEG_LIMIT, RejectField.TO);
            }
        }
        else
        {
            return answer.refuse(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY);
        }
        if (isUncovered(from, instrument, changeA))
        {
            return answer.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.FROM);
        }
        if (isUncovered(to, instrument, changeB))
        {
            return answer.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.TO);
        }
        final int opened = changeA.positionsOpened(from.leg(instrument)) +
            changeB.positionsOpened(to.leg(instrument));
        return opened > 0 &&
            instrument.positions().count() + opened > core.limits().positionsPerInstrument() ?
            answer.refuse(RejectReason.TOO_MANY, RejectField.INSTRUMENT) : RejectReason.NONE;
    }

    private boolean isUncovered(final Account account, final Instrument instrument, final PositionChange change)
    {
        final long equity = core.margin().equityAfter(
            account, instrument, change, account.collateral() + change.realizedPnl());
        return equity - account.orderHold() <
            core.margin().initialAfter(account, instrument, change.quantityLots());
    }

    private RejectReason findPair(
        final long idA, final RejectField fieldA, final long idB, final RejectField fieldB, final int instrumentId,
        final long lots, final int venue)
    {
        if (idA <= 0 || idB <= 0)
        {
            return answer.refuse(RejectReason.INVALID_FIELD, idA <= 0 ? fieldA : fieldB);
        }
        if (instrumentId <= 0 || lots <= 0)
        {
            return answer.refuse(RejectReason.INVALID_FIELD,
                instrumentId <= 0 ? RejectField.INSTRUMENT : RejectField.QUANTITY);
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        if (null == instrument)
        {
            return answer.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT);
        }
        final Account a = core.book().account(idA);
        final Account b = core.book().account(idB);
        if (null == a || null == b)
        {
            return answer.refuse(RejectReason.UNKNOWN_ACCOUNT, null == a ? fieldA : fieldB);
        }
        if (0 != venue && (a.venue() != venue || b.venue() != venue))
        {
            return answer.refuse(RejectReason.NOT_YOUR_ACCOUNT, a.venue() != venue ? fieldA : fieldB);
        }
        final Asset asset = instrument.settlementAsset();
        if (a.asset() != asset || b.asset() != asset)
        {
            return answer.refuse(RejectReason.ASSET_MISMATCH, a.asset() != asset ? fieldA : fieldB);
        }
        return a == b ? answer.refuse(RejectReason.SAME_ACCOUNT, fieldB) : RejectReason.NONE;
    }

    private RejectReason checkPair(
        final Account a, final RejectField fieldA, final Account b, final RejectField fieldB,
        final Instrument instrument, final boolean liquidatingToo)
    {
        final InstrumentStatus status = instrument.status();
        if (InstrumentStatus.HALTED == status || InstrumentStatus.SETTLED == status)
        {
            return answer.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        final RejectReason refusal = checkMark(core, instrument);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (!mayMove(a, liquidatingToo) || !mayMove(b, liquidatingToo))
        {
            return answer.refuse(RejectReason.ACCOUNT_STATUS, mayMove(a, liquidatingToo) ? fieldB : fieldA);
        }
        return RejectReason.NONE;
    }

    private static boolean mayMove(final Account account, final boolean liquidatingToo)
    {
        final AccountStatus status = account.status();
        return AccountMode.FROZEN != account.mode() && AccountStatus.DEFAULTED != status &&
            AccountStatus.CLOSED_OUT != status && (liquidatingToo || AccountStatus.LIQUIDATING != status);
    }

    private void apply(final Account account, final Instrument instrument, final PositionChange change)
    {
        account.position(instrument, change.quantityLots(), change.cost());
        account.addCollateral(change.realizedPnl());
        core.monitor().touch(account);
        core.events().positionChanged(
            account, instrument, change.quantityLots(), change.cost(), change.realizedPnl(), 0);
    }

    RejectReason settleInstrument(
        final Principal risk, final int instrumentId, final long ticks, final boolean approved)
    {
        final RejectReason refusal = checkSettlement(risk, instrumentId, ticks, approved);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        final List<Position> positions = new ArrayList<>();
        instrument.positions().forEach(positions::add);
        long left = 0;
        for (final Position position : positions)
        {
            final boolean wasLong = position.quantityLots() > 0;
            changeA.settle(position, instrument.units().settlementValue(position.quantityLots(), ticks));
            left -= changeA.valueClosed();
            core.runs().ledger().settled(position.account(), instrument, wasLong, changeA.realizedPnl());
            apply(position.account(), instrument, changeA);
        }
        instrument.checkNeutral();
        instrument.settlementAsset().addRounding(left);
        final InstrumentStatus from = instrument.status();
        instrument.settle();
        core.events().instrumentStatusChanged(instrument, from, InstrumentStatus.SETTLED, risk);
        core.events().instrumentSettled(instrument, ticks, positions.size(), left, risk);
        return answer.accept();
    }

    private RejectReason checkSettlement(
        final Principal risk, final int instrumentId, final long ticks, final boolean approved)
    {
        final RejectReason refusal = core.controls().checkRisk(
            risk, instrumentId <= 0 ? RejectField.INSTRUMENT : ticks <= 0 ? RejectField.PRICE : null);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        if (null == instrument)
        {
            return answer.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT);
        }
        if (core.controls().needsApproval(approved))
        {
            return answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE);
        }
        if (InstrumentStatus.SETTLED == instrument.status())
        {
            return answer.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        if (core.runs().isPending(instrument))
        {
            return answer.refuse(RejectReason.RUN_PENDING, RejectField.INSTRUMENT);
        }
        final Instrument priced = instrument.isOption() ? instrument.underlying() : instrument;
        final boolean outside = !approved && 0 != priced.markTicks() &&
            Bands.isOutside(ticks, priced.markTicks(), instrument.protection().tradeBandPpm());
        return !priced.inBounds(ticks) || outside ?
            answer.refuse(RejectReason.OUTSIDE_BAND, RejectField.PRICE) : RejectReason.NONE;
    }
}
