package io.flatbook.ops.link;

import io.flatbook.ops.wire.WireMessage;

import java.util.List;

/**
 * A link that asks the replica in this process and takes its events. Commands are not for it.
 */
final class ReplicaLink implements BookLink
{
    private final ReplicaBook book;
    private final boolean isOwner;
    private final long timeoutMs;
    private long correlationId;

    /**
     * @param isOwner   whether the book ends with the link.
     * @param timeoutMs for each answer, in milliseconds.
     */
    ReplicaLink(final ReplicaBook book, final boolean isOwner, final long timeoutMs)
    {
        this.book = book;
        this.isOwner = isOwner;
        this.timeoutMs = timeoutMs;
    }

    @Override
    public List<WireMessage> ask(final WireMessage query)
    {
        return book.ask(query.with("correlationId", ++correlationId), timeoutMs);
    }

    @Override
    public WireMessage submit(final WireMessage command)
    {
        throw new NotPermittedException("a replica takes no commands");
    }

    @Override
    public void poll()
    {
        // The replica works by itself.
    }

    @Override
    public List<WireMessage> takeEvents()
    {
        return book.takeEvents();
    }

    @Override
    public void close()
    {
        if (isOwner)
        {
            book.close();
        }
    }
}
