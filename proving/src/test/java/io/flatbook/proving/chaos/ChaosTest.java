package io.flatbook.proving.chaos;

import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.NotAsPromisedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The faults that need no root and little time; {@code scripts/chaos} runs them all.
 */
class ChaosTest
{
    /** Names of the faults that are struck with here. */
    static final List<String> STRUCK = List.of("kill-leader", "kill-all", "not-theirs", "garbage-in-session");

    private static final int SEEDS = 1_000_000;

    @ParameterizedTest
    @FieldSource("STRUCK")
    void thePromisesHold(final String name) throws IOException
    {
        final Fault fault = Faults.all().stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
        final long seed = ThreadLocalRandom.current().nextInt(SEEDS);
        System.out.println("scripts/chaos --fault " + name + " --seed " + seed);

        final Finding finding = new ChaosRun(
            fault.gapMaxMs(0), seed, HolderCrowd.HOLDERS_DEFAULT, null, System.out::println)
            .in(Files.createTempDirectory("flatbook-chaos-"), Ground.loopback());

        assertThat(finding.violations()).isEmpty();
        assertThat(finding.lost()).isZero();
        assertThat(finding.twice()).isZero();
        assertThat(finding.acknowledged()).isPositive();
    }

    @Test
    void aRunThatFailsTellsWhatEndedAndKeepsWhatWasWritten(@TempDir final Path kept) throws IOException
    {
        final Fault fault = Fault.of("fails", "a node ends that must not, and the strike fails", (rig, chance) ->
        {
            rig.cluster().kill(rig.follower(chance));
            throw new NotAsPromisedException("the strike failed");
        });
        final List<String> told = new ArrayList<>();

        final Finding finding = new ChaosRun(fault, 1, HolderCrowd.HOLDERS_DEFAULT, kept, told::add)
            .in(Files.createTempDirectory("flatbook-chaos-"), Ground.loopback());

        assertThat(finding.violations()).hasSize(2).first().isEqualTo("the strike failed");
        assertThat(finding.violations().get(1)).matches("node [0-2] ended with exit code 137");
        assertThat(finding.lost()).isEqualTo(Finding.NOT_AUDITED);
        assertThat(told).anySatisfy((lines) -> assertThat(lines).contains("node 0: ", "node 1: ", "node 2: "));
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
            .noneMatch((name) -> name.startsWith("load-"));
        try (Stream<Path> files = Files.walk(kept))
        {
            assertThat(files.map((file) -> file.getFileName().toString()))
                .contains("node-0.log", "recording.log", "archive.catalog");
        }
    }

    @Test
    @Timeout(10)
    void faultsOfWhichNoneCanBeRunHereEndAtOnceAndAreNoSuccess(@TempDir final Path directory)
    {
        assertThat(new CommandLine(new ChaosCommand()).execute(
            "--directory", directory.toString(), "--fault", "loss,power-cut-all", "--hours", "1"))
            .isEqualTo(CommandLine.ExitCode.SOFTWARE);
    }
}
