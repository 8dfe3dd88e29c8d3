package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a withdrawal needs (PAY-1), and money and declarations of risk (CMD-4). */
class PaymentGuardsTest
{
    private final TestBook book = new TestBook(new Limits());
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);
    private final Sender stranger = book.gateway("stranger", 2, 15, Switch.OFF);
    private final Sender trader = book.gateway("trader", 1, Principal.TRADE, Switch.OFF);
    private final Sender cashier = book.gateway("cashier", 1, Principal.COLLATERAL, Switch.OFF);

    PaymentGuardsTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 10_000);
    }

    private void withdrawalRefused(final RejectReason reason, final long account)
    {
        book.refused(reason, RejectField.ACCOUNT, () -> book.tryWithdraw(account, 1));
    }

    @Test
    void fieldsOfAWithdrawal()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.withdraw(trader, 1, 5, 50));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT, () -> engine.withdraw(cashier, -1, 5, 50));
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT, () -> engine.withdraw(cashier, 1, 0, 50));
        book.refused(RejectReason.INVALID_FIELD, RejectField.REFERENCE, () -> engine.withdraw(cashier, 1, 5, -1));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT, () -> engine.withdraw(cashier, 9, 5, 50));
        book.refused(RejectReason.NOT_YOUR_ACCOUNT, RejectField.ACCOUNT, () -> engine.withdraw(stranger, 1, 5, 50));
        assertThat(book.eventsOf(() -> engine.withdraw(cashier, 1, 5, 50)))
            .containsExactly("collateralChanged 1 -5 WITHDRAWAL now=995");
        assertThat(book.usd().withdrawals().low()).isEqualTo(5);
    }

    @Test
    void itNeedsAnAccountAndAnAssetThatMay()
    {
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.FROZEN));
        withdrawalRefused(RejectReason.ACCOUNT_STATUS, 1);
        book.deposit(1, 1);
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.REDUCE_ONLY));
        book.withdraw(1, 1);
        book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.OFF, Switch.ON));
        withdrawalRefused(RejectReason.ASSET_SUSPENDED, 1);
    }

    @Test
    void itLeavesInitialMarginAndOrderHold()
    {
        book.book(btc, 1, 2, 10, 100);
        book.accepted(engine.setOrderHold(book.gateway, 1, 300));
        // 1,000 less 100 initial margin less 300.
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT, () -> book.tryWithdraw(1, 601));
        book.withdraw(1, 600);
        // A loss on paper counts, a gain does not.
        book.mark(btc, 150);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT, () -> book.tryWithdraw(1, 1));
        book.refused(RejectReason.INSUFFICIENT_COLLATERAL, RejectField.AMOUNT, () -> book.tryWithdraw(1, 401));
    }

    @Test
    void theExampleOfTheContract()
    {
        // Collateral 200, gain 100, initial margin 80, order hold 20: 100 can leave.
        book.account(3, 3, 200).book(btc, 3, 2, 7, 100).mark(btc, 114);
        book.accepted(engine.setOrderHold(book.gateway, 3, 20));
        assertThat(book.equity(3)).isEqualTo(298);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT, () -> book.tryWithdraw(3, 101));
        book.withdraw(3, 100);
    }

    @Test
    void anAccountInMarginCallHasNothingToWithdraw()
    {
        book.account(3, 3, 100).book(btc, 3, 2, 10, 100).mark(btc, 96);
        assertThat(book.status(3)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT, () -> book.tryWithdraw(3, 1));
        book.mark(btc, 94);
        withdrawalRefused(RejectReason.ACCOUNT_STATUS, 3);
    }

    @Test
    void withdrawalsHaveACapPerOwnerAndWindow()
    {
        book.account(11, 1, 1_000).waterfall(new TestWaterfall().withdrawals(100, 1_000)).at(500).withdraw(1, 60);
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(1, 41));
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(11, 41));
        book.withdraw(11, 40).withdraw(2, 100);
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(1, 1));
        book.at(999);
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(11, 1));
        book.at(1_000).withdraw(1, 100);
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(11, 1));
        // A transfer between own accounts is no withdrawal.
        book.accepted(book.tryTransfer(1, 11, 500));
    }

    @Test
    void whatLeftBeforeTheCapWasSetCountsIfWindowsWereOn()
    {
        book.waterfall(new TestWaterfall().window(1, 1_000)).withdraw(1, 60);
        book.waterfall(new TestWaterfall().withdrawals(100, 1_000));
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(1, 41));
        book.withdraw(1, 40);
    }

    @Test
    void aCapOfZeroLetsNothingLeave()
    {
        book.waterfall(new TestWaterfall().withdrawals(0, 1_000));
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(1, 1));
    }

    @Test
    void whileOneAccountIsDistressedNothingLeavesItsOwner()
    {
        final int eth = book.perpetual("ETH", 100);
        book.account(3, 3, 100).account(4, 3, 1_000).account(5, 5, 1_000);
        book.book(btc, 3, 2, 10, 100).book(eth, 4, 5, 1, 100).mark(btc, 94);
        assertThat(book.status(3)).isEqualTo(AccountStatus.LIQUIDATING);
        withdrawalRefused(RejectReason.DEFAULT_PENDING, 4);
        withdrawalRefused(RejectReason.ACCOUNT_STATUS, 3);
        book.withdraw(5, 1).withdraw(2, 1);
        book.waterfall(new TestWaterfall().operator()).mark(btc, 50);
        assertThat(book.status(3)).isEqualTo(AccountStatus.DEFAULTED);
        withdrawalRefused(RejectReason.DEFAULT_PENDING, 4);
        withdrawalRefused(RejectReason.ACCOUNT_STATUS, 3);
        // Nobody else waits for a held run.
        book.withdraw(5, 1).withdraw(2, 1);
        book.accepted(engine.declareDefault(book.alice, 3));
        book.withdraw(4, 1);
    }

    @Test
    void whomOnlyDoubtKeepsFromLiquidationCountsAsDistressed()
    {
        final int eth = book.perpetual("ETH", 100);
        book.account(3, 3, 200).account(4, 3, 1_000).book(btc, 3, 2, 10, 100).book(eth, 2, 3, 10, 100);
        book.protection(btc, new TestProtection().markBand(100_000)).marks(new int[]{btc, eth}, 115, 115);
        assertThat(book.status(3)).isEqualTo(AccountStatus.MARGIN_CALL);
        assertThat(book.account(3).keptByDoubt()).isTrue();
        withdrawalRefused(RejectReason.DEFAULT_PENDING, 4);
        book.accepted(engine.confirmMark(book.alice, btc, 115));
        book.withdraw(4, 1);
    }

    @Test
    void withRecourseToTheOwnerAMarginCallOfAnotherAccountHoldsItToo()
    {
        book.account(3, 3, 100).account(4, 3, 1_000).book(btc, 3, 2, 10, 100).mark(btc, 97);
        assertThat(book.status(3)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.withdraw(4, 1).waterfall(new TestWaterfall().recourse(Recourse.OWNER));
        withdrawalRefused(RejectReason.DEFAULT_PENDING, 4);
        withdrawalRefused(RejectReason.ACCOUNT_STATUS, 3);
        book.withdraw(2, 1).mark(btc, 100).withdraw(4, 1);
    }

    @Test
    void moneyOfRisk()
    {
        final Sender risk = book.alice;
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.fundInsurance(book.gateway, 1, 5));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.withdrawFees(book.gateway, 1, 5));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.withdrawInsurance(book.gateway, 1, 5));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.sweepRounding(book.gateway, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ASSET, () -> engine.fundInsurance(risk, 0, 5));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ASSET, () -> engine.sweepRounding(risk, 0));
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT, () -> engine.fundInsurance(risk, 1, 0));
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT, () -> engine.withdrawInsurance(risk, 1, -1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT, () -> engine.withdrawFees(risk, 1, 0));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET, () -> engine.fundInsurance(risk, 2, 5));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET, () -> engine.withdrawInsurance(risk, 2, 5));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET, () -> engine.withdrawFees(risk, 2, 5));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET, () -> engine.sweepRounding(risk, 2));
    }

    @Test
    void roundingIsSweptToFeesIfThereIsAny()
    {
        book.refused(RejectReason.INSUFFICIENT_FUND, RejectField.ASSET, () -> engine.sweepRounding(book.alice, 1));
        // Of a funding of 3.5 the long pays 4, and the short receives 3.
        book.account(3, 3, 1_000).account(4, 4, 1_000).book(btc, 3, 4, 1, 100);
        book.accepted(engine.applyFunding(book.gateway, btc, 35_000_000, 1));
        assertThat(book.usd().rounding()).isEqualTo(1);
        assertThat(book.eventsOf(() -> engine.sweepRounding(book.alice, 1)))
            .containsExactly("roundingSwept 1 now=0 by risk/alice");
        assertThat(book.usd().fees()).isEqualTo(1);
        assertThat(book.usd().balanced()).isTrue();
        book.refused(RejectReason.INSUFFICIENT_FUND, RejectField.ASSET, () -> engine.sweepRounding(book.alice, 1));
    }

    @Test
    void declarationsAndFailureReports()
    {
        final Sender risk = book.alice;
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.declareDefault(trader, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT, () -> engine.declareDefault(risk, 0));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT, () -> engine.declareDefault(risk, 9));
        book.accepted(engine.declareDefault(risk, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> engine.declareDefault(risk, 1));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.reportLiquidationFailed(cashier, 2));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT, () -> engine.reportLiquidationFailed(trader, 0));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT,
            () -> engine.reportLiquidationFailed(trader, 9));
        book.refused(RejectReason.NOT_YOUR_ACCOUNT, RejectField.ACCOUNT,
            () -> engine.reportLiquidationFailed(stranger, 2));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> engine.reportLiquidationFailed(trader, 2));
    }
}
