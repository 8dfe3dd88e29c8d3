package io.flatbook.client;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The calls that wait: they run the duty cycle until the answer is there or the time is over.
 */
final class Waiting
{
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final ClientAgent agent;
    private final IdleStrategy idleStrategy;
    private final NanoClock clock;

    Waiting(final ClientAgent agent, final IdleStrategy idleStrategy, final NanoClock clock)
    {
        this.agent = agent;
        this.idleStrategy = idleStrategy;
        this.clock = clock;
    }

    void untilConnected(final ClientContext<?> context)
    {
        final long deadlineNs = clock.nanoTime() + context.connectTimeout.toNanos();
        while (ConnectionState.CONNECTED != agent.state())
        {
            if (ConnectionState.CLOSED == agent.state())
            {
                throw new NoAnswerException("the client was closed before a session was open", null);
            }
            if (ConnectionState.FENCED == agent.state())
            {
                throw new NoAnswerException("another instance of " + context.principal + " has taken over", null);
            }
            if (!pollUntil(deadlineNs))
            {
                throw new NoAnswerException("no session as " + context.principal + " with cluster " +
                    context.clusterName + " at " + context.ingressEndpoints + " within " + context.connectTimeout,
                    agent.connectionError());
            }
        }
    }

    long trySubmit(final Command command)
    {
        Objects.requireNonNull(command, "command");
        agent.enter();
        try
        {
            final long id = agent.admit();
            return id < 0 ? id : agent.commit(agent.encode(command, id));
        }
        finally
        {
            agent.leave();
        }
    }

    CompletableFuture<Outcome> submitAsync(final Command command)
    {
        return inside(() ->
        {
            final long id = trySubmit(command);
            return id < 0 ? CompletableFuture.failedFuture(new NotSentException(id)) : agent.outcomes().futureOf(id);
        });
    }

    <T> CompletableFuture<T> queryAsync(final Query<T> query)
    {
        Objects.requireNonNull(query, "query");
        return inside(() -> agent.queries().ask(query));
    }

    Outcome submit(final Command command, final Duration timeout)
    {
        agent.refuseInsideCallback();
        final long deadlineNs = deadlineNs(timeout);
        long id = trySubmit(command);
        while (id < 0)
        {
            if (FlatbookClient.FENCED == id || FlatbookClient.CLOSED == id || !pollUntil(deadlineNs))
            {
                throw new NotSentException(id);
            }
            id = trySubmit(command);
        }
        final long commandId = id;
        final CompletableFuture<Outcome> future = inside(() -> agent.outcomes().futureOf(commandId));
        if (!untilDone(future, deadlineNs))
        {
            inside(() ->
            {
                agent.outcomes().forgetFuture(commandId);
                return null;
            });
            return Outcome.unknown(id);
        }
        return joined(future);
    }

    Outcome outcomeOf(final long commandId, final Duration timeout)
    {
        agent.refuseInsideCallback();
        final long deadlineNs = deadlineNs(timeout);
        final CompletableFuture<Outcome> answer = inside(() -> agent.askOutcome(commandId));
        if (!untilDone(answer, deadlineNs))
        {
            inside(() ->
            {
                agent.outcomes().forgetQuestion();
                return null;
            });
            return Outcome.unknown(commandId);
        }
        return joined(answer);
    }

    <T> T await(final CompletableFuture<T> answer, final Duration timeout)
    {
        agent.refuseInsideCallback();
        Objects.requireNonNull(answer, "answer");
        final long deadlineNs = deadlineNs(timeout);
        if (!untilDone(answer, deadlineNs))
        {
            inside(() ->
            {
                agent.queries().forget(answer);
                return null;
            });
            throw new NoAnswerException(ConnectionState.CLOSED == agent.state() ? ClientAgent.CLOSED_BEFORE_ANSWER :
                "no answer within " + timeout, agent.connectionError());
        }
        return joined(answer);
    }

    /** A time that is longer than a clock can tell has no end. */
    private long deadlineNs(final Duration timeout)
    {
        Objects.requireNonNull(timeout, "timeout");
        final Duration told = LONGEST.compareTo(timeout) < 0 ? LONGEST : timeout;
        return clock.nanoTime() + (told.isNegative() ? 0 : told.toNanos());
    }

    private boolean untilDone(final CompletableFuture<?> future, final long deadlineNs)
    {
        boolean inTime = true;
        while (!future.isDone() && inTime && ConnectionState.CLOSED != agent.state())
        {
            inTime = pollUntil(deadlineNs);
        }
        return future.isDone();
    }

    private boolean pollUntil(final long deadlineNs)
    {
        idleStrategy.idle(agent.poll());
        return clock.nanoTime() - deadlineNs < 0;
    }

    private <T> T inside(final Supplier<T> call)
    {
        agent.enter();
        try
        {
            return call.get();
        }
        finally
        {
            agent.leave();
        }
    }

    private static <T> T joined(final CompletableFuture<T> answer)
    {
        try
        {
            return answer.join();
        }
        catch (final CompletionException ex)
        {
            if (ex.getCause() instanceof RuntimeException)
            {
                throw (RuntimeException)ex.getCause();
            }
            throw ex;
        }
    }
}
