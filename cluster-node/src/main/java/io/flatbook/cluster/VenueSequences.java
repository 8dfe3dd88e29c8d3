package io.flatbook.cluster;

import java.util.Arrays;

/**
 * One event sequence per venue, walked in ascending order of venue.
 */
final class VenueSequences
{
    private int[] venues = new int[8];
    private long[] sequences = new long[8];
    private int count;
    /** Index of the venue that was set last: most often the one that is set next. */
    private int last;

    int count()
    {
        return count;
    }

    int venue(final int index)
    {
        return venues[index];
    }

    long sequence(final int index)
    {
        return sequences[index];
    }

    /**
     * @return the venue's sequence, 0 if none was set.
     */
    long sequenceOf(final int venue)
    {
        final int index = Arrays.binarySearch(venues, 0, count, venue);
        return index < 0 ? 0 : sequences[index];
    }

    void set(final int venue, final long sequence)
    {
        if (last < count && venues[last] == venue)
        {
            sequences[last] = sequence;
            return;
        }
        final int index = Arrays.binarySearch(venues, 0, count, venue);
        last = index >= 0 ? index : -index - 1;
        if (index >= 0)
        {
            sequences[index] = sequence;
            return;
        }
        if (count == venues.length)
        {
            venues = Arrays.copyOf(venues, 2 * count);
            sequences = Arrays.copyOf(sequences, 2 * count);
        }
        final int insertAt = -index - 1;
        System.arraycopy(venues, insertAt, venues, insertAt + 1, count - insertAt);
        System.arraycopy(sequences, insertAt, sequences, insertAt + 1, count - insertAt);
        venues[insertAt] = venue;
        sequences[insertAt] = sequence;
        count++;
    }
}
