package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-11: a round costs what an entry has room for, however many wait; no run scans or sorts all holders of an
 * instrument, the haircut is one pass per side and round. So ten times as many defaulters on one mark look at less than
 * twice ten times as many positions, under each policy, although all winners are alike.
 */
class RoundGrowthTest
{
    private static final int[] DEFAULTERS = {100, 300, 1_000};

    /** Positions visited by the runs of one-lot defaulters on one mark; each has a winner opposite. */
    private static long visited(final int defaulters, final OffsetPolicyKind policy, final Setup setup)
    {
        final TestBook book = new TestBook(new Limits());
        final int a = book.perpetual("A", 100);
        book.accepted(book.engine.setOffsetPolicy(book.alice, a, policy, Switch.OFF));
        book.waterfall(new TestWaterfall().perOwner(1_000, 60_000));
        setup.prepare(book, a, defaulters);
        final long before = book.engine.work().positionsVisited();
        book.mark(a, 50);
        for (long account = 1; account <= defaulters; account++)
        {
            assertThat(book.status(account)).isEqualTo(AccountStatus.CLOSED_OUT);
        }
        book.events.take();
        return book.engine.work().positionsVisited() - before;
    }

    /** Who holds what before the mark falls from 100 to 50. */
    private interface Setup
    {
        void prepare(TestBook book, int instrument, int defaulters);
    }

    private static void grows(final OffsetPolicyKind policy, final Setup setup)
    {
        long first = 0;
        for (final int defaulters : DEFAULTERS)
        {
            final long visited = visited(defaulters, policy, setup);
            if (0 == first)
            {
                first = visited;
            }
            assertThat(visited).as("%s %d defaulters; %d visit %d", policy, defaulters, DEFAULTERS[0], first)
                .isPositive().isLessThan(2 * first * defaulters / DEFAULTERS[0]);
        }
    }

    private static Setup oneShort(final LongUnaryOperator owner)
    {
        return (book, instrument, defaulters) ->
        {
            for (long account = 1; account <= defaulters; account++)
            {
                book.account(account, owner.applyAsLong(account), 20).account(100_000 + account, 100_000 + account, 20);
                book.book(instrument, account, 100_000 + account, 1, 100);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(value = OffsetPolicyKind.class, names = {"QUEUE", "PRO_RATA", "WATERFILL"})
    void eachAgainstAWinnerOfItsOwn(final OffsetPolicyKind policy)
    {
        grows(policy, oneShort((account) -> account));
    }

    /** Winners gained 10 a lot and hold twice what is closed: what they do not pay is one haircut for all runs. */
    @Test
    void withAHaircutForAll()
    {
        grows(OffsetPolicyKind.QUEUE, (book, instrument, defaulters) ->
        {
            book.account(99_999, 99_999, 1_000_000_000);
            for (long account = 1; account <= defaulters; account++)
            {
                book.account(account, account, 20).book(instrument, account, 99_999, 1, 100);
                book.account(100_000 + account, 100_000 + account, 1_000);
                book.book(instrument, 99_999, 100_000 + account, 2, 60);
            }
        });
    }

    /** Accounts of few owners: their hedges and caps are found without a walk over all accounts of the owner. */
    @Test
    void ofFewOwners()
    {
        grows(OffsetPolicyKind.QUEUE, oneShort((account) -> 1 + account / 10));
    }

    /** A deeper line: the winners are ten times as many as are needed. */
    @Test
    void againstTenTimesAsManyWinners()
    {
        grows(OffsetPolicyKind.QUEUE, (book, instrument, defaulters) ->
        {
            book.account(99_999, 99_999, 1_000_000_000);
            for (long account = 1; account <= defaulters; account++)
            {
                book.account(account, account, 20).book(instrument, account, 99_999, 1, 100);
                for (long winner = 0; winner < 10; winner++)
                {
                    final long id = 100_000 + account * 10 + winner;
                    book.account(id, id, 1_000).book(instrument, 99_999, id, 1, 100);
                }
            }
        });
    }

    /**
     * All are long A, and by turns long and short B: of two neighbors one closes against the other, with four legs and
     * a pair. An entry has room for three times two.
     */
    private static long visitedByAllRounds(final int defaulters)
    {
        final TestBook book = new TestBook(new Limits().bookingsPerEntry(15));
        final int a = book.perpetual("A", 100);
        final int b = book.perpetual("B", 100);
        book.account(99_999, 99_999, 1_000_000_000);
        for (long account = 1; account <= defaulters; account++)
        {
            book.account(account, account, 20).book(a, account, 99_999, 1, 100);
        }
        for (long account = 1; account <= defaulters; account += 2)
        {
            book.book(b, account, account + 1, 1, 100);
        }
        final long before = book.engine.work().positionsVisited();
        book.mark(a, 50);
        for (int tick = 1; !book.engine.pendingRuns().isEmpty(); tick++)
        {
            assertThat(tick).isLessThanOrEqualTo(defaulters);
            book.at(100L * tick);
        }
        for (long account = 1; account <= defaulters; account++)
        {
            assertThat(book.status(account)).isEqualTo(AccountStatus.CLOSED_OUT);
        }
        book.events.take();
        return book.engine.work().positionsVisited() - before;
    }

    @Test
    void roundsOfManyWhoMeetEachOther()
    {
        final long first = visitedByAllRounds(100);
        assertThat(first).isPositive();
        assertThat(visitedByAllRounds(300)).isLessThan(2 * 3 * first);
        assertThat(visitedByAllRounds(1_000)).isLessThan(2 * 10 * first);
    }
}
