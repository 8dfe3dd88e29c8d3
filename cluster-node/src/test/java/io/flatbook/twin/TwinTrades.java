package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.InstrumentStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.TradeCause;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinTerms.Guards;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Trades: their guards and their booking. */
abstract class TwinTrades extends TwinMoney
{
    /** Beyond every position limit, and yet it can be added to a position. */
    private static final long LOTS_SURELY_TOO_MANY = 1L << 61;

    TwinTrades(final TwinLimits limits)
    {
        super(limits);
    }

    /** One party of a trade, before it and as it would be after it. */
    private final class Party
    {
        final Account before;
        final Account after;
        final Instrument instrument;
        final boolean opens;
        final RejectField field;
        final RejectField feeField;
        final long fee;

        Party(final boolean buys, final Trade trade, final Instrument instrument, final Account account)
        {
            this.before = account;
            this.instrument = instrument;
            this.field = buys ? BUYER : SELLER;
            this.feeField = buys ? BUYER_FEE : SELLER_FEE;
            this.fee = buys ? trade.buyerFee() : trade.sellerFee();
            this.after = account.copy();
            book(after, buys, trade, instrument);
            after.collateral = after.collateral.subtract(big(fee));
            opens = opens(before.lots(instrument), after.lots(instrument));
        }

        long lotsBefore()
        {
            return before.lots(instrument);
        }

        long lotsAfter()
        {
            return after.lots(instrument);
        }
    }

    /** Whether a position grew or changed its sign. */
    static boolean opens(final long before, final long after)
    {
        return Math.abs(after) > Math.abs(before) || Long.signum(after) == -Long.signum(before) && 0 != after;
    }

    private static BigInteger book(final Account account, final boolean buys, final Trade trade,
        final Instrument instrument)
    {
        final long lots = Math.min(trade.lots(), LOTS_SURELY_TOO_MANY);
        final BigInteger value = TwinMargin.value(instrument, lots, trade.ticks());
        return trade(account, instrument, buys ? lots : -lots, buys ? value : value.negate(),
            closed -> TwinMargin.value(instrument, closed, trade.ticks()));
    }

    Verdict registerTrade(final Principal by, final Trade trade)
    {
        final Instrument instrument = instruments.get(trade.instrumentId());
        final Account buyer = accounts.get(trade.buyerId());
        final Account seller = accounts.get(trade.sellerId());
        final Guards guards = TradeCause.LIQUIDATION == trade.cause() ?
            gateway(by, TRADE_CAPABILITY) : business(by, TRADE_CAPABILITY);
        fields(guards, trade);
        guards.refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        known(guards, buyer, BUYER);
        known(guards, seller, SELLER);
        guards.refuse(() -> TradeCause.BUST == trade.cause() && !reverses(by.trades.get(trade.bustedTradeId()), trade),
            UNKNOWN_TRADE, BUSTED_TRADE_ID);
        mine(guards, by, buyer, BUYER);
        mine(guards, by, seller, SELLER);
        guards.refuse(() -> by.tradeIds.contains(trade.tradeId()), DUPLICATE_TRADE, TRADE_ID)
            .refuse(() -> TradeCause.BUST == trade.cause() && by.busted.contains(trade.bustedTradeId()),
                DUPLICATE_TRADE, BUSTED_TRADE_ID)
            .refuse(() -> by.tradeIds.tooOld(trade.tradeId()), TRADE_ID_TOO_OLD, TRADE_ID)
            .refuse(() -> buyer.asset != instrument.asset, ASSET_MISMATCH, BUYER)
            .refuse(() -> seller.asset != instrument.asset, ASSET_MISMATCH, SELLER)
            .refuse(() -> buyer == seller, SAME_ACCOUNT, SELLER)
            .refuse(() -> buyer.ownerId == seller.ownerId, SAME_OWNER, SELLER)
            .refuse(() -> HALTED == instrument.status || SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT);
        if (!guards.verdict().accepted())
        {
            return guards.verdict();
        }
        final List<Party> parties = List.of(
            new Party(true, trade, instrument, buyer), new Party(false, trade, instrument, seller));
        standing(guards, by, trade, instrument, parties);
        terms(guards, trade, instrument, parties);
        margins(guards, by, trade, parties);
        return guards.then(() -> register(by, trade, instrument, parties));
    }

