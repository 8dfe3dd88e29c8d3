package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;

/**
 * The limit on what all accounts of an owner hold on one side of an instrument (TRD-1); it refuses only what enlarges.
 */
final class OwnerLimit
{
    private OwnerLimit()
    {
    }

    /**
     * Whether a change of a position enlarges its owner's side beyond the limit.
     *
     * @param giver another account of a transfer, or null: lots that move within an owner enlarge nothing.
     */
    static boolean isExceeded(
        final Instrument instrument, final Account account, final long lotsBefore, final long lotsAfter,
        final Account giver)
    {
        final long max = instrument.protection().maxOwnerPositionLots();
        if (Absent.LONG == max || 0 == lotsAfter || null != giver && giver.owner() == account.owner())
        {
            return false;
        }
        final boolean isLong = lotsAfter > 0;
        final long heldBefore = lotsBefore > 0 == isLong ? Math.abs(lotsBefore) : 0;
        final long heldAfter = Math.abs(lotsAfter);
        return heldAfter > heldBefore &&
            account.ownerAccounts().lots(instrument, isLong) - heldBefore + heldAfter > max;
    }
}
