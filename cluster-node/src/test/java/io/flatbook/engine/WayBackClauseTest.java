package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * STAT-5: a DEFAULTED account whose run is held comes back once its equity is at initial margin and its debt again,
 * before any run starts; STAT-6: what declares and releases a run. Account 1 (120) is long 10 A from 100, account 2 is
 * short.
 */
class WayBackClauseTest
{
    private final TestBook book = new TestBook();
    private final int a = book.perpetual("A", 100);

    WayBackClauseTest()
    {
        book.account(1, 1, 120).account(2, 2, 1_000_000).book(a, 1, 2, 10, 100);
    }

    private void runs(final Switch on)
    {
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, on));
    }

    private void halt(final InstrumentStatus status)
    {
        book.accepted(book.engine.setInstrumentStatus(book.alice, a, status));
    }

    @Test
    void comesBackWhileTheOperatorIsAwaited()
    {
        book.waterfall(new TestWaterfall().operator()).mark(a, 80);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        // 97: 90 is below 97; 98: 100 is above 98.
        book.mark(a, 97);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.events.take();
        book.mark(a, 98);
        assertThat(book.events.take()).containsExactly("markPricesUpdated 1:98",
            "defaultRunDropped 1 equity=100 debtRepaid=0", "accountStatusChanged 1 DEFAULTED->HEALTHY equity=100");
        assertThat(book.engine.pendingRuns().isEmpty()).isTrue();
        book.book(a, 2, 1, 1, 98);
    }

    @Test
    void comesBackWhileRunsAreOff()
    {
        runs(Switch.OFF);
        book.mark(a, 80).mark(a, 100);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
        runs(Switch.ON);
        assertThat(book.lots(1, a)).isEqualTo(10);
    }

    /** Re-evaluated before runs: the same mark that makes its leg closable brings it back. */
    @Test
    void isAskedBeforeItsRunStarts()
    {
        book.protection(a, new TestProtection().markMaxAge(1_000)).at(10_000).mark(a, 80);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        runs(Switch.OFF);
        book.account(3, 3, 120).book(a, 3, 2, 10, 80).mark(a, 67);
        assertThat(book.status(3)).isEqualTo(AccountStatus.DEFAULTED);
        // Runs are on again when its mark has become stale: nothing can be closed until the next one.
        book.at(12_000);
        runs(Switch.ON);
        assertThat(book.status(3)).isEqualTo(AccountStatus.DEFAULTED);
        book.events.take();
        book.mark(a, 80);
        assertThat(book.events.take("defaultRunStarted", "defaultRunDropped"))
            .containsExactly("defaultRunDropped 3 equity=120 debtRepaid=0");
    }

    @Test
    void comesBackByADeposit()
    {
        book.waterfall(new TestWaterfall().operator()).mark(a, 80);
        book.deposit(1, 159);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.deposit(1, 1);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    @Test
    void needsAllPositionsPriced()
    {
        final int h = book.perpetual("H", 10);
        book.protection(h, new TestProtection().markBand(100_000)).book(h, 1, 2, 1, 10);
        book.waterfall(new TestWaterfall().operator()).marks(new int[]{a, h}, 70, 100);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.mark(a, 120);
        assertThat(book.status(1)).as("H is SUSPECT").isEqualTo(AccountStatus.DEFAULTED);
        book.mark(h, 10);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    /** HALTED is no want of a price: a deadline or an operator may still be outlived. */
    @Test
    void comesBackWhileItsInstrumentIsHalted()
    {
        halt(InstrumentStatus.HALTED);
        book.mark(a, 80).mark(a, 100);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    @Test
    void isNotForWhoWasDeclared()
    {
        halt(InstrumentStatus.HALTED);
        book.accepted(book.engine.declareDefault(book.alice, 1));
        book.mark(a, 80).mark(a, 200);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        halt(InstrumentStatus.TRADING);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.account(1).collateral()).isEqualTo(1_120);
    }

    @Test
    void isNotForWhoseRunWasReleased()
    {
        halt(InstrumentStatus.HALTED);
        book.waterfall(new TestWaterfall().operator()).mark(a, 80);
        book.accepted(book.engine.declareDefault(book.alice, 1));
        book.mark(a, 200);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
    }

    @Test
    void declaringTwiceNeedsAHeldRun()
    {
        halt(InstrumentStatus.HALTED);
        book.mark(a, 80);
        book.accepted(book.engine.declareDefault(book.alice, 1));
        book.accepted(book.engine.declareDefault(book.alice, 1));
        halt(InstrumentStatus.TRADING);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.engine.declareDefault(book.alice, 1));
    }

    /** While a run is held, only that owner waits for it (PAY-1). */
    @Test
    void nobodyElseWaitsForAHeldRun()
    {
        halt(InstrumentStatus.HALTED);
        book.account(3, 1, 50).account(4, 4, 50).mark(a, 80);
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.ACCOUNT, () -> book.tryWithdraw(3, 1));
        book.withdraw(4, 1).withdraw(2, 1);
        // PAY-2: whose run is held takes what the owner brings.
        book.accepted(book.tryTransfer(3, 1, 20));
        book.deposit(1, 5);
    }

    /** STAT-6: a settlement, and only it, starts the waiting run of a holder that it leaves without a leg. */
    @Test
    void aSettlementStartsTheWaitingRunOfAHolderWithoutAnotherLeg()
    {
        final int b = book.perpetual("B", 100);
        book.account(3, 3, 220).book(a, 3, 2, 10, 100).book(b, 3, 2, 1, 100);
        book.waterfall(new TestWaterfall().operator()).mark(a, 70);
        assertThat(book.status(3)).isEqualTo(AccountStatus.DEFAULTED);
        book.events.take();
        book.accepted(book.engine.settleInstrument(book.alice, a, 70));
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.status(3)).as("B is left: its operator is awaited").isEqualTo(AccountStatus.DEFAULTED);
        assertThat(book.events.take("defaultRunStarted")).hasSize(1);
    }

    @Test
    void failureReportsAndDeadlinesNeedNoOperator()
    {
        book.waterfall(new TestWaterfall().operator().timeout(1_000)).at(1_000).mark(a, 92);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.account(3, 3, 120).mark(a, 100).book(a, 3, 2, 10, 100).mark(a, 92);
        book.accepted(book.engine.reportLiquidationFailed(book.gateway, 3));
        assertThat(book.status(3)).isEqualTo(AccountStatus.CLOSED_OUT);
        book.at(2_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
    }
}
