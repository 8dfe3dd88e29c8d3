package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.engine.offset.Score;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * POL-1 to POL-5 on a live book: who is chosen, in which order, for how many lots; what a position report and a preview
 * say of it. Account 1 defaults by declaration, account 2 has all the money one needs.
 *
 * <p>Contract: POL-4.
 */
class PolicyClauseTest
{
    private final TestBook book = new TestBook();

    PolicyClauseTest()
    {
        book.account(1, 1, 10_000).account(2, 2, 1_000_000_000);
    }

    private void policy(final int instrument, final OffsetPolicyKind policy, final Switch spareHedges)
    {
        book.accepted(book.engine.setOffsetPolicy(book.alice, instrument, policy, spareHedges));
    }

    /** Who closes how many lots of account 1, in order of choice. */
    private List<String> chosen()
    {
        return chosen(1);
    }

    private List<String> chosen(final long account)
    {
        book.events.take();
        book.accepted(book.engine.declareDefault(book.alice, account));
        return book.events.take("positionOffset").stream()
            .map((line) -> line.split("/")[1].split("@")[0].replace(" ", ": ")).toList();
    }

    private void shorts(final int instrument, final long account, final long money, final long lots)
    {
        book.account(account, account, money).book(instrument, 2, account, lots, book.instrument(instrument)
            .markTicks());
    }

    private Score score(final long account, final int instrument)
    {
        return book.engine.queue().rankOf(book.account(account).leg(book.instrument(instrument))).score();
    }

    /** 200 on a cost of 1,000 is 20 %, 1,200 on an equity of 300 is 4 times: 800,000,000,000. */
    @Test
    void queueMultipliesProfitByLeverage()
    {
        final int a = book.perpetual("A", 100);
        book.account(3, 3, 100).book(a, 3, 2, 10, 100).mark(a, 120);
        assertThat(score(3, a)).isEqualTo(new Score(200, 300, 200_000, 4_000_000, 800_000_000_000L));
    }

    /** -5 %: with leverage 4.007633 it scores floor(-50,000 * 10^12 / 4,007,633), with leverage 1 four times as low. */
    @Test
    void queueTakesTheMoreLeveragedLoserFirst()
    {
        final int a = book.perpetual("A", 100);
        shorts(a, 3, 312, 10);
        shorts(a, 4, 1_100, 10);
        book.book(a, 1, 2, 20, 100).mark(a, 105);
        assertThat(score(3, a)).isEqualTo(
            new Score(-50, 262, -50_000, 4_007_633, -12_476_192_307L));
        assertThat(score(4, a)).isEqualTo(new Score(-50, 1_050, -50_000, 1_000_000, -50_000_000_000L));
        assertThat(chosen()).containsExactly("3: 10", "4: 10");
    }

    @Test
    void queueBreaksTiesByLotsThenByAccount()
    {
        final int a = book.perpetual("A", 100);
        shorts(a, 5, 1_000, 3);
        shorts(a, 4, 1_000, 3);
        shorts(a, 6, 1_000, 4);
        book.book(a, 1, 2, 9, 100);
        assertThat(chosen()).containsExactly("6: 4", "4: 3", "5: 2");
    }

    /** Equity 0 or below counts as the highest leverage, and a product that does not fit is the largest score. */
    @Test
    void queueSaturates()
    {
        final int a = book.define(TestBook.linear("A").minTicks(0).marginTerms(TestBook.perLot(100_000, 50_000, 1, 1)));
        final int b = book.perpetual("B", 100);
        book.mark(a, 100_000).account(3, 3, 130_000).book(a, 2, 3, 10, 100_000).book(b, 3, 2, 300, 100);
        book.deposit(3, 1).mark(a, 1);
        assertThat(score(3, a).roe()).isEqualTo(99_999_000_000L);
        book.waterfall(new TestWaterfall().operator());
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.book(b, 3, 2, 30_000, 100).mark(b, 60);
        assertThat(book.equity(3)).isNegative();
        assertThat(score(3, a).leverage()).isEqualTo(1_000_000_000_000L);
        assertThat(score(3, a).score()).isEqualTo(Long.MAX_VALUE);
    }

