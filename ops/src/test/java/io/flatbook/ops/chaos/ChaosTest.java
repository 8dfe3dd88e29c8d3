package io.flatbook.ops.chaos;

import io.flatbook.ops.link.Ground;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ThreadLocalRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The faults that need no root and little time; {@code scripts/chaos} runs them all.
 */
class ChaosTest
{
    private static final int SEEDS = 1_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"kill-leader", "kill-all", "not-theirs", "garbage-in-session"})
    void thePromisesHold(final String name) throws IOException
    {
        final Fault fault = Faults.all().stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
        final long seed = ThreadLocalRandom.current().nextInt(SEEDS);
        System.out.println("scripts/chaos --fault " + name + " --seed " + seed);

        final Finding finding = new ChaosRun(fault.gapMaxMs(0), seed, System.out::println)
            .in(Files.createTempDirectory("flatbook-chaos-"), Ground.loopback());

        assertThat(finding.violations()).isEmpty();
        assertThat(finding.lost()).isZero();
        assertThat(finding.twice()).isZero();
        assertThat(finding.acknowledged()).isPositive();
    }
}
