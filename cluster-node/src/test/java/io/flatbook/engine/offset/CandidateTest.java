package io.flatbook.engine.offset;

import io.flatbook.engine.TestBook;
import io.flatbook.engine.TestWaterfall;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Groups and scores of candidates (POL-0, POL-1), and the lots of each group as a round changes them. */
class CandidateTest
{
    private static final long MAKER = 9;

    private final TestBook book = new TestBook();
    private Instrument coin;
    private RoundDraft draft;

    @BeforeEach
    void positions()
    {
        coin = book.instrument(book.perpetual("COIN", 100));
        book.account(MAKER, MAKER, 1_000_000).account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000);
        book.book(coin.id(), 1, MAKER, 4, 99).book(coin.id(), 2, MAKER, 5, 100).book(coin.id(), 3, MAKER, 6, 101);
        draft = new RoundDraft(book.engine.margin());
    }

    private Position position(final long accountId)
    {
        return book.account(accountId).leg(coin);
    }

    private Candidate candidate(final long accountId)
    {
        return Candidate.of(position(accountId), draft);
    }

    @Test
    void whoGainsNothingIsNoWinner()
    {
        assertThat(candidate(1).group()).isZero();
        assertThat(candidate(2).group()).as("at its entry price").isEqualTo(2);
        assertThat(candidate(3).group()).isEqualTo(2);
        assertThat(Candidate.leastGroup(0)).as("a gain that rounds to no score may win").isZero();
        assertThat(Candidate.leastGroup(1)).isZero();
        assertThat(Candidate.leastGroup(-1)).isEqualTo(2);
    }

    @Test
    void whoHasNoEquityHasTheLargestLeverage()
    {
        book.waterfall(new TestWaterfall().operator()).withdraw(2, 900).mark(coin.id(), 80);
        assertThat(book.equity(2)).isZero();
        assertThat(candidate(2).score().leverage()).isEqualTo(Score.LEVERAGE_MAX);
        book.deposit(2, 1);
        assertThat(candidate(2).score().leverage()).as("400 of 1").isEqualTo(400_000_000);
        book.mark(coin.id(), 60);
        assertThat(book.equity(2)).isNegative();
        assertThat(candidate(2).score().leverage()).isEqualTo(Score.LEVERAGE_MAX);
    }

    @Test
    void theLotsOfGroupsMoveWithTheirCandidates()
    {
        final GroupLots groups = new GroupLots(draft, new long[]{4, 0, 11, 0, 0});
        final Candidate second = candidate(2);
        groups.move(position(2), null, new Candidate(position(2), 3, 1, second.score(), 2));
        assertThat(groups.byGroup()).as("2 lots less").containsExactly(4, 0, 9, 0, 0);
        groups.move(position(2), new Candidate(position(2), 3, 1, second.score(), 2), null);
        assertThat(groups.byGroup()).as("none is left").containsExactly(4, 0, 6, 0, 0);
        groups.move(position(2), null, second);
        assertThat(groups.byGroup()).as("it comes back").containsExactly(4, 0, 11, 0, 0);
        groups.move(position(1), candidate(1), new Candidate(position(1), 4, 1, second.score(), 4));
        assertThat(groups.byGroup()).as("from a winner to a defaulter").containsExactly(0, 0, 11, 0, 4);
    }

    @Test
    void aCopyOfTheLotsOfGroupsIsNotMoved()
    {
        final GroupLots groups = new GroupLots(draft, new long[]{4, 0, 11, 0, 0});
        final long[] copy = groups.byGroup();
        groups.move(position(1), null, null);
        assertThat(copy).containsExactly(4, 0, 11, 0, 0);
        assertThat(groups.byGroup()).containsExactly(0, 0, 11, 0, 0);
    }
}
