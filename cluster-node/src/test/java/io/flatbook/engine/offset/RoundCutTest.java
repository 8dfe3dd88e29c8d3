package io.flatbook.engine.offset;

import io.flatbook.engine.TestBook;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Switch;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A round plans the first runs alone only if none of them can make a pair of RUN-4 (RUN-11). */
class RoundCutTest
{
    private static final int UNBOUNDED = 1_000;

    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);
    private final int eth = book.perpetual("ETH", 100);
    private final RoundCut cut = new RoundCut(new CloseOutLots(book.engine.margin()));

    /** 1 to 4 are long and bankrupt at 50; 3 in both instruments; 9 stands against all. Runs wait. */
    @BeforeEach
    void fourBankruptLongs()
    {
        book.account(9, 9, 1_000_000);
        for (int account = 1; account <= 4; account++)
        {
            book.account(account, account, 20).book(btc, account, 9, 1, 100);
        }
        book.deposit(3, 20).book(eth, 3, 9, 1, 100);
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
    }

    private int taken(final int bookingsMax, final long... accountIds)
    {
        final List<DueRun> due = LongStream.of(accountIds)
            .mapToObj((id) -> new DueRun(book.account(id), false, List.of())).toList();
        return cut.mostTaken(due, bookingsMax, book.engine.timeMs());
    }

    private void fall()
    {
        book.marks(new int[]{btc, eth}, 50, 50);
        for (int account = 1; account <= 4; account++)
        {
            assertThat(book.status(account)).isEqualTo(AccountStatus.DEFAULTED);
        }
    }

    @Test
    void anEntryWithoutRoomTakesNone()
    {
        fall();
        assertThat(taken(0, 1, 2)).isZero();
        assertThat(taken(-1, 1, 2)).isZero();
    }

    @Test
    void allArePlannedIfTheyMayFit()
    {
        fall();
        assertThat(taken(UNBOUNDED, 1, 2, 3, 4)).isEqualTo(4);
        assertThat(taken(6, 1, 2, 3, 4)).as("five legs do not reach six").isEqualTo(4);
    }

    @Test
    void theFirstAloneAreCountedByLegs()
    {
        fall();
        assertThat(taken(1, 1, 2, 3, 4)).isEqualTo(1);
        assertThat(taken(2, 1, 2, 3, 4)).isEqualTo(2);
        assertThat(taken(3, 1, 2, 3, 4)).as("the leg that reaches the limit may be one of two").isEqualTo(3);
        assertThat(taken(4, 1, 2, 3, 4)).isEqualTo(3);
        assertThat(taken(2, 3, 1, 2, 4)).as("in the order that is given").isEqualTo(1);
    }

    @Test
    void allArePlannedIfAnotherDueRunIsOpposite()
    {
        book.account(5, 5, 30).book(btc, 9, 5, 1, 100).book(eth, 5, 9, 1, 100);
        fall();
        assertThat(taken(1, 1, 2, 3, 4)).isEqualTo(1);
        assertThat(taken(1, 1, 2, 3, 4, 5)).as("the last is short").isEqualTo(5);
    }

    @Test
    void allArePlannedIfALiquidatingAccountIsOpposite()
    {
        book.account(5, 5, 25).book(btc, 9, 5, 1, 100).book(eth, 5, 9, 1, 100);
        book.marks(new int[]{btc, eth}, 50, 27);
        assertThat(book.status(5)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(taken(1, 1, 2, 3, 4)).isEqualTo(4);
    }

    @Test
    void allArePlannedIfTheOwnerIsOpposite()
    {
        book.account(5, 2, 1_000).book(btc, 9, 5, 1, 100);
        fall();
        assertThat(taken(1, 1, 2, 4)).as("the first has no other owner's hedge").isEqualTo(1);
        assertThat(taken(2, 1, 2, 4)).as("the second has one").isEqualTo(3);
    }
}
