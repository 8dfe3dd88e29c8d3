package io.flatbook.engine.offset;

import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.WorkCounter;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Candidates of one side in exact order, found one after the other: the node or candidate with the best bound is looked
 * at first, and a candidate that comes first stands before all that no other bound lets stand before it.
 */
final class OffsetSearch
{
    // Nodes before candidates that equal their bounds: what is below may come first.
    private record Found(OffsetNode node, Candidate candidate, int group, long number, long lots, long accountId)
    {
        private static final Comparator<Found> FIRST = Comparator.comparingInt(Found::group)
            .thenComparing((a, b) -> Long.compare(b.number, a.number))
            .thenComparing((a, b) -> Long.compare(b.lots, a.lots))
            .thenComparingLong(Found::accountId)
            .thenComparing((a, b) -> Boolean.compare(null != a.candidate, null != b.candidate));
    }

    private final ScoreBounds bounds;
    private final Overlay overlay;
    private final CandidateOrder order;
    private final WorkCounter work;
    private final PriorityQueue<Found> found = new PriorityQueue<>(Found.FIRST);

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
        found.add(new Found(node, null, order.group(node, bounds), order.number(node, bounds), node.lotsMost,
            node.accountIdLeast));
    }

    private void add(final Position position)
    {
        if (!overlay.isTouched(position.account()))
        {
            final Candidate candidate = Candidate.of(position, overlay);
            found.add(new Found(null, candidate, order.group(candidate), order.number(candidate), candidate.lots(),
                candidate.accountId()));
        }
    }

    /** The next candidate whose account the overlay has not touched, or null; it stays the next until taken. */
    Candidate next()
    {
        Found first = found.peek();
        while (null != first)
        {
            if (null == first.candidate)
            {
                found.poll();
                open(first.node);
            }
            else if (overlay.isTouched(first.candidate.position().account()))
            {
                found.poll();
            }
            else
            {
                return first.candidate;
            }
            first = found.peek();
        }
        return null;
    }

    /** Takes the next candidate. */
    void take()
    {
        found.poll();
    }

    private void open(final OffsetNode node)
    {
        if (node.isLeaf())
        {
            work.visited(node.count);
            for (int i = 0; i < node.count; i++)
            {
                add(node.position(i));
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
