package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Bands;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MarginTriggers;
import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.WideSum;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

/**
 * The guards of a trade that compute what it leaves: pledges, bands, fees, limits, margin, bankruptcy (TRD-1, TRD-2,
 * TRD-5), in the order of the reject reasons; buyer before seller. Below the last one nothing fails.
 */
final class TradeLimits
{
    private static final long OPEN_INTEREST_MAX = 1L << 61;
    private static final long FEE_MAX = 1L << 61;
    private static final long PLEDGED_FEE_PPM = 1_000;

    private final Guards guards;
    private final Margin margin;
    private final MarginTriggers triggers;
    private final WideSum feesLeft = new WideSum();

    TradeLimits(final Guards guards, final Margin margin, final MarginTriggers triggers)
    {
        this.guards = guards;
        this.margin = margin;
        this.triggers = triggers;
    }

    RejectReason check(final Sender sender, final TradeTicket trade)
    {
        final Instrument instrument = trade.instrument();
        // A trade can at most turn the largest position around; beyond that, or beyond the price bounds, its value need
        // not fit, and it is refused below.
        final boolean fits = (trade.isBust() || instrument.inBounds(trade.priceTicks())) &&
            trade.quantityLots() <= 2 * instrument.units().largestPositionLots();
        if (fits)
        {
            trade.computeChanges();
            compute(trade.buyer(), trade);
            compute(trade.seller(), trade);
            final RejectReason pledged = checkPledges(trade);
            if (RejectReason.NONE != pledged)
            {
                return pledged;
            }
        }
        if (!trade.isBust() && (!instrument.inBounds(trade.priceTicks()) || isOutsideBand(trade)))
        {
            return guards.refuse(RejectReason.OUTSIDE_BAND, RejectField.PRICE);
        }
        final RejectField fee = feeBeyondLimit(trade);
        if (RejectField.NONE != fee)
        {
            return guards.refuse(RejectReason.FEE_LIMIT, fee);
        }
        if (!fits)
        {
            return guards.refuse(RejectReason.POSITION_LIMIT, RejectField.BUYER);
        }
        final RejectReason refusal = checkPositions(trade);
        return RejectReason.NONE != refusal ? refusal :
            checkMoney(trade, trade.isGuaranteed() && Switch.ON == sender.principal().guaranteed());
    }

    // Equity is measured where a guard could refuse for it: not of a party that is covered and answers for nobody.
    private void compute(final TradeTicket.Party party, final TradeTicket trade)
    {
        final Account account = party.account();
        final long more = party.change().realizedPnl() - fee(party, trade);
        party.covered(triggers.isCovered(
            account, trade.instrument(), party.legIndex(), party.change(), more, account.orderHold()));
        if (!party.isCovered() || isAnswerable(account))
        {
            party.equity(margin.equity(account),
                margin.equityAfter(account, trade.instrument(), party.change(), account.collateral() + more));
        }
    }

    private static boolean isAnswerable(final Account account)
    {
        return Recourse.OWNER == account.asset().waterfall().recourse() ?
            account.ownerDistressed() : account.pledged();
    }

    // A larger fee is refused anyway, by margin, bankruptcy or overflow; clamped, the sums before that fit.
    private static long fee(final TradeTicket.Party party, final TradeTicket trade)
    {
        return Math.max(-FEE_MAX, Math.min(FEE_MAX, trade.fee(party)));
    }

    private RejectReason checkPledges(final TradeTicket trade)
    {
        if (lowersPledged(trade.buyer(), trade))
        {
            return guards.refuse(RejectReason.PLEDGED, RejectField.BUYER);
        }
        return lowersPledged(trade.seller(), trade) ?
            guards.refuse(RejectReason.PLEDGED, RejectField.SELLER) : RejectReason.NONE;
    }

    // An account that answers for another does not lower its equity, but by a small fee on a reduction.
    private static boolean lowersPledged(final TradeTicket.Party party, final TradeTicket trade)
    {
        final Account account = party.account();
        final boolean isLiquidated = trade.isLiquidation() && AccountStatus.LIQUIDATING == account.status();
        if (!isAnswerable(account) || isLiquidated)
        {
            return false;
        }
        final long fee = trade.fee(party);
        final long allowance = FixedPoint.multiplyDivideFloor(
            Math.abs(trade.instrument().value(trade.quantityLots(), trade.priceTicks())), PLEDGED_FEE_PPM,
            FixedPoint.PPM);
        final boolean isSmallFee = !party.opens() && fee > 0 && fee <= allowance;
        return party.equityAfter() + (isSmallFee ? fee : 0) < party.equityBefore();
    }

    private static boolean isOutsideBand(final TradeTicket trade)
    {
        final Protection protection = trade.instrument().protection();
        return Bands.isOutside(trade.priceTicks(), trade.instrument().markTicks(), protection.tradeBandPpm(),
            protection.tradeBandAbsoluteTicks());
    }

    private RejectField feeBeyondLimit(final TradeTicket trade)
    {
        final Instrument instrument = trade.instrument();
        final long maxFeePpm = instrument.protection().maxFeePpm();
        if (Absent.LONG != maxFeePpm && !trade.isBust())
        {
            final long value = Math.abs(
                instrument.units().saturatedValueAt(trade.quantityLots(), trade.priceTicks()));
            if (FixedPoint.compareProducts(Math.abs(trade.buyerFee()), FixedPoint.PPM, maxFeePpm, value) > 0)
            {
                return RejectField.BUYER_FEE;
            }
            if (FixedPoint.compareProducts(Math.abs(trade.sellerFee()), FixedPoint.PPM, maxFeePpm, value) > 0)
            {
                return RejectField.SELLER_FEE;
            }
        }
        final WideSum left = feesLeft.set(0, 0)
            .add(instrument.settlementAsset().fees()).add(trade.buyerFee()).add(trade.sellerFee());
        if (left.high() >= 0)
        {
            return RejectField.NONE;
        }
        return trade.buyerFee() < 0 ? RejectField.BUYER_FEE : RejectField.SELLER_FEE;
    }