    /**
     * An oil future of 1,000 barrels between -200.00 and 200.00. Two lots from 18.27 at -37.63: the short gained 5,590
     * ticks a lot. The long had 100,000.00 and is 11,800.00 short of it, which the other side pays out of its gain.
     */
    @Test
    void queueMeasuresProfitInTicksIfPricesCanFallThroughZero()
    {
        final TestBook cents = new TestBook(new Limits(), 2);
        final int oil = cents.define(TestBook.future("CL", 2_000_000_000_000L).tickSize(1, -2).multiplier(1_000, 0)
            .minTicks(-20_000).maxTicks(20_000)
            .marginTerms(TestBook.perLot(300_000, 250_000, 9_000_00, 7_500_00)));
        cents.mark(oil, 18_27).account(1, 1, 100_000_00).account(3, 3, 100_000_00).book(oil, 1, 3, 2, 18_27);
        cents.events.take();
        cents.mark(oil, -37_63);
        assertThat(cents.events.take("positionOffset", "defaultRunCompleted")).containsExactly(
            "positionOffset 1 OFFSET CL 1/3 2@-3763 due=1180000 paid=1180000 rank=1 QUEUE",
            "defaultRunCompleted 1 1 deficit=1180000 own=0 fund=0 surcharge=1180000 haircut=0 house=0 fee=0" +
            " legsLeft=0");
        assertThat(cents.account(3).collateral()).isEqualTo(200_000_00);
        cents.account(4, 4, 100_000_00).account(5, 5, 100_000_00).mark(oil, 18_27).book(oil, 4, 5, 2, 18_27)
            .mark(oil, -10_00);
        // 2 * 2,827 ticks * 1,000; per tick of the position 2,827; |V| 2,000,000 over an equity of 15,654,000.
        assertThat(cents.engine.queue().rankOf(cents.account(5).leg(cents.instrument(oil))).score()).isEqualTo(
            new Score(5_654_000, 15_654_000, 2_827_000_000L, 127_762, 2_827_000_000L * 127_762));
    }

    /** 10 over 5, 5 and 7: 50/17, 50/17, 70/17 are 2, 2, 4; the two remainders of 16 get the lots left over. */
    @Test
    void proRataGivesTheRestToTheLargestRemainders()
    {
        final int a = book.perpetual("A", 100);
        policy(a, OffsetPolicyKind.PRO_RATA, Switch.OFF);
        shorts(a, 6, 1_000, 7);
        shorts(a, 5, 1_000, 5);
        shorts(a, 4, 1_000, 5);
        book.book(a, 1, 2, 10, 100);
        assertThat(chosen()).containsExactly("4: 3", "5: 3", "6: 4");
    }

    /** 6 lots on 100, 4 on 100, 2 on 20: from 6 (to 0.05), from 4 (0.05), 4 on the tie (0.04), 6 (0), 4. */
    @Test
    void waterfillTakesLotByLotFromTheHighestLeverage()
    {
        final int a = waterfill();
        book.book(a, 1, 2, 5, 10);
        assertThat(chosen()).containsExactly("4: 3", "6: 2");
    }

    private int waterfill()
    {
        final int a = book.perpetual("A", 10);
        policy(a, OffsetPolicyKind.WATERFILL, Switch.OFF);
        shorts(a, 4, 100, 6);
        shorts(a, 5, 100, 4);
        shorts(a, 6, 20, 2);
        return a;
    }

    @Test
    void waterfillOfTwoRunsIsThatOfOne()
    {
        final int a = waterfill();
        book.account(3, 3, 1_000).book(a, 1, 2, 2, 10).book(a, 3, 2, 3, 10);
        assertThat(chosen(1)).containsExactly("4: 1", "6: 1");
        assertThat(chosen(3)).containsExactly("4: 2", "6: 1");
    }

