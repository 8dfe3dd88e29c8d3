package io.flatbook.cluster;

import io.flatbook.engine.Account;
import io.flatbook.engine.Asset;
import io.flatbook.engine.Book;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Instrument;
import io.flatbook.engine.Principal;
import io.flatbook.sbe.AccountClosedEncoder;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountModeChangedEncoder;
import io.flatbook.sbe.AccountOpenedEncoder;
import io.flatbook.sbe.BusinessDayClosedEncoder;
import io.flatbook.sbe.ClockSteppedEncoder;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.CollateralChangedEncoder;
import io.flatbook.sbe.FundingAppliedEncoder;
import io.flatbook.sbe.InstrumentSettledEncoder;
import io.flatbook.sbe.MarkConfirmedEncoder;
import io.flatbook.sbe.MarkPriceHeldEncoder;
import io.flatbook.sbe.MarkPricesUpdatedEncoder;
import io.flatbook.sbe.OrderHoldChangedEncoder;
import io.flatbook.sbe.PositionChangedEncoder;
import io.flatbook.sbe.PositionTransferredEncoder;
import io.flatbook.sbe.PositionsOffsetEncoder;
import io.flatbook.sbe.StorageStatusChangedEncoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import io.flatbook.sbe.TradeRegisteredEncoder;

/**
 * Encodes what happened to marks, instruments, accounts and positions.
 */
abstract class BookEvents extends ConfigurationEvents
{
    private final int pageRows;
    private final MarkPricesUpdatedEncoder markPricesUpdated = new MarkPricesUpdatedEncoder();
    private final MarkPriceHeldEncoder markPriceHeld = new MarkPriceHeldEncoder();
    private final MarkConfirmedEncoder markConfirmed = new MarkConfirmedEncoder();
    private final FundingAppliedEncoder fundingApplied = new FundingAppliedEncoder();
    private final InstrumentSettledEncoder instrumentSettled = new InstrumentSettledEncoder();
    private final BusinessDayClosedEncoder businessDayClosed = new BusinessDayClosedEncoder();
    private final ClockSteppedEncoder clockStepped = new ClockSteppedEncoder();
    private final StorageStatusChangedEncoder storageStatusChanged = new StorageStatusChangedEncoder();
    private final AccountOpenedEncoder accountOpened = new AccountOpenedEncoder();
    private final AccountClosedEncoder accountClosed = new AccountClosedEncoder();
    private final AccountModeChangedEncoder accountModeChanged = new AccountModeChangedEncoder();
    private final CollateralChangedEncoder collateralChanged = new CollateralChangedEncoder();
    private final OrderHoldChangedEncoder orderHoldChanged = new OrderHoldChangedEncoder();
    private final TradeRegisteredEncoder tradeRegistered = new TradeRegisteredEncoder();
    private final PositionChangedEncoder positionChanged = new PositionChangedEncoder();
    private final PositionTransferredEncoder positionTransferred = new PositionTransferredEncoder();
    private final PositionsOffsetEncoder positionsOffset = new PositionsOffsetEncoder();

    BookEvents(final EventRing ring, final int pageRows)
    {
        super(ring);
        this.pageRows = pageRows;
    }

    @Override
    public void markPricesUpdated(
        final long markSequence, final int[] instrumentIds, final long[] markTicks, final int count)
    {
        final MarkPricesUpdatedEncoder event = markPricesUpdated.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        final MarkPricesUpdatedEncoder.MarksEncoder rows = event.markSequence(markSequence).marksCount(count);
        for (int i = 0; i < count; i++)
        {
            rows.next().instrument(instrumentIds[i]).markTicks(markTicks[i]);
        }
        toAll(event.encodedLength());
    }

