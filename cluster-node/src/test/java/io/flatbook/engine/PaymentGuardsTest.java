package io.flatbook.engine;

import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Protection;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Accounts, deposits, withdrawals and order holds. */
class PaymentGuardsTest
{
    private final TestBook book = new TestBook(new Limits().idsRetained(4));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);
    private final Sender stranger = book.gateway("stranger", 2, 15, Switch.OFF);
    private final Sender trader = book.gateway("trader", 1, Principal.TRADE, Switch.OFF);
    private final Sender cashier = book.gateway("cashier", 1, Principal.COLLATERAL, Switch.OFF);

    PaymentGuardsTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 10_000);
    }

    @Test
    void openingAnAccount()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.openAccount(trader, 5, 5, 1));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.openAccount(book.alice, 5, 5, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT, () -> engine.openAccount(cashier, 0, 5, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.OWNER, () -> engine.openAccount(cashier, 5, -5, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ASSET, () -> engine.openAccount(cashier, 5, 5, 0));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET, () -> engine.openAccount(cashier, 5, 5, 2));
        book.refused(RejectReason.ALREADY_EXISTS, RejectField.ACCOUNT, () -> engine.openAccount(cashier, 1, 5, 1));
        book.refused(RejectReason.ALREADY_EXISTS, RejectField.ACCOUNT, () -> engine.openAccount(stranger, 1, 5, 1));
        assertThat(book.eventsOf(() -> engine.openAccount(cashier, Long.MAX_VALUE, Long.MAX_VALUE, 1)))
            .containsExactly("accountOpened 9223372036854775807 owner=9223372036854775807 venue=1");
    }

    @Test
    void closingAnAccount()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.closeAccount(trader, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT, () -> engine.closeAccount(cashier, 0));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT, () -> engine.closeAccount(cashier, 9));
        book.refused(RejectReason.NOT_YOUR_ACCOUNT, RejectField.ACCOUNT, () -> engine.closeAccount(stranger, 1));
        book.refused(RejectReason.NOT_EMPTY, RejectField.ACCOUNT, () -> engine.closeAccount(cashier, 1));
        book.withdraw(1, 1_000);
        assertThat(book.eventsOf(() -> engine.closeAccount(cashier, 1))).containsExactly("accountClosed 1");
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT, () -> book.tryDeposit(1, 1));
        book.account(1, 3, 5);
        assertThat(book.account(1).ownerId()).as("the id may be used again").isEqualTo(3);
    }

    @Test
    void anAccountWithAPositionAndNoCollateralIsNotEmpty()
    {
        book.book(btc, 1, 2, 10, 100).mark(btc, 150).book(btc, 2, 1, 5, 150).mark(btc, 100);
        book.account(3, 3, 500).book(btc, 3, 2, 10, 100).mark(btc, 150).withdraw(3, 350);
        book.refused(RejectReason.NOT_EMPTY, RejectField.ACCOUNT, () -> engine.closeAccount(cashier, 3));
    }

    @Test
    void depositing()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.deposit(trader, 1, 5, 50));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT, () -> engine.deposit(cashier, 0, 5, 50));
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT, () -> engine.deposit(cashier, 1, 0, 50));
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT, () -> engine.deposit(cashier, 1, -5, 50));
        book.refused(RejectReason.INVALID_FIELD, RejectField.REFERENCE, () -> engine.deposit(cashier, 1, 5, 0));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT, () -> engine.deposit(cashier, 9, 5, 50));
        book.refused(RejectReason.NOT_YOUR_ACCOUNT, RejectField.ACCOUNT, () -> engine.deposit(stranger, 1, 5, 50));
        book.accepted(engine.deposit(cashier, 1, 5, 50));
        book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.REFERENCE, () -> engine.deposit(cashier, 1, 5, 50));
        for (long reference = 60; reference < 64; reference++)
        {
            book.accepted(engine.deposit(cashier, 1, 5, reference));
        }
        book.refused(RejectReason.TRADE_ID_TOO_OLD, RejectField.REFERENCE, () -> engine.deposit(cashier, 1, 5, 50));
        book.refused(RejectReason.TRADE_ID_TOO_OLD, RejectField.REFERENCE, () -> engine.deposit(cashier, 1, 5, 49));
        book.accepted(engine.deposit(cashier, 1, 5, 51));
    }

    @Test
    void depositsHaveALimit()
    {
        final long most = Asset.NET_DEPOSITS_MAX - book.usd().netDeposits();
        book.refused(RejectReason.OVERFLOW, RejectField.AMOUNT, () -> book.tryDeposit(1, most + 1));
        book.refused(RejectReason.OVERFLOW, RejectField.AMOUNT, () -> book.tryDeposit(1, Long.MAX_VALUE));
        book.deposit(1, most);
        book.refused(RejectReason.OVERFLOW, RejectField.AMOUNT, () -> book.tryDeposit(1, 1));
        book.refused(RejectReason.OVERFLOW, RejectField.AMOUNT,
            () -> engine.fundInsurance(book.alice, TestBook.USD, 1));
        book.withdraw(1, 10).deposit(1, 10);
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
        book.accepted(engine.withdraw(cashier, 1, 5, 50));
        book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.REFERENCE, () -> engine.withdraw(cashier, 1, 5, 50));
    }

    @Test
    void aWithdrawalNeedsFreshMarksOfAllLegs()
    {
        book.book(btc, 1, 2, 1, 100);
        book.protection(btc, new Protection(50_000, 1_000, 0, TestBook.NONE, TestBook.NONE, TestBook.NONE,
            TestBook.NONE));
        book.mark(btc, 120);
        book.refused(RejectReason.MARK_SUSPECT, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.mark(btc, 100).at(1_001);
        book.refused(RejectReason.MARK_STALE, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.account(3, 3, 10).withdraw(3, 10);
        book.mark(btc, 100).withdraw(1, 1);
    }

    @Test
    void aWithdrawalNeedsAnAccountAndAnAssetThatMay()
    {
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.FROZEN));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.deposit(1, 1);
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.REDUCE_ONLY));
        book.withdraw(1, 1);
        book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.OFF, Switch.ON));
        book.refused(RejectReason.ASSET_SUSPENDED, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
    }

    @Test
    void aWithdrawalLeavesInitialMarginAndOrderHold()
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
    void anAccountInMarginCallHasNothingToWithdraw()
    {
        book.account(3, 3, 100).book(btc, 3, 2, 10, 100).mark(btc, 96);
        assertThat(book.status(3)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT, () -> book.tryWithdraw(3, 1));
        book.mark(btc, 94);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryWithdraw(3, 1));
    }

    @Test
    void withdrawalsHaveACapPerAccountAndWindow()
    {
        book.waterfall(new TestWaterfall().withdrawals(100, 1_000)).at(500).withdraw(1, 60);
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(1, 41));
        book.withdraw(1, 40).withdraw(2, 100);
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(1, 1));
        book.at(999);
        book.refused(RejectReason.WITHDRAWAL_LIMIT, RejectField.AMOUNT, () -> book.tryWithdraw(1, 1));
        book.at(1_000).withdraw(1, 100);
    }

    @Test
    void orderHolds()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.setOrderHold(cashier, 1, 5));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT, () -> engine.setOrderHold(trader, 0, 5));
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT, () -> engine.setOrderHold(trader, 1, -1));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT, () -> engine.setOrderHold(trader, 9, 5));
        book.refused(RejectReason.NOT_YOUR_ACCOUNT, RejectField.ACCOUNT, () -> engine.setOrderHold(stranger, 1, 5));
        book.book(btc, 1, 2, 10, 100);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT, () -> engine.setOrderHold(trader, 1, 901));
        assertThat(book.eventsOf(() -> engine.setOrderHold(trader, 1, 900)))
            .containsExactly("orderHoldChanged 1 0->900");
        book.mark(btc, 90);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT, () -> engine.setOrderHold(trader, 1, 901));
        book.accepted(engine.setOrderHold(trader, 1, 850));
        book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.account(3, 3, 100).book(btc, 3, 2, 10, 90).mark(btc, 70);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> engine.setOrderHold(trader, 3, 0));
    }

    @Test
    void riskMoneyAndDeclarations()
    {
        final Sender risk = book.alice;
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.fundInsurance(book.gateway, 1, 5));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.withdrawFees(book.gateway, 1, 5));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.withdrawInsurance(book.gateway, 1, 5));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ASSET, () -> engine.fundInsurance(risk, 0, 5));
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT, () -> engine.fundInsurance(risk, 1, 0));
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT,
            () -> engine.withdrawInsurance(risk, 1, -1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT, () -> engine.withdrawFees(risk, 1, 0));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET, () -> engine.fundInsurance(risk, 2, 5));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET, () -> engine.withdrawInsurance(risk, 2, 5));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET, () -> engine.withdrawFees(risk, 2, 5));
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
