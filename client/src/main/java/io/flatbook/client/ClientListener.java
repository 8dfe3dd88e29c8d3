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
import io.flatbook.sbe.PositionChangedDecoder;
import io.flatbook.sbe.PositionOffsetDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.StorageStatusChangedDecoder;
import io.flatbook.sbe.TradeRegisteredDecoder;
import org.agrona.DirectBuffer;

/**
 * What the client tells its owner, always from inside {@link FlatbookClient#poll()} or a call that waits for an
 * answer, on the caller's thread. Override what is of interest.
 *
 * <p>Decoders and buffers are reused: read them during the call. The {@code try…} and {@code …Async} methods of the
 * client may be called from here, methods that wait may not. An exception thrown from here comes out of the poll; the
 * event or outcome counts as delivered.
 */
public interface ClientListener
{
    /**
     * A command of this client was accepted or refused. Told once per command.
     *
     * @param commandId          of the command.
     * @param reason             NONE where it was accepted.
     * @param field              of a refusal.
     * @param detail             id of the new entity, expected command id or a count; 0 if none.
     * @param firstEventSequence of the events that it caused.
     */
    default void onOutcome(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
    }

    /**
     * How one trade of a batch ended; told in order, before {@link #onOutcome} of the batch.
     *
     * @param commandId of the batch.
     * @param index     of the trade in the batch, from 0.
     * @param reason    NONE where it was booked.
     * @param field     of a refusal.
     */
    default void onTradeOutcome(
        final long commandId,
        final int index,
        final RejectReason reason,
        final RejectField field)
    {
    }

    /**
     * It can no longer be told whether a command was applied. Reconcile by queries before acting on it.
     *
     * @param commandId of the command.
     */
    default void onOutcomeUnknown(final long commandId)
    {
    }

    /**
     * An event addressed to this principal: each once, in order, without holes. Told before the method for its kind.
     *
     * @param templateId    of the message, 101 to 199.
     * @param eventSequence dense number of the event.
     * @param buffer        with the message.
     * @param offset        of its message header, in bytes.
     * @param length        in bytes, message header included.
     */
    default void onEvent(
        final int templateId,
        final long eventSequence,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
    }

    /**
     * An account of this venue is offset against a defaulter next: cancel its open orders in the instrument.
     *
     * @param event which account and instrument.
     */
    default void onCancelOrders(final CancelOrdersDecoder event)
    {
    }

    /**
     * A pair was offset; one of the accounts at least is of this venue.
     *
     * @param event lots, mark, surcharge, rank and what the rank was made of.
     */
    default void onPositionOffset(final PositionOffsetDecoder event)
    {
    }

    /**
     * The margin status of an account changed: margin call, liquidation with deadline and bankruptcy prices, default.
     *
     * @param event from, to, equity.
     */
    default void onAccountStatusChanged(final AccountStatusChangedDecoder event)
    {
    }

    /**
     * A trade was booked.
     *
     * @param event the trade.
     */
    default void onTradeRegistered(final TradeRegisteredDecoder event)
    {
    }

    /**
     * A position and its account's collateral changed.
     *
     * @param event what they are now.
     */
    default void onPositionChanged(final PositionChangedDecoder event)
    {
    }

    /**
     * A fee on the surplus of a liquidation trade was charged.
     *
     * @param event account and fee.
     */
    default void onLiquidationFeeCharged(final LiquidationFeeChargedDecoder event)
    {
    }

    /**
     * A default run started.
     *
     * @param event account, equity and positions at the freeze.
     */
    default void onDefaultRunStarted(final DefaultRunStartedDecoder event)
    {
    }

    /**
     * A default run waits.
     *
     * @param event account and why.
     */
    default void onDefaultRunHeld(final DefaultRunHeldDecoder event)
    {
    }

    /**
     * A default run is over.
     *
     * @param event the whole waterfall.
     */
    default void onDefaultRunCompleted(final DefaultRunCompletedDecoder event)
    {
    }

    /**
     * A share of an account's gains was taken.
     *
     * @param event account and money.
     */
    default void onGainsHaircut(final GainsHaircutDecoder event)
    {
    }

    /**
     * The house deficit changed.
     *
     * @param event asset, change and what it is now.
     */
    default void onHouseDeficitChanged(final HouseDeficitChangedDecoder event)
    {
    }

    /**
     * A mark is held for confirmation.
     *
     * @param event instrument, held and accepted mark.
     */
    default void onMarkPriceHeld(final MarkPriceHeldDecoder event)
    {
    }

    /**
     * The status of an instrument changed.
     *
     * @param event from and to.
     */
    default void onInstrumentStatusChanged(final InstrumentStatusChangedDecoder event)
    {
    }

    /**
     * New business is refused with STORAGE_LOW from here on, since too few disks of the cluster have room, or is taken
     * again. Send what was refused anew, as new commands, once it is taken.
     *
     * @param event on or off.
     */
    default void onStorageStatusChanged(final StorageStatusChangedDecoder event)
    {
    }

    /**
     * Events were missed that the cluster no longer keeps: reconcile by queries. Later events follow.
     *
     * @param fromSequence         first sequence that may have been missed.
     * @param retainedFromSequence first sequence that is still kept.
     */
    default void onEventsGone(final long fromSequence, final long retainedFromSequence)
    {
    }

    /**
     * Another session of this principal has sent commands. Commands of this client without an outcome are unknown.
     *
     * @param lastCommandId last command of the principal that the cluster applied.
     */
    default void onFenced(final long lastCommandId)
    {
    }

    /**
     * The cluster lost commands that it had answered: it was restored from an older state. Reconcile from the start.
     *
     * @param lastCommandId last command that it knows of.
     * @param lastAppliedId last command that this client was told of as applied.
     */
    default void onAcknowledgedCommandsLost(final long lastCommandId, final long lastAppliedId)
    {
    }

    /**
     * The connection's state changed.
     *
     * @param state now.
     */
    default void onConnectionState(final ConnectionState state)
    {
    }

    /**
     * An attempt to connect failed, or the transport reported an error. The client goes on trying.
     *
     * @param cause of it.
     */
    default void onConnectionError(final Throwable cause)
    {
    }
}
