package io.flatbook.twin;

import io.flatbook.engine.Principal;
import io.flatbook.engine.TradeTicket;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.BankruptcyPrices;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.WideSum;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.PositionCause;
import java.util.StringJoiner;

/** Writes the engine's events of money, positions, statuses and runs as the lines in which the twin predicts them. */
final class TwinRecorder extends TwinSettingsRecorder
{
    @Override
    public void fundingApplied(final Instrument instrument, final long ratePpb, final long fundingId,
        final int accounts, final WideSum paid, final WideSum received, final long rounding)
    {
        line("fundingApplied", instrument.id(), ratePpb, fundingId, accounts, paid, received, rounding);
    }

    @Override
    public void variationSettled(final Instrument instrument, final int positions, final WideSum paid,
        final WideSum received, final Principal by)
    {
        line("variationSettled", instrument.id(), positions, paid, received, by.name());
    }

    @Override
    public void instrumentSettled(final Instrument instrument, final long priceTicks, final int positions,
        final long rounding, final Principal by)
    {
        line("instrumentSettled", instrument.id(), priceTicks, positions, rounding, by.name());
    }

    @Override
    public void accountOpened(final Account account)
    {
        line("accountOpened", account.id(), account.owner().id(), account.asset().id(), account.venue());
    }

    @Override
    public void accountClosed(final Account account)
    {
        line("accountClosed", account.id());
    }

    @Override
    public void accountModeChanged(final Account account, final AccountMode from, final AccountMode to,
        final Principal by)
    {
        line("accountModeChanged", account.id(), from, to, by.name());
    }

    @Override
    public void collateralChanged(final Account account, final long money, final CollateralCause cause,
        final long reference)
    {
        line("collateralChanged", account.id(), money, account.collateral(), cause, reference);
    }

    @Override
    public void orderHoldChanged(final Account account, final long oldMoney)
    {
        line("orderHoldChanged", account.id(), oldMoney, account.orderHold());
    }

    @Override
    public void tradeRegistered(final Principal gateway, final TradeTicket trade)
    {
        line("tradeRegistered", gateway.name(), trade.tradeId(), trade.instrument().id(),
            trade.buyer().account().id(), trade.seller().account().id(), trade.quantityLots(), trade.priceTicks(),
            trade.buyerFee(), trade.sellerFee(), trade.cause(), trade.isGuaranteed(),
            EngineTerms.plain(trade.bustedTradeId()),
            Absent.INT == trade.tradeDate() ? null : Integer.valueOf(trade.tradeDate()));
    }

    @Override
    public void positionChanged(final Account account, final Instrument instrument, final long quantityLots,
        final long cost, final long realizedPnl, final long fee, final PositionCause cause)
    {
        line("positionChanged", account.id(), instrument.id(), quantityLots, cost, realizedPnl, fee, cause,
            account.collateral());
    }

    @Override
    public void positionTransferred(final Account from, final Account to, final Instrument instrument,
        final long lots, final long cost, final long priceTicks, final Principal by)
    {
        line("positionTransferred", from.id(), to.id(), instrument.id(), lots, cost, EngineTerms.plain(priceTicks),
            by.name());
    }

    @Override
    public void positionsOffset(final Account accountA, final Account accountB, final Instrument instrument,
        final long lots, final long markTicks)
    {
        line("positionsOffset", accountA.id(), accountB.id(), instrument.id(), lots, markTicks);
    }

    @Override
    public void accountStatusChanged(final Account account, final AccountStatus from, final AccountStatus to,
        final long equity, final long deadlineMs, final BankruptcyPrices bankruptcy)
    {
        line("accountStatusChanged", account.id(), from, to, equity, EngineTerms.plain(deadlineMs), text(bankruptcy));
    }

    private static String text(final BankruptcyPrices bankruptcy)
    {
        if (null == bankruptcy)
        {
            return null;
        }
        final StringJoiner joiner = new StringJoiner(",", "[", "]");
        for (int i = 0; i < bankruptcy.count(); i++)
        {
            final Long ticks = EngineTerms.plain(bankruptcy.priceTicks(i));
            joiner.add(bankruptcy.instrumentId(i) + ":" + bankruptcy.quantityLots(i) + ":" + bankruptcy.value(i) + ":" +
                (null == ticks ? "-" : ticks));
        }
        return joiner.toString();
    }

