package io.flatbook.engine;

import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OptionMarginTest
{
    private final TestBook book = new TestBook();
    private final int underlying = book.perpetual("S", 100);
    private final int call = option(book, underlying, InstrumentKind.CALL);
    private final int put = option(book, underlying, InstrumentKind.PUT);

    static int option(final TestBook book, final int underlying, final InstrumentKind kind)
    {
        return book.define(TestBook.linear(kind.name()).kind(kind).underlyingId(underlying).expiryMs(1_000_000)
            .strikeTicks(100).option(150_000, 100_000, 75_000).tiers(MarginTiers.of(new long[0], new long[0],
            new long[0], 0)));
    }

    private void check(
        final int option, final long underlyingTicks, final long optionTicks, final long shortLots, final long initial,
        final long maintenance)
    {
        book.marks(new int[]{underlying, option}, underlyingTicks, optionTicks);
        assertThat(book.engine.margin().initialMargin(book.instrument(option), -shortLots)).isEqualTo(initial);
        assertThat(book.engine.margin().maintenanceMargin(book.instrument(option), -shortLots)).isEqualTo(maintenance);
    }

    @Test
    void aShortCallInTheMoneyPays15PercentOfTheUnderlyingAndThePremium()
    {
        // 0.15 * 120 + 25 and 0.075 * 120 + 25
        check(call, 120, 25, 1, 43, 34);
        check(call, 120, 25, 10, 430, 340);
    }

    @Test
    void aShortCallOutOfTheMoneyPaysAtLeast10PercentOfTheUnderlying()
    {
        // max(0.15 * 80 - 20, 0.10 * 80) + 2 and 0.075 * 80 + 2
        check(call, 80, 2, 1, 10, 8);
        // max(0.15 * 98 - 2, 9.8) + 5 = 17.7 and 7.35 + 5 = 12.35, rounded up once for all lots
        check(call, 98, 5, 1, 18, 13);
        check(call, 98, 5, 3, 54, 38);
        check(call, 98, 5, 10, 177, 124);
    }

    @Test
    void aShortPutInTheMoneyPays15PercentOfTheUnderlyingOr10PercentOfTheStrike()
    {
        // max(0.15 * 80, 0.10 * 100) + 23 and max(0.075 * 80, 0.075 * 23) + 23
        check(put, 80, 23, 1, 35, 29);
        // max(0.15 * 10, 10) + 92 and max(0.75, 6.9) + 92 = 98.9
        check(put, 10, 92, 1, 102, 99);
        check(put, 10, 92, 10, 1_020, 989);
    }

    @Test
    void theInitialMarginIsNeverBelowTheMaintenanceMargin()
    {
        // max(0.15 * 200 - 100, 10) + 1 = 11, but 0.075 * 200 + 1 = 16
        check(put, 200, 1, 1, 16, 16);
    }

    @Test
    void aLongOptionIsChargedItsValue()
    {
        book.marks(new int[]{underlying, call}, 120, 25);
        assertThat(book.engine.margin().initialMargin(book.instrument(call), 7)).isEqualTo(175);
        assertThat(book.engine.margin().maintenanceMargin(book.instrument(call), 7)).isEqualTo(175);
        assertThat(book.engine.margin().deficitWeight(book.instrument(call), 7)).isZero();
        assertThat(book.engine.margin().deficitWeight(book.instrument(call), -7)).isEqualTo(238);
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
        book.mark(call, 5).account(1, 1, 10_000).account(2, 2, 300).book(call, 1, 2, 10, 5);
        // Short 10 at 5: equity 300, initial 10 * (15 + 5) = 200.
        assertThat(book.status(2)).isEqualTo(AccountStatus.HEALTHY);
        book.events.take();
        book.mark(underlying, 200);
        // Initial 10 * (30 + 5) = 350, maintenance 10 * (15 + 5) = 200.
        assertThat(book.events.take()).containsExactly(
            "markPricesUpdated 1:200", "accountStatusChanged 2 HEALTHY->MARGIN_CALL equity=300");
    }

    @Test
    void aDeficitIsLaidOnShortLegsBeforeLongOptions()
    {
        final TestBook two = new TestBook();
        final int future = two.perpetual("S", 100);
        final int right = option(two, future, InstrumentKind.CALL);
        two.mark(right, 10).account(1, 1, 400).account(2, 2, 10_000);
        two.book(right, 1, 2, 20, 10).book(future, 1, 2, 20, 100);
        two.events.take();
        // 20 * -25 on the future, 20 * -9 on the option: equity -280, all of it due on the future.
        two.marks(new int[]{future, right}, 75, 1);
        assertThat(two.events.take("positionOffset", "defaultRunCompleted")).containsExactly(
            "positionOffset 1 OFFSET S 1/2 20@75 due=280 paid=280 rank=1 QUEUE",
            "positionOffset 1 OFFSET CALL 1/2 20@1 due=0 paid=0 rank=1 QUEUE",
            "defaultRunCompleted 1 1 deficit=280 own=0 fund=0 surcharge=280 haircut=0 house=0 fee=0");
    }
}
