package io.flatbook.engine.book;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.Switch;

/**
 * Restores a book from a snapshot: assets, instruments, accounts, positions, runs, in this order, into an empty book.
 * It validates nothing and causes no event.
 */
public final class BookRestorer
{
    private final Book book;
    private final AccountMonitor monitor;
    private final PendingRuns runs;
    private final UnitRules unitRules = new UnitRules();

    /** A restorer of an empty book. */
    public BookRestorer(final Book book, final AccountMonitor monitor, final PendingRuns runs)
    {
        this.book = book;
        this.monitor = monitor;
        this.runs = runs;
    }

    /** Restores the next asset. */
    public Asset restoreAsset(
        final String symbol, final int scale, final Waterfall waterfall, final Switch withdrawals,
        final Switch defaultRuns)
    {
        final Asset asset = book.addAsset(symbol, scale);
        asset.waterfall(waterfall);
        asset.switches(withdrawals, defaultRuns);
        return asset;
    }

    /** Restores the money of an asset, minor units. */
    public void restoreMoney(
        final Asset asset, final long insuranceFund, final long fees, final long rounding,
        final WideSum houseDeficit, final WideSum deposits, final WideSum withdrawals)
    {
        asset.restoreMoney(insuranceFund, fees, rounding);
        asset.restoreTotals(houseDeficit, deposits, withdrawals);
    }

    /** Restores the present window of an asset; then its owners' draws. */
    public void restoreWindow(final Asset asset, final long window, final long windowDrawn)
    {
        asset.restoreWindow(window, windowDrawn);
    }

    /** Restores what an owner drew and withdrew in the window of an asset. */
    public void restoreDraws(
        final Asset asset, final int venue, final long ownerId, final long drawn, final long withdrawn)
    {
        asset.restoreDraws(venue, ownerId, drawn, withdrawn);
    }

    /** Restores the highest instrument id ever given. */
    public void restoreLastInstrumentId(final int id)
    {
        book.lastInstrumentId(id);
    }

    /**
     * Restores an instrument.
     *
     * @param id                  its id.
     * @param definition          as risk gave it, with the margin terms, offset policy and price bounds of the
     *                            snapshot; its largest position is the one first given.
     * @param protection          of the snapshot.
     * @param largestPositionLots largest position that NUM-4 allowed.
     * @return the instrument.
     */
    public Instrument restoreInstrument(
        final int id, final InstrumentDefinition definition, final Protection protection,
        final long largestPositionLots)
    {
        final Instrument underlying =
            Absent.INT == definition.underlyingId ? null : book.instrument(definition.underlyingId);
        final InstrumentUnits units =
            unitRules.units(definition, book.asset(definition.settlementAssetId), underlying);
        Invariant.check(null != units, "a snapshot holds instruments that can be defined", id, 0);
        final Instrument instrument = book.addInstrument(id, definition, units.atLeast(largestPositionLots));
        instrument.protection(protection);
        return instrument;
    }

    /** Restores status and marks of an instrument. */
    public void restoreMark(
        final Instrument instrument, final InstrumentStatus status, final long markTicks, final long markTimeMs,
        final long heldTicks, final int heldBy)
    {
        instrument.mark(markTicks, markTimeMs);
        instrument.hold(heldTicks, heldBy);
        instrument.status(status);
        book.statusChanged(instrument);
    }

    /** Restores the reference of the mark band of an instrument. */
    public void restoreBandReference(final Instrument instrument, final long window, final long referenceTicks)
    {
        instrument.bandReference(window, referenceTicks);
    }

    /** Restores the number of accounts ever opened. */
    public void restoreLastAccountSerial(final long serial)
    {
        book.lastAccountSerial(serial);
    }

    /** Restores an account with its collateral. */
    public Account restoreAccount(
        final long id, final long serial, final int venue, final long ownerId, final int assetId,
        final long collateral)
    {
        final Account account = book.addAccount(id, serial, venue, ownerId, book.asset(assetId));
        account.addCollateral(collateral);
        return account;
    }

    /** Restores status, mode and order hold of an account. */
    public void restoreStatus(
        final Account account, final AccountStatus status, final boolean keptByDoubt, final AccountMode mode,
        final long orderHold)
    {
        account.status(status, keptByDoubt);
        account.mode(mode);
        account.orderHold(orderHold);
    }

    /** Restores deadline (0: none), debt and pledge of an account. */
    public void restoreObligations(
        final Account account, final long deadlineMs, final long debt, final boolean pledged)
    {
        monitor.restoreDeadline(account, deadlineMs);
        account.debt(debt);
        account.pledged(pledged);
    }

    /** Restores a position. */
    public void restorePosition(
        final Account account, final Instrument instrument, final long quantityLots, final long cost)
    {
        account.position(instrument, account.legIndex(instrument), quantityLots, cost);
    }

    /** Restores the number of the last pending run. */
    public void restoreLastRunNumber(final long number)
    {
        runs.restoreLastNumber(number);
    }

    /** Restores a pending run; then the sides it gave away. */
    public PendingRun restoreRun(
        final Account account, final long number, final boolean declared, final boolean released,
        final HoldReason heldFor)
    {
        final PendingRun run = runs.restore(account, number);
        if (released)
        {
            run.release(declared);
        }
        runs.recordHold(run, heldFor);
        return run;
    }

    /** Restores a side that a pending run's account gave away. */
    public void restoreGivenAway(final PendingRun run, final PendingRun.GivenAway side)
    {
        run.gaveAway(side.instrumentId(), side.side());
    }
}
