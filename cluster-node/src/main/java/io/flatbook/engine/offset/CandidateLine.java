package io.flatbook.engine.offset;

import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.Side;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.TreeSet;

/**
 * The candidates of one side of an instrument in order of choice, made once for a round and changed where it changes
 * them: so that a round costs what it touches, not a walk of all holders for each leg (RUN-11).
 */
final class CandidateLine
{
    private final Instrument instrument;
    private final Side side;
    private final TreeSet<Candidate> inOrder = new TreeSet<>(Candidate.BY_GROUP);
    private final Long2ObjectHashMap<Candidate> byAccountId = new Long2ObjectHashMap<>();

    CandidateLine(final Instrument instrument, final Side side)
    {
        this.instrument = instrument;
        this.side = side;
    }

    Instrument instrument()
    {
        return instrument;
    }

    Side side()
    {
        return side;
    }

    TreeSet<Candidate> inOrder()
    {
        return inOrder;
    }

    /** Puts a position in its place, or takes it out if nothing is left of it. */
    void put(final Position position, final Overlay overlay)
    {
        final long accountId = position.account().id();
        final Candidate former = byAccountId.remove(accountId);
        if (null != former)
        {
            inOrder.remove(former);
        }
        if (0 != overlay.lots(position))
        {
            final Candidate candidate = Candidate.of(position, overlay);
            inOrder.add(candidate);
            byAccountId.put(accountId, candidate);
        }
    }
}
