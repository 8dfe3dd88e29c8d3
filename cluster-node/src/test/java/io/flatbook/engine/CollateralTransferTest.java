package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Collateral moves between accounts of one owner, to a distressed one from a pledged one too (PAY-2). */
class CollateralTransferTest
{
    private static final long MAKER = 9;

    private final TestBook book = new TestBook(new Limits().bookingsPerEntry(2));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);
    private final int future = book.define(TestBook.future("FUT", 1_000_000_000).family("BTC"));

    CollateralTransferTest()
    {
        book.mark(future, 100).account(1, 7, 1_000).account(2, 7, 1_000).account(3, 7, 1_000);
        book.account(MAKER, 9, 100_000);
    }

    private Supplier<RejectReason> transfer(final long from, final long to, final long minorUnits)
    {
        return () -> book.tryTransfer(from, to, minorUnits);
    }

    private void refused(final RejectReason reason, final RejectField field, final long from, final long to)
    {
        book.refused(reason, field, transfer(from, to, 1));
    }

    @Test
    void itIsToldPayerFirst()
    {
        assertThat(book.eventsOf(transfer(1, 2, 400))).containsExactly(
            "collateralChanged 1 -400 TRANSFER now=600", "collateralChanged 2 400 TRANSFER now=1400");
        assertThat(book.usd().deposits().low() - book.usd().withdrawals().low()).isEqualTo(103_000);
        assertThat(book.usd().balanced()).isTrue();
    }

    /** A withdrawal and a transfer use their reference up like a deposit (TRD-4). */
    @Test
    void aReferenceIsUsedOnceWhateverThePayment()
    {
        book.accepted(engine.transferCollateral(book.gateway, 1, 2, 1, 500));
        book.accepted(engine.withdraw(book.gateway, 1, 1, 501));
        for (final long reference : new long[]{500, 501})
        {
            book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.REFERENCE,
                () -> engine.transferCollateral(book.gateway, 1, 2, 1, reference));
            book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.REFERENCE,
                () -> engine.withdraw(book.gateway, 1, 1, reference));
            book.refused(RejectReason.DUPLICATE_REFERENCE, RejectField.REFERENCE,
                () -> engine.deposit(book.gateway, 1, 1, reference));
        }
    }

    @Test
    void fields()
    {
        final Sender trader = book.gateway("trader", 1, Principal.TRADE, Switch.OFF);
        final Sender stranger = book.gateway("stranger", 2, 15, Switch.OFF);
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.transferCollateral(trader, 1, 2, 1, 50));
        refused(RejectReason.INVALID_FIELD, RejectField.FROM, 0, 2);
        refused(RejectReason.INVALID_FIELD, RejectField.TO, 1, -1);
        book.refused(RejectReason.INVALID_FIELD, RejectField.AMOUNT, transfer(1, 2, 0));
        book.refused(RejectReason.INVALID_FIELD, RejectField.REFERENCE,
            () -> engine.transferCollateral(book.gateway, 1, 2, 1, 0));
        refused(RejectReason.INVALID_FIELD, RejectField.TO, 1, MAKER);
        refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.FROM, 99, 2);
        refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.TO, 1, 99);
        book.refused(RejectReason.NOT_YOUR_ACCOUNT, RejectField.FROM,
            () -> engine.transferCollateral(stranger, 1, 2, 1, 50));
        refused(RejectReason.SAME_ACCOUNT, RejectField.TO, 1, 1);
        book.accepted(engine.defineAsset(book.alice, 2, "EUR"));
        book.accepted(engine.openAccount(book.gateway, 4, 7, 2));
        refused(RejectReason.ASSET_MISMATCH, RejectField.TO, 1, 4);
    }

    @Test
    void anOwnerIdOfAnotherVenueIsAnotherOwner()
    {
        final Sender stranger = book.gateway("stranger", 2, 15, Switch.OFF);
        book.accepted(engine.openAccount(stranger, 20, 7, TestBook.USD));
        refused(RejectReason.INVALID_FIELD, RejectField.TO, 1, 20);
    }

    @Test
    void thePayerIsHeldToWhatAWithdrawalNeeds()
    {
        book.book(btc, 1, MAKER, 10, 100).accepted(engine.setOrderHold(book.gateway, 1, 300));
        book.refused(RejectReason.INSUFFICIENT_COLLATERAL, RejectField.AMOUNT, transfer(1, 2, 1_001));
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT, transfer(1, 2, 601));
        book.accepted(transfer(1, 2, 600).get());
        book.accepted(engine.setAccountMode(book.alice, 2, AccountMode.FROZEN));
        refused(RejectReason.ACCOUNT_STATUS, RejectField.FROM, 2, 1);
        book.protection(btc, new TestProtection().markBand(50_000).markMaxAge(1_000)).mark(btc, 150);
        refused(RejectReason.MARK_SUSPECT, RejectField.FROM, 1, 3);
        book.mark(btc, 100).at(1_001);
        refused(RejectReason.MARK_STALE, RejectField.FROM, 1, 3);
    }

    @Test
    void withoutTheSwitchOfTheAssetAndTheCap()
    {
        book.waterfall(new TestWaterfall().withdrawals(0, 1_000));
        book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.OFF, Switch.ON));
        book.accepted(transfer(1, 2, 400).get());
    }

    @Test
    void theGateOfTheHouseDeficitHolds()
    {
        // A run of 10 lots whose only counterparty gained nothing: the house takes 50.
        book.account(5, 5, 100).account(6, 6, 1_000).book(btc, 5, MAKER, 10, 100).mark(btc, 95);
        book.book(btc, MAKER, 6, 10, 85).mark(btc, 85);
        assertThat(book.usd().houseDeficit().low()).isEqualTo(50);
        refused(RejectReason.HOUSE_DEFICIT, RejectField.FROM, 1, 2);
        book.waterfall(new TestWaterfall().gate(50)).accepted(transfer(1, 2, 1).get());
    }

    /** Account 1 is long 90 and LIQUIDATING at 94; account 2 is short 1 future, pledged, account 3 is not. */
    private void distress()
    {
        book.book(btc, 1, MAKER, 95, 100).book(future, MAKER, 2, 1, 100).mark(btc, 94);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.account(2).pledged()).isTrue();
    }

    @Test
    void toADistressedAccountEverybodyOfTheOwnerMayPay()
    {
        distress();
        refused(RejectReason.DEFAULT_PENDING, RejectField.FROM, 2, 3);
        refused(RejectReason.DEFAULT_PENDING, RejectField.FROM, 3, 2);
        book.accepted(transfer(2, 1, 200).get());
        assertThat(book.eventsOf(transfer(3, 1, 300))).containsExactly(
            "collateralChanged 3 -300 TRANSFER now=700", "collateralChanged 1 300 TRANSFER now=1500",
            "accountStatusChanged 1 LIQUIDATING->HEALTHY equity=930", "accountReleased 2");
        book.accepted(transfer(2, 3, 1).get());
    }

    @Test
    void aRescuerKeepsItsOwnInitialMargin()
    {
        distress();
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.AMOUNT, transfer(2, 1, 991));
        book.accepted(transfer(2, 1, 990).get());
    }

    @Test
    void toAnAccountInMarginCallOnlyWhoIsNotPledged()
    {
        distress();
        book.account(4, 7, 100).book(btc, 4, MAKER, 10, 94).mark(btc, 93);
        book.account(5, 7, 50);
        assertThat(book.status(4)).isEqualTo(AccountStatus.MARGIN_CALL);
        refused(RejectReason.DEFAULT_PENDING, RejectField.FROM, 2, 4);
        book.accepted(transfer(3, 4, 10).get());
        refused(RejectReason.DEFAULT_PENDING, RejectField.FROM, 3, 5);
    }

    @Test
    void withRecourseToTheOwnerAMarginCallCanBeMetByTheOwnersOthers()
    {
        book.waterfall(new TestWaterfall().recourse(Recourse.OWNER)).book(btc, 1, MAKER, 95, 100).mark(btc, 97);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        refused(RejectReason.DEFAULT_PENDING, RejectField.FROM, 3, 2);
        book.accepted(transfer(3, 1, 300).get());
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    @Test
    void aDefaultedAccountTakesMoneyWhileItsRunIsHeld()
    {
        book.waterfall(new TestWaterfall().operator());
        distress();
        book.mark(btc, 80);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.accepted(transfer(2, 1, 500).get());
        book.accepted(transfer(3, 1, 1).get());
        book.deposit(1, 1);
    }

    @Test
    void butNotWhileItsRunIsOnlyDeferred()
    {
        // Room for two legs an entry: the third run waits for the tick.
        book.account(4, 4, 1_000).account(5, 5, 1_000);
        for (final long id : new long[]{4, 5, 1})
        {
            book.book(btc, id, MAKER, 90, 100);
        }
        book.account(6, 7, 1_000).book(btc, 6, MAKER, 90, 100).mark(btc, 80);
        assertThat(book.status(6)).isEqualTo(AccountStatus.DEFAULTED);
        refused(RejectReason.ACCOUNT_STATUS, RejectField.TO, 3, 6);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryDeposit(6, 1));
    }

    @Test
    void aPayerInDistressIsToldOfItsOwnStatus()
    {
        distress();
        refused(RejectReason.ACCOUNT_STATUS, RejectField.FROM, 1, 2);
    }

    @Test
    void aClosedOutReceiverIsRevived()
    {
        book.accepted(engine.declareDefault(book.alice, 1));
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        book.accepted(transfer(2, 1, 1).get());
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }
}
