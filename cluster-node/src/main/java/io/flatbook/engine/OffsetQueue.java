package io.flatbook.engine;

import io.flatbook.sbe.Side;

import java.util.List;

/**
 * The queue in which positions of one side of an instrument would be offset, by queue score whatever the policy.
 */
public interface OffsetQueue
{
    /**
     * A place in the queue.
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

    /**
     * The queue of one side.
     *
     * @param instrument with a mark.
     * @param side       of the positions.
     * @return places, first to be offset first.
     */
    List<Place> side(Instrument instrument, Side side);
}
