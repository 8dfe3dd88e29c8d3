package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Dates;
import io.flatbook.engine.book.Enums;
import io.flatbook.engine.book.Instrument;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

/**
 * The guards of a trade that ask who and what it is about (TRD-1, TRD-3 to TRD-5), in the order of the reject reasons;
 * buyer before seller. {@link TradeLimits} follows them.
 */
final class TradeGuards
{
    private final Guards guards;

    TradeGuards(final Guards guards)
    {
        this.guards = guards;
    }

    RejectReason check(final Sender sender, final TradeTicket trade)
    {
        if (!sender.principal().may(Principal.TRADE))
        {
            return guards.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        if (guards.isStorageLow() && !trade.isLiquidation())
        {
            return guards.refuse(RejectReason.STORAGE_LOW, RejectField.NONE);
        }
        final RejectField invalid = invalidField(trade);
        if (RejectField.NONE != invalid)
        {
            return guards.refuse(RejectReason.INVALID_FIELD, invalid);
        }
        trade.resolve(guards.book());
        RejectReason refusal = checkKnown(sender.principal(), trade);
        if (RejectReason.NONE == refusal)
        {
            refusal = checkParties(trade);
        }
        if (RejectReason.NONE == refusal)
        {
            refusal = checkInstrument(trade);
        }
        return RejectReason.NONE == refusal ? checkStatuses(sender.principal(), trade) : refusal;
    }

    private static RejectField invalidField(final TradeTicket trade)
    {
        if (trade.tradeId() <= 0)
        {
            return RejectField.TRADE_ID;
        }
        if (trade.instrumentId() <= 0)
        {
            return RejectField.INSTRUMENT;
        }
        if (trade.buyerId() <= 0)
        {
            return RejectField.BUYER;
        }
        if (trade.sellerId() <= 0)
        {
            return RejectField.SELLER;
        }
        if (trade.quantityLots() <= 0)
        {
            return RejectField.QUANTITY;
        }
        if (Absent.LONG == trade.priceTicks())
        {
            return RejectField.PRICE;
        }
        if (Absent.LONG == trade.buyerFee())
        {
            return RejectField.BUYER_FEE;
        }
        if (Absent.LONG == trade.sellerFee())
        {
            return RejectField.SELLER_FEE;
        }
        if (!Enums.known(trade.cause()))
        {
            return RejectField.CAUSE;
        }
        if (trade.isBust() != (Absent.LONG != trade.bustedTradeId()) ||
            trade.isBust() && trade.bustedTradeId() <= 0)
        {
            return RejectField.BUSTED_TRADE_ID;
        }
        return Absent.INT == trade.tradeDate() || Dates.valid(trade.tradeDate()) ?
            RejectField.NONE : RejectField.TRADE_DATE;
    }

    private RejectReason checkKnown(final Principal gateway, final TradeTicket trade)
    {
        final Account buyer = trade.buyer().account();
        final Account seller = trade.seller().account();
        if (null == trade.instrument())
        {
            return guards.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT);
        }
        if (null == buyer || null == seller)
        {
            return guards.refuse(
                RejectReason.UNKNOWN_ACCOUNT, null == buyer ? RejectField.BUYER : RejectField.SELLER);
        }
        final TradeLog trades = gateway.trades();
        if (trade.isBust())
        {
            final BookedTrade busted = trades.trade(trade.bustedTradeId());
            if (null == busted || !busted.isReversedBy(trade))
            {
                return guards.refuse(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID);
            }
        }
        if (buyer.venue() != gateway.venue() || seller.venue() != gateway.venue())
        {
            return guards.refuse(RejectReason.NOT_YOUR_ACCOUNT,
                buyer.venue() != gateway.venue() ? RejectField.BUYER : RejectField.SELLER);
        }
        if (trades.ids().contains(trade.tradeId()))
        {
            return guards.refuse(RejectReason.DUPLICATE_TRADE, RejectField.TRADE_ID);
        }
        if (trade.isBust() && trades.isBusted(trade.bustedTradeId()))
        {
            return guards.refuse(RejectReason.DUPLICATE_TRADE, RejectField.BUSTED_TRADE_ID);
        }
        return trades.ids().tooOld(trade.tradeId()) ?
            guards.refuse(RejectReason.TRADE_ID_TOO_OLD, RejectField.TRADE_ID) : RejectReason.NONE;
    }

