package io.flatbook.engine.book;

import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.PositionCause;

/**
 * The only writer of positions, collateral and the money accounts of an asset. Each posting moves money or lots from
 * one place to another, touches the accounts concerned and reports it; what leaves one place enters another, so that
 * BOOK-2 holds after each command.
 *
 * <p>Contract: I1, I3.
 */
public final class Postings
{
    private final PostingEvents events;
    private final TouchedAccounts touched;
    private final EngineClock clock;

    /**
     * Postings of an engine.
     *
     * @param events  receives each posting.
     * @param touched accounts to be evaluated.
     * @param clock   decides the window that draws and withdrawals count in.
     */
    public Postings(final PostingEvents events, final TouchedAccounts touched, final EngineClock clock)
    {
        this.events = events;
        this.touched = touched;
        this.clock = clock;
    }

    /** Books a change of a position: lots, cost, what was realized less a fee. */
    public void book(
        final Account account, final Instrument instrument, final PositionChange change, final long fee,
        final PositionCause cause)
    {
        book(account, instrument, account.legIndex(instrument), change, fee, cause);
    }

    /** Books a change of a position whose index is known, or below 0 if there is none. */
    public void book(
        final Account account, final Instrument instrument, final int leg, final PositionChange change,
        final long fee, final PositionCause cause)
    {
        account.position(instrument, leg, change.quantityLots(), change.cost());
        account.addCollateral(change.realizedPnl() - fee);
        touched.touch(account);
        events.positionChanged(
            account, instrument, change.quantityLots(), change.cost(), change.realizedPnl(), fee, cause);
    }

    /**
     * Books a pair of a default run and what the counterparty pays the defaulter with it; the run reports it itself.
     * What the two sides leave goes to rounding.
     */
    public void bookOffset(
        final Account defaulter, final PositionChange defaulterChange, final Account counterparty,
        final PositionChange counterpartyChange, final Instrument instrument, final long surcharge)
    {
        final long openInterest = instrument.openInterestLots();
        counterparty.position(instrument, counterparty.legIndex(instrument), counterpartyChange.quantityLots(),
            counterpartyChange.cost());
        counterparty.addCollateral(counterpartyChange.realizedPnl() - surcharge);
        defaulter.position(instrument, defaulter.legIndex(instrument), defaulterChange.quantityLots(),
            defaulterChange.cost());
        defaulter.addCollateral(defaulterChange.realizedPnl() + surcharge);
        instrument.settlementAsset().addRounding(
            -(counterpartyChange.valueClosed() + defaulterChange.valueClosed()));
        touched.touch(counterparty);
        touched.touch(defaulter);
        checkNeutral(instrument);
        Invariant.check(openInterest - defaulterChange.closedLots() == instrument.openInterestLots(),
            "an offset lowers open interest by its lots", openInterest, instrument.openInterestLots());
    }

    /** Checks after both legs of a movement of lots are booked: every long lot has a short one (BOOK-2). */
    public void checkNeutral(final Instrument instrument)
    {
        Invariant.check(instrument.openInterestLots() == instrument.shortLots(), "quantities sum to zero",
            instrument.openInterestLots(), instrument.shortLots());
    }

    /** Moves collateral from one account to another, without an event of its own. */
    public void move(final Account from, final Account to, final long minorUnits)
    {
        if (0 != minorUnits)
        {
            from.addCollateral(-minorUnits);
            to.addCollateral(minorUnits);
            touched.touch(from);
            touched.touch(to);
        }
    }

    /** Takes a haircut from an account: from the cost of a position, the rest from collateral (RUN-8). */
    public void takeHaircut(
        final Account account, final Position position, final long fromCost, final long fromCollateral)
    {
        if (fromCost > 0)
        {
            account.position(position.instrument(), account.legIndex(position.instrument()), position.quantityLots(),
                position.cost() + fromCost);
        }
        account.addCollateral(-fromCollateral);
        touched.touch(account);
    }

    /** Gives an account what a default run brings it, without an event of its own. */
    public void give(final Account account, final long minorUnits)
    {
        account.addCollateral(minorUnits);
        touched.touch(account);
    }

