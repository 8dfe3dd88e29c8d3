package io.flatbook.client;

import java.util.List;

/**
 * The commands of a gateway, for {@link FlatbookClient#submit}, {@link FlatbookClient#submitAsync} and
 * {@link FlatbookClient#trySubmit}. Money is in minor units of the asset at hand, quantities in lots, prices in ticks
 * (0 and negative ones are prices, if the instrument's bounds allow them). Arguments are not checked here: the cluster
 * refuses what is wrong and names the field.
 */
public final class GatewayCommands
{
    private GatewayCommands()
    {
    }

    /**
     * Opens an account of the gateway's venue.
     *
     * @param accountId given by the gateway, unique over all venues, within the gateway's range if it has one.
     * @param ownerId   beneficial owner, known by this number at its venue only, 1 or more.
     * @param assetId   settlement asset.
     * @return the command.
     */
    public static Command openAccount(final long accountId, final long ownerId, final int assetId)
    {
        return (buffer, offset, commandId) ->
            new GatewayEncoder().openAccount(buffer, offset, commandId, accountId, ownerId, assetId);
    }

    /**
     * Closes an empty account.
     *
     * @param accountId of the gateway's venue.
     * @return the command.
     */
    public static Command closeAccount(final long accountId)
    {
        return (buffer, offset, commandId) -> new GatewayEncoder().closeAccount(buffer, offset, commandId, accountId);
    }

    /**
     * Books a deposit.
     *
     * @param accountId  of the gateway's venue.
     * @param minorUnits paid in, 1 or more.
     * @param reference  the gateway's own number of the payment, unique.
     * @return the command.
     */
    public static Command deposit(final long accountId, final long minorUnits, final long reference)
    {
        return (buffer, offset, commandId) ->
            new GatewayEncoder().deposit(buffer, offset, commandId, accountId, minorUnits, reference);
    }

    /**
     * Asks for a withdrawal.
     *
     * @param accountId  of the gateway's venue.
     * @param minorUnits to be paid out, 1 or more.
     * @param reference  the gateway's own number of the payment, unique.
     * @return the command.
     */
    public static Command withdraw(final long accountId, final long minorUnits, final long reference)
    {
        return (buffer, offset, commandId) ->
            new GatewayEncoder().withdraw(buffer, offset, commandId, accountId, minorUnits, reference);
    }

    /**
     * Moves collateral between two accounts of one owner and asset (PAY-2).
     *
     * @param fromAccountId pays; of the gateway's venue.
     * @param toAccountId   receives.
     * @param minorUnits    1 or more.
     * @param reference     the gateway's own number of the payment, unique.
     * @return the command.
     */
    public static Command transferCollateral(
        final long fromAccountId, final long toAccountId, final long minorUnits, final long reference)
    {
        return (buffer, offset, commandId) -> new GatewayEncoder().transferCollateral(
            buffer, offset, commandId, fromAccountId, toAccountId, minorUnits, reference);
    }

    /**
     * Reserves margin for open orders; replaces the former hold.
     *
     * @param accountId  of the gateway's venue.
     * @param minorUnits reserved; 0 releases it.
     * @return the command.
     */
    public static Command setOrderHold(final long accountId, final long minorUnits)
    {
        return (buffer, offset, commandId) ->
            new GatewayEncoder().setOrderHold(buffer, offset, commandId, accountId, minorUnits);
    }

    /**
     * Registers a trade.
     *
     * @param trade not to be changed before the command is sent.
     * @return the command.
     */
    public static Command registerTrade(final Trade trade)
    {
        return (buffer, offset, commandId) -> new GatewayEncoder().registerTrade(buffer, offset, commandId, trade);
    }

    /**
     * Registers trades, each booked or refused as if it had come alone, in order.
     *
     * @param trades 1 to 16, not to be changed before the command is sent.
     * @return the command.
     */
    public static Command registerTrades(final List<Trade> trades)
    {
        return (buffer, offset, commandId) -> new GatewayEncoder().registerTrades(buffer, offset, commandId, trades);
    }

    /**
     * Reports that the market gave no fill at or better than the bankruptcy price.
     *
     * @param accountId LIQUIDATING account of the gateway's venue.
     * @return the command.
     */
    public static Command reportLiquidationFailed(final long accountId)
    {
        return (buffer, offset, commandId) ->
            new GatewayEncoder().reportLiquidationFailed(buffer, offset, commandId, accountId);
    }

    /**
     * Closes two opposite positions of the gateway's venue against each other at mark.
     *
     * @param accountA     one side.
     * @param accountB     the other side.
     * @param instrumentId of the positions.
     * @param quantityLots to close, 1 or more.
     * @return the command.
     */
    public static Command offsetPositions(
        final long accountA, final long accountB, final int instrumentId, final long quantityLots)
    {
        return (buffer, offset, commandId) -> new GatewayEncoder().offsetPositions(
            buffer, offset, commandId, accountA, accountB, instrumentId, quantityLots);
    }

    /**
     * Moves marks in one atomic update. Elements that cannot be taken are skipped or held and reported by events
     * (MARK-1); the outcome's detail is the number of marks applied.
     *
     * @param markSequence  ascends per gateway.
     * @param instrumentIds of the marks.
     * @param markTicks     new mark of each.
     * @param count         how many of the arrays count, 1 to 256.
     * @return the command.
     */
    public static Command updateMarkPrices(
        final long markSequence, final int[] instrumentIds, final long[] markTicks, final int count)
    {
        return (buffer, offset, commandId) -> new GatewayEncoder().updateMarkPrices(
            buffer, offset, commandId, markSequence, instrumentIds, markTicks, count);
    }

    /**
     * Applies a funding payment of a perpetual.
     *
     * @param instrumentId of the perpetual.
     * @param ratePpb      rate in parts per billion; above 0: longs pay.
     * @param fundingId    unique per gateway and instrument, broadly ascending.
     * @return the command.
     */
    public static Command applyFunding(final int instrumentId, final long ratePpb, final long fundingId)
    {
        return (buffer, offset, commandId) ->
            new GatewayEncoder().applyFunding(buffer, offset, commandId, instrumentId, ratePpb, fundingId);
    }
}