    /** Account 4 is short 6 at 100 and long 3 of the family, 306: at least half of 600. Account 5 is not hedged. */
    @Test
    void sparedHedgesAreChosenLast()
    {
        final int perp = book.define(TestBook.linear("COIN-PERP").family("COIN"));
        final int dated = book.define(TestBook.linear("COIN-F6").family("COIN"));
        book.marks(new int[]{perp, dated}, 100, 102);
        shorts(perp, 4, 1_000, 6);
        book.book(dated, 4, 2, 3, 102);
        shorts(perp, 5, 1_000, 4);
        book.book(perp, 1, 2, 10, 100);
        assertThat(engineChoice(perp)).containsExactly("4: 6", "5: 4");
        policy(perp, OffsetPolicyKind.QUEUE, Switch.ON);
        assertThat(chosen()).containsExactly("5: 4", "4: 6");
    }

    private List<String> engineChoice(final int instrument)
    {
        return preview(book.instrument(instrument).offsetPolicy()).offsets().stream()
            .map((pair) -> account(pair) + ": " + pair.lots()).toList();
    }

    private RunPlan preview(final OffsetPolicyKind policy)
    {
        return book.engine.preview(book.account(1), policy).runs().get(0);
    }

    private static long account(final PlannedOffset pair)
    {
        return pair.counterparty().account().id();
    }

    /** 306 is less than half of 700; a hedge of another family counts for nothing. */
    @Test
    void halfOfTheValueInTheFamilyMakesAHedge()
    {
        final int perp = book.define(TestBook.linear("COIN-PERP").family("COIN").spareHedges(Switch.ON));
        final int dated = book.define(TestBook.linear("COIN-F6").family("COIN"));
        final int other = book.perpetual("OTHER", 100);
        book.marks(new int[]{perp, dated}, 100, 102);
        shorts(perp, 4, 1_000, 7);
        book.book(dated, 4, 2, 3, 102);
        shorts(perp, 5, 1_000, 4);
        shorts(perp, 6, 10_000, 8);
        book.book(other, 6, 2, 80, 100);
        book.book(perp, 1, 2, 10, 100);
        assertThat(chosen()).containsExactly("6: 8", "4: 2");
    }

    /** A short put gains if the coin rises: 10 of them at 5 hedge a short of 1 at 100, whose half is 50. */
    @Test
    void aShortPutHedgesAShort()
    {
        final int perp = book.define(TestBook.linear("COIN").spareHedges(Switch.ON));
        final int put = book.define(TestBook.option("COIN-P", InstrumentKind.PUT, perp, 50));
        book.marks(new int[]{perp, put}, 100, 5);
        shorts(perp, 4, 10_000, 1);
        book.book(put, 2, 4, 10, 5);
        shorts(perp, 5, 10_000, 1);
        book.book(put, 5, 2, 10, 5);
        book.book(perp, 1, 2, 2, 100);
        assertThat(chosen()).containsExactly("5: 1", "4: 1");
    }

    @Test
    void profitComesBeforeSparing()
    {
        final int perp = book.define(TestBook.linear("COIN-PERP").family("COIN").spareHedges(Switch.ON));
        final int dated = book.define(TestBook.linear("COIN-F6").family("COIN"));
        book.marks(new int[]{perp, dated}, 100, 100);
        book.account(5, 5, 1_000).book(perp, 2, 5, 4, 90);
        shorts(perp, 4, 1_000, 6);
        book.book(dated, 4, 2, 6, 100).book(perp, 1, 2, 7, 100).mark(perp, 95);
        assertThat(chosen()).containsExactly("4: 6", "5: 1");
    }

    /** At a mark of 0 half of nothing is nothing: whoever holds the opposite at all is hedged. */
    @Test
    void worthlessPositionsAreHedgedByWorthlessOnes()
    {
        final int near = event("NEAR");
        final int far = event("FAR");
        book.marks(new int[]{near, far}, 50, 50);
        shorts(near, 4, 10_000, 6);
        shorts(near, 5, 10_000, 4);
        book.book(far, 4, 2, 6, 50).book(near, 1, 2, 10, 50);
        policy(near, OffsetPolicyKind.QUEUE, Switch.ON);
        book.marks(new int[]{near, far}, 0, 0);
        assertThat(chosen()).containsExactly("5: 4", "4: 6");
    }

