package io.flatbook.client;

import io.flatbook.sbe.AccountPledgedDecoder;
import io.flatbook.sbe.AccountReleasedDecoder;
import io.flatbook.sbe.AccountStatusChangedDecoder;
import io.flatbook.sbe.ApprovedDecoder;
import io.flatbook.sbe.CancelOrdersDecoder;
import io.flatbook.sbe.CollateralChangedDecoder;
import io.flatbook.sbe.CollateralPageDecoder;
import io.flatbook.sbe.DefaultRunCompletedDecoder;
import io.flatbook.sbe.DefaultRunDroppedDecoder;
import io.flatbook.sbe.DefaultRunHeldDecoder;
import io.flatbook.sbe.DefaultRunStartedDecoder;
import io.flatbook.sbe.FundingAppliedDecoder;
import io.flatbook.sbe.HaircutPageDecoder;
import io.flatbook.sbe.HouseDeficitChangedDecoder;
import io.flatbook.sbe.InstrumentExpiredDecoder;
import io.flatbook.sbe.InstrumentRemovedDecoder;
import io.flatbook.sbe.InstrumentSettledDecoder;
import io.flatbook.sbe.InstrumentStatusChangedDecoder;
import io.flatbook.sbe.InsuranceFundChangedDecoder;
import io.flatbook.sbe.LiquidationDeadlineMovedDecoder;
import io.flatbook.sbe.LiquidationFeeChargedDecoder;
import io.flatbook.sbe.LiquidationPageDecoder;
import io.flatbook.sbe.MarkConfirmedDecoder;
import io.flatbook.sbe.MarkPriceHeldDecoder;
import io.flatbook.sbe.MarkPricesSkippedDecoder;
import io.flatbook.sbe.MarkPricesUpdatedDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OrderHoldChangedDecoder;
import io.flatbook.sbe.OwnAccountCollectedDecoder;
import io.flatbook.sbe.PositionChangedDecoder;
import io.flatbook.sbe.PositionOffsetDecoder;
import io.flatbook.sbe.PositionPageDecoder;
import io.flatbook.sbe.PositionTransferredDecoder;
import io.flatbook.sbe.PositionsOffsetDecoder;
import io.flatbook.sbe.PriceBoundsChangedDecoder;
import io.flatbook.sbe.ProposalExpiredDecoder;
import io.flatbook.sbe.ProposalRejectedDecoder;
import io.flatbook.sbe.ProposedDecoder;
import io.flatbook.sbe.RoundingSweptDecoder;
import io.flatbook.sbe.StatusPageDecoder;
import io.flatbook.sbe.ShutdownRequestedDecoder;
import io.flatbook.sbe.StorageStatusChangedDecoder;
import io.flatbook.sbe.TradeRegisteredDecoder;
import io.flatbook.sbe.VariationSettledDecoder;
import org.agrona.DirectBuffer;

/**
 * Decodes the events that the listener has methods for, with flyweights that are kept.
 */
