package io.flatbook.client;

import io.flatbook.sbe.TradeCause;

import java.util.List;

/**
 * The commands that gateways send most, without allocating; part of {@link FlatbookClient}.
 */
abstract class TryCommands
{
    private final ClientAgent agent;
    private final GatewayEncoder encoder = new GatewayEncoder();
    private final Trade trade = new Trade();

    TryCommands(final ClientAgent agent)
    {
        this.agent = agent;
    }

    /**
     * Registers a trade without allocating.
     *
     * @param registered the trade; it may be changed once this returns.
     * @return command id or negative reason, as {@link FlatbookClient#trySubmit}.
     */
    public long tryRegisterTrade(final Trade registered)
    {
        agent.enter();
        try
        {
            final long id = agent.admit();
            return id < 0 ? id : agent.commit(encoder.registerTrade(agent.nextBuffer(), 0, id, registered));
        }
        finally
        {
            agent.leave();
        }
    }

    /**
     * Registers a trade with cause TRADE without allocating.
     *
     * @param tradeId      unique per gateway, broadly ascending.
     * @param instrumentId of the instrument.
     * @param buyerId      account that buys.
     * @param sellerId     account that sells.
     * @param quantityLots 1 or more.
     * @param priceTicks   within the bounds of the instrument.
     * @param buyerFee     in minor units of the settlement asset; negative: rebate.
     * @param sellerFee    in minor units of the settlement asset; negative: rebate.
     * @param guaranteed   whether the exchange has margined it.
     * @return command id or negative reason, as {@link FlatbookClient#trySubmit}.
     */
    public long tryRegisterTrade(
        final long tradeId,
        final int instrumentId,
        final long buyerId,
        final long sellerId,
        final long quantityLots,
        final long priceTicks,
        final long buyerFee,
        final long sellerFee,
        final boolean guaranteed)
    {
        return tryRegisterTrade(trade.clear().tradeId(tradeId).instrument(instrumentId).buyer(buyerId).seller(sellerId)
            .quantityLots(quantityLots).priceTicks(priceTicks).fees(buyerFee, sellerFee).cause(TradeCause.TRADE)
            .guaranteed(guaranteed));
    }

    /**
     * Registers trades in one message without allocating; batching gives the best throughput.
     *
     * @param trades 1 to 16 in a list that can be indexed; they may be changed once this returns.
     * @return command id or negative reason, as {@link FlatbookClient#trySubmit}.
     */
    public long tryRegisterTrades(final List<Trade> trades)
    {
        agent.enter();
        try
        {
            final long id = agent.admit();
            return id < 0 ? id : agent.commit(encoder.registerTrades(agent.nextBuffer(), 0, id, trades));
        }
        finally
        {
            agent.leave();
        }
    }

    /**
     * Moves marks in one atomic update without allocating; elements that cannot be taken are skipped or held.
     *
     * @param markSequence  ascends per gateway.
     * @param instrumentIds of the marks.
     * @param markTicks     new mark of each.
     * @param count         how many of the arrays count, 1 to 256.
     * @return command id or negative reason, as {@link FlatbookClient#trySubmit}.
     */
    public long tryUpdateMarkPrices(
        final long markSequence, final int[] instrumentIds, final long[] markTicks, final int count)
    {
        agent.enter();
        try
        {
            final long id = agent.admit();
            return id < 0 ? id : agent.commit(
                encoder.updateMarkPrices(agent.nextBuffer(), 0, id, markSequence, instrumentIds, markTicks, count));
        }
        finally
        {
            agent.leave();
        }
    }

    /**
     * Books a deposit without allocating.
     *
     * @param accountId  of the gateway's venue.
     * @param minorUnits paid in, 1 or more.
     * @param reference  of the payment, unique per gateway.
     * @return command id or negative reason, as {@link FlatbookClient#trySubmit}.
     */
    public long tryDeposit(final long accountId, final long minorUnits, final long reference)
    {
        agent.enter();
        try
        {
            final long id = agent.admit();
            return id < 0 ? id :
                agent.commit(encoder.deposit(agent.nextBuffer(), 0, id, accountId, minorUnits, reference));
        }
        finally
        {
            agent.leave();
        }
    }

    /**
     * Asks for a withdrawal without allocating.
     *
     * @param accountId  of the gateway's venue.
     * @param minorUnits to be paid out, 1 or more.
     * @param reference  of the payment, unique per gateway.
     * @return command id or negative reason, as {@link FlatbookClient#trySubmit}.
     */
    public long tryWithdraw(final long accountId, final long minorUnits, final long reference)
    {
        agent.enter();
        try
        {
            final long id = agent.admit();
            return id < 0 ? id :
                agent.commit(encoder.withdraw(agent.nextBuffer(), 0, id, accountId, minorUnits, reference));
        }
        finally
        {
            agent.leave();
        }
    }

    /**
     * Moves collateral between two accounts of one owner and asset without allocating.
     *
     * @param fromAccountId pays; of the gateway's venue.
     * @param toAccountId   receives.
     * @param minorUnits    1 or more.
     * @param reference     of the payment, unique per gateway.
     * @return command id or negative reason, as {@link FlatbookClient#trySubmit}.
     */
    public long tryTransferCollateral(
        final long fromAccountId, final long toAccountId, final long minorUnits, final long reference)
    {
        agent.enter();
        try
        {
            final long id = agent.admit();
            return id < 0 ? id : agent.commit(encoder.transferCollateral(
                agent.nextBuffer(), 0, id, fromAccountId, toAccountId, minorUnits, reference));
        }
        finally
        {
            agent.leave();
        }
    }

    /**
     * Reserves margin for open orders without allocating; replaces the former hold.
     *
     * @param accountId  of the gateway's venue.
     * @param minorUnits reserved; 0 releases it.
     * @return command id or negative reason, as {@link FlatbookClient#trySubmit}.
     */
    public long trySetOrderHold(final long accountId, final long minorUnits)
    {
        agent.enter();
        try
        {
            final long id = agent.admit();
            return id < 0 ? id : agent.commit(encoder.setOrderHold(agent.nextBuffer(), 0, id, accountId, minorUnits));
        }
        finally
        {
            agent.leave();
        }
    }
}
