package io.flatbook.engine.book;

import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.Side;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;

import java.util.Comparator;
import java.util.List;

/**
 * The default runs that are due or wait, in the order in which their accounts became DEFAULTED. Those of later rounds
 * stand apart from the others, so that a command that may start none of them walks past none of them.
 *
 * <p>Whether one of them has a leg in an instrument is remembered: by a run that has one, or that none has. A DEFAULTED
 * account gets no new leg, so that "none" stays true until another run is deferred; a run that was found is looked at
 * again each time. Neither is state.
 */
public final class PendingRuns extends Hashed
{
    private final RunList deferred = new RunList();
    private final RunList others = new RunList();
    private final Int2ObjectHashMap<PendingRun> deferredByInstrumentId = new Int2ObjectHashMap<>();
    private final IntHashSet withoutDeferred = new IntHashSet();
    private long lastNumber;

    /** No runs. */
    public PendingRuns(final StateHash hash)
    {
        super(hash);
        rehash();
    }

    /** Whether no run is due or waits. */
    public boolean isEmpty()
    {
        return deferred.isEmpty() && others.isEmpty();
    }

    /** All runs, oldest first. */
    public List<PendingRun> oldestFirst()
    {
        final List<PendingRun> runs = deferred();
        runs.addAll(others.oldestFirst());
        runs.sort(Comparator.comparingLong(PendingRun::number));
        return runs;
    }

    /** Later rounds of an entry that had no more room, which wait for the tick (RUN-11), oldest first. */
    public List<PendingRun> deferred()
    {
        return deferred.oldestFirst();
    }

    /** All runs that are not of a later round, by account. */
    public List<PendingRun> othersByAccount()
    {
        final List<PendingRun> runs = others.oldestFirst();
        runs.sort(Comparator.comparingLong(PendingRun::accountId));
        return runs;
    }

    /** The run of an account, or null. */
    public PendingRun of(final Account account)
    {
        return account.pendingRun();
    }

    /** Whether a later round of an entry that had no more room waits for the tick (RUN-11). */
    public boolean hasDeferred()
    {
        return !deferred.isEmpty();
    }

    /** Whether a later round waits that has a leg in an instrument. */
    public boolean isDeferredOn(final Instrument instrument)
    {
        if (deferred.isEmpty() || withoutDeferred.contains(instrument.id()))
        {
            return false;
        }
        final PendingRun known = deferredByInstrumentId.get(instrument.id());
        if (null != known && known.isDeferred() && null != known.account().leg(instrument))
        {
            return true;
        }
        final PendingRun found = deferred.find(instrument);
        if (null == found)
        {
            withoutDeferred.add(instrument.id());
            return false;
        }
        deferredByInstrumentId.put(instrument.id(), found);
        return true;
    }

    /** Whether any run is due or waits whose account has a leg in an instrument. */
    public boolean isPendingOn(final Instrument instrument)
    {
        return isDeferredOn(instrument) || null != others.find(instrument);
    }

    private RunList runsLike(final PendingRun run)
    {
        return run.isDeferred() ? deferred : others;
    }

    /** Number of the last run added. */
    public long lastNumber()
    {
        return lastNumber;
    }

    /** Adds the run of an account that became DEFAULTED. */
    PendingRun add(final Account account)
    {
        lastNumber++;
        rehash();
        return put(new PendingRun(hash(), lastNumber, account));
    }

    private PendingRun put(final PendingRun run)
    {
        runsLike(run).add(run);
        run.account().pendingRun(run);
        return run;
    }

    void restoreLastNumber(final long number)
    {
        lastNumber = number;
        rehash();
    }

    PendingRun restore(final Account account, final long number)
    {
        return put(new PendingRun(hash(), number, account));
    }

    /** Lets a run start although the trigger is OPERATOR. */
    public void release(final PendingRun run, final boolean byDeclaration)
    {
        run.release(byDeclaration);
    }

    /** Records why a run waits; whether that is news. */
    public boolean recordHold(final PendingRun run, final HoldReason reason)
    {
        if (reason == run.heldFor())
        {
            return false;
        }
        if (run.isDeferred() == (HoldReason.ENTRY_FULL == reason))
        {
            run.heldFor(reason);
            return true;
        }
        runsLike(run).remove(run);
        run.heldFor(reason);
        runsLike(run).add(run);
        if (run.isDeferred())
        {
            withoutDeferred.clear();
        }
        return true;
    }

    /** The run did something and is considered again: nothing is known to hold it. */
    public void reconsider(final PendingRun run)
    {
        recordHold(run, null);
    }

    /** The defaulter gave lots away by a transfer (MOV-1, RUN-8). */
    public void gaveAway(final PendingRun run, final Instrument instrument, final Side side)
    {
        run.gaveAway(instrument.id(), side);
    }

    /** The run is over or dropped. */
    public void remove(final PendingRun run)
    {
        runsLike(run).remove(run);
        run.heldFor(null);
        run.forget();
        run.account().pendingRun(null);
    }

    @Override
    protected long replicaDigest()
    {
        return StateHash.digest(113, lastNumber, 0, 0, 0);
    }
}
