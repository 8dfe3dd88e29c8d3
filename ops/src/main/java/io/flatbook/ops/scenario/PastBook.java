package io.flatbook.ops.scenario;

import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.NotPermittedException;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.sbe.RejectReason;

import java.util.List;

/**
 * A book as it was at a place of a log: it answers the same queries as a cluster, and takes no commands.
 */
public final class PastBook implements BookLink
{
    private final EngineTarget book;
    private final long logPosition;
    private int askers;

    /**
     * A way to a book of the past.
     *
     * @param book        the book.
     * @param logPosition up to which it has applied the log, which is that of its answers.
     */
    public PastBook(final EngineTarget book, final long logPosition)
    {
        this.book = book;
        this.logPosition = logPosition;
    }

    @Override
    public List<WireMessage> ask(final WireMessage query)
    {
        List<WireMessage> reports = book.ask(asker(), query);
        if (isBusy(reports.get(0)))
        {
            // Time does not move here, and neither does what one asker may look at in a second (CMD-12).
            askers++;
            reports = book.ask(asker(), query);
        }
        for (final WireMessage report : reports)
        {
            if (report.row().knows("logPosition"))
            {
                report.with("logPosition", logPosition);
            }
        }
        return reports;
    }

    private static boolean isBusy(final WireMessage report)
    {
        return report.row().knows("reason") && RejectReason.QUERY_BUSY.name().equals(report.row().text("reason"));
    }

    private String asker()
    {
        return "ops/past-" + askers;
    }

    @Override
    public WireMessage submit(final WireMessage command)
    {
        throw new NotPermittedException("the book of the past takes no commands");
    }

    @Override
    public void poll()
    {
        // Nothing comes.
    }

    @Override
    public List<WireMessage> takeEvents()
    {
        return List.of();
    }

    @Override
    public void close()
    {
        // Nothing is held.
    }
}
