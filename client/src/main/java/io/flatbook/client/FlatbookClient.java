package io.flatbook.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A principal's connection to a Flatbook cluster: an exchange gateway, a risk officer's tool or an operator's.
 *
 * <p>Every command of {@link GatewayCommands}, {@link RiskCommands} and {@link RiskSettings} can be sent in three ways:
 * {@link #submit} waits for the outcome, {@link #submitAsync} gives a future of it, and the {@code try…} methods give
 * the command's id or a negative reason at once, without allocating, and leave the outcome to the listener. However it
 * was sent, the client sends it again with the same id and the same bytes until the cluster has answered, over
 * reconnects and leader changes; the cluster applies it once.
 *
 * <p>An instance belongs to one thread, which calls {@link #poll()} often (well within the session timeout of the
 * cluster, 10 s by default) or is inside a call that waits. Listeners are called on that thread, inside those calls.
 * Any thread may {@link #close} it.
 */
public final class FlatbookClient extends TryCommands implements AutoCloseable
{
    /** Not sent: there was no session with the cluster yet. */
    public static final long NOT_CONNECTED = -1;
    /** Not sent: as many commands as the window holds wait for their outcome. Poll and try again. */
    public static final long BACK_PRESSURED = -2;
    /** Not sent: a newer instance of this principal has taken over (RejectReason FENCED). Final. */
    public static final long FENCED = -3;
    /** Not sent: the client is closed. Final. */
    public static final long CLOSED = -4;

    private final ClientAgent agent;
    private final Waiting waiting;

    private FlatbookClient(final Context context, final ClientAgent agent)
    {
        super(agent);
        this.agent = agent;
        waiting = new Waiting(agent, context.idleStrategy, context.clock);
    }

    /**
     * Opens a session and waits until the cluster has reported the last command of this principal.
     *
     * @param context with at least a principal and the ingress endpoints.
     * @return the connected client.
     * @throws NoAnswerException        if no session could be opened in time; the cause says why, if an attempt came
     *                                  to its end ({@link Context#reconnect}).
     * @throws IllegalArgumentException if a setting is missing or wrong.
     * @throws IllegalStateException    if the JVM lacks a flag that Aeron needs, or the cluster does not go with a
     *                                  setting (window, firstCommandId) or takes older messages only; the message says
     *                                  which.
     */
    public static FlatbookClient connect(final Context context)
    {
        JvmFlags.check();
        SettingsCheck.check(context);
        final FlatbookClient client = new FlatbookClient(context, new ClientAgent(context));
        try
        {
            client.waiting.untilConnected(context);
            return client;
        }
        catch (final RuntimeException | Error ex)
        {
            client.close();
            throw ex;
        }
    }

    /**
     * Does what is due: receives, sends, resends, keeps the session alive, reconnects. Blocks only while the client's
     * own media driver is restarted. If an external driver dies, the listener hears of it 4 s after its last sign of
     * life, and the client waits for it without blocking.
     *
     * @return amount of work done; 0 if there was none.
     * @throws NotSentException if the client is closed.
     */
    public int poll()
    {
        if (ConnectionState.CLOSED == agent.state())
        {
            throw new NotSentException(CLOSED);
        }
        return agent.poll();
    }

    /**
     * Sends a command and waits for its outcome. Waits also while the window is full or no session is open.
     *
     * @param command to send.
     * @param timeout after which the outcome is UNKNOWN; the client goes on asking for it and calls the listener.
     * @return ACCEPTED, REJECTED or UNKNOWN.
     * @throws NotSentException if it was certainly not sent.
     */
    public Outcome submit(final Command command, final Duration timeout)
    {
        return waiting.submit(command, timeout);
    }

    /**
     * Sends a command. The future completes inside a later {@link #poll()}, and as UNKNOWN when the client is closed.
     *
     * @param command to send.
     * @return future of its outcome; failed with {@link NotSentException} if it was not sent, as under back pressure.
     */
    public CompletableFuture<Outcome> submitAsync(final Command command)
    {
        return waiting.submitAsync(command);
    }

    /**
     * Sends a command; the listener receives the outcome.
     *
     * @param command to send.
     * @return its id, or {@link #NOT_CONNECTED}, {@link #BACK_PRESSURED}, {@link #FENCED} or {@link #CLOSED}.
     */
    public long trySubmit(final Command command)
    {
        return waiting.trySubmit(command);
    }

    /**
     * Registers a trade and waits for its outcome; see {@link #submit}.
     *
     * @param registered the trade.
     * @param timeout    after which the outcome is UNKNOWN.
     * @return ACCEPTED, REJECTED or UNKNOWN.
     */
    public Outcome registerTrade(final Trade registered, final Duration timeout)
    {
        return submit(GatewayCommands.registerTrade(registered), timeout);
    }

    /**
     * Registers a trade; see {@link #submitAsync}.
     *
     * @param registered the trade; it may be changed once this returns.
     * @return future of its outcome.
     */
    public CompletableFuture<Outcome> registerTradeAsync(final Trade registered)
    {
        return submitAsync(GatewayCommands.registerTrade(registered));
    }

    /**
     * Asks for the recorded outcome of an earlier command of this principal, sent by this client or a previous one.
     *
     * @param commandId of the command.
     * @param timeout   after which the outcome is UNKNOWN.
     * @return ACCEPTED, REJECTED or UNKNOWN.
     * @throws QueryRefusedException if the cluster has no outcome for it.
     */
    public Outcome outcomeOf(final long commandId, final Duration timeout)
    {
        return waiting.outcomeOf(commandId, timeout);
    }

    /**
     * Asks a question of {@link Queries} and waits for the answer.
     *
     * @param query   to ask.
     * @param timeout to wait for the answer.
     * @param <T>     of the answer.
     * @return the answer, over bytes that are the caller's own.
     * @throws QueryRefusedException if the cluster refuses it.
     * @throws NoAnswerException     if no answer came in time.
     */
    public <T> T query(final Query<T> query, final Duration timeout)
    {
        return waiting.await(queryAsync(query), timeout);
    }

    /**
     * Waits for the answer to a question that was asked with {@link #queryAsync}, so that several can be asked at once.
     *
     * @param answer  that is awaited.
     * @param timeout to wait for it; after it the question is no longer asked.
     * @param <T>     of the answer.
     * @return the answer, over bytes that are the caller's own.
     * @throws QueryRefusedException if the cluster refuses it.
     * @throws NoAnswerException     if no answer came in time.
     */
    public <T> T await(final CompletableFuture<T> answer, final Duration timeout)
    {
        return waiting.await(answer, timeout);
    }

    /**
     * Asks a question of {@link Queries}; asked again after a reconnect until it is answered.
     *
     * @param query to ask.
     * @param <T>   of the answer.
     * @return future of the answer; fails with {@link QueryRefusedException}.
     * @throws NotSentException if more than 1,024 questions are open.
     */
    public <T> CompletableFuture<T> queryAsync(final Query<T> query)
    {
        return waiting.queryAsync(query);
    }

    /**
     * Asks for what is needed to turn decimals of an instrument into ticks, lots and minor units.
     *
     * @param instrumentId of the instrument.
     * @param timeout      to wait for each of two answers.
     * @return the specification.
     * @throws QueryRefusedException if there is no such instrument.
     * @throws NoAnswerException     if no answer came in time.
     */
    public InstrumentSpec instrumentSpec(final int instrumentId, final Duration timeout)
    {
        return InstrumentSpec.ask(this, instrumentId, timeout);
    }

    /**
     * Asks for the same by symbol, page by page: ids are given in the order of definition and differ between clusters.
     *
     * @param symbol  of the instrument.
     * @param timeout to wait for each answer.
     * @return the specification, with the id of the instrument.
     * @throws IllegalArgumentException if there is no such instrument.
     * @throws NoAnswerException        if no answer came in time.
     */
    public InstrumentSpec instrumentSpec(final String symbol, final Duration timeout)
    {
        return InstrumentSpec.ask(this, symbol, timeout);
    }

    /**
     * State of the connection to the cluster.
     *
     * @return the state as of the last poll.
     */
    public ConnectionState state()
    {
        return agent.state();
    }

    /**
     * How many commands wait for their outcome.
     *
     * @return 0 to the size of the window.
     */
    public int unacknowledged()
    {
        return agent.stream().unanswered();
    }

    /**
     * How often a command was sent again: the oldest one after a pause of the cluster, all unanswered ones after a
     * leader change, a reconnect or a gap. The cluster applies each once.
     *
     * @return count since the client was made.
     */
    public long resends()
    {
        return agent.stream().resends();
    }

    /**
     * Sequence of the last event handed to the listener, to be given to {@link Context#eventsFrom} plus one after a
     * restart. Before the first one it is that of the event before the first that is wanted.
     *
     * @return 0 if there is none, or no events are received.
     */
    public long lastEventSequence()
    {
        return agent.lastEventSequence();
    }

    /**
     * Member id of the leader that the session is with.
     *
     * @return -1 if there is no session.
     */
    public int leaderMemberId()
    {
        return agent.leaderMemberId();
    }

    /**
     * Closes the session, and the driver if it is the client's own. Futures without an outcome complete as UNKNOWN,
     * questions without an answer fail with {@link NoAnswerException}. Closing again does nothing.
     *
     * <p>May be called from any thread. A call that waits on the client's thread then returns: the outcome is UNKNOWN
     * if the command was sent; if it was not, the call throws {@link NotSentException}. Returns when the client is
     * closed; if a listener holds the client's thread for more than 10 s, it returns earlier, and the client is closed
     * when the listener returns. Called from inside a listener it returns at once, and the client is closed at the end
     * of the call that invoked the listener. Futures complete, and the listener is called, on the thread that closes.
     */
    @Override
    public void close()
    {
        agent.close();
    }

    /**
     * Settings of a client: a principal and the ingress endpoints are required, the rest has defaults.
     */
    public static final class Context extends ClientContext<Context>
    {
        /**
         * Settings with nothing set.
         */
        public Context()
        {
        }

        @Override
        Context self()
        {
            return this;
        }
    }
}
