package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Accounts that answer for a distressed one of their owner trade without lowering their equity (TRD-2, RUN-3). */
class PledgedTradesTest
{
    private static final long MAKER = 9;

    private final TestBook book = new TestBook(new Limits().legsPerAccount(4));
    private final int perp = book.define(TestBook.linear("COIN-PERP").family("COIN"));
    private final int future = book.define(TestBook.future("COIN-F6", 1_000_000_000).family("COIN"));
    private final int other = book.perpetual("OTHER", 10_000);

    /** Owner 7: account 1 is long 10 COIN-PERP and LIQUIDATING at 9,400, account 2 short 4 COIN-F6, account 3 free. */
    PledgedTradesTest()
    {
        book.marks(new int[]{perp, future}, 10_000, 10_000).account(MAKER, 9, 10_000_000);
        book.account(1, 7, 10_000).account(2, 7, 10_000).account(3, 7, 10_000);
        book.book(perp, 1, MAKER, 10, 10_000).book(future, MAKER, 2, 4, 10_000).mark(perp, 9_400);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.account(2).pledged()).isTrue();
        assertThat(book.account(3).pledged()).isFalse();
    }

    private void pledged(final RejectField field, final TestTrade trade)
    {
        book.refused(RejectReason.PLEDGED, field, trade::send);
    }

    @Test
    void aPledgedAccountGivesNothingAwayByATrade()
    {
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 1, 10_001));
        pledged(RejectField.SELLER, book.trade(future, MAKER, 2, 1, 9_999));
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 1, 10_001).guaranteed());
        pledged(RejectField.SELLER, book.trade(other, MAKER, 2, 1, 9_999));
        book.book(future, 2, MAKER, 1, 10_000).book(future, MAKER, 2, 1, 10_001).book(other, 2, MAKER, 1, 10_000);
        assertThat(book.equity(2)).isEqualTo(10_001);
    }

    @Test
    void itStaysPledgedWithoutThePosition()
    {
        book.book(future, 2, MAKER, 4, 10_000);
        assertThat(book.account(2).pledged()).isTrue();
        pledged(RejectField.BUYER, book.trade(other, 2, MAKER, 1, 10_001));
    }

    @Test
    void whoIsNotPledgedTradesFreelyUntilItTakesTheOppositeSide()
    {
        book.book(other, 3, MAKER, 1, 10_001).book(perp, 3, MAKER, 1, 9_401);
        assertThat(book.account(3).pledged()).isFalse();
        book.events.take();
        book.book(perp, MAKER, 3, 2, 9_400);
        assertThat(book.events.take("accountPledged")).containsExactly("accountPledged 3 for=1");
        pledged(RejectField.BUYER, book.trade(perp, 3, MAKER, 1, 9_401));
    }

    @Test
    void aSmallFeeOnAReductionDoesNotCountALargerOneCountsInFull()
    {
        // 1,000 ppm of 40,000 are 40.
        book.accepted(book.trade(future, 2, MAKER, 1, 10_000).fees(10, 0).send());
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 3, 10_000).fees(31, 0));
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 3, 9_999).fees(31, 0));
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 3, 10_001).fees(3, 0));
        book.accepted(book.trade(future, 2, MAKER, 3, 10_000).fees(30, 0).send());
        assertThat(book.equity(2)).isEqualTo(10_000 - 40);
    }

    @Test
    void theShareIsRoundedDown()
    {
        book.mark(future, 10_999);
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 1, 10_999).fees(11, 0));
        book.accepted(book.trade(future, 2, MAKER, 1, 10_999).fees(10, 0).send());
    }

    @Test
    void aLargeFeeIsCoveredByAGain()
    {
        book.accepted(book.trade(future, 2, MAKER, 4, 9_980).fees(80, 0).send());
        assertThat(book.equity(2)).isEqualTo(10_000);
    }

    @Test
    void onAnOpeningEveryFeeCounts()
    {
        pledged(RejectField.SELLER, book.trade(future, MAKER, 2, 1, 10_000).fees(0, 1));
        pledged(RejectField.BUYER, book.trade(other, 2, MAKER, 1, 10_000).fees(1, 0));
        // A turn to the other side is an opening.
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 5, 10_000).fees(1, 0));
        book.accepted(book.trade(future, MAKER, 2, 1, 10_001).fees(0, 1).send());
    }

    @Test
    void aRebateIsNoFee()
    {
        book.accepted(book.trade(other, MAKER, 3, 1, 10_000).fees(100, 0).send());
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 1, 10_008).fees(-7, 0));
        book.accepted(book.trade(future, 2, MAKER, 1, 10_007).fees(-7, 0).send());
    }

    @Test
    void aBustIsJudgedWhateverItsPrice()
    {
        book.mark(perp, 10_000);
        book.accepted(book.trade(future, MAKER, 2, 1, 10_050).id(500).send());
        assertThat(book.account(2).pledged()).isFalse();
        book.mark(perp, 9_400);
        assertThat(book.equity(2)).isEqualTo(10_050);
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 1, 10_050).id(501).bust(500));
        book.accepted(book.engine.setPriceBounds(book.alice, future, 1, 10_020));
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 1, 10_050).id(501).bust(500));
    }

    @Test
    void laterGuardsRefuseWhatNeedNotFit()
    {
        book.refused(RejectReason.OUTSIDE_BAND, RejectField.PRICE,
            () -> book.trade(future, 2, MAKER, 1, 100_001).send());
        final long largest = (1L << 54) / 100_000;
        book.refused(RejectReason.POSITION_LIMIT, RejectField.BUYER,
            () -> book.trade(future, 2, MAKER, 2 * largest + 1, 10_001).send());
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 2 * largest, 10_001));
    }

    @Test
    void pledgedComesBeforeBandsAndFees()
    {
        book.protection(future, new TestProtection().tradeBand(10_000).maxFee(0));
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 1, 10_500).fees(5, 0));
    }

    @Test
    void theLiquidatingSideOfALiquidationTradeIsExempt()
    {
        // Account 2's future rises: now both are LIQUIDATING and pledged for each other.
        book.mark(future, 12_100);
        assertThat(book.status(2)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.account(1).pledged()).isTrue();
        book.accepted(book.trade(perp, MAKER, 1, 1, 9_300).liquidation().send());
        book.accepted(book.trade(future, 2, MAKER, 1, 12_200).liquidation().send());
    }

    @Test
    void withRecourseToTheOwnerEveryAccountAnswersWhileOneIsDistressed()
    {
        book.waterfall(new TestWaterfall().recourse(Recourse.OWNER));
        pledged(RejectField.BUYER, book.trade(other, 3, MAKER, 1, 10_001));
        pledged(RejectField.BUYER, book.trade(future, 2, MAKER, 1, 10_001));
        book.book(other, 3, MAKER, 1, 10_000).accepted(book.trade(perp, MAKER, 1, 1, 9_300).liquidation().send());
        book.mark(perp, 10_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
        book.book(other, 3, MAKER, 1, 10_001);
    }

    @Test
    void thenTheDistressedAccountAnswersToo()
    {
        // Account 1 bought a lot at 9,500; its reverse, while it is LIQUIDATING and the mark is 9,600, costs it 100.
        book.mark(perp, 10_000).deposit(1, 500);
        book.accepted(book.trade(perp, 1, MAKER, 1, 9_500).id(500).send());
        book.mark(perp, 9_400).mark(perp, 9_600);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        final TestTrade bust = book.trade(perp, MAKER, 1, 1, 9_500).id(502).bust(500);
        book.waterfall(new TestWaterfall().recourse(Recourse.OWNER));
        pledged(RejectField.SELLER, bust);
        book.waterfall(new TestWaterfall()).accepted(bust.send());
    }
}
