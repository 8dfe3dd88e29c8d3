package io.flatbook.engine;

import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;

/**
 * Registers trades: both legs or neither. Guards are in {@link TradeGuards}; below them nothing fails.
 */
final class TradeDesk
{
    private final Core core;
    private final TradeGuards guards;

    TradeDesk(final Core core)
    {
        this.core = core;
        guards = new TradeGuards(core);
    }

    RejectReason register(
        final Principal gateway, final long tradeId, final int instrumentId, final long buyerId, final long sellerId,
        final long lots, final long ticks, final long buyerFee, final long sellerFee, final TradeCause cause,
        final boolean guaranteed, final long bustedTradeId, final int tradeDate)
    {
        final RejectReason refusal = check(gateway, tradeId, instrumentId, buyerId, sellerId, lots, ticks, buyerFee,
            sellerFee, cause, guaranteed, bustedTradeId, tradeDate);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        final Account buyer = core.book().account(buyerId);
        final Account seller = core.book().account(sellerId);
        final BankruptcyPrices buyerPrices = pricesOf(buyer, cause);
        final BankruptcyPrices sellerPrices = pricesOf(seller, cause);
        final long buyerValue = bankruptcyValueClosed(buyerPrices, buyer, instrument, guards.buyerChange());
        final long sellerValue = bankruptcyValueClosed(sellerPrices, seller, instrument, guards.sellerChange());

        // A bust can displace the trade that it reverses from a full window, so that one is marked first.
        if (TradeCause.BUST == cause)
        {
            gateway.trades().bust(bustedTradeId);
        }
        gateway.trades().add(
            new BookedTrade(tradeId, instrumentId, buyerId, sellerId, lots, ticks, buyerFee, sellerFee));
        core.events().tradeRegistered(gateway, tradeId, instrument, buyer, seller, lots, ticks, buyerFee, sellerFee,
            cause, guaranteed, bustedTradeId, tradeDate);
        book(buyer, instrument, guards.buyerChange(), buyerFee);
        book(seller, instrument, guards.sellerChange(), sellerFee);
        instrument.checkNeutral();
        instrument.settlementAsset().addFees(buyerFee + sellerFee);
        chargeLiquidationFee(buyer, instrument, guards.buyerChange(), buyerPrices, buyerValue);
        chargeLiquidationFee(seller, instrument, guards.sellerChange(), sellerPrices, sellerValue);
        return core.answer().accept();
    }

    private RejectReason check(
        final Principal gateway, final long tradeId, final int instrumentId, final long buyerId, final long sellerId,
        final long lots, final long ticks, final long buyerFee, final long sellerFee, final TradeCause cause,
        final boolean guaranteed, final long bustedTradeId, final int tradeDate)
    {
        if (!gateway.may(Principal.TRADE))
        {
            return core.answer().refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        if (core.condition().isStorageLow() && TradeCause.LIQUIDATION != cause)
        {
            return core.answer().refuse(RejectReason.STORAGE_LOW, RejectField.NONE);
        }
        RejectReason refusal = guards.checkFields(tradeId, instrumentId, buyerId, sellerId, lots, ticks, buyerFee,
            sellerFee, cause, bustedTradeId, tradeDate);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final BookedTrade busted = TradeCause.BUST == cause ? gateway.trades().trade(bustedTradeId) : null;
        final boolean reverses = TradeCause.BUST != cause || null != busted &&
            busted.isReversedBy(instrumentId, buyerId, sellerId, lots, ticks, buyerFee, sellerFee);
        refusal = guards.find(gateway, tradeId, instrumentId, buyerId, sellerId, bustedTradeId, reverses);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        final Account buyer = core.book().account(buyerId);
        final Account seller = core.book().account(sellerId);
        refusal = guards.checkStatus(instrument, buyer, seller, lots, cause, guaranteed && gatewayVouches(gateway));
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        refusal = guards.checkLimits(instrument, buyer, seller, lots, ticks, buyerFee, sellerFee, cause);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        return guards.checkMoney(instrument, buyer, seller, lots, ticks, buyerFee, sellerFee,
            TradeCause.BUST == cause || guaranteed && gatewayVouches(gateway));
    }

    private static boolean gatewayVouches(final Principal gateway)
    {
        return Switch.ON == gateway.guaranteed();
    }

    private void book(
        final Account account, final Instrument instrument, final PositionChange change, final long fee)
    {
        account.position(instrument, change.quantityLots(), change.cost());
        account.addCollateral(change.realizedPnl() - fee);
        core.monitor().touch(account);
        core.events().positionChanged(
            account, instrument, change.quantityLots(), change.cost(), change.realizedPnl(), fee);
    }

    private BankruptcyPrices pricesOf(final Account account, final TradeCause cause)
    {
        return TradeCause.LIQUIDATION == cause && AccountStatus.LIQUIDATING == account.status() &&
            account.asset().waterfall().liquidationFeePpm() > 0 ? new BankruptcyPrices(account, core.margin()) : null;
    }

    private static long bankruptcyValueClosed(
        final BankruptcyPrices bankruptcy, final Account account, final Instrument instrument,
        final PositionChange change)
    {
        if (null == bankruptcy)
        {
            return 0;
        }
        final Position leg = account.leg(instrument);
        return FixedPoint.multiplyDivideCeil(
            bankruptcy.value(leg), change.closedLots(), Math.abs(leg.quantityLots()));
    }

    // The surplus over the bankruptcy value is the account's; the fund gets a fee on it.
    private void chargeLiquidationFee(
        final Account account, final Instrument instrument, final PositionChange change,
        final BankruptcyPrices bankruptcy, final long bankruptcyValue)
    {
        if (null == bankruptcy)
        {
            return;
        }
        final Asset asset = account.asset();
        final long surplus = Math.max(0, change.valueClosed() - bankruptcyValue);
        final long full = FixedPoint.multiplyDivideFloor(
            Math.abs(change.valueClosed()), asset.waterfall().liquidationFeePpm(), FixedPoint.PPM);
        final long fee = Math.min(full, Math.min(surplus, Math.max(0, core.margin().equity(account))));
        if (fee > 0)
        {
            account.addCollateral(-fee);
            core.events().liquidationFeeCharged(account, instrument, fee);
            core.funds().credit(asset, fee, CollateralCause.LIQUIDATION_FEE, account);
        }
    }
}
