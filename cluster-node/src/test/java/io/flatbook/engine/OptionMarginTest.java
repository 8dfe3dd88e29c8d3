package io.flatbook.engine;

import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Margin of options: by the underlying's mark, short ones without the premium (MAR-4), and per lot (MAR-2). */
class OptionMarginTest
{
    private final TestBook book = new TestBook();
    private final int underlying = book.perpetual("S", 100);
    private final int call = book.define(TestBook.option("CALL", InstrumentKind.CALL, underlying, 100));
    private final int put = book.define(TestBook.option("PUT", InstrumentKind.PUT, underlying, 100));

    private void check(
        final int option, final long underlyingTicks, final long optionTicks, final long shortLots, final long initial,
        final long maintenance)
    {
        book.marks(new int[]{underlying, option}, underlyingTicks, optionTicks);
        assertThat(book.engine.margin().initialMargin(book.instrument(option), -shortLots)).isEqualTo(initial);
        assertThat(book.engine.margin().maintenanceMargin(book.instrument(option), -shortLots)).isEqualTo(maintenance);
    }

    @Test
    void theExampleOfTheContract()
    {
        final int s = book.perpetual("COIN", 20_000);
        final int c = book.define(TestBook.option("COIN-C", InstrumentKind.CALL, s, 21_000));
        final int p = book.define(TestBook.option("COIN-P", InstrumentKind.PUT, s, 18_000));
        book.marks(new int[]{c, p}, 300, 150);
        assertThat(book.engine.margin().initialMargin(book.instrument(c), -1)).isEqualTo(2_000);
        assertThat(book.engine.margin().maintenanceMargin(book.instrument(c), -1)).isEqualTo(1_500);
        assertThat(book.engine.margin().initialMargin(book.instrument(p), -1)).isEqualTo(1_800);
        assertThat(book.engine.margin().maintenanceMargin(book.instrument(p), -1)).isEqualTo(1_500);
    }

    @Test
    void aShortCallInTheMoneyNeeds15PercentOfTheUnderlying()
    {
        // 0.15 * 120 and 0.075 * 120: the 25 of its value are in the equity already.
        check(call, 120, 25, 1, 18, 9);
        check(call, 120, 25, 10, 180, 90);
    }

    @Test
    void aShortCallOutOfTheMoneyNeedsAtLeast10PercentOfTheUnderlying()
    {
        // max(0.15 * 80 - 20, 0.10 * 80) and 0.075 * 80
        check(call, 80, 2, 1, 8, 6);
        // max(0.15 * 98 - 2, 9.8) = 12.7 and 7.35, rounded up once for all lots
        check(call, 98, 5, 1, 13, 8);
        check(call, 98, 5, 3, 39, 23);
        check(call, 98, 5, 10, 127, 74);
    }

    @Test
    void aShortPutNeeds15PercentOfTheUnderlyingOr10PercentOfTheStrike()
    {
        // max(0.15 * 80, 0.10 * 100) and max(0.075 * 80, 0.075 * 23)
        check(put, 80, 23, 1, 12, 6);
        // max(0.15 * 10, 10) and max(0.75, 0.075 * 92 = 6.9)
        check(put, 10, 92, 1, 10, 7);
        check(put, 10, 92, 10, 100, 69);
        // max(0.15 * 104 - 4, 10) = 11.6
        check(put, 104, 3, 1, 12, 8);
    }

    @Test
    void theInitialMarginIsNeverBelowTheMaintenanceMargin()
    {
        // max(0.15 * 200 - 100, 10) = 10, but 0.075 * 200 = 15
        check(put, 200, 1, 1, 15, 15);
    }

    @Test
    void aNegativeUnderlyingCountsByItsSize()
    {
        final int oil = book.define(
            TestBook.linear("OIL").minTicks(-1_000).maxTicks(1_000)
            .marginTerms(TestBook.perLot(100_000, 50_000, 1, 1)));
        final MarginTerms small = new MarginTerms(MarginModel.TIERS, MarginTiers.NONE, 1, 1);
        final int c = book.define(TestBook.option("OIL-C", InstrumentKind.CALL, oil, 10).marginTerms(small));
        final int p = book.define(TestBook.option("OIL-P", InstrumentKind.PUT, oil, 10).marginTerms(small));
        // S = -40: call max(0.15 * 40 - 50, 0.10 * 40) and 0.075 * 40; put max(0.15 * 40 - 0, 0.10 * 10) and
        // max(3, 0.075 * 51 = 3.825)
        book.marks(new int[]{oil, c, p}, -40, 1, 51);
        assertThat(book.engine.margin().initialMargin(book.instrument(c), -1)).isEqualTo(4);
        assertThat(book.engine.margin().maintenanceMargin(book.instrument(c), -1)).isEqualTo(3);
        assertThat(book.engine.margin().initialMargin(book.instrument(p), -1)).isEqualTo(6);
        assertThat(book.engine.margin().maintenanceMargin(book.instrument(p), -1)).isEqualTo(4);
    }

