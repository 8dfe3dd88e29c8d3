package io.flatbook.engine;

import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Accounts are opened, paid into, reserved for orders and closed (CMD-6, NOUN-3, NOUN-7, NOUN-8, NUM-4, TRD-4). */
class AccountsTest
{
    private final TestBook book = new TestBook(new Limits().idsRetained(4));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);
    private final Sender stranger = book.gateway("stranger", 2, 15, Switch.OFF);
    private final Sender trader = book.gateway("trader", 1, Principal.TRADE, Switch.OFF);
    private final Sender cashier = book.gateway("cashier", 1, Principal.COLLATERAL, Switch.OFF);

    AccountsTest()
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
    void accountsAreCountedInAllAndPerOwnerAndAsset()
    {
        final TestBook full = new TestBook(new Limits().accounts(4).accountsPerOwner(2));
        full.accepted(full.engine.defineAsset(full.alice, 2, "EUR"));
        full.account(1, 7, 0).account(2, 7, 0);
        full.refused(RejectReason.TOO_MANY, RejectField.OWNER, () -> full.engine.openAccount(full.gateway, 3, 7, 1));
        full.accepted(full.engine.openAccount(full.gateway, 3, 7, 2));
        full.accepted(full.engine.closeAccount(full.gateway, 1));
        full.account(4, 7, 0).account(5, 5, 0);
        full.refused(RejectReason.TOO_MANY, RejectField.ACCOUNT, () -> full.engine.openAccount(full.gateway, 6, 6, 1));
        final Sender other = full.gateway("other", 2, 15, Switch.OFF);
        full.accepted(full.engine.closeAccount(full.gateway, 4));
        full.accepted(full.engine.openAccount(other, 6, 7, 1));
    }

    @Test
    void accountsAreCountedPerVenue()
    {
        final TestBook full = new TestBook(new Limits().accountsPerVenue(2));
        full.account(1, 7, 0).account(2, 8, 0);
        full.refused(RejectReason.TOO_MANY, RejectField.VENUE, () -> full.engine.openAccount(full.gateway, 3, 7, 1));
        final Sender other = full.gateway("other", 2, 15, Switch.OFF);
        full.accepted(full.engine.openAccount(other, 3, 7, 1));
        full.accepted(full.engine.closeAccount(full.gateway, 1));
        full.accepted(full.engine.openAccount(full.gateway, 4, 9, 1));
        full.refused(RejectReason.TOO_MANY, RejectField.VENUE, () -> full.engine.openAccount(full.gateway, 5, 7, 1));
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
        assertThat(book.account(1).owner().id()).as("the id may be used again").isEqualTo(3);
    }

    @Test
    void anAccountWithAPositionAndNoCollateralIsNotEmpty()
    {
        // Its gain of 150 is in its position, its collateral is 0.
        book.account(3, 3, 500).book(btc, 3, 2, 10, 100).mark(btc, 150).withdraw(3, 350);
        book.mark(btc, 100).accepted(engine.setMarginTiers(book.alice, btc, TestBook.tiers(0, 0)));
        book.withdraw(3, 150);
        assertThat(book.account(3).collateral()).isZero();
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
    }

    @Test
    void referencesAreUsedOncePerGateway()
    {
        book.account(3, 1, 0).accepted(engine.deposit(cashier, 1, 5, 50));
        book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.REFERENCE, () -> engine.deposit(cashier, 1, 5, 50));
        book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.REFERENCE, () -> engine.withdraw(cashier, 1, 5, 50));
        book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.REFERENCE,
            () -> engine.transferCollateral(cashier, 1, 3, 5, 50));
        for (long reference = 60; reference < 64; reference++)
        {
            book.accepted(engine.deposit(cashier, 1, 5, reference));
        }
        book.refused(RejectReason.TRADE_ID_TOO_OLD, RejectField.REFERENCE, () -> engine.deposit(cashier, 1, 5, 50));
        book.refused(RejectReason.TRADE_ID_TOO_OLD, RejectField.REFERENCE, () -> engine.withdraw(cashier, 1, 5, 49));
        book.accepted(engine.deposit(cashier, 1, 5, 51));
        book.accepted(engine.deposit(book.gateway, 1, 5, 51));
    }

    @Test
    void depositsHaveALimit()
    {
        final long most = Asset.NET_DEPOSITS_MAX - book.usd().deposits().low();
        book.refused(RejectReason.OVERFLOW, RejectField.AMOUNT, () -> book.tryDeposit(1, most + 1));
        book.refused(RejectReason.OVERFLOW, RejectField.AMOUNT, () -> book.tryDeposit(1, Long.MAX_VALUE));
        book.deposit(1, most);
        book.refused(RejectReason.OVERFLOW, RejectField.AMOUNT, () -> book.tryDeposit(1, 1));
        book.refused(RejectReason.OVERFLOW, RejectField.AMOUNT,
            () -> engine.fundInsurance(book.alice, TestBook.USD, 1));
        book.withdraw(1, 10).deposit(1, 10);
        assertThat(book.usd().deposits().low() - book.usd().withdrawals().low()).isEqualTo(1L << 61);
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
    void anAccountThatWasClosedOutHasNoOrderHoldAndGetsNoneUntilItIsRevived()
    {
        book.accepted(engine.setOrderHold(trader, 1, 100));
        book.waterfall(new TestWaterfall()).events.take();
        assertThat(book.eventsOf(() -> engine.declareDefault(book.alice, 1))).containsExactly(
            "accountStatusChanged 1 HEALTHY->DEFAULTED equity=1000", "defaultRunStarted 1 1 equity=1000 notional=0 " +
            "closes=", "orderHoldChanged 1 100->0",
            "defaultRunCompleted 1 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=0 legsLeft=0",
            "accountStatusChanged 1 DEFAULTED->CLOSED_OUT equity=1000");
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> engine.setOrderHold(trader, 1, 1));
        book.accepted(engine.setOrderHold(trader, 1, 0));
        book.withdraw(1, 10).deposit(1, 1);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
        book.accepted(engine.setOrderHold(trader, 1, 1));
    }
}
