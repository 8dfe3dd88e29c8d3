package io.flatbook.engine.offset;

import io.flatbook.engine.book.Position;
import org.agrona.collections.Hashing;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The positions of one side of an instrument by (entry, bankruptcy), which no mark of the instrument moves: a tree in
 * which positions that are near each other in both stand together, each node with the ranges of the keys below it.
 *
 * <p>Why it is sound. The score of every position below a node lies between the {@link ScoreBounds} of the node's
 * ranges, as its key lies in them: keys are set anew whenever the account changed, and allow for every mark of its
 * other positions up to the edges of {@link ReferenceMarks}. Who is asked for the best looks at nodes by their bounds
 * and computes exact scores at the leaves, so that whoever is found stands before all that was not looked at; where a
 * position stands in the tree decides only how many nodes are looked at. Nothing of it is state: it is made from the
 * book when first asked for, forgotten at will, never hashed.
 *
 * <p>The path to a position are the bits of its numbers, those of entry and bankruptcy in turn, then of its account id:
 * so no history of keys makes it deeper than their bits.
 */
final class OffsetIndex
{
    private static final int KEY_BITS = 64;
    private static final int BITS = 2 * KEY_BITS;
    private static final int MANTISSA_BITS = 24;

    private Long2ObjectHashMap<OffsetNode> leafByAccountId = new Long2ObjectHashMap<>();
    private OffsetNode root;

    /** Node over all positions, or null. */
    OffsetNode root()
    {
        return root;
    }

    /** Puts a position where its key belongs, a new one or one whose key may have changed. */
    void put(final Position position, final long[] key)
    {
        final OffsetNode leaf = leafByAccountId.get(key[QueueKey.ACCOUNT]);
        if (null == leaf)
        {
            add(position, key);
            return;
        }
        final int i = leaf.find(position);
        if (leaf.hasKey(i, key))
        {
            return;
        }
        if (leaf.spans(key))
        {
            leaf.key(i, key);
            measureUp(leaf);
        }
        else
        {
            remove(position);
            add(position, key);
        }
    }

    private void add(final Position position, final long[] key)
    {
        if (null == root)
        {
            root = new OffsetNode();
            root.measure();
        }
        final long code = code(key);
        final long accountId = key[QueueKey.ACCOUNT];
        OffsetNode node = root;
        while (!node.isLeaf())
        {
            node.add(key);
            node = isOne(code, accountId, node.bit) ? node.one : node.zero;
        }
        if (OffsetNode.POSITIONS_MAX == node.count)
        {
            split(node);
            add(position, key, code, node);
        }
        else
        {
            node.append(position, key);
            leafByAccountId.put(accountId, node);
            node.measure();
        }
    }

    // Below a node that was just split.
    private void add(final Position position, final long[] key, final long code, final OffsetNode parent)
    {
        OffsetNode node = parent;
        while (!node.isLeaf())
        {
            node.add(key);
            node = isOne(code, key[QueueKey.ACCOUNT], node.bit) ? node.one : node.zero;
            if (node.isLeaf() && OffsetNode.POSITIONS_MAX == node.count)
            {
                split(node);
            }
        }
        node.append(position, key);
        leafByAccountId.put(key[QueueKey.ACCOUNT], node);
        node.measure();
    }

    // At the first bit in which two of its positions differ; account ids differ in one at last.
    private void split(final OffsetNode node)
    {
        final long[] key = new long[QueueKey.LENGTH];
        final long[] codes = new long[node.count];
        int bit = BITS;
        for (int i = 0; i < codes.length; i++)
        {
            codes[i] = code(keyOf(node, i, key));
            bit = Math.min(bit, firstDifference(codes[0], node.key(0, QueueKey.ACCOUNT), codes[i],
                node.key(i, QueueKey.ACCOUNT)));
        }
        final OffsetNode zero = new OffsetNode();
        final OffsetNode one = new OffsetNode();
        for (int i = 0; i < codes.length; i++)
        {
            final long accountId = node.key(i, QueueKey.ACCOUNT);
            final OffsetNode below = isOne(codes[i], accountId, bit) ? one : zero;
            below.append(node.position(i), keyOf(node, i, key));
            leafByAccountId.put(accountId, below);
        }
        zero.measure();
        one.measure();
        node.branch(bit, zero, one);
    }

    private static long[] keyOf(final OffsetNode node, final int i, final long[] key)
    {
        System.arraycopy(node.keys, i * QueueKey.LENGTH, key, 0, QueueKey.LENGTH);
        return key;
    }

    /** Removes a position if it is here. */
    void remove(final Position position)
    {
        final long accountId = position.account().id();
        final OffsetNode leaf = leafByAccountId.get(accountId);
        final int i = null == leaf ? -1 : leaf.find(position);
        if (i < 0)
        {
            return;
        }
        leafByAccountId.remove(accountId);
        leaf.remove(i);
        final OffsetNode parent = leaf.parent;
        if (leaf.count > 0 || null == parent)
        {
            measureUp(leaf);
        }
        else
        {
            replace(parent, parent.zero == leaf ? parent.one : parent.zero);
        }
    }

    private void replace(final OffsetNode node, final OffsetNode by)
    {
        by.parent = node.parent;
        if (null == by.parent)
        {
            root = by;
            return;
        }
        if (by.parent.zero == node)
        {
            by.parent.zero = by;
        }
        else
        {
            by.parent.one = by;
        }
        measureUp(by.parent);
    }

    private static void measureUp(final OffsetNode from)
    {
        for (OffsetNode node = from; null != node; node = node.parent)
        {
            node.measure();
        }
    }

    static boolean isOne(final long code, final long accountId, final int bit)
    {
        return 0 != ((bit < KEY_BITS ? code : accountId) >>> (KEY_BITS - 1 - bit % KEY_BITS) & 1);
    }

    static int firstDifference(final long codeA, final long idA, final long codeB, final long idB)
    {
        return codeA == codeB ? KEY_BITS + Long.numberOfLeadingZeros(idA ^ idB) :
            Long.numberOfLeadingZeros(codeA ^ codeB);
    }

    /** Puts in all at once what an empty index is to begin with. */
    void fill(final OffsetFill fill)
    {
        if (fill.count() > 0)
        {
            leafByAccountId = new Long2ObjectHashMap<>(2 * fill.count(), Hashing.DEFAULT_LOAD_FACTOR);
            root = fill.tree(leafByAccountId);
        }
    }

    // Both numbers by size and their leading bits, with bits in turn.
    static long code(final long[] key)
    {
        return spread(scaled(key[QueueKey.ENTRY_LOW])) << 1 | spread(scaled(key[QueueKey.EQUITY]));
    }

    private static long scaled(final long value)
    {
        final long absolute = Math.abs(value);
        final int length = Long.SIZE - Long.numberOfLeadingZeros(absolute);
        final long mantissa = length > MANTISSA_BITS ?
            absolute >>> length - MANTISSA_BITS : absolute << MANTISSA_BITS - length;
        final long magnitude = 0 == absolute ? 0 : (long)length << MANTISSA_BITS | mantissa & (1L << MANTISSA_BITS) - 1;
        return (1L << 31) + (value < 0 ? -magnitude : magnitude);
    }

    private static long spread(final long value)
    {
        long x = value & 0xFFFFFFFFL;
        x = (x | x << 16) & 0x0000FFFF0000FFFFL;
        x = (x | x << 8) & 0x00FF00FF00FF00FFL;
        x = (x | x << 4) & 0x0F0F0F0F0F0F0F0FL;
        x = (x | x << 2) & 0x3333333333333333L;
        return (x | x << 1) & 0x5555555555555555L;
    }
}
