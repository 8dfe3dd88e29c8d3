package io.flatbook.engine;

import io.flatbook.sbe.CollateralCause;

/**
 * Inflows of the insurance fund: the house deficit is repaid first.
 */
final class Funds
{
    private final ClearingEvents events;

    Funds(final ClearingEvents events)
    {
        this.events = events;
    }

    void credit(final Asset asset, final long money, final CollateralCause cause, final Account account)
    {
        final long repaid = Math.min(money, asset.houseDeficit());
        if (repaid > 0)
        {
            asset.addHouseDeficit(-repaid);
            events.houseDeficitChanged(asset, -repaid, 0);
        }
        if (money > repaid)
        {
            asset.addFund(money - repaid);
            events.insuranceFundChanged(asset, money - repaid, cause, account);
        }
    }
}
