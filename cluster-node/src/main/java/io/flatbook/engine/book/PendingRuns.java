package io.flatbook.engine.book;

import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.Side;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The default runs that are due or wait, in the order in which their accounts became DEFAULTED.
 */
public final class PendingRuns extends Hashed
{
    private final TreeMap<Long, PendingRun> runByNumber = new TreeMap<>();
    private final Long2ObjectHashMap<PendingRun> runByAccountId = new Long2ObjectHashMap<>();
    private long lastNumber;
    private int deferred;

    /** No runs. */
    public PendingRuns(final StateHash hash)
    {
        super(hash);
        rehash();
    }

    /** Whether no run is due or waits. */
    public boolean isEmpty()
    {
        return runByNumber.isEmpty();
    }

    /** The runs, oldest first. */
    public List<PendingRun> oldestFirst()
    {
        return new ArrayList<>(runByNumber.values());
    }

    /** The run of an account, or null. */
    public PendingRun of(final Account account)
    {
        return runByAccountId.get(account.id());
    }

    /** Whether a later round of an entry that had no more room waits for the tick (RUN-11). */
    public boolean hasDeferred()
    {
        return deferred > 0;
    }

    /** Whether a later round waits that has a leg in an instrument. */
    public boolean isDeferredOn(final Instrument instrument)
    {
        return 0 != deferred && any(instrument, true);
    }

    /** Whether any run is due or waits whose account has a leg in an instrument. */
    public boolean isPendingOn(final Instrument instrument)
    {
        return !runByNumber.isEmpty() && any(instrument, false);
    }

    private boolean any(final Instrument instrument, final boolean deferredOnly)
    {
        for (final PendingRun run : runByNumber.values())
        {
            if ((!deferredOnly || run.isDeferred()) && null != run.account().leg(instrument))
            {
                return true;
            }
        }
        return false;
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
        runByNumber.put(run.number(), run);
        runByAccountId.put(run.account().id(), run);
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
        deferred += (HoldReason.ENTRY_FULL == reason ? 1 : 0) - (run.isDeferred() ? 1 : 0);
        run.heldFor(reason);
        return true;
    }

    /** The run did something and is considered anew: nothing is known to hold it. */
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
        recordHold(run, null);
        run.forget();
        runByNumber.remove(run.number());
        runByAccountId.remove(run.account().id());
    }

    @Override
    protected long replicaDigest()
    {
        return StateHash.digest(113, lastNumber, 0, 0, 0);
    }
}
