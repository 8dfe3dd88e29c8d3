package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The five statuses and when accounts are evaluated (STAT-0, STAT-1, STAT-6). */
class StatusTest
{
    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    StatusTest()
    {
        book.account(1, 1, 110).account(2, 2, 10_000).book(btc, 1, 2, 10, 100).events.take();
    }

    private void at(final long ticks, final AccountStatus status, final long equity)
    {
        book.mark(btc, ticks);
        assertThat(book.status(1)).as("at %d", ticks).isEqualTo(status);
        assertThat(book.equity(1)).isEqualTo(equity);
        assertThat(book.account(1).keptByDoubt()).as("at %d, a mark that all trust", ticks).isFalse();
    }

    @Test
    void theExampleOfTheContract()
    {
        at(94, AccountStatus.MARGIN_CALL, 50);
        at(93, AccountStatus.LIQUIDATING, 40);
        at(89, AccountStatus.LIQUIDATING, 0);
        book.waterfall(new TestWaterfall().operator());
        at(88, AccountStatus.DEFAULTED, -10);
    }

    @Test
    void aMarginCallEndsAtInitialMarginAndSoDoesALiquidation()
    {
        at(94, AccountStatus.MARGIN_CALL, 50);
        at(98, AccountStatus.MARGIN_CALL, 90);
        at(99, AccountStatus.HEALTHY, 100);
        at(93, AccountStatus.LIQUIDATING, 40);
        at(98, AccountStatus.LIQUIDATING, 90);
        at(99, AccountStatus.HEALTHY, 100);
        at(89, AccountStatus.LIQUIDATING, 0);
    }

