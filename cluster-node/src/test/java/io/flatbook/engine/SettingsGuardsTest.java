package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Settings and switches: who may not, what is not, and what an accepted one tells. */
class SettingsGuardsTest
{
    private static final long NONE = Absent.LONG;

    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);
    private final int old = book.perpetual("OLD", 100);

    SettingsGuardsTest()
    {
        book.accepted(engine.settleInstrument(book.alice, old, 100));
        book.account(1, 1, 1_000);
    }

    private void notAuthorized(final Supplier<RejectReason> command)
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, command);
    }

    @Test
    void marginTiers()
    {
        final MarginTiers tiers = TestBook.tiers(200_000, 100_000);
        notAuthorized(() -> engine.setMarginTiers(book.gateway, btc, tiers));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT,
            () -> engine.setMarginTiers(book.alice, 0, tiers));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.setMarginTiers(book.alice, 99, tiers));
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MARGIN_TIERS,
            () -> engine.setMarginTiers(book.alice, btc, TestBook.tiers(1, 2)));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> engine.setMarginTiers(book.alice, old, tiers));
    }

    @Test
    void aChangeOfTiersTellsHowManyItPushedBelowMaintenance()
    {
        book.account(2, 2, 10_000).account(3, 3, 110).book(btc, 1, 2, 10, 100).book(btc, 3, 2, 10, 100);
        assertThat(book.eventsOf(() -> engine.setMarginTiers(book.alice, btc, TestBook.tiers(200_000, 150_000))))
            .containsExactly("marginTiersChanged BTC pushedBelow=1 100000->200000 by risk/alice",
            "accountStatusChanged 3 HEALTHY->LIQUIDATING equity=110 leg 1:10 value=890 ticks=89");
        assertThat(engine.detail()).isEqualTo(1);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    @Test
    void offsetPolicy()
    {
        notAuthorized(() -> engine.setOffsetPolicy(book.gateway, btc, OffsetPolicyKind.QUEUE));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT,
            () -> engine.setOffsetPolicy(book.alice, -1, OffsetPolicyKind.QUEUE));
        book.refused(RejectReason.INVALID_FIELD, RejectField.OFFSET_POLICY,
            () -> engine.setOffsetPolicy(book.alice, btc, null));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.setOffsetPolicy(book.alice, 99, OffsetPolicyKind.QUEUE));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> engine.setOffsetPolicy(book.alice, old, OffsetPolicyKind.QUEUE));
        assertThat(book.eventsOf(() -> engine.setOffsetPolicy(book.alice, btc, OffsetPolicyKind.WATERFILL)))
            .containsExactly("offsetPolicyChanged BTC QUEUE->WATERFILL by risk/alice");
    }

    private void invalidProtection(final RejectField field, final Protection protection)
    {
        book.refused(RejectReason.INVALID_FIELD, field, () -> engine.setProtection(book.alice, btc, protection));
    }

    @Test
    void protection()
    {
        notAuthorized(() -> engine.setProtection(book.gateway, btc, Protection.TRIAL));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT,
            () -> engine.setProtection(book.alice, 0, Protection.TRIAL));
        invalidProtection(RejectField.MARK_BAND, new Protection(-1, 0, 0, NONE, NONE, NONE, NONE));
        invalidProtection(RejectField.MARK_MAX_AGE_MS, new Protection(0, -1, 0, NONE, NONE, NONE, NONE));
        invalidProtection(RejectField.TRADE_BAND, new Protection(0, 0, -1, NONE, NONE, NONE, NONE));
        invalidProtection(RejectField.MAX_FEE, new Protection(0, 0, 0, -1, NONE, NONE, NONE));
        invalidProtection(RejectField.MAX_POSITION, new Protection(0, 0, 0, NONE, -1, NONE, NONE));
        invalidProtection(RejectField.MAX_OPEN_INTEREST, new Protection(0, 0, 0, NONE, NONE, -1, NONE));
        invalidProtection(RejectField.FUNDING_CAP, new Protection(0, 0, 0, NONE, NONE, NONE, 1_000_000_001L));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.setProtection(book.alice, 99, Protection.TRIAL));
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MAX_POSITION, () -> engine.setProtection(
            book.alice, btc, new Protection(0, 0, 0, NONE, Long.MAX_VALUE, NONE, NONE)));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> engine.setProtection(book.alice, old, Protection.TRIAL));
        assertThat(book.eventsOf(() -> engine.setProtection(book.alice, btc, Protection.TRIAL)))
            .containsExactly("protectionChanged BTC by risk/alice");
    }

    private void invalidWaterfall(final RejectField field, final TestWaterfall waterfall)
    {
        book.refused(RejectReason.INVALID_FIELD, field,
            () -> engine.setWaterfall(book.alice, TestBook.USD, waterfall.build()));
    }

    @Test
    void waterfall()
    {
        final Waterfall trial = Waterfall.TRIAL;
        notAuthorized(() -> engine.setWaterfall(book.gateway, TestBook.USD, trial));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ASSET,
            () -> engine.setWaterfall(book.alice, 0, trial));
        invalidWaterfall(RejectField.FUND_FLOOR, new TestWaterfall().floor(-1));
        invalidWaterfall(RejectField.PER_EVENT_CAP, new TestWaterfall().perEvent(-1));
        invalidWaterfall(RejectField.WINDOW_CAP, new TestWaterfall().window(-1, 1));
        invalidWaterfall(RejectField.WINDOW_MS, new TestWaterfall().window(1, 0));
        invalidWaterfall(RejectField.WINDOW_MS, new TestWaterfall().window(1, -1));
        invalidWaterfall(RejectField.WINDOW_MS, new TestWaterfall().withdrawals(1, 0));
        invalidWaterfall(RejectField.LIQUIDATION_TIMEOUT_MS, new TestWaterfall().timeout(-1));
        invalidWaterfall(RejectField.LIQUIDATION_FEE, new TestWaterfall().liquidationFee(1_000_001));
        invalidWaterfall(RejectField.CLOSE_OUT_FEE, new TestWaterfall().closeOutFee(-1));
        invalidWaterfall(RejectField.HOUSE_DEFICIT_GATE, new TestWaterfall().gate(-1));
        invalidWaterfall(RejectField.WITHDRAWAL_CAP, new TestWaterfall().withdrawals(-1, 1));
        invalidWaterfall(RejectField.TRIGGER, new TestWaterfall().trigger(DefaultTrigger.NULL_VAL));
        book.refused(RejectReason.UNKNOWN_ASSET, RejectField.ASSET,
            () -> engine.setWaterfall(book.alice, 2, trial));
        assertThat(book.eventsOf(() -> engine.setWaterfall(
            book.alice, TestBook.USD, new TestWaterfall().floor(7).build())))
            .containsExactly("waterfallChanged USD floor 0->7 by risk/alice");
    }

    @Test
    void instrumentStatus()
    {
        notAuthorized(() -> engine.setInstrumentStatus(book.gateway, btc, InstrumentStatus.HALTED));
        book.refused(RejectReason.INVALID_FIELD, RejectField.INSTRUMENT,
            () -> engine.setInstrumentStatus(book.alice, 0, InstrumentStatus.HALTED));
        book.refused(RejectReason.INVALID_FIELD, RejectField.STATUS,
            () -> engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.SETTLED));
        book.refused(RejectReason.INVALID_FIELD, RejectField.STATUS,
            () -> engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.NULL_VAL));
        book.refused(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT,
            () -> engine.setInstrumentStatus(book.alice, 99, InstrumentStatus.HALTED));
        book.refused(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT,
            () -> engine.setInstrumentStatus(book.alice, old, InstrumentStatus.TRADING));
        assertThat(book.eventsOf(() -> engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED)))
            .containsExactly("instrumentStatusChanged BTC TRADING->HALTED by risk/alice");
    }

    @Test
    void accountStatus()
    {
        notAuthorized(() -> engine.setAccountMode(book.gateway, 1, AccountMode.FROZEN));
        book.refused(RejectReason.INVALID_FIELD, RejectField.ACCOUNT,
            () -> engine.setAccountMode(book.alice, 0, AccountMode.FROZEN));
        book.refused(RejectReason.INVALID_FIELD, RejectField.STATUS,
            () -> engine.setAccountMode(book.alice, 1, AccountMode.SBE_UNKNOWN));
        book.refused(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT,
            () -> engine.setAccountMode(book.alice, 99, AccountMode.FROZEN));
        assertThat(book.eventsOf(() -> engine.setAccountMode(book.alice, 1, AccountMode.FROZEN)))
            .containsExactly("accountModeChanged 1 NORMAL->FROZEN by risk/alice");
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
    }
}
