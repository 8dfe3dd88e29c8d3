package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Principals;
import io.flatbook.engine.Tenure;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import org.agrona.DirectBuffer;

/**
 * Answers queries about the book of a service in this process, between two entries of its log, as ops is answered. A
 * question is no entry: no time passes, nobody's budget is spent (CMD-12) and nothing changes, so that the hashes go on
 * being those of the nodes. To be used by the thread that calls the service.
 */
public final class BookQueries
{
    private final ClearingEngine engine;
    private final QueryAdapter queries;

    /**
     * Queries about a service's book.
     *
     * @param engine of the service.
     * @param events that the service gives to whoever wraps its listener.
     * @throws IllegalArgumentException if they are not a service's own.
     */
    public BookQueries(final EngineView engine, final ClearingEvents events)
    {
        if (!(engine instanceof ClearingEngine && events instanceof EventPublisher))
        {
            throw new IllegalArgumentException("these are not a service's own: " + engine.getClass() + ", " +
                events.getClass());
        }
        this.engine = (ClearingEngine)engine;
        final EventPublisher publisher = (EventPublisher)events;
        queries = new QueryAdapter(
            this.engine, publisher, new ReportEncoding(this.engine, publisher), new ServiceMetrics());
    }

    /**
     * Answers a query.
     *
     * @param buffer  that holds it.
     * @param offset  of its header.
     * @param length  in bytes, header included.
     * @param answers takes the reports, or the refusal.
     * @throws IllegalArgumentException if it is no query of the version that is in force.
     */
    public void ask(
        final DirectBuffer buffer, final int offset, final int length, final LocalClearing.Taker answers)
    {
        if (RejectReason.NONE != MessageCheck.check(buffer, offset, length, engine.version()) ||
            !Templates.find(MessageCheck.templateId(buffer, offset)).isQuery())
        {
            throw new IllegalArgumentException("this is no query of version " + engine.version());
        }
        queries.onQuery(null, null, Role.OPS, buffer, offset, new Answers(answers));
    }

    /**
     * Hands everything on at once. There is no session behind it, so nothing can be claimed, closed or streamed.
     */
    private record Answers(LocalClearing.Taker taker) implements Replies
    {
        @Override
        public boolean offer(final DirectBuffer buffer, final int offset, final int length)
        {
            taker.onMessage(buffer, offset, length);
            return true;
        }

        @Override
        public boolean onlyReads()
        {
            return true;
        }

        @Override
        public Principal principal(final Principals principals)
        {
            return null;
        }

        @Override
        public Tenure.Standing standing(final Principal principal)
        {
            return null;
        }

        @Override
        public boolean claim(final Principal principal)
        {
            return false;
        }

        @Override
        public void recorded(final Principal principal, final long commandId, final boolean isDuplicate)
        {
            throw new IllegalStateException("no command was sent");
        }

        @Override
        public void malformed()
        {
            // There is no session to close.
        }

        @Override
        public boolean eventsFrom(final long fromSequence, final int venue)
        {
            return false;
        }
    }
}
