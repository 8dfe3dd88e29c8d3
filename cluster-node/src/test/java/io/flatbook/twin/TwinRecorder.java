package io.flatbook.twin;

import io.flatbook.engine.Account;
import io.flatbook.engine.Asset;
import io.flatbook.engine.BankruptcyPrices;
import io.flatbook.engine.Book;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.DefaultPlan;
import io.flatbook.engine.Instrument;
import io.flatbook.engine.MarginTiers;
import io.flatbook.engine.PlannedPair;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Proposal;
import io.flatbook.engine.Protection;
import io.flatbook.engine.Waterfall;
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
import java.util.List;
import java.util.StringJoiner;

/** Writes the engine's events as the lines in which the twin predicts them. */
final class TwinRecorder implements ClearingEvents
{
    final List<String> events = new ArrayList<>();

    void line(final Object... parts)
    {
        events.add(TwinBook.line(parts));
    }

    private static Long orNull(final long number)
    {
        return ClearingEngine.NULL_LONG == number ? null : Long.valueOf(number);
    }

    static TwinTerms.Protection plain(final Protection settings)
    {
        return new TwinTerms.Protection(settings.markBandPpm(), settings.markMaxAgeMs(), settings.tradeBandPpm(),
            orNull(settings.maxFeePpm()), orNull(settings.maxPositionLots()), orNull(settings.maxOpenInterestLots()),
            orNull(settings.fundingCapPpb()));
    }

    static TwinTerms.Waterfall plain(final Waterfall settings)
    {
        return new TwinTerms.Waterfall(settings.fundFloor(), orNull(settings.perEventCap()),
            orNull(settings.windowCap()), settings.windowMs(), settings.liquidationTimeoutMs(),
            settings.liquidationFeePpm(), settings.closeOutFeePpm(), settings.houseDeficitGate(),
            orNull(settings.withdrawalCap()), settings.trigger());
    }

    @Override
    public void assetDefined(final Asset asset, final Principal by)
    {
        line("assetDefined", asset.id(), asset.symbol(), asset.scale(), by.name());
    }

    @Override
    public void instrumentDefined(final Instrument instrument, final Principal by)
    {
        line("instrumentDefined", instrument.id(), instrument.symbol(), instrument.kind(),
            instrument.settlementAsset().id(), orNull(instrument.definition().minTicks()),
            orNull(instrument.definition().maxTicks()), plain(instrument.protection()),
            TwinTerms.Tier.of(instrument.tiers()), instrument.offsetPolicy(), by.name());
    }

    @Override
    public void marginTiersChanged(final Instrument instrument, final int pushedBelow, final MarginTiers oldTiers,
        final MarginTiers newTiers, final Principal by)
    {
        line("marginTiersChanged", instrument.id(), pushedBelow, TwinTerms.Tier.of(oldTiers),
            TwinTerms.Tier.of(newTiers), by.name());
    }

    @Override
    public void offsetPolicyChanged(final Instrument instrument, final OffsetPolicyKind oldPolicy,
        final OffsetPolicyKind newPolicy, final Principal by)
    {
        line("offsetPolicyChanged", instrument.id(), oldPolicy, newPolicy, by.name());
    }

    @Override
    public void protectionChanged(final Instrument instrument, final Protection oldSettings,
        final Protection newSettings, final Principal by)
    {
        line("protectionChanged", instrument.id(), plain(oldSettings), plain(newSettings), by.name());
    }

    @Override
    public void waterfallChanged(final Asset asset, final Waterfall oldSettings, final Waterfall newSettings,
        final Principal by)
    {
        line("waterfallChanged", asset.id(), plain(oldSettings), plain(newSettings), by.name());
    }

    @Override
    public void gatewayDefined(final Principal gateway, final Principal by)
    {
        line("gatewayDefined", gateway.name(), gateway.venue(), gateway.capabilities(), gateway.guaranteed(),
            by.name());
    }

