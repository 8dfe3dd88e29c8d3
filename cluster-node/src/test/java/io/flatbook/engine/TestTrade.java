package io.flatbook.engine;

import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeCause;

/**
 * A trade to be sent: an ordinary one without fees where nothing else is said.
 */
final class TestTrade
{
    private final TestBook book;
    private Principal gateway;
    private long tradeId;
    private final int instrumentId;
    private final long buyer;
    private final long seller;
    private final long lots;
    private final long ticks;
    private long buyerFee;
    private long sellerFee;
    private TradeCause cause = TradeCause.TRADE;
    private boolean guaranteed;
    private long bustedTradeId = ClearingEngine.NULL_LONG;
    private int tradeDate = ClearingEngine.NULL_INT;

    TestTrade(
        final TestBook book, final long tradeId, final int instrumentId, final long buyer, final long seller,
        final long lots, final long ticks)
    {
        this.book = book;
        this.tradeId = tradeId;
        this.instrumentId = instrumentId;
        this.buyer = buyer;
        this.seller = seller;
        this.lots = lots;
        this.ticks = ticks;
        gateway = book.gateway;
    }

    TestTrade through(final Principal newGateway)
    {
        gateway = newGateway;
        return this;
    }

    TestTrade id(final long newTradeId)
    {
        tradeId = newTradeId;
        return this;
    }

    TestTrade fees(final long newBuyerFee, final long newSellerFee)
    {
        buyerFee = newBuyerFee;
        sellerFee = newSellerFee;
        return this;
    }

    TestTrade cause(final TradeCause newCause)
    {
        cause = newCause;
        return this;
    }

    TestTrade liquidation()
    {
        return cause(TradeCause.LIQUIDATION);
    }

    TestTrade bust(final long newBustedTradeId)
    {
        bustedTradeId = newBustedTradeId;
        return cause(TradeCause.BUST);
    }

    TestTrade guaranteed()
    {
        guaranteed = true;
        return this;
    }

    TestTrade on(final int newTradeDate)
    {
        tradeDate = newTradeDate;
        return this;
    }

    RejectReason send()
    {
        return book.engine.registerTrade(gateway, tradeId, instrumentId, buyer, seller, lots, ticks, buyerFee,
            sellerFee, cause, guaranteed, bustedTradeId, tradeDate);
    }
}
