package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.Switch;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * I12 without looking at any event: an owner has accounts in several instruments of a family, against one market maker,
 * entered at any price. On one move of the marks runs are off until all have defaulted; what he owned then says what he
 * may own afterwards.
 */
class OneMoveClauseTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 41L);
    private static final int ROUNDS = 2_000;
    private static final int OWN_ACCOUNTS = 5;
    private static final long MAKER = 101;
    private static final long FUND = 1L << 30;

    private SplittableRandom random;
    private TestBook book;
    private int[] instruments;
    private int draws;
    private int spared;

    @Test
    void anOwnerKeepsWhatHisUnboundAccountsHaveAndWhatIsLeftOfTheOthers()
    {
        System.out.println("OneMoveClauseTest -Dflatbook.seed=" + SEED);
        for (int round = 0; round < ROUNDS; round++)
        {
            random = new SplittableRandom(SEED + round);
            play(SEED + round);
        }
        assertThat(draws).as("rounds in which the fund had to pay").isPositive();
        assertThat(spared).as("rounds in which own accounts paid all of it").isPositive();
    }

    private void play(final long seed)
    {
        open();
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        final int move = random.nextInt(801) - 400;
        book.marks(instruments, 1_000 + move, 1_000 + move + random.nextInt(201) - 100,
            Math.max(0, 100 - move / 3 + random.nextInt(41) - 20));
        final long most = most();
        final long fund = book.usd().insuranceFund();
        final boolean isBust = isBust();
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.ON));
        assertThat(owned()).as("seed %d", seed).isLessThanOrEqualTo(most);
        draws += book.usd().insuranceFund() < fund ? 1 : 0;
        spared += isBust && book.usd().insuranceFund() == fund ? 1 : 0;
    }

    private void open()
    {
        book = new TestBook();
        final int perp = book.define(TestBook.linear("PERP").family("F"));
        instruments = new int[]{perp, book.define(TestBook.future("DATED", 1L << 50).family("F")),
            book.define(TestBook.option("PUT", InstrumentKind.PUT, perp, 1_000))};
        book.marks(instruments, 1_000, 1_000, 100);
        book.waterfall(new TestWaterfall().recourse(random.nextBoolean() ? Recourse.OWNER : Recourse.HEDGES));
        book.fund(FUND).account(MAKER, MAKER, 1L << 40);
        for (long own = 1; own <= OWN_ACCOUNTS; own++)
        {
            book.account(own, 1, 1 + random.nextInt(20_000));
        }
        for (int i = 0; i < 20; i++)
        {
            final long own = 1 + random.nextInt(OWN_ACCOUNTS);
            final int instrument = instruments[random.nextInt(3)];
            final long mark = book.instrument(instrument).markTicks();
            final boolean buys = random.nextBoolean();
            book.trade(instrument, buys ? own : MAKER, buys ? MAKER : own, 1 + random.nextInt(150),
                mark + mark * (random.nextInt(21) - 10) / 100).send();
        }
    }

    private boolean isBust()
    {
        for (long own = 1; own <= OWN_ACCOUNTS; own++)
        {
            if (book.equity(own) < 0)
            {
                return true;
            }
        }
        return false;
    }

    /** What he may own once the runs are over: the rest of those who answer is not below 0, and keeps maintenance. */
    private long most()
    {
        final boolean ofOwner = Recourse.OWNER == book.usd().waterfall().recourse();
        long unbound = 0;
        long bound = 0;
        long keeps = 0;
        for (long own = 1; own <= OWN_ACCOUNTS; own++)
        {
            final Account account = book.account(own);
            final boolean isDefaulted = AccountStatus.DEFAULTED == account.status();
            if (isDefaulted || isBust() && (ofOwner || account.pledged()))
            {
                bound += book.equity(own);
                keeps += isDefaulted || ofOwner ? 0 : book.engine.margin().maintenanceMargin(account);
            }
            else
            {
                unbound += Math.max(0, book.equity(own));
            }
        }
        return unbound + Math.max(0, bound) + keeps;
    }

    private long owned()
    {
        long owned = 0;
        for (long own = 1; own <= OWN_ACCOUNTS; own++)
        {
            owned += Math.max(0, book.equity(own));
        }
        return owned;
    }
}