    @Override
    public void markPriceHeld(final Instrument instrument, final long heldTicks, final long acceptedTicks)
    {
        stamp(markPriceHeld.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        markPriceHeld.instrument(instrument.id()).heldTicks(heldTicks).acceptedTicks(acceptedTicks);
        toAll(markPriceHeld.encodedLength());
    }

    @Override
    public void markConfirmed(final Instrument instrument, final long markTicks, final Principal by)
    {
        stamp(markConfirmed.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        markConfirmed.instrument(instrument.id()).markTicks(markTicks).principal(nameOf(by));
        toAll(markConfirmed.encodedLength());
    }

    @Override
    public void fundingApplied(
        final Instrument instrument,
        final long ratePpb,
        final long fundingId,
        final int accounts,
        final long paid,
        final long received,
        final long rounding)
    {
        stamp(fundingApplied.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        fundingApplied.instrument(instrument.id())
            .ratePpb(ratePpb)
            .fundingId(fundingId)
            .accounts(accounts)
            .paid(paid)
            .received(received)
            .rounding(rounding);
        toAll(fundingApplied.encodedLength());
    }

    @Override
    public void instrumentSettled(
        final Instrument instrument,
        final long priceTicks,
        final int positions,
        final long rounding,
        final Principal by)
    {
        stamp(instrumentSettled.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        instrumentSettled.instrument(instrument.id())
            .priceTicks(priceTicks)
            .positions(positions)
            .rounding(rounding)
            .principal(nameOf(by));
        toAll(instrumentSettled.encodedLength());
    }

    @Override
    public void businessDayClosed(
        final int date, final int page, final int pages, final long stateHash, final Principal by, final Book book)
    {
        final BusinessDayClosedEncoder event = businessDayClosed.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.date(date).page(page).pages(pages).stateHash(stateHash).principal(nameOf(by));
        final int assetCount = 1 == page ? book.assetCount() : 0;
        final BusinessDayClosedEncoder.AssetsEncoder assets = event.assetsCount(assetCount);
        for (int id = 1; id <= assetCount; id++)
        {
            final Asset asset = book.asset(id);
            assets.next().asset(id)
                .collateral(asset.collateral().low())
                .insuranceFund(asset.insuranceFund())
                .fees(asset.fees())
                .rounding(asset.rounding())
                .houseDeficit(asset.houseDeficit());
        }
        final int firstId = (page - 1) * pageRows + 1;
        final int lastId = Math.min(book.instrumentCount(), page * pageRows);
        final int instrumentCount = Math.max(0, lastId - firstId + 1);
        final BusinessDayClosedEncoder.InstrumentsEncoder instruments = event.instrumentsCount(instrumentCount);
        for (int id = firstId; id <= lastId; id++)
        {
            final Instrument instrument = book.instrument(id);
            instruments.next().instrument(id)
                .markTicks(ticksOrNull(instrument.markTicks()))
                .openInterestLots(instrument.openInterestLots());
        }
        toAll(event.encodedLength());
    }

    @Override
    public void clockStepped(final long stepMs)
    {
        stamp(clockStepped.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        clockStepped.stepMs(stepMs);
        toAll(clockStepped.encodedLength());
    }

    @Override
    public void storageStatusChanged(final Switch storageLow)
    {
        stamp(storageStatusChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        storageStatusChanged.storageLow(storageLow);
        toAll(storageStatusChanged.encodedLength());
    }

    @Override
    public void accountOpened(final Account account)
    {
        stamp(accountOpened.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        accountOpened.account(account.id())
            .owner(account.ownerId())
            .asset(account.asset().id())
            .venue(account.venue());
        toVenue(accountOpened.encodedLength(), account.venue());
    }

    @Override
    public void accountClosed(final Account account)
    {
        stamp(accountClosed.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        accountClosed.account(account.id());
        toVenue(accountClosed.encodedLength(), account.venue());
    }

    @Override
    public void accountModeChanged(
        final Account account, final AccountMode from, final AccountMode to, final Principal by)
    {
        stamp(accountModeChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        accountModeChanged.account(account.id()).from(from).to(to).principal(nameOf(by));
        toVenue(accountModeChanged.encodedLength(), account.venue());
    }

    @Override
    public void collateralChanged(
        final Account account, final long money, final CollateralCause cause, final long reference)
    {
        stamp(collateralChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        collateralChanged.account(account.id())
            .amount(money)
            .collateral(account.collateral())
            .cause(cause)
            .reference(reference);
        toVenue(collateralChanged.encodedLength(), account.venue());
    }

    @Override
    public void orderHoldChanged(final Account account, final long oldAmount)
    {
        stamp(orderHoldChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        orderHoldChanged.account(account.id()).oldAmount(oldAmount).amount(account.orderHold());
        toVenue(orderHoldChanged.encodedLength(), account.venue());
    }

    @Override
    public void tradeRegistered(
        final Principal gateway,
        final long tradeId,
        final Instrument instrument,
        final Account buyer,
        final Account seller,
        final long lots,
        final long ticks,
        final long buyerFee,
        final long sellerFee,
        final TradeCause cause,
        final boolean guaranteed,
        final long bustedTradeId,
        final int tradeDate)
    {
        final TradeRegisteredEncoder event = tradeRegistered.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.gatewayNumber(gateway.gatewayNumber())
            .tradeId(tradeId)
            .instrument(instrument.id())
            .buyer(buyer.id())
            .seller(seller.id())
            .quantityLots(lots)
            .priceTicks(ticks)
            .buyerFee(buyerFee)
            .sellerFee(sellerFee)
            .cause(cause);
        event.flags().clear().guaranteed(guaranteed);
        event.bustedTradeId(bustedTradeId).tradeDate(tradeDate);
        toVenues(event.encodedLength(), buyer.venue(), seller.venue());
    }

    @Override
    public void positionChanged(
        final Account account,
        final Instrument instrument,
        final long quantityLots,
        final long cost,
        final long realizedPnl,
        final long fee)
    {
        stamp(positionChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        positionChanged.account(account.id())
            .instrument(instrument.id())
            .quantityLots(quantityLots)
            .cost(cost)
            .realizedPnl(realizedPnl)
            .fee(fee)
            .collateral(account.collateral());
        toVenue(positionChanged.encodedLength(), account.venue());
    }

    @Override
    public void positionTransferred(
        final Account from,
        final Account to,
        final Instrument instrument,
        final long lots,
        final long cost,
        final Principal by)
    {
        stamp(positionTransferred.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        positionTransferred.from(from.id())
            .to(to.id())
            .instrument(instrument.id())
            .quantityLots(lots)
            .cost(cost)
            .principal(nameOf(by));
        toVenues(positionTransferred.encodedLength(), from.venue(), to.venue());
    }

    @Override
    public void positionsOffset(
        final Account accountA,
        final Account accountB,
        final Instrument instrument,
        final long lots,
        final long markTicks)
    {
        stamp(positionsOffset.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        positionsOffset.accountA(accountA.id())
            .accountB(accountB.id())
            .instrument(instrument.id())
            .quantityLots(lots)
            .markTicks(markTicks);
        toVenues(positionsOffset.encodedLength(), accountA.venue(), accountB.venue());
    }

    static long ticksOrNull(final long ticks)
    {
        return 0 == ticks ? ClearingEngine.NULL_LONG : ticks;
    }
}