    private RejectReason checkParties(final TradeTicket trade)
    {
        final Asset asset = trade.instrument().settlementAsset();
        final Account buyer = trade.buyer().account();
        final Account seller = trade.seller().account();
        if (buyer.asset() != asset || seller.asset() != asset)
        {
            return guards.refuse(RejectReason.ASSET_MISMATCH,
                buyer.asset() != asset ? RejectField.BUYER : RejectField.SELLER);
        }
        if (buyer == seller)
        {
            return guards.refuse(RejectReason.SAME_ACCOUNT, RejectField.SELLER);
        }
        return buyer.owner() == seller.owner() ?
            guards.refuse(RejectReason.SAME_OWNER, RejectField.SELLER) : RejectReason.NONE;
    }

    private RejectReason checkInstrument(final TradeTicket trade)
    {
        final Instrument instrument = trade.instrument();
        if (!takes(instrument.status(), trade))
        {
            return guards.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        final boolean opens = trade.buyer().opens() || trade.seller().opens();
        if (!instrument.hasMark() || instrument.isOption() && !instrument.underlying().hasMark())
        {
            return guards.refuse(RejectReason.NO_MARK, RejectField.INSTRUMENT);
        }
        final RejectReason refusal = opens && !trade.isBust() ?
            guards.checkPriced(instrument, RejectField.INSTRUMENT) : RejectReason.NONE;
        return RejectReason.NONE != refusal ? refusal : guards.checkNoRound(instrument);
    }

    // Corrections come before everything but the end (TRD-5); CLOSE_ONLY wants both sides to reduce, of a LIQUIDATION
    // trade only the side that is LIQUIDATING (TRD-3).
    private static boolean takes(final InstrumentStatus status, final TradeTicket trade)
    {
        if (trade.isBust())
        {
            return InstrumentStatus.SETTLED != status;
        }
        return InstrumentStatus.TRADING == status || InstrumentStatus.CLOSE_ONLY == status &&
            reduces(trade.buyer(), trade) && reduces(trade.seller(), trade);
    }

    private static boolean reduces(final TradeTicket.Party party, final TradeTicket trade)
    {
        return !party.opens() ||
            trade.isLiquidation() && AccountStatus.LIQUIDATING != party.account().status();
    }

    private RejectReason checkStatuses(final Principal gateway, final TradeTicket trade)
    {
        final boolean guaranteed = trade.isGuaranteed() && Switch.ON == gateway.guaranteed();
        if (!mayTrade(trade.buyer(), trade, guaranteed))
        {
            return guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.BUYER);
        }
        if (!mayTrade(trade.seller(), trade, guaranteed))
        {
            return guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.SELLER);
        }
        final boolean liquidates = AccountStatus.LIQUIDATING == trade.buyer().account().status() ||
            AccountStatus.LIQUIDATING == trade.seller().account().status();
        return trade.isLiquidation() && !liquidates ?
            guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.CAUSE) : RejectReason.NONE;
    }

    private static boolean mayTrade(
        final TradeTicket.Party party, final TradeTicket trade, final boolean guaranteed)
    {
        final Account account = party.account();
        final AccountStatus status = account.status();
        if (trade.isBust())
        {
            return AccountMode.FROZEN != account.mode() && AccountStatus.DEFAULTED != status &&
                AccountStatus.CLOSED_OUT != status;
        }
        final boolean isLiquidated = AccountStatus.LIQUIDATING == status && trade.isLiquidation();
        if (AccountMode.FROZEN == account.mode() && !isLiquidated ||
            AccountMode.REDUCE_ONLY == account.mode() && party.opens())
        {
            return false;
        }
        return switch (status)
        {
            case HEALTHY -> true;
            case MARGIN_CALL -> !party.opens() || guaranteed && !account.keptByDoubt();
            case LIQUIDATING -> isLiquidated && !party.opens();
            default -> false;
        };
    }
}
