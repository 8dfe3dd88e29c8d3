package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Principals;
import io.flatbook.engine.Tenure;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.Role;
import org.agrona.DirectBuffer;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The adapter, engine and event encoder of a node without a log and a network, for scenarios and replays in one
 * process. Messages go in as bytes and come out as the bytes that a session would be sent. Time is an argument; the log
 * position is 0 unless it is given. Not safe for use by several threads.
 */
public final class LocalClearing
{
    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final CommandAdapter adapter;
    private final EventCursor cursor;

    /**
     * Takes messages.
     */
    @FunctionalInterface
    public interface Taker
    {
        /**
         * A message; the buffer is used again afterwards.
         *
         * @param buffer that holds it.
         * @param offset of its header.
         * @param length in bytes, header included.
         */
        void onMessage(DirectBuffer buffer, int offset, int length);
    }

    /**
     * An empty book.
     *
     * @param limits of the engine.
     */
    public LocalClearing(final Limits limits)
    {
        this(limits, (events) -> events);
    }

    /**
     * An empty book whose engine reports its events to a listener of the caller's.
     *
     * @param limits    of the engine.
     * @param listening wraps the encoder's listener and must delegate to it.
     */
    public LocalClearing(final Limits limits, final UnaryOperator<ClearingEvents> listening)
    {
        publisher = new EventPublisher(limits);
        engine = new ClearingEngine(limits, listening.apply(publisher));
        publisher.clock(engine::timeMs);
        reports = new ReportEncoding(engine, publisher);
        adapter = new CommandAdapter(engine, publisher, reports);
        cursor = new EventCursor(publisher.ring());
        cursor.start(1, EventRing.RISK_OPS);
    }

    /**
     * The state that a snapshot holds.
     *
     * @param limits   of the engine, the same as those of the snapshot.
     * @param snapshot records as {@link #snapshot()} gives them.
     * @return the state.
     * @throws IllegalStateException if the bytes are not a whole snapshot, or are of other limits or hashes.
     */
    public static LocalClearing restore(final Limits limits, final byte[] snapshot)
    {
        final LocalClearing restored = new LocalClearing(limits);
        final SnapshotLoader loader = new SnapshotLoader(restored.engine, restored.publisher);
        SnapshotBytes.read(snapshot, loader::onRecord);
        loader.verify();
        restored.cursor.start(restored.publisher.nextSequence(), EventRing.RISK_OPS);
        return restored;
    }

    /**
     * The whole state as records, each preceded by its length in four bytes, little endian.
     *
     * @return the snapshot.
     */
    public byte[] snapshot()
    {
        final SnapshotBytes bytes = new SnapshotBytes();
        new SnapshotTaker(engine, publisher).takeTo(bytes);
        return bytes.toByteArray();
    }

    /**
     * Keeps a snapshot in memory, in the form of {@link #snapshot()}.
     *
     * @param taker writes the snapshot.
     * @return its records.
     */
    public static byte[] keep(final Consumer<SnapshotSink> taker)
    {
        final SnapshotBytes bytes = new SnapshotBytes();
        taker.accept(bytes);
        return bytes.toByteArray();
    }

    /**
     * The engine, to be read.
     *
     * @return the engine.
     */
    public ClearingEngine engine()
    {
        return engine;
    }

    /**
     * Gives the position of the entries to come, with which their events are stamped.
     *
     * @param logPosition in bytes.
     */
    public void logPosition(final long logPosition)
    {
        publisher.logPosition(logPosition);
    }

    EventPublisher publisher()
    {
        return publisher;
    }

    /**
     * Engine time.
     *
     * @return milliseconds.
     */
    public long timeMs()
    {
        return engine.timeMs();
    }

    /**
     * Hash of the book.
     *
     * @return the state hash.
     */
    public long stateHash()
    {
        return engine.stateHash();
    }

    /**
     * The last command of a principal that was applied.
     *
     * @param principalName {@code role/name}.
     * @return its id; 0 before the first, and for a principal that is not known.
     */
    public long lastCommandId(final String principalName)
    {
        final Principal principal = engine.principals().byName(principalName);
        return null == principal ? 0 : principal.outcomes().lastCommandId();
    }

    /**
     * Moves engine time, as a timer of a node would, and does what is due at it.
     *
     * @param timestampMs engine time, ms.
     */
    public void advanceTo(final long timestampMs)
    {
        publisher.beginEntry();
        engine.advanceTo(timestampMs);
        publisher.flushPages();
    }

    /**
     * Moves engine time as if the timer had fired every tick on the way.
     *
     * @param timestampMs engine time, ms.
     */
    public void advanceByTicks(final long timestampMs)
    {
        publisher.beginEntry();
        engine.advanceByTicks(timestampMs);
        publisher.flushPages();
    }

    /**
     * Applies a command or answers a query.
     *
     * @param timestampMs   of the entry.
     * @param principalName of the sender, {@code role/name}.
     * @param buffer        that holds the message.
     * @param offset        of its header.
     * @param length        in bytes, header included.
     * @param answers       takes the outcome or the reports.
     * @throws IllegalArgumentException if the principal name is invalid.
     */
    public void onMessage(
        final long timestampMs,
        final String principalName,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Taker answers)
    {
        final Role role = PrincipalNames.roleOf(principalName);
        if (Role.NULL_VAL == role)
        {
            throw new IllegalArgumentException(principalName + " is not role/name of a principal");
        }
        publisher.beginEntry();
        adapter.onMessage(
            timestampMs, principalName, role, buffer, offset, length, new Answers(principalName, answers, reports));
    }

    /**
     * Gives all events since the last call, in order, as risk gets them.
     *
     * @param events takes them.
     * @return number of events.
     * @throws IllegalStateException when more came since than are retained.
     */
    public int takeEvents(final Taker events)
    {
        if (cursor.isBehind())
        {
            throw new IllegalStateException("events were lost: take them more often than every " +
                engine.limits().eventsRetained());
        }
        return cursor.advance(new Answers(null, events, reports), EventRing.RISK_OPS, Integer.MAX_VALUE);
    }

    /**
     * Takes everything, at once.
     */
    static class Answers implements Replies
    {
        private final String principalName;
        private final Taker taker;
        private final ReportEncoding reports;

        /**
         * @param principalName who is answered, {@code role/name}; null for somebody unknown to the engine.
         */
        Answers(final String principalName, final Taker taker, final ReportEncoding reports)
        {
            this.principalName = principalName;
            this.taker = taker;
            this.reports = reports;
        }

        @Override
        public boolean offer(final DirectBuffer buffer, final int offset, final int length)
        {
            taker.onMessage(buffer, offset, length);
            return true;
        }

        @Override
        public boolean onlyReads()
        {
            return false;
        }

        @Override
        public Principal principal(final Principals principals)
        {
            return null == principalName ? null : principals.byName(principalName);
        }

        @Override
        public Tenure.Standing standing(final Principal principal)
        {
            return null;
        }

        @Override
        public boolean claim(final Principal principal)
        {
            return true;
        }

        @Override
        public void recorded(final Principal principal, final long commandId, final boolean isDuplicate)
        {
            if (!reports.recordedOutcome(this, principal, commandId, isDuplicate))
            {
                throw new IllegalStateException("an outcome was not taken");
            }
        }

        @Override
        public void malformed()
        {
            // There is no session to close.
        }

        @Override
        public boolean eventsFrom(final long fromSequence, final int venue)
        {
            return true;
        }
    }
}
