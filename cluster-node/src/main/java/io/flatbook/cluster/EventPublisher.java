package io.flatbook.cluster;

import io.flatbook.engine.Principal;
import io.flatbook.engine.Proposal;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.engine.offset.Score;
import io.flatbook.sbe.ApprovedEncoder;
import io.flatbook.sbe.CancelOrdersEncoder;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.DefaultRunCompletedEncoder;
import io.flatbook.sbe.DefaultRunDroppedEncoder;
import io.flatbook.sbe.DefaultRunHeldEncoder;
import io.flatbook.sbe.DefaultRunStartedEncoder;
import io.flatbook.sbe.EngineFaultEncoder;
import io.flatbook.sbe.EntryRefusedEncoder;
import io.flatbook.sbe.FeesWithdrawnEncoder;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.HouseDeficitChangedEncoder;
import io.flatbook.sbe.InsuranceFundChangedEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.OwnAccountCollectedEncoder;
import io.flatbook.sbe.PositionOffsetEncoder;
import io.flatbook.sbe.ProposalExpiredEncoder;
import io.flatbook.sbe.ProposalRejectedEncoder;
import io.flatbook.sbe.ProposedEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.RoundingSweptEncoder;

/**
 * Encodes every event of the engine into the retained events, each with its addressees: the venues of the accounts that
 * it names, all gateways, or risk and ops only. This class holds the events of default runs, of money and of four eyes;
 * its parents hold those of accounts, of instruments and of configuration.
 *
 * <p>Contract: EVT-1.
 */
public final class EventPublisher extends BookEvents
{
    private final DefaultRunStartedEncoder defaultRunStarted = new DefaultRunStartedEncoder();
    private final DefaultRunHeldEncoder defaultRunHeld = new DefaultRunHeldEncoder();
    private final DefaultRunDroppedEncoder defaultRunDropped = new DefaultRunDroppedEncoder();
    private final CancelOrdersEncoder cancelOrders = new CancelOrdersEncoder();
    private final OwnAccountCollectedEncoder ownAccountCollected = new OwnAccountCollectedEncoder();
    private final PositionOffsetEncoder positionOffset = new PositionOffsetEncoder();
    private final HouseDeficitChangedEncoder houseDeficitChanged = new HouseDeficitChangedEncoder();
    private final DefaultRunCompletedEncoder defaultRunCompleted = new DefaultRunCompletedEncoder();
    private final InsuranceFundChangedEncoder insuranceFundChanged = new InsuranceFundChangedEncoder();
    private final FeesWithdrawnEncoder feesWithdrawn = new FeesWithdrawnEncoder();
    private final RoundingSweptEncoder roundingSwept = new RoundingSweptEncoder();
    private final ProposedEncoder proposed = new ProposedEncoder();
    private final ApprovedEncoder approved = new ApprovedEncoder();
    private final ProposalRejectedEncoder proposalRejected = new ProposalRejectedEncoder();
    private final ProposalExpiredEncoder proposalExpired = new ProposalExpiredEncoder();
    private final EngineFaultEncoder engineFault = new EngineFaultEncoder();
    private final EntryRefusedEncoder entryRefused = new EntryRefusedEncoder();

    EventPublisher(final Limits limits)
    {
        super(new EventRing(limits.eventsRetained()), limits);
    }

    @Override
    public void defaultRunStarted(
        final long run, final Account account, final long markSequence, final RunPlan plan)
    {
        final DefaultRunStartedEncoder event = defaultRunStarted.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.run(run)
            .account(account.id())
            .markSequence(markSequence)
            .equity(plan.equity())
            .kept(plan.kept())
            .notional(plan.notional());
        final DefaultRunStartedEncoder.LegsEncoder rows = event.legsCount(plan.legs().size());
        for (final RunPlan.Leg leg : plan.legs())
        {
            rows.next().instrument(leg.instrument().id())
                .quantityLots(leg.quantityLots())
                .closingLots(leg.lotsToClose())
                .cost(leg.cost())
                .markTicks(leg.markTicks());
        }
        toVenue(event.encodedLength(), account.venue());
    }

