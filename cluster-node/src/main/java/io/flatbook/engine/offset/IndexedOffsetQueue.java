package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.ChangedAccounts;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.ReadAhead;
import io.flatbook.engine.book.Sides;
import io.flatbook.engine.book.WorkCounter;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import org.agrona.collections.Int2ObjectHashMap;

import java.util.Iterator;
import java.util.List;

/**
 * The queue by an {@link OffsetIndex} of each side that was ever asked for: a question costs the accounts that changed
 * since the last one, and of the side what it looks at. Nothing is kept for sides that nobody asks for; if so many
 * accounts changed that a walk is cheaper, all is forgotten.
 */
public final class IndexedOffsetQueue implements OffsetQueue
{
    private static final int QUINTILES = 5;
    private static final int CHANGES_MIN = 1_024;

    private final Book book;
    private final WorkCounter work;
    private final PendingRuns pending;
    private final ChangedAccounts changes;
    private final Overlay live;
    private final AheadCount aheadCount;
    private final ReadAhead ahead = new ReadAhead();
    private final ReferenceMarks references = new ReferenceMarks();
    private final QueueKey keys = new QueueKey(references);
    private final Int2ObjectHashMap<OffsetSides> sidesByInstrumentId = new Int2ObjectHashMap<>();

    /** A queue over a book, in which all accounts in default have a run. */
    public IndexedOffsetQueue(
        final Book book, final Margin margin, final PendingRuns pending, final WorkCounter work)
    {
        this.book = book;
        this.pending = pending;
        this.work = work;
        changes = book.changes();
        live = new LiveBook(margin);
        aheadCount = new AheadCount(live, work);
    }

    @Override
    public void best(
        final Instrument instrument, final Side side, final CandidateOrder order, final Overlay overlay,
        final Visitor visitor)
    {
        final CandidateLine line = line(instrument, side, order, overlay);
        Candidate candidate = line.first();
        while (null != candidate)
        {
            work.visited(1);
            candidate = visitor.visit(candidate) ? line.after(candidate) : null;
        }
    }

    @Override
    public void all(final Instrument instrument, final Side side, final Overlay overlay, final Visitor visitor)
    {
        work.visited(instrument.positions().count());
        final Position[] next = new Position[ReadAhead.COUNT];
        final Iterator<Position> holders = instrument.positions().iterator();
        boolean isMoreWanted = true;
        while (isMoreWanted && holders.hasNext())
        {
            final int count = next(holders, next);
            for (int i = 0; i < count && isMoreWanted; i++)
            {
                if (Sides.of(next[i].quantityLots()) == side && 0 != overlay.lots(next[i]))
                {
                    isMoreWanted = visitor.visit(Candidate.of(next[i], overlay));
                }
            }
        }
    }

    private CandidateLine line(
        final Instrument instrument, final Side side, final CandidateOrder order, final Overlay overlay)
    {
        CandidateLine line = overlay.line(instrument, side, order);
        if (null == line)
        {
            line = new CandidateLine(instrument, side, order, search(instrument, side, overlay, order),
                CandidateOrder.GROUP_AND_LOTS == order ? new GroupLots(live, countLots(instrument, side)) : null);
            final List<Position> touched = overlay.touched(instrument, side);
            for (int i = 0; i < touched.size(); i++)
            {
                line.put(touched.get(i), overlay);
            }
            overlay.keep(line);
        }
        return line;
    }

    private OffsetSearch search(
        final Instrument instrument, final Side side, final Overlay overlay, final CandidateOrder order)
    {
        final OffsetNode root = index(instrument, side).root();
        // Without positions there may be no mark either.
        final ScoreBounds bounds = null == root ? null : bounds(instrument, side);
        return new OffsetSearch(root, bounds, overlay, order, work);
    }

    // After the index was asked for, which renews references.
    private ScoreBounds bounds(final Instrument instrument, final Side side)
    {
        return new ScoreBounds().at(instrument, side, references.spread(instrument));
    }

    @Override
    public long[] lotsByGroup(final Instrument instrument, final Side side, final Overlay overlay)
    {
        return line(instrument, side, CandidateOrder.GROUP_AND_LOTS, overlay).groupLots().byGroup();
    }

    // A group follows from profit, but for hedges that are spared and for accounts in default. All those have a run.
    private long[] countLots(final Instrument instrument, final Side side)
    {
        final long[] lots = new long[Candidate.GROUPS];
        if (Switch.ON == instrument.spareHedges())
        {
            work.visited(instrument.positions().count());
            for (final Position position : instrument.positions())
            {
                if (Sides.of(position.quantityLots()) == side)
                {
                    lots[Candidate.of(position, live).group()] += Math.abs(position.quantityLots());
                }
            }
            return lots;
        }
        countLots(index(instrument, side).root(), bounds(instrument, side), lots);
        for (final PendingRun run : pending.oldestFirst())
        {
            final Position position = run.account().leg(instrument);
            if (null != position && Sides.of(position.quantityLots()) == side)
            {
                final long moved = Math.abs(position.quantityLots());
                lots[Candidate.groupByProfit(position.unrealizedPnl())] -= moved;
                lots[Candidate.of(position, live).group()] += moved;
            }
        }
        return lots;
    }

