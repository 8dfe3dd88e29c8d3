package io.flatbook.engine.offset;

import io.flatbook.engine.book.Position;

import java.util.Arrays;

/**
 * A node of an {@link OffsetIndex}: two nodes below it, or some positions with their keys; and the ranges in which all
 * keys below lie, how many positions and lots there are, the most lots and the least account id of one.
 */
final class OffsetNode
{
    static final int POSITIONS_MAX = 16;

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

    boolean isLeaf()
    {
        return null == zero;
    }

    Position position(final int i)
    {
        return positions[i];
    }

    /** Where a position stands, or below 0. */
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

    /** Whether a key lies in the ranges of the node. */
    boolean spans(final long[] key)
    {
        return entryLow <= key[QueueKey.ENTRY_LOW] && key[QueueKey.ENTRY_HIGH] <= entryHigh &&
            equityLow <= key[QueueKey.EQUITY_LOW] && key[QueueKey.EQUITY_HIGH] <= equityHigh;
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
                lots += key(i, QueueKey.LOTS);
                widen(key(i, QueueKey.ENTRY_LOW), key(i, QueueKey.ENTRY_HIGH), key(i, QueueKey.EQUITY_LOW),
                    key(i, QueueKey.EQUITY_HIGH), key(i, QueueKey.LOTS), positions[i].account().id());
            }
        }
        else
        {
            count = zero.count + one.count;
            lots = zero.lots + one.lots;
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
    }

    private void widen(final OffsetNode node)
    {
        widen(node.entryLow, node.entryHigh, node.equityLow, node.equityHigh, node.lotsMost, node.accountIdLeast);
    }

    /** Counts one more position below an inner node. */
    void add(final Position position, final long[] key)
    {
        count++;
        lots += key[QueueKey.LOTS];
        widen(key[QueueKey.ENTRY_LOW], key[QueueKey.ENTRY_HIGH], key[QueueKey.EQUITY_LOW], key[QueueKey.EQUITY_HIGH],
            key[QueueKey.LOTS], position.account().id());
    }

    private void widen(
        final long newEntryLow, final long newEntryHigh, final long newEquityLow, final long newEquityHigh,
        final long newLots, final long newAccountId)
    {
        entryLow = Math.min(entryLow, newEntryLow);
        entryHigh = Math.max(entryHigh, newEntryHigh);
        equityLow = Math.min(equityLow, newEquityLow);
        equityHigh = Math.max(equityHigh, newEquityHigh);
        lotsMost = Math.max(lotsMost, newLots);
        accountIdLeast = Math.min(accountIdLeast, newAccountId);
    }
}
