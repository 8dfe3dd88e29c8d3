package io.flatbook.client;

/**
 * Whether the next id is in doubt: some refusals come before the id of the command is consumed. Until a recorded
 * outcome or a session report resolves the doubt, no further id is given; an id that may still be under way is never
 * given to another command.
 */
final class IdReconciliation
{
    private boolean open;
    private long fromId;
    private long toId;
    private long askOutcomeOfId;

    /** Whether the next id is in doubt. */
    boolean isOpen()
    {
        return open;
    }

    /** A command was refused and may not have consumed its id. */
    void add(final long id)
    {
        fromId = open ? Math.min(fromId, id) : id;
        toId = open ? Math.max(toId, id) : id;
        open = true;
    }

    /** The recorded outcome of the id, if there is one, resolves the doubt at once. */
    void askOutcomeOf(final long id)
    {
        askOutcomeOfId = id;
    }

    /** Whether the cluster may rightly expect the id although it was answered. */
    boolean covers(final long expectedId)
    {
        return open && fromId <= expectedId;
    }

    /** Whether a recorded outcome of the id shows that all ids in doubt were consumed. */
    boolean isResolvedBy(final long recordedId)
    {
        return open && recordedId == toId;
    }

    /** @return id whose recorded outcome should be asked for now, once; 0 for none. */
    long takeOutcomeToAsk()
    {
        final long id = askOutcomeOfId;
        askOutcomeOfId = 0;
        return id;
    }

    void close()
    {
        open = false;
        askOutcomeOfId = 0;
    }
}
