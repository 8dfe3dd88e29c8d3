package io.flatbook.cluster;

import io.flatbook.engine.Account;
import io.flatbook.engine.Asset;
import io.flatbook.engine.BankruptcyPrices;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.DefaultPlan;
import io.flatbook.engine.Instrument;
import io.flatbook.engine.Limits;
import io.flatbook.engine.PlannedPair;
import io.flatbook.engine.Position;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Proposal;
import io.flatbook.engine.Score;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.AccountStatusChangedEncoder;
import io.flatbook.sbe.ApprovedEncoder;
import io.flatbook.sbe.CancelOrdersEncoder;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.DefaultRunCompletedEncoder;
import io.flatbook.sbe.DefaultRunHeldEncoder;
import io.flatbook.sbe.DefaultRunStartedEncoder;
import io.flatbook.sbe.EngineFaultEncoder;
import io.flatbook.sbe.EntryRefusedEncoder;
import io.flatbook.sbe.FeesWithdrawnEncoder;
import io.flatbook.sbe.GainsHaircutEncoder;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.HouseDeficitChangedEncoder;
import io.flatbook.sbe.InsuranceFundChangedEncoder;
import io.flatbook.sbe.LiquidationFeeChargedEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.PositionOffsetEncoder;
import io.flatbook.sbe.ProposalExpiredEncoder;
import io.flatbook.sbe.ProposedEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Encodes every event of the engine into the retained events, with the venues that it is addressed to: the venues of
 * the accounts that it names, all gateways, or risk and ops only. This class holds the events of default management;
 * its parents hold those of the book and of configuration.
 */
public final class EventPublisher extends BookEvents
{
    private final AccountStatusChangedEncoder accountStatusChanged = new AccountStatusChangedEncoder();
    private final LiquidationFeeChargedEncoder liquidationFeeCharged = new LiquidationFeeChargedEncoder();
    private final DefaultRunStartedEncoder defaultRunStarted = new DefaultRunStartedEncoder();
    private final DefaultRunHeldEncoder defaultRunHeld = new DefaultRunHeldEncoder();
    private final CancelOrdersEncoder cancelOrders = new CancelOrdersEncoder();
    private final PositionOffsetEncoder positionOffset = new PositionOffsetEncoder();
    private final GainsHaircutEncoder gainsHaircut = new GainsHaircutEncoder();
    private final HouseDeficitChangedEncoder houseDeficitChanged = new HouseDeficitChangedEncoder();
    private final DefaultRunCompletedEncoder defaultRunCompleted = new DefaultRunCompletedEncoder();
    private final InsuranceFundChangedEncoder insuranceFundChanged = new InsuranceFundChangedEncoder();
    private final FeesWithdrawnEncoder feesWithdrawn = new FeesWithdrawnEncoder();
    private final ProposedEncoder proposed = new ProposedEncoder();
    private final ApprovedEncoder approved = new ApprovedEncoder();
    private final ProposalExpiredEncoder proposalExpired = new ProposalExpiredEncoder();
    private final EngineFaultEncoder engineFault = new EngineFaultEncoder();
    private final EntryRefusedEncoder entryRefused = new EntryRefusedEncoder();

    EventPublisher(final Limits limits)
    {
        super(new EventRing(limits.eventsRetained()), limits.pageRows());
    }

    @Override
    public void accountStatusChanged(
        final Account account,
        final AccountStatus from,
        final AccountStatus to,
        final long equity,
        final long deadlineMs,
        final BankruptcyPrices bankruptcyPrices)
    {
        final AccountStatusChangedEncoder event = accountStatusChanged.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.account(account.id()).from(from).to(to).equity(equity).deadline(Pages.zeroIsNull(deadlineMs));
        final int count = null == bankruptcyPrices ? 0 : bankruptcyPrices.count();
        final AccountStatusChangedEncoder.BankruptcyPricesEncoder rows = event.bankruptcyPricesCount(count);
        for (int i = 0; i < count; i++)
        {
            rows.next().instrument(bankruptcyPrices.instrumentId(i))
                .quantityLots(bankruptcyPrices.quantityLots(i))
                .bankruptcyValue(bankruptcyPrices.value(i))
                .bankruptcyPriceTicks(bankruptcyPrices.priceTicks(i));
        }
        toVenue(event.encodedLength(), account.venue());
    }

    @Override
    public void liquidationFeeCharged(final Account account, final Instrument instrument, final long money)
    {
        stamp(liquidationFeeCharged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        liquidationFeeCharged.account(account.id()).instrument(instrument.id()).amount(money);
        toVenue(liquidationFeeCharged.encodedLength(), account.venue());
    }

    @Override
    public void defaultRunStarted(
        final long run, final Account account, final long markSequence, final long equity, final long notional)
    {
        final DefaultRunStartedEncoder event = defaultRunStarted.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.run(run).account(account.id()).markSequence(markSequence).equity(equity).notional(notional);
        final DefaultRunStartedEncoder.PositionsEncoder rows = event.positionsCount(account.legCount());
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            rows.next().instrument(leg.instrument().id())
                .quantityLots(leg.quantityLots())
                .cost(leg.cost())
                .markTicks(leg.instrument().markTicks());
        }
        toVenue(event.encodedLength(), account.venue());
    }

