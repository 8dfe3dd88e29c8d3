package io.flatbook.engine.offset;

import io.flatbook.engine.book.CodeOrder;
import io.flatbook.engine.book.Position;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.Arrays;

/**
 * Positions with their keys that an {@link OffsetIndex} begins with. They are sorted by their paths, so that where a
 * range parts follows from its first and last alone, and each node is made once and measured once.
 */
final class OffsetFill
{
    private static final int CAPACITY_MIN = 16;

    private Position[] positions;
    private long[] keys;
    private CodeOrder order;
    private int count;

    /** Room for at most so many. */
    OffsetFill(final int most)
    {
        final int capacity = Math.min(most, CAPACITY_MIN);
        positions = new Position[capacity];
        keys = new long[capacity * QueueKey.LENGTH];
    }

    int count()
    {
        return count;
    }

    /** Adds a position whose account has a greater id than those before. */
    void add(final Position position, final long[] key)
    {
        if (count == positions.length)
        {
            positions = Arrays.copyOf(positions, 2 * count);
            keys = Arrays.copyOf(keys, 2 * count * QueueKey.LENGTH);
        }
        positions[count] = position;
        System.arraycopy(key, 0, keys, count * QueueKey.LENGTH, QueueKey.LENGTH);
        count++;
    }

    /** The node over all of them; the leaf of each is noted. */
    OffsetNode tree(final Long2ObjectHashMap<OffsetNode> leafByAccountId)
    {
        final long[] codes = new long[count];
        final long[] key = new long[QueueKey.LENGTH];
        for (int i = 0; i < count; i++)
        {
            codes[i] = OffsetIndex.code(key(i, key));
        }
        // Accounts of the same code stay in order of id.
        order = new CodeOrder(codes);
        return tree(0, count, key, leafByAccountId);
    }

    private long[] key(final int i, final long[] key)
    {
        System.arraycopy(keys, i * QueueKey.LENGTH, key, 0, QueueKey.LENGTH);
        return key;
    }

    private OffsetNode tree(
        final int from, final int to, final long[] key, final Long2ObjectHashMap<OffsetNode> leafByAccountId)
    {
        final OffsetNode node = new OffsetNode();
        if (to - from <= OffsetNode.POSITIONS_MAX)
        {
            for (int i = from; i < to; i++)
            {
                node.append(positions[order.place(i)], key(order.place(i), key));
                leafByAccountId.put(accountId(i), node);
            }
        }
        else
        {
            final int bit = OffsetIndex.firstDifference(
                order.code(from), accountId(from), order.code(to - 1), accountId(to - 1));
            final int middle = firstOne(from, to, bit);
            node.branch(bit, tree(from, middle, key, leafByAccountId), tree(middle, to, key, leafByAccountId));
        }
        node.measure();
        return node;
    }

    private long accountId(final int i)
    {
        return keys[order.place(i) * QueueKey.LENGTH + QueueKey.ACCOUNT];
    }

    // The first of a range that has a 1 in the first bit in which any of it differ; those with a 0 come before.
    private int firstOne(final int from, final int to, final int bit)
    {
        int low = from;
        int high = to - 1;
        while (low < high)
        {
            final int middle = low + high >>> 1;
            if (OffsetIndex.isOne(order.code(middle), bit < Long.SIZE ? 0 : accountId(middle), bit))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low;
    }
}
