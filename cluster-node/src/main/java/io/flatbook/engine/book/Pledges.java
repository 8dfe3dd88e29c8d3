package io.flatbook.engine.book;

import io.flatbook.sbe.AccountStatus;

/**
 * Which accounts answer for a distressed one of their owner (RUN-3): those that held, at any moment of the distress, a
 * position of the opposite direction in the same family. The bit is set the first moment that holds and cleared when no
 * account of the owner and asset is distressed any more.
 */
final class Pledges
{
    private final PostingEvents events;
    private final EntryLedger ledger;

    Pledges(final PostingEvents events, final EntryLedger ledger)
    {
        this.events = events;
        this.ledger = ledger;
    }

    /** Examines an account that was evaluated: as one that answers, and as one that others answer for. */
    void examine(final Account account)
    {
        if (!account.ownerDistressed())
        {
            return;
        }
        final OwnerAccounts accounts = account.ownerAccounts();
        for (int i = 0; i < accounts.count() && !account.pledged(); i++)
        {
            final Account other = accounts.account(i);
            if (other != account && other.distressed() && isOpposite(account, other))
            {
                pledge(account, other);
            }
        }
        for (int i = 0; i < accounts.count() && account.distressed(); i++)
        {
            final Account other = accounts.account(i);
            if (other != account && !other.pledged() && isOpposite(other, account))
            {
                pledge(other, account);
            }
        }
    }

    private void pledge(final Account account, final Account distressed)
    {
        account.pledged(true);
        events.accountPledged(account, distressed);
    }

    /** Releases all accounts of an owner and asset of which none is distressed any more. */
    void releaseIfOver(final OwnerAccounts accounts)
    {
        if (0 == accounts.distressed())
        {
            for (int i = 0; i < accounts.count(); i++)
            {
                if (accounts.account(i).pledged())
                {
                    accounts.account(i).pledged(false);
                    events.accountReleased(accounts.account(i));
                }
            }
        }
    }

    private boolean isOpposite(final Account account, final Account distressed)
    {
        for (int i = 0; i < distressed.legCount(); i++)
        {
            final Position leg = distressed.leg(i);
            if (hasOpposite(account, distressed, leg.instrument(), leg.quantityLots()))
            {
                return true;
            }
        }
        final EntryLedger.Settled settled = isSettled(distressed) ? ledger.settledOf(distressed) : null;
        if (null != settled && hasOpposite(account, distressed, settled.instrument(), settled.quantityLots()))
        {
            return true;
        }
        return false;
    }

    private boolean hasOpposite(
        final Account account, final Account distressed, final Instrument instrument, final long quantityLots)
    {
        final boolean isUp = Sides.isUp(instrument, quantityLots);
        for (int i = 0; i < account.legCount(); i++)
        {
            final Instrument other = account.leg(i).instrument();
            if (other.family().equals(instrument.family()) && Sides.isUp(other, account.leg(i).quantityLots()) != isUp)
            {
                return true;
            }
        }
        final EntryLedger.Settled settled = isSettled(distressed) ? ledger.settledOf(account) : null;
        return null != settled && settled.instrument().family().equals(instrument.family()) &&
            Sides.isUp(settled.instrument(), settled.quantityLots()) != isUp;
    }

    // For an account that a settlement of this entry defaults, positions before the settlement decide.
    private boolean isSettled(final Account distressed)
    {
        return AccountStatus.DEFAULTED == distressed.status() && ledger.hasSettled(distressed);
    }
}
