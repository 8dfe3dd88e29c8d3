package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Reasons for which a trade is refused, but those of equity (CMD-7, TRD-1, TRD-3, TRD-4, NUM-4, NOUN-8). */
class TradeGuardsTest
{
    private static final long NONE = TestBook.NONE;

    private final TestBook book = new TestBook(new Limits().idsRetained(4).legsPerAccount(2));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    TradeGuardsTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000_000);
    }

    private TestTrade trade()
    {
        return book.trade(btc, 1, 2, 5, 100);
    }

    private void refused(final RejectReason reason, final RejectField field, final TestTrade trade)
    {
        book.refused(reason, field, trade::send);
    }

    private void invalid(final RejectField field, final TestTrade trade)
    {
        refused(RejectReason.INVALID_FIELD, field, trade);
    }

    private void status(final InstrumentStatus status)
    {
        book.accepted(engine.setInstrumentStatus(book.alice, btc, status));
    }

    @Test
    void whoMayNotTrade()
    {
        refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, trade().through(book.alice));
        refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            trade().through(book.gateway("cashier", 1, 14, Switch.ON)));
        final Sender other = book.gateway("other", 2, 1, Switch.ON);
        refused(RejectReason.NOT_YOUR_ACCOUNT, RejectField.BUYER, trade().through(other));
        final Sender teller = book.gateway("teller", 2, 2, Switch.OFF);
        book.accepted(engine.openAccount(teller, 20, 20, TestBook.USD));
        refused(RejectReason.NOT_YOUR_ACCOUNT, RejectField.SELLER, book.trade(btc, 20, 2, 5, 100).through(other));
    }

    @Test
    void fieldsOutOfRange()
    {
        invalid(RejectField.TRADE_ID, trade().id(0));
        invalid(RejectField.TRADE_ID, trade().id(Long.MIN_VALUE));
        invalid(RejectField.INSTRUMENT, book.trade(0, 1, 2, 5, 100));
        invalid(RejectField.BUYER, book.trade(btc, 0, 2, 5, 100));
        invalid(RejectField.SELLER, book.trade(btc, 1, -2, 5, 100));
        invalid(RejectField.SELLER, book.trade(btc, 1, 0, 5, 100));
        invalid(RejectField.QUANTITY, book.trade(btc, 1, 2, 0, 100));
        invalid(RejectField.QUANTITY, book.trade(btc, 1, 2, -5, 100));
        invalid(RejectField.PRICE, book.trade(btc, 1, 2, 5, NONE));
        invalid(RejectField.BUYER_FEE, trade().fees(NONE, 0));
        invalid(RejectField.SELLER_FEE, trade().fees(0, NONE));
        invalid(RejectField.CAUSE, trade().cause(null));
        invalid(RejectField.CAUSE, trade().cause(TradeCause.NULL_VAL));
        invalid(RejectField.BUSTED_TRADE_ID, trade().cause(TradeCause.BUST));
        invalid(RejectField.BUSTED_TRADE_ID, trade().bust(0));
        invalid(RejectField.BUSTED_TRADE_ID, trade().bust(1).cause(TradeCause.TRADE));
        invalid(RejectField.TRADE_DATE, trade().on(20261301));
        book.accepted(trade().on(20261231).send());
    }

    @Test
    void whatItNamesMustExist()
    {
        refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT, book.trade(99, 1, 2, 5, 100));
        refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.BUYER, book.trade(btc, 99, 2, 5, 100));
        refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.SELLER, book.trade(btc, 1, 99, 5, 100));
        refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID, trade().bust(77));
    }

    @Test
    void aTradeIdIsUsedOncePerGateway()
    {
        book.accepted(trade().id(10).send());
        refused(RejectReason.DUPLICATE_TRADE, RejectField.TRADE_ID, trade().id(10));
        for (long id = 20; id < 24; id++)
        {
            book.accepted(book.trade(btc, 2, 1, 1, 100).id(id).send());
        }
        refused(RejectReason.TRADE_ID_TOO_OLD, RejectField.TRADE_ID, trade().id(10));
        refused(RejectReason.TRADE_ID_TOO_OLD, RejectField.TRADE_ID, trade().id(9));
        book.accepted(trade().id(11).send());
        final Sender other = book.gateway("other", 1, 1, Switch.OFF);
        book.accepted(trade().id(11).through(other).send());
    }

    @Test
    void theParties()
    {
        book.accepted(engine.defineAsset(book.alice, 0, "EUR"));
        book.accepted(engine.openAccount(book.gateway, 30, 30, 2));
        refused(RejectReason.ASSET_MISMATCH, RejectField.BUYER, book.trade(btc, 30, 2, 5, 100));
        refused(RejectReason.ASSET_MISMATCH, RejectField.SELLER, book.trade(btc, 1, 30, 5, 100));
        refused(RejectReason.SAME_ACCOUNT, RejectField.SELLER, book.trade(btc, 1, 1, 5, 100));
        book.account(11, 1, 100);
        refused(RejectReason.SAME_OWNER, RejectField.SELLER, book.trade(btc, 1, 11, 5, 100));
        refused(RejectReason.SAME_OWNER, RejectField.SELLER, book.trade(btc, 1, 11, 5, 100).guaranteed());
    }

    @Test
    void closeOnlyWantsBothSidesToReduce()
    {
        book.book(btc, 1, 2, 5, 100);
        status(InstrumentStatus.CLOSE_ONLY);
        refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, trade());
        refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, book.trade(btc, 3, 1, 5, 100));
        refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, book.trade(btc, 2, 1, 6, 100));
        book.book(btc, 2, 1, 4, 100);
    }

    @Test
    void ofALiquidationTradeOnlyTheSideThatIsLiquidating()
    {
        book.book(btc, 1, 2, 90, 100).mark(btc, 93);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        status(InstrumentStatus.CLOSE_ONLY);
        book.accepted(book.trade(btc, 3, 1, 5, 93).liquidation().send());
        assertThat(book.lots(3, btc)).isEqualTo(5);
        refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, book.trade(btc, 3, 1, 86, 93).liquidation());
    }

    @Test
    void haltedExpiredAndSettledInstrumentsTakeNoTrade()
    {
        book.book(btc, 1, 2, 5, 100);
        status(InstrumentStatus.HALTED);
        refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, book.trade(btc, 2, 1, 1, 100));
        status(InstrumentStatus.TRADING);
        book.accepted(engine.settleInstrument(book.alice, btc, 100));
        refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, trade());
        final int future = book.define(TestBook.future("FUT", 1_000));
        book.mark(future, 100).book(future, 1, 2, 5, 100).at(1_000);
        assertThat(book.instrument(future).status()).isEqualTo(InstrumentStatus.EXPIRED);
        refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT, book.trade(future, 2, 1, 1, 100));
    }

    @Test
    void openingNeedsAPricedPosition()
    {
        final int eth = book.define(TestBook.linear("ETH"));
        refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, book.trade(eth, 1, 2, 5, 100));
        book.book(btc, 1, 2, 5, 100);
        book.protection(btc, new TestProtection().markBand(50_000).markMaxAge(1_000)).mark(btc, 110);
        refused(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT, trade());
        refused(RejectReason.MARK_SUSPECT, RejectField.INSTRUMENT, book.trade(btc, 3, 1, 1, 100));
        book.book(btc, 2, 1, 1, 100).mark(btc, 100).at(1_001);
        refused(RejectReason.MARK_STALE, RejectField.INSTRUMENT, trade());
        book.book(btc, 2, 1, 1, 100).mark(btc, 100).book(btc, 1, 2, 1, 100);
    }

    @Test
    void whatAnAccountModeAllows()
    {
        book.book(btc, 1, 2, 5, 100);
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.REDUCE_ONLY));
        refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER, trade());
        refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER, trade().guaranteed());
        refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, book.trade(btc, 2, 1, 6, 100));
        book.book(btc, 2, 1, 1, 100);
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.FROZEN));
        refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, book.trade(btc, 2, 1, 1, 100));
        refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, book.trade(btc, 2, 1, 1, 100).guaranteed());
    }

    @Test
    void aFrozenAccountTradesOnlyAsTheLiquidatingSide()
    {
        book.book(btc, 1, 2, 90, 100).book(btc, 2, 3, 1, 100);
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.FROZEN));
        book.accepted(engine.setAccountMode(book.alice, 2, AccountMode.FROZEN));
        book.mark(btc, 93);
        refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER, book.trade(btc, 2, 1, 5, 93).liquidation());
        book.accepted(book.trade(btc, 3, 1, 5, 93).liquidation().send());
    }

    @Test
    void aClosedOutAccountDoesNotTrade()
    {
        book.accepted(engine.declareDefault(book.alice, 1));
        refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER, trade());
        book.deposit(1, 1).accepted(trade().send());
    }

    @Test
    void aLiquidatingAccountTradesOnlyWithThatCauseAndOnlyToReduce()
    {
        book.book(btc, 1, 3, 90, 100).mark(btc, 93);
        refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, book.trade(btc, 2, 1, 1, 93));
        refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, book.trade(btc, 2, 1, 1, 93).guaranteed());
        refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, book.trade(btc, 2, 1, 1, 93).cause(TradeCause.BLOCK));
        refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER, book.trade(btc, 1, 2, 1, 93).liquidation());
        refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, book.trade(btc, 2, 1, 91, 93).liquidation());
        refused(RejectReason.ACCOUNT_STATUS, RejectField.CAUSE, book.trade(btc, 2, 3, 1, 93).liquidation());
        book.accepted(book.trade(btc, 2, 1, 1, 93).liquidation().send());
    }

    @Test
    void aMarginCallTradesOnlyToReduceOrGuaranteed()
    {
        book.book(btc, 1, 3, 90, 100).mark(btc, 97);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER, book.trade(btc, 1, 3, 1, 97));
        book.book(btc, 3, 1, 1, 97);
        book.accepted(book.trade(btc, 1, 3, 1, 97).guaranteed().send());
    }

    @Test
    void theBandAroundTheMarkAndThePriceBounds()
    {
        book.protection(btc, new TestProtection().tradeBand(50_000));
        refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, book.trade(btc, 1, 2, 1, 106));
        refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, book.trade(btc, 1, 2, 1, 94));
        book.book(btc, 1, 2, 1, 105).book(btc, 1, 2, 1, 95);
        book.protection(btc, new TestProtection().tradeBand(50_000).tradeBandTicks(7)).book(btc, 1, 2, 1, 107);
        refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, book.trade(btc, 1, 2, 1, 108));
        book.protection(btc, new TestProtection().tradeBandTicks(2)).book(btc, 1, 2, 1, 98);
        refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, book.trade(btc, 1, 2, 1, 97));
        book.protection(btc, new TestProtection().tradeBand(1)).book(btc, 1, 2, 1, 101);
        refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, book.trade(btc, 1, 2, 1, 102));
        book.protection(btc, new TestProtection());
        refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, book.trade(btc, 1, 2, 1, 100_001));
        refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, book.trade(btc, 1, 2, 1, 0));
        refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE, book.trade(btc, 1, 2, 1, -1));
    }

    @Test
    void feesAndRebates()
    {
        book.protection(btc, new TestProtection().maxFee(10_000));
        // 1 % of 500
        refused(RejectReason.FEE_LIMIT, RejectField.BUYER_FEE, trade().fees(6, 0));
        refused(RejectReason.FEE_LIMIT, RejectField.SELLER_FEE, trade().fees(5, 6));
        refused(RejectReason.FEE_LIMIT, RejectField.SELLER_FEE, trade().fees(5, -6));
        refused(RejectReason.FEE_LIMIT, RejectField.BUYER_FEE, trade().fees(-1, 0));
        refused(RejectReason.FEE_LIMIT, RejectField.SELLER_FEE, trade().fees(2, -3));
        book.accepted(trade().fees(5, -3).send());
        assertThat(book.usd().fees()).isEqualTo(2);
        // A rebate may take the other side's fee and what the fee account holds.
        refused(RejectReason.FEE_LIMIT, RejectField.BUYER_FEE, trade().fees(-4, 1));
        book.accepted(trade().fees(-3, 1).send());
        assertThat(book.usd().fees()).isZero();
        book.protection(btc, new TestProtection());
        refused(RejectReason.FEE_LIMIT, RejectField.BUYER_FEE, trade().fees(Long.MIN_VALUE + 1, 0));
        refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER, trade().fees(Long.MAX_VALUE, 0));
    }

    @Test
    void limitsOfPositionAndOpenInterest()
    {
        book.protection(btc, new TestProtection().maxPosition(7));
        refused(RejectReason.POSITION_LIMIT, RejectField.BUYER, book.trade(btc, 1, 2, 8, 100));
        book.book(btc, 1, 3, 5, 100);
        refused(RejectReason.POSITION_LIMIT, RejectField.SELLER, book.trade(btc, 2, 3, 3, 100));
        book.protection(btc, new TestProtection().maxPosition(2)).book(btc, 3, 1, 1, 100);
        // From short 4 to long 4: on the other side, and no larger.
        book.book(btc, 3, 1, 8, 100).book(btc, 1, 3, 8, 100);
        book.protection(btc, new TestProtection().maxOpenInterest(6));
        refused(RejectReason.OPEN_INTEREST_LIMIT, RejectField.QUANTITY, book.trade(btc, 1, 2, 3, 100));
        book.book(btc, 1, 2, 2, 100);
        book.protection(btc, new TestProtection().maxOpenInterest(1)).book(btc, 2, 1, 1, 100);
        refused(RejectReason.POSITION_LIMIT, RejectField.BUYER, book.trade(btc, 1, 2, Long.MAX_VALUE, 100));
    }

    @Test
    void theLargestPositionOfAnOwnerOnOneSide()
    {
        book.account(11, 1, 1_000).account(12, 1, 1_000).protection(btc, new TestProtection().maxOwnerPosition(10));
        book.book(btc, 1, 3, 6, 100).book(btc, 11, 3, 4, 100);
        refused(RejectReason.POSITION_LIMIT, RejectField.BUYER, book.trade(btc, 12, 3, 1, 100));
        refused(RejectReason.POSITION_LIMIT, RejectField.BUYER, book.trade(btc, 1, 3, 1, 100));
        // The other side is another matter, and so is another owner.
        book.book(btc, 3, 12, 10, 100);
        refused(RejectReason.POSITION_LIMIT, RejectField.SELLER, book.trade(btc, 3, 12, 1, 100));
        book.book(btc, 2, 3, 10, 100);
        // What enlarges no side is not refused.
        book.protection(btc, new TestProtection().maxOwnerPosition(1)).book(btc, 3, 1, 6, 100);
        refused(RejectReason.POSITION_LIMIT, RejectField.BUYER, book.trade(btc, 1, 3, 1, 100));
    }

    @Test
    void aTurnToTheOtherSideEnlargesThatSide()
    {
        book.book(btc, 1, 3, 9, 100).book(btc, 3, 2, 13, 100);
        book.protection(btc, new TestProtection().maxOwnerPosition(3));
        // From long 9 to short 4: fewer lots, but the owner's short side grows from 0 to 4.
        refused(RejectReason.POSITION_LIMIT, RejectField.SELLER, book.trade(btc, 2, 1, 13, 100));
        book.protection(btc, new TestProtection().maxOwnerPosition(4)).book(btc, 2, 1, 13, 100);
    }

    @Test
    void legsOfAnAccountAndPositionsOfAnInstrument()
    {
        book.book(btc, 1, 2, 1, 100).book(book.perpetual("ETH", 100), 1, 2, 1, 100);
        final int sol = book.perpetual("SOL", 100);
        refused(RejectReason.LEG_LIMIT, RejectField.BUYER, book.trade(sol, 1, 3, 1, 100));
        refused(RejectReason.LEG_LIMIT, RejectField.SELLER, book.trade(sol, 3, 1, 1, 100));
        book.book(btc, 2, 1, 1, 100).book(sol, 1, 3, 1, 100);
        final TestBook small = new TestBook(new Limits().positionsPerInstrument(2));
        final int id = small.perpetual("BTC", 100);
        small.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000).book(id, 1, 2, 2, 100);
        small.refused(RejectReason.TOO_MANY, RejectField.INSTRUMENT, () -> small.trade(id, 1, 3, 1, 100).send());
        // 3 takes the place of 1: there are two positions afterwards as before.
        small.book(id, 3, 1, 2, 100);
    }
}
