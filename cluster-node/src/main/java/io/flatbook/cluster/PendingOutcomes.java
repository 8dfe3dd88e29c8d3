package io.flatbook.cluster;

import io.flatbook.engine.Principal;

/**
 * Ids of commands whose recorded outcomes a connection had no room for, in order. Bounded by the number of recorded
 * outcomes: if one does not fit, the sender gets it by sending its command again.
 */
final class PendingOutcomes
{
    private final int capacity;
    private long[] commandIds;
    private int head;
    private int count;

    PendingOutcomes(final int capacity)
    {
        this.capacity = capacity;
    }

    boolean isEmpty()
    {
        return 0 == count;
    }

    void clear()
    {
        head = 0;
        count = 0;
    }

    void add(final long commandId, final boolean isDuplicate)
    {
        if (null == commandIds)
        {
            commandIds = new long[capacity];
        }
        if (count < capacity)
        {
            commandIds[(head + count) % capacity] = isDuplicate ? -commandId : commandId;
            count++;
        }
    }

    /**
     * @return whether none is left.
     */
    boolean send(final Receiver receiver, final Principal principal, final ReportEncoding reports)
    {
        while (count > 0)
        {
            final long commandId = commandIds[head];
            if (!reports.recordedOutcome(receiver, principal, Math.abs(commandId), commandId < 0))
            {
                return false;
            }
            head = (head + 1) % capacity;
            count--;
        }
        return true;
    }
}
