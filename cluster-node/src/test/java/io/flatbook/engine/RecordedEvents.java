package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.BankruptcyPrices;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.WideSum;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.RejectReason;
import java.util.StringJoiner;

/**
 * Keeps events as lines that read like the sentence they stand for; see {@link #take()}. Here those of marks, accounts,
 * money, positions and runs.
 */
public final class RecordedEvents extends RecordedSettings
{
    private long markSequence;

    /** Sequence of the marks that the last default run quoted; no line has it. */
    public long markSequence()
    {
        return markSequence;
    }

    @Override
    public void markPricesSkipped(
        final long markSequence, final int[] instrumentIds, final long[] markTicks, final RejectReason[] reasons,
        final int count)
    {
        final StringJoiner rows = new StringJoiner(" ");
        for (int i = 0; i < count; i++)
        {
            rows.add(instrumentIds[i] + ":" + markTicks[i] + ":" + reasons[i]);
        }
        add("markPricesSkipped", rows);
    }

    @Override
    public void markPricesUpdated(
        final long markSequence, final int[] instrumentIds, final long[] markTicks, final int count)
    {
        final StringJoiner marks = new StringJoiner(" ");
        for (int i = 0; i < count; i++)
        {
            marks.add(instrumentIds[i] + ":" + markTicks[i]);
        }
        add("markPricesUpdated", marks);
    }

    @Override
    public void markPriceHeld(final Instrument instrument, final long heldTicks, final long acceptedTicks)
    {
        add("markPriceHeld", instrument.symbol(), heldTicks, "accepted=" + text(acceptedTicks));
    }

    @Override
    public void markConfirmed(final Instrument instrument, final long markTicks, final Principal by)
    {
        add("markConfirmed", instrument.symbol(), markTicks, by(by));
    }

    @Override
    public void fundingApplied(
        final Instrument instrument, final long ratePpb, final long fundingId, final int accounts, final WideSum paid,
        final WideSum received, final long rounding)
    {
        add("fundingApplied", instrument.symbol(), "rate=" + ratePpb, "accounts=" + accounts, "paid=" + paid,
            "received=" + received, "rounding=" + rounding);
    }

    @Override
    public void variationSettled(
        final Instrument instrument, final int positions, final WideSum paid, final WideSum received,
        final Principal by)
    {
        add("variationSettled", instrument.symbol(), "positions=" + positions, "paid=" + paid,
            "received=" + received, by(by));
    }

    @Override
    public void instrumentSettled(
        final Instrument instrument, final long priceTicks, final int positions, final long rounding,
        final Principal by)
    {
        add("instrumentSettled", instrument.symbol(), priceTicks, "positions=" + positions, "rounding=" + rounding);
    }

    @Override
    public void accountOpened(final Account account)
    {
        add("accountOpened", account.id(), "owner=" + account.owner().id(), "venue=" + account.venue());
    }

    @Override
    public void accountClosed(final Account account)
    {
        add("accountClosed", account.id());
    }

    @Override
    public void collateralChanged(
        final Account account, final long minorUnits, final CollateralCause cause, final long reference)
    {
        add("collateralChanged", account.id(), minorUnits, cause, "now=" + account.collateral());
    }

    @Override
    public void orderHoldChanged(final Account account, final long oldAmount)
    {
        add("orderHoldChanged", account.id(), oldAmount + "->" + account.orderHold());
    }

    @Override
    public void tradeRegistered(final Principal gateway, final TradeTicket trade)
    {
        add("tradeRegistered", trade.instrument().symbol(), "buyer=" + trade.buyer().account().id(),
            "seller=" + trade.seller().account().id(), trade.quantityLots() + "@" + trade.priceTicks(),
            trade.cause());
    }

    @Override
    public void positionChanged(
        final Account account, final Instrument instrument, final long quantityLots, final long cost,
        final long realizedPnl, final long fee, final PositionCause cause)
    {
        add("positionChanged", account.id(), instrument.symbol(), quantityLots, "cost=" + cost,
            "realized=" + realizedPnl, "fee=" + fee, "collateral=" + account.collateral(), cause);
    }

    @Override
    public void positionTransferred(
        final Account from, final Account to, final Instrument instrument, final long lots, final long cost,
        final long priceTicks, final Principal by)
    {
        add("positionTransferred", from.id() + "->" + to.id(), instrument.symbol(),
            Absent.LONG == priceTicks ? lots : lots + "@" + priceTicks, "cost=" + cost, by(by));
    }

    @Override
    public void positionsOffset(
        final Account accountA, final Account accountB, final Instrument instrument, final long lots,
        final long markTicks)
    {
        add("positionsOffset", accountA.id(), accountB.id(), instrument.symbol(), lots + "@" + markTicks);
    }

    @Override
    public void accountStatusChanged(
        final Account account, final AccountStatus from, final AccountStatus to, final long equity,
        final long deadlineMs, final BankruptcyPrices bankruptcy)
    {
        final StringJoiner legs = new StringJoiner("");
        for (int i = 0; null != bankruptcy && i < bankruptcy.count(); i++)
        {
            legs.add(" leg " + bankruptcy.instrumentId(i) + ":" + bankruptcy.quantityLots(i) + " value=" +
                bankruptcy.value(i) + " ticks=" + text(bankruptcy.priceTicks(i)));
        }
        add("accountStatusChanged", account.id(), from + "->" + to, "equity=" + equity +
            (Absent.LONG == deadlineMs ? "" : " deadline=" + deadlineMs) + legs);
    }

