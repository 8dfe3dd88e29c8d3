package io.flatbook.engine.offset;

import io.flatbook.engine.TestBook;
import io.flatbook.engine.book.Owner;
import io.flatbook.engine.book.Position;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Those that must be closed anyway are taken by most lots first, then by account id (RUN-4 b). */
class DistressedLineTest
{
    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 100);
    private final DistressedLine line = new DistressedLine();

    @BeforeEach
    void fourOfThreeOwners()
    {
        book.account(9, 9, 1_000_000);
        for (int account = 1; account <= 4; account++)
        {
            book.account(account, Math.min(3, account), 1_000).book(btc, account, 9, 10, 100);
        }
    }

    private Position of(final long accountId)
    {
        return book.account(accountId).leg(book.instrument(btc));
    }

    private Owner owner(final long accountId)
    {
        return book.account(accountId).owner();
    }

    private long first()
    {
        return firstNotOf(owner(9));
    }

    private long firstNotOf(final Owner owner)
    {
        final DistressedLine.Place place = line.firstNotOf(owner);
        return null == place ? 0 : place.position().account().id();
    }

    @Test
    void theMostLotsComeFirstThenTheLeastAccountId()
    {
        line.put(of(1), 3);
        line.put(of(4), 5);
        line.put(of(2), 5);
        assertThat(first()).isEqualTo(2);
        line.renew(of(2), 0);
        assertThat(first()).isEqualTo(4);
        line.renew(of(4), 2);
        assertThat(first()).isEqualTo(1);
        assertThat(line.firstNotOf(owner(9)).lots()).isEqualTo(3);
    }

    @Test
    void anOwnersOwnArePassedOver()
    {
        line.put(of(3), 7);
        line.put(of(4), 6);
        line.put(of(1), 1);
        assertThat(firstNotOf(owner(3))).isEqualTo(1);
        assertThat(firstNotOf(owner(1))).isEqualTo(3);
        line.renew(of(1), 0);
        assertThat(firstNotOf(owner(3))).isZero();
    }

    @Test
    void whoHasNothingToCloseDoesNotStandInIt()
    {
        line.put(of(1), 0);
        assertThat(first()).isZero();
        line.renew(of(1), 5);
        assertThat(first()).as("only those that stand in it are renewed").isZero();
    }
}
