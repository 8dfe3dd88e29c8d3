package io.flatbook.engine.book;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Numbers in ascending order, and where each stood: against a sort that compares. */
class CodeOrderTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 29L);
    private static final int ROUNDS = 500;
    private static final int MOST = 300;

    @Test
    void takesTheTopBitForTheLargest()
    {
        final CodeOrder order = new CodeOrder(new long[]{-1, 0, Long.MAX_VALUE, Long.MIN_VALUE, 256, 255});

        assertThat(codes(order)).containsExactly(0, 255, 256, Long.MAX_VALUE, Long.MIN_VALUE, -1);
        assertThat(places(order)).containsExactly(1, 5, 4, 2, 3, 0);
    }

    @Test
    void leavesEqualOnesInTheOrderThatTheyHad()
    {
        final CodeOrder order = new CodeOrder(new long[]{7, 3, 7, 3, 7});

        assertThat(codes(order)).containsExactly(3, 3, 7, 7, 7);
        assertThat(places(order)).containsExactly(1, 3, 0, 2, 4);
    }

    @Test
    void ordersNone()
    {
        assertThat(new CodeOrder(new long[0]).count()).isZero();
    }

    @Test
    void ordersAsASortDoes()
    {
        System.out.println("CodeOrderTest -Dflatbook.seed=" + SEED);
        final Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++)
        {
            // From few that differ in a digit to many that differ in all.
            final long mask = random.nextLong() >>> random.nextInt(Long.SIZE) & random.nextLong();
            final long[] codes = random.longs(random.nextInt(MOST)).map((code) -> code & mask).toArray();
            final Integer[] expected = IntStream.range(0, codes.length).boxed().toArray(Integer[]::new);
            Arrays.sort(expected, (a, b) -> Long.compareUnsigned(codes[a], codes[b]));

            final CodeOrder order = new CodeOrder(codes.clone());

            assertThat(places(order)).containsExactly(Arrays.stream(expected).mapToInt(Integer::intValue).toArray());
            assertThat(codes(order)).containsExactly(
                Arrays.stream(expected).mapToLong((place) -> codes[place]).toArray());
        }
    }

    private static long[] codes(final CodeOrder order)
    {
        return IntStream.range(0, order.count()).mapToLong(order::code).toArray();
    }

    private static int[] places(final CodeOrder order)
    {
        return IntStream.range(0, order.count()).map(order::place).toArray();
    }
}