    @Override
    public void defaultRunHeld(final Account account, final HoldReason reason, final Instrument instrument)
    {
        stamp(defaultRunHeld.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        defaultRunHeld.account(account.id())
            .reason(reason)
            .instrument(null == instrument ? Absent.INT : instrument.id());
        toVenue(defaultRunHeld.encodedLength(), account.venue());
    }

    @Override
    public void defaultRunDropped(final Account account, final long equity, final long debtRepaid)
    {
        stamp(defaultRunDropped.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        defaultRunDropped.account(account.id()).equity(equity).debtRepaid(debtRepaid);
        toVenue(defaultRunDropped.encodedLength(), account.venue());
    }

    @Override
    public void cancelOrders(final long run, final Account account, final Instrument instrument)
    {
        stamp(cancelOrders.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        cancelOrders.run(run).account(account.id()).instrument(instrument.id());
        toVenue(cancelOrders.encodedLength(), account.venue());
    }

    @Override
    public void ownAccountCollected(
        final long run, final Account account, final Account defaulter, final long money)
    {
        stamp(ownAccountCollected.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        ownAccountCollected.run(run)
            .account(account.id())
            .defaulter(defaulter.id())
            .amount(money)
            .collateral(account.collateral());
        toVenue(ownAccountCollected.encodedLength(), account.venue());
    }

    @Override
    public void positionOffset(
        final long run,
        final Account defaulter,
        final PlannedOffset offset,
        final long defaulterPnl,
        final long counterpartyPnl)
    {
        final Account counterparty = offset.counterparty().account();
        final Score score = offset.score();
        final PositionOffsetEncoder event = positionOffset.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.run(run)
            .layer(offset.layer())
            .instrument(offset.instrument().id())
            .defaulter(defaulter.id())
            .counterparty(counterparty.id())
            .quantityLots(offset.lots())
            .markTicks(offset.markTicks())
            .surcharge(offset.surcharge())
            .surchargeDue(offset.surchargeDue())
            .rank(0 == offset.rank() ? Absent.INT : offset.rank())
            .policy(null == offset.policy() ? OffsetPolicyKind.NULL_VAL : offset.policy())
            .counterpartyLots(offset.lotsBefore())
            .counterpartyCost(offset.costBefore())
            .unrealizedPnl(score.unrealizedPnl())
            .equity(score.equity())
            .roe(score.roe())
            .leverage(score.leverage())
            .score(score.score())
            .gain(offset.gain())
            .headroom(offset.headroom())
            .defaulterRealizedPnl(defaulterPnl)
            .counterpartyRealizedPnl(counterpartyPnl);
        toVenues(event.encodedLength(), defaulter.venue(), counterparty.venue());
    }

    @Override
    public void gainsHaircut(final RoundPlan.Haircut haircut)
    {
        pages().gainsHaircut(haircut);
    }

    @Override
    public void houseDeficitChanged(final Asset asset, final long money, final long run)
    {
        final HouseDeficitChangedEncoder event = houseDeficitChanged.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.asset(asset.id()).amount(money);
        Terms.put(event.houseDeficit(), asset.houseDeficit());
        event.run(run);
        toAll(event.encodedLength());
    }

    @Override
    public void defaultRunCompleted(final long run, final Account account, final RunPlan plan)
    {
        final DefaultRunCompletedEncoder event = defaultRunCompleted.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.run(run)
            .account(account.id())
            .asset(account.asset().id())
            .deficit(plan.deficit())
            .kept(plan.kept())
            .ownAccounts(plan.ownAccounts())
            .fund(plan.fundDrawn())
            .surcharge(plan.surcharge())
            .haircut(plan.haircut())
            .houseDeficit(plan.houseDeficit())
            .closeOutFee(plan.closeOutFee())
            .debt(plan.debt())
            .debtRepaid(plan.debtRepaid())
            .closedLots(plan.closedLots())
            .notionalClosed(plan.notionalClosed())
            .legsLeft(plan.legsLeft())
            .fundAfter(account.asset().insuranceFund());
        Terms.put(event.houseDeficitTotal(), account.asset().houseDeficit());
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
            .account(null == account ? Absent.LONG : account.id());
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
    public void roundingSwept(final Asset asset, final long money, final Principal by)
    {
        stamp(roundingSwept.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        roundingSwept.asset(asset.id())
            .amount(money)
            .fees(asset.fees())
            .rounding(asset.rounding())
            .principal(nameOf(by));
        toRiskAndOps(roundingSwept.encodedLength());
    }

    @Override
    public void proposed(final Proposal proposal, final Principal by)
    {
        stamp(proposed.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        proposed.proposal(proposal.id())
            .expiresMs(proposal.expiresMs())
            .commandTemplateId(proposal.templateId())
            .principal(nameOf(by))
            .putProposedCommand(proposal.bytes(), 0, proposal.bytes().length);
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
    public void proposalRejected(final Proposal proposal, final Principal by)
    {
        stamp(proposalRejected.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        proposalRejected.proposal(proposal.id()).proposer(nameOf(proposal.proposer())).principal(nameOf(by));
        toRiskAndOps(proposalRejected.encodedLength());
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
