package io.flatbook.engine.offset;

import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.WorkCounter;

import java.util.PriorityQueue;

/**
 * Candidates of one side in exact order, found one after the other: the node, key or candidate with the best bound is
 * looked at first, and a candidate that comes first stands before all that no other bound lets stand before it. A key
 * of a leaf has bounds of its own, nearly exact ones, so that few accounts are evaluated besides those that are found.
 */
final class OffsetSearch
{
    private static final int ALL = -1;

    // A node, or one of its keys, or the candidate that was made of one.
    private static final class Found implements Comparable<Found>
    {
        private final OffsetNode node;
        private final int key;
        private final Candidate candidate;
        private final int group;
        private final long number;
        private final long divisor;
        private final long lots;
        private final long accountId;

        private Found(
            final OffsetNode node, final int key, final Candidate candidate, final int group, final long number,
            final long divisor, final long lots, final long accountId)
        {
            this.node = node;
            this.key = key;
            this.candidate = candidate;
            this.group = group;
            this.number = number;
            this.divisor = divisor;
            this.lots = lots;
            this.accountId = accountId;
        }

        // No two are equal: the position of a candidate lies below no node or key that still waits.
        @Override
        public int compareTo(final Found other)
        {
            if (group != other.group)
            {
                return group < other.group ? -1 : 1;
            }
            final int byRatio = CandidateOrder.compareRatios(other.number, other.divisor, number, divisor);
            if (0 != byRatio)
            {
                return byRatio;
            }
            if (lots != other.lots)
            {
                return lots > other.lots ? -1 : 1;
            }
            return Long.compare(accountId, other.accountId);
        }
    }

    private final ScoreBounds bounds;
    private final Overlay overlay;
    private final CandidateOrder order;
    private final WorkCounter work;
    private final PriorityQueue<Found> found = new PriorityQueue<>();
    private Found first;

    /** A search below a node. */
    OffsetSearch(
        final OffsetNode root, final ScoreBounds bounds, final Overlay overlay, final CandidateOrder order,
        final WorkCounter work)
    {
        this.bounds = bounds;
        this.overlay = overlay;
        this.order = order;
        this.work = work;
        if (null != root && root.count > 0)
        {
            add(root);
        }
    }

    private void add(final OffsetNode node)
    {
        final long most = bounds.of(node).most();
        found.add(new Found(node, ALL, null, order.group(most), order.number(bounds, most, node.lotsMost),
            order.divisor(bounds), order.tieLots(node.lotsMost), node.accountIdLeast));
    }

    private void addKey(final OffsetNode leaf, final int i)
    {
        final long most = bounds.of(leaf, i).most();
        final long lots = leaf.key(i, QueueKey.LOTS);
        found.add(new Found(leaf, i, null, order.group(most), order.number(bounds, most, lots),
            order.divisor(bounds), order.tieLots(lots), leaf.key(i, QueueKey.ACCOUNT)));
    }

    /** The next candidate whose account the overlay has not touched, or null; it stays the next until taken. */
    Candidate next()
    {
        if (null == first)
        {
            first = found.poll();
        }
        while (null != first && (null == first.candidate || isTouched(first.candidate.position())))
        {
            first = null == first.candidate ? firstAfter(first) : found.poll();
        }
        return null == first ? null : first.candidate;
    }

    /** Takes the next candidate. */
    void take()
    {
        first = null;
    }

    // A bound of a key is nearly exact: its candidate is mostly the first of all, and need not wait among the others.
    private Found firstAfter(final Found opened)
    {
        if (ALL == opened.key)
        {
            open(opened.node);
        }
        else if (!isTouched(opened.node.position(opened.key)))
        {
            final Found candidate = found(opened.node.position(opened.key));
            final Found other = found.peek();
            if (null == other || candidate.compareTo(other) < 0)
            {
                return candidate;
            }
            found.add(candidate);
        }
        return found.poll();
    }

    private boolean isTouched(final Position position)
    {
        return overlay.isTouched(position.account());
    }

    private Found found(final Position position)
    {
        final Candidate candidate = Candidate.of(position, overlay);
        return new Found(null, ALL, candidate, order.group(candidate), order.number(candidate),
            order.divisor(candidate), order.tieLots(candidate.lots()), candidate.accountId());
    }

    private void open(final OffsetNode node)
    {
        if (node.isLeaf())
        {
            work.visited(node.count);
            for (int i = 0; i < node.count; i++)
            {
                addKey(node, i);
            }
        }
        else
        {
            work.visited(1);
            add(node.zero);
            add(node.one);
        }
    }
}
