package io.flatbook.client;

import io.flatbook.sbe.AccountPledgedDecoder;
import io.flatbook.sbe.AccountReleasedDecoder;
import io.flatbook.sbe.AccountStatusChangedDecoder;
import io.flatbook.sbe.CancelOrdersDecoder;
import io.flatbook.sbe.CollateralChangedDecoder;
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
import io.flatbook.sbe.LiquidationDeadlineMovedDecoder;
import io.flatbook.sbe.LiquidationFeeChargedDecoder;
import io.flatbook.sbe.MarkConfirmedDecoder;
import io.flatbook.sbe.MarkPriceHeldDecoder;
import io.flatbook.sbe.MarkPricesSkippedDecoder;
import io.flatbook.sbe.MarkPricesUpdatedDecoder;
import io.flatbook.sbe.OrderHoldChangedDecoder;
import io.flatbook.sbe.OwnAccountCollectedDecoder;
import io.flatbook.sbe.PositionChangedDecoder;
import io.flatbook.sbe.PositionOffsetDecoder;
import io.flatbook.sbe.PositionTransferredDecoder;
import io.flatbook.sbe.PositionsOffsetDecoder;
import io.flatbook.sbe.PriceBoundsChangedDecoder;
import io.flatbook.sbe.ShutdownRequestedDecoder;
import io.flatbook.sbe.StorageStatusChangedDecoder;
import io.flatbook.sbe.TradeRegisteredDecoder;
import io.flatbook.sbe.VariationSettledDecoder;
import org.agrona.DirectBuffer;

/**
 * Receives the events of instruments, accounts and default runs that are addressed to the principal: each once, in
 * order, without holes. {@link ClientListener} has the other callbacks of a client, and the rules for all of them.
 *
 * <p>What one log entry does to many accounts (funding, settlement, status changes of one reason, haircuts) arrives in
 * pages, one event with up to 64 rows. Each row goes to the method that takes the single event, with the header of the
 * page, so there is no second code path to write. Rows have only what the page has: no fee of a position, and no
 * deadline or bankruptcy prices of a status.
 */
public interface ClearingEventListener
{
    /**
     * An event, page or not, as bytes. Called before the method for its kind.
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
     * Elements of a mark update were skipped (MARK-1); the others were taken.
     *
     * @param event instruments, ticks and reasons.
     */
    default void onMarkPricesSkipped(final MarkPricesSkippedDecoder event)
    {
    }

    /**
     * Marks were applied.
     *
     * @param event instruments and ticks.
     */
    default void onMarkPricesUpdated(final MarkPricesUpdatedDecoder event)
    {
    }

    /**
     * A mark is held for confirmation (MARK-3).
     *
     * @param event instrument, held and accepted mark.
     */
    default void onMarkPriceHeld(final MarkPriceHeldDecoder event)
    {
    }

    /**
     * A held mark was confirmed and applied.
     *
     * @param event instrument, mark and who confirmed it.
     */
    default void onMarkConfirmed(final MarkConfirmedDecoder event)
    {
    }

    /**
     * The price bounds of an instrument changed.
     *
     * @param event bounds before and after.
     */
    default void onPriceBoundsChanged(final PriceBoundsChangedDecoder event)
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
     * An instrument reached its expiry (SETL-2): it takes no more trades except BUST.
     *
     * @param event which instrument.
     */
    default void onInstrumentExpired(final InstrumentExpiredDecoder event)
    {
    }

    /**
     * A settled instrument was removed; its symbol is free, its id is never used again.
     *
     * @param event which instrument.
     */
    default void onInstrumentRemoved(final InstrumentRemovedDecoder event)
    {
    }

    /**
     * Funding was applied; {@link #onCollateralChanged} was called before for each account.
     *
     * @param event rate and totals.
     */
    default void onFundingApplied(final FundingAppliedDecoder event)
    {
    }

    /**
     * Unrealized gains of all holders moved into collateral (MARK-6); {@link #onPositionChanged} was called before for
     * each position.
     *
     * @param event mark and totals.
     */
    default void onVariationSettled(final VariationSettledDecoder event)
    {
    }

