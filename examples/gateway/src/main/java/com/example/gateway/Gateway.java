package com.example.gateway;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.flatbook.client.ClientListener;
import io.flatbook.client.Command;
import io.flatbook.client.ConnectionState;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.InstrumentSpec;
import io.flatbook.client.Outcome;
import io.flatbook.client.RefusalText;
import io.flatbook.client.Trade;
import io.flatbook.sbe.CancelOrdersDecoder;
import io.flatbook.sbe.PositionOffsetDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeRegisteredDecoder;

/**
 * An exchange's gateway: sends trades and marks, and knows of each trade whether it is booked, refused or not known
 * yet. One thread uses it, and calls {@link #poll} when it has nothing else to do.
 */
final class Gateway implements AutoCloseable
{
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<RejectReason> DONE_BEFORE =
        EnumSet.of(RejectReason.ALREADY_EXISTS, RejectReason.DUPLICATE_REFERENCE);

    private final Set<Long> bookedTradeIds = new TreeSet<>();
    private final Map<Long, String> refusalsByTradeId = new TreeMap<>();
    private final Map<Long, Long> unknownTradeIdsByCommandId = new TreeMap<>();
    private final FlatbookClient client;
    private InstrumentSpec spec;
    private int connections;
    private long tradesSeen;

    Gateway(final FlatbookClient.Context context)
    {
        client = FlatbookClient.connect(context.listener(new Listener()));
    }

    /**
     * An account with money on it. Whoever starts again sends it again: the account exists, and a deposit counts once
     * per reference.
     */
    void open(final long accountId, final long ownerId, final String deposit)
    {
        spec = client.instrumentSpec(Venue.BTC_PERP, PATIENCE);     // decimals to ticks, lots and minor units, exactly
        once(GatewayCommands.openAccount(accountId, ownerId, spec.assetId()));
        once(GatewayCommands.deposit(accountId, spec.minorUnits("deposit", deposit), accountId));
    }

    /** The price by which everybody is valued. The sequence ascends; a clock does. */
    void mark(final String markPrice)
    {
        once(GatewayCommands.updateMarkPrices(System.currentTimeMillis(), new int[]{spec.instrumentId()},
            new long[]{spec.ticks("mark", markPrice)}, 1));
    }

    /**
     * Sends a trade that the exchange has matched, and waits for its outcome.
     *
     * <p>UNKNOWN is no refusal. The client goes on asking, and the listener is called when it knows; until then the
     * trade is neither booked nor refused, and must not be sent as another command.
     */
    Outcome trade(
        final long tradeId,
        final long buyerId,
        final long sellerId,
        final String quantity,
        final String tradePrice,
        final Duration timeout)
    {
        final Outcome outcome = client.registerTrade(new Trade()
            .tradeId(tradeId).instrument(spec.instrumentId()).buyer(buyerId).seller(sellerId)
            .quantityLots(spec.lots("quantity", quantity)).priceTicks(spec.ticks("price", tradePrice)), timeout);
        switch (outcome.status())
        {
            case ACCEPTED -> bookedTradeIds.add(tradeId);
            case REJECTED -> refusalsByTradeId.put(tradeId, outcome.explanation());
            default -> unknownTradeIdsByCommandId.put(outcome.commandId(), tradeId);
        }
        return outcome;
    }

    /** Receives, sends again, keeps the session alive, reconnects: all that a lost connection asks for. */
    void poll()
    {
        client.poll();
    }

    /** How often a session was opened; more than 1 after a reconnect. */
    int connections()
    {
        return connections;
    }

    Set<Long> booked()
    {
        return bookedTradeIds;
    }

    Map<Long, String> refused()
    {
        return refusalsByTradeId;
    }

    int unknown()
    {
        return unknownTradeIdsByCommandId.size();
    }

    /** Trades of which the cluster has sent the event: each once, also over reconnects. */
    long tradesSeen()
    {
        return tradesSeen;
    }

    @Override
    public void close()
    {
        client.close();
    }

    private void once(final Command command)
    {
        final Outcome outcome = client.submit(command, PATIENCE);
        if (!outcome.isAccepted() && !DONE_BEFORE.contains(outcome.reason()))
        {
            throw new IllegalStateException(outcome.toString());
        }
    }

    private final class Listener implements ClientListener
    {
        @Override
        public void onOutcome(
            final long commandId,
            final RejectReason reason,
            final RejectField field,
            final long detail,
            final long firstEventSequence)
        {
            final Long tradeId = unknownTradeIdsByCommandId.remove(commandId);
            if (null == tradeId)
            {
                return;                             // trade() has it
            }
            if (RejectReason.NONE == reason)
            {
                bookedTradeIds.add(tradeId);
            }
            else
            {
                refusalsByTradeId.put(tradeId, RefusalText.of(reason, field, detail));
            }
        }

        @Override
        public void onConnectionState(final ConnectionState state)
        {
            connections += ConnectionState.CONNECTED == state ? 1 : 0;
        }

        @Override
        public void onTradeRegistered(final TradeRegisteredDecoder event)
        {
            tradesSeen++;
        }

        @Override
        public void onCancelOrders(final CancelOrdersDecoder event)
        {
            System.err.println("cancel the orders of account " + event.account());
        }

        @Override
        public void onPositionOffset(final PositionOffsetDecoder event)
        {
            System.err.println("account " + event.counterparty() + " was offset by " + event.quantityLots() + " lots");
        }
    }
}
