package io.flatbook.engine.offset;

import io.flatbook.engine.book.Position;

import java.util.Arrays;

/**
 * A node of an {@link OffsetIndex}: two nodes below it, or some positions with their keys; and the ranges in which all
 * keys below lie, how many positions and lots there are, the most lots and the least account id of one. The equity has
 * two ranges: at the references, and with all doubt. The least of sums that fall with the spread, each in a straight
 * line, lies on or above the line between its ends, so that those two ranges tell those between.
 */
final class OffsetNode
{
    static final int POSITIONS_MAX = 16;

    private static final int WORDS_PER_LINE = 8;

    OffsetNode parent;
    OffsetNode zero;
    OffsetNode one;
    int bit;
    Position[] positions = new Position[POSITIONS_MAX];
    long[] keys = new long[POSITIONS_MAX * QueueKey.LENGTH];
    int count;
    long lots;
    long lotsMost;
    long accountIdLeast;
    long entryLow;
    long entryHigh;
    long equityLow;
    long equityHigh;
    long doubtedLow;
    long doubtedHigh;

    boolean isLeaf()
    {
        return null == zero;
    }

    Position position(final int i)
    {
        return positions[i];
    }

    /** Index of a position, or below 0. */
    int find(final Position position)
    {
        for (int i = 0; i < count; i++)
        {
            if (positions[i] == position)
            {
                return i;
            }
        }
        return -1;
    }

    void key(final int i, final long[] key)
    {
        System.arraycopy(key, 0, keys, i * QueueKey.LENGTH, QueueKey.LENGTH);
    }

    long key(final int i, final int number)
    {
        return keys[i * QueueKey.LENGTH + number];
    }

    boolean hasKey(final int i, final long[] key)
    {
        return Arrays.equals(keys, i * QueueKey.LENGTH, (i + 1) * QueueKey.LENGTH, key, 0, QueueKey.LENGTH);
    }

    /** Reads what bounds will read of the node; the number has no meaning. */
    long glance()
    {
        return lots + doubtedHigh;
    }

    /** Reads what bounds will read of its keys; the number has no meaning. */
    long glanceKeys()
    {
        long sum = 0;
        for (int i = 0; i < count * QueueKey.LENGTH; i += WORDS_PER_LINE)
        {
            sum += keys[i];
        }
        return sum;
    }

    /** Whether a key lies in the ranges of the node. */
    boolean spans(final long[] key)
    {
        final long equity = key[QueueKey.EQUITY];
        final long rounded = QueueKey.roundedUp(equity);
        return entryLow <= key[QueueKey.ENTRY_LOW] && key[QueueKey.ENTRY_HIGH] <= entryHigh &&
            equityLow <= equity && rounded <= equityHigh &&
            doubtedLow <= QueueKey.less(equity, key[QueueKey.DOUBT]) &&
            QueueKey.less(rounded, -key[QueueKey.DOUBT]) <= doubtedHigh;
    }

    void append(final Position position, final long[] key)
    {
        positions[count] = position;
        key(count, key);
        count++;
    }

    void remove(final int i)
    {
        count--;
        positions[i] = positions[count];
        System.arraycopy(keys, count * QueueKey.LENGTH, keys, i * QueueKey.LENGTH, QueueKey.LENGTH);
        positions[count] = null;
    }

    /** Becomes the parent of two. */
    void branch(final int newBit, final OffsetNode newZero, final OffsetNode newOne)
    {
        bit = newBit;
        zero = newZero;
        one = newOne;
        zero.parent = this;
        one.parent = this;
        positions = null;
        keys = null;
    }

    /** Sets ranges and sums from what is below. */
    void measure()
    {
        empty();
        if (isLeaf())
        {
            for (int i = 0; i < count; i++)
            {
                widen(keys, i * QueueKey.LENGTH);
            }
        }
        else
        {
            count = zero.count + one.count;
            widen(zero);
            widen(one);
        }
    }

    private void empty()
    {
        lots = 0;
        lotsMost = 0;
        accountIdLeast = Long.MAX_VALUE;
        entryLow = Long.MAX_VALUE;
        entryHigh = Long.MIN_VALUE;
        equityLow = Long.MAX_VALUE;
        equityHigh = Long.MIN_VALUE;
        doubtedLow = Long.MAX_VALUE;
        doubtedHigh = Long.MIN_VALUE;
    }

    private void widen(final OffsetNode node)
    {
        lots += node.lots;
        lotsMost = Math.max(lotsMost, node.lotsMost);
        accountIdLeast = Math.min(accountIdLeast, node.accountIdLeast);
        entryLow = Math.min(entryLow, node.entryLow);
        entryHigh = Math.max(entryHigh, node.entryHigh);
        equityLow = Math.min(equityLow, node.equityLow);
        equityHigh = Math.max(equityHigh, node.equityHigh);
        doubtedLow = Math.min(doubtedLow, node.doubtedLow);
        doubtedHigh = Math.max(doubtedHigh, node.doubtedHigh);
    }

    /** Counts one more position below an inner node. */
    void add(final long[] key)
    {
        count++;
        widen(key, 0);
    }

    private void widen(final long[] of, final int at)
    {
        final long equity = of[at + QueueKey.EQUITY];
        final long rounded = QueueKey.roundedUp(equity);
        final long doubt = of[at + QueueKey.DOUBT];
        lots += of[at + QueueKey.LOTS];
        lotsMost = Math.max(lotsMost, of[at + QueueKey.LOTS]);
        accountIdLeast = Math.min(accountIdLeast, of[at + QueueKey.ACCOUNT]);
        entryLow = Math.min(entryLow, of[at + QueueKey.ENTRY_LOW]);
        entryHigh = Math.max(entryHigh, of[at + QueueKey.ENTRY_HIGH]);
        equityLow = Math.min(equityLow, equity);
        equityHigh = Math.max(equityHigh, rounded);
        doubtedLow = Math.min(doubtedLow, QueueKey.less(equity, doubt));
        doubtedHigh = Math.max(doubtedHigh, QueueKey.less(rounded, -doubt));
    }
}
