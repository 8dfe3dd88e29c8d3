package io.flatbook.client;

/**
 * Whether the next id is in doubt: some refusals come before the id of the command is taken. Until a recorded outcome
 * or a session report tells, no further id is given; nothing is ever given a new id that may still be under way.
 */
final class Settlement
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

    /** A command was refused that perhaps took no id. */
    void add(final long id)
    {
        fromId = open ? Math.min(fromId, id) : id;
        toId = open ? Math.max(toId, id) : id;
        open = true;
    }

    /** The record of its outcome, if there is one, settles the doubt at once. */
    void askOutcomeOf(final long id)
    {
        askOutcomeOfId = id;
    }

    /** Whether the cluster may rightly expect the id although it was answered. */
    boolean covers(final long expectedId)
    {
        return open && fromId <= expectedId;
    }

    /** Whether a recorded outcome of the id shows that all ids in doubt were taken. */
    boolean isSettledBy(final long recordedId)
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
