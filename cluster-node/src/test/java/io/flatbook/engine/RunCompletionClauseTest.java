package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-9: the house takes what is left, inflows to the fund repay it; a defaulter with equity pays a close-out fee and
 * its debt. STAT-5: the debt is also what a way back costs. Amounts have two decimals; the fee is 1 %.
 */
class RunCompletionClauseTest
{
    private final TestBook book = new TestBook(new Limits(), 2);
    private final int a = book.perpetual("A", 100);

    RunCompletionClauseTest()
    {
        book.account(2, 2, 1_000_000_00).waterfall(new TestWaterfall().closeOutFee(10_000));
    }

    /** 90.00 that nobody owes: the counterparty sold at 80 and gained nothing. */
    private void houseDeficit()
    {
        book.account(1, 1, 110_00).account(3, 3, 10_000_00);
        book.book(a, 1, 2, 10, 100).book(a, 2, 3, 10, 80).mark(a, 80);
        assertThat(book.usd().houseDeficit().low()).isEqualTo(90_00);
    }

    @Test
    void theHouseTakesWhatIsLeft()
    {
        book.events.take();
        houseDeficit();
        assertThat(book.events.take("houseDeficitChanged", "defaultRunCompleted")).containsExactly(
            "houseDeficitChanged 9000 now=9000 run=1",
            "defaultRunCompleted 1 1 deficit=9000 own=0 fund=0 surcharge=0 haircut=0 house=9000 fee=0 legsLeft=0");
        assertThat(book.account(1).collateral()).isZero();
        assertThat(book.account(3).collateral()).isEqualTo(10_000_00);
    }

    @Test
    void everyInflowToTheFundRepaysItFirst()
    {
        houseDeficit();
        book.events.take();
        book.fund(50_00);
        assertThat(book.events.take("houseDeficitChanged", "insuranceFundChanged"))
            .containsExactly("houseDeficitChanged -5000 now=4000 run=0");
        assertThat(book.usd().houseDeficit().low()).isEqualTo(40_00);
        assertThat(book.usd().insuranceFund()).isZero();
        // A close-out fee is an inflow too: 1 % of 800.00 repays 8.00.
        book.account(4, 4, 500_00).book(a, 4, 2, 10, 80);
        book.accepted(book.engine.declareDefault(book.alice, 4));
        assertThat(book.usd().houseDeficit().low()).isEqualTo(32_00);
        book.fund(100_00);
        assertThat(book.usd().houseDeficit().isZero()).isTrue();
        assertThat(book.usd().insuranceFund()).isEqualTo(68_00);
    }

    @Test
    void nothingLeavesFundFeesOrAccountsMeanwhile()
    {
        houseDeficit();
        book.refused(RejectReason.HOUSE_DEFICIT, RejectField.ASSET,
            () -> book.engine.withdrawInsurance(book.alice, TestBook.USD, 1));
        book.refused(RejectReason.HOUSE_DEFICIT, RejectField.ASSET,
            () -> book.engine.withdrawFees(book.alice, TestBook.USD, 1));
        book.refused(RejectReason.HOUSE_DEFICIT, RejectField.ACCOUNT, () -> book.tryWithdraw(2, 1));
        book.waterfall(new TestWaterfall().gate(90_00)).withdraw(2, 1);
    }

    /** 1 % of the 950.00 that are closed. */
    @Test
    void whoHasEquityPaysAFeeOnWhatIsClosed()
    {
        book.account(1, 1, 110_00).book(a, 1, 2, 10, 100).mark(a, 95);
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(book.account(1).collateral()).isEqualTo(60_00 - 9_50);
        assertThat(book.usd().insuranceFund()).isEqualTo(9_50);
    }

