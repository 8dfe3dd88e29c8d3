package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways to drain an insurance fund by dealing with oneself, none of which works (TRD-1, TRD-2, PAY-1, RUN-3, RUN-4,
 * I12).
 */
class SelfDealingTest
{
    private static final long FUND = 10_000;
    private static final long MAKER = 99;

    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);

    SelfDealingTest()
    {
        book.fund(FUND).account(MAKER, 99, 1_000_000);
    }

    @Test
    void aLossCannotBeSoldToAnAccompliceFarFromMark()
    {
        // 1 holds 10; the accomplice 2 of another owner would buy them at 200 and leave the loss to the fund.
        book.account(1, 1, 200).account(2, 2, 210).book(btc, 1, MAKER, 10, 100);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER, () -> book.trade(btc, 2, 1, 10, 200).send());
        book.refused(RejectReason.BEYOND_BANKRUPTCY, RejectField.BUYER,
            () -> book.trade(btc, 2, 1, 10, 200).guaranteed().send());
        // What he has he may lose to 1, not a unit more: 10 lots 21 above mark.
        book.refused(RejectReason.BEYOND_BANKRUPTCY, RejectField.BUYER,
            () -> book.trade(btc, 2, 1, 10, 122).guaranteed().send());
        book.accepted(book.trade(btc, 2, 1, 10, 121).guaranteed().send());
        assertThat(book.equity(1) + book.equity(2)).isEqualTo(410);
        assertThat(book.usd().insuranceFund()).isEqualTo(FUND);
    }

    @Test
    void aLossCannotBeSoldByReducingEither()
    {
        // Both sides reduce, so that no margin is asked: the seller would take a loss beyond what he has.
        book.account(1, 1, 200).account(2, 2, 200).book(btc, 1, MAKER, 10, 100).book(btc, MAKER, 2, 10, 100);
        book.refused(RejectReason.BEYOND_BANKRUPTCY, RejectField.SELLER, () -> book.trade(btc, 2, 1, 10, 79).send());
        book.refused(RejectReason.BEYOND_BANKRUPTCY, RejectField.BUYER, () -> book.trade(btc, 2, 1, 10, 121).send());
        book.book(btc, 2, 1, 10, 80);
        assertThat(book.equity(1)).isZero();
        assertThat(book.equity(2)).isEqualTo(400);
    }

    @Test
    void gainsOnPaperCannotBeWithdrawn()
    {
        book.account(1, 1, 200).book(btc, 1, MAKER, 10, 100).mark(btc, 150);
        assertThat(book.equity(1)).isEqualTo(700);
        // min(collateral 200, equity 700) less initial margin 150.
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT, () -> book.tryWithdraw(1, 51));
        book.refused(RejectReason.INSUFFICIENT_COLLATERAL, RejectField.AMOUNT, () -> book.tryWithdraw(1, 201));
        book.withdraw(1, 50).mark(btc, 85);
        // Back below the entry, what he took out is his own money, and the fund pays nothing.
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.usd().insuranceFund()).isEqualTo(FUND);
    }

    @Test
    void aLongAndAShortOfOneOwnerAcrossAGapPayForEachOther()
    {
        book.account(1, 7, 100).account(2, 7, 100).book(btc, 1, MAKER, 10, 100).book(btc, MAKER, 2, 10, 100);
        // 1 loses 400 and has 100; 2 gains 400 and pays the 300 that 1 owes.
        book.mark(btc, 60);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.usd().insuranceFund()).isEqualTo(FUND);
        assertThat(book.equity(1) + book.equity(2)).isEqualTo(200);
        assertThat(book.equity(MAKER)).isEqualTo(1_000_000);
    }

    @Test
    void aHedgeThatIsClosedBeforeTheDefaultAnswersAllTheSame()
    {
        book.account(1, 7, 100).account(2, 7, 100).book(btc, 1, MAKER, 10, 100).book(btc, MAKER, 2, 10, 100);
        // At 93 account 1 is LIQUIDATING; the short takes its profit of 70, which does not leave.
        book.mark(btc, 93).book(btc, 2, MAKER, 10, 93);
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.ACCOUNT, () -> book.tryWithdraw(2, 1));
        book.mark(btc, 85);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.equity(2)).as("170 less the 50 that 1 owed").isEqualTo(120);
        assertThat(book.usd().insuranceFund()).isEqualTo(FUND);
    }

    @Test
    void theMarginOfWhatStaysCannotBeGivenAwayLotByLot()
    {
        book.account(1, 1, 110).account(2, 2, 1_000).book(btc, 1, MAKER, 10, 100);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER, () -> book.trade(btc, 2, 1, 1, 1).send());
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER, () -> book.trade(btc, 2, 1, 1, 50).send());
    }

    @Test
    void whileOneAccountIsInTroubleTheOwnersOthersKeepTheirMoney()
    {
        book.account(1, 7, 100).account(2, 7, 1_000).account(3, 3, 500).book(btc, 1, MAKER, 10, 100).mark(btc, 94);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.ACCOUNT, () -> book.tryWithdraw(2, 1));
        book.withdraw(3, 500);
    }

    @Test
    void theEntryCannotBeResetByAWashTradeBetweenOwnAccounts()
    {
        book.account(1, 7, 300).account(2, 7, 300).book(btc, 1, MAKER, 10, 100).mark(btc, 120);
        book.refused(RejectReason.SAME_OWNER, RejectField.SELLER, () -> book.trade(btc, 2, 1, 10, 120).send());
        book.refused(RejectReason.SAME_OWNER, RejectField.SELLER,
            () -> book.trade(btc, 2, 1, 10, 120).guaranteed().send());
        // A transfer, which risk may do, carries the cost along: the entry stays what it was.
        book.accepted(book.engine.transferPosition(book.alice, 1, 2, btc, 10, TestBook.NONE));
        assertThat(book.account(2).leg(book.instrument(btc)).cost()).isEqualTo(1_000);
        assertThat(book.account(1).collateral()).isEqualTo(300);
    }
}
