package io.flatbook.engine.book;

import io.flatbook.engine.TestBook;
import io.flatbook.sbe.InstrumentKind;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A range is never wider than what it may cost: within it no gap between equity and a requirement shrinks by more than
 * the amount, by exact evaluation, for instruments of all kinds (MAR-1 to MAR-4), and the loss that it states is not
 * below the true one either.
 */
class TriggerRangeTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 71L);
    private static final int CASES = 40_000;
    private static final int SAMPLES = 6;
    private static final int INSTRUMENTS = 8;
    private static final long UNDERLYING_MAX = 5_000;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final TestBook book = new TestBook(new Limits(), 2);
    private final TriggerHeap lows = new TriggerHeap(true);
    private final TriggerHeap highs = new TriggerHeap(false);

    @Test
    void noMarkInTheRangeCostsMoreThanItMay()
    {
        System.out.println("TriggerRangeTest -Dflatbook.seed=" + SEED);
        define();
        book.account(1, 1, 0);
        for (int i = 0; i < CASES; i++)
        {
            check(i);
        }
    }

    private void define()
    {
        final MarginTerms tiers = MarginTerms.of(MarginTiers.of(
            new long[]{0, 1_000, 70_000}, new long[]{33_333, 300_001, 1_000_000}, new long[]{10_001, 150_000, 999_999},
            3));
        book.define(TestBook.linear("LINEAR").maxTicks(UNDERLYING_MAX).marginTerms(tiers));
        book.define(TestBook.linear("BELOW").minTicks(-500).maxTicks(5_000)
            .marginTerms(TestBook.perLot(300_000, 70_000, 40, 20)));
        book.define(TestBook.linear("INVERSE").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(10_007, 0)
            .maxTicks(5_000).marginTerms(tiers));
        book.define(TestBook.linear("PER_LOT").maxTicks(5_000)
            .marginTerms(TestBook.perLot(100_000, 50_000, 60_000, 30_000)));
        book.define(TestBook.future("BOUNDED", 200_000).minTicks(0).maxTicks(100).marginTerms(MarginTerms.bounded()));
        book.define(TestBook.option("CALL", InstrumentKind.CALL, 1, 1_000).maxTicks(4_000).option(990_000, 100_000,
            75_001));
        book.define(TestBook.option("PUT", InstrumentKind.PUT, 1, 1_000).maxTicks(4_000).option(150_000, 500_000,
            990_001));
        book.define(TestBook.option("PUT_BELOW", InstrumentKind.PUT, 2, 1_000).maxTicks(4_000)
            .marginTerms(new MarginTerms(MarginTerms.of(MarginTiers.NONE).model(), MarginTiers.NONE, 10, 5)));
        for (int id = 1; id <= INSTRUMENTS; id++)
        {
            book.mark(id, 50);
        }
    }

    private void check(final int number)
    {
        final Instrument instrument = book.instrument(1 + random.nextInt(INSTRUMENTS));
        final boolean isShort = random.nextBoolean();
        final long lots = (isShort ? -1 : 1) * (1 + random.nextLong(1L << 1 + random.nextInt(10)));
        place(instrument);
        if (instrument.isOption())
        {
            place(instrument.underlying());
        }
        final Account account = book.account(1);
        account.position(instrument, account.legIndex(instrument), lots, 0);
        final Position leg = account.leg(instrument);
        final boolean byUnderlying = instrument.isOption() && isShort && random.nextBoolean();
        final Instrument mover = byUnderlying ? instrument.underlying() : instrument;
        final TriggerRange range = new TriggerRange(leg, mover, lows, highs);
        final long loss = random.nextLong(1L << random.nextInt(1, 26));
        final long low = Math.max(range.lowTicks(loss), mover.units().minTicks());
        final long high = Math.min(range.highTicks(loss), mover.units().maxTicks());
        final String place = "case " + number + " " + instrument.symbol() + " " + lots + " lots at " +
            mover.markTicks() + " by " + mover.symbol() + " may cost " + loss + " in " + low + " to " + high;
        assertThat(low).as(place).isLessThanOrEqualTo(mover.markTicks());
        assertThat(high).as(place).isGreaterThanOrEqualTo(mover.markTicks());
        range.arm(low, high);
        assertThat(range.holds()).as(place).isTrue();
        assertThat(range.lossLow()).as(place).isLessThanOrEqualTo(loss);
        assertThat(range.lossHigh()).as(place).isLessThanOrEqualTo(loss);
        samples(account, mover, range, low, high, place);
        range.disarm();
        account.position(instrument, account.legIndex(instrument), 0, 0);
    }

    // Adverse for a long position is a fall; for the way back, and for a short one, a rise. An underlying works both
    // ways.
    private void samples(
        final Account account, final Instrument mover, final TriggerRange range, final long low, final long high,
        final String place)
    {
        final long mark = mover.markTicks();
        final boolean isAdverseLow = range.position().isLong();
        final long[] before = gaps(account);
        final long lossLow = range.lossLow();
        final long lossHigh = range.lossHigh();
        for (int i = 0; i < SAMPLES; i++)
        {
            final long ticks = 0 == i ? low : 1 == i ? high : random.nextLong(low, high + 1);
            mover.mark(ticks, 0);
            final long[] after = gaps(account);
            final long stated = ticks < mark ? lossLow : lossHigh;
            for (int gap = 0; gap < after.length; gap++)
            {
                final boolean isBack = gap == after.length - 1;
                final boolean mayLose = !range.isOwn() || ticks < mark == (isAdverseLow != isBack);
                assertThat(before[gap] - after[gap]).as(place + ", gap " + gap + " at " + ticks)
                    .isLessThanOrEqualTo(mayLose ? stated : 0);
            }
            mover.mark(mark, 0);
        }
    }

    // Equity less initial margin, less maintenance margin, equity, and initial margin less equity.
    private long[] gaps(final Account account)
    {
        final Margin margin = book.engine.margin();
        final long equity = margin.equity(account);
        final long initial = margin.initialMargin(account);
        return new long[]{equity - initial, equity - margin.maintenanceMargin(account), equity, initial - equity};
    }

    private void place(final Instrument instrument)
    {
        final long min = instrument.units().minTicks();
        final long max = Math.min(instrument.units().maxTicks(), random.nextBoolean() ? 60 : UNDERLYING_MAX);
        instrument.mark(min + random.nextLong(max - min + 1), 0);
    }
}
