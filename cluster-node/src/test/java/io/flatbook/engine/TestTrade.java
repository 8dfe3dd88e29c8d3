package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeCause;

/**
 * A trade to be sent: an ordinary one without fees if nothing else is said.
 */
public final class TestTrade
{
    private final TestBook book;
    private final TradeTicket ticket = new TradeTicket();
    private Sender gateway;
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
    private long bustedTradeId = Absent.LONG;
    private int tradeDate = Absent.INT;

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

    /** Sent by another gateway. */
    public TestTrade through(final Sender newGateway)
    {
        gateway = newGateway;
        return this;
    }

    /** With another id. */
    public TestTrade id(final long newTradeId)
    {
        tradeId = newTradeId;
        return this;
    }

    /** With fees. */
    public TestTrade fees(final long newBuyerFee, final long newSellerFee)
    {
        buyerFee = newBuyerFee;
        sellerFee = newSellerFee;
        return this;
    }

    /** Made for another cause. */
    public TestTrade cause(final TradeCause newCause)
    {
        cause = newCause;
        return this;
    }

    /** A liquidation trade. */
    public TestTrade liquidation()
    {
        return cause(TradeCause.LIQUIDATION);
    }

    /** The reverse of an earlier trade. */
    public TestTrade bust(final long newBustedTradeId)
    {
        bustedTradeId = newBustedTradeId;
        return cause(TradeCause.BUST);
    }

    /** Margined by the exchange. */
    public TestTrade guaranteed()
    {
        guaranteed = true;
        return this;
    }

    /** Of a business day. */
    public TestTrade on(final int newTradeDate)
    {
        tradeDate = newTradeDate;
        return this;
    }

    /** Sends it. */
    public RejectReason send()
    {
        return book.engine.registerTrade(gateway, ticket.set(tradeId, instrumentId, buyer, seller, lots, ticks,
            buyerFee, sellerFee, cause, guaranteed, bustedTradeId, tradeDate));
    }
}
