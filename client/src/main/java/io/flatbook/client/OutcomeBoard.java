package io.flatbook.client;

import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.QueryRefusedDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Routes outcomes to futures and to the listener, and keeps the one question for an earlier outcome that may be open at
 * a time. What the listener throws keeps no other outcome back.
 */
final class OutcomeBoard implements Endings
{
    private final ClientListener listener;
    private final long patienceNs;
    private final CallbackErrors errors;
    private final Long2ObjectHashMap<CompletableFuture<Outcome>> futureById = new Long2ObjectHashMap<>();
    private CommandOutcomeDecoder current;
    private CompletableFuture<Outcome> asked;
    private long askedId;
    private long askedCorrelationId;
    private boolean askedSent;
    private long askedNs;
    private boolean isClosed;

    /**
     * @param listener   receives outcomes.
     * @param patienceNs silence after which the question for an outcome is asked again.
     * @param errors     keeps what the listener throws.
     */
    OutcomeBoard(final ClientListener listener, final long patienceNs, final CallbackErrors errors)
    {
        this.errors = errors;
        this.listener = listener;
        this.patienceNs = patienceNs;
    }

    CompletableFuture<Outcome> futureOf(final long id)
    {
        return isClosed ? CompletableFuture.completedFuture(Outcome.unknown(id)) :
            futureById.computeIfAbsent(id, key -> new CompletableFuture<>());
    }

    void forgetFuture(final long id)
    {
        futureById.remove(id);
    }

    /** Opens the question for the recorded outcome of an id; it replaces an older one. */
    CompletableFuture<Outcome> ask(final long id, final long correlationId)
    {
        askedId = id;
        askedCorrelationId = correlationId;
        askedSent = false;
        asked = new CompletableFuture<>();
        return asked;
    }

    void forgetQuestion()
    {
        asked = null;
    }

    /** A new session or leader has not received the question. */
    void askAgain()
    {
        askedSent = false;
    }

    boolean isQuestionDue(final long nowNs)
    {
        return null != asked && (!askedSent || nowNs - askedNs >= patienceNs);
    }

    long askedId()
    {
        return askedId;
    }

    long askedCorrelationId()
    {
        return askedCorrelationId;
    }

    void questionSent(final boolean isSent, final long nowNs)
    {
        askedSent = isSent;
        askedNs = nowNs;
    }

    void onOutcome(final CommandOutcomeDecoder outcome, final CommandStream stream, final long nowNs)
    {
        final long id = outcome.commandId();
        if (null != asked && id == askedId && RejectReason.SEQUENCE_GAP != outcome.reason())
        {
            final CompletableFuture<Outcome> answer = asked;
            asked = null;
            answer.complete(outcomeOf(outcome));
        }
        current = outcome;
        try
        {
            stream.onOutcome(id, outcome.reason(), outcome.field(), outcome.detail(), outcome.firstEventSequence(),
                Switch.ON == outcome.duplicate(), nowNs);
        }
        finally
        {
            current = null;
        }
    }

    void onQueryRefused(final QueryRefusedDecoder refusal)
    {
        if (null != asked && refusal.correlationId() == askedCorrelationId)
        {
            final CompletableFuture<Outcome> answer = asked;
            asked = null;
            answer.completeExceptionally(new QueryRefusedException(refusal.reason(), refusal.field()));
        }
    }

    /** No answer can come any more: what is open ends as unknown. */
    void close()
    {
        isClosed = true;
        final List<Long> ids = new ArrayList<>(futureById.keySet());
        ids.sort(null);
        for (final Long id : ids)
        {
            futureById.remove(id.longValue()).complete(Outcome.unknown(id));
        }
        if (null != asked)
        {
            asked.complete(Outcome.unknown(askedId));
            asked = null;
        }
    }

    @Override
    public void onAnswered(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
        // A refusal of undecoded bytes comes without an outcome message.
        final CommandOutcomeDecoder outcome = current;
        final CompletableFuture<Outcome> future = futureById.remove(commandId);
        if (null != future)
        {
            future.complete(Outcome.answered(commandId, reason, field, detail, firstEventSequence,
                null == outcome ? List.of() : trades(outcome)));
        }
        if (null != outcome)
        {
            outcome.sbeRewind();
            int index = 0;
            for (final CommandOutcomeDecoder.TradesDecoder trade : outcome.trades())
            {
                onTrade(commandId, index++, trade);
            }
        }
        try
        {
            listener.onOutcome(commandId, reason, field, detail, firstEventSequence);
        }
        catch (final RuntimeException | Error ex)
        {
            errors.keep(ex);
        }
    }

    // Without a lambda, so that an outcome leaves no garbage.
    private void onTrade(final long commandId, final int index, final CommandOutcomeDecoder.TradesDecoder trade)
    {
        try
        {
            listener.onTradeOutcome(commandId, index, trade.tradeReason(), trade.tradeField());
        }
        catch (final RuntimeException | Error ex)
        {
            errors.keep(ex);
        }
    }

    @Override
    public void onUnknown(final long commandId)
    {
        final CompletableFuture<Outcome> future = futureById.remove(commandId);
        if (null != future)
        {
            future.complete(Outcome.unknown(commandId));
        }
        errors.call(() -> listener.onOutcomeUnknown(commandId));
    }

    @Override
    public void onFenced(final long lastCommandId)
    {
        errors.call(() -> listener.onFenced(lastCommandId));
    }

    @Override
    public void onAcknowledgedLost(final long lastCommandId, final long lastAppliedId)
    {
        errors.call(() -> listener.onAcknowledgedCommandsLost(lastCommandId, lastAppliedId));
    }

    private static Outcome outcomeOf(final CommandOutcomeDecoder outcome)
    {
        return Outcome.answered(outcome.commandId(), outcome.reason(), outcome.field(), outcome.detail(),
            outcome.firstEventSequence(), trades(outcome));
    }

    private static List<Outcome.TradeOutcome> trades(final CommandOutcomeDecoder outcome)
    {
        outcome.sbeRewind();
        final List<Outcome.TradeOutcome> trades = new ArrayList<>();
        for (final CommandOutcomeDecoder.TradesDecoder trade : outcome.trades())
        {
            trades.add(new Outcome.TradeOutcome(trade.tradeReason(), trade.tradeField()));
        }
        return List.copyOf(trades);
    }
}
