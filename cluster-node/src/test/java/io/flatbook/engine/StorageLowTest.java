package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeCause;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is refused while too few nodes have room on their disks (REJ-1, STORAGE_LOW), and what is not. */
class StorageLowTest
{
    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    StorageLowTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).book(btc, 1, 2, 1, 100);
        book.events.take();
    }

    @Test
    void changesAreToldOnceAndCounted()
    {
        low();
        assertThat(book.events.take()).containsExactly("storageStatusChanged ON");
        low();
        assertThat(book.events.take()).isEmpty();
        assertThat(engine.storage().storageChanges()).isEqualTo(1);
        sufficient();
        assertThat(book.events.take()).containsExactly("storageStatusChanged OFF");
        sufficient();
        assertThat(book.events.take()).isEmpty();
        assertThat(engine.storage().storageChanges()).isEqualTo(2);
    }

    @Test
    void itIsStateOfTheReplicaButNotOfTheBook()
    {
        final long stateHash = engine.stateHash();
        final long replicaHash = engine.replicaHash();
        low();
        final long lowHash = engine.replicaHash();
        assertThat(engine.stateHash()).isEqualTo(stateHash);
        assertThat(lowHash).isNotEqualTo(replicaHash);
        sufficient();
        assertThat(engine.replicaHash()).isNotEqualTo(replicaHash).isNotEqualTo(lowHash);
    }

    @Test
    void newBusinessIsRefused()
    {
        low();
        final Sender gateway = book.gateway;
        final List<Supplier<RejectReason>> commands = List.of(
            () -> engine.openAccount(gateway, 9, 9, TestBook.USD),
            () -> engine.openAccount(gateway, -1, 9, TestBook.USD),
            () -> engine.closeAccount(gateway, 1),
            () -> engine.withdraw(gateway, 1, 1, 77),
            () -> engine.transferCollateral(gateway, 1, 2, 1, 77),
            () -> engine.setOrderHold(gateway, 1, 0),
            () -> engine.applyFunding(gateway, btc, 1, 1),
            () -> engine.offsetPositions(gateway, 1, 2, btc, 1),
            () -> book.trade(btc, 1, 2, 1, 100).send(),
            () -> book.trade(btc, 1, 2, 1, 100).cause(TradeCause.BLOCK).send(),
            () -> book.trade(btc, 1, 2, 1, 100).cause(TradeCause.BUST).send());
        commands.forEach((command) -> book.refused(RejectReason.STORAGE_LOW, RejectField.NONE, command));
        sufficient();
        book.accepted(engine.withdraw(gateway, 1, 1, 77));
    }

    @Test
    void whatKeepsTheBookTrueOrLowersRiskPasses()
    {
        book.account(3, 3, 100).book(btc, 3, 2, 10, 100);
        low();
        book.deposit(1, 10).mark(btc, 94);
        assertThat(book.account(3).status()).isEqualTo(AccountStatus.LIQUIDATING);
        // 9 lots are left: equity 40, maintenance 42.30.
        book.accepted(book.trade(btc, 2, 3, 1, 94).cause(TradeCause.LIQUIDATION).send());
        book.accepted(engine.reportLiquidationFailed(book.gateway, 3));
        assertThat(book.account(3).status()).isEqualTo(AccountStatus.CLOSED_OUT);
        book.accepted(engine.fundInsurance(book.alice, TestBook.USD, 5));
        book.accepted(engine.declareDefault(book.alice, 1));
    }

    @Test
    void whoMayNotIsToldSoFirst()
    {
        low();
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.openAccount(book.alice, 9, 9, TestBook.USD));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> book.trade(btc, 1, 2, 1, 100).through(book.alice).send());
    }

    private void low()
    {
        engine.storage().storageLow(true);
    }

    private void sufficient()
    {
        engine.storage().storageLow(false);
    }
}
