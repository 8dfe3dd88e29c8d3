package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.MarginTriggers;
import io.flatbook.engine.book.PositionChange;
import io.flatbook.engine.book.TouchedAccounts;

/**
 * Finds all holders, each time: what the index of triggers must agree with.
 */
final class HolderWalk implements MarginTriggers
{
    private final TouchedAccounts touched;

    HolderWalk(final TouchedAccounts touched)
    {
        this.touched = touched;
    }

    @Override
    public void markMoved(final Instrument instrument, final long oldTicks, final long newTicks)
    {
        touched.touchHolders(instrument);
    }

    @Override
    public void heldMarkChanged(final Instrument instrument)
    {
        touched.touchHolders(instrument);
    }

    @Override
    public void requirementsChanged(final Instrument instrument)
    {
        touched.touchHolders(instrument);
    }

    @Override
    public void accountChanged(final Account account)
    {
        // It keeps nothing.
    }

    @Override
    public void accountIsHealthy(final Account account, final long spare)
    {
        // It keeps nothing.
    }

    @Override
    public boolean staysHealthy(final Account account)
    {
        return false;
    }

    @Override
    public boolean isCovered(
        final Account account, final Instrument instrument, final int leg, final PositionChange change,
        final long collateral, final long least)
    {
        return false;
    }
}
