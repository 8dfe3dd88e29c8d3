package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Requirements of accounts by tiers, by amounts per lot, and paid in full between bounds (BOOK-3, MAR-1 to MAR-3). */
class MarginModelsTest
{
    private final TestBook book = new TestBook();

    private long initial(final int instrument, final long lots)
    {
        return book.engine.margin().initialMargin(book.instrument(instrument), lots);
    }

    private long maintenance(final int instrument, final long lots)
    {
        return book.engine.margin().maintenanceMargin(book.instrument(instrument), lots);
    }

    @Test
    void theRequirementOfAnAccountIsTheSumOverItsPositions()
    {
        final int btc = book.perpetual("BTC", 100);
        final int eth = book.define(TestBook.linear("ETH").marginTerms(TestBook.tiers(200_000, 100_000)));
        book.mark(eth, 35).account(1, 1, 1_000).account(2, 2, 1_000).book(btc, 1, 2, 10, 100).book(eth, 2, 1, 7, 35);
        // 10 % and 5 % of 1,000; 20 % and 10 % of 245, rounded up.
        assertThat(book.engine.margin().initialMargin(book.account(1))).isEqualTo(100 + 49);
        assertThat(book.engine.margin().maintenanceMargin(book.account(1))).isEqualTo(50 + 25);
    }

    @Test
    void collateralMayBeNegativeWhileEquityIsNot()
    {
        final int btc = book.perpetual("BTC", 100);
        final int eth = book.perpetual("ETH", 100);
        book.account(1, 1, 100).account(2, 2, 10_000).book(btc, 1, 2, 5, 100).book(eth, 1, 2, 5, 100);
        book.marks(new int[]{btc, eth}, 160, 60).book(eth, 2, 1, 5, 60);
        assertThat(book.account(1).collateral()).isEqualTo(-100);
        assertThat(book.equity(1)).isEqualTo(200);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
    }

    @Test
    void theLargerOfTiersAndAmountPerLotCounts()
    {
        // Contract, MAR-2: oil with tiers of 30 % and 25 % and 9,000.00 and 7,500.00 per lot of 1,000 barrels.
        final TestBook cents = new TestBook(new Limits(), 2);
        final int oil = cents.define(TestBook.linear("CL").tickSize(1, -2).lotSize(1_000, 0).minTicks(-20_000)
            .maxTicks(20_000).marginTerms(TestBook.perLot(300_000, 250_000, 900_000, 750_000)));
        cents.mark(oil, 1);
        assertThat(cents.engine.margin().initialMargin(cents.instrument(oil), 2)).isEqualTo(1_800_000);
        assertThat(cents.engine.margin().maintenanceMargin(cents.instrument(oil), -2)).isEqualTo(1_500_000);
        cents.mark(oil, -3_763);
        assertThat(cents.engine.margin().initialMargin(cents.instrument(oil), 2)).as("30 % of 75,260.00")
            .isEqualTo(2_257_800);
        assertThat(cents.engine.margin().maintenanceMargin(cents.instrument(oil), 2)).as("25 %").isEqualTo(1_881_500);
        cents.mark(oil, 0);
        assertThat(cents.engine.margin().initialMargin(cents.instrument(oil), -3)).isEqualTo(2_700_000);
    }

    @Test
    void aBoundedContractIsPaidInFull()
    {
        // Contract, MAR-3: an event contract from 0.00 to 1.00 at 0.62.
        final int event = book.define(
            TestBook.future("EVENT", 1_000_000).minTicks(0).maxTicks(100).marginTerms(MarginTerms.bounded()));
        book.mark(event, 62);
        assertThat(initial(event, 10)).isEqualTo(620);
        assertThat(maintenance(event, 10)).isEqualTo(620);
        assertThat(initial(event, -10)).isEqualTo(380);
        assertThat(maintenance(event, -10)).isEqualTo(380);
        book.account(1, 1, 620).account(2, 2, 379).account(3, 3, 1);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.SELLER,
            () -> book.trade(event, 1, 2, 10, 62).send());
        book.deposit(2, 1).book(event, 1, 2, 10, 62);
        // Whatever happens, nobody can owe anything: equity is the requirement until the end.
        for (final long ticks : new long[]{100, 0, 50})
        {
            book.mark(event, ticks);
            assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
            assertThat(book.status(2)).isEqualTo(AccountStatus.HEALTHY);
        }
        book.accepted(book.engine.settleInstrument(book.alice, event, 100));
        assertThat(book.equity(1)).isEqualTo(1_000);
        assertThat(book.equity(2)).isZero();
    }

    @Test
    void theLowestPriceOfABoundedContractNeedNotBeZero()
    {
        final int spread = book.define(
            TestBook.future("SPREAD", 1_000_000).minTicks(-50).maxTicks(150).marginTerms(MarginTerms.bounded()));
        book.mark(spread, -20);
        assertThat(initial(spread, 3)).as("from -20 to -50").isEqualTo(90);
        assertThat(initial(spread, -3)).as("from -20 to 150").isEqualTo(510);
    }

    @Test
    void anInverseNotionalIsTheSizeOfItsValue()
    {
        final int xbt = book.define(
            TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(100_000, 0));
        book.mark(xbt, 300);
        // 7 lots are worth 2,333 of 2,333.3.
        assertThat(initial(xbt, 7)).isEqualTo(234);
        assertThat(initial(xbt, -7)).isEqualTo(234);
        assertThat(maintenance(xbt, 7)).isEqualTo(117);
    }

    @Test
    void amountsPerLotCanReplaceTiersThatAskForNothing()
    {
        final int btc = book.define(TestBook.linear("BTC").marginTerms(TestBook.perLot(0, 0, 7, 3)));
        book.mark(btc, 100).account(1, 1, 69).account(2, 2, 1_000);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER, () -> book.trade(btc, 1, 2, 10, 100).send());
        book.deposit(1, 1).book(btc, 1, 2, 10, 100).mark(btc, 96);
        assertThat(book.status(1)).as("30 of 30 is maintenance").isEqualTo(AccountStatus.MARGIN_CALL);
        book.mark(btc, 95);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
    }

    @Test
    void aChangeOfTermsIsOneOfTheWholeTerms()
    {
        final int btc = book.perpetual("BTC", 100);
        final MarginTiers tiers = TestBook.tiers(100_000, 50_000).tiers();
        assertThat(book.eventsOf(() -> book.engine.setMarginTiers(book.alice, btc,
            new MarginTerms(TestBook.tiers(0, 0).model(), tiers, 20, 5)))).containsExactly(
            "marginTiersChanged BTC pushedBelow=0 100000->100000+20/5 by risk/alice");
        assertThat(initial(btc, 10)).isEqualTo(200);
        assertThat(maintenance(btc, 10)).isEqualTo(50);
        book.accepted(book.engine.setMarginTiers(book.alice, btc, TestBook.tiers(100_000, 50_000)));
        assertThat(initial(btc, 10)).as("the amounts are gone").isEqualTo(100);
    }
}
