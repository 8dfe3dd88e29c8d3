package io.flatbook.engine.offset;

import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.Side;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * The candidates of one side of an instrument in order of choice, made once for a round and updated where the round
 * changes it, so that a round costs what it touches, not a walk of all holders for each leg (RUN-11).
 *
 * <p>Only the candidates that somebody asked for are in order. The rest is found by a search, if the round has not
 * touched it, or waits in a heap, and none of it comes before the last that left: a candidate whose score changed goes
 * into the ordered part if its place is there, else into the heap. What it was before stays in the heap and is passed
 * over, since it is no longer the candidate of its account. The order is total (POL-1), so that neither search nor heap
 * nor history shows in it.
 */
final class CandidateLine
{
    private final Instrument instrument;
    private final Side side;
    private final OffsetSearch untouched;
    private final CandidateOrder order;
    private final TreeSet<Candidate> inOrder;
    private final PriorityQueue<Candidate> touched;
    private final Long2ObjectHashMap<Candidate> byAccountId = new Long2ObjectHashMap<>();
    private final GroupLots groupLots;

    /** A line of what a search finds; the lots of its groups may be null if nobody asks for them. */
    CandidateLine(
        final Instrument instrument, final Side side, final CandidateOrder order, final OffsetSearch untouched,
        final GroupLots groupLots)
    {
        this.groupLots = groupLots;
        this.order = order;
        inOrder = new TreeSet<>(order.comparator());
        touched = new PriorityQueue<>(order.comparator());
        this.instrument = instrument;
        this.side = side;
        this.untouched = untouched;
    }

    Instrument instrument()
    {
        return instrument;
    }

    Side side()
    {
        return side;
    }

    CandidateOrder order()
    {
        return order;
    }

    /** Lots of each group. */
    GroupLots groupLots()
    {
        return groupLots;
    }

    /** The first to be chosen, or null. */
    Candidate first()
    {
        return inOrder.isEmpty() ? fromRest() : inOrder.first();
    }

    /** The next to be chosen after one of this line, or null. */
    Candidate after(final Candidate candidate)
    {
        // Who asks for all of them is mostly at the last one.
        final Candidate next = candidate == inOrder.last() ? null : inOrder.higher(candidate);
        return null == next ? fromRest() : next;
    }

    private Candidate fromRest()
    {
        while (!touched.isEmpty() && byAccountId.get(touched.peek().accountId()) != touched.peek())
        {
            touched.poll();
        }
        Candidate next = untouched.next();
        if (null == next || !touched.isEmpty() && order.comparator().compare(touched.peek(), next) < 0)
        {
            next = touched.poll();
        }
        else
        {
            untouched.take();
            byAccountId.put(next.accountId(), next);
        }
        if (null != next)
        {
            inOrder.add(next);
        }
        return next;
    }

    /** Puts a position that the round touched in its place, or takes it out if nothing is left of it. */
    void put(final Position position, final Overlay overlay)
    {
        final long accountId = position.account().id();
        final Candidate former = byAccountId.remove(accountId);
        if (null != former)
        {
            // It is in one of the two; in the heap it is passed over.
            inOrder.remove(former);
        }
        final Candidate candidate = 0 == overlay.lots(position) ? null : Candidate.of(position, overlay);
        if (null != groupLots)
        {
            groupLots.move(position, former, candidate);
        }
        if (null != candidate)
        {
            byAccountId.put(accountId, candidate);
            if (!inOrder.isEmpty() && order.comparator().compare(candidate, inOrder.last()) < 0)
            {
                inOrder.add(candidate);
            }
            else
            {
                touched.add(candidate);
            }
        }
    }
}
