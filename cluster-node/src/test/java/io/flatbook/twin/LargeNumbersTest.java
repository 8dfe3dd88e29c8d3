package io.flatbook.twin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Engine and twin agree where prices, lots and money are as large as NUM-4 allows, and where senders give numbers that
 * no account can hold. Longer: {@code -Dflatbook.large.seeds=N -Dflatbook.large.base=N}.
 */
class LargeNumbersTest
{
    private static final int COMMANDS = 300;
    private static final int MANY_ONE_IN = 50;

    @Test
    void engineAndTwinAgree()
    {
        final long base = Long.getLong("flatbook.large.base", 1L);
        final long seeds = Long.getLong("flatbook.large.seeds", 150L);
        System.out.printf("large numbers: seed base %d, %d seeds%n", base, seeds);
        int runs = 0;
        for (long seed = base; seed < base + seeds; seed++)
        {
            final LargeNumbers numbers = new LargeNumbers(seed);
            assertThat(numbers.run(COMMANDS)).as("seed %d", seed).isNull();
            runs += numbers.runs();
        }
        assertThat(runs).as("default runs").isPositive();
    }

    /** More positions than those that always fit together (NUM-4), and as many of the largest as do not. */
    @Test
    void engineAndTwinAgreeOnAccountsOfManyPositions()
    {
        final long base = Long.getLong("flatbook.large.base", 1L);
        final long seeds = Long.getLong("flatbook.large.seeds", 150L) / MANY_ONE_IN;
        System.out.printf("many positions: seed base %d, %d seeds%n", base, seeds);
        int positionsMost = 0;
        for (long seed = base; seed < base + seeds; seed++)
        {
            final LargeNumbers numbers = LargeNumbers.withManyPositions(seed);
            assertThat(numbers.run(COMMANDS)).as("seed %d", seed).isNull();
            positionsMost = Math.max(positionsMost, numbers.positionsMost());
        }
        assertThat(positionsMost).isGreaterThan(64);
    }
}