    private int event(final String symbol)
    {
        return book.define(TestBook.future(symbol, 1_000_000_000L).minTicks(0).maxTicks(100).family("EVENT")
            .marginTerms(MarginTerms.bounded()));
    }

    /** 10 lots on a side: 0, 4 and 8 lots ahead are in quintiles 4, 2 and 0, whatever the policy. */
    @Test
    void aPositionsPlaceIsByQueueScore()
    {
        final int a = book.perpetual("A", 100);
        policy(a, OffsetPolicyKind.PRO_RATA, Switch.ON);
        shorts(a, 6, 100, 4);
        shorts(a, 4, 1_000, 4);
        shorts(a, 5, 10_000, 2);
        book.mark(a, 90);
        assertThat(book.engine.queue().side(book.instrument(a), Side.SHORT)).extracting(
            (place) -> place.position().account().id() + " rank " + place.rank() + " ahead " + place.lotsAhead() +
            " quintile " + place.quintile()).containsExactly("6 rank 1 ahead 0 quintile 4",
            "4 rank 2 ahead 4 quintile 2", "5 rank 3 ahead 8 quintile 0");
        final OffsetQueue.Place last = book.engine.queue().rankOf(book.account(5).leg(book.instrument(a)));
        assertThat(last.rank()).isEqualTo(3);
    }

    /** Also among scores that do not fit 64 bits: those fall by 2^45 ticks, and their roe alone is beyond. */
    @Test
    void aPlaceAmongSaturatedScores()
    {
        final TestBook wide = new TestBook();
        final int oil = wide.define(TestBook.linear("OIL").minTicks(0).maxTicks(1L << 46)
            .marginTerms(TestBook.perLot(100_000, 50_000, 1, 1)));
        wide.waterfall(new TestWaterfall().operator()).mark(oil, 1L << 46);
        wide.account(1, 1, 1L << 44).account(2, 2, 1L << 50).account(3, 3, 1L << 44);
        wide.book(oil, 1, 2, 1, 1L << 46).book(oil, 3, 2, 2, 1L << 46).mark(oil, 1L << 45);
        assertThat(wide.engine.queue().side(wide.instrument(oil), Side.LONG)).extracting(
            (place) -> place.position().account().id() + " score " + place.score().score() + " rank " + place.rank() +
            " ahead " + place.lotsAhead()).containsExactly("3 score " + Long.MIN_VALUE + " rank 1 ahead 0",
            "1 score " + Long.MIN_VALUE + " rank 2 ahead 2");
        assertThat(wide.engine.queue().side(wide.instrument(oil), Side.LONG)).allSatisfy(
            (place) -> assertThat(wide.engine.queue().rankOf(place.position())).isEqualTo(place));
    }

    /** A preview plans the run of any account as if it were declared now, under any policy, without effect. */
    @Test
    void aPreviewPlansWithoutEffect()
    {
        final int a = book.perpetual("A", 100);
        shorts(a, 4, 1_000, 5);
        shorts(a, 5, 1_000, 5);
        book.book(a, 1, 2, 5, 100);
        final long stateHash = book.engine.stateHash();
        final long replicaHash = book.engine.replicaHash();
        book.events.take();
        final RunPlan queue = preview(OffsetPolicyKind.QUEUE);
        final RunPlan proRata = preview(OffsetPolicyKind.PRO_RATA);
        assertThat(queue.offsets()).extracting(PlannedOffset::lots).containsExactly(5L);
        assertThat(proRata.offsets()).extracting(PlannedOffset::lots).containsExactly(3L, 2L);
        assertThat(book.engine.stateHash()).isEqualTo(stateHash);
        assertThat(book.engine.replicaHash()).isEqualTo(replicaHash);
        assertThat(book.events.take()).isEmpty();
    }
}
