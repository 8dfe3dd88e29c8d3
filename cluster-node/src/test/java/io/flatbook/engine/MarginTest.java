package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.PositionChange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Equity and requirements of an account as it is and as it would be after a change of one position (BOOK-3, MAR-1). */
class MarginTest
{
    private static final long MAKER = 9;
    private static final TestProtection BAND = new TestProtection().markBand(100_000);

    private final TestBook book = new TestBook();
    private final Margin margin = book.engine.margin();
    private Instrument perp;
    private Instrument future;
    private Account account;

    /** Long 10 from 200 at 230, short 5 from 200 at 190: gains of 300 and 50 above a deposit of 1,000. */
    @BeforeEach
    void two()
    {
        perp = book.instrument(book.perpetual("COIN-PERP", 200));
        future = book.instrument(book.define(TestBook.future("COIN-F6", 1_000_000_000)));
        book.mark(future.id(), 200).account(MAKER, 9, 1_000_000).account(1, 1, 1_000);
        book.book(perp.id(), 1, MAKER, 10, 200).book(future.id(), MAKER, 1, 5, 200);
        book.marks(new int[]{perp.id(), future.id()}, 230, 190);
        account = book.account(1);
    }

    @Test
    void equityAfterTakesTheChangedPositionAtMarkAndTheOthersAsTheyAre()
    {
        assertThat(margin.equity(account)).isEqualTo(1_350);
        final PositionChange larger = new PositionChange().trade(account.leg(perp), perp, 5, 210);
        assertThat(margin.equityAfter(account, perp, larger, 1_000)).as("15 at 230 for 3,050, and 50").isEqualTo(1_450);
        final PositionChange none = new PositionChange().trade(account.leg(perp), perp, -10, 220);
        assertThat(margin.equityAfter(account, perp, none, 1_200)).as("200 were taken").isEqualTo(1_250);
        final PositionChange smaller = new PositionChange().trade(account.leg(future), future, 2, 195);
        assertThat(margin.equityAfter(account, future, smaller, 1_010)).as("3 at 190 for 600").isEqualTo(1_340);
    }

    @Test
    void requirementsAfterReplaceThatOfOnePosition()
    {
        // 10 % and 5 % of 2,300 and of 950, each rounded up.
        assertThat(margin.initialMargin(account)).isEqualTo(325);
        assertThat(margin.maintenanceMargin(account)).isEqualTo(163);
        assertThat(margin.initialAfter(account, perp, 15)).isEqualTo(440);
        assertThat(margin.maintenanceAfter(account, perp, 15)).isEqualTo(221);
        assertThat(margin.initialAfter(account, perp, 0)).isEqualTo(95);
        assertThat(margin.maintenanceAfter(account, perp, 0)).isEqualTo(48);
        assertThat(margin.initialAfter(account, future, 1)).isEqualTo(249);
        assertThat(margin.maintenanceAfter(account, future, 1)).isEqualTo(125);
    }

    @Test
    void requirementsAfterAFirstPositionAddToTheOthers()
    {
        final Instrument other = book.instrument(book.perpetual("OTHER", 100));
        assertThat(margin.initialAfter(account, other, -5)).isEqualTo(375);
        assertThat(margin.maintenanceAfter(account, other, -5)).isEqualTo(188);
        assertThat(margin.initialAfter(account, other, 0)).isEqualTo(325);
        assertThat(margin.maintenanceAfter(account, other, 0)).isEqualTo(163);
    }

    @Test
    void anAccountIsPricedIfEachOfItsPositionsIs()
    {
        assertThat(margin.allPriced(account)).isTrue();
        assertThat(margin.allPriced(book.account(2, 2, 10).account(2))).as("without positions").isTrue();
        book.protection(future.id(), BAND).mark(future.id(), 900);
        assertThat(margin.allPriced(account)).as("the second is held").isFalse();
        assertThat(margin.doubt(account)).as("a short is worth less at the held mark").isZero();
    }

    @Test
    void doubtCountsWhatATickOfALotIsWorth()
    {
        final Instrument large =
            book.instrument(book.define(TestBook.future("LARGE", 1_000_000_000).multiplier(10, 0)));
        book.mark(large.id(), 200).account(2, 2, 100_000).book(large.id(), 2, MAKER, 4, 200);
        book.protection(large.id(), BAND).mark(large.id(), 240);
        assertThat(margin.doubt(book.account(2))).as("4 lots, 40 ticks of 10").isEqualTo(1_600);
    }

    @Test
    void aHeldMarkAnywhereBelowRaisesDoubtOfAShort()
    {
        book.protection(future.id(), BAND).mark(future.id(), Long.MIN_VALUE + 1);
        assertThat(margin.doubt(account)).as("3 * 95").isEqualTo(285);
    }
}
