package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.BankruptcyPrices;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MarginTriggers;
import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.engine.book.Postings;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.RejectReason;

/**
 * Registers trades: both legs or neither (CMD-7). Guards are in {@link TradeGuards} and {@link TradeLimits}; below them
 * nothing fails.
 */
final class Trades
{
    private final Guards guards;
    private final TradeGuards tradeGuards;
    private final TradeLimits limits;
    private final Postings postings;
    private final Margin margin;
    private final ClearingEvents events;

    Trades(
        final Guards guards, final Postings postings, final Margin margin, final MarginTriggers triggers,
        final ClearingEvents events)
    {
        this.guards = guards;
        this.postings = postings;
        this.margin = margin;
        this.events = events;
        tradeGuards = new TradeGuards(guards);
        limits = new TradeLimits(guards, margin, triggers);
    }

    RejectReason register(final Sender sender, final TradeTicket trade)
    {
        RejectReason refusal = tradeGuards.check(sender, trade);
        if (RejectReason.NONE == refusal)
        {
            refusal = limits.check(sender, trade);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = trade.instrument();
        final Account buyer = trade.buyer().account();
        final Account seller = trade.seller().account();
        final BankruptcyPrices buyerPrices = pricesOf(buyer, trade);
        final BankruptcyPrices sellerPrices = pricesOf(seller, trade);
        final long buyerValue = bankruptcyValueClosed(buyerPrices, trade.buyer());
        final long sellerValue = bankruptcyValueClosed(sellerPrices, trade.seller());

        // A bust can displace the trade that it reverses from a full window, so that one is marked first.
        final TradeLog log = sender.principal().trades();
        if (trade.isBust())
        {
            log.bust(trade.bustedTradeId());
        }
        log.add(trade);
        events.tradeRegistered(sender.principal(), trade);
        postings.book(
            buyer, instrument, trade.buyer().legIndex(), trade.buyer().change(), trade.buyerFee(), PositionCause.TRADE);
        postings.book(seller, instrument, trade.seller().legIndex(), trade.seller().change(), trade.sellerFee(),
            PositionCause.TRADE);
        postings.checkNeutral(instrument);
        postings.fees(instrument.settlementAsset(), trade.buyerFee() + trade.sellerFee());
        chargeLiquidationFee(trade.buyer(), instrument, buyerPrices, buyerValue);
        chargeLiquidationFee(trade.seller(), instrument, sellerPrices, sellerValue);
        return guards.accept();
    }

    private BankruptcyPrices pricesOf(final Account account, final TradeTicket trade)
    {
        return trade.isLiquidation() && AccountStatus.LIQUIDATING == account.status() &&
            account.asset().waterfall().liquidationFeePpm() > 0 ? new BankruptcyPrices(account, margin) : null;
    }

    private static long bankruptcyValueClosed(final BankruptcyPrices bankruptcy, final TradeTicket.Party party)
    {
        return null == bankruptcy ? 0 : FixedPoint.multiplyDivideCeil(
            bankruptcy.value(party.legIndex()), party.change().closedLots(), Math.abs(party.lotsBefore()));
    }

    // STAT-3: the surplus over the bankruptcy value is the account's; the fund gets a fee on it.
    private void chargeLiquidationFee(
        final TradeTicket.Party party, final Instrument instrument, final BankruptcyPrices bankruptcy,
        final long bankruptcyValue)
    {
        if (null == bankruptcy)
        {
            return;
        }
        final Account account = party.account();
        final long surplus = Math.max(0, party.change().valueClosed() - bankruptcyValue);
        final long full = FixedPoint.multiplyDivideFloor(
            Math.abs(party.change().valueClosed()), account.asset().waterfall().liquidationFeePpm(), FixedPoint.PPM);
        final long most = Math.min(
            Math.max(0, margin.equity(account)), MoneyBounds.BALANCE_MAX - account.asset().insuranceFund());
        final long fee = Math.min(full, Math.min(surplus, most));
        if (fee > 0)
        {
            events.liquidationFeeCharged(account, instrument, fee);
            postings.payIntoFund(account, fee, CollateralCause.LIQUIDATION_FEE);
        }
    }
}
