package io.flatbook.engine.offset;

import io.flatbook.engine.TestBook;
import io.flatbook.engine.book.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What each policy chooses of a group (POL-0, POL-1, POL-2, POL-3). */
class OffsetPolicyTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 17L);
    private static final long MAKER = 1_000_000_000;
    private static final TestBook BOOK = new TestBook();
    private static final int COIN = BOOK.perpetual("COIN", 100);
    private static final Map<Long, Position> POSITIONS = new HashMap<>();

    private final OffsetPolicy queue = new QueuePolicy();
    private final OffsetPolicy proRata = new ProRataPolicy();
    private final OffsetPolicy waterfill = new WaterfillPolicy();

    private static Candidate candidate(final long accountId, final long lots, final long equity, final long score)
    {
        return new Candidate(
            POSITIONS.computeIfAbsent(accountId, OffsetPolicyTest::position), lots, equity,
            new Score(0, equity, 0, 1, score), 0);
    }

    // A policy asks a position for the id of its account and nothing else.
    private static Position position(final long accountId)
    {
        if (null == BOOK.account(MAKER))
        {
            BOOK.account(MAKER, MAKER, 1_000_000);
        }
        BOOK.account(accountId, accountId, 1_000).book(COIN, accountId, MAKER, 1, 100);
        return BOOK.account(accountId).leg(BOOK.instrument(COIN));
    }

    /** Lots by account, in order of choice. */
    private static Map<Long, Long> choose(final OffsetPolicy policy, final List<Candidate> group, final long lots)
    {
        final Map<Long, Long> chosen = new LinkedHashMap<>();
        for (final OffsetPolicy.Choice choice : policy.choose(group, lots))
        {
            assertThat(choice.lots()).isBetween(1L, choice.candidate().lots());
            assertThat(chosen.put(choice.candidate().accountId(), choice.lots())).isNull();
        }
        final long inAll = group.stream().mapToLong(Candidate::lots).sum();
        assertThat(chosen.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(Math.min(lots, inAll));
        return chosen;
    }

    private static String text(final Map<Long, Long> chosen)
    {
        return chosen.toString();
    }

    @Test
    void theQueueIsByScoreThenLargerQuantityThenSmallerAccount()
    {
        final List<Candidate> group = List.of(candidate(5, 10, 1, 7), candidate(3, 10, 1, 7), candidate(4, 11, 1, 7),
            candidate(9, 1, 1, 8), candidate(1, 50, 1, -3));
        assertThat(text(choose(queue, group, 30))).isEqualTo("{9=1, 4=11, 3=10, 5=8}");
        assertThat(text(choose(queue, group, 1))).isEqualTo("{9=1}");
        assertThat(text(choose(queue, group, 1_000))).isEqualTo("{9=1, 4=11, 3=10, 5=10, 1=50}");
    }

    @Test
    void proRataHandsLeftOverLotsToTheLargestRemaindersThenSmallerAccounts()
    {
        // 10 of 30: 3.33, 3.33, 3.33; the tenth goes to the smallest account.
        assertThat(text(choose(proRata, List.of(candidate(3, 10, 1, 0), candidate(1, 10, 1, 0),
            candidate(2, 10, 1, 0)), 10))).isEqualTo("{1=4, 2=3, 3=3}");
        // 5 of 12: 0.42, 1.67, 2.92; lots go to 3, then 2.
        assertThat(text(choose(proRata, List.of(candidate(1, 1, 1, 0), candidate(2, 4, 1, 0),
            candidate(3, 7, 1, 0)), 5))).isEqualTo("{2=2, 3=3}");
        assertThat(text(choose(proRata, List.of(candidate(1, 1, 1, 0), candidate(2, 4, 1, 0)), 99)))
            .isEqualTo("{1=1, 2=4}");
    }

    @Test
    void proRataIsExactForTheLargestQuantities()
    {
        final long large = 1L << 60;
        assertThat(text(choose(proRata, List.of(candidate(1, large, 1, 0), candidate(2, large, 1, 0)), large + 1)))
            .isEqualTo("{1=" + (large / 2 + 1) + ", 2=" + large / 2 + "}");
    }

    @Test
    void waterfillTakesFromTheMostLeveragedUntilLevelsMeet()
    {
        // 10 / 1 and 10 / 2 and 10 / 5: the first gives until it has 5, then both in step.
        final List<Candidate> group = List.of(candidate(1, 10, 1, 0), candidate(2, 10, 2, 0), candidate(3, 10, 5, 0));
        assertThat(text(choose(waterfill, group, 5))).isEqualTo("{1=5}");
        assertThat(text(choose(waterfill, group, 8))).isEqualTo("{1=6, 2=2}");
        assertThat(text(choose(waterfill, group, 30))).isEqualTo("{1=10, 2=10, 3=10}");
    }

    @Test
    void theExamplesOfTheContract()
    {
        // POL-2: 10 of 5, 5 and 7. POL-3: 6 lots of 100, 4 of 100, 2 of 20.
        assertThat(text(choose(proRata, List.of(candidate(4, 5, 1, 0), candidate(5, 5, 1, 0), candidate(6, 7, 1, 0)),
            10))).isEqualTo("{4=3, 5=3, 6=4}");
        final List<Candidate> group =
            List.of(candidate(4, 6, 100, 0), candidate(5, 4, 100, 0), candidate(6, 2, 20, 0));
        assertThat(text(choose(waterfill, group, 1))).isEqualTo("{6=1}");
        assertThat(text(choose(waterfill, group, 2))).isEqualTo("{4=1, 6=1}");
        assertThat(text(choose(waterfill, group, 3))).isEqualTo("{4=2, 6=1}");
        assertThat(text(choose(waterfill, group, 4))).isEqualTo("{4=2, 6=2}");
        assertThat(text(choose(waterfill, group, 5))).isEqualTo("{4=3, 6=2}");
    }

    @Test
    void waterfillTakesAllOfAnAccountWithoutEquityFirst()
    {
        final List<Candidate> group = List.of(candidate(1, 10, 1, 0), candidate(2, 4, 0, 0), candidate(3, 4, -5, 0));
        assertThat(text(choose(waterfill, group, 6))).isEqualTo("{2=4, 3=2}");
        assertThat(text(choose(waterfill, group, 9))).isEqualTo("{1=1, 2=4, 3=4}");
    }

    @Test
    void waterfillIsTakingLotByLotFromTheHighestLevel()
    {
        System.out.println("OffsetPolicyTest -Dflatbook.seed=" + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 3_000; round++)
        {
            final List<Candidate> group = group(random, 1 + random.nextInt(8), 40, true);
            final long lots = 1 + random.nextInt(120);
            final Map<Long, Long> expected = lotByLot(group, lots);
            assertThat(choose(waterfill, group, lots)).as("round %d", round).isEqualTo(expected);
        }
    }

    @Test
    void waterfillOfOneQuantityThenAnotherIsWaterfillOfBoth()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 3_000; round++)
        {
            final List<Candidate> group = group(random, 1 + random.nextInt(12), 1_000_000, true);
            final long inAll = group.stream().mapToLong(Candidate::lots).sum();
            final long first = random.nextLong(1, inAll + 1);
            final long second = random.nextLong(1, inAll + 1);
            final Map<Long, Long> together = choose(waterfill, group, first + second);
            final Map<Long, Long> one = choose(waterfill, group, first);
            final List<Candidate> left = new ArrayList<>();
            for (final Candidate c : group)
            {
                final long rest = c.lots() - one.getOrDefault(c.accountId(), 0L);
                if (rest > 0)
                {
                    left.add(candidate(c.accountId(), rest, c.equity(), 0));
                }
            }
            final Map<Long, Long> twice = new LinkedHashMap<>(one);
            choose(waterfill, left, second).forEach((id, lots) -> twice.merge(id, lots, Long::sum));
            assertThat(twice).as("round %d", round).isEqualTo(together);
        }
    }

    @Test
    void anAccountSplitIntoEqualHalvesChangesItsWaterfillByAtMostOneLot()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 3_000; round++)
        {
            final List<Candidate> group = group(random, 2 + random.nextInt(8), 500, false);
            final int at = random.nextInt(group.size());
            final Candidate whole = candidate(group.get(at).accountId(), 2 * group.get(at).lots(),
                2 * group.get(at).equity(), 0);
            group.set(at, whole);
            final long half = random.nextBoolean() ? 100_000 : 0;
            final List<Candidate> split = new ArrayList<>(group);
            split.set(at, candidate(whole.accountId(), whole.lots() / 2, whole.equity() / 2, 0));
            // Ids are even, so that an odd one can come next to the first half or behind everybody.
            final long otherHalf = 0 == half ? whole.accountId() + 1 : half + 1;
            split.add(candidate(otherHalf, whole.lots() / 2, whole.equity() / 2, 0));
            final long lots = random.nextLong(1, group.stream().mapToLong(Candidate::lots).sum() + 1);

            final long before = choose(waterfill, group, lots).getOrDefault(whole.accountId(), 0L);
            final Map<Long, Long> after = choose(waterfill, split, lots);
            final long afterInAll = after.getOrDefault(whole.accountId(), 0L) + after.getOrDefault(otherHalf, 0L);
            assertThat(Math.abs(afterInAll - before)).as("round %d", round).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void noPolicyCaresForTheOrderOfTheCandidates()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 2_000; round++)
        {
            final List<Candidate> group = group(random, 1 + random.nextInt(10), 1_000, true);
            final long lots = random.nextLong(1, 6_000);
            for (final OffsetPolicy policy : List.of(queue, proRata, waterfill))
            {
                final String chosen = text(choose(policy, group, lots));
                final List<Candidate> shuffled = new ArrayList<>(group);
                Collections.shuffle(shuffled, new Random(round));
                assertThat(text(choose(policy, shuffled, lots))).as("round %d", round).isEqualTo(chosen);
            }
        }
    }

    @Test
    void waterfillOfHugePositionsIsFoundByLevelNotLotByLot()
    {
        final List<Candidate> group = List.of(candidate(1, 1L << 53, 1L << 50, 0), candidate(2, 1L << 53, 1L << 51, 0));
        final Map<Long, Long> chosen = choose(waterfill, group, 1L << 53);
        // Levels meet where (2^53 - a) * 2 = 2^53 - b and a + b = 2^53.
        assertThat(chosen.get(1L)).isBetween((1L << 54) / 3, (1L << 54) / 3 + 1);
    }

    private static List<Candidate> group(
        final SplittableRandom random, final int count, final long lotsMax, final boolean withoutEquityToo)
    {
        final List<Candidate> group = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            final long equity = withoutEquityToo && 0 == random.nextInt(8) ?
                -random.nextInt(3) : 1 + random.nextLong(random.nextBoolean() ? 4 : 10_000);
            group.add(candidate(2 + 2 * i, 1 + random.nextLong(lotsMax), equity, random.nextInt(4) - 1));
        }
        Collections.shuffle(group, new Random(random.nextLong()));
        return group;
    }

    private static Map<Long, Long> lotByLot(final List<Candidate> group, final long lots)
    {
        final List<Candidate> inOrder = new ArrayList<>(group);
        inOrder.sort((a, b) -> Long.compare(a.accountId(), b.accountId()));
        final long[] taken = new long[inOrder.size()];
        for (long lot = 0; lot < lots; lot++)
        {
            int best = -1;
            for (int i = 0; i < taken.length; i++)
            {
                if (taken[i] < inOrder.get(i).lots() && (best < 0 || isHigher(inOrder, taken, i, best)))
                {
                    best = i;
                }
            }
            if (best >= 0)
            {
                taken[best]++;
            }
        }
        final Map<Long, Long> expected = new LinkedHashMap<>();
        for (int i = 0; i < taken.length; i++)
        {
            if (taken[i] > 0)
            {
                expected.put(inOrder.get(i).accountId(), taken[i]);
            }
        }
        return expected;
    }

    private static boolean isHigher(final List<Candidate> inOrder, final long[] taken, final int i, final int than)
    {
        final Candidate a = inOrder.get(i);
        final Candidate b = inOrder.get(than);
        if (a.equity() <= 0 || b.equity() <= 0)
        {
            return a.equity() <= 0 && b.equity() > 0;
        }
        return (a.lots() - taken[i]) * b.equity() > (b.lots() - taken[than]) * a.equity();
    }
}
