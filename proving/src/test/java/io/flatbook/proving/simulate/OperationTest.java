package io.flatbook.proving.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OperationTest
{
    private static final int SEEDS = 1_000;

    @Test
    void aSeedDrawsTheSameOperationsEachTimeAndEachIsDrawnByItsShareOfThem()
    {
        for (final Operation each : Operation.values())
        {
            assertThat(LongStream.range(0, SEEDS).filter((seed) -> Operation.of(seed).contains(each)).count())
                .as("%s", each).isBetween(SEEDS * 7L / 10 / each.oneIn(), SEEDS * 13L / 10 / each.oneIn());
        }
        assertThat(LongStream.range(0, SEEDS)).allMatch((seed) -> Operation.of(seed).equals(Operation.of(seed)));
    }

    @Test
    void argumentsThatMeanNothingAreRefused()
    {
        for (final String wrong : new String[]{"--operations=dance", "--operations=", "--jobs=0", "--seeds=0",
            "--seconds=-1", "--hours=-1", "--faults=-1", "--commands=-1", "--fault-gap=0", "--command-gap=0"})
        {
            final StringWriter complaint = new StringWriter();
            assertThat(new CommandLine(new SimulateCommand()).setErr(new PrintWriter(complaint)).execute(wrong))
                .as(wrong).isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(complaint.toString()).startsWith("--");
        }
    }

    @Test
    void textIsReadAsItIsWritten()
    {
        for (final String text : new String[]{"none", "purge", "upgrade,backup,lying-disk"})
        {
            assertThat(Operation.text(Operation.parse(text))).isEqualTo(text);
        }
        assertThat(Operation.parse("upgrade, purge,backup,lying-disk")).isEqualTo(EnumSet.allOf(Operation.class));
    }
}
