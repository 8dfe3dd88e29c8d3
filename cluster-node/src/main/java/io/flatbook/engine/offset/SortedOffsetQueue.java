package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Sides;
import io.flatbook.engine.book.WorkCounter;
import io.flatbook.sbe.Side;

import java.util.ArrayList;
import java.util.List;

/**
 * The queue by one walk of a side: for a report fresh, by a sort for a whole side and by counting for one place; for a
 * round of default runs once, ordered as far as the round asks.
 */
public final class SortedOffsetQueue implements OffsetQueue
{
    private static final int QUINTILES = 5;

    private final WorkCounter work;
    private final Overlay live;

    /** A queue over the live book. */
    public SortedOffsetQueue(final Margin margin, final WorkCounter work)
    {
        this.work = work;
        live = new LiveBook(margin);
    }

    @Override
    public void best(final Instrument instrument, final Side side, final Overlay overlay, final Visitor visitor)
    {
        CandidateLine line = overlay.line(instrument, side);
        if (null == line)
        {
            line = new CandidateLine(instrument, side);
            for (final Position position : instrument.positions())
            {
                if (Sides.of(position.quantityLots()) == side)
                {
                    line.put(position, overlay);
                }
            }
            work.visited(instrument.positions().count());
            overlay.keep(line);
        }
        Candidate candidate = line.first();
        while (null != candidate)
        {
            work.visited(1);
            candidate = visitor.visit(candidate) ? line.after(candidate) : null;
        }
    }

    @Override
    public Place rankOf(final Position position)
    {
        final Side side = Sides.of(position.quantityLots());
        final Candidate candidate = Candidate.of(position, live);
        int rank = 1;
        long lotsAhead = 0;
        for (final Position other : position.instrument().positions())
        {
            if (other != position && Sides.of(other.quantityLots()) == side &&
                Candidate.BY_SCORE.compare(Candidate.of(other, live), candidate) < 0)
            {
                rank++;
                lotsAhead += Math.abs(other.quantityLots());
            }
        }
        work.visited(position.instrument().positions().count());
        return place(candidate, rank, lotsAhead);
    }

    private static Place place(final Candidate candidate, final int rank, final long lotsAhead)
    {
        // Long and short lots are equal (BOOK-2).
        final long sideLots = candidate.position().instrument().openInterestLots();
        final int quintile = QUINTILES - 1 - (int)FixedPoint.multiplyDivideFloor(QUINTILES, lotsAhead, sideLots);
        return new Place(candidate.position(), candidate.score(), rank, lotsAhead, quintile);
    }

    @Override
    public List<Place> side(final Instrument instrument, final Side side)
    {
        final List<Candidate> candidates = new ArrayList<>();
        for (final Position position : instrument.positions())
        {
            if (Sides.of(position.quantityLots()) == side)
            {
                candidates.add(Candidate.of(position, live));
            }
        }
        work.visited(instrument.positions().count());
        candidates.sort(Candidate.BY_SCORE);

        final List<Place> places = new ArrayList<>(candidates.size());
        long lotsAhead = 0;
        for (final Candidate candidate : candidates)
        {
            places.add(place(candidate, places.size() + 1, lotsAhead));
            lotsAhead += candidate.lots();
        }
        return places;
    }

    /** The book as it is. */
    private static final class LiveBook implements Overlay
    {
        private final Margin margin;

        private LiveBook(final Margin margin)
        {
            this.margin = margin;
        }

        @Override
        public long equity(final Account account)
        {
            return margin.equity(account);
        }

        @Override
        public long lots(final Position position)
        {
            return position.quantityLots();
        }

        @Override
        public long cost(final Position position)
        {
            return position.cost();
        }

        @Override
        public CandidateLine line(final Instrument instrument, final Side side)
        {
            return null;
        }

        @Override
        public void keep(final CandidateLine line)
        {
            // Nothing is kept: the book changes without telling a report.
        }
    }
}