    private RejectReason checkPositions(final TradeTicket trade)
    {
        if (exceeds(trade.buyer(), trade))
        {
            return guards.refuse(RejectReason.POSITION_LIMIT, RejectField.BUYER);
        }
        if (exceeds(trade.seller(), trade))
        {
            return guards.refuse(RejectReason.POSITION_LIMIT, RejectField.SELLER);
        }
        if (exceedsOpenInterest(trade))
        {
            return guards.refuse(RejectReason.OPEN_INTEREST_LIMIT, RejectField.QUANTITY);
        }
        final int legsMax = guards.limits().legsPerAccount();
        if (!trade.buyer().hasLeg() && trade.buyer().account().legCount() >= legsMax)
        {
            return guards.refuse(RejectReason.LEG_LIMIT, RejectField.BUYER);
        }
        return !trade.seller().hasLeg() && trade.seller().account().legCount() >= legsMax ?
            guards.refuse(RejectReason.LEG_LIMIT, RejectField.SELLER) : RejectReason.NONE;
    }

    private static boolean exceeds(final TradeTicket.Party party, final TradeTicket trade)
    {
        final Instrument instrument = trade.instrument();
        final long lots = Math.abs(party.change().quantityLots());
        final boolean enlarges = lots > Math.abs(party.lotsBefore());
        final long max = trade.isBust() ? instrument.units().largestPositionLots() : instrument.maxPositionLots();
        return enlarges && lots > max || !trade.isBust() && OwnerLimit.isExceeded(
            instrument, party.account(), party.lotsBefore(), party.change().quantityLots(), null);
    }

    private static boolean exceedsOpenInterest(final TradeTicket trade)
    {
        final Instrument instrument = trade.instrument();
        final long openInterest = instrument.openInterestLots() + longLotsAdded(trade.buyer()) +
            longLotsAdded(trade.seller());
        final long given = instrument.protection().maxOpenInterestLots();
        final long max = Absent.LONG == given || trade.isBust() ?
            OPEN_INTEREST_MAX : Math.min(OPEN_INTEREST_MAX, given);
        return openInterest > max && openInterest > instrument.openInterestLots();
    }

    private static long longLotsAdded(final TradeTicket.Party party)
    {
        return Math.max(0, party.change().quantityLots()) - Math.max(0, party.lotsBefore());
    }

    private RejectReason checkMoney(final TradeTicket trade, final boolean guaranteed)
    {
        if (!guaranteed && !trade.isBust())
        {
            if (lacksMargin(trade.buyer(), trade))
            {
                return guards.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER);
            }
            if (lacksMargin(trade.seller(), trade))
            {
                return guards.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER);
            }
        }
        if (isBeyondBankruptcy(trade.buyer()))
        {
            return guards.refuse(RejectReason.BEYOND_BANKRUPTCY, RejectField.BUYER);
        }
        if (isBeyondBankruptcy(trade.seller()))
        {
            return guards.refuse(RejectReason.BEYOND_BANKRUPTCY, RejectField.SELLER);
        }
        final Instrument instrument = trade.instrument();
        final int opened = trade.buyer().change().positionsOpened(trade.buyer().hasLeg()) +
            trade.seller().change().positionsOpened(trade.seller().hasLeg());
        if (opened > 0 &&
            instrument.positions().count() + opened > guards.limits().positionsPerInstrument())
        {
            return guards.refuse(RejectReason.TOO_MANY, RejectField.INSTRUMENT);
        }
        return overflows(trade.buyer(), trade) || overflows(trade.seller(), trade) ||
            !MoneyBounds.fits(instrument.settlementAsset().fees(), trade.buyerFee() + trade.sellerFee()) ?
            guards.refuse(RejectReason.OVERFLOW, RejectField.PRICE) : RejectReason.NONE;
    }

    // TRD-2: what is left spends no margin, and what is opened is covered.
    private boolean lacksMargin(final TradeTicket.Party party, final TradeTicket trade)
    {
        if (party.isCovered())
        {
            return false;
        }
        final Account account = party.account();
        final Instrument instrument = trade.instrument();
        final long after = party.equityAfter();
        final long before = party.equityBefore();
        final boolean isLiquidated = trade.isLiquidation() && AccountStatus.LIQUIDATING == account.status();
        final long initialAfter = margin.initialAfter(account, instrument, party.change().quantityLots());
        if (!isLiquidated && after >= 0 && after < before && after < initialAfter &&
            FixedPoint.compareProducts(after, margin.maintenanceMargin(account), before,
                margin.maintenanceAfter(account, instrument, party.change().quantityLots())) < 0)
        {
            return true;
        }
        return party.opens() && after - account.orderHold() < initialAfter;
    }

    private static boolean isBeyondBankruptcy(final TradeTicket.Party party)
    {
        return !party.isCovered() && party.equityAfter() < 0 && party.equityAfter() < party.equityBefore();
    }

    private static boolean overflows(final TradeTicket.Party party, final TradeTicket trade)
    {
        return trade.fee(party) > FEE_MAX || trade.fee(party) < -FEE_MAX ||
            !party.account().fits(party.change().realizedPnl() - fee(party, trade)) ||
            party.opens() && !MoneyBounds.positionsFit(party.account(), trade.instrument(), party.change());
    }
}
