package io.flatbook.cluster;

import io.flatbook.engine.Principal;
import io.flatbook.engine.TradeTicket;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.BankruptcyPrices;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountClosedEncoder;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountModeChangedEncoder;
import io.flatbook.sbe.AccountOpenedEncoder;
import io.flatbook.sbe.AccountPledgedEncoder;
import io.flatbook.sbe.AccountReleasedEncoder;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.CollateralChangedEncoder;
import io.flatbook.sbe.LiquidationDeadlineMovedEncoder;
import io.flatbook.sbe.LiquidationFeeChargedEncoder;
import io.flatbook.sbe.OrderHoldChangedEncoder;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.PositionChangedEncoder;
import io.flatbook.sbe.PositionTransferredEncoder;
import io.flatbook.sbe.PositionsOffsetEncoder;
import io.flatbook.sbe.TradeRegisteredEncoder;

/**
 * Encodes what happened to accounts and positions; addressed to the venues of the accounts. Rows that one entry may
 * have many of go through {@link EventPages}.
 */
abstract class BookEvents extends MarketEvents
{
    private final AccountOpenedEncoder accountOpened = new AccountOpenedEncoder();
    private final AccountClosedEncoder accountClosed = new AccountClosedEncoder();
    private final AccountModeChangedEncoder accountModeChanged = new AccountModeChangedEncoder();
    private final CollateralChangedEncoder collateralChanged = new CollateralChangedEncoder();
    private final OrderHoldChangedEncoder orderHoldChanged = new OrderHoldChangedEncoder();
    private final TradeRegisteredEncoder tradeRegistered = new TradeRegisteredEncoder();
    private final PositionChangedEncoder positionChanged = new PositionChangedEncoder();
    private final PositionTransferredEncoder positionTransferred = new PositionTransferredEncoder();
    private final PositionsOffsetEncoder positionsOffset = new PositionsOffsetEncoder();
    private final LiquidationDeadlineMovedEncoder liquidationDeadlineMoved = new LiquidationDeadlineMovedEncoder();
    private final LiquidationFeeChargedEncoder liquidationFeeCharged = new LiquidationFeeChargedEncoder();
    private final AccountPledgedEncoder accountPledged = new AccountPledgedEncoder();
    private final AccountReleasedEncoder accountReleased = new AccountReleasedEncoder();

    BookEvents(final EventRing ring, final Limits limits)
    {
        super(ring, limits);
    }

    @Override
    public void accountOpened(final Account account)
    {
        stamp(accountOpened.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        accountOpened.account(account.id())
            .owner(account.owner().id())
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
        if (CollateralCause.FUNDING == cause)
        {
            pages().collateralChanged(account, money, cause, reference);
            return;
        }
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
    public void tradeRegistered(final Principal gateway, final TradeTicket trade)
    {
        final TradeRegisteredEncoder event = tradeRegistered.wrapAndApplyHeader(buffer, 0, messageHeader);
        stamp(event.header());
        event.gatewayNumber(gateway.gatewayNumber());
        Terms.put(event.trade(), trade);
        toVenues(event.encodedLength(), trade.buyer().account().venue(), trade.seller().account().venue());
    }

    @Override
    public void positionChanged(
        final Account account,
        final Instrument instrument,
        final long quantityLots,
        final long cost,
        final long realizedPnl,
        final long fee,
        final PositionCause cause)
    {
        if (PositionCause.SETTLEMENT == cause || PositionCause.VARIATION == cause)
        {
            pages().positionChanged(account, instrument, quantityLots, cost, realizedPnl, cause);
            return;
        }
        stamp(positionChanged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        positionChanged.account(account.id())
            .instrument(instrument.id())
            .quantityLots(quantityLots)
            .cost(cost)
            .realizedPnl(realizedPnl)
            .fee(fee)
            .collateral(account.collateral())
            .cause(cause);
        toVenue(positionChanged.encodedLength(), account.venue());
    }

    @Override
    public void positionTransferred(
        final Account from,
        final Account to,
        final Instrument instrument,
        final long quantityLots,
        final long cost,
        final long priceTicks,
        final Principal by)
    {
        stamp(positionTransferred.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        positionTransferred.from(from.id())
            .to(to.id())
            .instrument(instrument.id())
            .quantityLots(quantityLots)
            .cost(cost)
            .priceTicks(priceTicks)
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

    @Override
    public void accountStatusChanged(
        final Account account,
        final AccountStatus from,
        final AccountStatus to,
        final long equity,
        final long deadlineMs,
        final BankruptcyPrices bankruptcyPrices)
    {
        pages().statusChanged(account, from, to, equity, deadlineMs, bankruptcyPrices);
    }

    @Override
    public void liquidationDeadlineMoved(
        final Account account, final long oldDeadlineMs, final long newDeadlineMs)
    {
        stamp(liquidationDeadlineMoved.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        liquidationDeadlineMoved.account(account.id()).oldDeadline(oldDeadlineMs).newDeadline(newDeadlineMs);
        toVenue(liquidationDeadlineMoved.encodedLength(), account.venue());
    }

    @Override
    public void liquidationFeeCharged(final Account account, final Instrument instrument, final long money)
    {
        stamp(liquidationFeeCharged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        liquidationFeeCharged.account(account.id()).instrument(instrument.id()).amount(money);
        toVenue(liquidationFeeCharged.encodedLength(), account.venue());
    }

    @Override
    public void accountPledged(final Account account, final Account distressed)
    {
        stamp(accountPledged.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        accountPledged.account(account.id()).distressed(distressed.id());
        toVenue(accountPledged.encodedLength(), account.venue());
    }

    @Override
    public void accountReleased(final Account account)
    {
        stamp(accountReleased.wrapAndApplyHeader(buffer, 0, messageHeader).header());
        accountReleased.account(account.id());
        toVenue(accountReleased.encodedLength(), account.venue());
    }
}