    /**
     * An instrument was settled; {@link #onPositionChanged} was called before for each position.
     *
     * @param event price and number of positions.
     */
    default void onInstrumentSettled(final InstrumentSettledDecoder event)
    {
    }

    /**
     * All nodes take a snapshot and end. The session is about to close; commands that are not answered by then may be
     * sent again, with the same ids, once the nodes run again.
     *
     * @param event who asked for it.
     */
    default void onShutdownRequested(final ShutdownRequestedDecoder event)
    {
    }

    /**
     * New business is refused with STORAGE_LOW from now on, because too few disks of the cluster have room, or is
     * accepted again. Once it is accepted, send what was refused again, as new commands.
     *
     * @param event on or off.
     */
    default void onStorageStatusChanged(final StorageStatusChangedDecoder event)
    {
    }

    /**
     * The collateral of an account changed by a payment, a transfer or funding.
     *
     * @param event change, cause, and collateral after it.
     */
    default void onCollateralChanged(final CollateralChangedDecoder event)
    {
    }

    /**
     * An account's order hold changed: by the gateway, or released by a close-out.
     *
     * @param event before and after.
     */
    default void onOrderHoldChanged(final OrderHoldChangedDecoder event)
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
     * Risk moved lots from one account to another, with their share of cost or at a price (MOV-1).
     *
     * @param event accounts, lots and price.
     */
    default void onPositionTransferred(final PositionTransferredDecoder event)
    {
    }

    /**
     * Two positions were closed against each other at mark, voluntarily.
     *
     * @param event accounts, lots and mark.
     */
    default void onPositionsOffset(final PositionsOffsetDecoder event)
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
     * The deadline of a liquidation was put off or removed, because nothing could be closed (STAT-4).
     *
     * @param event before and after.
     */
    default void onLiquidationDeadlineMoved(final LiquidationDeadlineMovedDecoder event)
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
     * From now on an account answers for another account of its owner that is distressed (RUN-3): it may neither
     * withdraw nor trade at a loss.
     *
     * @param event which account, and for which.
     */
    default void onAccountPledged(final AccountPledgedDecoder event)
    {
    }

    /**
     * An account is no longer pledged.
     *
     * @param event which account.
     */
    default void onAccountReleased(final AccountReleasedDecoder event)
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
     * A default run waits (RUN-1).
     *
     * @param event account and why.
     */
    default void onDefaultRunHeld(final DefaultRunHeldDecoder event)
    {
    }

    /**
     * A default run that waited was dropped: the account has recovered (STAT-5).
     *
     * @param event account, and the debt that it repaid.
     */
    default void onDefaultRunDropped(final DefaultRunDroppedDecoder event)
    {
    }

    /**
     * An account of this venue is about to be offset: cancel its open orders in the instrument.
     *
     * @param event which account and instrument.
     */
    default void onCancelOrders(final CancelOrdersDecoder event)
    {
    }

    /**
     * An account that answers for a defaulter of its owner paid (RUN-4).
     *
     * @param event account, defaulter and money.
     */
    default void onOwnAccountCollected(final OwnAccountCollectedDecoder event)
    {
    }

    /**
     * A pair was offset; at least one of the accounts is of this venue.
     *
     * @param event lots, mark, surcharge, rank and the inputs of the rank.
     */
    default void onPositionOffset(final PositionOffsetDecoder event)
    {
    }

    /**
     * A share of the gains of an account was taken, the last step before the house (RUN-8). Called for each row.
     *
     * @param page of the row: instrument and side; do not call {@code rows()} of it.
     * @param row  account, money, and where it was taken from.
     */
    default void onGainsHaircut(final HaircutPageDecoder page, final HaircutPageDecoder.RowsDecoder row)
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
     * A default run is over.
     *
     * @param event the whole waterfall.
     */
    default void onDefaultRunCompleted(final DefaultRunCompletedDecoder event)
    {
    }
}
