package io.flatbook.engine.book;

/**
 * The last ids that were used, in order of use, each with the words that its owner keeps of it, and the highest one
 * forgotten. Ids are above 0 and broadly ascend.
 *
 * <p>Entries lie one after the other in a ring. A table has, at the place of each id, the number of the last entry that
 * was added with that place, and each entry how many entries before it the one before it of its place was added, 0 for
 * none: a search goes from newer to older entries only. Entries leave in the order in which they came, so that those
 * that left are at the end of what a search would visit, and it ends at the first number that is not kept: an entry
 * that leaves is taken out of nothing. Numbers are modulo 2^32; one that is so old that it means another entry by now
 * leads a search to entries of other ids, towards older ones as any, which ends as well. Nothing is allocated once the
 * ring has reached its capacity.
 */
public final class IdWindow extends Hashed
{
    // The order of the ids is hashed too, as a polynomial: the oldest id has the power 0 of an odd base, which has an
    // inverse modulo 2^64, so that ids come and go in O(1).
    private static final long BASE = 0x9E3779B97F4A7C15L;
    private static final long BASE_INVERSE = 0xF1DE83E19937733DL;

    /** Slot of an id that is not kept. */
    public static final int NOWHERE = -1;

    private static final int SLOTS_MIN = 16;

    private final long domain;
    private final int capacity;
    private final int words;
    private long[] entries;
    private int[] newestByPlace;
    private int[] stepToOlder;
    private int bits;
    private int added;
    private int slots;
    private int head;
    private int kept;
    private long highestForgotten;
    private long polynomial;
    private long nextPower = 1;

    /** A window of ids, empty; the domain distinguishes it from others in the hashes. */
    public IdWindow(final StateHash hash, final long domain, final int capacity)
    {
        this(hash, domain, capacity, 0);
    }

    /** A window of ids with a number of words beside each. */
    public IdWindow(final StateHash hash, final long domain, final int capacity, final int wordsBeside)
    {
        super(hash);
        this.domain = domain;
        this.capacity = capacity;
        words = 1 + wordsBeside;
        resize(Math.min(capacity, SLOTS_MIN));
    }

    /** Number of ids kept. */
    public int count()
    {
        return kept;
    }

    /** The id at a place in order of use, 0 being the oldest. */
    public long id(final int i)
    {
        return entries[slot(i) * words];
    }

    private int slot(final int i)
    {
        final int slot = head + i;
        return slot < slots ? slot : slot - slots;
    }

    /** The slot of an id, or {@link #NOWHERE}; valid until the next one is added. */
    public int slotOf(final long id)
    {
        int age = added - newestByPlace[IdPlaces.place(id, bits)];
        while (age >= 0 && age < kept)
        {
            final int slot = slot(kept - 1 - age);
            if (entries[slot * words] == id)
            {
                return slot;
            }
            age = 0 == stepToOlder[slot] ? NOWHERE : age + stepToOlder[slot];
        }
        return NOWHERE;
    }

    /** The slot that the next id is put into if it displaces another, or {@link #NOWHERE}. */
    public int slotToLeave()
    {
        return kept == capacity ? head : NOWHERE;
    }

    /** The slot of the id that was added last. */
    public int lastSlot()
    {
        return slot(kept - 1);
    }

    /** A word beside an id, from 1. */
    public long word(final int slot, final int number)
    {
        return entries[slot * words + number];
    }

    /** Sets a word beside an id, from 1; the window does not hash it. */
    public void word(final int slot, final int number, final long value)
    {
        entries[slot * words + number] = value;
    }

    /** Highest id that is no longer kept, or 0. */
    public long highestForgotten()
    {
        return highestForgotten;
    }

    /** Whether an id is kept. */
    public boolean contains(final long id)
    {
        return NOWHERE != slotOf(id);
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
            displaced = entries[head * words];
            polynomial = (polynomial - StateHash.mix(domain, displaced)) * BASE_INVERSE;
            nextPower *= BASE_INVERSE;
            highestForgotten = Math.max(highestForgotten, displaced);
            head = slot(1);
            kept--;
        }
        else if (kept == slots)
        {
            grow();
        }
        entries[slot(kept) * words] = id;
        link(slot(kept));
        kept++;
        polynomial += StateHash.mix(domain, id) * nextPower;
        nextPower *= BASE;
        rehash();
        return displaced;
    }

    // None has left yet: ids leave a window that has reached its capacity.
    private void grow()
    {
        final long[] former = entries;
        resize(Math.min(capacity, 2 * slots));
        System.arraycopy(former, 0, entries, 0, former.length);
        for (int slot = 0; slot < kept; slot++)
        {
            link(slot);
        }
    }

    private void resize(final int newSlots)
    {
        slots = newSlots;
        entries = new long[newSlots * words];
        stepToOlder = new int[newSlots];
        bits = IdPlaces.bitsFor(2 * newSlots);
        newestByPlace = new int[1 << bits];
        added = 0;
    }

    private void link(final int slot)
    {
        added++;
        final int place = IdPlaces.place(entries[slot * words], bits);
        stepToOlder[slot] = Math.max(0, added - newestByPlace[place]);
        newestByPlace[place] = added;
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