    @Override
    public void liquidationDeadlineMoved(final Account account, final long oldDeadlineMs, final long newDeadlineMs)
    {
        line("liquidationDeadlineMoved", account.id(), oldDeadlineMs, EngineTerms.plain(newDeadlineMs));
    }

    @Override
    public void accountPledged(final Account account, final Account distressed)
    {
        line("accountPledged", account.id(), distressed.id());
    }

    @Override
    public void accountReleased(final Account account)
    {
        line("accountReleased", account.id());
    }

    @Override
    public void liquidationFeeCharged(final Account account, final Instrument instrument, final long money)
    {
        line("liquidationFeeCharged", account.id(), instrument.id(), money);
    }

    @Override
    public void defaultRunStarted(final long run, final Account account, final long markSequence, final RunPlan plan)
    {
        final StringJoiner legs = new StringJoiner(",", "[", "]");
        plan.legs().forEach(leg -> legs.add(leg.instrument().id() + ":" + leg.quantityLots() + ":" +
            leg.lotsToClose() + ":" + leg.cost() + ":" + leg.markTicks()));
        line("defaultRunStarted", run, account.id(), plan.equity(), plan.kept(), plan.notional(), legs);
    }

    @Override
    public void defaultRunHeld(final Account account, final HoldReason reason, final Instrument instrument)
    {
        line("defaultRunHeld", account.id(), reason, null == instrument ? null : instrument.id());
    }

    @Override
    public void defaultRunDropped(final Account account, final long equity, final long debtRepaid)
    {
        line("defaultRunDropped", account.id(), equity, debtRepaid);
    }

    @Override
    public void cancelOrders(final long run, final Account account, final Instrument instrument)
    {
        line("cancelOrders", run, account.id(), instrument.id());
    }

    @Override
    public void ownAccountCollected(final long run, final Account account, final Account defaulter, final long money)
    {
        line("ownAccountCollected", run, account.id(), defaulter.id(), money);
    }

    @Override
    public void positionOffset(final long run, final Account defaulter, final PlannedOffset pair,
        final long defaulterPnl, final long counterpartyPnl)
    {
        line("positionOffset", run, pair.layer(), pair.instrument().id(), defaulter.id(),
            pair.counterparty().account().id(), pair.lots(), pair.markTicks(), pair.surcharge(), pair.surchargeDue(),
            pair.rank(), pair.policy(), pair.lotsBefore(), pair.costBefore(), pair.score().unrealizedPnl(),
            pair.score().equity(), pair.score().roe(), pair.score().leverage(), pair.score().score(), pair.gain(),
            pair.headroom(), defaulterPnl, counterpartyPnl);
    }

    @Override
    public void gainsHaircut(final RoundPlan.Haircut haircut)
    {
        line("gainsHaircut", haircut.account().id(), haircut.instrument().id(), haircut.side(), haircut.minorUnits(),
            haircut.gain(), haircut.equity(), haircut.fromCost());
    }

    @Override
    public void houseDeficitChanged(final Asset asset, final long money, final long run)
    {
        line("houseDeficitChanged", asset.id(), money, asset.houseDeficit(), run);
    }

    @Override
    public void defaultRunCompleted(final long run, final Account account, final RunPlan plan)
    {
        line("defaultRunCompleted", run, account.id(), plan.deficit(), plan.kept(), plan.ownAccounts(),
            plan.fundDrawn(), plan.surcharge(), plan.haircut(), plan.houseDeficit(), plan.closeOutFee(), plan.debt(),
            plan.debtRepaid(), plan.uncollected(), plan.closedLots(), plan.notionalClosed(), plan.legsLeft(),
            plan.equityAfter());
    }

    @Override
    public void insuranceFundChanged(final Asset asset, final long money, final CollateralCause cause,
        final Account account)
    {
        line("insuranceFundChanged", asset.id(), money, asset.insuranceFund(), cause,
            null == account ? null : account.id());
    }

    @Override
    public void feesWithdrawn(final Asset asset, final long money, final Principal by)
    {
        line("feesWithdrawn", asset.id(), money, asset.fees(), by.name());
    }

    @Override
    public void roundingSwept(final Asset asset, final long money, final Principal by)
    {
        line("roundingSwept", asset.id(), money, by.name());
    }

    @Override
    public void engineFault(final Account account, final long run)
    {
        line("engineFault", account.id(), run);
    }
}
