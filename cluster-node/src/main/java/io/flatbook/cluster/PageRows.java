package io.flatbook.cluster;

import io.flatbook.engine.book.Account;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * Rows of what one entry did to many accounts, collected by group and venue until they are published. A row is a few
 * words; their meaning is the caller's.
 */
final class PageRows
{
    /** Words of the widest row. */
    static final int WORDS = 6;
    private static final int ROWS_INITIAL = 8;
    /** Rows for which the space is kept when they have been published. */
    private static final int ROWS_KEPT = 1_024;

    /** Rows of one group and venue. */
    static final class Bucket
    {
        private final int group;
        private final int venue;
        private long[] words = new long[ROWS_INITIAL * WORDS];
        private int count;

        private Bucket(final int group, final int venue)
        {
            this.group = group;
            this.venue = venue;
        }

        int group()
        {
            return group;
        }

        int venue()
        {
            return venue;
        }

        int count()
        {
            return count;
        }

        long word(final int row, final int word)
        {
            return words[row * WORDS + word];
        }

        private int add()
        {
            if ((count + 1) * WORDS > words.length)
            {
                words = Arrays.copyOf(words, 2 * words.length);
            }
            return count++ * WORDS;
        }

        private void clear()
        {
            count = 0;
            if (words.length > ROWS_KEPT * WORDS)
            {
                words = new long[ROWS_INITIAL * WORDS];
            }
        }
    }

    // Walked in order of group, then venue.
    private final TreeMap<Long, Bucket> bucketByKey = new TreeMap<>();
    private Bucket last;

    void add(final int group, final Account account, final long a, final long b)
    {
        add(group, account, a, b, 0, 0, 0);
    }

    void add(
        final int group, final Account account, final long a, final long b, final long c, final long d, final long e)
    {
        final Bucket bucket = bucket(group, account.venue());
        final int at = bucket.add();
        bucket.words[at] = account.id();
        bucket.words[at + 1] = a;
        bucket.words[at + 2] = b;
        bucket.words[at + 3] = c;
        bucket.words[at + 4] = d;
        bucket.words[at + 5] = e;
    }

    Iterable<Bucket> buckets()
    {
        return bucketByKey.values();
    }

    void clear()
    {
        bucketByKey.values().forEach(Bucket::clear);
    }

    private Bucket bucket(final int group, final int venue)
    {
        if (null == last || group != last.group || venue != last.venue)
        {
            final long key = (long)group << Integer.SIZE | venue;
            last = bucketByKey.computeIfAbsent(key, (absent) -> new Bucket(group, venue));
        }
        return last;
    }
}
