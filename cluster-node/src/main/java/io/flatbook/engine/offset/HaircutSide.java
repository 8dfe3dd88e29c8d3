package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Owner;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.ReadAhead;
import io.flatbook.engine.book.Sides;
import io.flatbook.engine.book.WideSum;
import io.flatbook.engine.book.WorkCounter;
import io.flatbook.sbe.Side;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.ObjectHashSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * A side of an instrument that is charged what defaulters left uncollected, and the gains there from which it may be
 * taken (RUN-8).
 */
final class HaircutSide
{
    /** An account that gained there: its position at the freeze, or null if nothing is held there. */
    private record Winner(Account account, Position position)
    {
    }

    private final Instrument instrument;
    private final Side side;
    private final List<RunPlan> runs = new ArrayList<>();
    private final ObjectHashSet<Owner> ownersLaying = new ObjectHashSet<>();
    private final ArrayList<Winner> winners = new ArrayList<>();
    private final WideSum laid = new WideSum();
    private final Long2LongHashMap laidByAccountId = new Long2LongHashMap(0);
    private final ReadAhead ahead = new ReadAhead();
    private long[] gains = {};
    private long[] weights = {};

    HaircutSide(final Instrument instrument, final Side side)
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

    /** Adds a run that lays on it; runs come in order of account. */
    void add(final RunPlan run)
    {
        runs.add(run);
        ownersLaying.add(run.account.owner());
    }

    /** Runs that lay on it, in order of account. */
    List<RunPlan> runs()
    {
        return runs;
    }

    void lay(final RunPlan run, final long minorUnits)
    {
        laid.add(minorUnits);
        if (0 != minorUnits)
        {
            laidByAccountId.put(run.account.id(), minorUnits);
        }
    }

    /** All that was laid on it. */
    WideSum laid()
    {
        return laid;
    }

    long laid(final RunPlan run)
    {
        return laidByAccountId.get(run.account.id());
    }

    /** Finds who gained there: accounts without a run in the round, of owners of none that lays on it. */
    void findWinners(
        final Book book, final EntryLedger ledger, final Long2LongHashMap runsByAccountId, final WorkCounter work)
    {
        winners.ensureCapacity(instrument.positions().count());
        for (final Position position : instrument.positions())
        {
            if (Sides.of(position.quantityLots()) == side && isEligible(position.account(), runsByAccountId))
            {
                winners.add(new Winner(position.account(), position));
            }
        }
        work.visited(instrument.positions().count());
        boolean sorted = true;
        for (final long accountId : ledger.gainsOf(instrument, side).keySet())
        {
            final Account account = book.account(accountId);
            final Position held = account.leg(instrument);
            final boolean isHeld = null != held && Sides.of(held.quantityLots()) == side;
            if (!isHeld && isEligible(account, runsByAccountId))
            {
                winners.add(new Winner(account, null));
                sorted = false;
            }
        }
        if (!sorted)
        {
            winners.sort(Comparator.comparingLong((winner) -> winner.account().id()));
        }
    }

    private boolean isEligible(final Account account, final Long2LongHashMap runsByAccountId)
    {
        return 0 == runsByAccountId.get(account.id()) && !ownersLaying.contains(account.owner());
    }

    /** Weighs the winners as they are now; the sum comes back. */
    WideSum weigh(final RoundDraft draft, final EntryLedger ledger)
    {
        final TreeMap<Long, Long> entryGains = ledger.gainsOf(instrument, side);
        gains = new long[winners.size()];
        weights = new long[winners.size()];
        final WideSum sum = new WideSum();
        for (int i = 0; i < weights.length; i++)
        {
            ahead.from(i, weights.length, this::position);
            final Account account = winners.get(i).account();
            final Position position = winners.get(i).position();
            final long given = draft.given(account);
            final long held = null == position ? 0 : Math.max(0, position.unrealizedPnl());
            final Long fromEntry = entryGains.get(account.id());
            gains[i] = Math.max(0, held - given) + (null == fromEntry ? 0 :
                Math.max(0, fromEntry - given - ledger.givenToRuns(account)));
            weights[i] = Math.min(gains[i], Math.max(0, draft.equity(account)));
            sum.add(weights[i]);
        }
        return sum;
    }

    private Position position(final int i)
    {
        return winners.get(i).position();
    }

    long[] weights()
    {
        return weights;
    }

    /** Takes an amount from winner {@code i}: from its position's cost up to its gain, the rest from collateral. */
    RoundPlan.Haircut take(final int i, final long minorUnits, final RoundDraft draft)
    {
        ahead.from(i, weights.length, this::position);
        final Account account = winners.get(i).account();
        final Position position = winners.get(i).position();
        final long equity = draft.equity(account);
        final boolean isHeld = null != position && 0 != draft.lots(position);
        final long fromCost = isHeld ? Math.min(minorUnits, Math.max(0, draft.unrealizedPnl(position))) : 0;
        if (fromCost > 0)
        {
            draft.addCost(position, fromCost);
        }
        draft.give(account, minorUnits);
        return new RoundPlan.Haircut(
            account, instrument, side, isHeld ? position : null, minorUnits, fromCost, gains[i], equity);
    }
}