    /** A payment from outside. */
    public void deposit(final Account account, final long minorUnits, final long reference)
    {
        account.asset().addDeposit(minorUnits);
        collateral(account, minorUnits, CollateralCause.DEPOSIT, reference);
    }

    /** A payment to outside. */
    public void withdraw(final Account account, final long minorUnits, final long reference)
    {
        account.asset().withdrawn(account.owner(), minorUnits, clock.timeMs());
        collateral(account, -minorUnits, CollateralCause.WITHDRAWAL, reference);
    }

    /** Changes collateral for a cause; the caller books the other side. */
    public void collateral(
        final Account account, final long minorUnits, final CollateralCause cause, final long reference)
    {
        account.addCollateral(minorUnits);
        touched.touch(account);
        events.collateralChanged(account, minorUnits, cause, reference);
    }

    /** Sets the order hold of an account. */
    public void orderHold(final Account account, final long minorUnits)
    {
        final long old = account.orderHold();
        account.orderHold(minorUnits);
        events.orderHoldChanged(account, old);
    }

    /** What a rounded division leaves goes to its account (NUM-5). */
    public void rounding(final Asset asset, final long minorUnits)
    {
        asset.addRounding(minorUnits);
    }

    /** Fees of a trade; negative: a rebate. */
    public void fees(final Asset asset, final long minorUnits)
    {
        asset.addFees(minorUnits);
    }

    /** Money paid into the insurance fund from outside. */
    public void fundInsurance(final Asset asset, final long minorUnits)
    {
        asset.addDeposit(minorUnits);
        creditFund(asset, minorUnits, CollateralCause.FUND_INSURANCE, null);
    }

    /** An inflow of the insurance fund: the house deficit is repaid first (RUN-9). */
    public void creditFund(
        final Asset asset, final long minorUnits, final CollateralCause cause, final Account account)
    {
        final long repaid = asset.houseDeficit().atMost(minorUnits);
        if (repaid > 0)
        {
            asset.addHouseDeficit(-repaid);
            events.houseDeficitChanged(asset, -repaid, 0);
        }
        if (minorUnits > repaid)
        {
            asset.addFund(minorUnits - repaid);
            events.insuranceFundChanged(asset, minorUnits - repaid, cause, account);
        }
    }

    /** Takes money of an account into the insurance fund. */
    public void payIntoFund(final Account account, final long minorUnits, final CollateralCause cause)
    {
        account.addCollateral(-minorUnits);
        touched.touch(account);
        creditFund(account.asset(), minorUnits, cause, account);
    }

    /** A default run draws on the insurance fund. */
    public void drawFund(final Account account, final long minorUnits)
    {
        account.asset().draw(account.owner(), minorUnits, clock.timeMs());
        account.addCollateral(minorUnits);
        touched.touch(account);
        events.insuranceFundChanged(account.asset(), -minorUnits, CollateralCause.DEFAULT_DRAW, account);
    }

    /** The house takes what is left of a deficit. */
    public void bookHouseDeficit(final Account account, final long minorUnits, final long run)
    {
        account.asset().addHouseDeficit(minorUnits);
        account.addCollateral(minorUnits);
        touched.touch(account);
        events.houseDeficitChanged(account.asset(), minorUnits, run);
    }

    /** Money taken out of the insurance fund. */
    public void withdrawInsurance(final Asset asset, final long minorUnits)
    {
        asset.addFund(-minorUnits);
        asset.addWithdrawal(minorUnits);
        events.insuranceFundChanged(asset, -minorUnits, CollateralCause.WITHDRAW_INSURANCE, null);
    }

    /** Money taken out of the fee account. */
    public void withdrawFees(final Asset asset, final long minorUnits)
    {
        asset.addFees(-minorUnits);
        asset.addWithdrawal(minorUnits);
    }

    /** Moves a positive rounding account to fees (NUM-5); the amount comes back. */
    public long sweepRounding(final Asset asset)
    {
        final long minorUnits = asset.rounding();
        asset.addRounding(-minorUnits);
        asset.addFees(minorUnits);
        return minorUnits;
    }

    /** Sets what a defaulter owes the fund when it is closed out or comes back (RUN-9). */
    public void debt(final Account account, final long minorUnits)
    {
        account.debt(minorUnits);
    }
}
