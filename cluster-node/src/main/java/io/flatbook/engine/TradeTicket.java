package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.PositionChange;
import io.flatbook.sbe.TradeCause;

/**
 * A trade as a gateway registers it, and what it is about, looked up once: instrument, accounts, both position changes.
 * Reused from trade to trade. Quantities in lots, prices in ticks, fees in minor units.
 */
public final class TradeTicket
{
    /** One side of the trade. */
    public static final class Party
    {
        private static final int NO_LEG = -1;

        private final boolean isBuyer;
        private final PositionChange change = new PositionChange();
        private Account account;
        private int legIndex;
        private long lotsBefore;
        private long costBefore;
        private boolean opens;
        private boolean covered;
        private long equityBefore;
        private long equityAfter;

        private Party(final boolean isBuyer)
        {
            this.isBuyer = isBuyer;
        }

        /** The account. */
        public Account account()
        {
            return account;
        }

        /** Index of its position among those of the account, below 0 if there is none. */
        int legIndex()
        {
            return legIndex;
        }

        boolean hasLeg()
        {
            return legIndex >= 0;
        }

        /** Signed lots of its position before, 0 if there is none. */
        long lotsBefore()
        {
            return lotsBefore;
        }

        /** Whether the trade leaves a larger position or one of the other sign. */
        boolean opens()
        {
            return opens;
        }

        PositionChange change()
        {
            return change;
        }

        /** Whether its equity is certain to be at or above its initial margin and order hold afterwards. */
        boolean isCovered()
        {
            return covered;
        }

        void covered(final boolean isCovered)
        {
            covered = isCovered;
        }

        /** Equity before; not measured of a party that is covered and answers for nobody. */
        long equityBefore()
        {
            return equityBefore;
        }

        /** Equity afterwards; not measured of a party that is covered and answers for nobody. */
        long equityAfter()
        {
            return equityAfter;
        }

        void equity(final long before, final long after)
        {
            equityBefore = before;
            equityAfter = after;
        }

        private void resolve(final Account found, final Instrument instrument, final long lots)
        {
            account = found;
            legIndex = null == found || null == instrument ? NO_LEG : found.legIndex(instrument);
            lotsBefore = hasLeg() ? found.legLots(legIndex) : 0;
            costBefore = hasLeg() ? found.legCost(legIndex) : 0;
            opens = 0 == lotsBefore || lotsBefore > 0 == isBuyer || lots > Math.abs(lotsBefore);
        }

        private void compute(final Instrument instrument, final long lots, final long ticks)
        {
            change.trade(lotsBefore, costBefore, instrument, isBuyer ? lots : -lots, ticks);
        }
    }

    private final Party buyer = new Party(true);
    private final Party seller = new Party(false);
    private long tradeId;
    private int instrumentId;
    private long buyerId;
    private long sellerId;
    private long quantityLots;
    private long priceTicks;
    private long buyerFee;
    private long sellerFee;
    private TradeCause cause;
    private boolean isGuaranteed;
    private long bustedTradeId;
    private int tradeDate;
    private Instrument instrument;

    /** A ticket of no trade yet. */
    public TradeTicket()
    {
    }

    /**
     * Writes the ticket; nothing is validated here, the engine does it.
     *
     * @param newTradeId       number given by the gateway.
     * @param newInstrumentId  the instrument.
     * @param newBuyerId       account that buys.
     * @param newSellerId      account that sells.
     * @param newQuantityLots  quantity.
     * @param newPriceTicks    price.
     * @param newBuyerFee      fee that the buyer pays; negative: rebate.
     * @param newSellerFee     fee that the seller pays; negative: rebate.
     * @param newCause         why the trade was made.
     * @param guaranteed       whether the exchange is liable for it.
     * @param newBustedTradeId the trade that a BUST reverses, or absent.
     * @param newTradeDate     business day as yyyymmdd, or absent.
     * @return this.
     */
    public TradeTicket set(
        final long newTradeId, final int newInstrumentId, final long newBuyerId, final long newSellerId,
        final long newQuantityLots, final long newPriceTicks, final long newBuyerFee, final long newSellerFee,
        final TradeCause newCause, final boolean guaranteed, final long newBustedTradeId, final int newTradeDate)
    {
        tradeId = newTradeId;
        instrumentId = newInstrumentId;
        buyerId = newBuyerId;
        sellerId = newSellerId;
        quantityLots = newQuantityLots;
        priceTicks = newPriceTicks;
        buyerFee = newBuyerFee;
        sellerFee = newSellerFee;
        cause = newCause;
        isGuaranteed = guaranteed;
        bustedTradeId = newBustedTradeId;
        tradeDate = newTradeDate;
        return this;
    }

    /** Looks up instrument, accounts and legs; what does not exist is null. */
    void resolve(final Book book)
    {
        instrument = book.instrument(instrumentId);
        // Both come from memory at once, if neither has to be searched before the other is looked up.
        final Account foundBuyer = book.account(buyerId);
        final Account foundSeller = book.account(sellerId);
        buyer.resolve(foundBuyer, instrument, quantityLots);
        seller.resolve(foundSeller, instrument, quantityLots);
    }

    /** Computes both position changes; the values must fit. */
    void computeChanges()
    {
        buyer.compute(instrument, quantityLots, priceTicks);
        seller.compute(instrument, quantityLots, priceTicks);
    }

    /** Number given by the gateway. */
    public long tradeId()
    {
        return tradeId;
    }

    int instrumentId()
    {
        return instrumentId;
    }

    long buyerId()
    {
        return buyerId;
    }

    long sellerId()
    {
        return sellerId;
    }

    /** The instrument, once the trade is resolved. */
    public Instrument instrument()
    {
        return instrument;
    }

    /** The buying side. */
    public Party buyer()
    {
        return buyer;
    }

    /** The selling side. */
    public Party seller()
    {
        return seller;
    }

    /** Quantity in lots, above 0. */
    public long quantityLots()
    {
        return quantityLots;
    }

    /** Price in ticks. */
    public long priceTicks()
    {
        return priceTicks;
    }

    /** Fee that the buyer pays, minor units; negative: rebate. */
    public long buyerFee()
    {
        return buyerFee;
    }

    /** Fee that the seller pays, minor units; negative: rebate. */
    public long sellerFee()
    {
        return sellerFee;
    }

    long fee(final Party party)
    {
        return party == buyer ? buyerFee : sellerFee;
    }

    /** Why the trade was made. */
    public TradeCause cause()
    {
        return cause;
    }

    boolean isBust()
    {
        return TradeCause.BUST == cause;
    }

    boolean isLiquidation()
    {
        return TradeCause.LIQUIDATION == cause;
    }

    /** Whether the exchange has margined the trade itself and is liable for it. */
    public boolean isGuaranteed()
    {
        return isGuaranteed;
    }

    /** The trade that a BUST reverses, or {@link io.flatbook.engine.book.Absent#LONG}. */
    public long bustedTradeId()
    {
        return bustedTradeId;
    }

    /** Business day as yyyymmdd, or {@link io.flatbook.engine.book.Absent#INT}. */
    public int tradeDate()
    {
        return tradeDate;
    }
}