    /** 3.00 are left; 1 % of 893.00 would be more. */
    @Test
    void theFeeIsAtMostWhatIsLeft()
    {
        final int tenths = book.define(TestBook.linear("T").tickSize(1, -1));
        book.mark(tenths, 1_000).account(1, 1, 110_00).book(tenths, 1, 2, 10, 1_000).mark(tenths, 893);
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(book.account(1).collateral()).isZero();
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.usd().insuranceFund()).isEqualTo(3_00);
    }

    @Test
    void whoHadADeficitPaysNoFee()
    {
        book.account(1, 1, 110_00).book(a, 1, 2, 10, 100).mark(a, 80);
        assertThat(book.usd().insuranceFund()).isZero();
    }

    @Test
    void theOrderHoldEndsWithTheLastPosition()
    {
        book.account(1, 1, 110_00).book(a, 1, 2, 10, 100);
        book.accepted(book.engine.setOrderHold(book.gateway, 1, 5_00));
        book.events.take();
        book.mark(a, 80);
        assertThat(book.events.take("orderHoldChanged", "defaultRunCompleted", "accountStatusChanged")).containsExactly(
            "accountStatusChanged 1 HEALTHY->DEFAULTED equity=-9000", "orderHoldChanged 1 500->0",
            "defaultRunCompleted 1 1 deficit=9000 own=0 fund=0 surcharge=9000 haircut=0 house=0 fee=0 legsLeft=0",
            "accountStatusChanged 1 DEFAULTED->CLOSED_OUT equity=0");
    }

    /** Account 1 (105) is long 10 A from 100 and 1 H from 50, which is HALTED. A at 85: strangers pay 45, its debt. */
    private int debtOf45()
    {
        final int h = book.perpetual("H", 50);
        book.account(1, 1, 105_00).book(a, 1, 2, 10, 100).book(h, 1, 2, 1, 50);
        status(h, InstrumentStatus.HALTED);
        book.mark(a, 85);
        assertThat(book.account(1).debt()).isEqualTo(45_00);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.events.take();
        return h;
    }

    private void status(final int instrument, final InstrumentStatus status)
    {
        book.accepted(book.engine.setInstrumentStatus(book.alice, instrument, status));
    }

    /** H at 104: equity 54.00 is below 10.40 + 45.00. H at 106: 56.00 is enough; it pays 45.00 and keeps 11.00. */
    @Test
    void theWayBackCostsTheDebt()
    {
        final int h = debtOf45();
        book.mark(h, 104);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.events.take();
        book.mark(h, 106);
        assertThat(book.events.take("defaultRunDropped", "insuranceFundChanged", "accountStatusChanged"))
            .containsExactly("defaultRunDropped 1 equity=5600 debtRepaid=4500",
                "insuranceFundChanged 4500 DEBT_REPAID now=4500",
                "accountStatusChanged 1 DEFAULTED->HEALTHY equity=1100");
        assertThat(book.account(1).debt()).isZero();
    }

    /** H trades again at 92: 42.00 less a fee of 0.92; all of it repays debt, the rest is forgotten. */
    @Test
    void aFurtherRunRepaysTheDebtAsFarAsItGoes()
    {
        final int h = debtOf45();
        book.mark(h, 92);
        status(h, InstrumentStatus.TRADING);
        assertThat(book.events.take("insuranceFundChanged", "defaultRunCompleted")).containsExactly(
            "insuranceFundChanged 92 CLOSE_OUT_FEE now=92", "insuranceFundChanged 4108 DEBT_REPAID now=4200",
            "defaultRunCompleted 2 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=92 legsLeft=0" +
            " debt=0 repaid=4108");
        assertThat(book.account(1).collateral()).isZero();
        assertThat(book.account(1).debt()).isZero();
    }

    /** H trades again at 100: 50.00 less 1.00 of fee less the debt of 45.00. */
    @Test
    void whatIsLeftAfterTheDebtIsTheDefaulters()
    {
        final int h = debtOf45();
        book.mark(h, 100);
        status(h, InstrumentStatus.TRADING);
        assertThat(book.account(1).collateral()).isEqualTo(4_00);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.usd().insuranceFund()).isEqualTo(46_00);
    }

    /** What own accounts gave is no debt: only fund, strangers, haircut and house lent. */
    @Test
    void whatOwnAccountsGaveIsNoDebt()
    {
        final int h = book.perpetual("H", 50);
        book.account(1, 1, 105_00).account(3, 1, 30_00).book(a, 1, 2, 10, 100).book(h, 1, 2, 1, 50);
        book.book(a, 2, 3, 1, 100);
        status(h, InstrumentStatus.HALTED);
        book.mark(a, 85);
        // Account 3 has 30.00 + 15.00, all of it, and gives the 45.00.
        assertThat(book.account(3).collateral()).isZero();
        assertThat(book.account(1).debt()).isZero();
    }

    /** Two partial runs lend 30.00 and 20.00; G at 17 brings 70.00: more than 17.00 and the debt of 50.00. */
    @Test
    void debtAddsUpOverPartialRuns()
    {
        final int h = book.perpetual("H", 50);
        final int g = book.perpetual("G", 10);
        book.account(1, 1, 120_00).book(a, 1, 2, 10, 85).book(h, 1, 2, 2, 50).book(g, 1, 2, 10, 10);
        status(h, InstrumentStatus.HALTED);
        status(g, InstrumentStatus.HALTED);
        book.mark(a, 70);
        assertThat(book.account(1).debt()).isEqualTo(30_00);
        // H has lost 20.00 when it trades again; G stays.
        book.mark(h, 40);
        status(h, InstrumentStatus.TRADING);
        assertThat(book.account(1).debt()).isEqualTo(50_00);
        assertThat(book.lots(1, g)).isEqualTo(10);
        book.mark(g, 17);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
        assertThat(book.account(1).collateral()).isEqualTo(-50_00);
        assertThat(book.account(1).debt()).isZero();
    }
}
