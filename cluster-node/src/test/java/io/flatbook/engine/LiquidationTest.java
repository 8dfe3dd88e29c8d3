package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The life of a liquidation: announced with prices and deadline, closed by trades (STAT-3), ended by time, report or
 * relief (STAT-4).
 */
class LiquidationTest
{
    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);

    private void liquidating(final TestWaterfall waterfall)
    {
        book.waterfall(waterfall).account(1, 1, 100).account(2, 2, 10_000).book(btc, 1, 2, 10, 100).events.take();
        book.mark(btc, 94);
    }

    @Test
    void itIsAnnouncedWithItsDeadlineAndBankruptcyPrices()
    {
        book.at(5_000);
        liquidating(new TestWaterfall().timeout(2_000));
        assertThat(book.events.take("accountStatusChanged")).containsExactly(
            "accountStatusChanged 1 HEALTHY->LIQUIDATING equity=40 deadline=7000 leg 1:10 value=900 ticks=90");
    }

    @Test
    void withoutATimeoutThereIsNoDeadline()
    {
        liquidating(new TestWaterfall());
        assertThat(book.events.take("accountStatusChanged")).containsExactly(
            "accountStatusChanged 1 HEALTHY->LIQUIDATING equity=40 leg 1:10 value=900 ticks=90");
        book.at(1_000_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
    }

    @Test
    void aTradeWithThatCauseClosesItAndAFeeOnTheSurplusGoesToTheFund()
    {
        liquidating(new TestWaterfall().liquidationFee(10_000));
        book.events.take();
        book.accepted(book.trade(btc, 2, 1, 4, 93).liquidation().send());
        // Bankruptcy value of 4 lots 360, closed at 372: 1 % of 372 is 3.
        assertThat(book.events.take()).containsExactly(
            "tradeRegistered BTC buyer=2 seller=1 4@93 LIQUIDATION",
            "positionChanged 2 BTC -6 cost=-600 realized=28 fee=0 collateral=10028 TRADE",
            "positionChanged 1 BTC 6 cost=600 realized=-28 fee=0 collateral=72 TRADE",
            "liquidationFeeCharged 1 BTC 3",
            "insuranceFundChanged 3 LIQUIDATION_FEE now=3");
        book.accepted(book.trade(btc, 2, 1, 6, 93).liquidation().send());
        assertThat(book.events.take("accountStatusChanged", "liquidationFeeCharged")).containsExactly(
            "liquidationFeeCharged 1 BTC 5", "accountStatusChanged 1 LIQUIDATING->HEALTHY equity=22");
    }

    @Test
    void theFeeIsAtMostTheEquityLeftAfterTheTradeAndItsFees()
    {
        liquidating(new TestWaterfall().liquidationFee(1_000_000));
        // 9 lots at 93: 837 over a bankruptcy value of 810 is a surplus of 27; equity 40 - 9 - 20 = 11.
        assertThat(book.eventsOf(() -> book.trade(btc, 2, 1, 9, 93).fees(0, 20).liquidation().send(),
            "liquidationFeeCharged")).containsExactly("liquidationFeeCharged 1 BTC 11");
        assertThat(book.equity(1)).isZero();
    }

    @Test
    void theFeeIsAtMostTheSurplus()
    {
        liquidating(new TestWaterfall().liquidationFee(100_000));
        book.events.take();
        book.accepted(book.trade(btc, 2, 1, 10, 92).liquidation().send());
        // 10 % of 920 is 92, the surplus over 900 is 20.
        assertThat(book.events.take("liquidationFeeCharged")).containsExactly("liquidationFeeCharged 1 BTC 20");
        assertThat(book.equity(1)).isZero();
    }

    @Test
    void atTheBankruptcyPriceThereIsNoFee()
    {
        liquidating(new TestWaterfall().liquidationFee(100_000));
        book.events.take();
        book.accepted(book.trade(btc, 2, 1, 10, 90).liquidation().send());
        assertThat(book.events.take("liquidationFeeCharged")).isEmpty();
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    @Test
    void belowTheBankruptcyPriceTheTradeIsRefused()
    {
        liquidating(new TestWaterfall());
        book.refused(RejectReason.BEYOND_BANKRUPTCY, RejectField.SELLER,
            () -> book.trade(btc, 2, 1, 10, 89).liquidation().send());
    }

    @Test
    void atTheDeadlineItIsDefaultedByTheTick()
    {
        liquidating(new TestWaterfall().timeout(2_000).closeOutFee(10_000));
        book.events.take();
        book.at(1_999);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.at(2_000);
        assertThat(book.events.take("accountStatusChanged", "defaultRunCompleted")).containsExactly(
            "accountStatusChanged 1 LIQUIDATING->DEFAULTED equity=40",
            "defaultRunCompleted 1 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=9 legsLeft=0",
            "accountStatusChanged 1 DEFAULTED->CLOSED_OUT equity=31");
    }

    @Test
    void atTheDeadlineItIsBackInMarginCallIfMaintenanceIsCovered()
    {
        liquidating(new TestWaterfall().timeout(2_000));
        book.mark(btc, 96).events.take();
        assertThat(book.status(1)).as("60 of 96 needed").isEqualTo(AccountStatus.LIQUIDATING);
        book.at(2_000);
        assertThat(book.events.take()).containsExactly("accountStatusChanged 1 LIQUIDATING->MARGIN_CALL equity=60");
    }

    @Test
    void theDeadlineIsPutOffWhileNoLegCanBeClosed()
    {
        liquidating(new TestWaterfall().timeout(2_000));
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.events.take();
        book.at(2_000);
        assertThat(book.events.take()).containsExactly("liquidationDeadlineMoved 1 2000->4000");
        // Whatever the equity: at 96 maintenance is covered.
        book.mark(btc, 96).events.take();
        book.at(4_000);
        assertThat(book.events.take()).containsExactly("liquidationDeadlineMoved 1 4000->6000");
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        book.at(5_999);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.at(6_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
    }

    @Test
    void itIsPutOffWhileNothingIsPriced()
    {
        book.protection(btc, new TestProtection().markMaxAge(1_000));
        liquidating(new TestWaterfall().timeout(2_000));
        book.at(2_000);
        assertThat(book.account(1).deadlineMs()).isEqualTo(4_000);
        book.mark(btc, 94).at(3_100).mark(btc, 94).events.take();
        book.at(4_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    @Test
    void itIsPutOffWhileNoLegIsInAnInstrumentThatTakesTrades()
    {
        // An EXPIRED future is closable, but it cannot be traded: nobody could have liquidated the account.
        final int future = book.define(TestBook.future("FUT", 500));
        book.waterfall(new TestWaterfall().timeout(2_000)).mark(future, 100).account(1, 1, 100).account(2, 2, 10_000);
        book.book(future, 1, 2, 10, 100).mark(future, 94).at(500).at(2_000);
        assertThat(book.account(1).deadlineMs()).isEqualTo(4_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
    }

    @Test
    void oneStepOfItATick()
    {
        liquidating(new TestWaterfall().timeout(100));
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.events.take();
        book.at(1_000);
        assertThat(book.events.take()).containsExactly("liquidationDeadlineMoved 1 100->200");
        book.at(1_100);
        assertThat(book.events.take()).containsExactly("liquidationDeadlineMoved 1 200->300");
    }

    @Test
    void itIsRemovedIfTheTimeoutIsOffByThen()
    {
        liquidating(new TestWaterfall().timeout(2_000));
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.waterfall(new TestWaterfall()).events.take();
        book.at(2_000);
        assertThat(book.events.take()).containsExactly("liquidationDeadlineMoved 1 2000->none");
        book.accepted(book.engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.TRADING));
        book.at(100_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
    }

    @Test
    void aFailureReportJudgesLikewise()
    {
        liquidating(new TestWaterfall());
        book.mark(btc, 96);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.eventsOf(() -> book.engine.reportLiquidationFailed(book.gateway, 1)))
            .containsExactly("accountStatusChanged 1 LIQUIDATING->MARGIN_CALL equity=60");
    }

    @Test
    void aDeadlineRunsUnderTheOperatorTriggerToo()
    {
        liquidating(new TestWaterfall().timeout(2_000).operator());
        book.at(2_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    /** DET-1: in order of account, not of time. */
    @Test
    void deadlinesOfOneTickEndInOrderOfAccount()
    {
        final int eth = book.perpetual("ETH", 100);
        book.waterfall(new TestWaterfall().timeout(1_000)).account(99, 99, 100_000);
        for (final long id : new long[]{3, 1, 2})
        {
            book.account(id, id, 100).book(3 == id ? eth : btc, id, 99, 10, 100);
        }
        book.mark(eth, 94).at(50).mark(btc, 94).events.take();
        assertThat(book.account(3).deadlineMs()).isLessThan(book.account(1).deadlineMs());
        book.at(1_050);
        assertThat(book.events.take("accountStatusChanged", "defaultRunStarted")).startsWith(
            "accountStatusChanged 1 LIQUIDATING->DEFAULTED equity=40",
            "accountStatusChanged 2 LIQUIDATING->DEFAULTED equity=40",
            "accountStatusChanged 3 LIQUIDATING->DEFAULTED equity=40",
            "defaultRunStarted 1 1 equity=40 notional=940 closes=BTC:10/10",
            "defaultRunStarted 2 2 equity=40 notional=940 closes=BTC:10/10",
            "defaultRunStarted 3 3 equity=40 notional=940 closes=ETH:10/10");
    }

    @Test
    void aFailureReportStartsTheRunAtOnce()
    {
        liquidating(new TestWaterfall());
        book.accepted(book.engine.reportLiquidationFailed(book.gateway, 1));
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.account(1).collateral()).isEqualTo(40);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT,
            () -> book.engine.reportLiquidationFailed(book.gateway, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT,
            () -> book.engine.reportLiquidationFailed(book.gateway, 2));
    }

    @Test
    void itEndsOnlyWhenTheInitialMarginIsCovered()
    {
        liquidating(new TestWaterfall().timeout(2_000));
        book.deposit(1, 53);
        assertThat(book.status(1)).as("93 of 94").isEqualTo(AccountStatus.LIQUIDATING);
        book.events.take();
        book.deposit(1, 1);
        assertThat(book.events.take()).containsExactly("collateralChanged 1 1 DEPOSIT now=154",
            "accountStatusChanged 1 LIQUIDATING->HEALTHY equity=94");
        book.at(10_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    @Test
    void bankruptcyPricesAreRoundedAgainstTheAccount()
    {
        book.account(1, 1, 101).account(2, 2, 10_000).account(3, 3, 101).book(btc, 1, 2, 7, 100);
        book.book(btc, 2, 3, 7, 100).events.take();
        book.mark(btc, 88);
        // Long 7 at 700 with 101: 599 / 7 = 85.57, up.
        assertThat(book.events.take("accountStatusChanged")).containsExactly(
            "accountStatusChanged 1 HEALTHY->LIQUIDATING equity=17 leg 1:7 value=599 ticks=86");
        book.mark(btc, 100).events.take();
        book.mark(btc, 112);
        // Short 7 at 700 with 101: 801 / 7 = 114.43, down.
        assertThat(book.events.take("accountStatusChanged")).containsExactly(
            "accountStatusChanged 3 HEALTHY->LIQUIDATING equity=17 leg 1:-7 value=-801 ticks=114");
    }
}
