package io.flatbook.engine.book;

import org.agrona.collections.LongHashSet;

/**
 * The last ids that were used, in order of use, and the highest one forgotten. Ids are above 0 and broadly ascend.
 */
public final class IdWindow extends Hashed
{
    // The order of the ids is hashed too, as a polynomial: the oldest id has the power 0 of an odd base, which has an
    // inverse modulo 2^64, so that ids come and go in O(1).
    private static final long BASE = 0x9E3779B97F4A7C15L;
    private static final long BASE_INVERSE = 0xF1DE83E19937733DL;

    private final long domain;
    private final int capacity;
    private final LongHashSet known = new LongHashSet();
    private long[] ids = new long[16];
    private int head;
    private int kept;
    private long highestForgotten;
    private long polynomial;
    private long nextPower = 1;

    /** A window of ids, empty; the domain tells it from others in the hashes. */
    public IdWindow(final StateHash hash, final long domain, final int capacity)
    {
        super(hash);
        this.domain = domain;
        this.capacity = capacity;
    }

    /** Number of ids kept. */
    public int count()
    {
        return kept;
    }

    /** The id at a place in order of use, 0 being the oldest. */
    public long id(final int i)
    {
        return ids[(head + i) % ids.length];
    }

    /** Highest id that is no longer kept, or 0. */
    public long highestForgotten()
    {
        return highestForgotten;
    }

    /** Whether an id is kept. */
    public boolean contains(final long id)
    {
        return known.contains(id);
    }

    /** Whether an id is at or below the highest one that is no longer kept. */
    public boolean tooOld(final long id)
    {
        return id <= highestForgotten;
    }

    /** Adds an id and returns the one that it displaced, or 0. */
    public long add(final long id)
    {
        long displaced = 0;
        if (kept == capacity)
        {
            displaced = ids[head];
            known.remove(displaced);
            polynomial = (polynomial - StateHash.mix(domain, displaced)) * BASE_INVERSE;
            nextPower *= BASE_INVERSE;
            highestForgotten = Math.max(highestForgotten, displaced);
            head = (head + 1) % ids.length;
            kept--;
        }
        else if (kept == ids.length)
        {
            grow();
        }
        ids[(head + kept) % ids.length] = id;
        kept++;
        known.add(id);
        polynomial += StateHash.mix(domain, id) * nextPower;
        nextPower *= BASE;
        rehash();
        return displaced;
    }

    private void grow()
    {
        final long[] larger = new long[Math.min(capacity, ids.length * 2)];
        for (int i = 0; i < kept; i++)
        {
            larger[i] = id(i);
        }
        ids = larger;
        head = 0;
    }

    /** Restores the highest id that is no longer kept. */
    public void restore(final long restoredHighestForgotten)
    {
        highestForgotten = restoredHighestForgotten;
        rehash();
    }

    /** Takes the window out of the hashes. */
    public void forget()
    {
        unhash();
    }

    @Override
    protected long replicaDigest()
    {
        return 0 == kept ? 0 : StateHash.mix(StateHash.mix(domain, highestForgotten), polynomial);
    }
}
