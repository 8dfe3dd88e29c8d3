package io.flatbook.client;

import io.flatbook.sbe.TradeCause;
import io.flatbook.sbe.TradeTermsEncoder;

import java.util.Objects;

/**
 * A trade to be registered: both legs or neither. Set what applies and send it; the object may be filled again for the
 * next trade as soon as the sending method has returned. What is not set has the meaning given at its setter.
 */
public final class Trade
{
    long tradeId;
    int instrumentId;
    long buyerId;
    long sellerId;
    long quantityLots;
    long priceTicks;
    long buyerFee;
    long sellerFee;
    TradeCause cause = TradeCause.TRADE;
    boolean guaranteed;
    long bustedTradeId = TradeTermsEncoder.bustedTradeIdNullValue();
    int tradeDate = TradeTermsEncoder.tradeDateNullValue();

    /**
     * A trade with nothing set.
     */
    public Trade()
    {
    }

    /**
     * Resets all values, for use with the next trade.
     *
     * @return this for a fluent API.
     */
    public Trade clear()
    {
        tradeId = 0;
        instrumentId = 0;
        buyerId = 0;
        sellerId = 0;
        quantityLots = 0;
        priceTicks = 0;
        buyerFee = 0;
        sellerFee = 0;
        cause = TradeCause.TRADE;
        guaranteed = false;
        bustedTradeId = TradeTermsEncoder.bustedTradeIdNullValue();
        tradeDate = TradeTermsEncoder.tradeDateNullValue();
        return this;
    }

    /**
     * Number of the trade, unique per gateway and broadly ascending. Required.
     *
     * @param id 1 or more.
     * @return this for a fluent API.
     */
    public Trade tradeId(final long id)
    {
        tradeId = id;
        return this;
    }

    /**
     * The instrument. Required.
     *
     * @param id 1 or more.
     * @return this for a fluent API.
     */
    public Trade instrument(final int id)
    {
        instrumentId = id;
        return this;
    }

    /**
     * Account that buys. Required.
     *
     * @param accountId 1 or more.
     * @return this for a fluent API.
     */
    public Trade buyer(final long accountId)
    {
        buyerId = accountId;
        return this;
    }

    /**
     * Account that sells. Required.
     *
     * @param accountId 1 or more.
     * @return this for a fluent API.
     */
    public Trade seller(final long accountId)
    {
        sellerId = accountId;
        return this;
    }

    /**
     * Quantity in lots. Required.
     *
     * @param lots 1 or more.
     * @return this for a fluent API.
     */
    public Trade quantityLots(final long lots)
    {
        quantityLots = lots;
        return this;
    }

    /**
     * Price in ticks. Required.
     *
     * @param ticks within the bounds of the instrument; may be 0 or negative if these are.
     * @return this for a fluent API.
     */
    public Trade priceTicks(final long ticks)
    {
        priceTicks = ticks;
        return this;
    }

    /**
     * Fees in minor units of the settlement asset; negative: rebate. Default: none.
     *
     * @param buyerPays  what the buyer pays.
     * @param sellerPays what the seller pays.
     * @return this for a fluent API.
     */
    public Trade fees(final long buyerPays, final long sellerPays)
    {
        buyerFee = buyerPays;
        sellerFee = sellerPays;
        return this;
    }

    /**
     * Why the trade was made. Default: TRADE.
     *
     * @param tradeCause not null.
     * @return this for a fluent API.
     */
    public Trade cause(final TradeCause tradeCause)
    {
        cause = Objects.requireNonNull(tradeCause, "tradeCause");
        return this;
    }

    /**
     * Whether the exchange has margined it; counts only if the gateway's profile says so too. Default: no.
     *
     * @param isGuaranteed true to waive the initial margin test.
     * @return this for a fluent API.
     */
    public Trade guaranteed(final boolean isGuaranteed)
    {
        guaranteed = isGuaranteed;
        return this;
    }

    /**
     * The trade that a BUST reverses. Default: none.
     *
     * @param id 1 or more.
     * @return this for a fluent API.
     */
    public Trade bustedTradeId(final long id)
    {
        bustedTradeId = id;
        return this;
    }

    /**
     * Business day of the trade. Default: not stated.
     *
     * @param yyyymmdd for example 20251010.
     * @return this for a fluent API.
     */
    public Trade tradeDate(final int yyyymmdd)
    {
        tradeDate = yyyymmdd;
        return this;
    }
}
