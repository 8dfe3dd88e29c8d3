package io.flatbook.engine;

import io.flatbook.engine.book.Protection;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a trade does to cost and collateral, how one is busted, and the order of the guards. */
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
            "positionChanged 1 BTC 5 cost=505 realized=0 fee=3 collateral=997",
            "positionChanged 2 BTC -5 cost=-505 realized=0 fee=-1 collateral=1001");
        assertThat(book.usd().fees()).isEqualTo(2);
        assertThat(book.instrument(btc).openInterestLots()).isEqualTo(5);
    }

    @Test
    void aReductionTakesItsShareOfTheCostRoundedTowardZeroAndTheLastCloseTakesTheRest()
    {
        book.book(btc, 1, 2, 3, 100).book(btc, 1, 2, 4, 101);
        assertThat(book.eventsOf(() -> book.trade(btc, 2, 1, 5, 110).send())).containsExactly(
            "tradeRegistered BTC buyer=2 seller=1 5@110 TRADE",
            "positionChanged 2 BTC -2 cost=-202 realized=-48 fee=0 collateral=952",
            "positionChanged 1 BTC 2 cost=202 realized=48 fee=0 collateral=1048");
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
            "positionChanged 3 BTC 8 cost=832 realized=0 fee=0 collateral=1000",
            "positionChanged 1 BTC -3 cost=-312 realized=20 fee=0 collateral=1020");
    }

    @Test
    void aBustIsTheExactReverseOnce()
    {
        book.accepted(book.trade(btc, 1, 2, 5, 150).id(100).fees(3, 1).send());
        book.refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID,
            () -> book.trade(btc, 2, 1, 4, 150).id(101).fees(-1, -3).bust(100).send());
        book.refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID,
            () -> book.trade(btc, 2, 1, 5, 149).id(101).fees(-1, -3).bust(100).send());
        book.refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID,
            () -> book.trade(btc, 1, 2, 5, 150).id(101).fees(-3, -1).bust(100).send());
        book.refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID,
            () -> book.trade(btc, 2, 1, 5, 150).id(101).bust(100).send());
        book.refused(RejectReason.UNKNOWN_TRADE, RejectField.BUSTED_TRADE_ID,
            () -> book.trade(btc, 2, 1, 5, 150).id(101).fees(-1, -3).bust(99).send());
        book.accepted(book.trade(btc, 2, 1, 5, 150).id(101).fees(-1, -3).bust(100).send());
        assertThat(book.account(1).collateral()).isEqualTo(1_000);
        assertThat(book.account(2).collateral()).isEqualTo(1_000);
        assertThat(book.usd().fees()).isZero();
        book.refused(RejectReason.DUPLICATE_TRADE, RejectField.BUSTED_TRADE_ID,
            () -> book.trade(btc, 2, 1, 5, 150).id(102).fees(-1, -3).bust(100).send());
    }

    @Test
    void aBustIsExemptFromBandAndInitialMarginButNotFromBankruptcy()
    {
        book.accepted(book.trade(btc, 1, 2, 50, 100).id(100).send());
        book.protection(btc, new Protection(0, 0, 50_000, TestBook.NONE, TestBook.NONE, TestBook.NONE, TestBook.NONE));
        book.book(btc, 3, 1, 50, 100).mark(btc, 110);
        // 1 is flat: the reverse opens a short of 50 at 100 with the mark at 110, a loss of 500.
        book.accepted(book.trade(btc, 2, 1, 50, 100).id(101).bust(100).send());
        assertThat(book.equity(1)).isEqualTo(500);
        assertThat(book.lots(1, btc)).isEqualTo(-50);
    }

    @Test
    void aBustBeyondBankruptcyIsRefused()
    {
        book.accepted(book.trade(btc, 1, 2, 50, 100).id(100).send());
        book.book(btc, 3, 1, 50, 100).withdraw(1, 600).mark(btc, 110);
        book.refused(RejectReason.BEYOND_BANKRUPTCY, RejectField.SELLER,
            () -> book.trade(btc, 2, 1, 50, 100).id(101).bust(100).send());
    }

    @Test
    void theFirstReasonThatHoldsIsTheAnswer()
    {
        final Sender marks = book.gateway("marks", 2, Principal.MARKS, Switch.OFF);
        final Sender other = book.gateway("other", 2, Principal.TRADE, Switch.OFF);
        book.accepted(book.trade(btc, 1, 2, 1, 100).id(50).send());
        book.protection(btc, new Protection(0, 1_000, 50_000, 0, 2L, 1L, TestBook.NONE)).at(5_000);
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
