package io.flatbook.ops.feed;

import io.flatbook.cluster.EventTap;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.EngineView;
import io.flatbook.ops.replay.EntryKind;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayPlace;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import io.flatbook.sbe.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Gives a sink the events of a replay from its place on, each once and in order, and has it commit now and then and
 * whenever the end of the log was reached. That no sequence is missing is checked for every event.
 */
final class EventFeed implements ReplayListener
{
    private static final int UNCOMMITTED_MAX = 10_000;
    private static final long COMMIT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);

    private final Protocol protocol = Protocol.wire();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final EventText text = new EventText();
    private final EventSink sink;
    private final BooleanSupplier isEnding;
    private final BooleanSupplier awaitsMore;
    private FeedPlace done;
    private ReplayPlace place;
    private EventTap tap;
    private long entryPosition = -1;
    private int nextIndex;
    private long lastSequence;
    private long endedDay = Long.MIN_VALUE;
    private long givenEvents;
    private int uncommitted;
    private long committedNs = System.nanoTime();

    /**
     * A feed into a sink.
     *
     * @param sink       that was opened.
     * @param isEnding   asked after each entry whether to end.
     * @param awaitsMore called at the end of the log, after a commit; waits, and says whether to look for more.
     */
    public EventFeed(final EventSink sink, final BooleanSupplier isEnding, final BooleanSupplier awaitsMore)
    {
        this.sink = sink;
        this.isEnding = isEnding;
        this.awaitsMore = awaitsMore;
        done = sink.place();
        lastSequence = done.sequence();
    }

    /**
     * How many events the sink was given.
     *
     * @return number of events.
     */
    public long givenEvents()
    {
        return givenEvents;
    }

    @Override
    public ClearingEvents listening(final ClearingEvents events, final ReplayPlace where)
    {
        place = where;
        tap = new EventTap(events);
        return events;
    }

    @Override
    public void onStart(final EngineView engine)
    {
        text.begin(engine);
    }

    @Override
    public void onBegin()
    {
        tap.begin();
    }

    @Override
    public boolean isEnough()
    {
        return isEnding.getAsBoolean();
    }

    @Override
    public void onNext(final long logPosition, final long timestampMs)
    {
        final EngineView engine = place.engine();
        final long day = Math.floorDiv(engine.timeMs(), DAY_MS);
        // The first entries of a day may be of sessions or terms, which leave engine time where it was.
        if (0 < engine.timeMs() && Math.floorDiv(timestampMs, DAY_MS) > day && day > endedDay &&
            done.isBefore(new FeedPlace(logPosition, 0, 0)))
        {
            endedDay = day;
            sink.dayEnded(LocalDate.ofEpochDay(day), engine);
            uncommitted++;
        }
    }

    @Override
    public void onEntry(final EntryKind kind, final long logPosition, final long timestampMs, final long engineTimeMs,
        final long stateHash, final long replicaHash)
    {
        tap.take(this::take);
        if (UNCOMMITTED_MAX <= uncommitted || 0 < uncommitted && System.nanoTime() - committedNs > COMMIT_INTERVAL_NS)
        {
            commit();
        }
    }

    @Override
    public boolean onEnd()
    {
        commit();
        return awaitsMore.getAsBoolean();
    }

    /** Commits what was given; to be called when the replay is over. */
    public void commit()
    {
        final FeedPlace reached = FeedPlace.endOf(place.logPosition(), lastSequence);
        if (done.isBefore(reached))
        {
            sink.commit(reached.logPosition(), reached.sequence());
            done = reached;
        }
        uncommitted = 0;
        committedNs = System.nanoTime();
    }

    private void take(final DirectBuffer buffer, final int offset, final int length)
    {
        final WireMessage event = protocol.decode(buffer, offset);
        text.learn(event);
        final WireRow header = event.header();
        final long logPosition = header.required("logPosition");
        nextIndex = logPosition == entryPosition ? nextIndex : 0;
        entryPosition = logPosition;
        final FeedPlace next = new FeedPlace(logPosition, nextIndex++, header.required("eventSequence"));
        if (done.isBefore(next))
        {
            if (0 < lastSequence && next.sequence() != lastSequence + 1)
            {
                throw new IllegalStateException("event " + next.sequence() + " came after event " + lastSequence +
                    ": this is not the log that the former events were made from");
            }
            sink.event(new FeedEvent(next, header.required("timestampMs"), messageHeader.wrap(buffer, offset).version(),
                event.name(), text.json(event)));
            lastSequence = next.sequence();
            givenEvents++;
            uncommitted++;
        }
    }
}
