package io.flatbook.wire;

/**
 * Which counters of one sender were seen: the highest, and which of those behind it in 16 words of 64. Counters that
 * are further behind, by 960 to 1,023, count as seen.
 */
final class ReplayWindow
{
    private static final int WORDS = 16;

    private final long[] seen = new long[WORDS];
    private long highest = -1;

    boolean isNew(final long counter)
    {
        return counter > highest ||
            counter >> 6 > (highest >> 6) - WORDS && 0 == (seen[word(counter)] & 1L << counter);
    }

    void add(final long counter)
    {
        if (counter > highest)
        {
            final long first = Math.max((highest >> 6) + 1, (counter >> 6) - WORDS + 1);
            for (long word = first; word <= counter >> 6; word++)
            {
                seen[(int)(word & WORDS - 1)] = 0;
            }
            highest = counter;
        }
        seen[word(counter)] |= 1L << counter;
    }

    private static int word(final long counter)
    {
        return (int)(counter >> 6 & WORDS - 1);
    }
}
