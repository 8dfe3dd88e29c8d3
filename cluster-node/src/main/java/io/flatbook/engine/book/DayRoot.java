package io.flatbook.engine.book;

import java.util.HexFormat;

/**
 * The root over all balances and positions at the close of a business day: for each asset a Merkle tree whose nodes
 * carry what is owed below them. It is made in one walk by ascending account id that holds one node of each height, so
 * it takes no memory that grows with the book.
 *
 * <p>Contract: CMD-11.
 */
public final class DayRoot
{
    private static final int HEIGHT_MAX = 32;
    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final byte ROOT = 2;

    private final Sha256 sha256 = new Sha256();
    private final byte[] hash = new byte[Sha256.LENGTH];

    /** A part of a tree. */
    private static final class Node
    {
        private final byte[] hash = new byte[Sha256.LENGTH];
        private final WideSum sum = new WideSum();
        private long count;

        private void putInto(final Sha256 sha256)
        {
            sha256.put(hash).put(sum.high()).put(sum.low()).put(count);
        }
    }

    /** The tree of an asset as far as it is known: a node of 2^n leaves for each bit n of the number of its leaves. */
    private static final class Tree
    {
        private final Node[] pending = new Node[HEIGHT_MAX];
        private final Node top = new Node();
        private long leaves;
    }

    private DayRoot()
    {
    }

    /**
     * The root of the book as it is now.
     *
     * @param book   whose.
     * @param margin that gives equities at mark.
     * @param date   of the day, such as 20251010.
     * @return SHA-256 in lower case hex.
     */
    public static String of(final Book book, final Margin margin, final int date)
    {
        return new DayRoot().root(book, margin, date);
    }

    private String root(final Book book, final Margin margin, final int date)
    {
        final AccountHashes hashes = AccountHashes.ofDay(sha256, book, date);
        final Tree[] trees = new Tree[book.assetCount()];
        for (int i = 0; i < trees.length; i++)
        {
            trees[i] = new Tree();
        }
        for (final Account account : book.accounts())
        {
            final long equity = margin.equity(account);
            hashes.hash(account.id(), hash);
            sha256.put(LEAF).put(hash).put(account.collateral()).put(equity).putPositions(account).finish(hash);
            add(trees[account.asset().id() - 1], Math.max(0, equity));
        }
        for (final Tree tree : trees)
        {
            close(tree);
        }
        sha256.put(ROOT);
        for (final Tree tree : trees)
        {
            tree.top.putInto(sha256);
        }
        sha256.finish(hash);
        return HexFormat.of().formatHex(hash);
    }

    // Like adding 1 in binary: two nodes of the same height become one.
    private void add(final Tree tree, final long owed)
    {
        int height = 0;
        for (long bits = tree.leaves; 0 != (bits & 1); bits >>= 1)
        {
            height++;
        }
        final Node node = tree.top;
        System.arraycopy(hash, 0, node.hash, 0, Sha256.LENGTH);
        node.sum.set(0, owed);
        node.count = 1;
        for (int i = 0; i < height; i++)
        {
            join(tree.pending[i], node);
        }
        final Node spare = tree.pending[height];
        final Node kept = null == spare ? new Node() : spare;
        copy(node, kept);
        tree.pending[height] = kept;
        tree.leaves++;
    }

    // A node without a neighbor goes up as it is.
    private void close(final Tree tree)
    {
        final Node top = tree.top;
        boolean isFirst = true;
        for (int height = 0; height < HEIGHT_MAX; height++)
        {
            if (0 != (tree.leaves >> height & 1))
            {
                if (isFirst)
                {
                    copy(tree.pending[height], top);
                    isFirst = false;
                }
                else
                {
                    join(tree.pending[height], top);
                }
            }
        }
        if (isFirst)
        {
            sha256.finish(top.hash);
        }
    }

    private void join(final Node left, final Node right)
    {
        sha256.put(NODE);
        left.putInto(sha256);
        right.putInto(sha256);
        sha256.finish(right.hash);
        right.sum.add(left.sum);
        right.count += left.count;
    }

    private static void copy(final Node from, final Node to)
    {
        System.arraycopy(from.hash, 0, to.hash, 0, Sha256.LENGTH);
        to.sum.set(from.sum.high(), from.sum.low());
        to.count = from.count;
    }
}