final class EventDispatcher
{
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MarkPricesSkippedDecoder markPricesSkipped = new MarkPricesSkippedDecoder();
    private final MarkPricesUpdatedDecoder markPricesUpdated = new MarkPricesUpdatedDecoder();
    private final MarkPriceHeldDecoder markPriceHeld = new MarkPriceHeldDecoder();
    private final MarkConfirmedDecoder markConfirmed = new MarkConfirmedDecoder();
    private final PriceBoundsChangedDecoder priceBoundsChanged = new PriceBoundsChangedDecoder();
    private final InstrumentStatusChangedDecoder instrumentStatusChanged = new InstrumentStatusChangedDecoder();
    private final InstrumentExpiredDecoder instrumentExpired = new InstrumentExpiredDecoder();
    private final InstrumentRemovedDecoder instrumentRemoved = new InstrumentRemovedDecoder();
    private final FundingAppliedDecoder fundingApplied = new FundingAppliedDecoder();
    private final VariationSettledDecoder variationSettled = new VariationSettledDecoder();
    private final InstrumentSettledDecoder instrumentSettled = new InstrumentSettledDecoder();
    private final ShutdownRequestedDecoder shutdownRequested = new ShutdownRequestedDecoder();
    private final StorageStatusChangedDecoder storageStatusChanged = new StorageStatusChangedDecoder();
    private final CollateralChangedDecoder collateralChanged = new CollateralChangedDecoder();
    private final OrderHoldChangedDecoder orderHoldChanged = new OrderHoldChangedDecoder();
    private final TradeRegisteredDecoder tradeRegistered = new TradeRegisteredDecoder();
    private final PositionChangedDecoder positionChanged = new PositionChangedDecoder();
    private final PositionTransferredDecoder positionTransferred = new PositionTransferredDecoder();
    private final PositionsOffsetDecoder positionsOffset = new PositionsOffsetDecoder();
    private final AccountStatusChangedDecoder accountStatusChanged = new AccountStatusChangedDecoder();
    private final LiquidationDeadlineMovedDecoder liquidationDeadlineMoved = new LiquidationDeadlineMovedDecoder();
    private final LiquidationFeeChargedDecoder liquidationFeeCharged = new LiquidationFeeChargedDecoder();
    private final AccountPledgedDecoder accountPledged = new AccountPledgedDecoder();
    private final AccountReleasedDecoder accountReleased = new AccountReleasedDecoder();
    private final DefaultRunStartedDecoder defaultRunStarted = new DefaultRunStartedDecoder();
    private final DefaultRunHeldDecoder defaultRunHeld = new DefaultRunHeldDecoder();
    private final DefaultRunDroppedDecoder defaultRunDropped = new DefaultRunDroppedDecoder();
    private final CancelOrdersDecoder cancelOrders = new CancelOrdersDecoder();
    private final OwnAccountCollectedDecoder ownAccountCollected = new OwnAccountCollectedDecoder();
    private final PositionOffsetDecoder positionOffset = new PositionOffsetDecoder();
    private final HouseDeficitChangedDecoder houseDeficitChanged = new HouseDeficitChangedDecoder();
    private final DefaultRunCompletedDecoder defaultRunCompleted = new DefaultRunCompletedDecoder();
    private final InsuranceFundChangedDecoder insuranceFundChanged = new InsuranceFundChangedDecoder();
    private final RoundingSweptDecoder roundingSwept = new RoundingSweptDecoder();
    private final ProposedDecoder proposed = new ProposedDecoder();
    private final ApprovedDecoder approved = new ApprovedDecoder();
    private final ProposalRejectedDecoder proposalRejected = new ProposalRejectedDecoder();
    private final ProposalExpiredDecoder proposalExpired = new ProposalExpiredDecoder();
    private final CallbackErrors errors = new CallbackErrors();
    private final ClientListener listener;
    private final PageRows pages;

    EventDispatcher(final ClientListener listener)
    {
        this.listener = listener;
        pages = new PageRows(listener);
    }

    /** An exception from {@code onEvent} does not keep the event from its own method: it is thrown after that. */
    void dispatch(
        final int templateId, final long sequence, final DirectBuffer buffer, final int offset, final int length)
    {
        try
        {
            listener.onEvent(templateId, sequence, buffer, offset, length);
        }
        catch (final RuntimeException | Error ex)
        {
            errors.keep(ex);
        }
        try
        {
            dispatchDecoded(templateId, buffer, offset);
        }
        catch (final RuntimeException | Error ex)
        {
            errors.keep(ex);
        }
        errors.throwKept();
    }

    private void dispatchDecoded(final int templateId, final DirectBuffer buffer, final int offset)
    {
        switch (templateId)
        {
            case CollateralPageDecoder.TEMPLATE_ID -> pages.collateral(buffer, offset);

            case PositionPageDecoder.TEMPLATE_ID -> pages.positions(buffer, offset);

            case StatusPageDecoder.TEMPLATE_ID -> pages.statuses(buffer, offset);

            case LiquidationPageDecoder.TEMPLATE_ID -> pages.liquidations(buffer, offset);

            case HaircutPageDecoder.TEMPLATE_ID -> pages.haircuts(buffer, offset);

            default -> dispatchInstrument(templateId, buffer, offset);
        }
    }

