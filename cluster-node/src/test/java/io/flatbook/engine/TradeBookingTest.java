package io.flatbook.engine;

import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Sides;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a trade does to cost and collateral (BOOK-1, CMD-7), what a position is (NOUN-4), and the order of the guards
 * (CMD-1, REJ-1).
 */
class TradeBookingTest
{
    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);

    TradeBookingTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000);
    }

    @Test
    void bothLegsWithTheirFees()
    {
        assertThat(book.eventsOf(() -> book.trade(btc, 1, 2, 5, 101).fees(3, -1).send())).containsExactly(
            "tradeRegistered BTC buyer=1 seller=2 5@101 TRADE",
            "positionChanged 1 BTC 5 cost=505 realized=0 fee=3 collateral=997 TRADE",
            "positionChanged 2 BTC -5 cost=-505 realized=0 fee=-1 collateral=1001 TRADE");
        assertThat(book.usd().fees()).isEqualTo(2);
        assertThat(book.instrument(btc).openInterestLots()).isEqualTo(5);
    }

    @Test
    void aReductionTakesItsShareOfTheCostRoundedTowardZeroAndTheLastCloseTakesTheRest()
    {
        book.book(btc, 1, 2, 3, 100).book(btc, 1, 2, 4, 101);
        assertThat(book.eventsOf(() -> book.trade(btc, 2, 1, 5, 110).send())).containsExactly(
            "tradeRegistered BTC buyer=2 seller=1 5@110 TRADE",
            "positionChanged 2 BTC -2 cost=-202 realized=-48 fee=0 collateral=952 TRADE",
            "positionChanged 1 BTC 2 cost=202 realized=48 fee=0 collateral=1048 TRADE");
        book.book(btc, 2, 1, 2, 110);
        assertThat(book.account(1).collateral()).isEqualTo(1_000 + 7 * 110 - 704);
        assertThat(book.account(1).legCount()).isZero();
    }

    @Test
    void crossingZeroIsAFullCloseAndAnOpenWithTheRest()
    {
        book.book(btc, 1, 2, 5, 100);
        assertThat(book.eventsOf(() -> book.trade(btc, 3, 1, 8, 104).send())).containsExactly(
            "tradeRegistered BTC buyer=3 seller=1 8@104 TRADE",
            "positionChanged 3 BTC 8 cost=832 realized=0 fee=0 collateral=1000 TRADE",
            "positionChanged 1 BTC -3 cost=-312 realized=20 fee=0 collateral=1020 TRADE");
    }

    @Test
    void theExampleOfTheContract()
    {
        // A long of 3 that cost 1,000 sells 1 at 400 and then 5 at 350.
        book.deposit(1, 1_000).deposit(2, 1_000).deposit(3, 9_000).mark(btc, 350);
        book.book(btc, 1, 2, 2, 333).book(btc, 1, 2, 1, 334);
        assertThat(book.cost(1, btc)).isEqualTo(1_000);
        book.mark(btc, 400).events.take();
        assertThat(book.eventsOf(() -> book.trade(btc, 3, 1, 1, 400).send(), "positionChanged")).contains(
            "positionChanged 1 BTC 2 cost=667 realized=67 fee=0 collateral=2067 TRADE");
        book.mark(btc, 350);
        assertThat(book.eventsOf(() -> book.trade(btc, 3, 1, 5, 350).send(), "positionChanged")).contains(
            "positionChanged 1 BTC -3 cost=-1050 realized=33 fee=0 collateral=2100 TRADE");
        assertThat(book.usd().balanced()).isTrue();
    }

    @Test
    void anInverseReductionTakesItsShareTowardZeroAndTheLastCloseTheRest()
    {
        final int xbt = book.define(
            TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000, 0).maxTicks(1_000));
        // 7 lots at 30 cost -233; 3 of them -99, at 40 they are worth -75; 4 are worth -100.
        book.mark(xbt, 30).book(xbt, 1, 2, 7, 30).mark(xbt, 40);
        assertThat(book.eventsOf(() -> book.trade(xbt, 2, 1, 3, 40).send(), "positionChanged")).containsExactly(
            "positionChanged 2 XBT -4 cost=134 realized=-24 fee=0 collateral=976 TRADE",
            "positionChanged 1 XBT 4 cost=-134 realized=24 fee=0 collateral=1024 TRADE");
        book.book(xbt, 2, 1, 4, 40);
        assertThat(book.account(1).collateral()).isEqualTo(1_000 + 233 - 75 - 100);
        assertThat(book.usd().balanced()).isTrue();
    }

    @Test
    void aTradeAtANegativePrice()
    {
        final int oil = book.define(TestBook.linear("OIL").minTicks(-1_000).maxTicks(1_000)
            .marginTerms(TestBook.perLot(100_000, 50_000, 1, 1)));
        book.mark(oil, 5).book(oil, 1, 2, 10, 5).mark(oil, -37);
        assertThat(book.eventsOf(() -> book.trade(oil, 2, 1, 4, -37).send(), "positionChanged")).containsExactly(
            "positionChanged 2 OIL -6 cost=-30 realized=168 fee=0 collateral=1168 TRADE",
            "positionChanged 1 OIL 6 cost=30 realized=-168 fee=0 collateral=832 TRADE");
        assertThat(book.eventsOf(() -> book.trade(oil, 3, 1, 7, -37).send(), "positionChanged")).containsExactly(
            "positionChanged 3 OIL 7 cost=-259 realized=0 fee=0 collateral=1000 TRADE",
            "positionChanged 1 OIL -1 cost=37 realized=-252 fee=0 collateral=580 TRADE");
        assertThat(book.usd().balanced()).isTrue();
    }

    @Test
    void theDirectionOfAPositionIsItsSignReversedForAPut()
    {
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100));
        final int put = book.define(TestBook.option("P", InstrumentKind.PUT, btc, 100));
        for (final int instrument : new int[]{btc, call})
        {
            assertThat(Sides.isUp(book.instrument(instrument), 1)).isTrue();
            assertThat(Sides.isUp(book.instrument(instrument), -1)).isFalse();
        }
        assertThat(Sides.isUp(book.instrument(put), 1)).isFalse();
        assertThat(Sides.isUp(book.instrument(put), -1)).isTrue();
    }

    @Test
    void theFirstReasonThatHoldsIsTheAnswer()
    {
        final Sender marks = book.gateway("marks", 2, Principal.MARKS, Switch.OFF);
        final Sender other = book.gateway("other", 2, Principal.TRADE, Switch.OFF);
        book.accepted(book.trade(btc, 1, 2, 1, 100).id(50).send());
        book.protection(btc, new TestProtection().markMaxAge(1_000).tradeBand(50_000).maxFee(0).maxPosition(2)
            .maxOpenInterest(1)).at(5_000);
        final RejectReason[] reasons = {
            book.trade(0, 9, 9, 9, 900).through(marks).send(),
            book.trade(0, 9, 9, 9, 900).through(other).send(),
            book.trade(9, 9, 9, 9, 900).through(other).send(),
            book.trade(btc, 9, 9, 9, 900).through(other).send(),
            book.trade(btc, 1, 1, 9, 900).through(other).send(),
            book.trade(btc, 1, 1, 9, 900).id(50).send(),
            book.trade(btc, 1, 1, 9, 900).send(),
            book.trade(btc, 1, 2, 9, 900).fees(5, 5).send(),
            book.mark(btc, 100).trade(btc, 1, 2, 9, 900).fees(5, 5).send(),
            book.trade(btc, 1, 2, 9, 100).fees(5, 5).send(),
            book.trade(btc, 1, 2, 9, 100).send(),
            book.trade(btc, 1, 2, 1, 100).send(),
            book.withdraw(1, 985).protection(btc, Protection.TRIAL).trade(btc, 1, 2, 1, 100).send()};
        assertThat(reasons).containsExactly(RejectReason.NOT_AUTHORIZED, RejectReason.INVALID_FIELD,
            RejectReason.UNKNOWN_INSTRUMENT, RejectReason.UNKNOWN_ACCOUNT, RejectReason.NOT_YOUR_ACCOUNT,
            RejectReason.DUPLICATE_TRADE, RejectReason.SAME_ACCOUNT, RejectReason.MARK_STALE,
            RejectReason.OUTSIDE_BAND, RejectReason.FEE_LIMIT, RejectReason.POSITION_LIMIT,
            RejectReason.OPEN_INTEREST_LIMIT, RejectReason.INSUFFICIENT_MARGIN);
        assertThat(reasons).isSorted();
    }
}
