package io.flatbook.proving.chaos;

import io.flatbook.client.Command;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.Trade;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The commands of one gateway, made up by chance: mostly trades, some payments, moves of the marks that bring accounts
 * into default, and one in ten that is meant to be refused.
 */
final class Orders
{
    private static final int SHARES = 100;
    private static final int TRADES = 64;
    private static final int BATCHES = 70;
    private static final int DEPOSITS = 76;
    private static final int WITHDRAWALS = 80;
    private static final int HOLDS = 83;
    private static final int MARKS = 90;
    private static final int BATCH_TRADES = 4;
    private static final int LOTS_MAX = 30;
    private static final int MONEY_MAX = 50_000;
    private static final int MARK_MOVE_PPM = 10_000;
    private static final long PPM = 1_000_000;
    private static final long NO_ACCOUNT = 1L << 40;
    private static final int NO_INSTRUMENT = 4_000;

    private final TradingFixture floor;
    private final RandomGenerator chance;
    private final long firstAccountId;
    private final boolean movesMarks;
    private final long[] ticks;
    private long tradeId;
    private long reference = TradingFixture.ACCOUNTS;
    private long markSequence = 1;
    private Command next;
    private long nextTradeId;

    /**
     * @param floor          on which is traded.
     * @param chance         source of everything random.
     * @param firstAccountId of the gateway's accounts.
     * @param movesMarks     whether this gateway gives the marks.
     */
    Orders(
        final TradingFixture floor, final RandomGenerator chance, final long firstAccountId, final boolean movesMarks)
    {
        this.floor = floor;
        this.chance = chance;
        this.firstAccountId = firstAccountId;
        this.movesMarks = movesMarks;
        ticks = floor.startTicks();
    }

    /** The next command; the same one until it is {@link #taken()}. */
    Command next()
    {
        if (null == next)
        {
            nextTradeId = 0;
            next = made(chance.nextInt(SHARES));
        }
        return next;
    }

    /** The command was sent. Gives the id of its trade; 0 if the command is not a trade. */
    long taken()
    {
        next = null;
        return nextTradeId;
    }

    private Command made(final int share)
    {
        if (share < TRADES)
        {
            nextTradeId = ++tradeId;
            return GatewayCommands.registerTrade(trade(nextTradeId));
        }
        if (share < BATCHES)
        {
            final List<Trade> batch = new ArrayList<>();
            for (int i = 0; i < BATCH_TRADES; i++)
            {
                batch.add(trade(++tradeId));
            }
            return GatewayCommands.registerTrades(batch);
        }
        if (share < DEPOSITS)
        {
            return GatewayCommands.deposit(account(), 1 + chance.nextInt(MONEY_MAX), ++reference);
        }
        if (share < WITHDRAWALS)
        {
            return GatewayCommands.withdraw(account(), 1 + chance.nextInt(MONEY_MAX), ++reference);
        }
        if (share < HOLDS)
        {
            return GatewayCommands.setOrderHold(account(), chance.nextInt(MONEY_MAX));
        }
        if (share < MARKS && movesMarks)
        {
            return marks();
        }
        return refused(chance.nextInt(4));
    }

    private Trade trade(final long id)
    {
        final long buyer = account();
        final long seller = firstAccountId +
            (buyer - firstAccountId + 1 + chance.nextInt(TradingFixture.ACCOUNTS - 1)) %
            TradingFixture.ACCOUNTS;
        final int instrument = chance.nextInt(ticks.length);
        return new Trade().tradeId(id).instrument(1 + instrument).buyer(buyer).seller(seller)
            .quantityLots(1 + chance.nextInt(LOTS_MAX)).priceTicks(ticks[instrument])
            .fees(chance.nextInt(3), chance.nextInt(3));
    }

    private Command marks()
    {
        final int[] ids = new int[ticks.length];
        for (int i = 0; i < ticks.length; i++)
        {
            ids[i] = 1 + i;
            final long movePpm = chance.nextInt(2 * MARK_MOVE_PPM + 1) - MARK_MOVE_PPM;
            ticks[i] = floor.bounded(ticks[i] + ticks[i] * movePpm / PPM);
        }
        return GatewayCommands.updateMarkPrices(++markSequence, ids, ticks.clone(), ids.length);
    }

    private Command refused(final int kind)
    {
        return switch (kind)
        {
            case 0 -> GatewayCommands.deposit(NO_ACCOUNT, 1, ++reference);
            case 1 -> GatewayCommands.withdraw(account(), Long.MAX_VALUE / 2, ++reference);
            case 2 -> GatewayCommands.registerTrade(trade(Math.max(1, tradeId)));
            default -> GatewayCommands.registerTrade(trade(++tradeId).instrument(NO_INSTRUMENT));
        };
    }

    private long account()
    {
        return firstAccountId + chance.nextInt(TradingFixture.ACCOUNTS);
    }
}
