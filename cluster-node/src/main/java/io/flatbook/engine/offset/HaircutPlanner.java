package io.flatbook.engine.offset;

import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.Shares;
import io.flatbook.engine.book.Sides;
import io.flatbook.engine.book.WideSum;
import io.flatbook.engine.book.WorkCounter;
import io.flatbook.sbe.Side;
import org.agrona.collections.Long2LongHashMap;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Plans RUN-8: what the surcharge left uncollected is charged to the sides opposite to the defaulters and taken there
 * from those who gained, once per round, side by side.
 */
final class HaircutPlanner
{
    private final Book book;
    private final WorkCounter work;

    HaircutPlanner(final Book book, final WorkCounter work)
    {
        this.book = book;
        this.work = work;
    }

    void plan(final RoundPlan plan, final RoundDraft draft, final EntryLedger ledger)
    {
        final List<RunPlan> laying = new ArrayList<>();
        final Long2LongHashMap runsByAccountId = new Long2LongHashMap(0);
        for (final RunPlan run : plan.runs)
        {
            runsByAccountId.put(run.account.id(), 1);
            if (run.uncollected > 0)
            {
                laying.add(run);
            }
        }
        if (laying.isEmpty())
        {
            return;
        }
        final TreeMap<Long, HaircutSide> sides = new TreeMap<>();
        final List<List<HaircutSide>> sidesOfRuns = new ArrayList<>();
        for (final RunPlan run : laying)
        {
            sidesOfRuns.add(sidesOf(run, ledger, sides));
        }
        final TreeMap<Long, WideSum> weightAtStart = new TreeMap<>();
        for (final HaircutSide side : sides.values())
        {
            side.findWinners(book, ledger, runsByAccountId, work);
            weightAtStart.put(key(side.instrument(), side.side()), side.weigh(draft, ledger));
        }
        for (int i = 0; i < laying.size(); i++)
        {
            lay(laying.get(i), sidesOfRuns.get(i), weightAtStart);
        }
        boolean isFirst = true;
        for (final HaircutSide side : sides.values())
        {
            // Of the others those who gained may have given to a side before.
            final WideSum available = isFirst ?
                weightAtStart.get(key(side.instrument(), side.side())) : side.weigh(draft, ledger);
            take(side, available, plan, draft);
            isFirst = false;
        }
    }

    private List<HaircutSide> sidesOf(
        final RunPlan run, final EntryLedger ledger, final TreeMap<Long, HaircutSide> sides)
    {
        final TreeMap<Long, HaircutSide> ofRun = new TreeMap<>();
        for (final RunPlan.Leg leg : run.legs)
        {
            if (leg.lotsToClose() > 0)
            {
                add(leg.instrument(), Sides.of(leg.quantityLots()), ofRun, sides);
            }
        }
        final EntryLedger.Settled settled = ledger.settledOf(run.account);
        if (null != settled)
        {
            add(settled.instrument(), Sides.of(settled.quantityLots()), ofRun, sides);
        }
        for (final PendingRun.GivenAway given : run.due.givenAway())
        {
            final Instrument instrument = book.instrument(given.instrumentId());
            if (null != instrument)
            {
                add(instrument, given.side(), ofRun, sides);
            }
        }
        for (final HaircutSide side : ofRun.values())
        {
            side.add(run);
        }
        return new ArrayList<>(ofRun.values());
    }

    private static void add(
        final Instrument instrument, final Side ofDefaulter, final TreeMap<Long, HaircutSide> ofRun,
        final TreeMap<Long, HaircutSide> sides)
    {
        final Side opposite = Sides.opposite(ofDefaulter);
        final long key = key(instrument, opposite);
        HaircutSide side = sides.get(key);
        if (null == side)
        {
            side = new HaircutSide(instrument, opposite);
            sides.put(key, side);
        }
        ofRun.put(key, side);
    }

    // By instrument, long before short.
    private static long key(final Instrument instrument, final Side side)
    {
        return instrument.id() * 2L + (Side.LONG == side ? 0 : 1);
    }

    private static void lay(
        final RunPlan run, final List<HaircutSide> sides, final TreeMap<Long, WideSum> weightAtStart)
    {
        final WideSum[] weights = new WideSum[sides.size()];
        for (int i = 0; i < weights.length; i++)
        {
            weights[i] = weightAtStart.get(key(sides.get(i).instrument(), sides.get(i).side()));
        }
        final long[] shares = Shares.cumulative(new WideSum().add(run.uncollected), weights);
        for (int i = 0; i < shares.length; i++)
        {
            sides.get(i).lay(run, shares[i]);
        }
    }

    private static void take(
        final HaircutSide side, final WideSum available, final RoundPlan plan, final RoundDraft draft)
    {
        final WideSum taken = side.laid().compareTo(available) < 0 ? side.laid() : available;
        final long[] shares = Shares.cumulative(taken, side.weights());
        for (int i = 0; i < shares.length; i++)
        {
            if (shares[i] > 0)
            {
                plan.haircuts.add(side.take(i, shares[i], draft));
            }
        }
        final List<RunPlan> runs = side.runs();
        final long[] laid = new long[runs.size()];
        for (int i = 0; i < laid.length; i++)
        {
            laid[i] = side.laid(runs.get(i));
        }
        final long[] credits = Shares.cumulative(taken, laid);
        for (int i = 0; i < credits.length; i++)
        {
            runs.get(i).haircut += credits[i];
            draft.receive(runs.get(i).account, credits[i]);
        }
    }
}
