package io.flatbook.engine;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeCause;

/**
 * The guards of a trade, in the order of the reject reasons; buyer before seller.
 */
final class TradeGuards
{
    private static final long OPEN_INTEREST_MAX = 1L << 61;
    private static final long MONEY_MAX = 1L << 62;
    private static final long FEE_MAX = 1L << 61;

    private final Core core;
    private final Answer answer;
    private final PositionChange buyerChange = new PositionChange();
    private final PositionChange sellerChange = new PositionChange();

    TradeGuards(final Core core)
    {
        this.core = core;
        answer = core.answer();
    }

    PositionChange buyerChange()
    {
        return buyerChange;
    }

    PositionChange sellerChange()
    {
        return sellerChange;
    }

    RejectReason checkFields(
        final long tradeId, final int instrumentId, final long buyer, final long seller, final long lots,
        final long ticks, final long buyerFee, final long sellerFee, final TradeCause cause,
        final long bustedTradeId, final int tradeDate)
    {
        if (tradeId <= 0)
        {
            return invalid(RejectField.TRADE_ID);
        }
        if (instrumentId <= 0)
        {
            return invalid(RejectField.INSTRUMENT);
        }
        if (buyer <= 0)
        {
            return invalid(RejectField.BUYER);
        }
        if (seller <= 0)
        {
            return invalid(RejectField.SELLER);
        }
        if (lots <= 0)
        {
            return invalid(RejectField.QUANTITY);
        }
        if (ticks <= 0)
        {
            return invalid(RejectField.PRICE);
        }
        if (ClearingEngine.NULL_LONG == buyerFee)
        {
            return invalid(RejectField.BUYER_FEE);
        }
        if (ClearingEngine.NULL_LONG == sellerFee)
        {
            return invalid(RejectField.SELLER_FEE);
        }
        if (!Enums.known(cause))
        {
            return invalid(RejectField.CAUSE);
        }
        if ((TradeCause.BUST == cause) != (ClearingEngine.NULL_LONG != bustedTradeId) ||
            TradeCause.BUST == cause && bustedTradeId <= 0)
        {
            return invalid(RejectField.BUSTED_TRADE_ID);
        }
        return ClearingEngine.NULL_INT == tradeDate || Dates.valid(tradeDate) ?
            RejectReason.NONE : invalid(RejectField.TRADE_DATE);
    }

    private RejectReason invalid(final RejectField field)
    {
        return answer.refuse(RejectReason.INVALID_FIELD, field);
    }

