package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-4: before the fund pays, own opposite positions are closed at mark (a), then others that must be closed anyway
 * (b), and the deficit is collected from the accounts that answer for it (c). Amounts have two decimals.
 */
class RunOwnAccountsClauseTest
{
    private final TestBook book = new TestBook(new Limits(), 2);
    private final int a = book.define(TestBook.linear("A").family("F"));
    private final int b = book.define(TestBook.linear("B").family("F"));

    RunOwnAccountsClauseTest()
    {
        book.marks(new int[]{a, b}, 100, 60).fund(1_000_00).account(2, 2, 9_000_00);
    }

    /**
     * One owner, four accounts: 1 (310) long 10 A and 10 B at 100, 3 (110) short 10 A at 100, 6 (300) short 4 B at 60,
     * 5 (100) without a position. At A 70 and B 85 account 1 is at -140.
     */
    private List<String> oneOwnerFourAccounts()
    {
        book.account(1, 1, 310_00).account(3, 1, 110_00).account(5, 1, 100_00).account(6, 1, 300_00);
        book.book(b, 2, 6, 4, 60).mark(b, 100);
        book.book(a, 1, 2, 10, 100).book(b, 1, 2, 10, 100).book(a, 2, 3, 10, 100);
        book.events.take();
        book.marks(new int[]{a, b}, 70, 85);
        return book.events.take("positionOffset", "ownAccountCollected", "defaultRunCompleted");
    }

    /** Weights 410.00 and 200.00: floor(14,000 * 410 / 610) = 9,409, the rest 4,591. */
    @Test
    void hedgesGiveByWhatTheyHaveWhateverTheirProfit()
    {
        assertThat(oneOwnerFourAccounts()).containsExactly(
            "positionOffset 1 OWN_HEDGE A 1/3 10@70 due=0 paid=0",
            "positionOffset 1 OWN_HEDGE B 1/6 4@85 due=0 paid=0",
            "ownAccountCollected 1 3 for=1 9409",
            "ownAccountCollected 1 6 for=1 4591",
            "positionOffset 1 OFFSET B 1/2 6@85 due=0 paid=0 rank=1 QUEUE",
            "defaultRunCompleted 1 1 deficit=14000 own=14000 fund=0 surcharge=0 haircut=0 house=0 fee=0 legsLeft=0");
        assertThat(book.account(3).collateral()).isEqualTo(315_91);
        assertThat(book.account(6).collateral()).isEqualTo(154_09);
        assertThat(book.account(5).collateral()).isEqualTo(100_00);
        assertThat(book.usd().insuranceFund()).isEqualTo(1_000_00);
        assertThat(book.account(1).collateral()).isZero();
        assertThat(book.account(2).collateral()).isEqualTo(9_250_00);
    }

    /** Weights 410.00, 100.00, 200.00: 8,084, then floor(14,000 * 510 / 710) = 10,056 together, then all 14,000. */
    @Test
    void withRecourseOwnerAllAccountsGive()
    {
        book.waterfall(new TestWaterfall().recourse(Recourse.OWNER));
        assertThat(oneOwnerFourAccounts()).contains("ownAccountCollected 1 3 for=1 8084",
            "ownAccountCollected 1 5 for=1 1972", "ownAccountCollected 1 6 for=1 3944");
        assertThat(book.account(3).collateral()).isEqualTo(410_00 - 80_84);
        assertThat(book.account(5).collateral()).isEqualTo(100_00 - 19_72);
        assertThat(book.account(6).collateral()).isEqualTo(200_00 - 39_44);
        assertThat(book.usd().insuranceFund()).isEqualTo(1_000_00);
    }

    /** The short was entered at 70 and stands at a loss of 100; it has 400 all the same, and gives the 90. */
    @Test
    void aHedgeAtALossGivesToo()
    {
        book.mark(a, 70).account(1, 1, 110_00).account(3, 1, 500_00).book(a, 2, 3, 10, 70);
        book.mark(a, 100).book(a, 1, 2, 10, 100);
        book.mark(a, 80);
        assertThat(book.account(3).collateral()).isEqualTo(500_00 - 100_00 - 90_00);
        assertThat(book.usd().insuranceFund()).isEqualTo(1_000_00);
    }

    /** Two owners default on one mark; the second one's short is not used up by the first one's run. */
    @Test
    void aHedgeIsThereForItsOwnersRunFirst()
    {
        book.account(1, 1, 110_00).account(4, 4, 110_00).account(5, 4, 50_00).account(6, 6, 9_000_00);
        book.book(a, 1, 2, 10, 100).book(a, 4, 2, 10, 100);
        book.accepted(book.trade(a, 6, 5, 10, 100).guaranteed().send());
        book.events.take();
        book.mark(a, 80);
        assertThat(book.events.take("positionOffset", "ownAccountCollected").subList(0, 2)).containsExactly(
            "positionOffset 2 OWN_HEDGE A 4/5 10@80 due=0 paid=0", "ownAccountCollected 2 5 for=4 9000");
        assertThat(book.account(5).collateral()).isEqualTo(50_00 + 200_00 - 90_00);
    }

    @Test
    void ownPositionsOfTheFamilyInAnotherInstrumentAreNotClosedButGive()
    {
        book.mark(b, 100).account(1, 1, 110_00).account(3, 1, 200_00);
        book.book(a, 1, 2, 10, 100).book(b, 2, 3, 4, 100);
        book.events.take();
        book.marks(new int[]{a, b}, 80, 100);
        // It keeps the maintenance of its 4 B, 20.00, and gives the 90.00 out of the 180.00 above it.
        assertThat(book.events.take("positionOffset", "ownAccountCollected")).containsExactly(
            "ownAccountCollected 1 3 for=1 9000", "positionOffset 1 OFFSET A 1/2 10@80 due=0 paid=0 rank=1 QUEUE");
        assertThat(book.lots(3, b)).isEqualTo(-4);
    }

