package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.PositionChange;
import io.flatbook.engine.book.Postings;
import io.flatbook.engine.book.Sides;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Movements of positions without a trade: transfers by risk, and offsets of two positions that a gateway asks for
 * (MOV-1).
 */
final class Transfers
{
    private final Guards guards;
    private final Postings postings;
    private final Margin margin;
    private final PendingRuns runs;
    private final ClearingEvents events;
    private final PositionChange changeA = new PositionChange();
    private final PositionChange changeB = new PositionChange();

    Transfers(
        final Guards guards, final Postings postings, final Margin margin, final PendingRuns runs,
        final ClearingEvents events)
    {
        this.guards = guards;
        this.postings = postings;
        this.margin = margin;
        this.runs = runs;
        this.events = events;
    }

    RejectReason offsetPositions(
        final Sender sender, final long accountIdA, final long accountIdB, final int instrumentId,
        final long lots)
    {
        RejectReason refusal = guards.checkNewBusiness(sender, Principal.TRADE);
        if (RejectReason.NONE == refusal)
        {
            refusal = findPair(accountIdA, RejectField.ACCOUNT_A, accountIdB, RejectField.ACCOUNT_B,
                instrumentId, lots, sender.principal().venue());
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account a = guards.book().account(accountIdA);
        final Account b = guards.book().account(accountIdB);
        final Instrument instrument = guards.book().instrument(instrumentId);
        refusal = checkInstrument(instrument, true);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (!mayOffset(a) || !mayOffset(b))
        {
            return guards.refuse(
                RejectReason.ACCOUNT_STATUS, mayOffset(a) ? RejectField.ACCOUNT_B : RejectField.ACCOUNT_A);
        }
        final Position legA = a.leg(instrument);
        final Position legB = b.leg(instrument);
        if (null == legA || null == legB || legA.isLong() == legB.isLong() ||
            lots > Math.abs(legA.quantityLots()) || lots > Math.abs(legB.quantityLots()))
        {
            return guards.refuse(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY);
        }
        changeA.closeAtMark(legA, lots);
        changeB.closeAtMark(legB, lots);
        if (!a.fits(changeA.realizedPnl()) || !b.fits(changeB.realizedPnl()))
        {
            return guards.refuse(RejectReason.OVERFLOW, RejectField.QUANTITY);
        }
        events.positionsOffset(a, b, instrument, lots, instrument.markTicks());
        postings.book(a, instrument, changeA, 0, PositionCause.OFFSET);
        postings.book(b, instrument, changeB, 0, PositionCause.OFFSET);
        postings.checkNeutral(instrument);
        postings.rounding(instrument.settlementAsset(), -(changeA.valueClosed() + changeB.valueClosed()));
        return guards.accept();
    }

    private static boolean mayOffset(final Account account)
    {
        return AccountMode.FROZEN != account.mode() &&
            (AccountStatus.HEALTHY == account.status() || AccountStatus.MARGIN_CALL == account.status());
    }

    RejectReason transferPosition(
        final Sender sender, final long fromId, final long toId, final int instrumentId, final long lots,
        final long ticks)
    {
        RejectReason refusal = guards.checkRisk(sender, RejectField.NONE);
        if (RejectReason.NONE == refusal)
        {
            refusal = findPair(fromId, RejectField.FROM, toId, RejectField.TO, instrumentId, lots, 0);
        }
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkApproval(sender, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account from = guards.book().account(fromId);
        final Account to = guards.book().account(toId);
        final Instrument instrument = guards.book().instrument(instrumentId);
        refusal = checkInstrument(instrument, false);
        if (RejectReason.NONE == refusal)
        {
            refusal = checkParties(from, to, instrument, lots);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (Absent.LONG != ticks && !instrument.inBounds(ticks))
        {
            return guards.refuse(RejectReason.OUTSIDE_BAND, RejectField.PRICE);
        }
        final Position leg = from.leg(instrument);
        final long held = null == leg ? 0 : Math.abs(leg.quantityLots());
        if (lots > held)
        {
            return guards.refuse(RejectReason.INSUFFICIENT_POSITION, RejectField.QUANTITY);
        }
        return transfer(sender, from, to, leg, lots, ticks);
    }

    private RejectReason transfer(
        final Sender sender, final Account from, final Account to, final Position leg, final long lots,
        final long ticks)
    {
        final Instrument instrument = leg.instrument();
        final long moved = leg.isLong() ? lots : -lots;
        final long movedCost;
        if (Absent.LONG != ticks)
        {
            movedCost = instrument.value(moved, ticks);
            changeA.trade(leg, instrument, -moved, ticks);
            changeB.trade(to.leg(instrument), instrument, moved, ticks);
        }
        else
        {
            movedCost = lots == Math.abs(leg.quantityLots()) ? leg.cost() :
                FixedPoint.multiplyDivideTowardZero(leg.cost(), lots, Math.abs(leg.quantityLots()));
            changeA.transfer(leg, -moved, -movedCost);
            changeB.transfer(to.leg(instrument), moved, movedCost);
        }
        final RejectReason refusal = checkLimits(from, to, instrument);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final PendingRun run = runs.of(from);
        if (null != run)
        {
            runs.gaveAway(run, instrument, Sides.of(leg.quantityLots()));
        }
        events.positionTransferred(from, to, instrument, lots, movedCost, ticks, sender.principal());
        postings.book(from, instrument, changeA, 0, PositionCause.TRANSFER);
        postings.book(to, instrument, changeB, 0, PositionCause.TRANSFER);
        postings.checkNeutral(instrument);
        return guards.accept();
    }

    private RejectReason checkInstrument(final Instrument instrument, final boolean isPricedNeeded)
    {
        if (InstrumentStatus.HALTED == instrument.status() || instrument.isSettled())
        {
            return guards.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        final RejectReason refusal = isPricedNeeded || !instrument.hasMark() ?
            guards.checkPriced(instrument, RejectField.INSTRUMENT) : RejectReason.NONE;
        return RejectReason.NONE != refusal ? refusal : guards.checkNoRound(instrument);
    }

    // Neither side is CLOSED_OUT or FROZEN; a giver in default has its run held, the receiver is not in default.
    private RejectReason checkParties(
        final Account from, final Account to, final Instrument instrument, final long lots)
    {
        final PendingRun run = runs.of(from);
        final boolean isGiverBusy =
            AccountStatus.DEFAULTED == from.status() && (null == run || !run.isHeld());
        if (isUnable(from) || isGiverBusy)
        {
            return guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.FROM);
        }
        if (isUnable(to) || AccountStatus.DEFAULTED == to.status())
        {
            return guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.TO);
        }
        final Position given = from.leg(instrument);
        final Position held = to.leg(instrument);
        final boolean enlarges = null != given && (null == held || held.isLong() == given.isLong() ||
            lots > Math.abs(held.quantityLots()));
        return AccountMode.REDUCE_ONLY == to.mode() && enlarges ?
            guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.TO) : RejectReason.NONE;
    }

    private static boolean isUnable(final Account account)
    {
        return AccountMode.FROZEN == account.mode() || AccountStatus.CLOSED_OUT == account.status();
    }

    private RejectReason checkLimits(final Account from, final Account to, final Instrument instrument)
    {
        final Position toLeg = to.leg(instrument);
        final long after = Math.abs(changeB.quantityLots());
        final long before = null == toLeg ? 0 : Math.abs(toLeg.quantityLots());
        if (after > instrument.maxPositionLots() && after > before ||
            OwnerLimit.isExceeded(
                instrument, to, null == toLeg ? 0 : toLeg.quantityLots(), changeB.quantityLots(), from))
        {
            return guards.refuse(RejectReason.POSITION_LIMIT, RejectField.TO);
        }
        if (null == toLeg && to.legCount() >= guards.limits().legsPerAccount())
        {
            return guards.refuse(RejectReason.LEG_LIMIT, RejectField.TO);
        }
        final boolean isGiverFree =
            AccountStatus.LIQUIDATING == from.status() || AccountStatus.DEFAULTED == from.status();
        if (!isGiverFree && isUncovered(from, instrument, changeA))
        {
            return guards.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.FROM);
        }
        if (isUncovered(to, instrument, changeB))
        {
            return guards.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.TO);
        }
        if (AccountStatus.DEFAULTED != from.status())
        {
            final long equity = equityAfter(from, instrument, changeA);
            if (equity < 0 && equity < margin.equity(from))
            {
                return guards.refuse(RejectReason.BEYOND_BANKRUPTCY, RejectField.FROM);
            }
        }
        final int opened = changeA.positionsOpened(null != from.leg(instrument)) +
            changeB.positionsOpened(null != toLeg);
        if (opened > 0 && instrument.positions().count() + opened > guards.limits().positionsPerInstrument())
        {
            return guards.refuse(RejectReason.TOO_MANY, RejectField.INSTRUMENT);
        }
        return from.fits(changeA.realizedPnl()) && to.fits(changeB.realizedPnl()) &&
            MoneyBounds.positionsFit(to, instrument, changeB) ?
            RejectReason.NONE : guards.refuse(RejectReason.OVERFLOW, RejectField.QUANTITY);
    }

    private boolean isUncovered(final Account account, final Instrument instrument, final PositionChange change)
    {
        return equityAfter(account, instrument, change) - account.orderHold() <
            margin.initialAfter(account, instrument, change.quantityLots());
    }

    private long equityAfter(final Account account, final Instrument instrument, final PositionChange change)
    {
        return margin.equityAfter(account, instrument, change, account.collateral() + change.realizedPnl());
    }

    private RejectReason findPair(
        final long idA, final RejectField fieldA, final long idB, final RejectField fieldB, final int instrumentId,
        final long lots, final int venue)
    {
        if (idA <= 0 || idB <= 0)
        {
            return guards.refuse(RejectReason.INVALID_FIELD, idA <= 0 ? fieldA : fieldB);
        }
        if (instrumentId <= 0 || lots <= 0)
        {
            return guards.refuse(RejectReason.INVALID_FIELD,
                instrumentId <= 0 ? RejectField.INSTRUMENT : RejectField.QUANTITY);
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        if (null == instrument)
        {
            return guards.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT);
        }
        final Account a = guards.book().account(idA);
        final Account b = guards.book().account(idB);
        if (null == a || null == b)
        {
            return guards.refuse(RejectReason.UNKNOWN_ACCOUNT, null == a ? fieldA : fieldB);
        }
        if (0 != venue && (a.venue() != venue || b.venue() != venue))
        {
            return guards.refuse(RejectReason.NOT_YOUR_ACCOUNT, a.venue() != venue ? fieldA : fieldB);
        }
        final Asset asset = instrument.settlementAsset();
        if (a.asset() != asset || b.asset() != asset)
        {
            return guards.refuse(RejectReason.ASSET_MISMATCH, a.asset() != asset ? fieldA : fieldB);
        }
        return a == b ? guards.refuse(RejectReason.SAME_ACCOUNT, fieldB) : RejectReason.NONE;
    }
}
