package io.flatbook.exchangecore;

import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.L2MarketData;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.ExchangeConfiguration;
import exchange.core2.core.processors.RiskEngine;
import exchange.core2.core.processors.SharedPool;
import exchange.core2.core.processors.journaling.DummySerializationProcessor;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What a trade costs the risk engine of exchange-core, in the market that EngineBenchmark builds: users with a position
 * in each of some futures, long and short in turn; two strangers trade a lot back and forth. A trade is an order
 * checked and held for each side, and the match settled: {@code preProcessCommand} twice and {@code handlerRiskRelease}
 * once, on one thread, without its order book and its queues between threads.
 */
public final class ExchangeCoreTrades
{
    private static final int QUOTE = 840;
    private static final int BASE = 1;
    private static final long ENTRY = 100_000;
    private static final long LOTS = 100;
    private static final int TRADES = 40_000;
    private static final int ROUNDS = 9;
    private static final int WARM_UP_ROUNDS = 100;

    private final RiskEngine engine = new RiskEngine(
        0, 1, DummySerializationProcessor.INSTANCE, SharedPool.createTestSharedPool(),
        ExchangeConfiguration.defaultBuilder().build());
    private final SplittableRandom random = new SplittableRandom(7);
    private final OrderCommand command = new OrderCommand();
    private final MatcherTradeEvent match = new MatcherTradeEvent();
    private final int users;
    private final int legs;
    private long sequence;

    private ExchangeCoreTrades(final int users, final int legs)
    {
        this.users = users;
        this.legs = legs;
        for (int symbol = 1; symbol <= legs; symbol++)
        {
            engine.getSymbolSpecificationProvider().addSymbol(CoreSymbolSpecification.builder()
                .symbolId(symbol)
                .type(SymbolType.FUTURES_CONTRACT)
                .baseCurrency(BASE)
                .quoteCurrency(QUOTE)
                .baseScaleK(1)
                .quoteScaleK(1)
                .marginBuy(ENTRY / 10)
                .marginSell(ENTRY / 10)
                .build());
            quote(symbol);
        }
        for (int uid = 1; uid <= users; uid++)
        {
            command.command = OrderCommandType.ADD_USER;
            command.uid = uid;
            apply(CommandResultCode.SUCCESS);
            command.command = OrderCommandType.BALANCE_ADJUSTMENT;
            command.orderType = OrderType.GTC;
            command.symbol = QUOTE;
            command.price = 2 * legs * LOTS * ENTRY;
            command.orderId = uid;
            apply(CommandResultCode.SUCCESS);
        }
        for (int uid = 1; uid < users; uid += 2)
        {
            for (int symbol = 1; symbol <= legs; symbol++)
            {
                trade(symbol, uid, uid + 1, LOTS);
            }
        }
    }

    /**
     * Prints nanoseconds of CPU a trade, median of nine rounds, on the last line.
     *
     * @param args number of users, and of positions of each.
     */
    public static void main(final String[] args)
    {
        final ExchangeCoreTrades market = new ExchangeCoreTrades(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        market.trades(WARM_UP_ROUNDS * TRADES);
        final double[] figures = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++)
        {
            final long startNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            market.trades(TRADES);
            figures[round] =
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startNs) / (double)TRADES;
        }
        Arrays.sort(figures);
        System.out.println(figures[ROUNDS / 2]);
    }

    /** Best bid and ask, by which it values what users hold. */
    private void quote(final int symbol)
    {
        final L2MarketData best = new L2MarketData(1, 1);
        best.askSize = 1;
        best.bidSize = 1;
        best.askPrices[0] = ENTRY;
        best.bidPrices[0] = ENTRY;
        command.symbol = symbol;
        command.marketData = best;
        engine.handlerRiskRelease(++sequence, command);
        command.marketData = null;
    }

    private void trades(final int count)
    {
        for (int i = 0; i < count; i += 2)
        {
            final long buyer = 1 + 2L * random.nextInt(users / 2);
            final long seller = 2 + 2L * random.nextInt(users / 2);
            final int symbol = 1 + random.nextInt(legs);
            trade(symbol, buyer, seller, 1);
            trade(symbol, seller, buyer, 1);
        }
    }

    /** The buyer's order lies in the book, the seller's meets it. */
    private void trade(final int symbol, final long buyer, final long seller, final long lots)
    {
        place(symbol, buyer, OrderAction.BID, lots);
        place(symbol, seller, OrderAction.ASK, lots);
        match.eventType = MatcherEventType.TRADE;
        match.activeOrderCompleted = true;
        match.matchedOrderCompleted = true;
        match.matchedOrderUid = buyer;
        match.price = ENTRY;
        match.size = lots;
        match.bidderHoldPrice = ENTRY;
        command.matcherEvent = match;
        engine.handlerRiskRelease(++sequence, command);
        command.matcherEvent = null;
    }

    private void place(final int symbol, final long uid, final OrderAction action, final long lots)
    {
        command.command = OrderCommandType.PLACE_ORDER;
        command.orderType = OrderType.GTC;
        command.action = action;
        command.symbol = symbol;
        command.uid = uid;
        command.orderId = sequence;
        command.price = ENTRY;
        command.reserveBidPrice = ENTRY;
        command.size = lots;
        apply(CommandResultCode.VALID_FOR_MATCHING_ENGINE);
    }

    private void apply(final CommandResultCode expected)
    {
        command.resultCode = CommandResultCode.NEW;
        engine.preProcessCommand(++sequence, command);
        if (expected != command.resultCode)
        {
            throw new IllegalStateException(command.command + ": " + command.resultCode);
        }
    }
}