    @Override
    public void gatewayStatusChanged(final Principal gateway, final GatewayStatus oldStatus,
        final GatewayStatus newStatus, final Principal by)
    {
        line("gatewayStatusChanged", gateway.name(), oldStatus, newStatus, by.name());
    }

    @Override
    public void controlsChanged(final Switch oldFourEyes, final Switch newFourEyes, final Principal by)
    {
        line("controlsChanged", oldFourEyes, newFourEyes, by.name());
    }

    @Override
    public void instrumentStatusChanged(final Instrument instrument, final InstrumentStatus from,
        final InstrumentStatus to, final Principal by)
    {
        line("instrumentStatusChanged", instrument.id(), from, to, null == by ? null : by.name());
    }

    @Override
    public void assetStatusChanged(final Asset asset, final Switch oldWithdrawals, final Switch oldDefaultRuns,
        final Switch newWithdrawals, final Switch newDefaultRuns, final Principal by)
    {
        line("assetStatusChanged", asset.id(), oldWithdrawals, oldDefaultRuns, newWithdrawals, newDefaultRuns,
            by.name());
    }

    @Override
    public void markPricesUpdated(final long markSequence, final int[] instrumentIds, final long[] markTicks,
        final int count)
    {
        final StringJoiner joiner = new StringJoiner(",");
        for (int i = 0; i < count; i++)
        {
            joiner.add(instrumentIds[i] + ":" + markTicks[i]);
        }
        line("markPricesUpdated", markSequence, joiner);
    }

    @Override
    public void markPriceHeld(final Instrument instrument, final long heldTicks, final long acceptedTicks)
    {
        line("markPriceHeld", instrument.id(), heldTicks, acceptedTicks);
    }

    @Override
    public void markConfirmed(final Instrument instrument, final long markTicks, final Principal by)
    {
        line("markConfirmed", instrument.id(), markTicks, by.name());
    }

    @Override
    public void fundingApplied(final Instrument instrument, final long ratePpb, final long fundingId,
        final int accounts, final long paid, final long received, final long rounding)
    {
        line("fundingApplied", instrument.id(), ratePpb, fundingId, accounts, paid, received, rounding);
    }

    @Override
    public void instrumentSettled(final Instrument instrument, final long priceTicks, final int positions,
        final long rounding, final Principal by)
    {
        line("instrumentSettled", instrument.id(), priceTicks, positions, rounding, by.name());
    }

    @Override
    public void businessDayClosed(final int date, final int page, final int pages, final long stateHash,
        final Principal by, final Book book)
    {
        line("businessDayClosed", date, page, pages, by.name());
    }

    @Override
    public void versionActivated(final int oldVersion, final int newVersion, final Principal by)
    {
        line("versionActivated", oldVersion, newVersion, by.name());
    }

    @Override
    public void clockStepped(final long stepMs)
    {
        line("clockStepped", stepMs);
    }

    @Override
    public void storageStatusChanged(final Switch storageLow)
    {
        line("storageStatusChanged", storageLow);
    }

    @Override
    public void entryRefused(final long commandId, final Principal sender)
    {
        line("entryRefused", commandId, null == sender ? "" : sender.name());
    }

    @Override
    public void accountOpened(final Account account)
    {
        line("accountOpened", account.id(), account.ownerId(), account.asset().id(), account.venue());
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
    public void tradeRegistered(final Principal gateway, final long tradeId, final Instrument instrument,
        final Account buyer, final Account seller, final long lots, final long ticks, final long buyerFee,
        final long sellerFee, final TradeCause cause, final boolean guaranteed, final long bustedTradeId,
        final int tradeDate)
    {
        line("tradeRegistered", gateway.name(), tradeId, instrument.id(), buyer.id(), seller.id(), lots, ticks,
            buyerFee, sellerFee, cause, guaranteed, orNull(bustedTradeId),
            ClearingEngine.NULL_INT == tradeDate ? null : Integer.valueOf(tradeDate));
    }

    @Override
    public void positionChanged(final Account account, final Instrument instrument, final long quantityLots,
        final long cost, final long realizedPnl, final long fee)
    {
        line("positionChanged", account.id(), instrument.id(), quantityLots, cost, realizedPnl, fee,
            account.collateral());
    }

    @Override
    public void positionTransferred(final Account from, final Account to, final Instrument instrument,
        final long lots, final long cost, final Principal by)
    {
        line("positionTransferred", from.id(), to.id(), instrument.id(), lots, cost, by.name());
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
        line("accountStatusChanged", account.id(), from, to, equity, orNull(deadlineMs), text(bankruptcy));
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
            final Long ticks = orNull(bankruptcy.priceTicks(i));
            joiner.add(bankruptcy.instrumentId(i) + ":" + bankruptcy.quantityLots(i) + ":" + bankruptcy.value(i) + ":" +
                (null == ticks ? "-" : ticks));
        }
        return joiner.toString();
    }

