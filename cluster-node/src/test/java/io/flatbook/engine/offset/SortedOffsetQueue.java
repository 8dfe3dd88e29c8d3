package io.flatbook.engine.offset;

import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Sides;
import io.flatbook.sbe.Side;
import java.util.ArrayList;
import java.util.List;

/** The queue by a full sort, each time: the oracle of {@link IndexedOffsetQueue}. */
public final class SortedOffsetQueue implements OffsetQueue
{
    private static final int QUINTILES = 5;

    private final Overlay live;

    /** A queue over the live book, which the overlay shows as it is. */
    SortedOffsetQueue(final Overlay live)
    {
        this.live = live;
    }

    /** A queue over the live book. */
    public static SortedOffsetQueue of(final Margin margin)
    {
        return new SortedOffsetQueue(new RoundDraft(margin));
    }

    @Override
    public void best(
        final Instrument instrument, final Side side, final CandidateOrder order, final Overlay overlay,
        final Visitor visitor)
    {
        final List<Candidate> candidates = candidates(instrument, side, overlay);
        candidates.sort(order.comparator());
        visit(candidates, visitor);
    }

    @Override
    public void all(final Instrument instrument, final Side side, final Overlay overlay, final Visitor visitor)
    {
        visit(candidates(instrument, side, overlay), visitor);
    }

    /** Candidates of a group in order of account. */
    List<Candidate> group(final Instrument instrument, final Side side, final Overlay overlay, final int group)
    {
        final List<Candidate> candidates = candidates(instrument, side, overlay);
        candidates.removeIf((candidate) -> candidate.group() != group);
        return candidates;
    }

    @Override
    public long[] lotsByGroup(final Instrument instrument, final Side side, final Overlay overlay)
    {
        final long[] lots = new long[Candidate.GROUPS];
        for (final Candidate candidate : candidates(instrument, side, overlay))
        {
            lots[candidate.group()] += candidate.lots();
        }
        return lots;
    }

    private static void visit(final List<Candidate> candidates, final Visitor visitor)
    {
        for (final Candidate candidate : candidates)
        {
            if (!visitor.visit(candidate))
            {
                return;
            }
        }
    }

    private static List<Candidate> candidates(final Instrument instrument, final Side side, final Overlay overlay)
    {
        final List<Candidate> candidates = new ArrayList<>();
        for (final Position position : instrument.positions())
        {
            if (Sides.of(position.quantityLots()) == side && 0 != overlay.lots(position))
            {
                candidates.add(Candidate.of(position, overlay));
            }
        }
        return candidates;
    }

    @Override
    public Place rankOf(final Position position)
    {
        return side(position.instrument(), Sides.of(position.quantityLots())).stream()
            .filter((place) -> place.position() == position).findFirst().orElseThrow();
    }

    @Override
    public int count(final Instrument instrument, final Side side)
    {
        return candidates(instrument, side, live).size();
    }

    @Override
    public void places(final Instrument instrument, final Side side, final PlaceVisitor visitor)
    {
        final List<Candidate> candidates = candidates(instrument, side, live);
        candidates.sort(Candidate.BY_SCORE);
        int rank = 0;
        long lotsAhead = 0;
        for (final Candidate candidate : candidates)
        {
            rank++;
            final int quintile = QUINTILES - 1 -
                (int)FixedPoint.multiplyDivideFloor(QUINTILES, lotsAhead, instrument.openInterestLots());
            if (!visitor.visit(new Place(candidate.position(), candidate.score(), rank, lotsAhead, quintile)))
            {
                return;
            }
            lotsAhead += candidate.lots();
        }
    }
}
