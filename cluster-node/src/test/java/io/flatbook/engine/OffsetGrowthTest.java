package io.flatbook.engine;

import io.flatbook.engine.book.WorkCounter;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-11, POL-5: what a default run looks at grows with what it takes, not with the number of holders, once the side
 * was asked for; and a place is found without a look at all holders. By counters, not by time.
 */
class OffsetGrowthTest
{
    private static final int[] HOLDERS = {500, 2_000, 8_000};
    private static final int PLACES = 100;
    private static final long SEED = 11;

    /** Shorts of one lot, entered at different prices with different collateral, every other with a second position. */
    private static TestBook holders(final int holders)
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        final TestBook book = new TestBook();
        final int a = book.perpetual("A", 10_000);
        final int b = book.perpetual("B", 10_000);
        book.account(1_000_000, 1_000_000, 1L << 45);
        for (int account = 1; account <= holders; account++)
        {
            book.mark(a, 9_500 + random.nextInt(1_001));
            book.account(account, account, 3_000 + random.nextInt(40_000));
            book.book(a, 1_000_000, account, 1, book.instrument(a).markTicks());
            if (0 == account % 2)
            {
                book.book(b, 1_000_000, account, 1, 10_000);
            }
        }
        book.mark(a, 10_000);
        return book;
    }

    /** Shorts of one lot who entered at the same price with the same collateral: their order is that of their ids. */
    private static TestBook alike(final int holders)
    {
        final TestBook book = new TestBook();
        final int a = book.perpetual("A", 10_000);
        book.account(1_000_000, 1_000_000, 1L << 45);
        for (int account = 1; account <= holders; account++)
        {
            book.account(account, account, 7_001).book(a, 1_000_000, account, 1, 10_000);
        }
        return book;
    }

    /** Positions looked at by the default of an account with that many lots. */
    private static long visited(final TestBook book, final long account, final int lots)
    {
        book.account(account, account, lots * 1_050L).book(1, account, 1_000_000, lots, 10_000);
        final WorkCounter work = book.engine.work();
        final long before = work.positionsVisited();
        book.mark(1, 8_930);
        assertThat(book.status(account)).isEqualTo(AccountStatus.CLOSED_OUT);
        final long visited = work.positionsVisited() - before;
        book.mark(1, 10_000);
        book.events.take();
        return visited;
    }

    @Test
    void aDefaultLooksAtWhatItTakesAndNotAtAllHolders()
    {
        long ofFewest = 0;
        for (final int holders : HOLDERS)
        {
            final TestBook book = holders(holders);
            assertThat(visited(book, 2_000_000, 3)).as("the first question").isGreaterThan(holders);
            final long visited = visited(book, 2_000_001, 3);
            ofFewest = 0 == ofFewest ? visited : ofFewest;
            assertThat(visited).as("%d holders; %d visit %d", holders, HOLDERS[0], ofFewest)
                .isPositive().isLessThan(4 * ofFewest).isLessThan(holders);
            assertThat(visited(book, 2_000_002, 30)).as("%d holders, ten times the lots", holders)
                .isLessThan(10 * visited);
        }
    }

    @ParameterizedTest
    @EnumSource(value = OffsetPolicyKind.class, names = {"QUEUE", "PRO_RATA", "WATERFILL"})
    void aDefaultAmongHoldersWhoAreAlikeLooksAtThoseThatItTakes(final OffsetPolicyKind policy)
    {
        for (final int holders : HOLDERS)
        {
            final TestBook book = alike(holders);
            book.accepted(book.engine.setOffsetPolicy(book.alice, 1, policy, Switch.OFF));
            visited(book, 2_000_000, 3);
            assertThat(visited(book, 2_000_001, 3)).as("%d holders", holders).isPositive().isLessThan(200);
        }
    }

    @Test
    void proRataLooksAtWhoHasAPartAndNotAtAllHolders()
    {
        long ofFewest = 0;
        for (final int holders : HOLDERS)
        {
            final TestBook book = holders(holders);
            book.accepted(book.engine.setOffsetPolicy(book.alice, 1, OffsetPolicyKind.PRO_RATA, Switch.OFF));
            visited(book, 2_000_000, 3);
            final long visited = visited(book, 2_000_001, 3);
            ofFewest = 0 == ofFewest ? visited : ofFewest;
            assertThat(visited).as("%d holders; %d visit %d", holders, HOLDERS[0], ofFewest)
                .isPositive().isLessThan(4 * ofFewest).isLessThan(holders);
        }
    }

    @ParameterizedTest
    @EnumSource(value = OffsetPolicyKind.class, names = {"QUEUE", "PRO_RATA", "WATERFILL"})
    void aDefaultThatTakesMuchOfASideLooksAtEachHolderOnce(final OffsetPolicyKind policy)
    {
        for (final int holders : new int[]{2_000, 8_000})
        {
            final TestBook book = holders(holders);
            book.accepted(book.engine.setOffsetPolicy(book.alice, 1, policy, Switch.OFF));
            assertThat(visited(book, 2_000_000, holders / 2)).as("%d holders", holders)
                .isBetween((long)holders, holders + 10L);
        }
    }

    @Test
    void aPlaceLooksAtAboutTheSquareRootOfAllHolders()
    {
        long ofFewest = 0;
        for (final int holders : HOLDERS)
        {
            final TestBook book = holders(holders);
            book.engine.queue().rankOf(book.account(1).leg(book.instrument(1)));
            final long before = book.engine.work().positionsVisited();
            for (int account = 1; account <= PLACES; account++)
            {
                book.engine.queue().rankOf(book.account(account).leg(book.instrument(1)));
            }
            final long visited = (book.engine.work().positionsVisited() - before) / PLACES;
            ofFewest = 0 == ofFewest ? visited : ofFewest;
            assertThat(visited).as("%d holders; %d visit %d", holders, HOLDERS[0], ofFewest)
                .isPositive().isLessThan(holders / 2).isLessThan(6 * ofFewest);
        }
    }
}
