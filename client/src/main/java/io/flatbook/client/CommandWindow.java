package io.flatbook.client;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The commands that were given an id and are not answered yet, with their bytes: a ring from {@link #firstId()} to
 * {@link #nextId()}. Bytes of an id never change once it is committed, so that a resend is the very same command.
 * Allocates nothing once the slots have grown to the commands in use.
 */
final class CommandWindow
{
    /** A command is at most this long in bytes; an update of 256 marks has about 3 KB. */
    static final int COMMAND_LENGTH_MAX = 8 * 1024;
    private static final int SLOT_LENGTH_INITIAL = 128;

    private final int capacity;
    private final ExpandableArrayBuffer[] slots;
    private final int[] lengths;
    private final long[] sentNs;
    private final boolean[] resent;
    private final boolean[] answered;
    private long firstId;
    private long nextId;

    /**
     * @param capacity most commands that wait for their outcome at a time, 1 or more.
     */
    CommandWindow(final int capacity)
    {
        if (capacity < 1)
        {
            throw new IllegalArgumentException("window capacity must be 1 or more: " + capacity);
        }
        this.capacity = capacity;
        slots = new ExpandableArrayBuffer[capacity];
        for (int i = 0; i < capacity; i++)
        {
            slots[i] = new ExpandableArrayBuffer(SLOT_LENGTH_INITIAL);
        }
        lengths = new int[capacity];
        sentNs = new long[capacity];
        resent = new boolean[capacity];
        answered = new boolean[capacity];
    }

    /** Gives the next command the id {@code id}; only while nothing is unanswered. */
    void startAt(final long id)
    {
        if (!isEmpty())
        {
            throw new IllegalStateException("commands " + firstId + " to " + (nextId - 1) + " are not answered");
        }
        firstId = id;
        nextId = id;
    }

    boolean isStarted()
    {
        return 0 < nextId;
    }

    boolean isEmpty()
    {
        return firstId == nextId;
    }

    boolean isFull()
    {
        return nextId - firstId == capacity;
    }

    /** Oldest unanswered id; {@link #nextId()} if there is none. */
    long firstId()
    {
        return firstId;
    }

    /** Id of the next command; 0 before {@link #startAt}. */
    long nextId()
    {
        return nextId;
    }

    int capacity()
    {
        return capacity;
    }

    /** Buffer for the bytes of the next command; nothing is taken until {@link #commit}. */
    MutableDirectBuffer nextBuffer()
    {
        return slots[slot(nextId)];
    }

    /** Takes the next id for the bytes that were put into {@link #nextBuffer()}. */
    long commit(final int length)
    {
        if (isFull())
        {
            throw new IllegalStateException("window of " + capacity + " is full");
        }
        if (length < 1 || COMMAND_LENGTH_MAX < length)
        {
            throw new IllegalArgumentException("command of " + length + " bytes, at most " + COMMAND_LENGTH_MAX);
        }
        final int slot = slot(nextId);
        lengths[slot] = length;
        resent[slot] = false;
        answered[slot] = false;
        return nextId++;
    }

    /** Whether the id was committed and is not answered. */
    boolean isPending(final long id)
    {
        return firstId <= id && id < nextId && !answered[slot(id)];
    }

    MutableDirectBuffer buffer(final long id)
    {
        return slots[slot(id)];
    }

    int length(final long id)
    {
        return lengths[slot(id)];
    }

    void sent(final long id, final long nowNs, final boolean again)
    {
        final int slot = slot(id);
        sentNs[slot] = nowNs;
        resent[slot] = again;
    }

    /** One command went out again on its own; {@link #sentNs} stays that of the commands around it. */
    void sentAgain(final long id)
    {
        resent[slot(id)] = true;
    }

    long sentNs(final long id)
    {
        return sentNs[slot(id)];
    }

    boolean wasResent(final long id)
    {
        return resent[slot(id)];
    }

    /** Closes a pending id; ids whose predecessors are all closed make room. */
    void answer(final long id)
    {
        answered[slot(id)] = true;
        while (firstId < nextId && answered[slot(firstId)])
        {
            firstId++;
        }
    }

    private int slot(final long id)
    {
        return (int)Math.floorMod(id, (long)capacity);
    }
}