    @Override
    public void liquidationFeeCharged(final Account account, final Instrument instrument, final long money)
    {
        line("liquidationFeeCharged", account.id(), instrument.id(), money);
    }

    @Override
    public void defaultRunStarted(final long run, final Account account, final long markSequence, final long equity,
        final long notional)
    {
        line("defaultRunStarted", run, account.id(), equity, notional);
    }

    @Override
    public void defaultRunHeld(final Account account, final HoldReason reason, final Instrument instrument)
    {
        line("defaultRunHeld", account.id(), reason, null == instrument ? null : instrument.id());
    }

    @Override
    public void cancelOrders(final long run, final Account account, final Instrument instrument)
    {
        line("cancelOrders", run, account.id(), instrument.id());
    }

    @Override
    public void positionOffset(final long run, final Account defaulter, final PlannedPair pair,
        final long defaulterPnl, final long counterpartyPnl)
    {
        final boolean offset = OffsetLayer.OFFSET == pair.layer();
        line("positionOffset", run, pair.layer(), pair.instrument().id(), defaulter.id(),
            pair.counterparty().account().id(), pair.lots(), pair.markTicks(), pair.surcharge(), pair.surchargeDue(),
            offset ? pair.rank() : null, pair.policy(), pair.lotsBefore(), pair.costBefore(),
            pair.score().unrealizedPnl(), pair.score().equity(), offset ? TwinBook.line(pair.score().roe(),
            pair.score().leverage(), pair.score().score(), pair.gain(), pair.headroom()) : null, defaulterPnl,
            counterpartyPnl);
    }

    @Override
    public void gainsHaircut(final long run, final Account account, final long money, final long gain,
        final long equity)
    {
        line("gainsHaircut", run, account.id(), money, gain, equity);
    }

    @Override
    public void houseDeficitChanged(final Asset asset, final long money, final long run)
    {
        line("houseDeficitChanged", asset.id(), money, asset.houseDeficit(), run);
    }

    @Override
    public void defaultRunCompleted(final long run, final Account account, final DefaultPlan plan)
    {
        line("defaultRunCompleted", run, account.id(), plan.deficit(), plan.ownHedges(), plan.fund(),
            plan.surcharge(), plan.haircut(), plan.houseDeficit(), plan.closeOutFee(), plan.fundBefore(),
            account.asset().insuranceFund(), plan.surchargeDue(), account.asset().houseDeficit(), plan.pairs().size(),
            plan.closedLots(), plan.valueClosed());
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
    public void proposed(final Proposal proposal, final Principal by)
    {
        line("proposed", proposal.id(), proposal.expiresMs(), proposal.templateId(), by.name());
    }

    @Override
    public void approved(final Proposal proposal, final RejectReason outcome, final RejectField field,
        final Principal by)
    {
        line("approved", proposal.id(), outcome, field, proposal.proposer().name(), by.name());
    }

    @Override
    public void proposalExpired(final Proposal proposal)
    {
        line("proposalExpired", proposal.id());
    }

    @Override
    public void engineFault(final Account account, final long run)
    {
        line("engineFault", account.id(), run);
    }
}