    RejectReason find(
        final Principal gateway, final long tradeId, final int instrumentId, final long buyerId, final long sellerId,
        final long bustedTradeId, final boolean reverses)
    {
        final Instrument instrument = core.book().instrument(instrumentId);
        final Account buyer = core.book().account(buyerId);
        final Account seller = core.book().account(sellerId);
        if (null == instrument)
        {
            return answer.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT);
        }
        if (null == buyer || null == seller)
        {
            return answer.refuse(
                RejectReason.UNKNOWN_ACCOUNT, null == buyer ? RejectField.BUYER : RejectField.SELLER);
        }
        if (!reverses)
        {
            return answer.refuse(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID);
        }
        if (buyer.venue() != gateway.venue() || seller.venue() != gateway.venue())
        {
            return answer.refuse(RejectReason.NOT_YOUR_ACCOUNT,
                buyer.venue() != gateway.venue() ? RejectField.BUYER : RejectField.SELLER);
        }
        if (gateway.trades().ids().contains(tradeId))
        {
            return answer.refuse(RejectReason.DUPLICATE_TRADE, RejectField.TRADE_ID);
        }
        if (ClearingEngine.NULL_LONG != bustedTradeId && gateway.trades().isBusted(bustedTradeId))
        {
            return answer.refuse(RejectReason.DUPLICATE_TRADE, RejectField.BUSTED_TRADE_ID);
        }
        if (gateway.trades().ids().tooOld(tradeId))
        {
            return answer.refuse(RejectReason.TRADE_ID_TOO_OLD, RejectField.TRADE_ID);
        }
        return findParties(instrument, buyer, seller);
    }

    private RejectReason findParties(final Instrument instrument, final Account buyer, final Account seller)
    {
        final Asset asset = instrument.settlementAsset();
        if (buyer.asset() != asset || seller.asset() != asset)
        {
            return answer.refuse(RejectReason.ASSET_MISMATCH,
                buyer.asset() != asset ? RejectField.BUYER : RejectField.SELLER);
        }
        if (buyer == seller)
        {
            return answer.refuse(RejectReason.SAME_ACCOUNT, RejectField.SELLER);
        }
        return buyer.ownerId() == seller.ownerId() ?
            answer.refuse(RejectReason.SAME_OWNER, RejectField.SELLER) : RejectReason.NONE;
    }

    RejectReason checkStatus(
        final Instrument instrument, final Account buyer, final Account seller, final long lots,
        final TradeCause cause, final boolean guaranteed)
    {
        final boolean buyerOpens = enlarges(buyer.leg(instrument), lots);
        final boolean sellerOpens = enlarges(seller.leg(instrument), -lots);
        final boolean opens = buyerOpens || sellerOpens;
        final InstrumentStatus status = instrument.status();
        if (InstrumentStatus.TRADING != status && !(InstrumentStatus.CLOSE_ONLY == status && !opens))
        {
            return answer.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        if (0 == instrument.markTicks() || instrument.isOption() && 0 == instrument.underlying().markTicks())
        {
            return answer.refuse(RejectReason.NO_MARK, RejectField.INSTRUMENT);
        }
        if (opens && instrument.suspect())
        {
            return answer.refuse(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT);
        }
        if (opens && instrument.stale(core.nowMs()))
        {
            return answer.refuse(RejectReason.MARK_STALE, RejectField.INSTRUMENT);
        }
        if (core.runs().isPending(instrument))
        {
            return answer.refuse(RejectReason.RUN_PENDING, RejectField.INSTRUMENT);
        }
        if (!mayTrade(buyer, buyerOpens, cause, guaranteed))
        {
            return answer.refuse(RejectReason.ACCOUNT_STATUS, RejectField.BUYER);
        }
        if (!mayTrade(seller, sellerOpens, cause, guaranteed))
        {
            return answer.refuse(RejectReason.ACCOUNT_STATUS, RejectField.SELLER);
        }
        final boolean liquidates = AccountStatus.LIQUIDATING == buyer.status() ||
            AccountStatus.LIQUIDATING == seller.status();
        return TradeCause.LIQUIDATION == cause && !liquidates ?
            answer.refuse(RejectReason.ACCOUNT_STATUS, RejectField.CAUSE) : RejectReason.NONE;
    }

    private static boolean enlarges(final Position position, final long deltaLots)
    {
        final long before = null == position ? 0 : position.quantityLots();
        return 0 == before || before > 0 == deltaLots > 0 || Math.abs(deltaLots) > Math.abs(before);
    }

    private static boolean mayTrade(
        final Account account, final boolean opens, final TradeCause cause, final boolean guaranteed)
    {
        if (AccountMode.FROZEN == account.mode() || AccountMode.REDUCE_ONLY == account.mode() && opens)
        {
            return false;
        }
        return switch (account.status())
        {
            case HEALTHY -> true;
            case MARGIN_CALL -> !opens || guaranteed;
            case LIQUIDATING -> TradeCause.LIQUIDATION == cause && !opens;
            default -> false;
        };
    }

    RejectReason checkLimits(
        final Instrument instrument, final Account buyer, final Account seller, final long lots, final long ticks,
        final long buyerFee, final long sellerFee, final TradeCause cause)
    {
        final Protection protection = instrument.protection();
        final boolean outside = TradeCause.BUST != cause &&
            Bands.isOutside(ticks, instrument.markTicks(), protection.tradeBandPpm());
        if (!instrument.inBounds(ticks) || outside)
        {
            return answer.refuse(RejectReason.OUTSIDE_BAND, RejectField.PRICE);
        }
        // A trade can at most turn the largest position around; beyond that its value need not fit.
        final long lotsMax = 2 * instrument.units().maxPositionLots();
        final long value = Math.abs(instrument.value(Math.min(lots, lotsMax), ticks));
        final RejectField fee = feeBeyondLimit(instrument, value, buyerFee, sellerFee);
        if (RejectField.NONE != fee)
        {
            return answer.refuse(RejectReason.FEE_LIMIT, fee);
        }
        if (lots > lotsMax)
        {
            return answer.refuse(RejectReason.POSITION_LIMIT, RejectField.BUYER);
        }

        buyerChange.trade(buyer.leg(instrument), instrument, lots, ticks);
        sellerChange.trade(seller.leg(instrument), instrument, -lots, ticks);
        if (exceeds(instrument, buyer.leg(instrument), buyerChange))
        {
            return answer.refuse(RejectReason.POSITION_LIMIT, RejectField.BUYER);
        }
        if (exceeds(instrument, seller.leg(instrument), sellerChange))
        {
            return answer.refuse(RejectReason.POSITION_LIMIT, RejectField.SELLER);
        }
        final long openInterest = instrument.openInterestLots() +
            longLots(buyerChange.quantityLots()) - longLots(buyer.leg(instrument)) +
            longLots(sellerChange.quantityLots()) - longLots(seller.leg(instrument));
        final long openInterestMax = ClearingEngine.NULL_LONG == protection.maxOpenInterestLots() ?
            OPEN_INTEREST_MAX : Math.min(OPEN_INTEREST_MAX, protection.maxOpenInterestLots());
        if (openInterest > openInterestMax && openInterest > instrument.openInterestLots())
        {
            return answer.refuse(RejectReason.OPEN_INTEREST_LIMIT, RejectField.QUANTITY);
        }
        final int legsMax = core.limits().legsPerAccount();
        if (null == buyer.leg(instrument) && buyer.legCount() >= legsMax)
        {
            return answer.refuse(RejectReason.LEG_LIMIT, RejectField.BUYER);
        }
        return null == seller.leg(instrument) && seller.legCount() >= legsMax ?
            answer.refuse(RejectReason.LEG_LIMIT, RejectField.SELLER) : RejectReason.NONE;
    }

    private static RejectField feeBeyondLimit(
        final Instrument instrument, final long value, final long buyerFee, final long sellerFee)
    {
        final long maxFeePpm = instrument.protection().maxFeePpm();
        if (ClearingEngine.NULL_LONG != maxFeePpm)
        {
            if (FixedPoint.compareProducts(Math.abs(buyerFee), FixedPoint.PPM, maxFeePpm, value) > 0)
            {
                return RejectField.BUYER_FEE;
            }
            if (FixedPoint.compareProducts(Math.abs(sellerFee), FixedPoint.PPM, maxFeePpm, value) > 0)
            {
                return RejectField.SELLER_FEE;
            }
        }
        final WideSum left = new WideSum().add(instrument.settlementAsset().fees()).add(buyerFee).add(sellerFee);
        if (left.high() >= 0)
        {
            return RejectField.NONE;
        }
        return buyerFee < 0 ? RejectField.BUYER_FEE : RejectField.SELLER_FEE;
    }

    private static boolean exceeds(
        final Instrument instrument, final Position before, final PositionChange change)
    {
        final long lots = Math.abs(change.quantityLots());
        return lots > instrument.maxPositionLots() &&
            (null == before || lots > Math.abs(before.quantityLots())) || lots > instrument.units().maxPositionLots();
    }

    private static long longLots(final Position position)
    {
        return null == position ? 0 : longLots(position.quantityLots());
    }

    private static long longLots(final long quantityLots)
    {
        return Math.max(0, quantityLots);
    }

    RejectReason checkMoney(
        final Instrument instrument, final Account buyer, final Account seller, final long lots, final long ticks,
        final long buyerFee, final long sellerFee, final boolean marginWaived)
    {
        final long buyerCollateral = buyer.collateral() + buyerChange.realizedPnl() - clamp(buyerFee);
        final long sellerCollateral = seller.collateral() + sellerChange.realizedPnl() - clamp(sellerFee);
        final long buyerEquity = core.margin().equityAfter(buyer, instrument, buyerChange, buyerCollateral);
        final long sellerEquity = core.margin().equityAfter(seller, instrument, sellerChange, sellerCollateral);
        if (!marginWaived)
        {
            if (buyerChange.enlarged() && isUncovered(buyer, instrument, buyerChange, buyerEquity))
            {
                return answer.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER);
            }
            if (sellerChange.enlarged() && isUncovered(seller, instrument, sellerChange, sellerEquity))
            {
                return answer.refuse(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER);
            }
        }
        if (buyerEquity < 0 && buyerEquity < core.margin().equity(buyer))
        {
            return answer.refuse(RejectReason.BEYOND_BANKRUPTCY, RejectField.BUYER);
        }
        if (sellerEquity < 0 && sellerEquity < core.margin().equity(seller))
        {
            return answer.refuse(RejectReason.BEYOND_BANKRUPTCY, RejectField.SELLER);
        }
        final int opened = buyerChange.positionsOpened(buyer.leg(instrument)) +
            sellerChange.positionsOpened(seller.leg(instrument));
        if (opened > 0 && instrument.positions().count() + opened > core.limits().positionsPerInstrument())
        {
            return answer.refuse(RejectReason.TOO_MANY, RejectField.INSTRUMENT);
        }
        if (Math.abs(buyerFee) > FEE_MAX || Math.abs(sellerFee) > FEE_MAX || Math.abs(buyerCollateral) > MONEY_MAX ||
            Math.abs(sellerCollateral) > MONEY_MAX)
        {
            return answer.refuse(RejectReason.OVERFLOW, RejectField.PRICE);
        }
        return RejectReason.NONE;
    }

    // A larger fee is refused anyway, by margin, bankruptcy or overflow; clamped, the sums before that fit.
    private static long clamp(final long fee)
    {
        return Math.max(-FEE_MAX, Math.min(FEE_MAX, fee));
    }

    private boolean isUncovered(
        final Account account, final Instrument instrument, final PositionChange change, final long equity)
    {
        return equity - account.orderHold() <
            core.margin().initialAfter(account, instrument, change.quantityLots());
    }
}
