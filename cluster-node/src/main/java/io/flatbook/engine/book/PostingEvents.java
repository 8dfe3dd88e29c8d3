package io.flatbook.engine.book;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.PositionCause;

/**
 * What happened to money, positions and statuses. Money in minor units, quantities in lots, times in ms of engine time.
 * Called in mid command, in the order of the events: an implementation reads what it is given and changes nothing.
 */
public interface PostingEvents
{
    /** A position and its account's collateral changed. */
    void positionChanged(
        Account account, Instrument instrument, long quantityLots, long cost, long realizedPnl, long fee,
        PositionCause cause);

    /** Collateral changed by a payment; the amount is signed. */
    void collateralChanged(Account account, long minorUnits, CollateralCause cause, long reference);

    /** The insurance fund changed; the account is null if none is concerned. */
    void insuranceFundChanged(Asset asset, long minorUnits, CollateralCause cause, Account account);

    /** The house deficit changed; run 0 for a repayment. */
    void houseDeficitChanged(Asset asset, long minorUnits, long run);

    /** An order hold changed. */
    void orderHoldChanged(Account account, long oldAmount);

    /**
     * The margin status changed.
     *
     * @param account    whose.
     * @param from       before.
     * @param to         after.
     * @param equity     at accepted marks.
     * @param deadlineMs end of the liquidation, or {@link Absent#LONG}.
     * @param bankruptcyPrices bankruptcy prices if it is LIQUIDATING, else null.
     */
    void accountStatusChanged(
        Account account, AccountStatus from, AccountStatus to, long equity, long deadlineMs,
        BankruptcyPrices bankruptcyPrices);

    /** The end of a liquidation was put off (STAT-4); {@link Absent#LONG}: there is none any more. */
    void liquidationDeadlineMoved(Account account, long oldDeadlineMs, long newDeadlineMs);

    /** A DEFAULTED account came back and its run was dropped (STAT-5); equity before the debt was repaid. */
    void defaultRunDropped(Account account, long equity, long debtRepaid);

    /** An account answers for a distressed one of its owner from here on (RUN-3). */
    void accountPledged(Account account, Account distressed);

    /** An account answers for no other any more. */
    void accountReleased(Account account);
}
