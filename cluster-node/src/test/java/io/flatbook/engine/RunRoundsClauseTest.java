package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-2: the due runs of an entry are frozen together and go phase by phase, each for all runs in account order before
 * the next begins. Two defaulters on one mark, -90.00 each; the fund holds 30.00.
 */
class RunRoundsClauseTest
{
    private final TestBook book = new TestBook(new Limits(), 2);
    private final int sol = book.perpetual("SOL", 100);

    RunRoundsClauseTest()
    {
        book.fund(30_00);
        book.account(1, 1, 110_00).account(2, 2, 110_00).account(3, 1, 30_00).account(4, 4, 500_00)
            .account(5, 5, 200_00);
        book.book(sol, 1, 4, 10, 100).book(sol, 2, 5, 8, 100).book(sol, 2, 3, 2, 100);
    }

    /**
     * The first one's own short closes 2 at mark, and his other account gives all it then has, 70.00. 20.00 and 90.00
     * are left; of 30.00 the first draws floor(3,000 * 20 / 110) = 5.45. Strangers pay 14.55 and 65.45.
     */
    @Test
    void eachPhaseComesForAllRunsBeforeTheNext()
    {
        book.events.take();
        book.mark(sol, 80);
        assertThat(book.events.take()).containsExactly(
            "markPricesUpdated 1:80",
            "accountStatusChanged 1 HEALTHY->DEFAULTED equity=-9000",
            "accountPledged 3 for=1",
            "accountStatusChanged 2 HEALTHY->DEFAULTED equity=-9000",
            "defaultRunStarted 1 1 equity=-9000 notional=80000 closes=SOL:10/10",
            "cancelOrders 1 1 SOL",
            "defaultRunStarted 2 2 equity=-9000 notional=80000 closes=SOL:10/10",
            "cancelOrders 2 2 SOL",
            "cancelOrders 1 3 SOL",
            "positionOffset 1 OWN_HEDGE SOL 1/3 2@80 due=0 paid=0",
            "ownAccountCollected 1 3 for=1 7000",
            "insuranceFundChanged -545 DEFAULT_DRAW now=2455",
            "insuranceFundChanged -2455 DEFAULT_DRAW now=0",
            "cancelOrders 1 5 SOL",
            "positionOffset 1 OFFSET SOL 1/5 8@80 due=1455 paid=1455 rank=1 QUEUE",
            "cancelOrders 2 4 SOL",
            "positionOffset 2 OFFSET SOL 2/4 10@80 due=6545 paid=6545 rank=1 QUEUE",
            "defaultRunCompleted 1 1 deficit=9000 own=7000 fund=545 surcharge=1455 haircut=0 house=0 fee=0 legsLeft=0",
            "accountStatusChanged 1 DEFAULTED->CLOSED_OUT equity=0",
            "accountReleased 3",
            "defaultRunCompleted 2 2 deficit=9000 own=0 fund=2455 surcharge=6545 haircut=0 house=0 fee=0 legsLeft=0",
            "accountStatusChanged 2 DEFAULTED->CLOSED_OUT equity=0");
        assertThat(book.account(4).collateral()).isEqualTo(634_55);
        assertThat(book.account(5).collateral()).isEqualTo(345_45);
        assertThat(book.account(3).collateral()).isZero();
    }

