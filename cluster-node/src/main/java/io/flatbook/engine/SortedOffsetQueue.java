package io.flatbook.engine;

import io.flatbook.sbe.Side;

import java.util.ArrayList;
import java.util.List;

/**
 * The queue by a fresh sort of one side.
 */
final class SortedOffsetQueue implements OffsetQueue
{
    private static final int QUINTILES = 5;

    private final Margin margin;

    SortedOffsetQueue(final Margin margin)
    {
        this.margin = margin;
    }

    @Override
    public List<Place> side(final Instrument instrument, final Side side)
    {
        final List<Candidate> candidates = new ArrayList<>();
        long sideLots = 0;
        for (final Position position : instrument.positions())
        {
            if (position.quantityLots() > 0 == (Side.LONG == side))
            {
                candidates.add(Candidate.of(position, margin.equity(position.account())));
                sideLots += Math.abs(position.quantityLots());
            }
        }
        candidates.sort(QueuePolicy.ORDER);

        final List<Place> places = new ArrayList<>(candidates.size());
        long lotsAhead = 0;
        for (final Candidate candidate : candidates)
        {
            final int quintile = QUINTILES - 1 -
                (int)FixedPoint.multiplyDivideFloor(QUINTILES, lotsAhead, sideLots);
            places.add(new Place(candidate.position(), candidate.score(), places.size() + 1, lotsAhead, quintile));
            lotsAhead += candidate.lots();
        }
        return places;
    }
}
