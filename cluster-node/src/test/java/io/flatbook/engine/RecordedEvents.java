package io.flatbook.engine;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * Keeps events as lines that read like the sentence they stand for; see {@link #take()}.
 */
final class RecordedEvents implements ClearingEvents
{
    private final List<String> lines = new ArrayList<>();

    /** The events since the last call. */
    List<String> take()
    {
        final List<String> taken = new ArrayList<>(lines);
        lines.clear();
        return taken;
    }

    /** The events since the last call whose names are given; the others are dropped. */
    List<String> take(final String... names)
    {
        final List<String> wanted = Arrays.asList(names);
        return take().stream().filter((line) -> wanted.contains(line.substring(0, (line + " ").indexOf(' ')))).toList();
    }

    private void add(final Object... parts)
    {
        final StringJoiner line = new StringJoiner(" ");
        for (final Object part : parts)
        {
            line.add(String.valueOf(part));
        }
        lines.add(line.toString());
    }

    private static String by(final Principal principal)
    {
        return "by " + (null == principal ? "engine" : principal.name());
    }

    @Override
    public void assetDefined(final Asset asset, final Principal by)
    {
        add("assetDefined", asset.symbol(), by(by));
    }

    @Override
    public void instrumentDefined(final Instrument instrument, final Principal by)
    {
        add("instrumentDefined", instrument.symbol(), by(by));
    }

    @Override
    public void marginTiersChanged(
        final Instrument instrument, final int pushedBelow, final MarginTiers oldTiers, final MarginTiers newTiers,
        final Principal by)
    {
        add("marginTiersChanged", instrument.symbol(), "pushedBelow=" + pushedBelow,
            oldTiers.initialPpm(0) + "->" + newTiers.initialPpm(0), by(by));
    }

    @Override
    public void offsetPolicyChanged(
        final Instrument instrument, final OffsetPolicyKind oldPolicy, final OffsetPolicyKind newPolicy,
        final Principal by)
    {
        add("offsetPolicyChanged", instrument.symbol(), oldPolicy + "->" + newPolicy, by(by));
    }

    @Override
    public void protectionChanged(
        final Instrument instrument, final Protection oldSettings, final Protection newSettings, final Principal by)
    {
        add("protectionChanged", instrument.symbol(), by(by));
    }

    @Override
    public void waterfallChanged(
        final Asset asset, final Waterfall oldSettings, final Waterfall newSettings, final Principal by)
    {
        add("waterfallChanged", asset.symbol(), "floor", oldSettings.fundFloor() + "->" + newSettings.fundFloor(),
            by(by));
    }

    @Override
    public void gatewayDefined(final Principal gateway, final Principal by)
    {
        add("gatewayDefined", gateway.name(), "venue=" + gateway.venue(), by(by));
    }

    @Override
    public void gatewayStatusChanged(
        final Principal gateway, final GatewayStatus oldStatus, final GatewayStatus newStatus, final Principal by)
    {
        add("gatewayStatusChanged", gateway.name(), oldStatus + "->" + newStatus, by(by));
    }

    @Override
    public void controlsChanged(final Switch oldFourEyes, final Switch newFourEyes, final Principal by)
    {
        add("controlsChanged", oldFourEyes + "->" + newFourEyes, by(by));
    }

    @Override
    public void instrumentStatusChanged(
        final Instrument instrument, final InstrumentStatus from, final InstrumentStatus to, final Principal by)
    {
        add("instrumentStatusChanged", instrument.symbol(), from + "->" + to, by(by));
    }

    @Override
    public void assetStatusChanged(
        final Asset asset, final Switch oldWithdrawals, final Switch oldDefaultRuns, final Switch newWithdrawals,
        final Switch newDefaultRuns, final Principal by)
    {
        add("assetStatusChanged", asset.symbol(), "withdrawals", oldWithdrawals + "->" + newWithdrawals,
            "defaultRuns", oldDefaultRuns + "->" + newDefaultRuns, by(by));
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
        add("markPriceHeld", instrument.symbol(), heldTicks, "accepted=" + acceptedTicks);
    }

    @Override
    public void markConfirmed(final Instrument instrument, final long markTicks, final Principal by)
    {
        add("markConfirmed", instrument.symbol(), markTicks, by(by));
    }

    @Override
    public void fundingApplied(
        final Instrument instrument, final long ratePpb, final long fundingId, final int accounts, final long paid,
        final long received, final long rounding)
    {
        add("fundingApplied", instrument.symbol(), "rate=" + ratePpb, "accounts=" + accounts, "paid=" + paid,
            "received=" + received, "rounding=" + rounding);
    }

    @Override
    public void instrumentSettled(
        final Instrument instrument, final long priceTicks, final int positions, final long rounding,
        final Principal by)
    {
        add("instrumentSettled", instrument.symbol(), priceTicks, "positions=" + positions, "rounding=" + rounding);
    }

    @Override
    public void businessDayClosed(
        final int date, final int page, final int pages, final long stateHash, final Principal by, final Book book)
    {
        add("businessDayClosed", date, page + "/" + pages, by(by));
    }

    @Override
    public void versionActivated(final int oldVersion, final int newVersion, final Principal by)
    {
        add("versionActivated", oldVersion + "->" + newVersion, by(by));
    }

    @Override
    public void clockStepped(final long stepMs)
    {
        add("clockStepped", stepMs);
    }

    @Override
    public void storageStatusChanged(final Switch storageLow)
    {
        add("storageStatusChanged", storageLow);
    }

    @Override
    public void entryRefused(final long commandId, final Principal sender)
    {
        add("entryRefused", commandId, null == sender ? "" : sender.name());
    }

    @Override
    public void accountOpened(final Account account)
    {
        add("accountOpened", account.id(), "owner=" + account.ownerId(), "venue=" + account.venue());
    }

    @Override
    public void accountClosed(final Account account)
    {
        add("accountClosed", account.id());
    }

    @Override
    public void accountModeChanged(
        final Account account, final AccountMode from, final AccountMode to, final Principal by)
    {
        add("accountModeChanged", account.id(), from + "->" + to, by(by));
    }

    @Override
    public void collateralChanged(
        final Account account, final long money, final CollateralCause cause, final long reference)
    {
        add("collateralChanged", account.id(), money, cause, "now=" + account.collateral());
    }

    @Override
    public void orderHoldChanged(final Account account, final long oldMoney)
    {
        add("orderHoldChanged", account.id(), oldMoney + "->" + account.orderHold());
    }

    @Override
    public void tradeRegistered(
        final Principal gateway, final long tradeId, final Instrument instrument, final Account buyer,
        final Account seller, final long lots, final long ticks, final long buyerFee, final long sellerFee,
        final TradeCause cause, final boolean guaranteed, final long bustedTradeId, final int tradeDate)
    {
        add("tradeRegistered", instrument.symbol(), "buyer=" + buyer.id(), "seller=" + seller.id(),
            lots + "@" + ticks, cause);
    }

    @Override
    public void positionChanged(
        final Account account, final Instrument instrument, final long quantityLots, final long cost,
        final long realizedPnl, final long fee)
    {
        add("positionChanged", account.id(), instrument.symbol(), quantityLots, "cost=" + cost,
            "realized=" + realizedPnl, "fee=" + fee, "collateral=" + account.collateral());
    }

    @Override
    public void positionTransferred(
        final Account from, final Account to, final Instrument instrument, final long lots, final long cost,
        final Principal by)
    {
        add("positionTransferred", from.id() + "->" + to.id(), instrument.symbol(), lots, "cost=" + cost, by(by));
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
            (ClearingEngine.NULL_LONG == deadlineMs ? "" : " deadline=" + deadlineMs) + legs);
    }

    private static String text(final long optional)
    {
        return ClearingEngine.NULL_LONG == optional ? "none" : Long.toString(optional);
    }

    @Override
    public void liquidationFeeCharged(final Account account, final Instrument instrument, final long money)
    {
        add("liquidationFeeCharged", account.id(), instrument.symbol(), money);
    }

    @Override
    public void defaultRunStarted(
        final long run, final Account account, final long markSequence, final long equity, final long notional)
    {
        add("defaultRunStarted", run, account.id(), "equity=" + equity, "notional=" + notional);
    }

    @Override
    public void defaultRunHeld(final Account account, final HoldReason reason, final Instrument instrument)
    {
        add("defaultRunHeld", account.id(), reason, null == instrument ? "-" : instrument.symbol());
    }

    @Override
    public void cancelOrders(final long run, final Account account, final Instrument instrument)
    {
        add("cancelOrders", run, account.id(), instrument.symbol());
    }

    @Override
    public void positionOffset(
        final long run, final Account defaulter, final PlannedPair pair, final long defaulterPnl,
        final long counterpartyPnl)
    {
        final String chosen = OffsetLayer.OFFSET == pair.layer() ? " rank=" + pair.rank() + " " + pair.policy() : "";
        add("positionOffset", run, pair.layer(), pair.instrument().symbol(),
            defaulter.id() + "/" + pair.counterparty().account().id(), pair.lots() + "@" + pair.markTicks(),
            "due=" + pair.surchargeDue(), "paid=" + pair.surcharge() + chosen);
    }

    @Override
    public void gainsHaircut(
        final long run, final Account account, final long money, final long gain, final long equity)
    {
        add("gainsHaircut", run, account.id(), money, "gain=" + gain, "equity=" + equity);
    }

    @Override
    public void houseDeficitChanged(final Asset asset, final long money, final long run)
    {
        add("houseDeficitChanged", money, "now=" + asset.houseDeficit(), "run=" + run);
    }

    @Override
    public void defaultRunCompleted(final long run, final Account account, final DefaultPlan plan)
    {
        add("defaultRunCompleted", run, account.id(), "deficit=" + plan.deficit(), "hedges=" + plan.ownHedges(),
            "fund=" + plan.fund(), "surcharge=" + plan.surcharge(), "haircut=" + plan.haircut(),
            "house=" + plan.houseDeficit(), "fee=" + plan.closeOutFee());
    }

    @Override
    public void insuranceFundChanged(
        final Asset asset, final long money, final CollateralCause cause, final Account account)
    {
        add("insuranceFundChanged", money, cause, "now=" + asset.insuranceFund());
    }

    @Override
    public void feesWithdrawn(final Asset asset, final long money, final Principal by)
    {
        add("feesWithdrawn", money, "now=" + asset.fees(), by(by));
    }

    @Override
    public void proposed(final Proposal proposal, final Principal by)
    {
        add("proposed", proposal.id(), "expires=" + proposal.expiresMs(), by(by));
    }

    @Override
    public void approved(
        final Proposal proposal, final RejectReason outcome, final RejectField field, final Principal by)
    {
        add("approved", proposal.id(), "of", proposal.proposer().name(), by(by));
    }

    @Override
    public void proposalExpired(final Proposal proposal)
    {
        add("proposalExpired", proposal.id());
    }

    @Override
    public void engineFault(final Account account, final long run)
    {
        add("engineFault", account.id(), run);
    }
}