    private void dispatchInstrument(final int templateId, final DirectBuffer buffer, final int offset)
    {
        switch (templateId)
        {
            case MarkPricesSkippedDecoder.TEMPLATE_ID -> listener.onMarkPricesSkipped(
                markPricesSkipped.wrapAndApplyHeader(buffer, offset, header));

            case MarkPricesUpdatedDecoder.TEMPLATE_ID -> listener.onMarkPricesUpdated(
                markPricesUpdated.wrapAndApplyHeader(buffer, offset, header));

            case MarkPriceHeldDecoder.TEMPLATE_ID -> listener.onMarkPriceHeld(
                markPriceHeld.wrapAndApplyHeader(buffer, offset, header));

            case MarkConfirmedDecoder.TEMPLATE_ID -> listener.onMarkConfirmed(
                markConfirmed.wrapAndApplyHeader(buffer, offset, header));

            case PriceBoundsChangedDecoder.TEMPLATE_ID -> listener.onPriceBoundsChanged(
                priceBoundsChanged.wrapAndApplyHeader(buffer, offset, header));

            case InstrumentStatusChangedDecoder.TEMPLATE_ID -> listener.onInstrumentStatusChanged(
                instrumentStatusChanged.wrapAndApplyHeader(buffer, offset, header));

            case InstrumentExpiredDecoder.TEMPLATE_ID -> listener.onInstrumentExpired(
                instrumentExpired.wrapAndApplyHeader(buffer, offset, header));

            case InstrumentRemovedDecoder.TEMPLATE_ID -> listener.onInstrumentRemoved(
                instrumentRemoved.wrapAndApplyHeader(buffer, offset, header));

            case FundingAppliedDecoder.TEMPLATE_ID -> listener.onFundingApplied(
                fundingApplied.wrapAndApplyHeader(buffer, offset, header));

            case VariationSettledDecoder.TEMPLATE_ID -> listener.onVariationSettled(
                variationSettled.wrapAndApplyHeader(buffer, offset, header));

            case InstrumentSettledDecoder.TEMPLATE_ID -> listener.onInstrumentSettled(
                instrumentSettled.wrapAndApplyHeader(buffer, offset, header));

            case ShutdownRequestedDecoder.TEMPLATE_ID -> listener.onShutdownRequested(
                shutdownRequested.wrapAndApplyHeader(buffer, offset, header));
            case StorageStatusChangedDecoder.TEMPLATE_ID -> listener.onStorageStatusChanged(
                storageStatusChanged.wrapAndApplyHeader(buffer, offset, header));

            default -> dispatchAccount(templateId, buffer, offset);
        }
    }

    private void dispatchAccount(final int templateId, final DirectBuffer buffer, final int offset)
    {
        switch (templateId)
        {
            case CollateralChangedDecoder.TEMPLATE_ID -> listener.onCollateralChanged(
                collateralChanged.wrapAndApplyHeader(buffer, offset, header));

            case OrderHoldChangedDecoder.TEMPLATE_ID -> listener.onOrderHoldChanged(
                orderHoldChanged.wrapAndApplyHeader(buffer, offset, header));

            case TradeRegisteredDecoder.TEMPLATE_ID -> listener.onTradeRegistered(
                tradeRegistered.wrapAndApplyHeader(buffer, offset, header));

            case PositionChangedDecoder.TEMPLATE_ID -> listener.onPositionChanged(
                positionChanged.wrapAndApplyHeader(buffer, offset, header));

            case PositionTransferredDecoder.TEMPLATE_ID -> listener.onPositionTransferred(
                positionTransferred.wrapAndApplyHeader(buffer, offset, header));

            case PositionsOffsetDecoder.TEMPLATE_ID -> listener.onPositionsOffset(
                positionsOffset.wrapAndApplyHeader(buffer, offset, header));

            case AccountStatusChangedDecoder.TEMPLATE_ID -> listener.onAccountStatusChanged(
                accountStatusChanged.wrapAndApplyHeader(buffer, offset, header));

            case LiquidationDeadlineMovedDecoder.TEMPLATE_ID -> listener.onLiquidationDeadlineMoved(
                liquidationDeadlineMoved.wrapAndApplyHeader(buffer, offset, header));

            case LiquidationFeeChargedDecoder.TEMPLATE_ID -> listener.onLiquidationFeeCharged(
                liquidationFeeCharged.wrapAndApplyHeader(buffer, offset, header));

            case AccountPledgedDecoder.TEMPLATE_ID -> listener.onAccountPledged(
                accountPledged.wrapAndApplyHeader(buffer, offset, header));

            case AccountReleasedDecoder.TEMPLATE_ID -> listener.onAccountReleased(
                accountReleased.wrapAndApplyHeader(buffer, offset, header));

            default -> dispatchDefault(templateId, buffer, offset);
        }
    }

