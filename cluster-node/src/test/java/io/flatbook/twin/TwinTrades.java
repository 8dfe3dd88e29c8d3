package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.InstrumentStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.TradeCause;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Booked;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Owner;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Trades: their guards and their booking (TRD-1 to TRD-5, CMD-7, CMD-8). */
abstract class TwinTrades extends TwinPayments
{
    private static final BigInteger FEE_MAX = BigInteger.ONE.shiftLeft(61);

    TwinTrades(final TwinLimits limits)
    {
        super(limits);
    }

    @Override
    public Verdict registerTrade(final By by, final Trade trade)
    {
        final Principal sender = principal(by);
        final Instrument instrument = instruments.get(trade.instrumentId());
        final Account buyer = accounts.get(trade.buyerId());
        final Account seller = accounts.get(trade.sellerId());
        final boolean bust = TradeCause.BUST == trade.cause();
        final TwinGuards guards = TradeCause.LIQUIDATION == trade.cause() ?
            gateway(by, TRADE_CAPABILITY) : business(by, TRADE_CAPABILITY);
        fields(guards, trade);
        guards.refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        known(guards, buyer, BUYER);
        known(guards, seller, SELLER);
        guards.refuse(() -> bust && !reverses(sender.trades.get(trade.bustedTradeId()), trade),
            UNKNOWN_TRADE, BUSTED_TRADE_ID)
            .refuse(() -> bust && reach(!sameAccounts(sender.trades.get(trade.bustedTradeId()), buyer, seller),
            Clause.TRD_5_OTHER_ACCOUNT), UNKNOWN_TRADE, BUSTED_TRADE_ID);
        mine(guards, by, buyer, BUYER);
        mine(guards, by, seller, SELLER);
        guards.refuse(() -> sender.tradeIds.contains(trade.tradeId()), DUPLICATE_TRADE, TRADE_ID)
            .refuse(() -> bust && sender.busted.contains(trade.bustedTradeId()), DUPLICATE_TRADE, BUSTED_TRADE_ID)
            .refuse(() -> sender.tradeIds.tooOld(trade.tradeId()), TRADE_ID_TOO_OLD, TRADE_ID)
            .refuse(() -> buyer.asset != instrument.asset, ASSET_MISMATCH, BUYER)
            .refuse(() -> seller.asset != instrument.asset, ASSET_MISMATCH, SELLER)
            .refuse(() -> buyer == seller, SAME_ACCOUNT, SELLER)
            .refuse(() -> buyer.owner.equals(seller.owner), SAME_OWNER, SELLER)
            .refuse(() -> SETTLED == instrument.status ||
                !bust && (HALTED == instrument.status || EXPIRED == instrument.status), INSTRUMENT_STATUS, INSTRUMENT);
        if (!guards.passed())
        {
            return guards.verdict();
        }
        final List<TwinParty> parties = List.of(
            new TwinParty(true, trade, instrument, buyer), new TwinParty(false, trade, instrument, seller));
        standing(guards, by, trade, instrument, parties);
        terms(guards, trade, instrument, parties);
        margins(guards, by, trade, parties);
        return guards.then(() -> register(by, trade, instrument, parties));
    }

    private static void fields(final TwinGuards guards, final Trade trade)
    {
        guards.positive(trade.tradeId(), TRADE_ID)
            .positive(trade.instrumentId(), INSTRUMENT)
            .positive(trade.buyerId(), BUYER)
            .positive(trade.sellerId(), SELLER)
            .positive(trade.lots(), QUANTITY)
            .present(trade.ticks(), PRICE)
            .present(trade.buyerFee(), BUYER_FEE)
            .present(trade.sellerFee(), SELLER_FEE)
            .refuse(() -> null == trade.cause(), INVALID_FIELD, CAUSE)
            .refuse(() -> (TradeCause.BUST == trade.cause()) != (null != trade.bustedTradeId()) ||
                null != trade.bustedTradeId() && trade.bustedTradeId() <= 0,
                INVALID_FIELD, BUSTED_TRADE_ID)
            .refuse(() -> null != trade.tradeDate() && !TwinDefinitions.date(trade.tradeDate()),
                INVALID_FIELD, TRADE_DATE);
    }

