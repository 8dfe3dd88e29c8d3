package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the insurance fund gives, what limits it (RUN-5), the house deficit that is left (RUN-9) and what it stops
 * (PAY-1); what risk pays in and takes out (BOOK-2, CMD-4, NOUN-5).
 */
class InsuranceFundTest
{
    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);

    /** Accounts 1 to n are long 10 with 100 each; each loses 200 beyond that at 70. Account 99 is short. */
    private void longs(final int count)
    {
        book.account(99, 99, 100_000);
        for (int id = 1; id <= count; id++)
        {
            book.account(id, id, 100).book(btc, id, 99, 10, 100);
        }
    }

    private List<String> drawsAt(final long ticks)
    {
        book.events.take();
        book.mark(btc, ticks);
        return book.events.take("insuranceFundChanged");
    }

    private static String draw(final long minorUnits, final long left)
    {
        return "insuranceFundChanged -" + minorUnits + " DEFAULT_DRAW now=" + left;
    }

    @Test
    void theFundGivesNoMoreThanTheDeficit()
    {
        longs(1);
        book.fund(500);
        assertThat(drawsAt(70)).containsExactly(draw(200, 300));
        assertThat(book.equity(99)).isEqualTo(100_300);
    }

    @Test
    void severalDefaultersShareTheFundByTheirDeficits()
    {
        longs(1);
        book.account(2, 2, 150).book(btc, 2, 99, 10, 100).account(3, 3, 250).book(btc, 3, 99, 10, 100);
        // Deficits 200, 150 and 50 share 99.
        book.fund(99);
        assertThat(drawsAt(70)).containsExactly(draw(49, 50), draw(37, 13), draw(13, 0));
        assertThat(book.usd().insuranceFund()).isZero();
    }

    @Test
    void whatOneLeavesOfItsShareGoesToTheNext()
    {
        longs(2);
        // 1's brother is short 10: it closes with 1 and pays the 200 that 1 owes, so that all the fund is for 2.
        book.account(11, 1, 200).book(btc, 99, 11, 10, 100).fund(200);
        assertThat(drawsAt(70)).containsExactly(draw(200, 0));
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.equity(11)).isEqualTo(300);
    }

    @Test
    void theFundIsNotDrawnBelowItsFloor()
    {
        longs(1);
        book.waterfall(new TestWaterfall().floor(450)).fund(500);
        assertThat(drawsAt(70)).containsExactly(draw(50, 450));
        book.waterfall(new TestWaterfall().floor(1_000));
        longsAgain(98);
        assertThat(drawsAt(50)).isEmpty();
        assertThat(book.status(98)).as("its run was made").isEqualTo(AccountStatus.CLOSED_OUT);
    }

    private void longsAgain(final long accountId)
    {
        book.account(accountId, accountId, 100).book(btc, accountId, 99, 10, 70);
    }

    @Test
    void theCapOfAnOwnerHoldsForAllItsRunsOfAWindowInOrderOfAccount()
    {
        book.account(99, 99, 100_000).account(1, 7, 100).account(2, 7, 100).account(3, 3, 100).account(4, 7, 100);
        for (long id = 1; id <= 3; id++)
        {
            book.book(btc, id, 99, 10, 100);
        }
        // Each owes 200; the needs of owner 7 count as 200 and 50.
        book.waterfall(new TestWaterfall().perOwner(250, 1_000)).fund(1_000);
        assertThat(drawsAt(70)).containsExactly(draw(200, 800), draw(50, 750), draw(200, 550));
        book.book(btc, 4, 99, 10, 70);
        assertThat(drawsAt(50)).as("nothing is left of its cap").isEmpty();
        book.at(1_000).account(5, 7, 100).book(btc, 5, 99, 10, 50);
        assertThat(drawsAt(30)).containsExactly(draw(100, 450));
    }

    @Test
    void anOwnerIdOfAnotherVenueHasACapOfItsOwn()
    {
        final Sender other = book.gateway("other", 2, 15, Switch.OFF);
        book.account(99, 99, 100_000).account(1, 7, 100).book(btc, 1, 99, 10, 100);
        book.accepted(book.engine.openAccount(other, 2, 7, TestBook.USD));
        book.accepted(book.engine.deposit(other, 2, 100, 1));
        book.accepted(book.engine.openAccount(other, 98, 98, TestBook.USD));
        book.accepted(book.engine.deposit(other, 98, 100_000, 2));
        book.accepted(book.trade(btc, 2, 98, 10, 100).through(other).send());
        book.waterfall(new TestWaterfall().perOwner(150, 1_000)).fund(1_000);
        assertThat(drawsAt(70)).containsExactly(draw(150, 850), draw(150, 700));
    }

    @Test
    void drawsOfBeforeTheCapWasSetCountIfWindowsWereOn()
    {
        longs(1);
        book.waterfall(new TestWaterfall().window(1_000, 1_000)).fund(1_000);
        assertThat(drawsAt(70)).containsExactly(draw(200, 800));
        book.account(2, 1, 100).book(btc, 2, 99, 10, 70).waterfall(new TestWaterfall().perOwner(250, 1_000));
        assertThat(drawsAt(40)).containsExactly(draw(50, 750));
    }

    @Test
    void aCapBelowWhatWasDrawnLeavesNothing()
    {
        longs(1);
        book.waterfall(new TestWaterfall().window(1_000, 1_000)).fund(1_000);
        assertThat(drawsAt(70)).containsExactly(draw(200, 800));
        book.account(2, 1, 100).book(btc, 2, 99, 10, 70).waterfall(new TestWaterfall().window(150, 1_000));
        assertThat(drawsAt(50)).isEmpty();
        book.account(3, 1, 100).book(btc, 3, 99, 10, 50).waterfall(new TestWaterfall().perOwner(150, 1_000));
        assertThat(drawsAt(30)).isEmpty();
        assertThat(List.of(book.status(2), book.status(3))).containsOnly(AccountStatus.CLOSED_OUT);
    }

    @Test
    void anotherLengthOfTheWindowBeginsWithNothingDrawnNorWithdrawn()
    {
        longs(1);
        book.waterfall(new TestWaterfall().window(200, 1_000)).fund(1_000).withdraw(99, 50);
        assertThat(drawsAt(70)).containsExactly(draw(200, 800));
        book.account(2, 1, 100).book(btc, 2, 99, 10, 70);
        book.waterfall(new TestWaterfall().window(200, 2_000).perOwner(200, 2_000).withdrawals(60, 2_000));
        assertThat(drawsAt(50)).containsExactly(draw(100, 700));
        book.withdraw(99, 60).refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(99, 1));
    }

    @Test
    void aCapOfZeroIsNoMoneyAtAll()
    {
        longs(1);
        book.waterfall(new TestWaterfall().perOwner(0, 1_000)).fund(500);
        assertThat(drawsAt(70)).isEmpty();
        assertThat(book.usd().insuranceFund()).isEqualTo(500);
    }

    @Test
    void theCapOfAWindowHoldsForAllItsRunsAndTheNextWindowStartsAnew()
    {
        book.waterfall(new TestWaterfall().window(250, 1_000)).fund(1_000).at(2_500);
        longs(1);
        assertThat(drawsAt(70)).containsExactly(draw(200, 800));
        longsAgain(11);
        book.at(2_999);
        assertThat(drawsAt(40)).containsExactly(draw(50, 750));
        book.at(3_000).account(12, 12, 100).book(btc, 12, 99, 10, 40);
        assertThat(drawsAt(10)).containsExactly(draw(200, 550));
    }

    @Test
    void anEmptyFundPaysNothingAndTheWinnersPay()
    {
        longs(1);
        assertThat(drawsAt(70)).isEmpty();
        assertThat(book.equity(99)).isEqualTo(100_100);
    }

    /** Account 1 owes 50 that nobody can be asked for. */
    private void houseDeficitOfFifty()
    {
        book.account(1, 1, 100).account(2, 2, 1_000).account(3, 3, 1_000).account(4, 4, 1_000);
        book.book(btc, 1, 2, 4, 100).book(btc, 1, 4, 6, 100).mark(btc, 95).book(btc, 4, 3, 6, 75).mark(btc, 70);
        assertThat(book.usd().houseDeficit()).hasToString("50");
    }

    @Test
    void aHouseDeficitIsRepaidBeforeTheFundGetsAnything()
    {
        houseDeficitOfFifty();
        book.waterfall(new TestWaterfall().closeOutFee(50_000));
        book.account(5, 5, 100).book(btc, 5, 2, 10, 70).events.take();
        book.accepted(book.engine.declareDefault(book.alice, 5));
        assertThat(book.events.take("houseDeficitChanged", "insuranceFundChanged")).containsExactly(
            "houseDeficitChanged -35 now=15 run=0");
        book.fund(100);
        assertThat(book.events.take()).containsExactly(
            "houseDeficitChanged -15 now=0 run=0", "insuranceFundChanged 85 FUND_INSURANCE now=85");
    }

    @Test
    void withdrawalsStopWhileTheHouseDeficitIsAboveItsGate()
    {
        houseDeficitOfFifty();
        book.refused(RejectReason.HOUSE_DEFICIT, RejectField.ACCOUNT, () -> book.tryWithdraw(2, 1));
        book.waterfall(new TestWaterfall().gate(49));
        book.refused(RejectReason.HOUSE_DEFICIT, RejectField.ACCOUNT, () -> book.tryWithdraw(2, 1));
        book.waterfall(new TestWaterfall().gate(50)).withdraw(2, 1);
        book.refused(RejectReason.HOUSE_DEFICIT, RejectField.ASSET,
            () -> book.engine.withdrawInsurance(book.alice, TestBook.USD, 1));
    }

    private void insuranceWithdrawn(final long minorUnits, final RejectReason reason, final RejectField field)
    {
        book.refused(reason, field, () -> book.engine.withdrawInsurance(book.alice, TestBook.USD, minorUnits));
    }

    @Test
    void theFundIsNotWithdrawnBelowItsFloorOrWhileAnAccountIsBeingLiquidated()
    {
        book.fund(100).waterfall(new TestWaterfall().floor(30));
        insuranceWithdrawn(71, RejectReason.INSUFFICIENT_FUND, RejectField.AMOUNT);
        longs(1);
        book.mark(btc, 94);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        insuranceWithdrawn(70, RejectReason.DEFAULT_PENDING, RejectField.ASSET);
        book.mark(btc, 100);
        assertThat(book.eventsOf(() -> book.engine.withdrawInsurance(book.alice, TestBook.USD, 70)))
            .containsExactly("insuranceFundChanged -70 WITHDRAW_INSURANCE now=30");
        assertThat(book.usd().withdrawals()).hasToString("70");
    }

    @Test
    void aLiquidationThatNobodyCanCloseDoesNotBindIt()
    {
        book.fund(100);
        longs(1);
        book.mark(btc, 94).accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.accepted(book.engine.withdrawInsurance(book.alice, TestBook.USD, 1));
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        insuranceWithdrawn(1, RejectReason.DEFAULT_PENDING, RejectField.ASSET);
    }

    @Test
    void aWaitingRunBindsItWhileItsAccountIsBelowZero()
    {
        final int euro = 2;
        book.accepted(book.engine.defineAsset(book.alice, 2, "EUR"));
        book.accepted(book.engine.fundInsurance(book.alice, euro, 1));
        book.fund(100).waterfall(new TestWaterfall().operator());
        longs(1);
        book.mark(btc, 89);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        insuranceWithdrawn(1, RejectReason.DEFAULT_PENDING, RejectField.ASSET);
        // It is of one asset, and the fund of another one does not wait for it.
        book.accepted(book.engine.withdrawInsurance(book.alice, euro, 1));
        book.mark(btc, 90);
        assertThat(book.status(1)).as("equity 0 of 90").isEqualTo(AccountStatus.DEFAULTED);
        book.accepted(book.engine.withdrawInsurance(book.alice, TestBook.USD, 1));
    }

    @Test
    void feesAreWithdrawnUpToWhatThereIsAndNotDuringAHouseDeficit()
    {
        longs(1);
        book.account(2, 2, 1_000).accepted(book.trade(btc, 2, 99, 1, 100).fees(3, 4).send());
        book.refused(RejectReason.INSUFFICIENT_FUND, RejectField.AMOUNT,
            () -> book.engine.withdrawFees(book.alice, TestBook.USD, 8));
        assertThat(book.eventsOf(() -> book.engine.withdrawFees(book.alice, TestBook.USD, 6)))
            .containsExactly("feesWithdrawn 6 now=1 by risk/alice");
        final TestBook broke = new TestBook();
        final int coin = broke.perpetual("COIN", 100);
        broke.account(1, 1, 100).account(2, 2, 1_000).account(3, 3, 1_000).book(coin, 1, 2, 10, 100).mark(coin, 95);
        broke.accepted(broke.trade(coin, 2, 3, 10, 85).fees(1, 1).send());
        broke.mark(coin, 85);
        assertThat(broke.usd().houseDeficit().isZero()).isFalse();
        broke.refused(RejectReason.HOUSE_DEFICIT, RejectField.ASSET,
            () -> broke.engine.withdrawFees(broke.alice, TestBook.USD, 1));
        broke.refused(RejectReason.HOUSE_DEFICIT, RejectField.ASSET,
            () -> broke.engine.withdrawInsurance(broke.alice, TestBook.USD, 1));
    }
}