    private void countLots(final OffsetNode node, final ScoreBounds bounds, final long[] lots)
    {
        if (null == node)
        {
            return;
        }
        work.visited(1);
        if (bounds.of(node).least() > 0 || bounds.most() < 0)
        {
            lots[Candidate.groupByProfit(bounds.least())] += node.lots;
        }
        else if (node.isLeaf())
        {
            work.visited(node.count);
            for (int i = 0; i < node.count; i++)
            {
                lots[Candidate.groupByProfit(node.position(i).unrealizedPnl())] += node.key(i, QueueKey.LOTS);
            }
        }
        else
        {
            countLots(node.zero, bounds, lots);
            countLots(node.one, bounds, lots);
        }
    }

    @Override
    public Place rankOf(final Position position)
    {
        final Side side = Sides.of(position.quantityLots());
        final Candidate candidate = Candidate.of(position, live);
        final OffsetIndex index = index(position.instrument(), side);
        aheadCount.count(candidate, index.root(), bounds(position.instrument(), side));
        return place(candidate, aheadCount.positions() + 1, aheadCount.lots());
    }

    private static Place place(final Candidate candidate, final int rank, final long lotsAhead)
    {
        // Long and short lots are equal (BOOK-2).
        final long sideLots = candidate.position().instrument().openInterestLots();
        final int quintile = QUINTILES - 1 - (int)FixedPoint.multiplyDivideFloor(QUINTILES, lotsAhead, sideLots);
        return new Place(candidate.position(), candidate.score(), rank, lotsAhead, quintile);
    }

    @Override
    public int count(final Instrument instrument, final Side side)
    {
        final OffsetNode root = index(instrument, side).root();
        return null == root ? 0 : root.count;
    }

    @Override
    public void places(final Instrument instrument, final Side side, final PlaceVisitor visitor)
    {
        final OffsetSearch search = search(instrument, side, live, CandidateOrder.SCORE);
        int rank = 0;
        long lotsAhead = 0;
        for (Candidate candidate = search.next(); null != candidate; candidate = search.next())
        {
            search.take();
            rank++;
            if (!visitor.visit(place(candidate, rank, lotsAhead)))
            {
                return;
            }
            lotsAhead += candidate.lots();
        }
    }

    private OffsetIndex index(final Instrument instrument, final Side side)
    {
        references.follow(changes);
        if (changes.accounts().size() > Math.max(CHANGES_MIN, book.accountCount() / 2))
        {
            sidesByInstrumentId.clear();
            references.clear();
        }
        else
        {
            follow();
        }
        changes.clear();
        OffsetSides sides = sidesByInstrumentId.get(instrument.id());
        if (null == sides)
        {
            sides = new OffsetSides();
            sidesByInstrumentId.put(instrument.id(), sides);
        }
        if (null == sides.of(side))
        {
            changes.watch(true);
            sides.set(side, filled(instrument, side));
        }
        return sides.of(side);
    }

    private OffsetIndex filled(final Instrument instrument, final Side side)
    {
        work.visited(instrument.positions().count());
        final OffsetFill fill = new OffsetFill(instrument.positions().count());
        final Position[] next = new Position[ReadAhead.COUNT];
        final Iterator<Position> holders = instrument.positions().iterator();
        while (holders.hasNext())
        {
            final int count = next(holders, next);
            for (int i = 0; i < count; i++)
            {
                if (Sides.of(next[i].quantityLots()) == side)
                {
                    fill.add(next[i], keys.of(next[i]));
                }
            }
        }
        final OffsetIndex index = new OffsetIndex();
        index.fill(fill);
        return index;
    }

    private int next(final Iterator<Position> holders, final Position[] next)
    {
        int count = 0;
        while (count < next.length && holders.hasNext())
        {
            next[count] = holders.next();
            count++;
        }
        ahead.from(0, count, (i) -> next[i]);
        return count;
    }

    private void follow()
    {
        for (final Position closed : changes.closed())
        {
            final OffsetSides sides = sidesByInstrumentId.get(closed.instrument().id());
            if (null != sides)
            {
                sides.remove(closed);
            }
        }
        for (final Account account : changes.accounts())
        {
            for (int i = 0; i < account.legCount(); i++)
            {
                final OffsetSides sides = sidesByInstrumentId.get(account.leg(i).instrument().id());
                if (null != sides)
                {
                    sides.put(account.leg(i), keys);
                }
            }
        }
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
        public boolean isTouched(final Account account)
        {
            return false;
        }

        @Override
        public List<Position> touched(final Instrument instrument, final Side side)
        {
            return List.of();
        }

        @Override
        public CandidateLine line(final Instrument instrument, final Side side, final CandidateOrder order)
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
