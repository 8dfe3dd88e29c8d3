package io.flatbook.engine;

import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.TradeCause;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An owner with several accounts who may send any command in any order, against strangers who can pay. He never ends
 * with more than he put in and what his counterparties lost.
 * <p>
 * What a counterparty lost is summed over commands: a loss of one moment is not made good by a gain of another, since
 * an account owes no more than it holds. Every account of the owner deals with strangers of its own, so that each gain
 * stands against a loss that somebody can be asked for. In {@link #oneGapAcrossHisAccountsPaysNothing} there is one
 * market maker for all, who nets, but all positions are of one instrument and opened at one mark: an own hedge pays for
 * the leg that it is opposite to, as far as it is in profit.
 */
class AdversaryTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 23L);
    private static final long COMMANDS = Long.getLong("flatbook.adversary.commands", 200_000L);
    private static final int COMMANDS_PER_BOOK = 2_000;
    private static final int OWN_ACCOUNTS = 4;
    private static final long STRANGER_DEPOSIT = 1L << 40;
    private static final int ACCOMPLICE = 500;

    private SplittableRandom random;
    private TestBook book;
    private int[] instruments;
    private long put;
    private long taken;
    private long lostByOthers;
    private long[] othersEquity;

    @Test
    void neverGainsByAnyOrderOfCommands()
    {
        System.out.println("AdversaryTest -Dflatbook.seed=" + SEED + " -Dflatbook.adversary.commands=" + COMMANDS);
        for (long done = 0; done < COMMANDS; done += COMMANDS_PER_BOOK)
        {
            final long seed = SEED + done;
            random = new SplittableRandom(seed);
            open();
            for (int i = 0; i < COMMANDS_PER_BOOK; i++)
            {
                final long before = gain();
                final boolean marksMoved = command();
                assertThat(gain()).as("seed %d command %d", seed, i).isLessThanOrEqualTo(marksMoved ? 0 : before);
            }
        }
    }

    /** What he has beyond what he put in and what others lost; never above 0, and raised by marks only. */
    private long gain()
    {
        return taken + owned() - put - lostByOthers;
    }

    private long owned()
    {
        long owned = 0;
        for (int own = 1; own <= OWN_ACCOUNTS; own++)
        {
            owned += Math.max(0, book.equity(own));
        }
        return owned;
    }

    private void open()
    {
        book = new TestBook(new Limits().idsRetained(1_000));
        instruments = new int[]{book.perpetual("BTC", 1_000), book.perpetual("ETH", 500)};
        book.fund(1L << 30);
        put = 0;
        taken = 0;
        lostByOthers = 0;
        for (int own = 1; own <= OWN_ACCOUNTS; own++)
        {
            book.account(own, 1, 0);
            for (final int instrument : instruments)
            {
                book.account(stranger(own, instrument), stranger(own, instrument), STRANGER_DEPOSIT);
            }
        }
        book.account(ACCOMPLICE, 2, 5_000);
        othersEquity = othersEquity();
    }

    private static long stranger(final int own, final int instrument)
    {
        return 100L + 10L * own + instrument;
    }

    private long[] othersEquity()
    {
        final long[] equity = new long[OWN_ACCOUNTS * 2 + 1];
        int i = 0;
        for (int own = 1; own <= OWN_ACCOUNTS; own++)
        {
            for (final int instrument : instruments)
            {
                equity[i] = book.equity(stranger(own, instrument));
                i++;
            }
        }
        equity[i] = book.equity(ACCOMPLICE);
        return equity;
    }

    private boolean command()
    {
        final long fundBefore = book.usd().insuranceFund();
        final long houseBefore = book.usd().houseDeficit();
        final int kind = random.nextInt(100);
        final boolean marksMove = kind < 12;
        if (marksMove)
        {
            moveMarks();
        }
        else
        {
            if (kind < 72)
            {
                trade();
            }
            else
            {
                other(kind);
            }
            // Whatever one does with money and trades, the fund does not pay for it.
            assertThat(book.usd().insuranceFund()).isGreaterThanOrEqualTo(fundBefore);
            assertThat(book.usd().houseDeficit()).isLessThanOrEqualTo(houseBefore);
            countLosses();
        }
        othersEquity = othersEquity();
        book.events.take();
        return marksMove;
    }

    private void countLosses()
    {
        final long[] now = othersEquity();
        for (int i = 0; i < now.length; i++)
        {
            lostByOthers += Math.max(0, othersEquity[i] - now[i]);
        }
    }

    // The accomplice's loss counts in full although his account may not hold it: a gap on him is his, not the owner's.
    private void moveMarks()
    {
        final long[] ticks = new long[2];
        for (int i = 0; i < 2; i++)
        {
            final long mark = book.instrument(instruments[i]).markTicks();
            final int percent = 0 == random.nextInt(6) ? 40 : 4;
            ticks[i] = Math.max(20, Math.min(50_000, mark + mark * (random.nextInt(2 * percent + 1) - percent) / 100));
            for (Account account = book.engine.book().nextAccount(0); null != account;
                account = book.engine.book().nextAccount(account.id()))
            {
                if (account.id() > OWN_ACCOUNTS)
                {
                    lostByOthers += Math.max(0, -book.lots(account.id(), instruments[i]) * (ticks[i] - mark));
                }
            }
        }
        book.marks(instruments, ticks);
    }

    private void trade()
    {
        final int own = 1 + random.nextInt(OWN_ACCOUNTS);
        final int instrument = instruments[random.nextInt(2)];
        final int with = random.nextInt(10);
        final long other = 0 == with ? 1 + random.nextInt(OWN_ACCOUNTS) :
            1 == with ? ACCOMPLICE : stranger(own, instrument);
        final long mark = book.instrument(instrument).markTicks();
        final long ticks = 0 == random.nextInt(3) ? 1 + random.nextLong(2 * mark) : mark;
        final long lots = 1 + random.nextInt(0 == random.nextInt(8) ? 2_000 : 30);
        final boolean buys = random.nextBoolean();
        final TestTrade trade = book.trade(instrument, buys ? own : other, buys ? other : own, lots, ticks);
        if (0 == random.nextInt(5))
        {
            trade.guaranteed();
        }
        if (0 == random.nextInt(4))
        {
            trade.cause(TradeCause.LIQUIDATION);
        }
        if (0 == random.nextInt(10))
        {
            trade.fees(random.nextInt(20), random.nextInt(20));
        }
        trade.send();
    }

    private void other(final int kind)
    {
        final int own = 1 + random.nextInt(OWN_ACCOUNTS);
        final long money = 1 + random.nextInt(3_000);
        if (kind < 80)
        {
            put += RejectReason.NONE == book.tryDeposit(own, money) ? money : 0;
        }
        else if (kind < 90)
        {
            final long wanted = 0 == random.nextInt(2) ? Math.max(1, book.account(own).collateral()) : money;
            if (RejectReason.NONE == book.tryWithdraw(own, wanted))
            {
                taken += wanted;
                // What is left on the account covers its margin without any gain on paper.
                assertThat(Math.min(book.account(own).collateral(), book.equity(own)) - book.account(own).orderHold())
                    .isGreaterThanOrEqualTo(book.engine.margin().initialMargin(book.account(own)));
            }
        }
        else if (kind < 93)
        {
            book.engine.setOrderHold(book.gateway, own, random.nextInt(500));
        }
        else if (kind < 96)
        {
            book.engine.offsetPositions(book.gateway, own, 1 + random.nextInt(OWN_ACCOUNTS),
                instruments[random.nextInt(2)], 1 + random.nextInt(20));
        }
        else if (kind < 98)
        {
            book.at(book.engine.timeMs() + random.nextInt(1_000));
        }
        else
        {
            book.engine.reportLiquidationFailed(book.gateway, own);
        }
    }

    @Test
    void oneGapAcrossHisAccountsPaysNothing()
    {
        long draws = 0;
        for (int round = 0; round < 3_000; round++)
        {
            random = new SplittableRandom(SEED + round);
            book = new TestBook();
            final int btc = book.perpetual("BTC", 1_000);
            final long maker = 101;
            book.fund(1L << 30).account(maker, maker, STRANGER_DEPOSIT);
            long deposited = 0;
            for (int own = 1; own <= OWN_ACCOUNTS; own++)
            {
                final long money = 1 + random.nextInt(20_000);
                book.account(own, 1, money);
                deposited += money;
            }
            for (int i = 0; i < 12; i++)
            {
                final long own = 1 + random.nextInt(OWN_ACCOUNTS);
                final boolean buys = random.nextBoolean();
                book.trade(btc, buys ? own : maker, buys ? maker : own, 1 + random.nextInt(150), 1_000).send();
            }
            book.mark(btc, 1_000 + random.nextInt(801) - 400);
            draws += book.usd().insuranceFund() < 1L << 30 ? 1 : 0;
            final long lost = Math.max(0, STRANGER_DEPOSIT - book.equity(maker));
            assertThat(owned()).as("seed %d", SEED + round).isLessThanOrEqualTo(deposited + lost);
        }
        assertThat(draws).as("rounds in which the fund had to pay a stranger").isPositive();
    }
}
