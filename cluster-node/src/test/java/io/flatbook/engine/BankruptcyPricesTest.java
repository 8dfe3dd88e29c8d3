package io.flatbook.engine;

import io.flatbook.engine.book.BankruptcyPrices;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.sbe.AccountStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What each position may be closed at before an account has nothing left (STAT-3). */
class BankruptcyPricesTest
{
    private final TestBook book = new TestBook();
    private final int a = book.perpetual("A", 100);
    private final int b = book.perpetual("B", 100);

    private BankruptcyPrices bankruptcy(final long accountId)
    {
        return new BankruptcyPrices(book.account(accountId), book.engine.margin());
    }

    @Test
    void theExampleOfTheContract()
    {
        // Long 10 A at 90, short 5 B at 120, equity 15; A is then sold at 92 with a fee of 2 %.
        book.account(1, 1, 215).account(2, 2, 10_000).book(a, 1, 2, 10, 100).book(b, 2, 1, 5, 100);
        book.waterfall(new TestWaterfall().liquidationFee(20_000));
        assertThat(book.eventsOf(() -> book.tryMarks(new int[]{a, b}, 90, 120), "accountStatusChanged"))
            .containsExactly("accountStatusChanged 1 HEALTHY->LIQUIDATING equity=15 leg 1:10 value=891 ticks=90 " +
            "leg 2:-5 value=-606 ticks=121");
        assertThat(book.eventsOf(() -> book.trade(a, 2, 1, 10, 92).liquidation().send(), "liquidationFeeCharged"))
            .containsExactly("liquidationFeeCharged 1 A 18");
    }

    @Test
    void byValueIfNoPositionHasARequirement()
    {
        book.account(1, 1, 240).account(2, 2, 10_000).book(a, 1, 2, 10, 100).book(b, 2, 1, 5, 100);
        book.marks(new int[]{a, b}, 90, 120);
        book.accepted(book.engine.setMarginTiers(book.alice, a, TestBook.tiers(0, 0)));
        book.accepted(book.engine.setMarginTiers(book.alice, b, TestBook.tiers(0, 0)));
        // Equity 40 by 900 and 600, the short's by its size: 24 and 16.
        assertThat(bankruptcy(1).value(0)).isEqualTo(900 - 24);
        assertThat(bankruptcy(1).value(1)).isEqualTo(-600 - 16);
    }

    @Test
    void byLotsIfNoneHasAValueEither()
    {
        // At 0 neither can lose any more: the long's lowest price is 0, the short's highest.
        final int first = bounded("X", 0, 100);
        final int second = bounded("Y", -100, 0);
        book.account(1, 1, 1_000).account(2, 2, 10_000).book(first, 1, 2, 3, 50).book(second, 2, 1, 7, -50);
        book.marks(new int[]{first, second}, 0, 0);
        // Equity 500 by 3 and 7 lots, the short's by their number.
        assertThat(bankruptcy(1).value(0)).isEqualTo(-150);
        assertThat(bankruptcy(1).value(1)).isEqualTo(-350);
        assertThat(bankruptcy(1).priceTicks(0)).as("outside the bounds there is none").isEqualTo(TestBook.NONE);
    }

    private int bounded(final String symbol, final long minTicks, final long maxTicks)
    {
        final int id = book.define(TestBook.future(symbol, 1_000_000).minTicks(minTicks).maxTicks(maxTicks)
            .marginTerms(MarginTerms.bounded()));
        book.mark(id, (minTicks + maxTicks) / 2);
        return id;
    }

    @Test
    void belowZeroItIsRoundedAgainstTheAccountToo()
    {
        final int oil = book.define(TestBook.linear("OIL").minTicks(-1_000).maxTicks(1_000)
            .marginTerms(TestBook.perLot(0, 0, 10, 10)));
        book.mark(oil, -5).account(1, 1, 72).account(2, 2, 10_000).account(3, 3, 72).book(oil, 1, 2, 7, -5);
        book.book(oil, 2, 3, 7, -5).mark(oil, -6);
        // Long 7 at -42 with 65: -107 / 7 = -15.29, up.
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(bankruptcy(1).value(0)).isEqualTo(-107);
        assertThat(bankruptcy(1).priceTicks(0)).isEqualTo(-15);
        // Short 7 at -28 with 65: 37 / -7 = 5.29, down.
        book.mark(oil, -4);
        assertThat(book.status(3)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(bankruptcy(3).value(0)).isEqualTo(28 - 65);
        assertThat(bankruptcy(3).priceTicks(0)).isEqualTo(5);
    }
}
