package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-8: what counterparties did not pay is laid on the sides opposite to the defaulters and taken there from those who
 * gained, once per round, from the cost of the position it was measured on first: a gain is given once.
 */
class RunHaircutClauseTest
{
    private final TestBook book = new TestBook();
    private final int a = book.perpetual("A", 100);

    RunHaircutClauseTest()
    {
        book.account(2, 2, 1_000_000);
    }

    private List<String> lines()
    {
        return book.events.take("gainsHaircut", "houseDeficitChanged", "defaultRunCompleted");
    }

    /**
     * The example of RUN-7 goes on: 8.00 were not paid. Weights 102.00, 4.00, 70.00: 4.63, 0.18, 3.19. Account 4 holds
     * 3 lots more, from -300.00; they now cost -295.37.
     */
    @Test
    void isTakenFromTheCostOfWhatIsStillHeld()
    {
        final TestBook cents = RunSurchargeClauseTest.afterTheFall();
        assertThat(cents.events.take("gainsHaircut", "defaultRunCompleted")).containsExactly(
            "gainsHaircut 4 A SHORT 463 fromCost=463 gain=10200 equity=" + (100_000_00 + 120_00 - 18_00),
            "gainsHaircut 5 A SHORT 18 fromCost=18 gain=400 equity=" + (100_000_00 + 8_00 - 4_00),
            "gainsHaircut 6 A SHORT 319 fromCost=319 gain=7000 equity=" + (100_000_00 + 100_00 - 30_00),
            "defaultRunCompleted 1 1 deficit=9000 own=0 fund=3000 surcharge=5200 haircut=800 house=0 fee=0 legsLeft=0");
        assertThat(cents.cost(4, 1)).isEqualTo(-295_37);
    }

    /**
     * A funding of 95 takes an account of 60 to -35. Who received it has no gain on his position, but gives 35 of it
     * back, out of collateral.
     */
    @Test
    void whatAFundingOfTheEntryGaveIsGivenBackFirst()
    {
        book.account(1, 1, 110).account(3, 3, 1_000).account(4, 4, 1_000);
        book.book(a, 1, 4, 10, 100).mark(a, 95).book(a, 4, 3, 10, 95);
        book.events.take();
        book.accepted(book.engine.applyFunding(book.gateway, a, 100_000_000, 1));
        assertThat(lines()).containsExactly("gainsHaircut 3 A SHORT 35 fromCost=0 gain=95 equity=1095",
            "defaultRunCompleted 1 1 deficit=35 own=0 fund=0 surcharge=0 haircut=35 house=0 fee=0 legsLeft=0");
        assertThat(book.account(3).collateral()).isEqualTo(1_000 + 95 - 35);
    }

    /** The same entry takes from a settlement's gain what a first round did not: never more than it gave in all. */
    @Test
    void whatASettlementGaveIsGivenOnceInTheEntry()
    {
        final int s = book.define(TestBook.future("S", 1_000_000));
        book.mark(s, 100).account(1, 1, 110).account(3, 3, 100).account(5, 5, 120);
        book.book(s, 1, 3, 5, 100).book(s, 5, 2, 5, 100);
        book.accepted(book.engine.settleInstrument(book.alice, s, 60));
        // -90 and -80 over the gains of 3 and 2, 200 each: 1 lays 90 and 5 lays 80 on one side, shared equally.
        assertThat(lines()).containsExactly("gainsHaircut 2 S SHORT 85 fromCost=0 gain=200 equity=1000200",
            "gainsHaircut 3 S SHORT 85 fromCost=0 gain=200 equity=300",
            "defaultRunCompleted 1 1 deficit=90 own=0 fund=0 surcharge=0 haircut=90 house=0 fee=0 legsLeft=0",
            "defaultRunCompleted 2 5 deficit=80 own=0 fund=0 surcharge=0 haircut=80 house=0 fee=0 legsLeft=0");
    }

