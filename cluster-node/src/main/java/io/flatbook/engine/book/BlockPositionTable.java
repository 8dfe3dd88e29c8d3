package io.flatbook.engine.book;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Positions in blocks, each in order of account id, and the blocks in that order too: a position takes its place and
 * that of its id, where a tree takes a node and a key on the heap, and a walk reads them one after the other.
 *
 * <p>A position is found by halving the blocks by their first ids, then the block. It comes into the block before whose
 * successor it belongs, and whoever stands behind it moves up. A full block is cut in half; a position behind all that
 * finds the last one full begins another, so that those that come in order, as from a snapshot, fill their blocks. A
 * block that few are left in joins its successor if both fill no more than half of one.
 */
final class BlockPositionTable implements PositionTable
{
    private static final int BLOCK_MAX = 256;
    private static final int BLOCK_MIN = 4;
    private static final int FEW = BLOCK_MAX / 4;

    /** Positions and their account ids, both in that order. */
    private static final class Block
    {
        private long[] ids;
        private Position[] positions;
        private int count;

        private Block(final int capacity)
        {
            ids = new long[capacity];
            positions = new Position[capacity];
        }

        /** The number of positions whose account ids are below one. */
        private int below(final long accountId)
        {
            final int at = Arrays.binarySearch(ids, 0, count, accountId);
            return at < 0 ? -at - 1 : at;
        }

        private void add(final int at, final long accountId, final Position position)
        {
            if (count == ids.length)
            {
                resize(Math.min(BLOCK_MAX, 2 * count));
            }
            move(at, at + 1, count - at);
            ids[at] = accountId;
            positions[at] = position;
            count++;
        }

        private void remove(final int at)
        {
            count--;
            move(at + 1, at, count - at);
            positions[count] = null;
        }

        private void move(final int from, final int to, final int length)
        {
            System.arraycopy(ids, from, ids, to, length);
            System.arraycopy(positions, from, positions, to, length);
        }

        private void resize(final int capacity)
        {
            ids = Arrays.copyOf(ids, capacity);
            positions = Arrays.copyOf(positions, capacity);
        }

        /** Takes the positions of another block from an index on behind its own. */
        private void append(final Block other, final int from)
        {
            final int more = other.count - from;
            System.arraycopy(other.ids, from, ids, count, more);
            System.arraycopy(other.positions, from, positions, count, more);
            count += more;
        }
    }

    private Block[] blocks = {new Block(BLOCK_MIN)};
    private long[] firstIds = {Long.MIN_VALUE};
    private int blockCount = 1;
    private int recent;
    private int count;

    @Override
    public int count()
    {
        return count;
    }

    @Override
    public Position next(final long accountId)
    {
        final int b = blockOf(accountId);
        final Block block = blocks[b];
        int at = block.below(accountId);
        at += at < block.count && block.ids[at] == accountId ? 1 : 0;
        if (at < block.count)
        {
            return block.positions[at];
        }
        return b + 1 < blockCount ? blocks[b + 1].positions[0] : null;
    }

    // The last block whose first id is not above an id. Nothing is below that of the first block.
    private int blockOf(final long accountId)
    {
        if (!isInRecent(accountId))
        {
            final int at = Arrays.binarySearch(firstIds, 0, blockCount, accountId);
            recent = at < 0 ? -at - 2 : at;
        }
        return recent;
    }

    // Many in a row are mostly near each other.
    private boolean isInRecent(final long accountId)
    {
        return recent < blockCount && firstIds[recent] <= accountId &&
            (recent + 1 == blockCount || accountId < firstIds[recent + 1]);
    }

    @Override
    public void add(final Position position)
    {
        final long accountId = position.account().id();
        int b = blockOf(accountId);
        if (BLOCK_MAX == blocks[b].count)
        {
            split(b, accountId);
            b = blockOf(accountId);
        }
        blocks[b].add(blocks[b].below(accountId), accountId, position);
        count++;
    }

    private void split(final int b, final long accountId)
    {
        final Block block = blocks[b];
        final boolean isLast = b + 1 == blockCount && accountId > block.ids[BLOCK_MAX - 1];
        final int kept = isLast ? BLOCK_MAX : BLOCK_MAX / 2;
        final Block second = new Block(isLast ? BLOCK_MIN : BLOCK_MAX);
        second.append(block, kept);
        Arrays.fill(block.positions, kept, BLOCK_MAX, null);
        block.count = kept;
        if (blockCount == blocks.length)
        {
            blocks = Arrays.copyOf(blocks, 2 * blockCount);
            firstIds = Arrays.copyOf(firstIds, 2 * blockCount);
        }
        move(b + 1, b + 2, blockCount - b - 1);
        blocks[b + 1] = second;
        firstIds[b + 1] = isLast ? accountId : second.ids[0];
        blockCount++;
    }

    @Override
    public void remove(final Position position)
    {
        final long accountId = position.account().id();
        final int b = blockOf(accountId);
        blocks[b].remove(blocks[b].below(accountId));
        count--;
        if (0 == blocks[b].count && blockCount > 1)
        {
            drop(b);
            firstIds[0] = Long.MIN_VALUE;
        }
        else if (blocks[b].count < FEW && b + 1 < blockCount &&
            blocks[b].count + blocks[b + 1].count <= BLOCK_MAX / 2)
        {
            blocks[b].resize(BLOCK_MAX);
            blocks[b].append(blocks[b + 1], 0);
            drop(b + 1);
        }
    }

    // The first id of a block stays when its position leaves: whatever comes before the next block belongs into it.
    private void drop(final int b)
    {
        move(b + 1, b, blockCount - b - 1);
        blockCount--;
        blocks[blockCount] = null;
    }

    private void move(final int from, final int to, final int length)
    {
        System.arraycopy(blocks, from, blocks, to, length);
        System.arraycopy(firstIds, from, firstIds, to, length);
    }

    @Override
    public Iterator<Position> iterator()
    {
        return new Iterator<>()
        {
            private final int expected = count;
            private int b;
            private int at;

            @Override
            public boolean hasNext()
            {
                return at < blocks[b].count || b + 1 < blockCount;
            }

            @Override
            public Position next()
            {
                Invariant.check(expected == count, "no position comes or goes during a walk", expected, count);
                if (at == blocks[b].count)
                {
                    if (b + 1 == blockCount)
                    {
                        throw new NoSuchElementException();
                    }
                    b++;
                    at = 0;
                }
                return blocks[b].positions[at++];
            }
        };
    }
}
