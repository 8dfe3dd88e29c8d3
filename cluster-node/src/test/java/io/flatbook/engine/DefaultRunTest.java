package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What each layer of a default run pays, and to whom (RUN-0, RUN-4, RUN-7, RUN-8, RUN-9, EVT-3). */
class DefaultRunTest
{
    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);

    private List<String> runsOf(final long ticks)
    {
        book.events.take();
        book.mark(btc, ticks);
        return book.events.take("positionOffset", "ownAccountCollected", "gainsHaircut", "houseDeficitChanged",
            "insuranceFundChanged", "defaultRunCompleted");
    }

    @Test
    void theSurchargeIsAtMostTheGain()
    {
        // 1 is long 10 with 100 and loses 300. Its counterparties sold 4 at 100 and 6 at 75: gains 120 and 30.
        book.account(1, 1, 100).account(2, 2, 1_000).account(3, 3, 1_000).account(4, 4, 1_000);
        book.book(btc, 1, 2, 4, 100).book(btc, 1, 4, 6, 100).mark(btc, 95).book(btc, 4, 3, 6, 75);
        assertThat(runsOf(70)).containsExactly(
            "positionOffset 1 OFFSET BTC 1/2 4@70 due=80 paid=80 rank=1 QUEUE",
            "positionOffset 1 OFFSET BTC 1/3 6@70 due=120 paid=30 rank=2 QUEUE",
            // What is left is taken from gains: 120 - 80 of account 2, nothing of account 3.
            "gainsHaircut 2 BTC SHORT 40 fromCost=0 gain=40 equity=1040",
            "houseDeficitChanged 50 now=50 run=1",
            "defaultRunCompleted 1 1 deficit=200 own=0 fund=0 surcharge=110 haircut=40 house=50 fee=0 legsLeft=0");
        assertThat(book.equity(1)).isZero();
        assertThat(book.equity(2)).as("gained 120, gave 120").isEqualTo(1_000);
        assertThat(book.equity(3)).as("gained 30, gave 30").isEqualTo(1_000);
    }

    @Test
    void theSurchargeLeavesMaintenanceMarginAndTheHaircutTakesTheRest()
    {
        final int eth = book.perpetual("ETH", 100);
        book.account(1, 1, 100).account(2, 2, 460).account(3, 3, 10_000);
        // 2 is short 10 BTC and long 30 ETH: initial margin 100 + 300.
        book.book(btc, 1, 2, 10, 100).book(eth, 2, 3, 30, 100);
        book.events.take();
        // BTC 70: 1 has -200. ETH 80: 2 has 460 + 300 - 600 = 160, maintenance after its BTC is closed 120.
        book.marks(new int[]{btc, eth}, 70, 80);
        assertThat(book.events.take("positionOffset", "gainsHaircut", "defaultRunCompleted", "houseDeficitChanged"))
            .containsExactly(
            "positionOffset 1 OFFSET BTC 1/2 10@70 due=200 paid=40 rank=1 QUEUE",
            "gainsHaircut 2 BTC SHORT 120 fromCost=0 gain=260 equity=120",
            "houseDeficitChanged 40 now=40 run=1",
            "defaultRunCompleted 1 1 deficit=200 own=0 fund=0 surcharge=40 haircut=120 house=40 fee=0 legsLeft=0");
        assertThat(book.equity(2)).isZero();
        assertThat(book.status(2)).isEqualTo(AccountStatus.LIQUIDATING);
    }

    @Test
    void theOwnersOtherAccountClosesAndPaysBeforeTheFund()
    {
        book.account(1, 7, 100).account(2, 7, 200).account(3, 3, 1_000).fund(1_000);
        // 1 long 10 against 3, 2 short 5 against 3: no owner trades with himself, yet he is hedged.
        book.book(btc, 1, 3, 10, 100).book(btc, 3, 2, 5, 100);
        // Deficit 200: half the lots close against the hedge, which has 350 then and no position left.
        assertThat(runsOf(70)).containsExactly(
            "positionOffset 1 OWN_HEDGE BTC 1/2 5@70 due=0 paid=0",
            "ownAccountCollected 1 2 for=1 200",
            "positionOffset 1 OFFSET BTC 1/3 5@70 due=0 paid=0 rank=1 QUEUE",
            "defaultRunCompleted 1 1 deficit=200 own=200 fund=0 surcharge=0 haircut=0 house=0 fee=0 legsLeft=0");
        assertThat(book.equity(2)).isEqualTo(150);
    }

    @Test
    void aHedgeThatLosesClosesAndAnswersToo()
    {
        book.account(1, 7, 100).account(2, 7, 400).account(3, 3, 10_000).fund(1_000);
        book.book(btc, 1, 3, 10, 100).mark(btc, 98).book(btc, 3, 2, 5, 60);
        // 2 has 400 - 50.
        assertThat(runsOf(70)).containsExactly(
            "positionOffset 1 OWN_HEDGE BTC 1/2 5@70 due=0 paid=0",
            "ownAccountCollected 1 2 for=1 200",
            "positionOffset 1 OFFSET BTC 1/3 5@70 due=0 paid=0 rank=1 QUEUE",
            "defaultRunCompleted 1 1 deficit=200 own=200 fund=0 surcharge=0 haircut=0 house=0 fee=0 legsLeft=0");
        assertThat(book.equity(2)).isEqualTo(150);
    }

    @Test
    void othersThatMustBeClosedAnywayComeFirstAndPayNothing()
    {
        final int eth = book.perpetual("ETH", 100);
        book.account(1, 1, 100).account(2, 2, 170).account(3, 3, 10_000);
        // 2 is short 4 BTC and long 10 ETH.
        book.book(btc, 1, 2, 4, 100).book(btc, 1, 3, 6, 100).book(eth, 2, 3, 10, 100);
        book.events.take();
        // BTC 70: 1 has -200. ETH 72: 2 has 170 + 120 - 280 = 10, maintenance 14 + 36: LIQUIDATING.
        book.marks(new int[]{btc, eth}, 70, 72);
        assertThat(book.events.take("positionOffset", "gainsHaircut", "houseDeficitChanged")).containsExactly(
            "positionOffset 1 DEFAULTERS BTC 1/2 4@70 due=0 paid=0",
            "positionOffset 1 OFFSET BTC 1/3 6@70 due=200 paid=180 rank=1 QUEUE",
            // 3 gave all its gain; 2 gained 120 at the freeze and has 10.
            "gainsHaircut 2 BTC SHORT 10 fromCost=0 gain=120 equity=10",
            "houseDeficitChanged 10 now=10 run=1");
        assertThat(book.status(2)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.lots(2, btc)).isZero();
    }

    @Test
    void defaultersOnBothSidesAreClosedAgainstEachOtherLargestFirst()
    {
        final int eth = book.perpetual("ETH", 100);
        book.account(1, 1, 100).account(2, 2, 200).account(3, 3, 200).account(4, 4, 10_000);
        book.book(btc, 1, 2, 2, 100).book(btc, 1, 3, 5, 100).book(btc, 1, 4, 3, 100);
        book.book(eth, 2, 4, 15, 100).book(eth, 3, 4, 15, 100);
        book.events.take();
        // ETH 60 costs 600 each.
        book.marks(new int[]{btc, eth}, 70, 60);
        assertThat(book.events.take("positionOffset")).containsExactly(
            "positionOffset 1 DEFAULTERS BTC 1/3 5@70 due=0 paid=0",
            "positionOffset 1 DEFAULTERS BTC 1/2 2@70 due=0 paid=0",
            "positionOffset 1 OFFSET BTC 1/4 3@70 due=200 paid=90 rank=1 QUEUE",
            "positionOffset 2 OFFSET ETH 2/4 15@60 due=340 paid=340 rank=1 QUEUE",
            "positionOffset 3 OFFSET ETH 3/4 15@60 due=250 paid=250 rank=1 QUEUE");
        assertThat(List.of(book.status(1), book.status(2), book.status(3)))
            .containsOnly(AccountStatus.CLOSED_OUT);
    }

    @Test
    void winnersAreChosenBeforeLosersWhateverTheScore()
    {
        book.account(1, 1, 100).account(2, 2, 200).account(3, 3, 10_000);
        book.book(btc, 1, 2, 10, 100).mark(btc, 98).book(btc, 2, 3, 8, 65);
        // 2 is short 2 from 100, 3 is short 8 from 65: at 70 only 2 gains.
        assertThat(runsOf(70)).containsExactly(
            "positionOffset 1 OFFSET BTC 1/2 2@70 due=40 paid=40 rank=1 QUEUE",
            "positionOffset 1 OFFSET BTC 1/3 8@70 due=160 paid=0 rank=2 QUEUE",
            "gainsHaircut 2 BTC SHORT 20 fromCost=0 gain=20 equity=500",
            "houseDeficitChanged 140 now=140 run=1",
            "defaultRunCompleted 1 1 deficit=200 own=0 fund=0 surcharge=40 haircut=20 house=140 fee=0 legsLeft=0");
    }

    @Test
    void theDeficitIsChargedToLegsByTheirMaintenanceMargin()
    {
        final int eth = book.define(TestBook.linear("ETH").marginTerms(TestBook.tiers(200_000, 150_000)));
        book.mark(eth, 100).account(1, 1, 300).account(2, 2, 10_000);
        book.book(btc, 1, 2, 10, 100).book(eth, 1, 2, 10, 100);
        book.events.take();
        // Equity 300 - 200 - 200 = -100; maintenance 40 and 120.
        book.marks(new int[]{btc, eth}, 80, 80);
        assertThat(book.events.take("positionOffset")).containsExactly(
            "positionOffset 1 OFFSET BTC 1/2 10@80 due=25 paid=25 rank=1 QUEUE",
            "positionOffset 1 OFFSET ETH 1/2 10@80 due=75 paid=75 rank=1 QUEUE");
    }

    @Test
    void theSurchargeOfALegIsSpreadOverItsLotsByCumulativeShares()
    {
        book.account(1, 1, 100);
        for (long id = 2; id <= 4; id++)
        {
            book.account(id, id, 1_000).book(btc, 1, id, 3, 100);
        }
        // 9 lots from 100 to 88: 108 - 100 = 8 due on 9 lots: floor(8 * 3 / 9), floor(8 * 6 / 9), 8.
        assertThat(runsOf(88)).containsExactly(
            "positionOffset 1 OFFSET BTC 1/2 3@88 due=2 paid=2 rank=1 QUEUE",
            "positionOffset 1 OFFSET BTC 1/3 3@88 due=3 paid=3 rank=2 QUEUE",
            "positionOffset 1 OFFSET BTC 1/4 3@88 due=3 paid=3 rank=3 QUEUE",
            "defaultRunCompleted 1 1 deficit=8 own=0 fund=0 surcharge=8 haircut=0 house=0 fee=0 legsLeft=0");
    }

    @Test
    void whoOnlyLosesGivesNothingAndWhoHeldNothingIsNotTouched()
    {
        book.account(1, 1, 100).account(2, 2, 10_000).account(3, 3, 500);
        book.book(btc, 1, 2, 10, 100);
        runsOf(70);
        assertThat(book.equity(3)).isEqualTo(500);
        assertThat(book.account(3).collateral()).isEqualTo(500);
    }

    @Test
    void aDeclaredDefaultWithEquityPaysTheCloseOutFeeAndNothingElse()
    {
        book.waterfall(new TestWaterfall().closeOutFee(50_000));
        book.account(1, 1, 300).account(2, 2, 1_000).book(btc, 1, 2, 10, 100).mark(btc, 90);
        book.events.take();
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(book.events.take()).containsExactly(
            "accountStatusChanged 1 HEALTHY->DEFAULTED equity=200",
            "defaultRunStarted 1 1 equity=200 notional=900 closes=BTC:10/10",
            "cancelOrders 1 1 BTC",
            "cancelOrders 1 2 BTC",
            "positionOffset 1 OFFSET BTC 1/2 10@90 due=0 paid=0 rank=1 QUEUE",
            "insuranceFundChanged 45 CLOSE_OUT_FEE now=45",
            "defaultRunCompleted 1 1 deficit=0 own=0 fund=0 surcharge=0 haircut=0 house=0 fee=45 legsLeft=0",
            "accountStatusChanged 1 DEFAULTED->CLOSED_OUT equity=155");
    }

    @Test
    void theCloseOutFeeIsAtMostWhatIsLeft()
    {
        book.waterfall(new TestWaterfall().closeOutFee(1_000_000));
        book.account(1, 1, 110).account(2, 2, 1_000).book(btc, 1, 2, 10, 100);
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(book.account(1).collateral()).isZero();
        assertThat(book.usd().insuranceFund()).isEqualTo(110);
    }

    @Test
    void aDefaultedAccountLivesAgainAfterADeposit()
    {
        book.account(1, 1, 100).account(2, 2, 1_000).book(btc, 1, 2, 10, 100).mark(btc, 85);
        assertThat(book.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
        book.events.take();
        book.deposit(1, 50);
        assertThat(book.events.take()).containsExactly(
            "collateralChanged 1 50 DEPOSIT now=50", "accountStatusChanged 1 CLOSED_OUT->HEALTHY equity=50");
        book.book(btc, 1, 2, 5, 85);
        assertThat(book.lots(1, btc)).isEqualTo(5);
    }

    @Test
    void equityOfExactlyZeroIsNoDefault()
    {
        book.account(1, 1, 100).account(2, 2, 1_000).book(btc, 1, 2, 10, 100).mark(btc, 90);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.equity(1)).isZero();
        assertThat(book.lots(1, btc)).isEqualTo(10);
    }
}