    /** Account 3 has 100 + 200 after the settlement, enough for the 250 of 25 B; it gives 90 and is called. */
    @Test
    void whoGaveIsEvaluatedAnew()
    {
        final int s = book.define(TestBook.future("S", 1_000_000));
        book.mark(s, 100).account(1, 1, 110).account(3, 3, 100).book(s, 1, 3, 5, 100);
        book.accepted(book.trade(book.perpetual("B", 100), 3, 2, 25, 100).guaranteed().send());
        book.events.take();
        book.accepted(book.engine.settleInstrument(book.alice, s, 60));
        assertThat(book.events.take("gainsHaircut", "accountStatusChanged")).containsExactly(
            "accountStatusChanged 1 HEALTHY->DEFAULTED equity=-90",
            "accountStatusChanged 3 LIQUIDATING->HEALTHY equity=300",
            "gainsHaircut 3 S SHORT 90 fromCost=0 gain=200 equity=300",
            "accountStatusChanged 1 DEFAULTED->CLOSED_OUT equity=0",
            "accountStatusChanged 3 HEALTHY->MARGIN_CALL equity=210");
    }

    /**
     * Account 3, chosen first, gained 1 a lot; account 4 gained 200 and was not chosen: it gives 40 of them by cost. In
     * the next entry, at 74, its gain is 220, not 260: of 5 of its 10 lots, 110.
     */
    @Test
    void aGainIsGivenOnceInWhateverEntry()
    {
        book.account(1, 1, 55).account(3, 3, 200).account(4, 4, 100_000).account(5, 5, 105);
        book.book(a, 2, 4, 10, 100).book(a, 1, 2, 5, 100).book(a, 2, 3, 5, 81).book(a, 5, 2, 5, 100);
        book.events.take();
        book.mark(a, 80);
        assertThat(lines()).containsExactly("gainsHaircut 4 A SHORT 40 fromCost=40 gain=200 equity=100200",
            "defaultRunCompleted 1 1 deficit=45 own=0 fund=0 surcharge=5 haircut=40 house=0 fee=0 legsLeft=0");
        assertThat(book.cost(4, a)).isEqualTo(-960);
        book.mark(a, 74);
        assertThat(book.status(5)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.account(4).collateral()).as("the 5 lots realize 110 and owe 25").isEqualTo(100_000 + 110 - 25);
    }

    /** U 30 on two sides with 20 and 30 to give: 12 and 18. */
    @Test
    void isLaidOnTheSidesByWhatTheyHave()
    {
        final int b = book.perpetual("B", 100);
        book.account(1, 1, 340).account(3, 3, 10_000).account(4, 4, 10_000);
        book.book(a, 1, 2, 10, 100).book(b, 1, 2, 10, 100);
        book.book(a, 2, 3, 20, 82).book(b, 2, 4, 40, 81).events.take();
        book.marks(new int[]{a, b}, 80, 80);
        assertThat(book.events.take("positionOffset", "gainsHaircut", "defaultRunCompleted")).containsExactly(
            "positionOffset 1 OFFSET A 1/3 10@80 due=30 paid=20 rank=1 QUEUE",
            "positionOffset 1 OFFSET B 1/4 10@80 due=30 paid=10 rank=1 QUEUE",
            "gainsHaircut 3 A SHORT 12 fromCost=12 gain=20 equity=10020",
            "gainsHaircut 4 B SHORT 18 fromCost=18 gain=30 equity=10030",
            "defaultRunCompleted 1 1 deficit=60 own=0 fund=0 surcharge=30 haircut=30 house=0 fee=0 legsLeft=0");
        assertThat(book.cost(3, a)).isEqualTo(-820 + 12);
    }

    /** Runs of 63 and 60 on one side that has 18: floor(18 * 63 / 123) = 9 and 9; the house takes 54 and 51. */
    @Test
    void isCreditedToTheRunsByWhatTheyLaid()
    {
        book.account(1, 1, 110).account(3, 3, 1_000).account(4, 4, 10_000).account(5, 5, 140);
        book.book(a, 1, 2, 10, 100).book(a, 5, 2, 10, 100);
        book.book(a, 2, 3, 3, 95).book(a, 2, 4, 17, 80).events.take();
        book.mark(a, 80);
        assertThat(book.events.take("positionOffset", "gainsHaircut", "defaultRunCompleted").stream()
            .map((line) -> line.split(" rank")[0].split(" fromCost")[0]).toList()).containsExactly(
            "positionOffset 1 OFFSET A 1/3 3@80 due=27 paid=27",
            "positionOffset 1 OFFSET A 1/4 7@80 due=63 paid=0",
            "positionOffset 2 OFFSET A 5/4 10@80 due=60 paid=0",
            "gainsHaircut 3 A SHORT 18",
            "defaultRunCompleted 1 1 deficit=90 own=0 fund=0 surcharge=27 haircut=9 house=54 fee=0 legsLeft=0",
            "defaultRunCompleted 2 5 deficit=60 own=0 fund=0 surcharge=0 haircut=9 house=51 fee=0 legsLeft=0");
        assertThat(book.account(3).collateral()).as("it gives no more than it gained").isEqualTo(1_000);
    }