    private static String text(final long optional)
    {
        return Absent.LONG == optional ? "none" : Long.toString(optional);
    }

    @Override
    public void liquidationDeadlineMoved(
        final Account account, final long oldDeadlineMs, final long newDeadlineMs)
    {
        add("liquidationDeadlineMoved", account.id(), text(oldDeadlineMs) + "->" + text(newDeadlineMs));
    }

    @Override
    public void accountPledged(final Account account, final Account distressed)
    {
        add("accountPledged", account.id(), "for=" + distressed.id());
    }

    @Override
    public void accountReleased(final Account account)
    {
        add("accountReleased", account.id());
    }

    @Override
    public void liquidationFeeCharged(final Account account, final Instrument instrument, final long minorUnits)
    {
        add("liquidationFeeCharged", account.id(), instrument.symbol(), minorUnits);
    }

    @Override
    public void defaultRunStarted(final long run, final Account account, final long sequence, final RunPlan plan)
    {
        markSequence = sequence;
        add("defaultRunStarted", run, account.id(), "equity=" + plan.equity(), "notional=" + plan.notional(),
            "closes=" + lotsToClose(plan));
    }

    // Lots to close of lots held, per leg that is closed.
    private static String lotsToClose(final RunPlan plan)
    {
        final StringJoiner legs = new StringJoiner(",");
        for (final RunPlan.Leg leg : plan.legs())
        {
            if (leg.lotsToClose() > 0)
            {
                legs.add(leg.instrument().symbol() + ":" + leg.lotsToClose() + "/" + leg.quantityLots());
            }
        }
        return legs.toString();
    }

    @Override
    public void defaultRunHeld(final Account account, final HoldReason reason, final Instrument instrument)
    {
        add("defaultRunHeld", account.id(), reason, null == instrument ? "-" : instrument.symbol());
    }

    @Override
    public void defaultRunDropped(final Account account, final long equity, final long debtRepaid)
    {
        add("defaultRunDropped", account.id(), "equity=" + equity, "debtRepaid=" + debtRepaid);
    }

    @Override
    public void cancelOrders(final long run, final Account account, final Instrument instrument)
    {
        add("cancelOrders", run, account.id(), instrument.symbol());
    }

    @Override
    public void ownAccountCollected(
        final long run, final Account account, final Account defaulter, final long minorUnits)
    {
        add("ownAccountCollected", run, account.id(), "for=" + defaulter.id(), minorUnits);
    }

    @Override
    public void positionOffset(
        final long run, final Account defaulter, final PlannedOffset offset, final long defaulterPnl,
        final long counterpartyPnl)
    {
        final String chosen =
            OffsetLayer.OFFSET == offset.layer() ? " rank=" + offset.rank() + " " + offset.policy() : "";
        add("positionOffset", run, offset.layer(), offset.instrument().symbol(),
            defaulter.id() + "/" + offset.counterparty().account().id(), offset.lots() + "@" + offset.markTicks(),
            "due=" + offset.surchargeDue(), "paid=" + offset.surcharge() + chosen);
    }

    @Override
    public void gainsHaircut(final RoundPlan.Haircut haircut)
    {
        add("gainsHaircut", haircut.account().id(), haircut.instrument().symbol(), haircut.side(), haircut.minorUnits(),
            "fromCost=" + haircut.fromCost(), "gain=" + haircut.gain(), "equity=" + haircut.equity());
    }

    @Override
    public void houseDeficitChanged(final Asset asset, final long minorUnits, final long run)
    {
        add("houseDeficitChanged", minorUnits, "now=" + asset.houseDeficit(), "run=" + run);
    }

    @Override
    public void defaultRunCompleted(final long run, final Account account, final RunPlan plan)
    {
        final String kept = 0 == plan.kept() ? "" : " kept=" + plan.kept();
        final String debt = 0 == plan.debt() && 0 == plan.debtRepaid() ? "" :
            " debt=" + plan.debt() + " repaid=" + plan.debtRepaid();
        add("defaultRunCompleted", run, account.id(), "deficit=" + plan.deficit(), "own=" + plan.ownAccounts(),
            "fund=" + plan.fundDrawn(), "surcharge=" + plan.surcharge(), "haircut=" + plan.haircut(),
            "house=" + plan.houseDeficit(), "fee=" + plan.closeOutFee(),
            "legsLeft=" + plan.legsLeft() + kept + debt);
    }

    @Override
    public void insuranceFundChanged(
        final Asset asset, final long minorUnits, final CollateralCause cause, final Account account)
    {
        add("insuranceFundChanged", minorUnits, cause, "now=" + asset.insuranceFund());
    }

    @Override
    public void feesWithdrawn(final Asset asset, final long minorUnits, final Principal by)
    {
        add("feesWithdrawn", minorUnits, "now=" + asset.fees(), by(by));
    }

    @Override
    public void roundingSwept(final Asset asset, final long minorUnits, final Principal by)
    {
        add("roundingSwept", minorUnits, "now=" + asset.rounding(), by(by));
    }

    @Override
    public void engineFault(final Account account, final long run)
    {
        add("engineFault", account.id(), run);
    }
}