    /**
     * SOL at 60: -290.00 each. Own account 3 gives 110.00; of the fund's 30.00 the first draws
     * floor(3,000 * 180 / 470) = 11.48. Account 6 gained 2 a lot and pays it; account 7, whom nobody chose, gives its
     * 10.00, of which run 1 is credited floor(1,000 * 152.52 / 404.00) = 3.77.
     */
    @Test
    void theHaircutComesOnceForAllRunsOfTheRound()
    {
        book.account(6, 6, 1_000_00).account(7, 7, 1_000_00).account(8, 8, 1_000_00);
        book.book(sol, 4, 6, 10, 62).book(sol, 5, 6, 8, 62).book(sol, 8, 7, 5, 62);
        book.events.take();
        book.mark(sol, 60);
        assertThat(book.events.take("defaultRunStarted", "ownAccountCollected", "insuranceFundChanged",
            "positionOffset", "gainsHaircut", "houseDeficitChanged", "defaultRunCompleted")).containsExactly(
            "defaultRunStarted 1 1 equity=-29000 notional=60000 closes=SOL:10/10",
            "defaultRunStarted 2 2 equity=-29000 notional=60000 closes=SOL:10/10",
            "positionOffset 1 OWN_HEDGE SOL 1/3 2@60 due=0 paid=0",
            "ownAccountCollected 1 3 for=1 11000",
            "insuranceFundChanged -1148 DEFAULT_DRAW now=1852",
            "insuranceFundChanged -1852 DEFAULT_DRAW now=0",
            "positionOffset 1 OFFSET SOL 1/6 8@60 due=16852 paid=1600 rank=1 QUEUE",
            "positionOffset 2 OFFSET SOL 2/6 10@60 due=27148 paid=2000 rank=1 QUEUE",
            "gainsHaircut 7 SOL SHORT 1000 fromCost=1000 gain=1000 equity=101000",
            "houseDeficitChanged 14875 now=14875 run=1",
            "defaultRunCompleted 1 1 deficit=29000 own=11000 fund=1148 surcharge=1600 haircut=377 house=14875 fee=0" +
            " legsLeft=0",
            "houseDeficitChanged 24525 now=39400 run=2",
            "defaultRunCompleted 2 2 deficit=29000 own=0 fund=1852 surcharge=2000 haircut=623 house=24525 fee=0" +
            " legsLeft=0");
    }

    /** A run gets a dense id; the next entry goes on counting. */
    @Test
    void runsAreNumberedWithoutGaps()
    {
        book.mark(sol, 80);
        book.account(6, 6, 100_00).account(7, 7, 1_000_00).book(sol, 6, 7, 10, 80);
        book.events.take();
        book.mark(sol, 65);
        assertThat(book.events.take("defaultRunStarted")).containsExactly(
            "defaultRunStarted 3 6 equity=-5000 notional=65000 closes=SOL:10/10");
    }

    /** RUN-2: the marks that a run quotes are those of the last update that moved any. */
    @Test
    void aRunQuotesTheSequenceOfTheMarksThatItIsMadeAt()
    {
        final Sender gateway = book.gateway;
        book.accepted(book.engine.updateMarkPrices(gateway, 70, new int[]{sol}, new long[]{80}, 1));
        assertThat(book.events.markSequence()).isEqualTo(70);
        book.account(6, 6, 100_00).account(7, 7, 1_000_00).book(sol, 6, 7, 10, 80);
        book.accepted(book.engine.updateMarkPrices(gateway, 71, new int[]{99}, new long[]{80}, 1));
        book.accepted(book.engine.declareDefault(book.alice, 6));
        assertThat(book.status(6)).isEqualTo(AccountStatus.CLOSED_OUT);
        assertThat(book.events.markSequence()).as("71 moved none").isEqualTo(70);
    }

    /** The freeze fixes the lots: what an own hedge closes of another run's leg is not closed twice. */
    @Test
    void anOwnHedgeThatDefaultsToHasItsLotsToCloseReduced()
    {
        // Account 3 is short 2 SOL at 80 and loses the same day on ETH; runs are off until both have defaulted.
        final int eth = book.perpetual("ETH", 100);
        book.deposit(3, 100_00).book(eth, 3, 4, 8, 100);
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON,
            Switch.OFF));
        book.marks(new int[]{sol, eth}, 80, 70);
        book.events.take();
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON,
            Switch.ON));
        assertThat(book.events.take("defaultRunStarted", "positionOffset", "ownAccountCollected").stream()
            .map((line) -> line.split(" due")[0]).toList()).containsExactly(
            "defaultRunStarted 1 1 equity=-9000 notional=80000 closes=SOL:10/10",
            "defaultRunStarted 2 2 equity=-9000 notional=80000 closes=SOL:10/10",
            "defaultRunStarted 3 3 equity=-7000 notional=72000 closes=SOL:2/-2,ETH:8/8",
            "positionOffset 1 OWN_HEDGE SOL 1/3 2@80",
            "positionOffset 1 OFFSET SOL 1/5 8@80",
            "positionOffset 2 OFFSET SOL 2/4 10@80",
            "positionOffset 3 OFFSET ETH 3/4 8@70");
    }
}
