package io.flatbook.cluster;

/**
 * The venues of retained events by blocks, so that whoever looks for the events of one venue goes past the blocks that
 * have none. A word for each block, in which a bit stands for the venues of one number modulo 64: a block may be looked
 * through for nothing, but never left out.
 */
final class AddressIndex
{
    private static final int BLOCK_SHIFT = 6;
    private static final long WITHIN_BLOCK = (1L << BLOCK_SHIFT) - 1;
    private static final long EVERYBODY = -1;

    private final long[] venuesByBlock;

    /**
     * @param capacity events that are retained at most, a power of two.
     */
    AddressIndex(final int capacity)
    {
        // They may begin and end amid a block.
        venuesByBlock = new long[2 * Math.max(1, capacity >> BLOCK_SHIFT)];
    }

    /**
     * Takes in the next event.
     *
     * @param venueA {@link EventRing#ALL}, {@link EventRing#RISK_OPS} or a venue.
     * @param venueB a second venue, or 0.
     */
    void add(final long sequence, final int venueA, final int venueB)
    {
        final int block = block(sequence);
        final long before = 0 == (sequence & WITHIN_BLOCK) ? 0 : venuesByBlock[block];
        venuesByBlock[block] = before | bit(venueA) | bit(venueB);
    }

    /**
     * @return the first sequence, from one on, in a block that may have an event for the venue; the end if none has.
     */
    long from(final long sequence, final long end, final int venue)
    {
        long candidate = sequence;
        while (candidate < end && !mayHave(candidate, venue))
        {
            candidate = (candidate | WITHIN_BLOCK) + 1;
        }
        return Math.min(candidate, end);
    }

    /**
     * @return the last sequence, from one back to a first, in a block that may have an event for the venue; less than
     * the first if none has.
     */
    long backFrom(final long sequence, final long first, final int venue)
    {
        long candidate = sequence;
        while (candidate >= first && !mayHave(candidate, venue))
        {
            candidate = (candidate & ~WITHIN_BLOCK) - 1;
        }
        return candidate;
    }

    private boolean mayHave(final long sequence, final int venue)
    {
        return 0 != (venuesByBlock[block(sequence)] & bit(venue));
    }

    private int block(final long sequence)
    {
        return (int)(sequence >>> BLOCK_SHIFT) & venuesByBlock.length - 1;
    }

    private static long bit(final int venue)
    {
        return EventRing.ALL == venue ? EVERYBODY : EventRing.RISK_OPS == venue ? 0 : 1L << venue;
    }
}