    @Test
    void amountsPerLotCountForShortsAndLongs()
    {
        book.accepted(book.engine.setMarginTiers(
            book.alice, call, new MarginTerms(MarginModel.TIERS, MarginTiers.NONE, 30, 20)));
        check(call, 120, 25, 2, 60, 40);
        assertThat(book.engine.margin().initialMargin(book.instrument(call), 2)).as("50 and 60").isEqualTo(60);
        assertThat(book.engine.margin().maintenanceMargin(book.instrument(call), 2)).as("50 and 40").isEqualTo(50);
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.MARGIN_TIERS,
            () -> book.engine.setMarginTiers(book.alice, call, TestBook.tiers(100_000, 50_000)));
    }

    @Test
    void aLongOptionIsChargedItsValue()
    {
        book.marks(new int[]{underlying, call}, 120, 25);
        assertThat(book.engine.margin().initialMargin(book.instrument(call), 7)).isEqualTo(175);
        assertThat(book.engine.margin().maintenanceMargin(book.instrument(call), 7)).isEqualTo(175);
    }

    @Test
    void thePremiumPaidBuysNothingElse()
    {
        book.mark(call, 25).account(1, 1, 250).account(2, 2, 10_000).book(call, 1, 2, 10, 25);
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
        book.refused(RejectReason.INSUFFICIENT_MARGIN, RejectField.BUYER,
            () -> book.trade(underlying, 1, 2, 1, 100).send());
    }

    @Test
    void aMoveOfTheUnderlyingReevaluatesTheHoldersOfItsOptions()
    {
        book.mark(call, 5).account(1, 1, 10_000).account(2, 2, 200).book(call, 1, 2, 10, 5);
        // Short 10 at 5: equity 200, initial 10 * 15.
        assertThat(book.status(2)).isEqualTo(AccountStatus.HEALTHY);
        book.events.take();
        book.mark(underlying, 200);
        // Initial 10 * 30, maintenance 10 * 15.
        assertThat(book.events.take()).containsExactly(
            "markPricesUpdated 1:200", "accountStatusChanged 2 HEALTHY->MARGIN_CALL equity=200");
    }

    @Test
    void anOptionWithoutAMarkOfItsUnderlyingIsNotTraded()
    {
        final int s = book.define(TestBook.linear("NEW"));
        final int c = book.define(TestBook.option("NEW-C", InstrumentKind.CALL, s, 100));
        book.mark(c, 5).account(1, 1, 10_000).account(2, 2, 10_000);
        book.refused(RejectReason.NO_MARK, RejectField.INSTRUMENT, () -> book.trade(c, 1, 2, 1, 5).send());
        book.mark(s, 100).book(c, 1, 2, 1, 5);
    }

    @Test
    void aDeficitIsChargedToShortLegsBeforeLongOptions()
    {
        book.mark(call, 10).account(1, 1, 400).account(2, 2, 10_000);
        book.book(call, 1, 2, 20, 10).book(underlying, 1, 2, 20, 100);
        book.events.take();
        // 20 * -25 on the perpetual, 20 * -9 on the option: equity -280, all of it due on the perpetual (RUN-7).
        book.marks(new int[]{underlying, call}, 75, 1);
        assertThat(book.events.take("positionOffset", "defaultRunCompleted")).containsExactly(
            "positionOffset 1 OFFSET S 1/2 20@75 due=280 paid=280 rank=1 QUEUE",
            "positionOffset 1 OFFSET CALL 1/2 20@1 due=0 paid=0 rank=1 QUEUE",
            "defaultRunCompleted 1 1 deficit=280 own=0 fund=0 surcharge=280 haircut=0 house=0 fee=0 legsLeft=0");
    }
}
