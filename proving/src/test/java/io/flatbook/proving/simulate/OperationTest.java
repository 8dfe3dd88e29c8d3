package io.flatbook.proving.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class OperationTest
{
    private static final int SEEDS = 1_000;

    @Test
    void aSeedDrawsTheSameOperationsEachTimeAndEachIsDrawnByAnEighthOfThem()
    {
        for (final Operation each : Operation.values())
        {
            assertThat(LongStream.range(0, SEEDS).filter((seed) -> Operation.of(seed).contains(each)).count())
                .as("%s", each).isBetween(90L, 160L);
        }
        assertThat(LongStream.range(0, SEEDS)).allMatch((seed) -> Operation.of(seed).equals(Operation.of(seed)));
    }

    @Test
    void textIsReadAsItIsWritten()
    {
        for (final String text : new String[]{"none", "purge", "upgrade,backup"})
        {
            assertThat(Operation.text(Operation.parse(text))).isEqualTo(text);
        }
        assertThat(Operation.parse("upgrade, purge,backup")).isEqualTo(EnumSet.allOf(Operation.class));
    }
}