    private static void fields(final Guards guards, final Trade trade)
    {
        guards.positive(trade.tradeId(), TRADE_ID)
            .positive(trade.instrumentId(), INSTRUMENT)
            .positive(trade.buyerId(), BUYER)
            .positive(trade.sellerId(), SELLER)
            .positive(trade.lots(), QUANTITY)
            .positive(trade.ticks(), PRICE)
            .refuse(() -> Long.MIN_VALUE == trade.buyerFee(), INVALID_FIELD, BUYER_FEE)
            .refuse(() -> Long.MIN_VALUE == trade.sellerFee(), INVALID_FIELD, SELLER_FEE)
            .refuse(() -> null == trade.cause(), INVALID_FIELD, CAUSE)
            .refuse(() -> (TradeCause.BUST == trade.cause()) != (null != trade.bustedTradeId()) ||
                null != trade.bustedTradeId() && trade.bustedTradeId() <= 0,
                INVALID_FIELD, BUSTED_TRADE_ID)
            .refuse(() -> null != trade.tradeDate() && !TwinDefinitions.date(trade.tradeDate()),
                INVALID_FIELD, TRADE_DATE);
    }

    private static boolean reverses(final Trade busted, final Trade trade)
    {
        return null != busted && busted.instrumentId() == trade.instrumentId() && busted.lots() == trade.lots() &&
            busted.ticks() == trade.ticks() && busted.buyerId() == trade.sellerId() &&
            busted.sellerId() == trade.buyerId() && busted.buyerFee() == -trade.sellerFee() &&
            busted.sellerFee() == -trade.buyerFee();
    }

    private static boolean guaranteed(final Principal by, final Trade trade)
    {
        return by.guaranteed && trade.guaranteed();
    }

