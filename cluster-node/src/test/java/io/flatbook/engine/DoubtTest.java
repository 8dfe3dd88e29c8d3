package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Nobody is liquidated or defaulted on a mark that nobody trusts, if a plausible one could change that (STAT-2). */
class DoubtTest
{
    private static final long MAKER = 9;
    private static final TestProtection BAND = new TestProtection().markBand(100_000);

    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private int perp;
    private int future;

    @BeforeEach
    void two()
    {
        perp = book.perpetual("COIN-PERP", 200);
        future = book.define(TestBook.future("COIN-F6", 1_000_000_000));
        book.mark(future, 200).account(MAKER, 9, 1_000_000);
    }

    private long doubt(final long account)
    {
        return engine.margin().doubt(book.account(account));
    }

    /** Account 1 is long 10 COIN-PERP and short 10 COIN-F6, both from 200. */
    private void hedged(final long deposit)
    {
        book.account(1, 1, deposit).book(perp, 1, MAKER, 10, 200).book(future, MAKER, 1, 10, 200);
        book.protection(future, BAND).events.take();
    }

    @Test
    void theExampleOfTheContract()
    {
        hedged(440);
        book.marks(new int[]{perp, future}, 152, 152);
        assertThat(book.events.take()).containsExactly("markPriceHeld COIN-F6 152 accepted=200",
            "markPricesUpdated 1:152", "accountStatusChanged 1 HEALTHY->MARGIN_CALL equity=-40");
        assertThat(doubt(1)).isEqualTo(480);
        assertThat(book.account(1).keptByDoubt()).isTrue();
        assertThat(book.eventsOf(() -> engine.confirmMark(book.alice, future, 152))).containsExactly(
            "markConfirmed COIN-F6 152 by risk/alice", "accountStatusChanged 1 MARGIN_CALL->HEALTHY equity=440");
        assertThat(book.account(1).keptByDoubt()).isFalse();
    }

