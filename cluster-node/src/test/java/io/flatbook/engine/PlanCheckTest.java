package io.flatbook.engine;

import io.flatbook.sbe.Switch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A plan that was tampered with in any of its parts fails its check. */
class PlanCheckTest
{
    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);

    /** 1 owes 200: the hedge of its owner pays 40, the fund 20, 2 and 3 pay surcharge 30 and 40, the gains of 2 40. */
    @BeforeEach
    void aRunThatUsesEveryLayer()
    {
        book.account(1, 7, 100).account(2, 2, 1_000).account(3, 3, 1_000).account(4, 7, 1_000).account(5, 5, 10_000);
        book.book(btc, 1, 5, 10, 100).book(btc, 5, 4, 2, 100).book(btc, 5, 2, 3, 100).book(btc, 5, 3, 5, 75).fund(20);
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF, false));
        book.mark(btc, 70);
    }

    private DefaultPlan plan()
    {
        return book.engine.preview(book.account(1), null);
    }

    private boolean holds(final DefaultPlan plan)
    {
        return new PlanCheck(book.engine.margin()).holds(plan, book.engine.timeMs());
    }

    private void fails(final String part, final Consumer<DefaultPlan> change)
    {
        final DefaultPlan plan = plan();
        change.accept(plan);
        assertThat(holds(plan)).as(part).isFalse();
    }

    private static PlannedPair with(final PlannedPair pair, final long lots, final long surcharge, final long headroom)
    {
        return new PlannedPair(pair.layer(), pair.counterparty(), lots, pair.markTicks(),
            Math.max(pair.surchargeDue(), surcharge), surcharge, pair.rank(), pair.policy(), pair.lotsBefore(),
            pair.costBefore(), pair.score(), pair.gain(), headroom);
    }

    @Test
    void thePlanOfTheEngineHoldsAndUsesEveryLayer()
    {
        final DefaultPlan plan = plan();
        assertThat(holds(plan)).isTrue();
        assertThat(plan.ownHedges()).isEqualTo(40);
        assertThat(plan.fund()).isEqualTo(20);
        assertThat(plan.surcharge()).isPositive();
        assertThat(plan.haircut()).isPositive();
        assertThat(plan.houseDeficit()).isPositive();
        assertThat(plan.ownHedges() + plan.fund() + plan.surcharge() + plan.haircut() + plan.houseDeficit())
            .isEqualTo(200);
    }

    @Test
    void lots()
    {
        fails("a pair is missing", (plan) -> plan.pairs.remove(0));
        fails("a pair twice", (plan) -> plan.pairs.add(plan.pairs.get(0)));
        fails("a lot less", (plan) -> plan.pairs.replaceAll(
            (pair) -> with(pair, pair.lots() - 1, pair.surcharge(), pair.headroom())));
        fails("more lots than the counterparty has", (plan) -> plan.pairs.set(0,
            with(plan.pairs.get(0), 10, plan.pairs.get(0).surcharge(), plan.pairs.get(0).headroom())));
    }

    @Test
    void money()
    {
        fails("own hedges", (plan) -> plan.ownHedges++);
        fails("fund", (plan) -> plan.fund++);
        fails("fund beyond what there is", (plan) ->
        {
            plan.fund += 5;
            plan.fundAvailable += 5;
            plan.houseDeficit -= 5;
        });
        fails("surcharge", (plan) -> plan.surcharge--);
        fails("haircut", (plan) -> plan.haircut++);
        fails("house deficit", (plan) -> plan.houseDeficit++);
        fails("a negative house deficit", (plan) -> plan.houseDeficit = -plan.houseDeficit);
        fails("equity", (plan) -> plan.equity--);
        fails("a close-out fee of who has nothing", (plan) -> plan.closeOutFee = 1);
    }

    @Test
    void layersAreUsedInTheirOrder()
    {
        fails("the house pays while gains are left", (plan) -> plan.haircutAvailable++);
        fails("others pay while the fund has money", (plan) ->
        {
            plan.fund -= 5;
            plan.houseDeficit += 5;
        });
    }

    @Test
    void caps()
    {
        fails("beyond the headroom", (plan) -> plan.pairs.replaceAll(
            (pair) -> with(pair, pair.lots(), pair.surcharge(), Math.min(pair.headroom(), pair.surcharge() - 1))));
        fails("beyond the gain", (plan) ->
        {
            final int last = plan.pairs.size() - 1;
            final PlannedPair pair = plan.pairs.get(last);
            plan.pairs.set(last, with(pair, pair.lots(), pair.gain() + 1, pair.headroom()));
            plan.surcharge += pair.gain() + 1 - pair.surcharge();
            plan.houseDeficit -= pair.gain() + 1 - pair.surcharge();
        });
    }

    @Test
    void nobodyIsTakenBelowZero()
    {
        fails("a haircut beyond the equity", (plan) ->
        {
            final DefaultPlan.Haircut taken = plan.haircuts.get(0);
            final long tooMuch = book.equity(taken.account().id()) + 1;
            plan.haircuts.set(0, new DefaultPlan.Haircut(taken.account(), tooMuch, taken.gain(), taken.equity()));
            plan.haircut += tooMuch - taken.money();
            plan.houseDeficit -= tooMuch - taken.money();
        });
    }
}
