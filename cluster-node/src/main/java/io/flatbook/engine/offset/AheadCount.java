package io.flatbook.engine.offset;

import io.flatbook.engine.book.WorkCounter;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts the positions of a side that stand before a candidate (POL-5). A node whose bounds lie above the candidate's
 * score counts as a whole, one whose bounds lie below not at all; the others are opened, and of their leaves only the
 * positions are evaluated whose own bounds do not tell.
 *
 * <p>It goes from level to level: what it opens lies anywhere in memory, so that it is fetched for many nodes at once,
 * not for one after the other.
 */
final class AheadCount
{
    private static final int GLANCED = 8;

    private final Overlay live;
    private final WorkCounter work;
    private final List<OffsetNode> leaves = new ArrayList<>();
    private List<OffsetNode> level = new ArrayList<>();
    private List<OffsetNode> below = new ArrayList<>();
    private Candidate candidate;
    private long score;
    private ScoreBounds bounds;
    private int positions;
    private long lots;
    private long glanced;

    /** Counts in the live book. */
    AheadCount(final Overlay live, final WorkCounter work)
    {
        this.live = live;
        this.work = work;
    }

    /** Positions before the candidate. */
    int positions()
    {
        return positions;
    }

    /** Lots of these. */
    long lots()
    {
        return lots;
    }

    /** Counts below a node, by bounds at the present mark. */
    void count(final Candidate of, final OffsetNode root, final ScoreBounds by)
    {
        candidate = of;
        score = of.score().score();
        bounds = by;
        positions = 0;
        lots = 0;
        level.add(root);
        while (!level.isEmpty())
        {
            countLevel();
        }
        for (int i = 0; i < leaves.size(); i++)
        {
            if (0 == i % GLANCED)
            {
                glanceLeaves(i);
            }
            countLeaf(leaves.get(i));
        }
        leaves.clear();
    }

    private void countLevel()
    {
        long sum = 0;
        for (int i = 0; i < level.size(); i++)
        {
            sum += level.get(i).glance();
        }
        glanced = sum;
        for (int i = 0; i < level.size(); i++)
        {
            count(level.get(i));
        }
        final List<OffsetNode> counted = level;
        counted.clear();
        level = below;
        below = counted;
    }

    private void count(final OffsetNode node)
    {
        if (bounds.of(node).isBelow(score))
        {
            return;
        }
        if (bounds.isAbove(score))
        {
            positions += node.count;
            lots += node.lots;
        }
        else if (node.isLeaf())
        {
            leaves.add(node);
        }
        else
        {
            work.visited(1);
            below.add(node.zero);
            below.add(node.one);
        }
    }

    private void glanceLeaves(final int from)
    {
        long sum = 0;
        for (int i = from; i < Math.min(from + GLANCED, leaves.size()); i++)
        {
            sum += leaves.get(i).glanceKeys();
        }
        glanced = sum;
    }

    private void countLeaf(final OffsetNode leaf)
    {
        work.visited(leaf.count);
        for (int i = 0; i < leaf.count; i++)
        {
            if (!bounds.of(leaf, i).isBelow(score) && (bounds.isAbove(score) ||
                Candidate.BY_SCORE.compare(Candidate.of(leaf.position(i), live), candidate) < 0))
            {
                positions++;
                lots += leaf.key(i, QueueKey.LOTS);
            }
        }
    }
}
