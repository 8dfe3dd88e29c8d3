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
    private static final long EVENT_STALL_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private final FlatbookClient.Context context;
    private final ClientListener listener;
    private final Instance instance;
    private final ClusterConnection connection;
    private final Questions questions;
    private final CommandStream stream;
    private final EventChain chain = new EventChain(EVENT_STALL_NS);
    private final PendingQueries queries = new PendingQueries();
    private final EgressAdapter egress = new EgressAdapter(this);
    private final EventDispatcher dispatcher;
    private final OutcomeBoard outcomes;

    private final CallbackErrors errors = new CallbackErrors();
    private ConnectionState state = ConnectionState.CONNECTING;
    private Throwable connectionError;
    private boolean polling;
    private long eventsCorrelationId;

    ClientAgent(final FlatbookClient.Context context)
    {
        this.context = context;
        listener = context.listener;
        dispatcher = new EventDispatcher(listener);
        outcomes = new OutcomeBoard(listener);
        instance = context.onlyReads ? Instance.READER : Instance.next();
        connection = new ClusterConnection(context, instance, System.nanoTime(), this);
        questions = new Questions(connection);
        stream = new CommandStream(
            new CommandWindow(context.window),
            context.firstCommandId,
            context.outcomeTimeout.toNanos(),
            context.outcomeTimeout.toNanos() >> 2,
            outcomes);
    }

    int poll()
    {
        refuseInsideCallback();
        if (ConnectionState.CLOSED == state)
        {
            throw new NotSentException(FlatbookClient.CLOSED);
        }
        polling = true;
        int workCount = 0;
        try
        {
            final long nowNs = System.nanoTime();
            workCount += connection.poll(nowNs);
            stopIfFenced();
            stream.checkTimeout(nowNs, 0 == workCount);
            if (connection.isOpen())
            {
                workCount += askForEvents();
                workCount += stream.flush(connection, nowNs);
                workCount += queries.flush(connection, nowNs);
                workCount += askForOutcomes(nowNs);
            }
        }
        finally
        {
            polling = false;
        }
        errors.throwKept();
        return workCount;
    }

    /** Encodes a command into the window and sends it. @return its id or the negative reason why not. */
    long trySubmit(final Command command)
    {
        final long id = admit();
        return id < 0 ? id : commit(command.encode(stream.nextBuffer(), 0, id));
    }

    long admit()
    {
        if (instance.onlyReads())
        {
            throw new IllegalStateException("a client that only reads (onlyReads) sends no command");
        }
        return ConnectionState.CLOSED == state ? FlatbookClient.CLOSED : stream.admit();
    }

    MutableDirectBuffer nextBuffer()
    {
        return stream.nextBuffer();
    }

    long commit(final int length)
    {
        final long id = stream.commit(length);
        if (connection.isOpen())
        {
            stream.flush(connection, System.nanoTime());
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

    CompletableFuture<Outcome> askOutcome(final long id)
    {
        if (ConnectionState.FENCED == state)
        {
            throw new NotSentException(FlatbookClient.FENCED);
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

    int unanswered()
    {
        return stream.unanswered();
    }

    int leaderMemberId()
    {
        return connection.leaderMemberId();
    }

    void refuseInsideCallback()
    {
        if (polling)
        {
            throw new IllegalStateException("a method that polls was called from inside a listener");
        }
    }

    @Override
    public void close()
    {
        refuseInsideCallback();
        if (ConnectionState.CLOSED == state)
        {
            return;
        }
        connection.close();
        state(ConnectionState.CLOSED);
        outcomes.close();
        queries.end(FlatbookClient.CLOSED, "the client was closed before the answer came");
        errors.throwKept();
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
        if (report.outcomesRetained() <= context.window)
        {
            throw new IllegalStateException("window " + context.window + " must be below the outcomes that the " +
                "cluster retains: " + report.outcomesRetained());
        }
        if (report.schemaVersion() < SessionReportDecoder.SCHEMA_VERSION)
        {
            // VER-1: told at connect, before a command could be refused for it.
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
            chain.onReport(lastEventSequence, System.nanoTime());
        }
    }

    @Override
    public void onOutcome(final CommandOutcomeDecoder outcome)
    {
        outcomes.onOutcome(outcome, stream, System.nanoTime());
    }

    @Override
    public void onQueryRefused(final QueryRefusedDecoder refusal)
    {
        if (refusal.correlationId() == eventsCorrelationId)
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
        if (chain.isStarted())
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

    private int askForEvents()
    {
        final long from = chain.wanted();
        if (0 < from)
        {
            eventsCorrelationId = queries.nextCorrelationId();
            if (questions.events(from, eventsCorrelationId))
            {
                chain.asked();
                return 1;
            }
        }
        return 0;
    }

    private int askForOutcomes(final long nowNs)
    {
        int workCount = 0;
        if (outcomes.isQuestionDue(nowNs))
        {
            outcomes.questionSent(questions.outcome(outcomes.askedId(), outcomes.askedCorrelationId()), nowNs);
            workCount++;
        }
        final long id = stream.takeOutcomeToAsk();
        if (0 < id)
        {
            // When this one is lost, the next session report settles it.
            questions.outcome(id, queries.nextCorrelationId());
            workCount++;
        }
        return workCount;
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
