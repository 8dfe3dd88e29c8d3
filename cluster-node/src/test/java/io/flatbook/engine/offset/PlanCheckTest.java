package io.flatbook.engine.offset;

import io.flatbook.engine.TestBook;
import io.flatbook.engine.TestWaterfall;
import io.flatbook.engine.book.EngineClock;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.Switch;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A plan that was tampered with in any of its parts fails its check (RUN-12). */
class PlanCheckTest
{
    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);

    /**
     * At 70, account 1 has 100 - 300 = -200. Its owner's account 4 closes 2 lots and gives all it has then, 20 + 60 =
     * 80; the fund gives 20. Of the 100 left, account 2 owes 37 for 3 lots and pays them out of its gain of 45; account
     * 3 owes 63 for 5 lots and pays its gain of 25. Of the 38 left, account 2 gives its last gain of 8, the house 30.
     */
    @BeforeEach
    void aRunThatUsesEveryLayer()
    {
        book.account(1, 7, 100).account(2, 2, 1_000).account(3, 3, 1_000).account(4, 7, 20).account(5, 5, 10_000);
        book.book(btc, 1, 5, 10, 100).book(btc, 5, 4, 2, 100).book(btc, 5, 2, 3, 85).book(btc, 5, 3, 5, 75).fund(20);
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.mark(btc, 70);
    }

    private RoundPlan plan()
    {
        final RoundPlanner planner = new RoundPlanner(book.engine.book(), book.engine.margin(), new EngineClock(100),
            book.engine.queue(), book.engine.work());
        return planner.preview(new DueRun(book.account(1), false, List.of()), new EntryLedger(), null);
    }

    private boolean passes(final RoundPlan plan)
    {
        return new PlanCheck(book.engine.margin()).passes(plan, book.engine.timeMs());
    }

    private void failsRound(final String part, final Consumer<RoundPlan> change)
    {
        final RoundPlan plan = plan();
        change.accept(plan);
        assertThat(passes(plan)).as(part).isFalse();
    }

    private void fails(final String part, final Consumer<RunPlan> change)
    {
        failsRound(part, (plan) -> change.accept(plan.runs.get(0)));
    }

    private static PlannedOffset with(
        final PlannedOffset pair, final long lots, final long surcharge, final long headroom)
    {
        return new PlannedOffset(pair.layer(), pair.counterparty(), lots, pair.markTicks(),
            Math.max(pair.surchargeDue(), surcharge), surcharge, pair.rank(), pair.policy(), pair.lotsBefore(),
            pair.costBefore(), pair.score(), pair.gain(), headroom);
    }

    @Test
    void thePlanOfTheEnginePassesAndUsesEveryLayer()
    {
        final RoundPlan plan = plan();
        final RunPlan run = plan.runs.get(0);
        assertThat(passes(plan)).isTrue();
        assertThat(run.deficit()).isEqualTo(200);
        assertThat(run.ownAccounts()).isEqualTo(80);
        assertThat(run.fundDrawn()).isEqualTo(20);
        assertThat(run.surcharge()).isEqualTo(37 + 25);
        assertThat(run.haircut()).isEqualTo(8);
        assertThat(run.houseDeficit()).isEqualTo(30);
        assertThat(plan.haircuts()).hasSize(1);
    }

    @Test
    void lots()
    {
        fails("a pair is missing", (run) -> run.offsets.remove(0));
        fails("an own pair is missing", (run) -> run.ownAndDefaulters.remove(0));
        fails("a pair twice", (run) -> run.offsets.add(with(run.offsets.get(0), 3, 0, 0)));
        fails("a lot less", (run) -> run.offsets.replaceAll(
            (pair) -> with(pair, pair.lots() - 1, pair.surcharge(), pair.headroom())));
        fails("more lots than the counterparty has", (run) -> run.offsets.replaceAll((pair) -> with(pair,
            pair.lots() + (3 == pair.lots() ? 1 : -1), pair.surcharge(), pair.headroom())));
    }

    @Test
    void aMarkThatIsNotTheAcceptedOne()
    {
        fails("another mark", (run) -> run.offsets.replaceAll((pair) -> new PlannedOffset(pair.layer(),
            pair.counterparty(), pair.lots(), pair.markTicks() + 1, pair.surchargeDue(), pair.surcharge(), pair.rank(),
            pair.policy(), pair.lotsBefore(), pair.costBefore(), pair.score(), pair.gain(), pair.headroom())));
    }

    @Test
    void money()
    {
        fails("own accounts", (run) -> run.ownAccounts++);
        fails("a collection less", (run) -> run.collections.clear());
        fails("fund", (run) -> run.fundDrawn++);
        fails("surcharge", (run) -> run.surcharge--);
        fails("haircut", (run) -> run.haircut++);
        failsRound("a haircut that nobody gives", (plan) -> plan.haircuts.clear());
        fails("house deficit", (run) -> run.houseDeficit++);
        fails("a negative house deficit", (run) -> run.houseDeficit = -run.houseDeficit);
        fails("equity", (run) -> run.equity--);
        fails("deficit", (run) -> run.deficit++);
        fails("what is kept", (run) -> run.kept = 1);
        fails("a close-out fee of a run with a deficit", (run) -> run.closeOutFee = 1);
    }

    @Test
    void capsOfTheFund()
    {
        fails("the fund gives more than it has", (run) -> moveFromHouse(run, 5));
        book.waterfall(new TestWaterfall().floor(1));
        failsRound("the fund is drawn below its floor", (plan) -> moveFromHouse(plan.runs.get(0), 1));
        book.waterfall(new TestWaterfall().perOwner(10, 1_000));
        assertThat(plan().runs.get(0).fundDrawn()).isEqualTo(10);
        fails("beyond the cap of the owner", (run) -> moveFromHouse(run, 1));
        book.waterfall(new TestWaterfall().window(10, 1_000));
        assertThat(plan().runs.get(0).fundDrawn()).isEqualTo(10);
        fails("beyond the cap of the window", (run) -> moveFromHouse(run, 1));
    }

    @Test
    void whatNothingCanHold()
    {
        failsRound("a collateral", (plan) -> plan.collateralFits = false);
        fails("a debt", (run) -> run.debtAfter = MoneyBounds.BALANCE_MAX + 1);
        fails("a debt that wrapped", (run) -> run.debtAfter = -1);
        fails("a fund by a debt", (run) -> run.debtRepaid = MoneyBounds.BALANCE_MAX - 19);
        fails("a fund by a fee", (run) -> run.closeOutFee = MoneyBounds.BALANCE_MAX - 19);
    }

    // Balanced in itself: the house gives less and the fund more.
    private static void moveFromHouse(final RunPlan run, final long minorUnits)
    {
        run.fundNeed += minorUnits;
        run.fundDrawn += minorUnits;
        run.houseDeficit -= minorUnits;
        run.uncollected -= minorUnits;
    }

    @Test
    void capsOfASurcharge()
    {
        fails("beyond the headroom", (run) -> run.offsets.replaceAll(
            (pair) -> with(pair, pair.lots(), pair.surcharge(), Math.min(pair.headroom(), pair.surcharge() - 1))));
        fails("beyond the gain", (run) ->
        {
            final PlannedOffset pair = run.offsets.get(1);
            final long more = pair.gain() + 1 - pair.surcharge();
            run.offsets.set(1, with(pair, pair.lots(), pair.gain() + 1, pair.headroom()));
            run.surcharge += more;
            run.houseDeficit -= more;
            run.uncollected -= more;
        });
        fails("a surcharge of an own position", (run) ->
        {
            final PlannedOffset pair = run.ownAndDefaulters.get(0);
            assertThat(pair.layer()).isEqualTo(OffsetLayer.OWN_HEDGE);
            run.ownAndDefaulters.clear();
            run.offsets.add(0, with(pair, pair.lots(), 1, pair.headroom()));
            run.surcharge++;
            run.houseDeficit--;
            run.uncollected--;
        });
    }

    @Test
    void nobodyIsTakenBelowHisFloor()
    {
        failsRound("a haircut beyond the equity", (plan) ->
        {
            final long tooMuch = book.equity(2) - 36;
            final long more = tooMuch - plan.haircuts.get(0).minorUnits();
            setHaircut(plan, tooMuch, 8);
            plan.runs.get(0).haircut += more;
            plan.runs.get(0).houseDeficit -= more;
        });
        failsRound("more from cost than is taken", (plan) -> setHaircut(plan, 8, 9));
        failsRound("less than nothing from cost", (plan) -> setHaircut(plan, 8, -1));
        fails("a collection beyond the equity", (run) ->
        {
            final long tooMuch = book.equity(4) + 1;
            final long more = tooMuch - run.collections.get(0).minorUnits();
            run.collections.set(0, new RunPlan.Collection(book.account(4), tooMuch));
            run.ownAccounts += more;
            run.houseDeficit -= more;
            run.uncollected -= more;
        });
    }

    private static void setHaircut(final RoundPlan plan, final long minorUnits, final long fromCost)
    {
        final RoundPlan.Haircut taken = plan.haircuts.get(0);
        plan.haircuts.set(0, new RoundPlan.Haircut(taken.account(), taken.instrument(), taken.side(),
            taken.position(), minorUnits, fromCost, taken.gain(), taken.equity()));
    }
}
