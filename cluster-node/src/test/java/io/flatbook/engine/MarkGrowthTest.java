package io.flatbook.engine;

import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.WorkCounter;
import io.flatbook.engine.offset.PlanCheck;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * STAT-1: a mark costs what it crosses, whatever the number of holders, and a crash in which a quarter of the accounts
 * is in MARGIN_CALL is never dearer than a walk of all holders. By counters, not by time.
 */
class MarkGrowthTest
{
    private static final int[] HOLDERS = {100, 1_000, 10_000};
    private static final int CROSSED = 10;

    /** Longs with just enough for a fall from 1,000 to 900, the first few for one to 980, against one short. */
    private static TestBook thinAndFew(final int holders)
    {
        return thinAndFew(holders, TestBook.linear("A"), true);
    }

    private static TestBook thinAndFew(final int holders, final InstrumentDefinition definition, final boolean areLong)
    {
        final TestBook book = new TestBook();
        final int a = book.define(definition);
        book.mark(a, 1_000);
        book.account(1_000_000, 1_000_000, 100_000_000);
        for (int account = 1; account <= holders; account++)
        {
            book.account(account, account, account <= CROSSED ? 120 : 190);
            book.book(a, areLong ? account : 1_000_000, areLong ? 1_000_000 : account, 1, 1_000);
        }
        return book;
    }

    @Test
    void aMarkThatCrossesNobodyEvaluatesNobody()
    {
        for (final boolean areLong : new boolean[]{true, false})
        {
            crossesNobody(TestBook.linear("A"), areLong);
            // A lot is worth 1,000 at 1,000 too.
            crossesNobody(
                TestBook.linear("A").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000_000, 0), areLong);
        }
    }

    private static void crossesNobody(final InstrumentDefinition definition, final boolean areLong)
    {
        for (final int holders : HOLDERS)
        {
            final TestBook book = thinAndFew(holders, definition, areLong);
            final WorkCounter work = book.engine.work();
            final long evaluated = work.accountsEvaluated();
            final long set = work.triggersSet();
            for (int i = 0; i < 50; i++)
            {
                book.mark(1, areLong ? 985 + i : 1_015 - i);
            }
            assertThat(work.accountsEvaluated() - evaluated).as("%d holders", holders).isZero();
            assertThat(work.triggersSet() - set).as("%d holders", holders).isZero();
        }
    }

    @Test
    void aMarkEvaluatesWhomItCrosses()
    {
        for (final int holders : HOLDERS)
        {
            final TestBook book = thinAndFew(holders);
            final WorkCounter work = book.engine.work();
            final long evaluated = work.accountsEvaluated();
            final long set = work.triggersSet();
            book.mark(1, 970);
            assertThat(book.status(CROSSED)).isEqualTo(AccountStatus.MARGIN_CALL);
            assertThat(book.status(CROSSED + 1)).isEqualTo(AccountStatus.HEALTHY);
            assertThat(work.accountsEvaluated() - evaluated).as("%d holders", holders).isEqualTo(CROSSED);
            assertThat(work.triggersSet() - set).as("%d holders", holders).isLessThanOrEqualTo(2 * CROSSED);
            book.mark(1, 1_000);
            assertThat(book.status(CROSSED)).isEqualTo(AccountStatus.HEALTHY);
            assertThat(work.accountsEvaluated() - evaluated).as("%d holders", holders).isEqualTo(2 * CROSSED);
        }
    }

    @Test
    void aTradeSetsNoMoreTriggersThanItsAccountsHavePositions()
    {
        for (final int holders : HOLDERS)
        {
            final TestBook book = thinAndFew(holders);
            final WorkCounter work = book.engine.work();
            final long evaluated = work.accountsEvaluated();
            final long set = work.triggersSet();
            book.deposit(holders, 500).book(1, holders, 1_000_000, 1, 1_000);
            assertThat(work.accountsEvaluated() - evaluated).as("%d holders", holders).isEqualTo(3);
            assertThat(work.triggersSet() - set).as("%d holders", holders).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aCrashWithAQuarterCalledIsNeverDearerThanTheWalk()
    {
        final int legs = 20;
        final int holders = 200;
        final TestBook index = new TestBook();
        final TestBook walk = new TestBook(new Limits(), 0, PlanCheck::new,
            (margin, touched, work) -> new HolderWalk(touched));
        for (final TestBook book : new TestBook[]{index, walk})
        {
            quarterIsCalled(book, holders, legs);
        }
        final SplittableRandom random = new SplittableRandom(5);
        final long onIndex = index.engine.work().accountsEvaluated();
        final long onWalk = walk.engine.work().accountsEvaluated();
        final long set = index.engine.work().triggersSet();
        for (int i = 0; i < 600; i++)
        {
            final int id = 1 + random.nextInt(legs);
            final long ticks = 7_000 + random.nextInt(41) - 20;
            final long indexBefore = index.engine.work().accountsEvaluated();
            final long walkBefore = walk.engine.work().accountsEvaluated();
            index.mark(id, ticks);
            walk.mark(id, ticks);
            assertThat(index.engine.work().accountsEvaluated() - indexBefore)
                .isLessThanOrEqualTo(walk.engine.work().accountsEvaluated() - walkBefore);
            assertThat(index.engine.stateHash()).isEqualTo(walk.engine.stateHash());
        }
        final long evaluated = index.engine.work().accountsEvaluated() - onIndex;
        assertThat(evaluated).as("the walk %d", walk.engine.work().accountsEvaluated() - onWalk)
            .isPositive().isLessThan((walk.engine.work().accountsEvaluated() - onWalk) / 2);
        assertThat(index.engine.work().triggersSet() - set).as("%d evaluated", evaluated)
            .isLessThanOrEqualTo(evaluated * legs);
    }

    // Every fourth long is between maintenance and initial margin, at different depths, once all marks are at 7,000.
    private static void quarterIsCalled(final TestBook book, final int holders, final int legs)
    {
        book.account(1_000_000, 1_000_000, 1_000_000_000);
        for (int id = 1; id <= legs; id++)
        {
            book.perpetual("P" + id, 10_000);
        }
        for (int account = 1; account <= holders; account++)
        {
            final long notional = 10_000L * legs;
            book.account(account, account, 0 == account % 4 ? notional * (338 + account * 30 / holders) / 1_000 :
                notional);
            for (int id = 1; id <= legs; id++)
            {
                book.book(id, account, 1_000_000, 1, 10_000);
            }
        }
        for (int id = 1; id <= legs; id++)
        {
            book.mark(id, 7_000);
        }
        for (int account = 4; account <= holders; account += 4)
        {
            assertThat(book.status(account)).as("account %d", account).isEqualTo(AccountStatus.MARGIN_CALL);
        }
    }
}
