package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;

/**
 * Applies a checked plan, in the order of its steps, and tells of each.
 */
final class ExecuteOffset
{
    private final ClearingEvents events;
    private final Funds funds;
    private final AccountMonitor monitor;
    private final PositionChange change = new PositionChange();

    ExecuteOffset(final ClearingEvents events, final Funds funds, final AccountMonitor monitor)
    {
        this.events = events;
        this.funds = funds;
        this.monitor = monitor;
    }

    void apply(
        final long run, final DefaultPlan plan, final EntryLedger ledger, final long markSequence, final long nowMs)
    {
        final Account account = plan.account;
        final Asset asset = account.asset();
        events.defaultRunStarted(run, account, markSequence, plan.equity, plan.notional);
        for (int i = 0; i < account.legCount(); i++)
        {
            events.cancelOrders(run, account, account.leg(i).instrument());
        }

        applyPairs(run, plan, ledger, 0, plan.pairsBeforeDraw);
        if (plan.fund > 0)
        {
            asset.draw(plan.fund, nowMs);
            account.addCollateral(plan.fund);
            events.insuranceFundChanged(asset, -plan.fund, CollateralCause.DEFAULT_DRAW, account);
        }
        applyPairs(run, plan, ledger, plan.pairsBeforeDraw, plan.pairs.size());

        for (final DefaultPlan.Haircut haircut : plan.haircuts)
        {
            move(haircut.account(), account, haircut.money(), ledger);
            monitor.touch(haircut.account());
            events.gainsHaircut(run, haircut.account(), haircut.money(), haircut.gain(), haircut.equity());
        }
        if (plan.houseDeficit > 0)
        {
            asset.addHouseDeficit(plan.houseDeficit);
            account.addCollateral(plan.houseDeficit);
            events.houseDeficitChanged(asset, plan.houseDeficit, run);
        }
        if (plan.closeOutFee > 0)
        {
            account.addCollateral(-plan.closeOutFee);
            funds.credit(asset, plan.closeOutFee, CollateralCause.CLOSE_OUT_FEE, account);
        }

        Invariant.check(0 == account.legCount(), "a run leaves no position", account.id(), account.legCount());
        Invariant.check(plan.equity < 0 ? 0 == account.collateral() : account.collateral() >= 0,
            "a run leaves the defaulter at exactly zero", account.id(), account.collateral());
        events.defaultRunCompleted(run, account, plan);
        account.status(AccountStatus.CLOSED_OUT);
        events.accountStatusChanged(account, AccountStatus.DEFAULTED, AccountStatus.CLOSED_OUT,
            account.collateral(), ClearingEngine.NULL_LONG, null);
    }

    private void applyPairs(
        final long run, final DefaultPlan plan, final EntryLedger ledger, final int from, final int to)
    {
        for (int i = from; i < to; i++)
        {
            final PlannedPair pair = plan.pairs.get(i);
            final Instrument instrument = pair.instrument();
            final Account counterparty = pair.counterparty().account();
            events.cancelOrders(run, counterparty, instrument);

            final long openInterest = instrument.openInterestLots();
            final long counterpartyValue = close(pair.counterparty(), pair.lots(), ledger);
            final long counterpartyPnl = change.realizedPnl();
            final long defaulterValue = close(plan.account.leg(instrument), pair.lots(), ledger);
            final long defaulterPnl = change.realizedPnl();
            plan.account.asset().addRounding(-(counterpartyValue + defaulterValue));
            Invariant.check(openInterest - pair.lots() == instrument.openInterestLots(),
                "an offset lowers open interest by its lots", openInterest, instrument.openInterestLots());

            instrument.checkNeutral();
            move(counterparty, plan.account, pair.surcharge(), ledger);
            ledger.booked();
            monitor.touch(counterparty);
            events.positionOffset(run, plan.account, pair, defaulterPnl, counterpartyPnl);
        }
    }

    private long close(final Position position, final long lots, final EntryLedger ledger)
    {
        final Account account = position.account();
        final Instrument instrument = position.instrument();
        final boolean wasLong = position.quantityLots() > 0;
        change.closeAtMark(position, lots);
        account.position(instrument, change.quantityLots(), change.cost());
        account.addCollateral(change.realizedPnl());
        ledger.closed(account, instrument, wasLong, change.realizedPnl());
        return change.valueClosed();
    }

    private static void move(final Account from, final Account to, final long money, final EntryLedger ledger)
    {
        if (0 != money)
        {
            from.addCollateral(-money);
            to.addCollateral(money);
            ledger.gave(from, money);
        }
    }
}