    private void standing(final Guards guards, final Principal by, final Trade trade, final Instrument instrument,
        final List<Party> parties)
    {
        final boolean opens = parties.stream().anyMatch(party -> party.opens);
        guards.refuse(() -> CLOSE_ONLY == instrument.status && opens, INSTRUMENT_STATUS, INSTRUMENT);
        if (opens)
        {
            guards.refuse(() -> null != instrument.underlying && 0 == instrument.underlying.markTicks,
                NO_MARK, INSTRUMENT);
            marks(guards, instrument, INSTRUMENT);
        }
        guards.refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT);
        for (final Party party : parties)
        {
            final Account account = party.before;
            status(guards, account, party.field, DEFAULTED, CLOSED_OUT);
            guards.refuse(() -> AccountMode.FROZEN == account.mode ||
                AccountMode.REDUCE_ONLY == account.mode && party.opens ||
                LIQUIDATING == account.status &&
                (TradeCause.LIQUIDATION != trade.cause() || party.opens) ||
                MARGIN_CALL == account.status && party.opens && !guaranteed(by, trade),
                ACCOUNT_STATUS, party.field);
        }
        guards.refuse(() -> TradeCause.LIQUIDATION == trade.cause() &&
            parties.stream().noneMatch(party -> LIQUIDATING == party.before.status),
            ACCOUNT_STATUS, CAUSE);
    }

    private void terms(final Guards guards, final Trade trade, final Instrument instrument, final List<Party> parties)
    {
        final long bandPpm = instrument.protection.tradeBandPpm();
        final Long maxFeePpm = instrument.protection.maxFeePpm();
        // More lots than turn the largest position around break its limit, whatever they would be worth.
        final long lots = Math.min(trade.lots(), 2 * instrument.definedMaxLots);
        final BigInteger value = TwinMargin.value(instrument, lots, trade.ticks()).abs();
        guards.refuse(() -> outOfBounds(instrument, trade.ticks()) || 0 != bandPpm &&
            TradeCause.BUST != trade.cause() && outsideBand(trade.ticks(), instrument.markTicks, bandPpm),
            OUTSIDE_BAND, PRICE);
        for (final Party party : parties)
        {
            guards.refuse(() -> null != maxFeePpm &&
                less(value.multiply(big(maxFeePpm)), big(party.fee).abs().multiply(TwinMath.PPM)),
                FEE_LIMIT, party.feeField);
        }
        final BigInteger feesAfter = instrument.asset.fees.add(big(trade.buyerFee())).add(big(trade.sellerFee()));
        for (final Party party : parties)
        {
            guards.refuse(() -> party.fee < 0 && feesAfter.signum() < 0, FEE_LIMIT, party.feeField);
        }
        for (final Party party : parties)
        {
            guards.refuse(() -> Math.abs(party.lotsAfter()) > instrument.maxLots() &&
                Math.abs(party.lotsAfter()) > Math.abs(party.lotsBefore()), POSITION_LIMIT, party.field);
        }
        final long opened = parties.stream().mapToLong(
            party -> Math.max(party.lotsAfter(), 0) - Math.max(party.lotsBefore(), 0)).sum();
        final Long maxLots = instrument.protection.maxOpenInterestLots();
        guards.refuse(() -> null != maxLots && opened > 0 && openInterest(instrument) + opened > maxLots,
            OPEN_INTEREST_LIMIT, QUANTITY);
        for (final Party party : parties)
        {
            guards.refuse(() -> party.after.legs.size() > limits.legsPerAccount() &&
                party.after.legs.size() > party.before.legs.size(), LEG_LIMIT, party.field);
        }
    }

    private void margins(final Guards guards, final Principal by, final Trade trade, final List<Party> parties)
    {
        final Instrument instrument = parties.get(0).instrument;
        for (final Party party : parties)
        {
            guards.refuse(() -> party.opens && TradeCause.BUST != trade.cause() && !guaranteed(by, trade) &&
                (HEALTHY != party.before.status || less(
                TwinMargin.equity(party.after).subtract(party.before.hold), TwinMargin.initial(party.after))),
                INSUFFICIENT_MARGIN, party.field);
        }
        for (final Party party : parties)
        {
            guards.refuse(() -> TwinMargin.equity(party.after).signum() < 0 &&
                less(TwinMargin.equity(party.after), TwinMargin.equity(party.before)),
                BEYOND_BANKRUPTCY, party.field);
        }
        final long more = parties.stream().mapToLong(party -> party.after.legs.size() - party.before.legs.size()).sum();
        guards.refuse(() -> more > 0 && positions(instrument).size() + more > limits.positionsPerInstrument(),
            TOO_MANY, INSTRUMENT);
    }

    private void register(final Principal by, final Trade trade, final Instrument instrument, final List<Party> parties)
    {
        final Long evicted = by.tradeIds.add(trade.tradeId(), limits.idsRetained());
        by.trades.put(trade.tradeId(), trade);
        by.trades.remove(null == evicted ? -1L : evicted);
        if (null != trade.bustedTradeId())
        {
            by.busted.add(trade.bustedTradeId());
        }
        final List<BigInteger> surpluses = new ArrayList<>();
        parties.forEach(party -> surpluses.add(surplus(party, trade)));
        emit("tradeRegistered", by.name, trade.tradeId(), instrument.id, trade.buyerId(), trade.sellerId(),
            trade.lots(), trade.ticks(), trade.buyerFee(), trade.sellerFee(), trade.cause(), trade.guaranteed(),
            trade.bustedTradeId(), trade.tradeDate());
        for (final Party party : parties)
        {
            final BigInteger realized = book(party.before, BUYER == party.field, trade, instrument);
            party.before.collateral = party.before.collateral.subtract(big(party.fee));
            instrument.asset.fees = instrument.asset.fees.add(big(party.fee));
            emitPosition(party.before, instrument, realized, big(party.fee));
        }
        for (int i = 0; i < 2; i++)
        {
            liquidationFee(parties.get(i).before, instrument, trade, surpluses.get(i));
        }
        finish(List.of(parties.get(0).before, parties.get(1).before));
    }

    /** What a LIQUIDATION trade closes better than at the bankruptcy value; null if no fee can be due. */
    private static BigInteger surplus(final Party party, final Trade trade)
    {
        final Position leg = party.before.legs.get(party.instrument.id);
        if (TradeCause.LIQUIDATION != trade.cause() || LIQUIDATING != party.before.status)
        {
            return null;
        }
        final int index = party.before.legs.headMap(party.instrument.id).size();
        final BigInteger bankruptcy = TwinMath.ceil(bankruptcyValues(party.before).get(index).multiply(
            big(trade.lots())), big(Math.abs(leg.lots)));
        final BigInteger value = TwinMargin.value(
            party.instrument, Long.signum(leg.lots) * trade.lots(), trade.ticks());
        return value.subtract(bankruptcy);
    }

    private void liquidationFee(final Account account, final Instrument instrument, final Trade trade,
        final BigInteger surplus)
    {
        if (null == surplus)
        {
            return;
        }
        // More lots than turn the largest position around break its limit, whatever they would be worth.
        final long lots = Math.min(trade.lots(), 2 * instrument.definedMaxLots);
        final BigInteger value = TwinMargin.value(instrument, lots, trade.ticks()).abs();
        final BigInteger fee = floor(value.multiply(big(account.asset.waterfall.liquidationFeePpm())), TwinMath.PPM)
            .min(surplus).min(TwinMargin.equity(account));
        if (fee.signum() > 0)
        {
            account.collateral = account.collateral.subtract(fee);
            emit("liquidationFeeCharged", account.id, instrument.id, fee);
            payIntoFund(account.asset, fee, CollateralCause.LIQUIDATION_FEE, account);
        }
    }
}
