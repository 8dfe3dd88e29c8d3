package io.flatbook.engine;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The switches of risk: who may not, what is not, and what an accepted one tells (CMD-3). */
class SwitchesTest
{
    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    SwitchesTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000);
    }

    private void notAuthorized(final Supplier<RejectReason> command)
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, command);
    }

    @Test
    void instrumentStatus()
    {
        notAuthorized(() -> engine.setInstrumentStatus(book.gateway, btc, InstrumentStatus.HALTED));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT,
            () -> engine.setInstrumentStatus(book.alice, 0, InstrumentStatus.HALTED));
        for (final InstrumentStatus status : new InstrumentStatus[]{
            InstrumentStatus.SETTLED, InstrumentStatus.EXPIRED, InstrumentStatus.NULL_VAL, null})
        {
            book.refused(RejectReason.INVALID_FIELD, RejectField.STATUS,
                () -> engine.setInstrumentStatus(book.alice, btc, status));
        }
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.setInstrumentStatus(book.alice, 99, InstrumentStatus.HALTED));
        assertThat(book.eventsOf(() -> engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED)))
            .containsExactly("instrumentStatusChanged BTC TRADING->HALTED by risk/alice");
        book.accepted(engine.settleInstrument(book.alice, btc, 100));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
    }

    @Test
    void accountMode()
    {
        notAuthorized(() -> engine.setAccountMode(book.gateway, 1, AccountMode.FROZEN));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT,
            () -> engine.setAccountMode(book.alice, 0, AccountMode.FROZEN));
        book.refused(RejectReason.INVALID_FIELD, RejectField.MODE,
            () -> engine.setAccountMode(book.alice, 1, AccountMode.SBE_UNKNOWN));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT,
            () -> engine.setAccountMode(book.alice, 99, AccountMode.FROZEN));
        assertThat(book.eventsOf(() -> engine.setAccountMode(book.alice, 1, AccountMode.FROZEN)))
            .containsExactly("accountModeChanged 1 NORMAL->FROZEN by risk/alice");
    }

    @Test
    void reduceOnlyMayReduceAndWithdraw()
    {
        book.book(btc, 1, 2, 5, 100).accepted(engine.setAccountMode(book.alice, 1, AccountMode.REDUCE_ONLY));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.BUYER, () -> book.trade(btc, 1, 2, 1, 100).send());
        book.book(btc, 2, 1, 1, 100).withdraw(1, 1).deposit(1, 1);
    }

    @Test
    void inAnyModeDepositsAndADefaultRunGoOn()
    {
        book.book(btc, 1, 2, 95, 100).accepted(engine.setAccountMode(book.alice, 1, AccountMode.FROZEN));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, () -> book.trade(btc, 2, 1, 1, 100).send());
        book.deposit(1, 1).accepted(engine.setAccountMode(book.alice, 2, AccountMode.FROZEN));
        book.mark(btc, 80);
        assertThat(book.lots(1, btc)).isZero();
        assertThat(book.lots(2, btc)).isZero();
    }

    @Test
    void gatewayStatus()
    {
        notAuthorized(() -> engine.setGatewayStatus(book.gateway, "all", GatewayStatus.DISABLED));
        book.refused(RejectReason.INVALID_FIELD, RejectField.STATUS,
            () -> engine.setGatewayStatus(book.alice, "all", null));
        book.refused(RejectReason.INVALID_FIELD, RejectField.GATEWAY,
            () -> engine.setGatewayStatus(book.alice, "A L L", GatewayStatus.DISABLED));
        book.refused(RejectReason.UNKNOWN_GATEWAY, RejectField.GATEWAY,
            () -> engine.setGatewayStatus(book.alice, "none", GatewayStatus.DISABLED));
        assertThat(book.eventsOf(() -> engine.setGatewayStatus(book.alice, "all", GatewayStatus.DISABLED)))
            .containsExactly("gatewayStatusChanged gateway/all ENABLED->DISABLED by risk/alice");
        notAuthorized(() -> book.tryDeposit(1, 5));
        book.accepted(engine.setGatewayStatus(book.alice, "all", GatewayStatus.ENABLED));
        book.deposit(1, 5);
    }

    @Test
    void assetStatus()
    {
        notAuthorized(() -> engine.setAssetStatus(book.gateway, TestBook.USD, Switch.OFF, Switch.ON));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ASSET,
            () -> engine.setAssetStatus(book.alice, -1, Switch.OFF, Switch.ON));
        book.refused(RejectReason.INVALID_FIELD, RejectField.WITHDRAWALS,
            () -> engine.setAssetStatus(book.alice, TestBook.USD, null, Switch.ON));
        book.refused(RejectReason.INVALID_FIELD, RejectField.DEFAULT_RUNS,
            () -> engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.NULL_VAL));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET,
            () -> engine.setAssetStatus(book.alice, 2, Switch.OFF, Switch.ON));
        assertThat(book.eventsOf(() -> engine.setAssetStatus(book.alice, TestBook.USD, Switch.OFF, Switch.ON)))
            .containsExactly("assetStatusChanged USD withdrawals ON->OFF defaultRuns ON->ON by risk/alice");
        book.refused(RejectReason.ASSET_SUSPENDED, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
    }
}
