package io.flatbook.engine.offset;

import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.Side;

import java.util.ArrayList;
import java.util.List;

/**
 * The queue in which positions of one side of an instrument are offset. Default runs and reports ask the same one.
 */
public interface OffsetQueue
{
    /**
     * A place in the queue (POL-5), by queue score whatever the policy.
     *
     * @param position     the position.
     * @param score        its score and what it is made of.
     * @param rank         1 is first.
     * @param lotsAhead    lots of better-ranked positions on the side.
     * @param quintile     4 is first, 0 last.
     */
    record Place(Position position, Score score, int rank, long lotsAhead, int quintile)
    {
    }

    /** Sees candidates one after the other. */
    interface Visitor
    {
        /** Sees the next candidate; false if it wants no more. */
        boolean visit(Candidate candidate);
    }

    /** Sees places one after the other. */
    interface PlaceVisitor
    {
        /** Sees the next place; false if it wants no more. */
        boolean visit(Place place);
    }

    /**
     * Visits the positions of one side in an order.
     *
     * @param instrument with a mark.
     * @param side       of the positions.
     * @param order      of the visits.
     * @param overlay    that changes the book.
     * @param visitor    sees them until it wants no more.
     */
    void best(Instrument instrument, Side side, CandidateOrder order, Overlay overlay, Visitor visitor);

    /**
     * Visits all positions of one side of which something is left, in order of account.
     *
     * @param instrument with a mark.
     * @param side       of the positions.
     * @param overlay    that changes the book.
     * @param visitor    sees them until it wants no more.
     */
    void all(Instrument instrument, Side side, Overlay overlay, Visitor visitor);

    /**
     * The lots of each group of candidates of one side.
     *
     * @param instrument with a mark.
     * @param side       of the positions.
     * @param overlay    that changes the book.
     * @return lots by group, the caller's own.
     */
    long[] lotsByGroup(Instrument instrument, Side side, Overlay overlay);

    /**
     * The place of a position.
     *
     * @param position in an instrument with a mark.
     * @return its place among all positions of its side.
     */
    Place rankOf(Position position);

    /** Number of positions on one side of an instrument. */
    int count(Instrument instrument, Side side);

    /**
     * Visits the queue of one side.
     *
     * @param instrument with a mark.
     * @param side       of the positions.
     * @param visitor    sees places, first to be offset first, until it wants no more.
     */
    void places(Instrument instrument, Side side, PlaceVisitor visitor);

    /**
     * The queue of one side.
     *
     * @param instrument with a mark.
     * @param side       of the positions.
     * @return places, first to be offset first.
     */
    default List<Place> side(final Instrument instrument, final Side side)
    {
        final List<Place> places = new ArrayList<>();
        places(instrument, side, places::add);
        return places;
    }
}
