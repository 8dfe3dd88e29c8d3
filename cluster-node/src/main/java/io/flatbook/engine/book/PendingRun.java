package io.flatbook.engine.book;

import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.Side;

import java.util.ArrayList;
import java.util.List;

/**
 * A DEFAULTED account whose default run is due or waits.
 */
public final class PendingRun extends Hashed
{
    /** A side of an instrument on which the defaulter gave lots away by a transfer. */
    public record GivenAway(int instrumentId, Side side)
    {
    }

    private final long number;
    private final Account account;
    // Beside the account, which lies elsewhere in memory: all that wait are put in order by it.
    private final long accountId;
    private List<GivenAway> givenAway = List.of();
    private boolean declared;
    private boolean released;
    private HoldReason heldFor;
    // In the list of runs that it is in, for that list alone.
    private int slot;

    PendingRun(final StateHash hash, final long number, final Account account)
    {
        super(hash);
        this.number = number;
        this.account = account;
        accountId = account.id();
        rehash();
    }

    /** Order in which accounts became DEFAULTED. */
    public long number()
    {
        return number;
    }

    /** The defaulter. */
    public Account account()
    {
        return account;
    }

    /** Id of the defaulter. */
    public long accountId()
    {
        return accountId;
    }

    /** Whether risk declared the default; a declared account does not come back by itself (STAT-5). */
    public boolean declared()
    {
        return declared;
    }

    /** Whether it runs although the trigger is OPERATOR (STAT-6). */
    public boolean released()
    {
        return released;
    }

    /** Reason of the last DefaultRunHeld, or null. */
    public HoldReason heldFor()
    {
        return heldFor;
    }

    /** Sides on which lots were given away since the account became DEFAULTED (RUN-8). */
    public List<GivenAway> givenAway()
    {
        return givenAway;
    }

    /** Whether it is a later round of an entry that had no more room (RUN-11). */
    public boolean isDeferred()
    {
        return HoldReason.ENTRY_FULL == heldFor;
    }

    /** Whether it waits for something that must happen first. */
    public boolean isHeld()
    {
        return null != heldFor && HoldReason.ENTRY_FULL != heldFor;
    }

    /** Whether its plan failed and it has no leg left whose instrument could hold it (RUN-12). */
    public boolean isStopped()
    {
        return HoldReason.INSTRUMENT_HALTED == heldFor && 0 == account.legCount();
    }

    int slot()
    {
        return slot;
    }

    void slot(final int newSlot)
    {
        slot = newSlot;
    }

    void release(final boolean byDeclaration)
    {
        released = true;
        declared |= byDeclaration;
        rehash();
    }

    void heldFor(final HoldReason reason)
    {
        heldFor = reason;
        rehash();
    }

    void gaveAway(final int instrumentId, final Side side)
    {
        final GivenAway given = new GivenAway(instrumentId, side);
        if (!givenAway.contains(given))
        {
            final List<GivenAway> more = new ArrayList<>(givenAway);
            more.add(given);
            givenAway = more;
            rehash();
        }
    }

    void forget()
    {
        unhash();
    }

    @Override
    protected long replicaDigest()
    {
        long h = StateHash.digest(109, accountId, number,
            (declared ? 2 : 0) + (released ? 1 : 0), null == heldFor ? 0 : heldFor.value());
        for (int i = 0; i < givenAway.size(); i++)
        {
            h = StateHash.digest(h, givenAway.get(i).instrumentId(), givenAway.get(i).side().value(), 0, 0);
        }
        return h;
    }
}