    private void dispatchDefault(final int templateId, final DirectBuffer buffer, final int offset)
    {
        switch (templateId)
        {
            case DefaultRunStartedDecoder.TEMPLATE_ID -> listener.onDefaultRunStarted(
                defaultRunStarted.wrapAndApplyHeader(buffer, offset, header));

            case DefaultRunHeldDecoder.TEMPLATE_ID -> listener.onDefaultRunHeld(
                defaultRunHeld.wrapAndApplyHeader(buffer, offset, header));

            case DefaultRunDroppedDecoder.TEMPLATE_ID -> listener.onDefaultRunDropped(
                defaultRunDropped.wrapAndApplyHeader(buffer, offset, header));

            case CancelOrdersDecoder.TEMPLATE_ID -> listener.onCancelOrders(
                cancelOrders.wrapAndApplyHeader(buffer, offset, header));

            case OwnAccountCollectedDecoder.TEMPLATE_ID -> listener.onOwnAccountCollected(
                ownAccountCollected.wrapAndApplyHeader(buffer, offset, header));

            case PositionOffsetDecoder.TEMPLATE_ID -> listener.onPositionOffset(
                positionOffset.wrapAndApplyHeader(buffer, offset, header));

            case HouseDeficitChangedDecoder.TEMPLATE_ID -> listener.onHouseDeficitChanged(
                houseDeficitChanged.wrapAndApplyHeader(buffer, offset, header));

            case DefaultRunCompletedDecoder.TEMPLATE_ID -> listener.onDefaultRunCompleted(
                defaultRunCompleted.wrapAndApplyHeader(buffer, offset, header));

            default -> dispatchProposal(templateId, buffer, offset);
        }
    }

    private void dispatchProposal(final int templateId, final DirectBuffer buffer, final int offset)
    {
        switch (templateId)
        {
            case InsuranceFundChangedDecoder.TEMPLATE_ID -> listener.onInsuranceFundChanged(
                insuranceFundChanged.wrapAndApplyHeader(buffer, offset, header));

            case RoundingSweptDecoder.TEMPLATE_ID -> listener.onRoundingSwept(
                roundingSwept.wrapAndApplyHeader(buffer, offset, header));

            case ProposedDecoder.TEMPLATE_ID -> listener.onProposed(
                proposed.wrapAndApplyHeader(buffer, offset, header));

            case ApprovedDecoder.TEMPLATE_ID -> listener.onApproved(
                approved.wrapAndApplyHeader(buffer, offset, header));

            case ProposalRejectedDecoder.TEMPLATE_ID -> listener.onProposalRejected(
                proposalRejected.wrapAndApplyHeader(buffer, offset, header));

            case ProposalExpiredDecoder.TEMPLATE_ID -> listener.onProposalExpired(
                proposalExpired.wrapAndApplyHeader(buffer, offset, header));

            default ->
            {
            }
        }
    }
}