    @Override
    public void defaultRunHeld(final Account account, final HoldReason reason, final Instrument instrument)
    {
        stamp(defaultRunHeld.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        defaultRunHeld.account(account.id())
            .reason(reason)
            .instrument(null == instrument ? ClearingEngine.NULL_INT : instrument.id());
        toVenue(defaultRunHeld.encodedLength(), account.venue());
    }

    @Override
    public void cancelOrders(final long run, final Account account, final Instrument instrument)
    {
        stamp(cancelOrders.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        cancelOrders.run(run).account(account.id()).instrument(instrument.id());
        toVenue(cancelOrders.encodedLength(), account.venue());
    }

    @Override
    public void positionOffset(
        final long run,
        final Account defaulter,
        final PlannedPair pair,
        final long defaulterPnl,
        final long counterpartyPnl)
    {
        final Account counterparty = pair.counterparty().account();
        final Score score = pair.score();
        final PositionOffsetEncoder event = positionOffset.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.run(run)
            .layer(pair.layer())
            .instrument(pair.instrument().id())
            .defaulter(defaulter.id())
            .counterparty(counterparty.id())
            .quantityLots(pair.lots())
            .markTicks(pair.markTicks())
            .surcharge(pair.surcharge())
            .surchargeDue(pair.surchargeDue())
            .rank(0 == pair.rank() ? ClearingEngine.NULL_INT : pair.rank())
            .policy(null == pair.policy() ? OffsetPolicyKind.NULL_VAL : pair.policy())
            .counterpartyLots(pair.lotsBefore())
            .counterpartyCost(pair.costBefore())
            .unrealizedPnl(score.unrealizedPnl())
            .equity(score.equity())
            .roe(score.roe())
            .leverage(score.leverage())
            .score(score.score())
            .gain(pair.gain())
            .headroom(pair.headroom())
            .defaulterRealizedPnl(defaulterPnl)
            .counterpartyRealizedPnl(counterpartyPnl);
        toVenues(event.encodedLength(), defaulter.venue(), counterparty.venue());
    }

    @Override
    public void gainsHaircut(
        final long run, final Account account, final long money, final long gain, final long equity)
    {
        stamp(gainsHaircut.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        gainsHaircut.run(run)
            .account(account.id())
            .asset(account.asset().id())
            .amount(money)
            .gain(gain)
            .equity(equity);
        toVenue(gainsHaircut.encodedLength(), account.venue());
    }

    @Override
    public void houseDeficitChanged(final Asset asset, final long money, final long run)
    {
        stamp(houseDeficitChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        houseDeficitChanged.asset(asset.id()).amount(money).houseDeficit(asset.houseDeficit()).run(run);
        toAll(houseDeficitChanged.encodedLength());
    }

    @Override
    public void defaultRunCompleted(final long run, final Account account, final DefaultPlan plan)
    {
        final DefaultRunCompletedEncoder event = defaultRunCompleted.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.run(run)
            .account(account.id())
            .asset(account.asset().id())
            .deficit(plan.deficit())
            .ownHedges(plan.ownHedges())
            .fund(plan.fund())
            .surcharge(plan.surcharge())
            .haircut(plan.haircut())
            .houseDeficit(plan.houseDeficit())
            .closeOutFee(plan.closeOutFee())
            .fundBefore(plan.fundBefore())
            .fundAvailable(plan.fundAvailable())
            .fundAfter(account.asset().insuranceFund())
            .surchargeDue(plan.surchargeDue())
            .haircutAvailable(plan.haircutAvailable())
            .houseDeficitTotal(account.asset().houseDeficit())
            .offsets(plan.pairs().size())
            .closedLots(plan.closedLots())
            .openInterestClosed(plan.valueClosed());
        toAll(event.encodedLength());
    }

    @Override
    public void insuranceFundChanged(
        final Asset asset, final long money, final CollateralCause cause, final Account account)
    {
        stamp(insuranceFundChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        insuranceFundChanged.asset(asset.id())
            .amount(money)
            .insuranceFund(asset.insuranceFund())
            .cause(cause)
            .account(null == account ? ClearingEngine.NULL_LONG : account.id());
        toRiskAndOps(insuranceFundChanged.encodedLength());
    }

    @Override
    public void feesWithdrawn(final Asset asset, final long money, final Principal by)
    {
        stamp(feesWithdrawn.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        feesWithdrawn.asset(asset.id()).amount(money).fees(asset.fees()).principal(nameOf(by));
        toRiskAndOps(feesWithdrawn.encodedLength());
    }

    @Override
    public void proposed(final Proposal proposal, final Principal by)
    {
        stamp(proposed.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        proposed.proposal(proposal.id())
            .expiresMs(proposal.expiresMs())
            .commandTemplateId(proposal.templateId())
            .principal(nameOf(by));
        toRiskAndOps(proposed.encodedLength());
    }

    @Override
    public void approved(
        final Proposal proposal, final RejectReason outcome, final RejectField field, final Principal by)
    {
        stamp(approved.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        approved.proposal(proposal.id())
            .outcome(outcome)
            .outcomeField(field)
            .proposer(nameOf(proposal.proposer()))
            .principal(nameOf(by));
        toRiskAndOps(approved.encodedLength());
    }

    @Override
    public void proposalExpired(final Proposal proposal)
    {
        stamp(proposalExpired.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        proposalExpired.proposal(proposal.id());
        toRiskAndOps(proposalExpired.encodedLength());
    }

    @Override
    public void engineFault(final Account account, final long run)
    {
        stamp(engineFault.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        engineFault.account(account.id()).run(run);
        toRiskAndOps(engineFault.encodedLength());
    }

    @Override
    public void entryRefused(final long commandId, final Principal sender)
    {
        stamp(entryRefused.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        entryRefused.commandId(commandId).principal(nameOf(sender));
        toRiskAndOps(entryRefused.encodedLength());
    }
}
