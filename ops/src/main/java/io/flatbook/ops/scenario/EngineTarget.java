package io.flatbook.ops.scenario;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Limits;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import org.agrona.ExpandableArrayBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Runs scenarios on an engine in this process, through the same adapter and event encoder as in a node. Time starts at
 * 0 and moves only by {@link #advanceTo}.
 */
public final class EngineTarget implements ScenarioTarget
{
    /** The end of the year 9999. */
    private static final long TIMESTAMP_MS_MAX = 253_402_300_799_999L;

    private final Protocol protocol = Protocol.wire();
    private final LocalClearing clearing;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private long correlationId;
    private long timeMs;

    /**
     * An empty book.
     */
    public EngineTarget()
    {
        this(new Limits());
    }

    /**
     * An empty book.
     *
     * @param limits of the engine.
     */
    public EngineTarget(final Limits limits)
    {
        this(limits, (events) -> events);
    }

    /**
     * An empty book whose engine reports its events to a listener of the caller's.
     *
     * @param limits    of the engine.
     * @param listening wraps the encoder's listener and must delegate to it.
     */
    public EngineTarget(final Limits limits, final UnaryOperator<ClearingEvents> listening)
    {
        clearing = new LocalClearing(limits, listening);
    }

    private EngineTarget(final LocalClearing restored, final long timestampMs)
    {
        clearing = restored;
        timeMs = timestampMs;
    }

    /**
     * A book as a snapshot has it, to be asked, or to try something on.
     *
     * @param limits      of the engine, the same as those of the snapshot.
     * @param snapshot    as {@link #snapshot()} gives it.
     * @param timestampMs of what is asked and sent.
     * @return the book.
     */
    public static EngineTarget restored(final Limits limits, final byte[] snapshot, final long timestampMs)
    {
        return new EngineTarget(LocalClearing.restore(limits, snapshot), timestampMs);
    }

    /**
     * The whole state.
     *
     * @return its records.
     */
    public byte[] snapshot()
    {
        return clearing.snapshot();
    }

    /**
     * Fires the timer once.
     *
     * @param timestampMs engine time, in milliseconds.
     * @return the events that it caused, in order.
     */
    public List<WireMessage> tick(final long timestampMs)
    {
        clearing.advanceTo(timestampMs);
        return takeEvents();
    }

    /**
     * The engine, to be read.
     *
     * @return the engine.
     */
    public EngineView engine()
    {
        return clearing.engine();
    }

    @Override
    public Reply submit(final String principal, final WireMessage command)
    {
        final long commandId = clearing.lastCommandId(principal) + 1;
        final WireMessage answer = send(principal, command.with("commandId", commandId)).get(0);
        // Bytes that are no message are answered by a session report, which says why as an outcome does.
        final WireMessage outcome = "CommandOutcome".equals(answer.name()) ? answer :
            protocol.create("CommandOutcome").with("commandId", commandId)
                .with("reason", answer.row().text("reason")).with("field", answer.row().text("field"));
        return new Reply(takeEvents(), outcome);
    }

    @Override
    public List<WireMessage> ask(final String principal, final WireMessage query)
    {
        return send(principal, query.with("correlationId", ++correlationId));
    }

    @Override
    public List<WireMessage> advanceTo(final long timestampMs)
    {
        if (timestampMs < timeMs)
        {
            throw new IllegalArgumentException(timestampMs + " lies before the engine's time, " + timeMs);
        }
        if (timestampMs > TIMESTAMP_MS_MAX)
        {
            throw new IllegalArgumentException(timestampMs + " lies beyond the year 9999");
        }
        timeMs = timestampMs;
        clearing.advanceByTicks(timeMs);
        return takeEvents();
    }

    @Override
    public long firstNumber()
    {
        return 1;
    }

    @Override
    public void close()
    {
        // Nothing is held.
    }

    private List<WireMessage> send(final String principal, final WireMessage message)
    {
        final List<WireMessage> answers = new ArrayList<>();
        final int length = protocol.encode(message, buffer, 0);
        clearing.onMessage(timeMs, principal, buffer, 0, length,
            (answer, offset, answerLength) -> answers.add(protocol.decode(answer, offset)));
        return answers;
    }

    private List<WireMessage> takeEvents()
    {
        final List<WireMessage> events = new ArrayList<>();
        clearing.takeEvents((event, offset, length) -> events.add(protocol.decode(event, offset)));
        return events;
    }
}
