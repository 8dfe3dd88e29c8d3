package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.EngineView;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import org.agrona.DirectBuffer;

/**
 * Answers queries about the book of a service in this process, between two entries of its log, as ops is answered. A
 * question is not an entry: no time passes, nobody's budget is spent (CMD-12) and nothing changes, so the hashes remain
 * those of the nodes. To be used by the thread that calls the service.
 */
public final class BookQueries
{
    private final ClearingEngine engine;
    private final ReportEncoding reports;
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
        reports = new ReportEncoding(this.engine, publisher);
        queries = new QueryAdapter(this.engine, publisher, reports, new ServiceMetrics());
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
        queries.onQuery(null, null, Role.OPS, buffer, offset, new LocalClearing.Answers(null, answers, reports)
        {
            @Override
            public boolean eventsFrom(final long fromSequence, final int venue)
            {
                // There is no session that they could be sent to.
                return false;
            }
        });
    }
}
