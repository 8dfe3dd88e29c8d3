package io.flatbook.client;

import io.flatbook.sbe.AccountStatusChangedDecoder;
import io.flatbook.sbe.CancelOrdersDecoder;
import io.flatbook.sbe.DefaultRunCompletedDecoder;
import io.flatbook.sbe.DefaultRunHeldDecoder;
import io.flatbook.sbe.DefaultRunStartedDecoder;
import io.flatbook.sbe.GainsHaircutDecoder;
import io.flatbook.sbe.HouseDeficitChangedDecoder;
import io.flatbook.sbe.InstrumentStatusChangedDecoder;
import io.flatbook.sbe.LiquidationFeeChargedDecoder;
import io.flatbook.sbe.MarkPriceHeldDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.PositionChangedDecoder;
import io.flatbook.sbe.PositionOffsetDecoder;
import io.flatbook.sbe.StorageStatusChangedDecoder;
import io.flatbook.sbe.TradeRegisteredDecoder;
import org.agrona.DirectBuffer;

/**
 * Decodes the events that the listener has methods for, with flyweights that are kept.
 */
final class EventDispatcher
{
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InstrumentStatusChangedDecoder instrumentStatusChanged = new InstrumentStatusChangedDecoder();
    private final MarkPriceHeldDecoder markPriceHeld = new MarkPriceHeldDecoder();
    private final StorageStatusChangedDecoder storageStatusChanged = new StorageStatusChangedDecoder();
    private final TradeRegisteredDecoder tradeRegistered = new TradeRegisteredDecoder();
    private final PositionChangedDecoder positionChanged = new PositionChangedDecoder();
    private final AccountStatusChangedDecoder accountStatusChanged = new AccountStatusChangedDecoder();
    private final LiquidationFeeChargedDecoder liquidationFeeCharged = new LiquidationFeeChargedDecoder();
    private final DefaultRunStartedDecoder defaultRunStarted = new DefaultRunStartedDecoder();
    private final DefaultRunHeldDecoder defaultRunHeld = new DefaultRunHeldDecoder();
    private final CancelOrdersDecoder cancelOrders = new CancelOrdersDecoder();
    private final PositionOffsetDecoder positionOffset = new PositionOffsetDecoder();
    private final GainsHaircutDecoder gainsHaircut = new GainsHaircutDecoder();
    private final HouseDeficitChangedDecoder houseDeficitChanged = new HouseDeficitChangedDecoder();
    private final DefaultRunCompletedDecoder defaultRunCompleted = new DefaultRunCompletedDecoder();
    private final ClientListener listener;

    EventDispatcher(final ClientListener listener)
    {
        this.listener = listener;
    }

    void dispatch(
        final int templateId, final long sequence, final DirectBuffer buffer, final int offset, final int length)
    {
        listener.onEvent(templateId, sequence, buffer, offset, length);
        switch (templateId)
        {
            case InstrumentStatusChangedDecoder.TEMPLATE_ID -> listener.onInstrumentStatusChanged(
                instrumentStatusChanged.wrapAndApplyHeader(buffer, offset, header));

            case MarkPriceHeldDecoder.TEMPLATE_ID -> listener.onMarkPriceHeld(
                markPriceHeld.wrapAndApplyHeader(buffer, offset, header));

            case StorageStatusChangedDecoder.TEMPLATE_ID -> listener.onStorageStatusChanged(
                storageStatusChanged.wrapAndApplyHeader(buffer, offset, header));

            case TradeRegisteredDecoder.TEMPLATE_ID -> listener.onTradeRegistered(
                tradeRegistered.wrapAndApplyHeader(buffer, offset, header));

            case PositionChangedDecoder.TEMPLATE_ID -> listener.onPositionChanged(
                positionChanged.wrapAndApplyHeader(buffer, offset, header));

            default -> dispatchDefaultManagement(templateId, buffer, offset);
        }
    }

    private void dispatchDefaultManagement(final int templateId, final DirectBuffer buffer, final int offset)
    {
        switch (templateId)
        {
            case AccountStatusChangedDecoder.TEMPLATE_ID -> listener.onAccountStatusChanged(
                accountStatusChanged.wrapAndApplyHeader(buffer, offset, header));

            case LiquidationFeeChargedDecoder.TEMPLATE_ID -> listener.onLiquidationFeeCharged(
                liquidationFeeCharged.wrapAndApplyHeader(buffer, offset, header));

            case DefaultRunStartedDecoder.TEMPLATE_ID -> listener.onDefaultRunStarted(
                defaultRunStarted.wrapAndApplyHeader(buffer, offset, header));

            case DefaultRunHeldDecoder.TEMPLATE_ID -> listener.onDefaultRunHeld(
                defaultRunHeld.wrapAndApplyHeader(buffer, offset, header));

            case CancelOrdersDecoder.TEMPLATE_ID -> listener.onCancelOrders(
                cancelOrders.wrapAndApplyHeader(buffer, offset, header));

            case PositionOffsetDecoder.TEMPLATE_ID -> listener.onPositionOffset(
                positionOffset.wrapAndApplyHeader(buffer, offset, header));

            case GainsHaircutDecoder.TEMPLATE_ID -> listener.onGainsHaircut(
                gainsHaircut.wrapAndApplyHeader(buffer, offset, header));

            case HouseDeficitChangedDecoder.TEMPLATE_ID -> listener.onHouseDeficitChanged(
                houseDeficitChanged.wrapAndApplyHeader(buffer, offset, header));

            case DefaultRunCompletedDecoder.TEMPLATE_ID -> listener.onDefaultRunCompleted(
                defaultRunCompleted.wrapAndApplyHeader(buffer, offset, header));

            default ->
            {
            }
        }
    }
}