    @Test
    void itIsAskedAnewWheneverTheHeldMarkChanges()
    {
        hedged(440);
        book.marks(new int[]{perp, future}, 152, 152).mark(future, 170);
        // Doubt 300: 260 of 176. At 179 it is 210: 170 of 176.
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.mark(future, 179);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.account(1).keptByDoubt()).as("from default").isTrue();
        // A mark back in the band ends all doubt: equity -40 + 10.
        book.waterfall(new TestWaterfall().operator()).mark(future, 199);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
    }

    @Test
    void aHeldMarkThatIsWorseRaisesNoDoubt()
    {
        hedged(440);
        book.marks(new int[]{perp, future}, 165, 250);
        assertThat(doubt(1)).isZero();
        // Equity 440 - 350 = 90 of 82.5 + 100.
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.account(1).keptByDoubt()).isFalse();
    }

    @Test
    void itIsAtMostTheValueOfThePosition()
    {
        book.accepted(engine.setMarginTiers(book.alice, future, TestBook.tiers(500_000, 50_000)));
        book.account(1, 1, 10_000).book(future, 1, MAKER, 10, 200).protection(future, BAND).mark(future, 900);
        assertThat(doubt(1)).as("7,000; 2,000; 3,000").isEqualTo(2_000);
    }

    @Test
    void itIsAtMostThreeInitialRequirements()
    {
        book.account(1, 1, 10_000).book(future, 1, MAKER, 10, 200).protection(future, BAND).mark(future, 900);
        assertThat(doubt(1)).as("3 * 200").isEqualTo(600);
        book.mark(future, Long.MAX_VALUE);
        assertThat(doubt(1)).isEqualTo(600);
        book.mark(future, Long.MIN_VALUE + 1);
        assertThat(doubt(1)).isZero();
    }

    @Test
    void withoutAHeldMarkItIsAShareOfTheValueRoundedDown()
    {
        book.account(1, 1, 10_000).book(future, 1, MAKER, 3, 200).mark(future, 111);
        book.protection(future, new TestProtection().markMaxAge(1_000)).at(1_000);
        assertThat(doubt(1)).as("fresh").isZero();
        book.at(1_001);
        assertThat(doubt(1)).as("25 % of 333").isEqualTo(83);
        book.protection(future, new TestProtection().markMaxAge(1_000).doubt(100_000));
        assertThat(doubt(1)).as("10 %").isEqualTo(33);
        book.protection(future, new TestProtection().markMaxAge(1_000).doubt(1_000_000));
        assertThat(doubt(1)).as("3 * 34").isEqualTo(102);
        book.protection(future, new TestProtection().markMaxAge(1_000).doubt(0));
        assertThat(doubt(1)).isZero();
    }

    @Test
    void aStaleMarkKeepsAnAccountFromLiquidationAndFromDefault()
    {
        book.account(1, 1, 450).book(future, 1, MAKER, 10, 200).book(perp, 1, MAKER, 10, 200);
        book.protection(future, new TestProtection().markMaxAge(1_000)).at(5_000).events.take();
        // Doubt 500. Equity 50 of 100 + 80; then -100, -300: 200 of 100 + 65 and 172.5; then -550.
        book.mark(perp, 160);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.mark(perp, 145);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.mark(perp, 125);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.mark(perp, 120);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.waterfall(new TestWaterfall().operator()).mark(perp, 100);
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        // STAT-3: of -350 by 60 and 100 the first share is floor(-131.25), the second the rest.
        assertThat(book.events.take("accountStatusChanged")).containsExactly(
            "accountStatusChanged 1 HEALTHY->MARGIN_CALL equity=50",
            "accountStatusChanged 1 MARGIN_CALL->LIQUIDATING equity=-350 leg 1:10 value=1332 ticks=134 " +
            "leg 2:10 value=2218 ticks=222",
            "accountStatusChanged 1 LIQUIDATING->DEFAULTED equity=-550");
    }

    @Test
    void whenTheMarkIsFreshAgainTheAccountIsJudged()
    {
        book.account(1, 1, 450).book(future, 1, MAKER, 10, 200).book(perp, 1, MAKER, 10, 200);
        book.protection(future, new TestProtection().markMaxAge(1_000)).at(5_000).mark(perp, 160);
        assertThat(book.eventsOf(() -> book.tryMarks(new int[]{future}, 200), "accountStatusChanged")).containsExactly(
            "accountStatusChanged 1 MARGIN_CALL->LIQUIDATING equity=50 leg 1:10 value=1578 ticks=158 " +
            "leg 2:10 value=1972 ticks=198");
    }

    @Test
    void anInstrumentThatASettingMakesPricedIsNoReasonForDoubtAnyMore()
    {
        book.account(1, 1, 450).book(future, 1, MAKER, 10, 200).book(perp, 1, MAKER, 10, 200);
        book.protection(future, new TestProtection().markMaxAge(1_000)).at(5_000).mark(perp, 160);
        assertThat(book.account(1).keptByDoubt()).isTrue();
        book.protection(future, new TestProtection());
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.account(1).keptByDoubt()).isFalse();
    }

    @Test
    void anOptionThatIsUnpricedOnlyThroughItsUnderlyingCountsInFull()
    {
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, future, 200));
        book.mark(call, 30).account(1, 1, 600).book(call, 1, MAKER, 10, 30).protection(future, BAND);
        book.mark(future, 400);
        assertThat(doubt(1)).as("its value of 300, not the held mark of the underlying").isEqualTo(300);
        assertThat(doubt(MAKER)).as("short: 300 of 3 * 10 * 30 and 300").isEqualTo(300);
        // Its own held mark goes first.
        book.protection(call, BAND).mark(call, 40);
        assertThat(doubt(1)).isEqualTo(100);
        assertThat(doubt(MAKER)).isZero();
    }

    @Test
    void anInverseHeldMarkCountsAsOneTickAtLeast()
    {
        final int xbt = book.define(
            TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(100_000, 0)
            .marginTerms(TestBook.tiers(1_000_000, 50_000)));
        book.mark(xbt, 100).account(1, 1, 100_000).account(2, 2, 100_000).book(xbt, 1, 2, 2, 100);
        for (final long ticks : new long[]{0, -7})
        {
            book.mark(xbt, ticks);
            assertThat(doubt(1)).as("a long at 1 tick").isZero();
            assertThat(doubt(2)).as("a short: 200,000 - 2,000, at most its value").isEqualTo(2_000);
        }
        book.mark(xbt, 100_001);
        assertThat(doubt(1)).as("from -2,000 to -1").isEqualTo(1_999);
    }

    @Test
    void doubtsOfSeveralPositionsAddUp()
    {
        hedged(10_000);
        book.protection(perp, new TestProtection().markMaxAge(1_000)).mark(future, 170).at(1_001);
        assertThat(doubt(1)).as("500 and 300").isEqualTo(800);
    }

    @Test
    void declareDefaultOverridesIt()
    {
        hedged(440);
        book.marks(new int[]{perp, future}, 152, 152);
        assertThat(book.eventsOf(() -> engine.declareDefault(book.alice, 1), "accountStatusChanged")).containsExactly(
            "accountStatusChanged 1 MARGIN_CALL->DEFAULTED equity=-40");
    }

    @Test
    void aFailureReportAndADeadlineCountIt()
    {
        book.waterfall(new TestWaterfall().timeout(1_000));
        hedged(440);
        book.marks(new int[]{perp, future}, 152, 179);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        book.mark(future, 152);
        assertThat(book.status(1)).as("440 of 352 with doubt is not equity").isEqualTo(AccountStatus.LIQUIDATING);
        book.at(1_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        assertThat(book.account(1).keptByDoubt()).isTrue();
        book.mark(future, 179);
        book.mark(future, 152).accepted(engine.reportLiquidationFailed(book.gateway, 1));
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
    }

    @Test
    void itDoesNotCountForWhomASettlementOfTheEntryLeftBelowZero()
    {
        hedged(440);
        book.mark(future, 152).accepted(engine.settleInstrument(book.alice, perp, 153));
        // Equity 440 - 470 = -30, doubt 480.
        assertThat(book.status(1)).isEqualTo(AccountStatus.DEFAULTED);
        assertThat(book.lots(1, future)).as("its mark is held: nobody can close it").isEqualTo(-10);
    }

    @Test
    void itCountsForWhomASettlementOfTheEntryLeftAtZero()
    {
        hedged(470);
        book.mark(future, 152).accepted(engine.settleInstrument(book.alice, perp, 153));
        // Equity 470 - 470, doubt 480, maintenance 100.
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        assertThat(book.account(1).keptByDoubt()).isTrue();
    }
}
