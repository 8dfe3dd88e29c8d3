package io.flatbook.engine;

import io.flatbook.sbe.HoldReason;

/**
 * A DEFAULTED account whose run is due: the legs that it held when it defaulted, and why its run waits.
 */
public final class WaitingRun extends Hashed
{
    private final Account account;
    private final int[] instrumentIds;
    private final boolean[] longs;
    private boolean released;
    private HoldReason heldFor;
    private long freezeEquity;
    private long freezeNotional;

    WaitingRun(final StateHash hash, final Account account, final boolean released)
    {
        super(hash);
        this.account = account;
        this.released = released;
        instrumentIds = new int[account.legCount()];
        longs = new boolean[account.legCount()];
        for (int i = 0; i < instrumentIds.length; i++)
        {
            instrumentIds[i] = account.leg(i).instrument().id();
            longs[i] = account.leg(i).quantityLots() > 0;
        }
        rehash();
    }

    WaitingRun(
        final StateHash hash, final Account account, final int[] instrumentIds, final boolean[] longs,
        final boolean released, final HoldReason heldFor)
    {
        super(hash);
        this.account = account;
        this.instrumentIds = instrumentIds;
        this.longs = longs;
        this.released = released;
        this.heldFor = heldFor;
        rehash();
    }

    /** The defaulter. */
    public Account account()
    {
        return account;
    }

    /** Number of legs when it defaulted. */
    public int legCount()
    {
        return instrumentIds.length;
    }

    /** Instrument of leg {@code i} (from 0) when it defaulted. */
    public int instrumentId(final int i)
    {
        return instrumentIds[i];
    }

    /** Whether leg {@code i} was long. */
    public boolean wasLong(final int i)
    {
        return longs[i];
    }

    /** Whether it runs although the trigger is OPERATOR. */
    public boolean released()
    {
        return released;
    }

    /** Why it was last said to wait, or null. */
    public HoldReason heldFor()
    {
        return heldFor;
    }

    boolean isDeferred()
    {
        return HoldReason.ENTRY_FULL == heldFor;
    }

    void release()
    {
        released = true;
        rehash();
    }

    void heldFor(final HoldReason reason)
    {
        heldFor = reason;
        rehash();
    }

    void freeze(final Margin margin)
    {
        freezeEquity = margin.equity(account);
        freezeNotional = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            freezeNotional += Math.abs(account.leg(i).value());
        }
    }

    long freezeEquity()
    {
        return freezeEquity;
    }

    long freezeNotional()
    {
        return freezeNotional;
    }

    @Override
    long bookDigest()
    {
        return 0;
    }

    @Override
    long replicaDigest()
    {
        long h = StateHash.mix(StateHash.mix(109, account.id()), released ? 1 : 0);
        h = StateHash.mix(h, null == heldFor ? 0 : heldFor.value());
        for (int i = 0; i < instrumentIds.length; i++)
        {
            h = StateHash.mix(h, instrumentIds[i] * 2L + (longs[i] ? 1 : 0));
        }
        return h;
    }
}
