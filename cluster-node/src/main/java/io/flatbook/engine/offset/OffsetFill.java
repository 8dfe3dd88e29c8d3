package io.flatbook.engine.offset;

import io.flatbook.engine.book.Position;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.Arrays;

/**
 * Positions with their keys that an {@link OffsetIndex} begins with. They are parted by the bits of their paths, range
 * by range in place, so that each node is made once and measured once.
 */
final class OffsetFill
{
    private static final int CAPACITY_MIN = 16;

    private Position[] positions;
    private long[] keys;
    private long[] codes;
    private int[] order;
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
        codes = new long[count];
        order = new int[count];
        final long[] key = new long[QueueKey.LENGTH];
        for (int i = 0; i < count; i++)
        {
            codes[i] = OffsetIndex.code(key(i, key));
            order[i] = i;
        }
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
                node.append(positions[order[i]], key(order[i], key));
                leafByAccountId.put(accountId(i), node);
            }
        }
        else
        {
            final int bit = firstDifference(from, to);
            final int middle = part(from, to, bit);
            node.branch(bit, tree(from, middle, key, leafByAccountId), tree(middle, to, key, leafByAccountId));
        }
        node.measure();
        return node;
    }

    private long accountId(final int i)
    {
        return positions[order[i]].account().id();
    }

    // Account ids differ at last.
    private int firstDifference(final int from, final int to)
    {
        final long first = codes[from];
        long differences = 0;
        for (int i = from + 1; i < to; i++)
        {
            differences |= codes[i] ^ first;
        }
        if (0 != differences)
        {
            return Long.numberOfLeadingZeros(differences);
        }
        for (int i = from + 1; i < to; i++)
        {
            differences |= accountId(i) ^ accountId(from);
        }
        return Long.SIZE + Long.numberOfLeadingZeros(differences);
    }

    // Those with a 0 first; where those with a 1 begin comes back.
    private int part(final int from, final int to, final int bit)
    {
        int low = from;
        int high = to - 1;
        while (low <= high)
        {
            if (!isOne(low, bit))
            {
                low++;
            }
            else if (isOne(high, bit))
            {
                high--;
            }
            else
            {
                final long code = codes[low];
                final int at = order[low];
                codes[low] = codes[high];
                order[low] = order[high];
                codes[high] = code;
                order[high] = at;
            }
        }
        return low;
    }

    private boolean isOne(final int i, final int bit)
    {
        return OffsetIndex.isOne(codes[i], bit < Long.SIZE ? 0 : accountId(i), bit);
    }
}