    /**
     * Account 3 of the same owner gained 400 on A and lost all of it on C; it cannot answer, and is not asked again by
     * a haircut: the house pays.
     */
    @Test
    void isNotTakenFromTheOwnersOtherAccounts()
    {
        final int c = book.perpetual("C", 100);
        book.account(1, 1, 110).account(3, 1, 700);
        book.book(a, 2, 3, 20, 100).book(a, 1, 2, 10, 100).book(c, 3, 2, 50, 100).events.take();
        book.marks(new int[]{a, c}, 80, 80);
        assertThat(book.status(3)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(lines()).containsExactly("houseDeficitChanged 90 now=90 run=1",
            "defaultRunCompleted 1 1 deficit=90 own=0 fund=0 surcharge=0 haircut=0 house=90 fee=0 legsLeft=0");
        assertThat(book.equity(3)).isEqualTo(700 + 400 - 1_000);
    }

    /** The lots left for another account at mark, their loss of 200 with them: those who gained there give 90. */
    @Test
    void isLaidOnSidesThatWereGivenAwayWhileTheRunWaited()
    {
        book.account(1, 1, 110).account(3, 3, 10_000).book(a, 1, 2, 10, 100);
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.mark(a, 80);
        book.accepted(book.engine.transferPosition(book.alice, 1, 3, a, 10, 80));
        assertThat(book.account(1).collateral()).isEqualTo(-90);
        book.events.take();
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.ON));
        assertThat(lines()).containsExactly("gainsHaircut 2 A SHORT 90 fromCost=90 gain=200 equity=1000200",
            "defaultRunCompleted 1 1 deficit=90 own=0 fund=0 surcharge=0 haircut=90 house=0 fee=0 legsLeft=0");
        assertThat(book.lots(3, a)).isEqualTo(10);
    }

    /** The lots were given away in an instrument that has been settled and removed since: nobody is left to give. */
    @Test
    void isNotLaidOnASideOfAnInstrumentThatIsGone()
    {
        final int b = book.perpetual("B", 100);
        book.account(1, 1, 110).account(3, 3, 10_000).book(a, 1, 2, 10, 100).book(b, 1, 2, 1, 100);
        book.waterfall(new TestWaterfall().operator()).mark(a, 80);
        book.accepted(book.engine.transferPosition(book.alice, 1, 3, a, 10, 80));
        book.accepted(book.engine.settleInstrument(book.alice, a, 80));
        book.accepted(book.engine.removeInstrument(book.alice, a));
        book.events.take();
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(lines()).containsExactly("houseDeficitChanged 90 now=90 run=1",
            "defaultRunCompleted 1 1 deficit=90 own=0 fund=0 surcharge=0 haircut=0 house=90 fee=0 legsLeft=0");
    }

    /** Of a gain of 200 an account whose equity is 50 gives 50; the house takes the other 40. */
    @Test
    void keepsEquityAtZeroAtLeast()
    {
        final int c = book.perpetual("C", 100);
        book.account(1, 1, 110).account(3, 3, 700).account(4, 4, 10_000);
        book.book(c, 3, 2, 50, 100).book(a, 4, 3, 10, 100).book(a, 1, 2, 10, 100).book(a, 2, 4, 10, 80);
        assertThat(book.lots(2, a)).isZero();
        book.events.take();
        book.marks(new int[]{a, c}, 80, 83);
        assertThat(book.status(3)).isEqualTo(AccountStatus.LIQUIDATING);
        // 700 + 200 - 850 = 50: its A is closed as one that must be closed anyway, without a surcharge.
        assertThat(lines()).containsExactly("gainsHaircut 3 A SHORT 50 fromCost=0 gain=200 equity=50",
            "houseDeficitChanged 40 now=40 run=1",
            "defaultRunCompleted 1 1 deficit=90 own=0 fund=0 surcharge=0 haircut=50 house=40 fee=0 legsLeft=0");
        assertThat(book.equity(3)).isZero();
    }
}
