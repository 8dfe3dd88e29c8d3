package io.flatbook.client;

import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.QueryRefusedDecoder;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Puts the parts of the client together: connection, command stream, event chain, queries and the listener. One
 * duty cycle, one thread.
 */
final class ClientAgent implements
    ClusterConnection.Owner, EgressAdapter.Receiver, AutoCloseable
{
    static final String CLOSED_BEFORE_ANSWER = "the client was closed before the answer came";

    private static final long EVENT_STALL_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private final FlatbookClient.Context context;
    private final ClientListener listener;
    private final Instance instance;
    private final ClusterConnection connection;
    private final Questions questions;
    private final CommandStream stream;
    private final EventChain chain = new EventChain(EVENT_STALL_NS);
    private final PendingQueries queries;
    private final EgressAdapter egress = new EgressAdapter(this);
    /** Null without events: it loads a hundred classes. */
    private final EventDispatcher dispatcher;
    private final OutcomeBoard outcomes;

    private final CallbackErrors errors = new CallbackErrors();
    private final CallGate gate = new CallGate(this::end);
    private volatile ConnectionState state = ConnectionState.CONNECTING;
    private Throwable connectionError;
    private boolean isEncoding;

    ClientAgent(final FlatbookClient.Context context)
    {
        this.context = context;
        listener = context.listener;
        dispatcher = context.receiveEvents ? new EventDispatcher(listener) : null;
        outcomes = new OutcomeBoard(listener, context.answerTimeout.toNanos(), errors);
        queries = new PendingQueries(context.answerTimeout.toNanos(), context.clock);
        instance = context.onlyReads ? Instance.READER : Instance.next();
        connection = new ClusterConnection(context, instance, context.clock.nanoTime(), this);
        questions = new Questions(connection);
        stream = new CommandStream(
            new CommandWindow(context.window),
            context.firstCommandId,
            context.outcomeTimeout.toNanos(),
            context.outcomeTimeout.toNanos() >> 2,
            outcomes);
    }

    /** One turn of the duty cycle. @return amount of work done; 0 also if the client is closed. */
    int poll()
    {
        refuseInsideCallback();
        gate.enter();
        try
        {
            return ConnectionState.CLOSED == state ? 0 : turn(context.clock.nanoTime());
        }
        finally
        {
            gate.leave();
        }
    }

    /** Whatever touches the client from outside of {@link #poll} is between this and {@link #leave}. */
    void enter()
    {
        gate.enter();
    }

    void leave()
    {
        gate.leave();
    }

    long admit()
    {
        if (instance.onlyReads())
        {
            throw new IllegalStateException("a client that only reads (onlyReads) sends no command");
        }
        if (isEncoding)
        {
            throw new IllegalStateException("a command sent another one while it was encoded");
        }
        return ConnectionState.CLOSED == state ? FlatbookClient.CLOSED : stream.admit();
    }

    MutableDirectBuffer nextBuffer()
    {
        return stream.nextBuffer();
    }

    /** Has a command written by code of the caller's, which must not take the id that it is given for another. */
    int encode(final Command command, final long id)
    {
        isEncoding = true;
        try
        {
            return command.encode(stream.nextBuffer(), 0, id);
        }
        finally
        {
            isEncoding = false;
        }
    }

    long commit(final int length)
    {
        final long id = stream.commit(length);
        if (connection.isOpen())
        {
            stream.flush(connection, context.clock.nanoTime());
        }
        return id;
    }

    OutcomeBoard outcomes()
    {
        return outcomes;
    }

    PendingQueries queries()
    {
        return queries;
    }

    CommandStream stream()
    {
        return stream;
    }

    CompletableFuture<Outcome> askOutcome(final long id)
    {
        if (ConnectionState.FENCED == state || ConnectionState.CLOSED == state)
        {
            throw new NotSentException(
                ConnectionState.FENCED == state ? FlatbookClient.FENCED : FlatbookClient.CLOSED);
        }
        return outcomes.ask(id, queries.nextCorrelationId());
    }

    ConnectionState state()
    {
        return state;
    }

    Throwable connectionError()
    {
        return connectionError;
    }

    long lastEventSequence()
    {
        return chain.lastSequence();
    }

    int leaderMemberId()
    {
        return connection.leaderMemberId();
    }

    void refuseInsideCallback()
    {
        if (gate.isInside())
        {
            throw new IllegalStateException("a method that polls was called from inside a listener");
        }
    }

    @Override
    public void close()
    {
        gate.close();
    }

    // The connection

    @Override
    public void onSessionOpened()
    {
        if (chain.isStarted())
        {
            chain.onSession();
        }
        queries.askAllAgain();
        outcomes.askAgain();
    }

    @Override
    public void onSessionLost()
    {
        stream.onSessionLost();
        state(ConnectionState.CONNECTING);
    }

    @Override
    public void onAwaitingLeader()
    {
        state(ConnectionState.AWAITING_LEADER);
    }

    @Override
    public void onNewLeader()
    {
        if (chain.isStarted())
        {
            chain.onSession();
        }
        stream.onNewLeader();
        queries.askAllAgain();
        outcomes.askAgain();
        state(stream.isReported() ? ConnectionState.CONNECTED : ConnectionState.CONNECTING);
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        try
        {
            egress.onMessage(buffer, offset, length);
        }
        catch (final RuntimeException | Error ex)
        {
            errors.keep(ex);
        }
    }

    @Override
    public void onConnectionError(final Throwable cause)
    {
        connectionError = cause;
        errors.call(() -> listener.onConnectionError(cause));
    }

    // What the cluster said

    @Override
    public void onSessionReport(final SessionReportDecoder report)
    {
        if (connection.isFromFormerLeader())
        {
            return;
        }
        if (report.outcomesRetained() <= context.window)
        {
            throw new IllegalStateException("window " + context.window + " must be below the outcomes that the " +
                "cluster retains: " + report.outcomesRetained());
        }
        if (report.schemaVersion() < SessionReportDecoder.SCHEMA_VERSION)
        {
            // VER-1: reported at connect, before a command could be refused for it.
            throw new IllegalStateException("this client writes messages of schema version " +
                SessionReportDecoder.SCHEMA_VERSION + ", the cluster takes them up to " + report.schemaVersion() +
                ": use an older client until risk has activated the version");
        }
        final long lastEventSequence = report.lastEventSequence();
        if (instance.onlyReads())
        {
            stream.onReportToReader();
        }
        else
        {
            stream.onReport(report.lastCommandId(), report.reason(), report.field());
        }
        if (stream.isFenced())
        {
            return;
        }
        instance.given(report.epoch());
        state(ConnectionState.CONNECTED);
        if (context.receiveEvents)
        {
            if (!chain.isStarted())
            {
                chain.startAfter(0 < context.eventsFrom ? context.eventsFrom - 1 : lastEventSequence);
                chain.onSession();
            }
            if (chain.isLost(lastEventSequence))
            {
                chain.goBackTo(lastEventSequence);
                listener.onEventsGone(lastEventSequence + 1, lastEventSequence + 1);
            }
            chain.onReport(lastEventSequence, context.clock.nanoTime());
        }
    }

    @Override
    public void onOutcome(final CommandOutcomeDecoder outcome)
    {
        outcomes.onOutcome(outcome, stream, context.clock.nanoTime());
    }

    @Override
    public void onQueryRefused(final QueryRefusedDecoder refusal)
    {
        if (questions.isForEvents(refusal.correlationId()))
        {
            chain.onRefused();
        }
        outcomes.onQueryRefused(refusal);
        queries.onRefused(refusal.correlationId(), refusal.reason(), refusal.field());
    }

    @Override
    public void onAnswer(final long correlationId, final DirectBuffer buffer, final int offset, final int length)
    {
        queries.onAnswer(correlationId, buffer, offset, length);
    }

    @Override
    public void onEventsGone(final long retainedFrom)
    {
        // Later events may have come before the second answer to a question that was asked twice.
        if (chain.isStarted() && chain.lastSequence() + 1 < retainedFrom)
        {
            final long lostFrom = chain.onGone(retainedFrom);
            listener.onEventsGone(lostFrom, retainedFrom);
        }
    }

    @Override
    public void onEvent(
        final int templateId,
        final long sequence,
        final long previousSequence,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        if (chain.isStarted() && EventChain.Verdict.DELIVER == chain.onEvent(sequence, previousSequence))
        {
            dispatcher.dispatch(templateId, sequence, buffer, offset, length);
        }
    }

    /** Another instance has taken over (ONCE-2): there is no way back, so this one leaves the cluster for good. */
    private void stopIfFenced()
    {
        if (stream.isFenced() && ConnectionState.FENCED != state)
        {
            connection.close();
            state(ConnectionState.FENCED);
            outcomes.close();
            queries.end(FlatbookClient.FENCED, "another instance took over before the answer came");
        }
    }

    private int turn(final long nowNs)
    {
        int workCount = connection.poll(nowNs);
        stopIfFenced();
        stream.checkTimeout(nowNs, 0 == workCount);
        if (connection.isOpen())
        {
            workCount += questions.askForEvents(chain, queries);
            workCount += stream.flush(connection, nowNs);
            workCount += queries.flush(connection, nowNs);
            workCount += questions.askForOutcomes(outcomes, stream, queries, nowNs);
        }
        errors.throwKept();
        return workCount;
    }

    private void end()
    {
        connection.close();
        state(ConnectionState.CLOSED);
        outcomes.close();
        queries.end(FlatbookClient.CLOSED, CLOSED_BEFORE_ANSWER);
        errors.throwKept();
    }

    private void state(final ConnectionState newState)
    {
        if (newState != state && ConnectionState.CLOSED != state &&
            (ConnectionState.FENCED != state || ConnectionState.CLOSED == newState))
        {
            state = newState;
            errors.call(() -> listener.onConnectionState(newState));
        }
    }
}