    /** TRD-5: the exact reverse, fees included. */
    private static boolean reverses(final Booked booked, final Trade trade)
    {
        final Trade busted = null == booked ? null : booked.trade();
        return null != busted && busted.instrumentId() == trade.instrumentId() && busted.lots() == trade.lots() &&
            busted.ticks() == trade.ticks() && busted.buyerId() == trade.sellerId() &&
            busted.sellerId() == trade.buyerId() && busted.buyerFee() == -trade.sellerFee() &&
            busted.sellerFee() == -trade.buyerFee();
    }

    private static boolean sameAccounts(final Booked booked, final Account buyer, final Account seller)
    {
        return booked.buyerSerial() == seller.serial && booked.sellerSerial() == buyer.serial;
    }

    private boolean guaranteed(final By by, final Trade trade)
    {
        return principal(by).guaranteed && trade.guaranteed();
    }

    /** Statuses of instrument and parties (TRD-3, TRD-5), marks, pending runs, pledges. */
    private void standing(final TwinGuards guards, final By by, final Trade trade, final Instrument instrument,
        final List<TwinParty> parties)
    {
        final boolean bust = TradeCause.BUST == trade.cause();
        final boolean liquidation = TradeCause.LIQUIDATION == trade.cause();
        guards.refuse(() -> CLOSE_ONLY == instrument.status && !bust && parties.stream().anyMatch(
            party -> party.opens && (!liquidation || party.liquidated())), INSTRUMENT_STATUS, INSTRUMENT);
        reach(guards.passed() && CLOSE_ONLY == instrument.status && liquidation &&
            parties.stream().anyMatch(party -> party.opens), Clause.TRD_3_CLOSE_ONLY);
        final boolean opens = !bust && parties.stream().anyMatch(party -> party.opens);
        priced(guards, opens ? List.of(instrument) : List.of(), INSTRUMENT)
            .refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT);
        for (final TwinParty party : parties)
        {
            guards.refuse(() -> DEFAULTED == party.before.status || CLOSED_OUT == party.before.status ||
                AccountMode.FROZEN == party.before.mode && !party.liquidated() ||
                !bust && mayNot(party, guaranteed(by, trade)), ACCOUNT_STATUS, party.field);
        }
        guards.refuse(() -> liquidation && parties.stream().noneMatch(TwinParty::liquidated), ACCOUNT_STATUS, CAUSE);
        for (final TwinParty party : parties)
        {
            reach(guards.passed() && AccountMode.FROZEN == party.before.mode, Clause.CMD_3_FROZEN_LIQUIDATED);
            guards.refuse(() -> answerable(party.before) && !party.liquidated() && judged(party, bust) &&
                reach(party.lowersEquity(), Clause.TRD_2_PLEDGED), PLEDGED, party.field);
        }
    }

    private boolean mayNot(final TwinParty party, final boolean guaranteed)
    {
        final AccountStatus status = party.before.status;
        return AccountMode.REDUCE_ONLY == party.before.mode && party.opens ||
            LIQUIDATING == status && (!party.liquidated() || party.opens) ||
            MARGIN_CALL == status && party.opens &&
            (!guaranteed || reach(party.before.keptByDoubt, Clause.TRD_2_DOUBT));
    }

    /** RUN-3: pledged, or with OWNER any account while one of them is distressed. */
    private boolean answerable(final Account account)
    {
        return account.pledged || owner(account) &&
            reach(kin(account).stream().anyMatch(Account::distressed), Clause.TRD_2_OWNER);
    }

    /** What later guards refuse for its price or quantity is not judged. */
    private static boolean judged(final TwinParty party, final boolean bust)
    {
        final BigInteger largest = TwinUnits.largestLots(party.instrument).max(party.instrument.definedMaxLots);
        return (bust || !outOfBounds(party.instrument, party.trade.ticks())) &&
            !less(largest.multiply(big(2)), big(party.trade.lots()));
    }

    /** Price, fees and limits (TRD-1); a BUST is held to the largest position and the legs only (TRD-5). */
    private void terms(final TwinGuards guards, final Trade trade, final Instrument instrument,
        final List<TwinParty> parties)
    {
        final boolean bust = TradeCause.BUST == trade.cause();
        final Long maxFeePpm = instrument.protection.maxFeePpm();
        final BigInteger value = TwinMargin.value(instrument, trade.lots(), trade.ticks()).abs()
            .min(big(Long.MAX_VALUE));
        guards.refuse(() -> !bust && (outOfBounds(instrument, trade.ticks()) || null != instrument.mark &&
            outsideBand(trade.ticks(), instrument.mark, instrument.protection.tradeBandPpm(),
            instrument.protection.tradeBandAbsolute())), OUTSIDE_BAND, PRICE);
        for (final TwinParty party : parties)
        {
            guards.refuse(() -> !bust && null != maxFeePpm &&
                less(value.multiply(big(maxFeePpm)), big(party.fee).abs().multiply(TwinMath.PPM)),
                FEE_LIMIT, party.feeField);
        }
        final BigInteger feesAfter = instrument.asset.fees.add(big(trade.buyerFee())).add(big(trade.sellerFee()));
        for (final TwinParty party : parties)
        {
            guards.refuse(() -> party.fee < 0 && feesAfter.signum() < 0, FEE_LIMIT, party.feeField);
        }
        for (final TwinParty party : parties)
        {
            final BigInteger most = bust ? TwinUnits.largestLots(instrument) : instrument.maxLots();
            guards.refuse(() -> party.enlarges() && less(most, big(party.lotsAfter()).abs()) ||
                !bust && reach(ownerHoldsTooMuch(party), Clause.TRD_1_OWNER_POSITION), POSITION_LIMIT, party.field);
        }
        final long opened = parties.stream().mapToLong(
            party -> Math.max(party.lotsAfter(), 0) - Math.max(party.lotsBefore(), 0)).sum();
        final Long maxLots = instrument.protection.maxOpenInterestLots();
        guards.refuse(() -> !bust && null != maxLots && opened > 0 && openInterest(instrument) + opened > maxLots,
            OPEN_INTEREST_LIMIT, QUANTITY);
        for (final TwinParty party : parties)
        {
            guards.refuse(() -> party.after.legs.size() > limits.legsPerAccount() &&
                party.after.legs.size() > party.before.legs.size(), LEG_LIMIT, party.field);
        }
    }

    private boolean ownerHoldsTooMuch(final TwinParty party)
    {
        return ownerHoldsTooMuch(party.instrument, party.before.owner, party.lotsBefore(), party.lotsAfter(), 0);
    }

    /** Lots of one side over all accounts of an owner; another account of his gives so many (signed) at once. */
    boolean ownerHoldsTooMuch(final Instrument instrument, final Owner owner, final long before, final long after,
        final long given)
    {
        final Long most = instrument.protection.maxOwnerPositionLots();
        if (null == most)
        {
            return false;
        }
        for (final int sign : new int[] {1, -1})
        {
            final long held = positions(instrument).stream().filter(position -> position.account.owner.equals(owner))
                .mapToLong(position -> Math.max(sign * position.lots, 0)).sum();
            final long more = Math.max(sign * after, 0) - Math.max(sign * before, 0) - Math.max(sign * given, 0);
            if (more > 0 && held + more > most)
            {
                return true;
            }
        }
        return false;
    }

    /** TRD-2. */
    private void margins(final TwinGuards guards, final By by, final Trade trade, final List<TwinParty> parties)
    {
        final boolean bust = TradeCause.BUST == trade.cause();
        final boolean waived = bust || guaranteed(by, trade);
        final Instrument instrument = parties.get(0).instrument;
        for (final TwinParty party : parties)
        {
            guards.refuse(() -> !waived && !party.liquidated() &&
                reach(party.spendsMargin() && !party.opens, Clause.TRD_2_REDUCTION), INSUFFICIENT_MARGIN, party.field)
                .refuse(() -> !waived && (!party.liquidated() && party.spendsMargin() ||
                party.opens && party.lacksInitial()), INSUFFICIENT_MARGIN, party.field);
        }
        for (final TwinParty party : parties)
        {
            guards.refuse(party::beyondBankruptcy, BEYOND_BANKRUPTCY, party.field);
        }
        final long more = parties.stream().mapToLong(party -> party.after.legs.size() - party.before.legs.size()).sum();
        guards.refuse(() -> more > 0 && positions(instrument).size() + more > limits.positionsPerInstrument(),
            TOO_MANY, INSTRUMENT)
            .refuse(() -> less(FEE_MAX, big(trade.buyerFee()).abs()) || less(FEE_MAX, big(trade.sellerFee()).abs()) ||
                TwinMath.tooMuch(instrument.asset.fees.add(big(trade.buyerFee())).add(big(trade.sellerFee()))) ||
                parties.stream().anyMatch(party -> tooMuch(party.after, TwinMath.ZERO) ||
                party.opens && TwinExtents.tooLarge(party.after, instrument)), OVERFLOW, PRICE);
    }

    private void register(final By by, final Trade trade, final Instrument instrument, final List<TwinParty> parties)
    {
        final Principal sender = principal(by);
        final Long evicted = sender.tradeIds.add(trade.tradeId(), limits.idsRetained());
        sender.trades.put(trade.tradeId(),
            new Booked(trade, parties.get(0).before.serial, parties.get(1).before.serial));
        sender.trades.remove(null == evicted ? -1L : evicted);
        if (null != trade.bustedTradeId())
        {
            reach(Clause.TRD_5_BUST);
            reach(parties.stream().anyMatch(party -> LIQUIDATING == party.before.status), Clause.TRD_5_LIQUIDATING);
            sender.busted.add(trade.bustedTradeId());
        }
        reach(trade.ticks() <= 0, Clause.NUM_2_NEGATIVE_PRICE);
        final List<BigInteger> surpluses = new ArrayList<>();
        parties.forEach(party -> surpluses.add(surplus(party)));
        emit("tradeRegistered", sender.name, trade.tradeId(), instrument.id, trade.buyerId(), trade.sellerId(),
            trade.lots(), trade.ticks(), trade.buyerFee(), trade.sellerFee(), trade.cause(), trade.guaranteed(),
            trade.bustedTradeId(), trade.tradeDate());
        for (final TwinParty party : parties)
        {
            count(party);
            final BigInteger realized = party.book(party.before);
            instrument.asset.fees = instrument.asset.fees.add(big(party.fee));
            emitPosition(party.before, instrument, realized, big(party.fee), PositionCause.TRADE);
        }
        for (int i = 0; i < 2; i++)
        {
            liquidationFee(parties.get(i), surpluses.get(i));
        }
        finish(List.of(parties.get(0).before, parties.get(1).before));
    }

    private void count(final TwinParty party)
    {
        final Instrument instrument = party.instrument;
        reach(Long.signum(party.lotsBefore()) == -Long.signum(party.lotsAfter()) && 0 != party.lotsAfter(),
            Clause.BOOK_1_CROSSING);
        reach(party.opens && MarginModel.BOUNDED == instrument.margins.model(), Clause.MAR_3_BOUNDED);
        reach(party.opens && !instrument.option() && instrument.margins.initialPerLot() > 0, Clause.MAR_2_PER_LOT);
        reach(party.lotsAfter() < 0 && InstrumentKind.CALL == instrument.kind, Clause.MAR_4_SHORT_CALL);
        reach(party.lotsAfter() < 0 && InstrumentKind.PUT == instrument.kind, Clause.MAR_4_SHORT_PUT);
    }

    /** What a LIQUIDATION trade closes better than at the bankruptcy value (STAT-3); null if no fee can be due. */
    private static BigInteger surplus(final TwinParty party)
    {
        if (!party.liquidated())
        {
            return null;
        }
        final Position leg = party.before.legs.get(party.instrument.id);
        final int index = party.before.legs.headMap(party.instrument.id).size();
        final BigInteger bankruptcy = TwinMath.ceil(TwinMargin.bankruptcyValues(party.before).get(index).multiply(
            big(party.trade.lots())), big(Math.abs(leg.lots)));
        return TwinMargin.value(party.instrument, Long.signum(leg.lots) * party.trade.lots(), party.trade.ticks())
            .subtract(bankruptcy);
    }

    private void liquidationFee(final TwinParty party, final BigInteger surplus)
    {
        if (null == surplus)
        {
            return;
        }
        final Account account = party.before;
        final BigInteger value = TwinMargin.value(party.instrument, party.trade.lots(), party.trade.ticks()).abs();
        final BigInteger fee = floor(value.multiply(big(account.asset.waterfall.liquidationFeePpm())), TwinMath.PPM)
            .min(surplus).min(TwinMargin.equity(account)).min(TwinMath.BALANCE_MAX.subtract(account.asset.fund));
        if (fee.signum() > 0)
        {
            reach(Clause.STAT_3_FEE);
            account.collateral = account.collateral.subtract(fee);
            emit("liquidationFeeCharged", account.id, party.instrument.id, fee);
            payIntoFund(account.asset, fee, CollateralCause.LIQUIDATION_FEE, account);
        }
    }
}