    /** 60.00 above nothing, 20.00 of maintenance: 40.00 are given, the fund pays the other 50.00. */
    @Test
    void aHedgeKeepsItsMaintenanceMargin()
    {
        book.mark(b, 100).account(1, 1, 110_00).account(3, 1, 60_00);
        book.book(a, 1, 2, 10, 100).book(b, 2, 3, 4, 100);
        book.mark(a, 80);
        assertThat(book.account(3).collateral()).isEqualTo(20_00);
        assertThat(book.usd().insuranceFund()).isEqualTo(950_00);
    }

    @Test
    void withRecourseOwnerNothingIsKeptForMaintenance()
    {
        book.waterfall(new TestWaterfall().recourse(Recourse.OWNER));
        book.mark(b, 100).account(1, 1, 110_00).account(3, 1, 60_00);
        book.book(a, 1, 2, 10, 100).book(b, 2, 3, 4, 100);
        book.mark(a, 80);
        assertThat(book.account(3).collateral()).isZero();
        assertThat(book.status(3)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.usd().insuranceFund()).isEqualTo(970_00);
    }

    /**
     * Account 3 has a run of its own in the round, with 12.00 left: it gives all of it and keeps no maintenance of the
     * 8 B that its run closes. What its own hedge of 2 A closed is not closed again.
     */
    @Test
    void anOwnAccountWithARunInTheRoundKeepsNothing()
    {
        book.mark(b, 100).account(1, 1, 110_00).account(3, 1, 100_00);
        book.book(a, 1, 2, 10, 100).book(a, 2, 3, 2, 100).book(b, 3, 2, 8, 100);
        runs(Switch.OFF);
        book.marks(new int[]{a, b}, 80, 84);
        assertThat(book.status(3)).isEqualTo(AccountStatus.LIQUIDATING);
        book.accepted(book.engine.reportLiquidationFailed(book.gateway, 3));
        assertThat(book.status(3)).isEqualTo(AccountStatus.DEFAULTED);
        book.events.take();
        runs(Switch.ON);
        assertThat(book.events.take("positionOffset", "ownAccountCollected", "insuranceFundChanged")).containsExactly(
            "positionOffset 1 OWN_HEDGE A 1/3 2@80 due=0 paid=0",
            "ownAccountCollected 1 3 for=1 1200",
            "insuranceFundChanged -7800 DEFAULT_DRAW now=92200",
            "positionOffset 1 OFFSET A 1/2 8@80 due=0 paid=0 rank=1 QUEUE",
            "positionOffset 2 OFFSET B 3/2 8@84 due=0 paid=0 rank=1 QUEUE");
    }

    private void runs(final Switch on)
    {
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, on));
    }

    /**
     * Account 12 is LIQUIDATING with 3 short A, account 14 defaults in the round with 4 short A: both must be closed
     * anyway. The larger comes first, both without a surcharge; only 3 lots go to a stranger.
     */
    @Test
    void othersThatMustBeClosedAnywayComeBeforeStrangers()
    {
        book.mark(b, 100).account(11, 11, 110_00).account(12, 12, 100_00).account(14, 14, 140_00);
        book.book(a, 11, 2, 10, 100).book(a, 2, 12, 3, 100).book(a, 2, 14, 4, 100);
        book.book(b, 12, 2, 5, 100).book(b, 14, 2, 10, 100);
        book.events.take();
        book.marks(new int[]{a, b}, 80, 72);
        assertThat(book.status(12)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.events.take("defaultRunStarted", "positionOffset")).containsExactly(
            "defaultRunStarted 1 11 equity=-9000 notional=80000 closes=A:10/10",
            "defaultRunStarted 2 14 equity=-6000 notional=104000 closes=A:4/-4,B:10/10",
            "positionOffset 1 DEFAULTERS A 11/14 4@80 due=0 paid=0",
            "positionOffset 1 DEFAULTERS A 11/12 3@80 due=0 paid=0",
            "positionOffset 1 OFFSET A 11/2 3@80 due=0 paid=0 rank=1 QUEUE",
            "positionOffset 2 OFFSET B 14/2 10@72 due=0 paid=0 rank=1 QUEUE");
        assertThat(book.equity(12)).isEqualTo(20_00);
    }

    /** Equal lots: the smaller account id first; an own LIQUIDATING account is not one of the others. */
    @Test
    void equalLotsGoByAccountAndTheOwnerIsNoOther()
    {
        book.mark(b, 100).account(11, 11, 1_000_00).account(12, 12, 100_00).account(13, 13, 100_00)
            .account(15, 11, 100_00);
        book.book(a, 11, 2, 4, 100);
        for (final long shorts : new long[]{13, 12, 15})
        {
            book.book(a, 2, shorts, 3, 100).book(b, shorts, 2, 5, 100);
        }
        book.marks(new int[]{a, b}, 80, 72);
        assertThat(book.status(15)).isEqualTo(AccountStatus.LIQUIDATING);
        book.events.take();
        book.accepted(book.engine.declareDefault(book.alice, 11));
        // There is no deficit, so that no own position is closed before strangers.
        assertThat(book.events.take("positionOffset")).containsExactly(
            "positionOffset 1 DEFAULTERS A 11/12 3@80 due=0 paid=0",
            "positionOffset 1 DEFAULTERS A 11/13 1@80 due=0 paid=0");
        assertThat(book.lots(15, a)).isEqualTo(-3);
    }
}