    @Test
    void theEventsOfAFallAndARise()
    {
        book.mark(btc, 94).mark(btc, 93).mark(btc, 92).mark(btc, 100);
        assertThat(book.events.take("accountStatusChanged")).containsExactly(
            "accountStatusChanged 1 HEALTHY->MARGIN_CALL equity=50",
            "accountStatusChanged 1 MARGIN_CALL->LIQUIDATING equity=40 leg 1:10 value=890 ticks=89",
            "accountStatusChanged 1 LIQUIDATING->HEALTHY equity=110");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "83, 1", "83, 1099511627776"})
    void allThatAMarkCrossesAreEvaluatedInOrderOfTheirIds(final long step, final long distance)
    {
        book.account(3, 3, 1_000_000);
        final List<String> expected = new ArrayList<>();
        expected.add("accountStatusChanged 1 HEALTHY->MARGIN_CALL equity=50");
        for (int i = 0; i < 200; i++)
        {
            final long id = 1_000 + step * i % 200 * distance;
            book.account(id, id, 110).book(btc, id, 3, 10, 100);
            expected.add("accountStatusChanged " + (1_000 + i * distance) + " HEALTHY->MARGIN_CALL equity=50");
        }
        book.mark(btc, 94);
        assertThat(book.events.take("accountStatusChanged")).isEqualTo(expected);
    }

    @Test
    void equityOfZeroWithoutARequirementIsHealthy()
    {
        book.accepted(engine.setMarginTiers(book.alice, btc, TestBook.tiers(0, 0)));
        at(89, AccountStatus.HEALTHY, 0);
        book.waterfall(new TestWaterfall().operator());
        at(88, AccountStatus.DEFAULTED, -10);
    }

    @Test
    void aDepositAndAWithdrawalAreFollowedByAnEvaluation()
    {
        at(94, AccountStatus.MARGIN_CALL, 50);
        assertThat(book.eventsOf(() -> book.tryDeposit(1, 44))).containsExactly(
            "collateralChanged 1 44 DEPOSIT now=154", "accountStatusChanged 1 MARGIN_CALL->HEALTHY equity=94");
    }

    @Test
    void aTradeIsFollowedByAnEvaluationOfBothSides()
    {
        // The seller's short gains what the buyer loses: 10 lots at 106 with a mark of 100.
        book.account(3, 3, 150).account(4, 4, 200);
        assertThat(book.eventsOf(() -> book.trade(btc, 3, 4, 10, 106).guaranteed().send(), "accountStatusChanged"))
            .containsExactly("accountStatusChanged 3 HEALTHY->MARGIN_CALL equity=90");
    }

    @Test
    void aChangeOfMarginIsFollowedByAnEvaluationOfAllHoldersInOrder()
    {
        book.account(4, 4, 120).account(3, 3, 120).book(btc, 4, 2, 10, 100).book(btc, 3, 2, 10, 100);
        assertThat(book.eventsOf(
            () -> engine.setMarginTiers(book.alice, btc, TestBook.tiers(200_000, 50_000)), "accountStatusChanged"))
            .containsExactly("accountStatusChanged 1 HEALTHY->MARGIN_CALL equity=110",
            "accountStatusChanged 3 HEALTHY->MARGIN_CALL equity=120",
            "accountStatusChanged 4 HEALTHY->MARGIN_CALL equity=120");
    }

    @Test
    void aSettlementIsFollowedByAnEvaluationOfAllItTouchedOnceAllIsClosed()
    {
        final int eth = book.perpetual("ETH", 100);
        for (final long id : new long[]{4, 3})
        {
            book.account(id, id, 200).book(btc, id, 2, 10, 100).book(eth, id, 2, 10, 100);
        }
        // Of 200 each, 3 and 4 lose 160 and hold ETH still; account 1 loses 160 of 110 and holds nothing else.
        book.mark(btc, 97).events.take();
        assertThat(book.eventsOf(() -> engine.settleInstrument(book.alice, btc, 84), "positionChanged",
            "instrumentSettled", "accountStatusChanged")).containsExactly(
            "positionChanged 1 BTC 0 cost=0 realized=-160 fee=0 collateral=-50 SETTLEMENT",
            "positionChanged 2 BTC 0 cost=0 realized=480 fee=0 collateral=10480 SETTLEMENT",
            "positionChanged 3 BTC 0 cost=0 realized=-160 fee=0 collateral=40 SETTLEMENT",
            "positionChanged 4 BTC 0 cost=0 realized=-160 fee=0 collateral=40 SETTLEMENT",
            "instrumentSettled BTC 84 positions=4 rounding=0",
            "accountStatusChanged 1 MARGIN_CALL->DEFAULTED equity=-50",
            "accountStatusChanged 3 MARGIN_CALL->LIQUIDATING equity=40 leg 2:10 value=960 ticks=96",
            "accountStatusChanged 4 MARGIN_CALL->LIQUIDATING equity=40 leg 2:10 value=960 ticks=96",
            "accountStatusChanged 1 DEFAULTED->CLOSED_OUT equity=0");
    }

    @Test
    void aClosedOutAccountLivesAgainAfterADepositAndMayWithdrawBefore()
    {
        book.deposit(1, 300).accepted(engine.declareDefault(book.alice, 1));
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        book.withdraw(1, 10);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.eventsOf(() -> book.tryDeposit(1, 5))).containsExactly(
            "collateralChanged 1 5 DEPOSIT now=405", "accountStatusChanged 1 CLOSED_OUT->HEALTHY equity=405");
        book.book(btc, 1, 2, 1, 100);
    }

    @Test
    void whatEachStatusMayDo()
    {
        at(94, AccountStatus.MARGIN_CALL, 50);
        book.deposit(1, 1).book(btc, 2, 1, 1, 94);
        at(92, AccountStatus.LIQUIDATING, 33);
        book.deposit(1, 1);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.waterfall(new TestWaterfall().operator()).mark(btc, 80);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> book.tryWithdraw(1, 1));
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER, () -> book.trade(btc, 2, 1, 1, 80).send());
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.SELLER,
            () -> book.trade(btc, 2, 1, 1, 80).cause(TradeCause.BLOCK).send());
        book.deposit(1, 1);
    }

    @Test
    void declareDefaultIsTakenInAnyStatusButClosedOut()
    {
        book.account(3, 3, 0).account(4, 4, 110).book(btc, 4, 2, 10, 100);
        book.accepted(engine.declareDefault(book.alice, 3));
        assertThat(book.status(3)).isEqualTo(AccountStatus.CLOSED_OUT);
        book.refused(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT, () -> engine.declareDefault(book.alice, 3));
        at(94, AccountStatus.MARGIN_CALL, 50);
        book.accepted(engine.declareDefault(book.alice, 1));
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        book.mark(btc, 92);
        assertThat(book.status(4)).isEqualTo(AccountStatus.LIQUIDATING);
        book.accepted(engine.declareDefault(book.alice, 4));
        assertThat(book.status(4)).isEqualTo(AccountStatus.CLOSED_OUT);
    }
}
